"""Draw functions and slopes in one style, and say in words what a figure shows."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray
from PIL import Image

from helpers.core.student import evaluate, name_of, number

# The Okabe-Ito colours (jfly.uni-koeln.de/color) that have a contrast of 3:1 or more on white.
# The same thing has the same colour and the same dashes in every lesson.
BLUE, VERMILLION, GREEN, GREY, BLACK = "#0072B2", "#D55E00", "#007A59", "#595959", "#000000"
RELU = {"color": BLUE, "linestyle": "-", "linewidth": 3}
LEAKY_RELU = {"color": VERMILLION, "linestyle": "--", "linewidth": 2.5}
OTHER = {"color": GREY, "linestyle": "-.", "linewidth": 2.5}

STYLE = {
    "font.size": 12,
    "axes.titlesize": 13,
    "lines.linewidth": 2.5,
    "lines.markersize": 8,
    "axes.prop_cycle": mpl.cycler(color=[BLUE, VERMILLION, GREEN, GREY], linestyle=["-", "--", ":", "-."]),
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#D9D9D9",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.constrained_layout.use": True,
    "figure.figsize": (6.4, 4.0),
}
DENSITY = 2  # image pixels for one pixel of the page: sharp on a dense screen and at a zoom of 200 %


def grid(left: float, right: float, points: int = 401) -> NDArray[np.float64]:
    """Return evenly spaced inputs from `left` to `right`, and 0 too where it lies between them."""
    x = np.linspace(left, right, points)
    return np.union1d(x, [0.0]) if left <= 0 <= right else x


def thin(x: NDArray, y: NDArray, columns: int = 2000) -> tuple[NDArray, NDArray]:
    """Return the points that a picture of `columns` pixels can show, so that 1e6 cost no more than 1e2.

    Of the points in one column, the first, the last, the lowest and the highest are kept.

    Parameters
    ----------
    x, y : array, shape (n,)
        `x` in rising or falling order, evenly spaced.
    columns : int

    Returns
    -------
    x, y : array, shape (at most about 5 * columns,)
    """
    x, y = np.asarray(x), np.asarray(y)
    share = x.size // columns
    if share < 5:
        return x, y
    starts = np.arange(columns) * share
    heights = y[: columns * share].reshape(columns, share)
    rest = np.arange(columns * share, x.size)
    kept = (starts, starts + share - 1, starts + heights.argmin(1), starts + heights.argmax(1), rest[-1:])
    keep = np.unique(np.concatenate(kept))
    return x[keep], y[keep]


def draw_function(ax: Axes, function: Callable, left: float = -5, right: float = 5, **style) -> Line2D:
    """Draw `function` from `left` to `right` as a line on `ax`, through 0 where the range holds it.

    Parameters
    ----------
    ax : matplotlib Axes
    function : callable
        Takes an array or one number.
    left, right : float
        The range of inputs.
    **style
        Passed to ``ax.plot``; without a label, the function's name is used.

    Returns
    -------
    matplotlib Line2D

    Raises
    ------
    Problem
        A ValueError, if the function does not return one real number for each input.
    """
    x = grid(left, right)
    style.setdefault("label", f"{name_of(function)}(x)")
    (line,) = ax.plot(x, evaluate(function, x), **style)
    return line


def draw_slope(ax: Axes, slope: Callable, left: float = -3, right: float = 3, **style) -> list[Artist]:
    """Draw a slope that jumps at 0 as two lines that are not joined.

    Open dots mark that the lines end at 0 without reaching it, a filled dot marks the value that
    `slope` chooses there, and a grey bar the numbers that may be chosen (the subgradients).

    Parameters
    ----------
    ax : matplotlib Axes
    slope : callable
        The slope as a function of x, such as ``relu_slope``.
    left, right : float
        The range of inputs; 0 lies inside.
    **style
        Passed to ``ax.plot`` for the two lines.

    Returns
    -------
    list of matplotlib artists

    Raises
    ------
    Problem
        A ValueError, if `slope` does not return one real number for each input.
    ValueError
        If 0 is not inside the range.
    """
    if not left < 0 < right:
        raise ValueError(f"left and right must have 0 between them, but they are {left} and {right}. Move one.")
    x_left, x_right = np.linspace(left, 0, 200, endpoint=False), np.linspace(right, 0, 200, endpoint=False)
    y_left, y_right = evaluate(slope, x_left), evaluate(slope, x_right)
    (chosen,) = evaluate(slope, np.zeros(1))
    color = style.setdefault("color", BLUE)
    style.setdefault("linestyle", "-")
    label = style.pop("label", f"{name_of(slope)}(x)")
    ends = (y_left[-1], y_right[-1])
    artists = ax.plot([0, 0], ends, color="#8C8C8C", linewidth=7, alpha=0.5, label="may be chosen at 0")
    artists += ax.plot(np.append(x_left, 0), np.append(y_left, ends[0]), label=label, **style)
    artists += ax.plot(np.append(x_right, 0), np.append(y_right, ends[1]), **style)
    artists += ax.plot(
        [0, 0], ends, "o", color=color, markerfacecolor="white", markeredgewidth=2, label="line ends here"
    )
    artists += ax.plot([0], [chosen], "D", color=BLACK, label=f"chosen at 0: {number(chosen)}")
    return artists


def describe(figure: Figure) -> str:
    """Return a plain sentence or two about each panel of `figure`: its title, axes and lines."""
    return " ".join(_describe_panel(ax) for ax in figure.axes) or "An empty figure."


def _describe_panel(ax: Axes) -> str:
    title = f'Plot "{ax.get_title()}"' if ax.get_title() else "Plot"
    axes = f"{ax.get_xlabel() or 'x'} across, {ax.get_ylabel() or 'y'} up"
    lines = [text for text in map(_describe_line, ax.get_lines()) if text]
    return f"{title}, {axes}. " + " ".join(lines)


def _describe_line(line: Line2D) -> str:
    x, y = (np.asarray(values, float) for values in line.get_data(orig=False))
    seen = np.isfinite(x) & np.isfinite(y)
    x, y = x[seen], y[seen]
    name = "A line" if line.get_label().startswith("_") else f'"{line.get_label()}"'
    if line.get_transform() != line.axes.transData:  # axline, axhline, axvline: their data are no places
        return f"{name} is a straight line across the plot."
    if x.size == 0:
        return ""
    if line.get_linestyle() == "None":
        dots = " and ".join(f"({number(a)}, {number(b)})" for a, b in zip(x[:3], y[:3], strict=True))
        return f"{name}: dots at {dots}{' and more' if x.size > 3 else ''}."
    ends = f"from ({number(x[0])}, {number(y[0])}) to ({number(x[-1])}, {number(y[-1])})"
    return f"{name} goes {ends}; lowest {number(y.min())}, highest {number(y.max())}."


def to_png(figure: Figure) -> bytes:
    """Return `figure` as a PNG with `DENSITY` times the pixels that it takes on the page."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=figure.dpi * DENSITY, metadata={"Software": None})
    return buffer.getvalue()


