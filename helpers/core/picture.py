"""A matplotlib figure as one still picture and many light pages that are laid over it."""

from __future__ import annotations

import contextlib
import io
import uuid
from collections.abc import Iterator, Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from helpers.core.student import number

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
}
POINTS = 72  # to the inch: the unit of matplotlib's SVG
SHOWN = 100 / POINTS  # pixels to a point where there is room: 12 points are 17 pixels


@contextlib.contextmanager
def our_style() -> Iterator[None]:
    """Draw in our style, whatever the student's says; every function that makes a Picture has ``@our_style()``."""
    with mpl.rc_context():
        set_style()
        yield


def set_style() -> None:
    """Make our style that of all plots to come."""
    mpl.rcdefaults()
    mpl.rcParams.update(STYLE)


def straight(points: NDArray) -> NDArray:
    """Leave out of `points` each one that lies on the straight line between its neighbours, or equals one of them.

    What is drawn stays the same, corners included, and takes fewer bytes.

    Parameters
    ----------
    points : array of float64, shape (2, n)
        x and y; nan, which ends a part of a line, is kept.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        twice = np.all(
            np.abs(np.diff(points)) < 1e-12, axis=0
        )  # of two equal points, each lies on the line to the other
        points = points[:, ~np.append(twice, False)]
        (across, up), size = np.diff(points), np.abs(np.diff(points[0]))
        turn = np.abs(across[:-1] * up[1:] - across[1:] * up[:-1])
        bend = ~(turn <= 1e-9 * (size[:-1] + size[1:]))  # nan is a bend
    return points[:, np.concatenate([[True], bend, [True]])] if points.shape[1] > 2 else points


class _Renderer(RendererSVG):
    """matplotlib's own, without names for groups: two pictures on one page would share them."""

    def open_group(self, s: str, gid: str | None = None) -> None:
        self.writer.start("g")


class Picture:
    """A figure whose still parts are drawn once, and whose moving parts are drawn again for each page.

    Parameters
    ----------
    width, height : float
        Points, of which a font has 12. The browser scales the whole.
    """

    def __init__(self, width: float, height: float):
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / POINTS, height / POINTS), dpi=POINTS)
        self._moving: list[Artist] = []
        self._text = io.StringIO()
        self._renderer = _Renderer(width, height, self._text)
        self._read = self._text.tell()  # what stands before is the head of a file, and a style for the whole page
        # Two pictures with equal axes would else share the name of a clip path, and when one
        # of them is hidden, a browser draws nothing in the other one.
        self._salt = uuid.uuid4().hex

    def axes(self, place: tuple, xlim: tuple, ylim: tuple, xlabel: str = "", ylabel: str = "", title: str = "") -> Axes:
        """Add a panel.

        Parameters
        ----------
        place : tuple of float
            Left, bottom, width and height in points. Without a height, x and y have the same scale.
        xlim, ylim : tuple of float
        xlabel, ylabel, title : str
        """
        left, bottom, width, *height = place
        height = height[0] if height else width * (ylim[1] - ylim[0]) / (xlim[1] - xlim[0])
        shares = (left / self.width, bottom / self.height, width / self.width, height / self.height)
        ax = self.figure.add_axes(shares, xlim=xlim, ylim=ylim, xlabel=xlabel, ylabel=ylabel, title=title)
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
            axis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
        return ax

    def line(self, ax: Axes, **style) -> Line2D:
        """Add a line that moves to `ax`; it has no points yet."""
        return self._move(ax.add_line(Line2D([], [], **style)))

    def label(self, ax: Axes, x: float, y: float, text: str = "", **style) -> Text:
        """Add a text that moves to `ax`."""
        return self._move(ax.text(x, y, text, **style))

    def _move(self, artist: Artist) -> Artist:
        artist.set_animated(True)  # Figure.draw leaves animated artists out
        self._moving.append(artist)
        return artist

    def below(self, ax: Axes, values: Sequence[float]) -> tuple[float, float]:
        """Return where a slider over `values` begins and ends below `ax`, as shares of the picture's width."""
        return tuple(ax.transData.transform((x, 0))[0] / self.width for x in (values[0], values[-1]))

    @contextlib.contextmanager
    def drawing(self) -> Iterator[None]:
        """Set what holds while pages are drawn; once for all of them, since it takes as long as a page."""
        # To simplify a path would move the corner of ReLU by a tenth of a pixel.
        with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": self._salt, "path.simplify": False}):
            yield

    def page(self) -> str:
        """Return the SVG elements of what moves, as it is now."""
        for artist in self._moving:
            artist.draw(self._renderer)
        return self._written()

    def still(self) -> str:
        """Return the SVG elements of what stands still, with what the pages refer to; ask for it last, and once."""
        self.figure.draw(self._renderer)
        self._renderer.finalize()
        return self._written().removesuffix("</svg>")

    def _written(self) -> str:
        """Return what the renderer wrote since the last time."""
        self._text.seek(self._read)
        text = self._text.read()
        self._read = self._text.tell()
        return " ".join(text.split())

    def png(self) -> bytes:
        """Return the whole picture, as it is now, as a PNG."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=SHOWN * POINTS, metadata={"Software": None})
        return buffer.getvalue()
