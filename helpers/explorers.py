"""What each explorer draws, and the sentence it says; the function takes an array or one number."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from helpers.activations import leaky_relu, relu, relu_slope
from helpers.core.explorer import Explorer, NumberControl
from helpers.core.note import Note
from helpers.core.picture import BLACK, BLUE, GREEN, GREY, VERMILLION, Picture, our_style, straight
from helpers.core.student import Problem, keep, name_of, number, told_apart
from helpers.figures import ALLOWED, LEAKY_RELU, OTHER, RELU, Curve, draw_curve, grid, moving_curve, show_curve
from helpers.training import INPUTS, TARGETS, train_neuron

SIGNS = {-1: "negative, so the output is 0", 0: "0, and so is the output", 1: "positive, so the output is equal to it"}
HALVES = np.arange(-10, 11) / 2
NEAR = grid(-1.5, 1.5, 25)  # where the function is looked at near 0, in steps between two points
LEFT, RIGHT = (54, 46, 200, 200), (316, 46, 200, 200)  # two panels, in points: left, bottom, width, height
# Thinner from the first to the last, so that all are seen where they lie on each other.
SECANTS = (
    {"label": "backward", "color": GREEN, "linestyle": ":", "linewidth": 6},
    {"label": "forward", "color": VERMILLION, "linestyle": "--", "linewidth": 4},
    {"label": "central", "color": BLACK, "linestyle": "-.", "linewidth": 2},
)
DOTS = {"color": BLACK, "linestyle": "None", "marker": "o", "markersize": 11, "clip_on": False}


def _explorer(make: Callable[..., Explorer]) -> Callable[..., Explorer | Note]:
    """Let `make` draw in our style; where a student's function cannot be drawn, a sentence says why."""

    @functools.wraps(make)
    def explore(*functions: Callable) -> Explorer | Note:
        try:
            with our_style():
                return make(*functions)
        except Problem as problem:
            keep(problem)
            return Note("", str(problem))

    return explore


@_explorer
def explore_point(function: Callable = relu) -> Explorer:
    """Show one input moving along the plot of `function`, with the output read as max(0, x)."""
    values = np.arange(-20, 21) / 4
    curve, picture, ax = _wide(function, values)
    draw_curve(ax, curve, -5, 5, **RELU)
    guide, dot = picture.line(ax, color=GREY, linestyle=":"), picture.line(ax, **DOTS)
    text = picture.label(ax, -4.7, 4.4, fontsize=18)

    def draw(x: float) -> str:
        (y,) = curve.at(x)
        guide.set_data([x, x, -5], [0, y, y])
        dot.set_data([x], [y])
        if y != max(0, x):
            got, right = told_apart(y, max(0, x))
            text.set_text(f"{number(x)} -> {got}")
            return f"{curve.name}({number(x)}) = {got}, but max(0, {number(x)}) = {right}."
        text.set_text(f"max(0, {number(x)}) = {number(y)}")
        return f"max(0, {number(x)}) = {number(y)}. The input is {SIGNS[np.sign(x)]}."

    control = NumberControl("Input x", values, -1.5, picture.below(ax, values))
    return Explorer(f"A point on the plot of {curve.name}", [control], draw, picture)


@_explorer
def explore_range(function: Callable = relu) -> Explorer:
    """Show `function` on a range of inputs whose two ends move."""
    curve, picture, ax = _wide(function)
    lines = moving_curve(picture, ax, **RELU)
    ends = [picture.line(ax, **DOTS | {"marker": marker, "markersize": 10}) for marker in "so"]
    words = [picture.label(ax, 0, 0, text=side, ha=other) for side, other in (("left", "right"), ("right", "left"))]

    def draw(left: float, right: float) -> str:
        if left >= right:
            told = f"The left end ({number(left)}) must be smaller than the right end ({number(right)})."
            raise Problem(f"{told} Move one of the two ends.")
        show_curve(lines, curve, left, right)
        for end, word, x in zip(ends, words, (left, right), strict=True):
            end.set_data([x], curve.at(x))
            word.set_position((x, np.clip(np.nan_to_num(curve.at(x)[0]), -5, 4.9) + 0.3))
        x = curve.x[(left <= curve.x) & (curve.x <= right)]
        y = curve.at(x)
        finite = y[np.isfinite(y)] if np.any(np.isfinite(y)) else np.array([np.nan])
        low, high = told_apart(np.min(finite), np.max(finite))
        outputs = f"the outputs go from {low} to {high}" if low != high else f"every output is {low}"
        outputs += f", but {y.size - finite.size} of {y.size} are nan or infinite" * (finite.size < y.size)
        told = f"{curve.name} for inputs from {number(left)} to {number(right)}: {outputs}."
        return told + _shape(x, y) + curve.jumps_in_words(left, right)

    controls = _two_ends(picture, ax, (HALVES, -5), (HALVES, 5))
    return Explorer(f"{curve.name} on a range of inputs", controls, draw, picture)


