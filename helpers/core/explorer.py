"""An explorer in a notebook: controls that turn the pages of a book."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Sequence
from pathlib import Path

import ipywidgets as widgets
from traitlets import Int

from helpers.core.call import number
from helpers.core.picture import Picture, bind, size

SCRIPT = Path(__file__).with_name("explorer.js").read_text(encoding="utf-8")
CLEAR = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="  # one clear pixel


class _Slider(widgets.SelectionSlider):
    # The kernel need not send each move back to the browser that made it.
    index = Int(allow_none=True).tag(sync=True, echo_update=False)


class _Menu(widgets.Dropdown):
    index = Int(allow_none=True).tag(sync=True, echo_update=False)


class NumberControl(widgets.HBox):
    """A slider over a list of numbers, and a menu with the same numbers to choose one exactly.

    Both are linked in the browser, so they also move with the kernel stopped.

    `label` says what the number is, `values` are in the order of the slider, and `start` is one of them.
    `ends` says where the slider begins and ends, as shares of the explorer's width: below the axis that
    it moves along, or short, and so clearly no axis. All sliders of an explorer begin at one place.
    """

    def __init__(self, label: str, values: Sequence[float], start: float, ends: tuple = (0.3, 0.6)):
        self.label, self.values = label, [float(value) for value in values]
        self.index = self.values.index(start)
        self.left, self.right = (f"{100 * end:.4g}%" for end in ends)
        self.length = f"{100 * (ends[1] - ends[0]):.4g}%"
        self.options = [number(value) for value in self.values]
        slider = _Slider(
            options=self.options,
            index=self.index,
            description=label,
            readout=False,
            style={"description_width": f"{100 * ends[0] / ends[1]:.4g}%"},
            layout={"width": self.right},
        )
        menu = _Menu(options=self.options, index=self.index, layout={"width": "max-content"})
        self._link = widgets.jslink((slider, "index"), (menu, "index"))
        super().__init__([slider, menu])
        self.add_class("explorer-row")

    def __str__(self) -> str:
        low, high = number(min(self.values)), number(max(self.values))
        return f"{self.label}, from {low} to {high} ({len(self.values)} values)"

    def plain(self) -> str:
        """Return the row as HTML without ipywidgets; explorer.js links its slider and its list."""
        options = [f"<option{' selected' * (k == self.index)}>{x}" for k, x in enumerate(self.options)]
        axis = f"calc({self.length} + var(--handle))"  # half a handle stands out at each end
        slider = f'<input type="range" max="{len(options) - 1}" value="{self.index}" style="width: {axis}">'
        label = f'<label style="width: {self.left}">{self.label}</label>'
        menu = f'<select aria-label="{self.label}">{"".join(options)}</select>'
        return f'<div class="explorer-row">{label}{slider}{menu}</div>'


class Explorer(widgets.VBox):
    """A sentence, a picture and controls; all pages are drawn first, and a move needs no kernel.

    `title` says what it shows, for who reads it as text. `draw` takes the values of the `controls`, moves
    the artists of `picture` and returns the sentence that says what is seen.
    """

    def __init__(self, title: str, controls: Sequence, draw: Callable[..., str], picture: Picture):
        self.title, self.controls = title, list(controls)
        start = tuple(control.values[control.index] for control in self.controls)
        self.first, self._png = draw(*start), base64.b64encode(picture.png()).decode()
        book = bind([control.values for control in self.controls], start, draw, picture)
        # A script in HTML that is set by a script does not run; what is loaded may have one that does.
        script = f'<img hidden alt="" src="{CLEAR}" onload="{html.escape(SCRIPT)}">'
        layout = {"width": size(picture), "overflow": "visible"}
        super().__init__([widgets.HTML(book + script), *self.controls], layout=layout)
        self.add_class("explorer")

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        """Add the first picture and its sentence, for GitHub, for nbval and for who has not run it."""
        data = super()._repr_mimebundle_(**kwargs)
        controls = "; ".join(map(str, self.controls))
        data["text/plain"] = f"{self.title}. {self.first} Controls: {controls}."
        data["image/png"] = self._png
        # JupyterLab and nbconvert show a PNG without its alt text; an <img> in HTML has one everywhere.
        source = f"data:image/png;base64,{self._png}"
        picture = f'<img alt="{html.escape(self.first)}" style="max-width: 100%" src="{source}">'
        data["text/html"] = f"{picture}<p>To move the sliders, run this cell.</p>"
        return data, {"image/png": {"alt": self.first}}

    def plain(self) -> str:
        """Return the same book and controls as HTML without ipywidgets, for a page without a kernel."""
        book, *controls = self.children
        rows = "".join(control.plain() for control in controls)
        missing = "<noscript><p>The sliders need JavaScript. It is turned off in this browser.</p></noscript>"
        return f'<div class="explorer" style="width: {self.layout.width}">{missing}{book.value}{rows}</div>'
