"""A matplotlib figure as one still picture and many light pages on it; as HTML, for a browser."""

from __future__ import annotations

import contextlib
import html
import io
import itertools
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import matplotlib as mpl
import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from helpers.core.call import number

# The Okabe-Ito colours (jfly.uni-koeln.de/color) that have a contrast of 3:1 or more on white.
BLUE, VERMILLION, GREEN, GREY, BLACK = "#0072B2", "#D55E00", "#007A59", "#595959", "#000000"
STYLE = {
    "font.size": 12,
    "font.family": "sans-serif",
    # An SVG uses the fonts of who looks at it; these two are equally wide.
    "font.sans-serif": ["DejaVu Sans", "Verdana"],
    "axes.titlesize": 13,
    "lines.linewidth": 2.5,
    "lines.markersize": 8,
    "axes.prop_cycle": mpl.cycler(color=[BLUE, VERMILLION, GREEN, GREY], linestyle=["-", "--", ":", "-."]),
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#D9D9D9",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.fonttype": "none",  # text stays text
}
CSS = Path(__file__).with_name("explorer.css").read_text(encoding="utf-8")
POINTS = 72  # to the inch: the unit of matplotlib's SVG
PIXELS = 100  # to the inch, where there is room: 12 points are 17 pixels


def our_style() -> contextlib.ContextDecorator:
    """Draw in our style, whatever the student's says; what makes a Picture has ``@our_style()``."""
    return mpl.style.context(STYLE, after_reset=True)


class _Renderer(RendererSVG):
    """matplotlib's own, without groups: they have names, which two pictures on one page would share."""

    def open_group(self, s: str, gid: str | None = None) -> None: ...
    def close_group(self, s: str) -> None: ...


class Picture:
    """A figure whose still parts are drawn once, and whose moving parts at each place where a page has them.

    `width` and `height` are in points, of which a font has 12; the browser scales the whole.
    """

    def __init__(self, width: float, height: float):
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / POINTS, height / POINTS), dpi=POINTS)
        self._moving: list[Line2D | Text] = []  # they are animated: Figure.draw leaves them out
        self._drawings: dict[tuple, str] = {}
        self._text = io.StringIO()
        self._renderer = _Renderer(width, height, self._text)
        self._written()  # leaves out the head of a file, and a style for the whole page

    def axes(self, place: tuple, xlim: tuple, ylim: tuple, height: float | None = None, **words: str) -> Axes:
        """Add a panel at `place`: left, bottom and width, which are in points as the `height` is.

        Without a height, x and y have one scale. `xlim` and `ylim` are the limits; `words`, such as xlabel,
        ylabel and title, stand beside the panel.
        """
        left, bottom, width = place
        if height is None:
            height = width * (ylim[1] - ylim[0]) / (xlim[1] - xlim[0])
        shares = (left / self.width, bottom / self.height, width / self.width, height / self.height)
        ax = self.figure.add_axes(shares, xlim=xlim, ylim=ylim, **words)
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
            axis.set_major_formatter(lambda value, _: number(value))
        return ax

    def line(self, ax: Axes, **style) -> Line2D:
        """Add a line that moves to `ax`; it has no points yet."""
        self._moving.append(ax.add_line(Line2D([], [], animated=True, **style)))
        return self._moving[-1]

    def label(self, ax: Axes, x: float, y: float, text: str = "", **style) -> Text:
        """Add a text that moves to `ax`."""
        self._moving.append(ax.text(x, y, text, animated=True, **style))
        return self._moving[-1]

    def ends_below(self, ax: Axes, values: Sequence[float]) -> tuple[float, float]:
        """Return where a slider over `values` begins and ends below `ax`: shares of the picture's width."""
        return tuple(ax.transData.transform((x, 0))[0] / self.width for x in (values[0], values[-1]))

    def page(self) -> str:
        """Return the SVG elements of what moves, as it is now."""
        return "".join(map(self._drawn, self._moving))

    def _drawn(self, artist: Line2D | Text) -> str:
        """Return the SVG elements of a line or a label; pages on which it is alike share one drawing."""
        if isinstance(artist, Line2D):
            place = artist.get_xydata().tobytes()
        else:
            place = (artist.get_position(), artist.get_text())
        if not place:  # a line that has no points on this page
            return ""
        if (artist, place) in self._drawings:
            return self._drawings[artist, place]
        artist.draw(self._renderer)
        drawing = self._written()
        # What is defined, such as a marker, has a name: it is written once, too.
        self._drawings[artist, place] = re.sub("<defs>.*?</defs>", "", drawing)
        return drawing

    def still(self) -> str:
        """Return the SVG elements of what stands still, and what all refer to; ask for it last, and once."""
        self.figure.draw(self._renderer)
        self._renderer.finalize()
        return self._written().removesuffix("</svg>")

    def _written(self) -> str:
        """Return what the renderer wrote since the last time."""
        text = self._text.getvalue()
        self._text.seek(0)
        self._text.truncate()
        return " ".join(text.split())

    def png(self) -> bytes:
        """Return the whole picture, as it is now, as a PNG."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=PIXELS, metadata={"Software": None})
        return buffer.getvalue()


def css_width(picture: Picture) -> str:
    """Return, in CSS, the width of a picture with its controls below: as wide as the window is high."""
    full = f"{picture.width * PIXELS / POINTS:.0f}px * var(--explorer-scale, 1)"
    height = "max(200px, 100vh - var(--explorer-rest, 300px))"
    return f"min(100%, {full}, {picture.width / picture.height:.4g} * {height})"


def bind(choices: Sequence[Sequence], start: tuple, draw: Callable[..., str], picture: Picture) -> str:
    """Return the HTML of a book with a page for each combination of values, laid over `picture`.

    `choices` has the values of each number, the last one changes fastest. `draw` takes one of each, moves the
    artists of `picture` and returns the sentence that says what is seen. Only the page for `start` is seen,
    until explorer.js turns to another.
    """
    box, pages = f"0 0 {picture.width:g} {picture.height:g}", []
    for values in itertools.product(*choices):
        text = html.escape(draw(*values))
        # A screen reader reads the picture's name, and skips the copy that is seen.
        drawing = f'<svg viewBox="{box}" role="img" aria-label="{text}">{picture.page()}</svg>'
        seen = " class=explorer-seen" * (values == start)
        pages.append(f'<div{seen}><p aria-hidden="true">{text}</p>{drawing}</div>')
    still = f'<svg viewBox="{box}" aria-hidden="true">{picture.still()}</svg>'
    bound = f'{still}<div class="explorer-pages">{"".join(pages)}</div>'
    return f'<style>{CSS}</style><div class="explorer-book">{bound}</div>'
