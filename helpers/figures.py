"""Draw functions and slopes in one style, and say in words what a figure shows."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from helpers.core.call import name_of, number, sample
from helpers.core.picture import BLACK, BLUE, GREY, VERMILLION
from helpers.mistakes import explain

# The same thing has the same colour and the same dashes in every lesson.
RELU = {"color": BLUE, "linestyle": "-", "linewidth": 3}
LEAKY_RELU = {"color": VERMILLION, "linestyle": "--", "linewidth": 2.5}
OTHER = {"color": GREY, "linestyle": "-.", "linewidth": 2.5}
ALLOWED = {"color": "#8C8C8C", "linestyle": "-", "linewidth": 7}
DOT = {"linestyle": "None", "marker": "o", "markersize": 8}
OPEN = {**DOT, "markerfacecolor": "white", "markeredgewidth": 2}

NEAR = 1e-8  # how far beside a place its two sides are looked at
STEP = 0.01  # a larger one between the two sides is a jump


class Curve:
    """The outputs of a function from `left` to `right`, and the whole and half numbers where it jumps.

    `function` takes an array or one number. A Problem is raised if it has no output for one of the inputs.
    """

    def __init__(self, function: Callable, left: float, right: float):
        self.name = name_of(function)
        places = np.arange(2 * left + 1, 2 * right) / 2
        points = np.round(np.linspace(left, right, 201), 12)  # 2, not 2.0000000000000004
        self.x = np.union1d(points, [places - NEAR, places, places + NEAR])
        self.outputs = sample(function, self.x, explain)
        with np.errstate(all="ignore"):  # nan and infinity
            self.jumps = [place for place in places if np.ptp(self.around(place)) > STEP]

    def around(self, place: float) -> NDArray[np.float64]:
        """Return the outputs on the left of a whole or half number, at it, and on the right."""
        k = np.searchsorted(self.x, place)
        return self.outputs[k - 1 : k + 2]

    def inside(self, left: float, right: float) -> tuple[NDArray, NDArray]:
        """Return the inputs and the outputs from `left` to `right`."""
        seen = (left <= self.x) & (self.x <= right)
        return self.x[seen], self.outputs[seen]

    def line(self, left: float, right: float) -> NDArray[np.float64]:
        """Return x and y of the line from `left` to `right`; at a jump nan ends a part of it."""
        x, outputs = self.inside(left, right)
        points = straight(np.array([x, np.where(np.isin(x, self.jumps), np.nan, outputs)]))
        points[0] = np.round(points[0], 5)  # both sides of a jump end at its place
        return points


def straight(points: NDArray) -> NDArray:
    """Leave out of `points` each one that lies on the straight line between its neighbours.

    What is drawn stays the same, corners included, and takes fewer bytes. They have the shape (2, n), for x
    and y, with x rising; nan ends a part of a line, and is kept.
    """
    with np.errstate(all="ignore"):
        across, up = np.diff(points)
        turn = across[:-1] * up[1:] - across[1:] * up[:-1]
        length = np.hypot(across, up)
        straight_on = np.abs(turn) < 1e-6 * length[:-1] * length[1:]  # the sine of an angle; not so with nan
    return points[:, np.concatenate([[True], ~straight_on, [True]])]


def draw_slope(ax: Axes, slope: Callable) -> None:
    """Draw on `ax` a slope that jumps at 0, such as ``relu_slope``, as two lines that are not joined.

    Open dots mark that the lines end at 0 without reaching it, a diamond marks the value that `slope`
    chooses there, and a grey bar the numbers that may be chosen (the subgradients).

    Raises
    ------
    Problem
        A ValueError, if `slope` does not return one real number for each input.
    """
    curve = Curve(slope, -3, 3)
    left, at_zero, right = curve.around(0)
    jumps = 0 in curve.jumps
    if jumps:
        ax.plot([0, 0], [left, right], **ALLOWED, alpha=0.5, label="may be chosen at 0")
    ax.plot(*curve.line(-3, 3), color=BLUE, linestyle="-", label=f"{curve.name}(x)")
    if jumps:
        ax.plot([0, 0], [left, right], **OPEN, color=BLUE, label="line ends here")
    # Its edge shows the diamond on a dark ground too.
    chosen = {"marker": "D", "color": BLACK, "linestyle": "None", "markeredgecolor": "white"}
    ax.plot([0], [at_zero], **chosen, label=f"chosen at 0: {number(at_zero)}")
    ax.set(xlabel="x", ylabel="slope", title=f"{curve.name}(x)")
    ax.legend(loc="center right")


def describe(figure: Figure) -> str:
    """Return a plain sentence or two about each panel of `figure`: its title, axes and lines."""
    return " ".join(map(_describe_panel, figure.axes)) or "An empty figure."


def _describe_panel(ax: Axes) -> str:
    title = f'Plot "{ax.get_title()}"' if ax.get_title() else "Plot"
    lines = map(_describe_line, ax.get_lines())
    told = f"{title}, {ax.get_xlabel() or 'x'} across, {ax.get_ylabel() or 'y'} up."
    return " ".join([told, *filter(None, lines)])


def _describe_line(line: Line2D) -> str:
    x, y = (np.asarray(values, float) for values in line.get_data(orig=False))
    name = "A line" if line.get_label().startswith("_") else f'"{line.get_label()}"'
    if line.get_transform() != line.axes.transData:  # axline, axhline, axvline: their data are no places
        return f"{name} is a straight line across the plot."
    seen = np.isfinite(x) & np.isfinite(y)
    if not np.any(seen):
        return ""
    places = [f"({number(a)}, {number(b)})" if shown else "" for a, b, shown in zip(x, y, seen, strict=True)]
    if line.get_linestyle() == "None":
        dots = list(filter(None, places))
        return f"{name}: dots at {' and '.join(dots[:3])}{' and more' if len(dots) > 3 else ''}."
    parts = [list(part) for shown, part in itertools.groupby(places, bool) if shown]
    ends = " and ".join(f"from {part[0]} to {part[-1]}" for part in parts)
    return f"{name} goes {ends}; lowest {number(y[seen].min())}, highest {number(y[seen].max())}."
