"""The style of what is drawn in all lessons, a slope drawn in it, and what a figure shows, in words."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.core.call import number
from helpers.core.picture import BLACK, BLUE, GREY, VERMILLION

# The same thing has the same colour and the same dashes in every lesson.
RELU_STYLE = {"color": BLUE, "linestyle": "-", "linewidth": 3}
LEAKY_STYLE = {"color": VERMILLION, "linestyle": "--", "linewidth": 2.5}
OTHER_STYLE = {"color": GREY, "linestyle": "-.", "linewidth": 2.5}
ALLOWED_STYLE = {"color": "#8C8C8C", "linestyle": "-", "linewidth": 7}  # at 0, what may be chosen
DOT = {"linestyle": "None", "marker": "o", "markersize": 8}
OPEN_DOT = {**DOT, "markerfacecolor": "white", "markeredgewidth": 2}


def draw_slope(ax: Axes, slope: Callable) -> None:
    """Draw on `ax` a slope such as ``relu_slope`` as two lines that are not joined: it is flat on both sides of 0.

    Open dots mark that the lines end at 0 without reaching it, a diamond marks the value that `slope`
    chooses there, and a grey bar the numbers that may be chosen (the subgradients). `slope` takes an array.
    """
    left, at_zero, right = slope(np.array([-3.0, 0.0, 3.0]))
    ax.plot([0, 0], [left, right], **ALLOWED_STYLE, alpha=0.5, label="may be chosen at 0")
    name = f"{slope.__name__}(x)"
    ax.plot([-3, 0, 0, 0, 3], [left, left, np.nan, right, right], color=BLUE, linestyle="-", label=name)
    ax.plot([0, 0], [left, right], **OPEN_DOT, color=BLUE, label="line ends here")
    # Its edge shows the diamond on a dark ground too.
    chosen = {"marker": "D", "color": BLACK, "linestyle": "None", "markeredgecolor": "white"}
    ax.plot([0], [at_zero], **chosen, label=f"chosen at 0: {number(at_zero)}")
    ax.set(xlabel="x", ylabel="slope", title=name)
    ax.legend(loc="center right")


def describe(figure: Figure) -> str:
    """Return a plain sentence about each panel of `figure`, with its title and axes, and one about each line."""
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