@_explorer
def explore_samples(function: Callable = relu) -> Explorer:
    """Show how the drawn corner depends on which inputs are computed.

    The points are ``np.linspace(left, right, points)``, as a student would write it. The small
    panel shows the corner; it is three times as wide as the step between two points.
    """
    lefts, rights, counts = np.arange(-10, -5) / 2, np.arange(6, 11) / 2, (3, 9, 10, 17, 33, 100, 101)
    inputs = {(a, b, n): np.linspace(a, b, n) for a in lefts for b in rights for n in counts}
    curve, picture, ax = _wide(function, *inputs.values(), *((x[1] - x[0]) * NEAR for x in inputs.values()))
    exact, show_corner = moving_curve(picture, ax, label="exact", **OTHER), _corner_panel(picture, ax, curve)
    line, dots = picture.line(ax, label="drawn", **RELU), picture.line(ax, **DOTS | {"color": BLUE, "markersize": 8})
    ax.legend(handles=[exact[0], line], loc="lower right")

    def draw(left: float, right: float, points: float) -> str:
        x = inputs[left, right, int(points)]
        y = curve.at(x)
        drawn = curve.apart(x, y)
        show_curve(exact, curve, left, right)
        line.set_data(straight(drawn))
        dots.set_data(*((x, y) if x.size < 12 else ([], [])))  # more of them would touch each other
        show_corner(drawn, step=x[1] - x[0])
        words = curve.jumps_in_words(left, right) or " " + corner(x, y, f"{curve.name}(0) is {number(*curve.at(0))}")
        return f"{int(points)} points from {number(left)} to {number(right)}.{words}"

    controls = _two_ends(picture, ax, (lefts, -3.5), (rights, 4.5))
    controls.append(NumberControl("Number of points", counts, start=9))
    return Explorer(f"{curve.name} drawn through a number of points", controls, draw, picture)


def _corner_panel(picture: Picture, ax: Axes, curve: Curve) -> Callable[..., None]:
    """Add a panel that shows what is near 0, in steps between two points; return what draws on it."""
    ax.add_patch(Rectangle((-4.8, 1.1), 4.5, 3.6, facecolor="white", edgecolor=GREY, zorder=1.5))
    place = (*ax.transData.transform((-4.15, 1.85)), 140, 84)
    panel = picture.axes(place, (-1.5, 1.5), (-0.4, 1.4), title="around 0")
    panel.set(xticks=[-1, 0, 1], yticks=[0], xticklabels=[])
    exact, line = picture.line(panel, **OTHER), picture.line(panel, marker="o", **RELU)
    labels = [picture.label(panel, x, -0.53, ha="center", va="top") for x in (-1, 0, 1)]

    def show(drawn: NDArray, step: float) -> None:
        exact.set_data(straight(curve.in_parts(NEAR * step, curve.at(NEAR * step))) / step)
        line.set_data(drawn[:, ~(np.abs(drawn[0]) > 3 * step)] / step)  # nan stays
        for label, tick in zip(labels, (-step, 0, step), strict=True):
            label.set_text(number(tick))

    return show


