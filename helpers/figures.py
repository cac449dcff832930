"""Draw functions and slopes in one style, and say in words what a figure shows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from helpers.core.call import name_of, number, sample
from helpers.core.picture import BLACK, BLUE, GREY, VERMILLION, our_style
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


class Jump(NamedTuple):
    """A place where a function jumps: its output there, and what it comes close to on both sides."""

    x: float
    output: float
    left: float
    right: float


class Curve:
    """The outputs of a function from `left` to `right`, and where it jumps at whole and half numbers.

    `function` takes an array or one number. A Problem is raised if it has no output for one of the inputs.
    """

    def __init__(self, function: Callable, left: float, right: float):
        places = np.arange(2 * left + 1, 2 * right) / 2
        points = np.round(np.linspace(left, right, 201), 12)  # 2, not 2.0000000000000004
        self.name = name_of(function)
        self.x = np.union1d(points, [places - NEAR, places, places + NEAR])
        self.outputs = sample(function, self.x, explain)
        with np.errstate(all="ignore"):  # nan and infinity
            self.jumps = [jump for jump in map(self._jump, places) if np.ptp(jump[1:]) > STEP]

    def _jump(self, place: float) -> Jump:
        k = np.searchsorted(self.x, place)
        return Jump(place, self.outputs[k], self.outputs[k - 1], self.outputs[k + 1])

    def at(self, place: float) -> float:
        """Return the output at a whole or half number."""
        return self.outputs[np.searchsorted(self.x, place)]

    def inside(self, left: float, right: float) -> tuple[NDArray, NDArray, list[Jump]]:
        """Return the inputs, the outputs and the jumps from `left` to `right`."""
        seen = (left <= self.x) & (self.x <= right)
        return self.x[seen], self.outputs[seen], [jump for jump in self.jumps if left <= jump.x <= right]

    def shown(self, left: float, right: float) -> tuple[NDArray, NDArray, NDArray]:
        """Return the points of the line from `left` to `right`, of its open and of its filled dots.

        Each has the shape (2, n). Where the function jumps, nan ends a part of the line, open dots stand at
        the ends of its parts, and a filled one at the output there.
        """
        x, outputs, jumps = self.inside(left, right)
        ends = [(jump.x, jump.left) for jump in jumps if left < jump.x]
        ends += [(jump.x, jump.right) for jump in jumps if jump.x < right]
        filled = [(jump.x, jump.output) for jump in jumps]
        cut = np.isin(x, [jump.x for jump in jumps])
        line = straight(np.array([x, np.where(cut, np.nan, outputs)]))
        line[0] = np.round(line[0], 5)  # both sides of a jump end at its place
        return line, np.reshape(ends, (-1, 2)).T, np.reshape(filled, (-1, 2)).T


def straight(points: NDArray) -> NDArray:
    """Leave out of `points` each one that lies on the straight line between its neighbours.

    What is drawn stays the same, corners included, and takes fewer bytes. They have the shape (2, n), for x
    and y, with x rising; nan ends a part of a line, and is kept.
    """
    with np.errstate(all="ignore"):
        across, up = np.diff(points)
        turn = across[:-1] * up[1:] - across[1:] * up[:-1]
        length = np.hypot(across, up)
        bends = ~(np.abs(turn) < 1e-6 * length[:-1] * length[1:])  # nan is a bend
    return points[:, np.concatenate([[True], bends, [True]])]


def draw_slope(ax: Axes, slope: Callable) -> list[Artist]:
    """Draw on `ax` a slope that jumps at 0, such as ``relu_slope``, as two lines that are not joined.

    Open dots mark that the lines end at 0 without reaching it, a diamond marks the value that `slope`
    chooses there, and a grey bar the numbers that may be chosen (the subgradients).

    Raises
    ------
    Problem
        A ValueError, if `slope` does not return one real number for each input.
    """
    curve = Curve(slope, -3, 3)
    line, ends, _ = curve.shown(-3, 3)
    at_0 = ends[:, ends[0] == 0]
    artists = ax.plot(*at_0, **ALLOWED, alpha=0.5, label="may be chosen at 0") if at_0.size else []
    artists += ax.plot(*line, color=BLUE, linestyle="-", label=f"{curve.name}(x)")
    artists += ax.plot(*ends, **OPEN, color=BLUE, label="line ends here") if ends.size else []
    # Its edge shows the diamond on a dark ground too.
    chosen = {"marker": "D", "color": BLACK, "linestyle": "None", "markeredgecolor": "white"}
    artists += ax.plot([0], [curve.at(0)], **chosen, label=f"chosen at 0: {number(curve.at(0))}")
    ax.set(xlabel="x", ylabel="slope", title=f"{curve.name}(x)")
    ax.legend(loc="center right")
    return artists


def tally(votes: Mapping[str, int], right: str) -> Figure:
    """Draw the `votes` of a class by hands, a number for each answer, as bars, with the `right` answer named.

    Raises
    ------
    ValueError
        If `right` is not among the answers.
    """
    votes, right = {str(answer): count for answer, count in votes.items()}, str(right)
    if right not in votes:
        raise ValueError(f"right must be one of {', '.join(votes)}, but it is {right!r}. Write it as in votes.")
    with our_style():
        figure = Figure(figsize=(6.4, 1.2 + 0.5 * len(votes)), layout="constrained")
        ax = figure.subplots()
        bars = ax.barh(list(votes), list(votes.values()), color=[BLUE if each == right else GREY for each in votes])
        ax.bar_label(bars, [f" {count}{', right' * (each == right)}" for each, count in votes.items()])
        ax.set(xlabel="votes", title=f"{sum(votes.values())} votes", xmargin=0.2)
        ax.invert_yaxis()  # the first answer stands above
        ax.grid(visible=False)
    return figure


def describe(figure: Figure) -> str:
    """Return a plain sentence or two about each panel of `figure`: its title, axes and lines."""
    return " ".join(map(_describe_panel, figure.axes)) or "An empty figure."


def _describe_panel(ax: Axes) -> str:
    title = f'Plot "{ax.get_title()}"' if ax.get_title() else "Plot"
    told = [f"{title}, {ax.get_xlabel() or 'x'} across, {ax.get_ylabel() or 'y'} up."]
    told += map(_describe_line, ax.get_lines())
    if ax.containers:  # bars, with their words
        words = zip(ax.get_yticklabels(), ax.texts, strict=False)
        told += [f"{label.get_text()}:{text.get_text()}." for label, text in words]
    return " ".join(filter(None, told))


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
