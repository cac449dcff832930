"""A question that takes a prediction before the result is shown, and later puts both side by side."""

from __future__ import annotations

import html
import math
import numbers
import re
from collections.abc import Sequence

import ipywidgets as widgets

from helpers.core.note import Note
from helpers.core.student import told_apart

# What was kept, by name. A widget is made anew each time its cell runs, so it cannot be the place;
# this one lives as long as the kernel does.
_KEPT: dict[str, float | str] = {}


def reveal(name: str, result: object) -> Note:
    """Put the prediction kept under `name` beside `result`, a number or text; a new kernel keeps none."""
    kept, shown = _KEPT.get(name), " ".join(str(result).split())
    if isinstance(result, numbers.Real) and not isinstance(result, bool):
        differs = isinstance(kept, float) and not math.isclose(kept, result)  # by more than a rounding error
        shown, _ = told_apart(float(result), kept if differs else math.nan)
    none = "No prediction was kept (answer above and press the button)."
    return Note("", f"{none if kept is None else f'You predicted {_whole(kept)}.'} The result is {shown}.")


class Prediction(widgets.VBox):
    """A question, a control to answer it, and a button that keeps the answer until the kernel restarts.

    Parameters
    ----------
    name : str
        Tells this prediction from all others, for example "slope-at-0".
    question : str
        Plain text.
    choices : sequence of str, optional
        The answers to choose from; without them a number is asked.

    Raises
    ------
    ValueError
        If `choices` has fewer than two different answers.
    """

    def __init__(self, name: str, question: str, choices: Sequence[str] | None = None):
        if isinstance(choices, str) or (choices is not None and len(set(choices)) < 2):
            raise ValueError(f"choices must hold two or more different texts, but it is {choices!r}. Add one.")
        self.name, self.question, self.choices = name, question, choices
        self.control = _control(_KEPT.get(name), choices)
        self.button = widgets.Button(description="Keep my answer")
        self.button.on_click(self._clicked)
        self.said = widgets.HTML(_said(f"Kept: {_whole(_KEPT[name])}." if name in _KEPT else ""))
        super().__init__([widgets.HTML(f"<b>{html.escape(question)}</b>"), self.control, self.button, self.said])

    def _clicked(self, button: widgets.Button) -> None:
        answer = self.control.value
        value, ask = _number(answer) if self.choices is None else (answer, "Choose an answer")
        if value is None:
            self.said.value = _said(f"{ask}, then press the button again.")
        else:
            _KEPT[self.name] = value
            self.said.value = _said(f"Kept: {_whole(value)}.")

    def _repr_mimebundle_(self, **kwargs) -> dict:
        """Add the question as plain text, for GitHub, for nbval and for who has not run the cell."""
        shown = super()._repr_mimebundle_(**kwargs)
        data, metadata = shown if isinstance(shown, tuple) else (shown, {})
        answers = "a number" if self.choices is None else " / ".join(self.choices)
        return {**data, "text/plain": f"Predict: {self.question} ({answers})"}, metadata


predict = Prediction  # what a lesson calls


def _control(kept: float | str | None, choices: Sequence[str] | None) -> widgets.Widget:
    style, layout = {"description_width": "max-content"}, {"width": "max-content"}
    if choices is None:  # a FloatText cannot be empty: it would show 0, and so suggest an answer
        value = _whole(kept) if isinstance(kept, float) else ""
        return widgets.Text(value=value, description="Your prediction, a number", style=style)
    common = {"description": "Your prediction", "style": style, "layout": layout}
    return widgets.RadioButtons(options=list(choices), value=kept if kept in choices else None, **common)


def _number(text: str) -> tuple[float | None, str]:
    """Return what was typed as a number, with a decimal point or comma; or None, and what to ask for."""
    text = text.strip().replace("\u2212", "-")
    if re.fullmatch(r"[-+]?[1-9]\d{0,2},\d{3}", text):  # ten thousand, or ten point zero?
        return None, f"Is that {text.replace(',', '')} or {text.replace(',', '.')}? Type it without a comma"
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    return (value if math.isfinite(value) else None), "Type a number, such as 0.5"


def _whole(value: float | str) -> str:
    """Return what was kept with all its digits, because they decide whether it is equal to the result."""
    return str(value + 0.0).removesuffix(".0") if isinstance(value, float) else " ".join(value.split())


def _said(sentence: str) -> str:
    return f'<span role="status">{html.escape(sentence)}</span>'