def text_size() -> str:
    """Return, in CSS, the size of a sentence beside a picture; at stage size it grows with the window."""
    return f"min({0.16 * mpl.rcParams['figure.dpi']:.0f}px, max(16px, 2.25vh))"


def shown_height(height: int) -> str:
    """Return, in CSS, `height` pixels or what a window has left for a picture, so that all is seen at once."""
    # The rest: JupyterLab's bars, and two sliders and a sentence of three lines.
    return f"min({height}px, max(200px, 100vh - 120px - 10 * {text_size()}))"


def as_image(png: bytes, width: int, height: int, alt: str) -> str:
    """Return an <img> of at most `width` x `height` pixels of the page, which fits in a window that is smaller."""
    style = f"max-width: 100%; width: calc({width / height:.6g} * {shown_height(height)}); height: auto"
    # Decoded with the page: a large picture may else be shown one frame late, and white until then.
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    return (
        f'<img alt="{html.escape(alt)}" width="{width}" height="{height}" style="{style}" '
        f'decoding="sync" src="{source}">'
    )


class _ThinLine(Line2D):
    """A line that keeps only the points that can be seen: drawing 1e6 of them takes 60 ms."""

    def set_data(self, x: NDArray, y: NDArray) -> None:
        super().set_data(*thin(x, y))


