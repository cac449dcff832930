"""A question that takes a prediction before the result is shown, and later puts both side by side."""

from __future__ import annotations

import html
import math
import numbers
from collections.abc import Sequence

import ipywidgets as widgets

from helpers.evaluate import number
from helpers.notes import Note

# What was kept, by name. A widget is made anew each time its cell runs, so it cannot be the place;
# this one lives as long as the kernel does. Only `_keep` writes to it.
_KEPT: dict[str, float | str] = {}


def predict(name: str, question: str, choices: Sequence[str] | None = None) -> Prediction:
    """Ask `question`, and keep the answer under `name` until the kernel restarts.

    Parameters
    ----------
    name : str
        Tells this prediction from all others, for example "slope-at-0".
    question : str
        Plain text.
    choices : sequence of str, optional
        The answers to choose from; without them a number is asked.

    Returns
    -------
    Prediction
        Shown by the last line of a cell.

    Raises
    ------
    ValueError
        If `choices` has fewer than two different answers.
    """
    return Prediction(name, question, choices)


def reveal(name: str, result: object) -> Note:
    """Put the prediction kept under `name` beside `result`.

    It needs no widget, so it also works when the cell of the question did not run.

    Parameters
    ----------
    name : str
        As in `predict`.
    result : object
        What the lesson computed: a number or text.

    Returns
    -------
    Note
    """
    none = "No prediction was kept (answer above and press the button)."
    kept = f"You predicted {_text(_KEPT[name])}." if name in _KEPT else none
    return Note("", f"{kept} The result is {_text(result)}.")


class Prediction(widgets.VBox):
    """A question, a control to answer it, and a button that keeps the answer.

    Parameters
    ----------
    name, question, choices
        As in `predict`.
    """

    def __init__(self, name: str, question: str, choices: Sequence[str] | None = None):
        if isinstance(choices, str) or (choices is not None and len(set(choices)) < 2):
            raise ValueError(f"choices must hold two or more different texts, but it is {choices!r}. Add one.")
        self.name, self.question, self.choices = name, question, choices
        self.control = _number_control(name) if choices is None else _choice_control(name, choices)
        self.button = widgets.Button(description="Keep my answer")
        self.button.on_click(self._clicked)
        self.said = widgets.HTML(_said(f"Kept: {_text(_KEPT[name])}." if name in _KEPT else ""))
        super().__init__([widgets.HTML(f"<b>{html.escape(question)}</b>"), self.control, self.button, self.said])

    def reveal(self, result: object) -> Note:
        """Put the kept prediction beside `result`."""
        return reveal(self.name, result)

    def _clicked(self, button: widgets.Button) -> None:
        value = self.control.value
        if self.choices is None:
            value = _number(value)
        if value is None:
            what = "Type a number, such as 0.5" if self.choices is None else "Choose an answer"
            self.said.value = _said(f"{what}, then press the button again.")
            return
        _keep(self.name, value)
        self.said.value = _said(f"Kept: {_text(value)}.")

    def _repr_mimebundle_(self, **kwargs) -> dict:
        """Add the question as plain text, for GitHub, for nbval and for who has not run the cell."""
        shown = super()._repr_mimebundle_(**kwargs)
        data, metadata = shown if isinstance(shown, tuple) else (shown, {})
        answers = "a number" if self.choices is None else " / ".join(self.choices)
        return {**data, "text/plain": f"Predict: {self.question} ({answers})"}, metadata


def _keep(name: str, value: float | str) -> None:
    _KEPT[name] = value


def _number_control(name: str) -> widgets.Text:
    # A FloatText cannot be empty: it would show 0, and so suggest an answer.
    kept = _KEPT.get(name)
    return widgets.Text(
        value=_text(kept) if isinstance(kept, float) else "",
        description="Your prediction, a number",
        style={"description_width": "max-content"},
    )


def _choice_control(name: str, choices: Sequence[str]) -> widgets.RadioButtons:
    return widgets.RadioButtons(
        options=list(choices),
        value=_KEPT[name] if _KEPT.get(name) in choices else None,
        description="Your prediction",
        style={"description_width": "max-content"},
        layout={"width": "max-content"},
    )


def _number(text: str) -> float | None:
    """Return what was typed as a number, with a decimal point or comma; None if it is not one."""
    try:
        value = float(text.strip().replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _text(value: object) -> str:
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        return number(float(value))
    return " ".join(str(value).split())


def _said(sentence: str) -> str:
    return f'<span role="status">{html.escape(sentence)}</span>'
