"""Draw functions and slopes in one style, and say in words what a figure shows."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from helpers.core.call import SECONDS, name_of, number, sample
from helpers.core.picture import BLACK, BLUE, GREY, VERMILLION, straight
from helpers.mistakes import explain

# The same thing has the same colour and the same dashes in every lesson.
RELU = {"color": BLUE, "linestyle": "-", "linewidth": 3}
LEAKY_RELU = {"color": VERMILLION, "linestyle": "--", "linewidth": 2.5}
OTHER = {"color": GREY, "linestyle": "-.", "linewidth": 2.5}
ALLOWED = {"color": "#8C8C8C", "linestyle": "-", "linewidth": 7}


def grid(left: float, right: float, points: int = 201) -> NDArray[np.float64]:
    """Return `points` evenly spaced inputs from `left` to `right`, and 0 too where it lies between them."""
    x = np.round(np.linspace(left, right, points), 12)  # without the errors of rounding: 2, not 2.0000000000000004
    return np.union1d(x, [0.0]) if left <= 0 <= right else x


class Jump(NamedTuple):
    """A place where a function jumps, and what its outputs come close to on both sides."""

    x: float
    left: float
    right: float


class Curve:
    """A function as it is drawn: through its outputs at `x`, and in parts where it jumps.

    `function` takes an array or one number, `x` is an array of float64 in rising order. A Problem is raised if
    the function has no output for one of them.
    """

    def __init__(self, function: Callable, x: NDArray):
        self.x, self.name, self.outputs = x, name_of(function), sample(function, x, explain)
        with np.errstate(all="ignore"):
            self.jumps = _jumps(function, x, self.outputs)

    def at(self, x: NDArray | float) -> NDArray[np.float64]:
        """Return the outputs for inputs that were given, and for no others."""
        places = np.minimum(np.searchsorted(self.x, np.atleast_1d(x)), self.x.size - 1)
        if not np.array_equal(self.x[places], np.atleast_1d(x)):
            raise ValueError("x holds an input that was not sampled. Give all inputs to Curve.")
        return self.outputs[places]

    def shown(self, left: float, right: float) -> tuple[NDArray, NDArray, NDArray]:
        """Return the points, each of shape (2, n), of the line from `left` to `right` and of its open and filled dots.

        Where the function jumps, nan ends a part of the line, open dots stand at the ends of its parts,
        and a filled one at the output there, if the place is among the inputs.
        """
        x = self.x[(left <= self.x) & (self.x <= right)]
        jumps = self._inside(left, right)
        ends = [(j.x, j.left) for j in jumps if left < j.x] + [(j.x, j.right) for j in jumps if j.x < right]
        places = [jump.x for jump in jumps if jump.x in x]
        if len(jumps) > 10:
            ends, places = [], []  # so many dots would only touch each other
        limits = [(jump.x, limit) for jump in jumps for limit in (jump.left, np.nan, jump.right)]
        elsewhere = ~np.isin(x, [jump.x for jump in jumps])  # the output at the place itself is a dot
        points = np.vstack([np.transpose([x, self.at(x)])[elsewhere], *limits]).T
        line = straight(points[:, np.argsort(points[0], kind="stable")])
        return line, np.reshape(ends, (-1, 2)).T, np.array([places, self.at(places)])

    def jumps_in_words(self, left: float, right: float) -> str:
        """Return where the function jumps, or ""."""
        jumps = self._inside(left, right)
        places = " and ".join(number(jump.x) for jump in jumps[:3]) + f" and {len(jumps) - 3} more" * (len(jumps) > 3)
        return f" It jumps at {places}: no line joins the two sides." if jumps else ""

    def _inside(self, left: float, right: float) -> list[Jump]:
        return [jump for jump in self.jumps if left <= jump.x <= right]


def _jumps(function: Callable, x: NDArray, outputs: NDArray) -> list[Jump]:
    """Return the jumps of `function`: steps between two of `x` that stay when the two come closer.

    Each interval is halved, and the half with the larger step is kept. In 8 halvings the step of a line
    shrinks to 1/256, that of a cube root to 1/6; that of a jump stays in the end, on a slope too.
    """
    spans = np.array([x[:-1], x[1:], outputs[:-1], outputs[1:], np.abs(np.diff(outputs))])
    spans, began = spans[:, spans[4] > 1e-6], time.monotonic()
    for halving in range(1, 65):
        a, b, low, high, before = spans[:, np.isfinite(spans).all(axis=0)]
        if not a.size or time.monotonic() - began > SECONDS:
            return []
        middle = (a + b) / 2
        y = sample(function, middle, explain)
        in_left = np.abs(y - low) > np.abs(high - y)
        spans = np.where(in_left, [a, middle, low, y, before], [middle, b, y, high, before])
        if halving % 8 == 0:
            step, share = np.abs(spans[3] - spans[2]), 0.2 if halving < 64 else 0.9
            spans[4] = step
            spans = spans[:, step > np.maximum(1e-6, share * before)]
    jumps: list[Jump] = []
    for a, b, low, high, _ in spans.T:
        place = next((end for end in (a, b) if end in x), np.clip(np.round(a, 9), a, b)) + 0.0
        if jumps and jumps[-1].x == place:  # an output of its own between the two sides
            low = jumps.pop().left
        jumps.append(Jump(float(place), low, high))
    return jumps


def curve_styles(ax: Axes, **style) -> tuple[dict, dict, dict]:
    """Return the styles of a line on `ax`, of its open dots and of its filled ones."""
    dots = {"color": style.get("color", BLUE), "linestyle": "None", "marker": "o", "markersize": 8}
    return style, {**dots, "markerfacecolor": ax.get_facecolor(), "markeredgewidth": 2}, dots


def draw_slope(ax: Axes, slope: Callable, left: float = -3, right: float = 3, **style) -> list[Artist]:
    """Draw a slope that jumps at 0 as two lines that are not joined.

    Open dots mark that the lines end at 0 without reaching it, a diamond marks the value that `slope`, such as
    ``relu_slope``, chooses there, and a grey bar the numbers that may be chosen (the subgradients). `ax` is drawn
    on from `left` to `right`, which have 0 between them; `style` is passed to ``ax.plot`` for the two lines.

    Raises
    ------
    Problem
        A ValueError, if `slope` does not return one real number for each input.
    ValueError
        If 0 is not inside the range.
    """
    if not left < 0 < right:
        raise ValueError(f"left and right must have 0 between them, but they are {left} and {right}. Move one.")
    curve = Curve(slope, grid(left, right))
    style = {"color": BLUE, "linestyle": "-", "label": f"{name_of(slope)}(x)", **style}
    # Its edge shows the diamond on a dark ground too.
    chosen = {"marker": "D", "color": BLACK, "linestyle": "None", "markeredgecolor": "white"}
    (line, dots, _), (at_zero,) = curve.shown(left, right), curve.at(0)
    at_0 = dots[:, dots[0] == 0]
    artists = ax.plot(*at_0, **ALLOWED, alpha=0.5, label="may be chosen at 0") if at_0.size else []
    artists += ax.plot(*line, **style)
    artists += ax.plot(*dots, **curve_styles(ax, **style)[1], label="line ends here") if dots.size else []
    artists += ax.plot([0], [at_zero], **chosen, label=f"chosen at 0: {number(at_zero)}")
    ax.set(xlabel="x", ylabel="slope", title=f"{name_of(slope)}(x)")
    ax.legend(loc="center right")
    return artists


def describe(figure: Figure) -> str:
    """Return a plain sentence or two about each panel of `figure`: its title, axes and lines."""
    return " ".join(map(_describe_panel, figure.axes)) or "An empty figure."


def _describe_panel(ax: Axes) -> str:
    title = f'Plot "{ax.get_title()}"' if ax.get_title() else "Plot"
    axes = f"{ax.get_xlabel() or 'x'} across, {ax.get_ylabel() or 'y'} up"
    return f"{title}, {axes}. " + " ".join(filter(None, map(_describe_line, ax.get_lines())))


def _describe_line(line: Line2D) -> str:
    x, y = (np.asarray(values, float) for values in line.get_data(orig=False))
    name = "A line" if line.get_label().startswith("_") else f'"{line.get_label()}"'
    if line.get_transform() != line.axes.transData:  # axline, axhline, axvline: their data are no places
        return f"{name} is a straight line across the plot."
    seen = np.isfinite(x) & np.isfinite(y)
    if not np.any(seen):
        return ""
    places = np.array([f"({number(a)}, {number(b)})" for a, b in zip(x, y, strict=True)])
    if line.get_linestyle() == "None":
        return f"{name}: dots at {' and '.join(places[seen][:3])}{' and more' if np.sum(seen) > 3 else ''}."
    parts = np.ma.clump_unmasked(np.ma.array(places, mask=~seen))
    ends = " and ".join(f"from {places[part][0]} to {places[part][-1]}" for part in parts)
    return f"{name} goes {ends}; lowest {number(y[seen].min())}, highest {number(y[seen].max())}."