class Sketch:
    """A figure whose still parts are drawn once and whose moving parts are drawn again each time.

    Drawing all of a figure takes about 25 ms, its moving lines and dots less than 1 ms.

    Parameters
    ----------
    width, height : float
        Inches; a figure has ``rcParams["figure.dpi"]`` page pixels to the inch.
    """

    def __init__(self, width: float = 6.4, height: float = 4.2):
        dpi = mpl.rcParams["figure.dpi"]
        self.width, self.height = round(width * dpi), round(height * dpi)
        self.figure = Figure(figsize=(width, height), dpi=dpi * DENSITY, layout="none")
        self.canvas = FigureCanvasAgg(self.figure)
        self._moving: list[Artist] = []
        self._still = None

    def axes(self, position: tuple, xlim: tuple, ylim: tuple, labels: tuple, equal: bool = True) -> Axes:
        """Add a panel at `position` (left, bottom, width, height as shares of the figure)."""
        with mpl.rc_context(STYLE):
            ax = self.figure.add_axes(position, xlim=xlim, ylim=ylim, xlabel=labels[0], ylabel=labels[1])
        ax.tick_params(labelsize=12)
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
            axis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
        if equal:
            ax.set_aspect("equal")
        return ax

    def moving(self, artist: Artist) -> Artist:
        """Declare `artist` as moving and return it; it is drawn over all that was there before."""
        artist.set_animated(True)  # canvas.draw leaves animated artists out
        self._moving.append(artist)
        return artist

    def line(self, ax: Axes, **style) -> Line2D:
        """Add a moving line to `ax`, still without points."""
        with mpl.rc_context(STYLE):
            return self.moving(ax.add_line(_ThinLine([], [], **style)))

    def changed(self) -> None:
        """Say that a still part has changed, such as the limits of an axis."""
        self._still = None

    def png(self) -> bytes:
        """Draw and return the picture as a PNG with a palette, which is small and quick to write."""
        if self._still is None:
            self.canvas.draw()
            self._still = self.canvas.copy_from_bbox(self.figure.bbox)
        self.canvas.restore_region(self._still)
        for artist in self._moving:
            artist.axes.draw_artist(artist)
        size = self.canvas.get_width_height(physical=True)
        picture = Image.frombytes("RGB", size, self.canvas.buffer_rgba(), "raw", "RGBX")
        picture = picture.quantize(palette=_PALETTE, dither=Image.Dither.NONE)
        buffer = io.BytesIO()
        picture.save(buffer, "png", compress_level=1)
        return buffer.getvalue()


def _palette() -> Image.Image:
    """Return a palette with every colour of the style in 25 steps from white: smooth edges of lines."""
    # Pillow looks colours up in boxes of 8 levels: finer steps would turn white into light grey.
    shades = np.linspace(0, 1, 25)[:, np.newaxis]
    colours = [np.array(mpl.colors.to_rgb(c)) for c in (BLUE, VERMILLION, GREEN, GREY, BLACK)]
    rgb = np.concatenate([1 - shades * (1 - colour) for colour in colours])
    image = Image.new("P", (1, 1))
    image.putpalette((rgb * 255).round().astype(np.uint8).tobytes())
    return image


_PALETTE = _palette()
