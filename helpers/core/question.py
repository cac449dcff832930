"""A question with choices: asked before a result is shown, and answered beside it."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass

import ipywidgets as widgets

from helpers.core.note import Note
from helpers.core.record import Record


@dataclass(frozen=True)
class Question:
    """A question as data, for a notebook, for a page and for a vote by hands.

    `name` tells it from all others, `lesson` is where it belongs, and `ask` is what is asked, as plain text.
    `choices` has what each choice means; `right` is the right one.
    """

    name: str
    lesson: int
    ask: str
    right: str
    choices: Mapping[str, str]

    def verdict(self, answer: str | None, result: object = None) -> Note:
        """Return what the choice `answer` means, beside the `result` of a cell if there is one."""
        told = f"Right is: {self.right}." if result is None else f"The result is {result}."
        told = f"{told} {self.choices[self.right]}"
        if answer is None:
            return Note("", "Not answered yet. Run the cell of the question, and choose.", {"Show the result": told})
        chosen = f"You chose: {answer}. {self.choices[answer]}"
        return Note("Right", chosen) if answer == self.right else Note("Wrong", f"{chosen}\n{told}")


class Again:
    """Says in plain text what to do where the widget is not there: a lesson was run in part and saved."""

    def __repr__(self) -> str:
        return "Run > Run All Cells, and the questions are back."


class Verdict(Again, widgets.HTML):
    """What the answer to a question means."""


class Sheet(Again, widgets.VBox):
    """Several questions, one below the other."""


class Pages(Again, widgets.Tab):
    """Several questions, one a page."""

    def turn(self, button: widgets.Button) -> None:
        """Show the next page."""
        self.selected_index += 1


class QuestionBox(Again, widgets.VBox):
    """A `question` to answer; what is chosen is kept in `record` at once.

    `verdict` says what the choice means, and follows it when it changes. With `at_once` it stands below the
    choices, else where `reveal` shows it. With a `number` the question is one of several.
    """

    def __init__(self, question: Question, record: Record, at_once: bool = False, number: str = ""):
        self.question, self.record, self.at_once, self.result = question, record, at_once, None
        kept, choices = record.get(question.name), list(question.choices)
        self.control = widgets.RadioButtons(
            options=choices,
            value=kept if kept in choices else None,
            description=f"{number}Your answer",
            style={"description_width": "max-content"},
            layout={"width": "max-content"},
        )
        self.kept_note, self.verdict = widgets.HTML(), Verdict()
        self.control.observe(self._chosen, "value")
        self._say()
        asked = widgets.HTML(f"<b>{number}{html.escape(question.ask)}</b>")
        super().__init__([asked, self.control, self.verdict if at_once else self.kept_note])
        self.add_class("question")

    def reveal(self, result: object = None) -> Verdict:
        """Return what the choice means beside the `result` of a cell."""
        self.result = result
        self._say()
        return self.verdict

    def close_answers(self) -> None:
        """Take no other answer: this one was counted."""
        self.control.disabled = True
        self.kept_note.value = ""

    def _chosen(self, change: dict) -> None:
        solved = self.at_once and self.record.get(self.question.name) == self.question.right
        if not solved:  # what is solved stays so
            self.record.put(self.question.name, self.control.value)
        self._say()

    def _say(self) -> None:
        answer = self.control.value
        self.kept_note.value = _status(html.escape(f"Kept: {answer}.")) if answer else ""
        note = self.question.verdict(answer, self.result)
        self.verdict.value = "" if self.at_once and not answer else _status(note._repr_html_())

    def plain(self) -> str:
        """Return the question as HTML without ipywidgets; a page's style shows what the choice means."""
        question, choices = self.question, []
        for choice, meaning in question.choices.items():
            kind = "right" if choice == question.right else "wrong"
            box = f'<input type="radio" name="{question.name}" class="{kind}" autocomplete="off">'
            told = f"<b>{kind.title()}.</b> {html.escape(meaning)}"
            choices.append(f"<label>{box} {html.escape(choice)}</label><p>{told}</p>")
        asked = f"<legend>{html.escape(question.ask)}</legend>{''.join(choices)}"
        return f'<fieldset class="question" aria-live="polite">{asked}</fieldset>'


def _status(shown: str) -> str:
    return f'<div role="status">{shown}</div>'
