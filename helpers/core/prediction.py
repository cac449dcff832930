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

    `name` tells this prediction from all others, for example "slope-at-0"; `question` is plain text.
    `choices` are the answers to choose from; without them a number is asked.
    """

    def __init__(self, name: str, question: str, choices: Sequence[str] | None = None):
        self.name, self.question, self.choices = name, question, choices
        kept, look = _KEPT.get(name), {"style": {"description_width": "max-content"}}
        if choices is None:  # a FloatText cannot be empty: it would show 0, and so suggest an answer
            value = _whole(kept) if isinstance(kept, float) else ""
            self.control = widgets.Text(value=value, description="Your prediction, a number", **look)
        else:
            look |= {"layout": {"width": "max-content"}, "value": kept if kept in choices else None}
            self.control = widgets.RadioButtons(options=list(choices), description="Your prediction", **look)
        self.button, self.said = widgets.Button(description="Keep my answer"), widgets.HTML()
        self.button.on_click(self._clicked)
        if kept is not None:
            self._say(f"Kept: {_whole(kept)}.")
        super().__init__([widgets.HTML(f"<b>{html.escape(question)}</b>"), self.control, self.button, self.said])

    def _clicked(self, button: widgets.Button) -> None:
        answer = self.control.value
        value, ask = _number(answer) if self.choices is None else (answer, "Choose an answer")
        if value is None:
            self._say(f"{ask}, then press the button again.")
        else:
            _KEPT[self.name] = value
            self._say(f"Kept: {_whole(value)}.")

    def _say(self, sentence: str) -> None:
        self.said.value = f'<span role="status">{html.escape(sentence)}</span>'

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        """Add the question as plain text, for GitHub, for nbval and for who has not run the cell."""
        answers = "a number" if self.choices is None else " / ".join(self.choices)
        return super()._repr_mimebundle_(**kwargs) | {"text/plain": f"Predict: {self.question} ({answers})"}, {}


predict = Prediction  # what a lesson calls


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