@_explorer
def explore_zoom(function: Callable = relu) -> Explorer:
    """Show `function` and x**2 near 0 at growing magnification."""
    x, zooms = grid(-1, 1, 101), [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
    curve = Curve(function, np.unique([x / zoom for zoom in zooms]))
    picture, places = Picture(540, 196), ((54, curve.name), (318, "x**2"))
    panels = [picture.axes((left, 40, 200), (-1, 1), (-0.2, 1.1), title=title) for left, title in places]
    parts, square = moving_curve(picture, panels[0], **RELU), picture.line(panels[1], **OTHER)
    labels = [(picture.label(ax, place, -0.26, ha="center", va="top"), place) for ax in panels for place in (-1, 0, 1)]
    labels += [(picture.label(ax, -1.05, place, ha="right", va="center"), place) for ax in panels for place in (0, 1)]
    for ax in panels:
        ax.set(xticks=[-1, 0, 1], yticks=[0, 1], xticklabels=[], yticklabels=[])

    def draw(zoom: float) -> str:
        edge = 1 / zoom
        show_curve(parts, curve, -edge, edge, scale=zoom)
        square.set_data(x, x**2 * edge)
        for label, place in labels:
            label.set_text(number(place * edge))
        same = np.allclose(curve.at(x / zoom) * zoom, curve.at(x))
        looks = f" {curve.name} {'looks the same as' if same else 'does not look as'} at zoom 1." if zoom > 1 else ""
        told = f"Zoom {number(zoom)}: x from {number(-edge)} to {number(edge)}.{looks}"
        return f"{told} At the right edge, x is {number(edge)} and x**2 is {number(100 * edge)} % of it."

    control = NumberControl("Zoom", zooms, start=1)
    return Explorer(f"{curve.name} and x**2 under the magnifying glass", [control], draw, picture)


@_explorer
def explore_secants(function: Callable = relu) -> Explorer:
    """Show the forward, backward and central secant at a point, for a smaller and smaller step h."""
    points, steps = np.arange(-20, 21) / 10, [1, 0.5, 0.2, 0.1, 0.01]
    curve = Curve(function, grid(-3, 3, 121), *(points + k * h for h in steps for k in (-1, 0, 1)))
    picture = Picture(520, 274)
    ax = picture.axes((62, 46, 400), (-3, 3), (-0.8, 2.5), "input x", "output")
    draw_curve(ax, curve, -3, 3, label=curve.name, **RELU)
    secants = [picture.line(ax, **style) for style in SECANTS]
    sides, here = picture.line(ax, **DOTS | {"markersize": 6}), picture.line(ax, **DOTS)
    ax.legend(loc="upper left")

    def draw(x: float, h: float) -> str:
        xs = np.array([x - h, x, x + h])
        ys, words = curve.at(xs), f"At x = {number(x)} with h = {number(h)}"
        if not np.all(np.isfinite(ys)):
            raise Problem(f"{words} one of the three outputs is nan or infinite, so there are no three secants.")
        sides.set_data(xs, ys)
        here.set_data([x], [ys[1]])
        start, end = [0, 1, 0], [1, 2, 2]
        slopes = (ys[end] - ys[start]) / (xs[end] - xs[start])
        for secant, i, slope in zip(secants, start, slopes, strict=True):
            secant.set_data([-3, 3], ys[i] + slope * (np.array([-3, 3]) - xs[i]))
        told = [f"{kind['label']} slope {number(slope)}" for kind, slope in zip(SECANTS, slopes, strict=True)]
        agree = "The three slopes are equal." if np.ptp(slopes) < 1e-6 else "The three slopes differ."
        return f"{words}: {', '.join(told)}. {agree}"

    point = NumberControl("Point x", points, 0.1, picture.below(ax, points))
    return Explorer(f"Three secants of {curve.name}", [point, NumberControl("Step h", steps, 0.5)], draw, picture)


@_explorer
def explore_negative_slope(function: Callable = leaky_relu) -> Explorer:
    """Show Leaky ReLU beside ReLU, and the slopes of both, for a growing negative slope."""
    name, x = name_of(function), grid(-3, 3, 61)
    picture, ax, slopes = _relu_and_its_slope(x)
    line, allowed = moving_curve(picture, ax, label=name, **LEAKY_RELU), picture.line(slopes, **ALLOWED)
    parts, dots, _ = moving_curve(picture, slopes, **LEAKY_RELU)  # no filled dot: the slope has no number at 0
    ax.legend(loc="upper left")
    control = NumberControl("Negative slope a", np.arange(-10, 41) / 20, start=0.1)
    curves = {a: Curve(_with_slope(function, a), x) for a in control.values}

    def draw(a: float) -> str:
        curve = curves[a]
        low, high, one, two = curve.at([-2, -1, 1, 2])
        left, right = high - low, two - one
        show_curve(line, curve, -3, 3)
        parts.set_data([-3, 0, 0, 0, 3], [left, left, np.nan, right, right])
        for at_0 in (allowed, dots):
            at_0.set_data(([], []) if np.isclose(left, right) else ([0, 0], [left, right]))
        told = f"Negative slope a = {number(a)}: {name}(-1) = {number(high)}, and ReLU(-1) = 0."
        return f"{told} The slope is {number(left)} left of 0 and {number(right)} right of 0.{_kind(x, curve.at(x))}"

    return Explorer("Leaky ReLU and ReLU, function and slope", [control], draw, picture)


def _with_slope(function: Callable, a: float) -> Callable:
    """Return `function` with the negative slope `a`, under its name."""

    def leaky(x: NDArray) -> NDArray:
        return function(x, a)

    leaky.__name__ = name_of(function)
    return leaky


def _relu_and_its_slope(x: NDArray) -> tuple[Picture, Axes, Axes]:
    """Return a picture with the panels of a function and of its slope, and ReLU in both."""
    picture = Picture(540, 276)
    ax = picture.axes(LEFT, (-3.2, 3.2), (-3.2, 3.2), "input x", "output", "function")
    slopes = picture.axes(RIGHT, (-3.2, 3.2), (-0.7, 2.2), "input x", "slope", "slope")
    draw_curve(ax, Curve(relu, x), -3, 3, label="ReLU", **RELU)
    draw_curve(slopes, Curve(relu_slope, x[x != 0]), -3, 3, **RELU)  # without 0, so that it gets no filled dot
    return picture, ax, slopes


def _kind(x: NDArray, y: NDArray) -> str:
    """Return what is special about this Leaky ReLU."""
    if np.array_equal(y, relu(x)):
        return " This is ReLU."
    return " This is a straight line: no corner." if np.allclose(y, y[-1] / x[-1] * x) else ""


@_explorer
def explore_neuron() -> Explorer:
    """Show how one neuron learns from different starts b, with ReLU (a = 0) and with leaks."""
    steps = 5000
    bias = NumberControl("Start b", [-3, -2, -1.5, -1, -0.99, -0.5, 0], start=-3)
    leak = NumberControl("Negative slope a", [0, 0.001, 0.01, 0.02, 0.05, 0.1, 0.3], start=0)
    pairs = [(b, a) for b in bias.values for a in leak.values]
    history = train_neuron(*np.transpose(pairs), steps=steps)
    shown = np.unique(np.geomspace(1, steps, 200).round().astype(int))  # evenly spaced on a log axis
    picture = Picture(540, 276)
    left = picture.axes(LEFT, (1, steps), (1e-8, 3), "step", "error", "error while it learns")
    left.set(xscale="log", yscale="log")
    for axis, ticks in ((left.xaxis, [1, 10, 100, 1000]), (left.yaxis, [1e-8, 1e-6, 1e-4, 0.01, 1])):
        axis.set_ticks(ticks, labels=map(number, ticks))
        axis.set_ticks([], minor=True)
    right = picture.axes(RIGHT, (-1.05, 1.05), (-0.35, 1.6), "input x", "output", f"after {steps} steps")
    right.plot(INPUTS, TARGETS, "o", color=GREY, markersize=6, label="target")
    error, output = picture.line(left, color=BLACK), picture.line(right, label="neuron", **RELU)
    right.legend(loc="upper left")

    def draw(b: float, a: float) -> str:
        k = pairs.index((b, a))
        weight, final = history.weight[-1, k], history.bias[-1, k]
        error.set_data(shown, history.error[shown, k])
        corner = -final / weight if weight else 0.0  # where the pre-activation is 0
        x = np.sort(np.append(INPUTS, np.clip(corner, -1, 1)))
        output.set_data(straight(np.array([x, leaky_relu(weight * x + final, a)])))
        start = f"Start b = {number(b)}, a = {number(a)}"
        return f"{start}: {history.told(k)}. The error after {steps} steps is {history.error[-1, k]:.2g}."

    return Explorer("One neuron that learns", [bias, leak], draw, picture)


def _wide(function: Callable, *more: NDArray) -> tuple[Curve, Picture, Axes]:
    """Return `function` from -5 to 5 and at `more` inputs, a picture, and its panel for them with equal axes."""
    curve = Curve(function, grid(-5, 5), *more)
    low = -0.8 if np.nanmin(curve.outputs, initial=0) >= -0.8 else -5.2
    picture = Picture(520, 264 - 40 * low)
    return curve, picture, picture.axes((62, 46, 400), (-5, 5), (low, 5.2), "input x", "output")


def _two_ends(picture: Picture, ax: Axes, *ends: tuple[NDArray, float]) -> list[NumberControl]:
    """Return the controls of a range of inputs, which lie below its axis, from the values of each and its start."""
    named = zip(("Left end", "Right end"), ends, strict=True)
    return [NumberControl(name, *end, picture.below(ax, end[0])) for name, end in named]


def corner(x: NDArray, y: NDArray, at_zero: str) -> str:
    """Return whether the line through the points (`x`, `y`) has its corner at 0; `at_zero` says what is there."""
    if not x[0] < 0 < x[-1]:
        return "0 is not between the two ends, so there is no corner to draw."
    if np.any(x == 0):
        return "One of the points is 0, so the corner is in the right place."
    nearest = x[np.abs(x).argmin()]
    if abs(nearest) < 1e-9:
        return f"One of the points is {number(nearest)}: it misses 0 by a rounding error, too small to be seen."
    before, after = number(x[x < 0].max()), number(x[x > 0].min())
    told = f"No point is at 0: the nearest are {before} and {after}."
    return f"{told} The line between them is at height {number(np.interp(0, x, y))} above x = 0; {at_zero}."


def _shape(x: NDArray, y: NDArray) -> str:
    """Return what a look at the line shows."""
    lines = {
        " The line is flat.": 0 * x,
        " One straight line: every output is equal to its input.": x,
        " The line is flat left of 0 and rises right of 0, with a corner at 0.": relu(x),
    }
    return next((words for words, line in lines.items() if np.array_equal(y, line)), "")
