"""A question that takes a prediction before the result is shown, and later puts both side by side."""

from __future__ import annotations

import html
import math
import numbers
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import ipywidgets as widgets

from helpers.core.note import PLAIN, Note
from helpers.core.record import Record
from helpers.core.student import told_apart


@dataclass(frozen=True)
class Question:
    """What is asked before a result is shown, and what is said with it.

    `name` tells it from all others; `ask` is plain text. `choices` are the answers to choose from; without them a
    number is asked. `right` is the right answer, also a number, as text. `told` explains the result, and `wrong`
    has a sentence for each wrong answer that many people give, as it is written.
    """

    name: str
    lesson: int
    ask: str
    told: str
    choices: Sequence[str] = ()
    right: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)


class Prediction(widgets.VBox):
    """A `question` with a control, called `label`, to answer it; the answer is kept in `record` as it is given.

    With `tell` it is said at once whether it is right, and why.
    """

    def __init__(self, question: Question, record: Record, label: str = "Your prediction", tell: bool = False):
        self.question, self.record, self.tell = question, record, tell
        kept, look = record.get(question.name), {"style": {"description_width": "max-content"}}
        if question.choices:
            look |= {"layout": {"width": "max-content"}, "value": kept if kept in question.choices else None}
            self.control = widgets.RadioButtons(options=question.choices, description=label, **look)
        else:  # a FloatText cannot be empty: it would show 0, and so suggest an answer
            value = _whole(kept) if isinstance(kept, float) else ""
            self.control = widgets.Text(value=value, description=f"{label}, a number", **look)
        self.said = widgets.HTML()
        if self.control.value:
            self._answered()
        self.control.observe(self._answered, "value")
        super().__init__([widgets.HTML(f"<b>{html.escape(question.ask)}</b>"), self.control, self.said])
        self.add_class("question")

    def _answered(self, change: dict | None = None) -> None:
        answer = self.control.value
        value, ask = (answer, "") if self.question.choices else _number(answer)
        if not self.tell or self.record.get(self.question.name) != self.question.right:  # what is solved stays so
            self.record.put(self.question.name, value)
        told = f"Right. {self.question.told}"
        if answer in self.question.wrong:
            told = f"Not right. {self.question.wrong[answer]}"
        self._say(ask if value is None else told if self.tell else f"Kept: {_whole(value)}.")

    def _say(self, sentence: str) -> None:
        self.said.value = f'<span role="status">{html.escape(sentence)}</span>'

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        """Add the question as plain text, for GitHub, for nbval and for who has not run the cell."""
        if PLAIN:
            return {"text/html": plain(self.question)}, {}
        return super()._repr_mimebundle_(**kwargs) | {"text/plain": str(self)}, {}

    def __str__(self) -> str:
        return f"{self.question.ask} ({' / '.join(self.question.choices) or 'a number'})"


class Sheet(widgets.VBox):
    """Several `questions`, one below the other, with numbers."""

    def __init__(self, questions: Iterable[Prediction]):
        super().__init__(list(questions))
        for number, each in enumerate(self.children, 1):
            each.children[0].value = f"<b>{number}. {html.escape(each.question.ask)}</b>"
            each.control.description = f"{number}. {each.control.description}"  # each has a name of its own

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        """Add the questions as plain text."""
        if PLAIN:
            return {"text/html": "".join(plain(each.question) for each in self.children)}, {}
        return super()._repr_mimebundle_(**kwargs) | {"text/plain": "\n".join(map(str, self.children))}, {}


def plain(question: Question) -> str:
    """Return `question` as HTML without ipywidgets; a page's style shows the sentence of the checked choice."""
    choices = []
    for choice in question.choices:
        kind, told = "right", f"Right. {question.told}"
        if choice != question.right:
            kind, told = "wrong", f"Not right. {question.wrong.get(choice, '')}"
        box = f'<input type="radio" name="{question.name}" class="{kind}" autocomplete="off">'
        choices.append(f"<label>{box} {html.escape(choice)}</label><p>{html.escape(told)}</p>")
    asked = f"<legend>{html.escape(question.ask)}</legend>{''.join(choices)}"
    return f'<fieldset class="question" aria-live="polite">{asked}</fieldset>'


def reveal(question: Question, result: object, record: Record) -> Note:
    """Put the prediction that `record` has for `question` beside `result`, a number or text, and say what it means."""
    kept, shown = record.get(question.name), " ".join(str(result).split())
    if not (kept in question.choices if question.choices else isinstance(kept, float)):
        kept = None  # of another version of the question, or of who edited the file
    if isinstance(result, numbers.Real) and not isinstance(result, bool):
        differs = isinstance(kept, float) and not math.isclose(kept, result)  # by more than a rounding error
        shown, _ = told_apart(float(result), kept if differs else math.nan)
    if PLAIN:
        return Note("", f"Right is: {shown}. {question.told}")
    if kept is None:
        none = "You have not answered yet. To answer first, go to the question above, then run this cell."
        return Note("", none, {"Show the result": f"Right is: {shown}. {question.told}"})
    said = f"You predicted: {_whole(kept)}. Right is: {shown}.", question.wrong.get(_whole(kept), ""), question.told
    return Note("", " ".join(filter(None, said)))


def _number(text: str) -> tuple[float | None, str]:
    """Return what was typed as a number, with a decimal point or comma; or None, and what to ask for."""
    text = text.strip().replace("\u2212", "-")
    if re.fullmatch(r"[-+]?[1-9]\d{0,2},\d{3}", text):  # ten thousand, or ten point zero?
        return None, f"Is that {text.replace(',', '')} or {text.replace(',', '.')}? Type it without a comma."
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    return (value if math.isfinite(value) else None), "Type a number, such as 12.5."


def _whole(value: float | str) -> str:
    """Return what was kept with all its digits, because they decide whether it is equal to the result."""
    return str(value + 0.0).removesuffix(".0") if isinstance(value, float) else " ".join(value.split())
