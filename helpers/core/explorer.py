"""An explorer: controls that turn the pages of a book, in the browser alone."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Sequence
from pathlib import Path

from helpers.core.call import number
from helpers.core.picture import Picture, bind, css_width

RUN = "To move the sliders, run this cell. On another day: Run > Run All Cells."
SCRIPT = Path(__file__).with_name("explorer.js").read_text(encoding="utf-8")


class NumberControl:
    """A slider over a list of numbers, and a menu with the same numbers to choose one exactly.

    `label` says what the number is, `values` are in the order of the slider, and `start` is one of them.
    `ends` says where the slider begins and ends, as shares of the explorer's width: below the axis that
    it moves along, or short, and so clearly no axis. All sliders of an explorer begin at one place.
    """

    def __init__(self, label: str, values: Sequence[float], start: float, ends: tuple = (0.3, 0.6)):
        self.label, self.values, self.ends = label, [float(value) for value in values], ends
        self.index = self.values.index(start)

    def __str__(self) -> str:
        low, high = number(min(self.values)), number(max(self.values))
        return f"{self.label}, from {low} to {high} ({len(self.values)} values)"

    def row(self) -> str:
        """Return the slider and the menu as HTML; explorer.js links them."""
        left, length = (f"{100 * share:.4g}%" for share in (self.ends[0], self.ends[1] - self.ends[0]))
        options = [f"<option{' selected' * (k == self.index)}>{number(x)}" for k, x in enumerate(self.values)]
        axis = f"calc({length} + var(--handle))"  # half a handle stands out at each end
        name, span = f'aria-label="{self.label}"', f'max="{len(options) - 1}" value="{self.index}"'
        label = f'<label aria-hidden="true" style="width: {left}">{self.label}</label>'
        slider = f'<input type="range" {name} {span} style="width: {axis}">'
        menu = f"<select {name}>{''.join(options)}</select>"
        return f'<div class="explorer-row">{label}{slider}{menu}</div>'


class Explorer:
    """A sentence, a picture and controls; all pages are drawn first, and a move needs no kernel.

    `title` says what it shows, for who reads it as text. `draw` takes the values of the `controls`, moves
    the artists of `picture` and returns the sentence that says what is seen.
    """

    def __init__(self, title: str, controls: Sequence[NumberControl], draw: Callable[..., str], picture: Picture):
        self.title, self.controls = title, list(controls)
        start = tuple(control.values[control.index] for control in self.controls)
        self.first, self._png = draw(*start), base64.b64encode(picture.png()).decode()
        self.book = bind([control.values for control in self.controls], start, draw, picture)
        self._width = css_width(picture)

    def _repr_html_(self) -> str:
        """Return the first picture; and as scripts, so that it goes where scripts go, what takes its place."""
        rows = "".join(control.row() for control in self.controls)
        image = f'<img alt="{html.escape(self.first)}" style="max-width: 100%" src="data:image/png;base64,{self._png}">'
        still = f"{image}<p>{RUN}</p>"
        return (
            f'<div class="explorer" style="width: {self._width}">{still}</div>'
            f'<script type="text/html">{self.book}{rows}</script><relu-book></relu-book><script>{SCRIPT}</script>'
        )

    def _repr_png_(self) -> tuple[str, dict]:
        """Return the first picture and its sentence: the committed file of a lesson keeps them, without the pages."""
        return self._png, {"alt": self.first}

    def __repr__(self) -> str:
        return f"{self.title}. {self.first} Controls: {'; '.join(map(str, self.controls))}."
