"""The explorers of the lessons: each takes a function and says what its sliders draw."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from helpers.activations import leaky_relu, relu
from helpers.core.student import CLOCK_LIMIT as CALL_PATIENCE
from helpers.core.student import Problem, evaluate, name_of, number
from helpers.figures import BLACK, GREEN, GREY, LEAKY_RELU, OTHER, RELU, VERMILLION, Sketch, grid
from helpers.sliders import ChoiceControl, Flipbook, Live, NumberControl, RangeControl
from helpers.training import INPUTS, TARGETS, train_neuron

WIDE = (0.10, 0.14, 0.87, 0.76)  # one panel: left, bottom, width, height
LEFT, RIGHT = (0.09, 0.15, 0.40, 0.72), (0.58, 0.15, 0.40, 0.72)
FARTHEST, NARROWEST = 1e6, 1e-6  # of a range; beyond, floats and tick labels are no longer readable
# Thinner from the first to the last, so that all are seen where they lie on each other.
SECANTS = (
    {"label": "backward", "color": GREEN, "linestyle": ":", "linewidth": 6},
    {"label": "forward", "color": VERMILLION, "linestyle": "--", "linewidth": 4},
    {"label": "central", "color": BLACK, "linestyle": "-.", "linewidth": 2},
)
DOTS = {"marker": "o", "linestyle": "None", "color": BLACK}

WAYS = (
    "np.maximum(x, 0)",
    "max(0, x)",
    "np.max(x, 0)",
    "np.where(x > 0, x, 0)",
    "x * (x > 0)",
    "(x + abs(x)) / 2",
    "np.clip(x, 0, None)",
    "np.fmax(x, 0)",
)
KINDS = {
    "an array": np.array([-2.0, 0.0, 3.0]),
    "an array with nan": np.array([-2.0, np.nan, 3.0]),
    "an array with -inf": np.array([-np.inf, 0.0, 3.0]),
    "an array of integers": np.array([-2, 0, 3]),
    "a list": [-2.0, 0.0, 3.0],
    "one number": -2.0,
}


def explore_ways() -> Flipbook:
    """Show in words what each way to write ReLU gives for each kind of input.

    Returns
    -------
    Flipbook
    """

    def draw(way: str, kind: str) -> str:
        x = KINDS[kind]
        try:
            with np.errstate(all="ignore"):
                result = eval(way, {"np": np, "x": x})  # what runs is what is shown
        except (TypeError, ValueError) as error:
            return f"x = {x}: {way} stops with {type(error).__name__}: {error}."
        right = relu(x)
        equal = np.shape(result) == np.shape(right) and np.array_equal(result, right, equal_nan=True)
        verdict = "This is right." if equal else f"This is wrong. Right is {right}."
        return f"x = {x}: {way} gives {result}. {verdict}"

    controls = [ChoiceControl("Way", WAYS), ChoiceControl("Input", KINDS)]
    return Flipbook("Ways to write ReLU", controls, None, draw)


def explore_point(function: Callable = relu) -> Flipbook:
    """Show one input moving along the plot of `function`, with the output read as max(0, x).

    Parameters
    ----------
    function : callable
        Takes an array or one number: a student's own ReLU.

    Returns
    -------
    Flipbook
    """
    name = name_of(function)
    control = NumberControl("Input x", np.arange(-20, 21) / 4, start=-1.5)
    outputs = dict(zip(control.values, _each(function, control.values), strict=True))
    sketch = Sketch()
    ax = sketch.axes(WIDE, (-5.5, 5.5), (-0.9, 5.6), ("input x", "output"))
    _line(ax, function, grid(-5, 5))
    guide = sketch.line(ax, color=GREY, linestyle=":")
    dot = sketch.line(ax, marker="o", color=BLACK, markersize=11)
    text = sketch.moving(ax.text(-5.2, 4.9, "", fontsize=18))

    def draw(x: float) -> str:
        y = _or_raise(outputs[x])
        guide.set_data([x, x, 0], [0, y, y])
        dot.set_data([x], [y])
        if y != max(0, x):
            text.set_text(f"{number(x)} -> {number(y)}")
            return f"{name}({number(x)}) = {number(y)}, but max(0, {number(x)}) = {number(max(0, x))}."
        text.set_text(f"max(0, {number(x)}) = {number(y)}")
        sign = {-1: "negative, so the output is 0", 0: "0, and so is the output"}.get(
            int(np.sign(x)), "positive, so the output is equal to it"
        )
        return f"max(0, {number(x)}) = {number(y)}. The input is {sign}."

    return Flipbook(f"A point on the plot of {name}", [control], sketch, draw)


def explore_range(function: Callable = relu) -> Live:
    """Show `function` on a range of inputs whose two ends move.

    Parameters
    ----------
    function : callable
        Takes an array or one number.

    Returns
    -------
    Live
    """
    name = name_of(function)
    sketch = Sketch()
    ax = sketch.axes(WIDE, (-10.5, 10.5), (-1.8, 10.6), ("input x", "output"))
    line = sketch.line(ax, **RELU)
    ends = sketch.line(ax, **DOTS)

    def draw(range_: tuple[float, float]) -> str:
        left, right = _checked(range_)
        x = grid(left, right)
        y = evaluate(function, x)
        _fit(sketch, ax, left, right)
        line.set_data(x, y)
        ends.set_data([left, right], [y[0], y[-1]])
        low, high = number(np.min(y)), number(np.max(y))
        return (
            f"{name} for inputs from {number(left)} to {number(right)}: the outputs go from {low} to {high}."
            f"{_shape(x, y)}"
        )

    return Live(f"{name} on a range of inputs", [RangeControl("Input range", (-5, 5))], sketch, draw)


def explore_samples(function: Callable = relu) -> Live:
    """Show how the drawn corner depends on which inputs are computed.

    The points are ``np.linspace(left, right, points)``, as a student would write it.

    Parameters
    ----------
    function : callable
        Takes an array or one number.

    Returns
    -------
    Live
    """
    name = name_of(function)
    sketch = Sketch()
    ax = sketch.axes(WIDE, (-10.5, 10.5), (-1.8, 10.6), ("input x", "output"))
    exact = sketch.line(ax, label="exact", **OTHER)
    line = sketch.line(ax, marker="o", label="drawn", **RELU)
    ax.legend(loc="upper left", fontsize=12)

    def draw(range_: tuple[float, float], points: float) -> str:
        left, right = _checked(range_)
        x = np.linspace(left, right, int(points))
        x[np.abs(x) < 1e-9 * (right - left)] = 0  # linspace misses 0 by a rounding error at times
        y = evaluate(function, x)
        all_x = grid(left, right)
        exact.set_data(all_x, evaluate(function, all_x))
        line.set_data(x, y)
        _fit(sketch, ax, left, right)
        at_zero = f"{name}(0) is {number(evaluate(function, np.zeros(1))[0])}"
        return f"{int(points)} points from {number(left)} to {number(right)}. {_corner(x, y, at_zero)}"

    controls = [
        RangeControl("Input range", (-3.5, 4.5)),
        NumberControl("Number of points", range(2, 62), start=9),
    ]
    return Live(f"{name} drawn through a number of points", controls, sketch, draw)


def explore_zoom(function: Callable = relu) -> Flipbook:
    """Show `function` and x**2 near 0 at growing magnification.

    Parameters
    ----------
    function : callable
        Takes an array or one number.

    Returns
    -------
    Flipbook
    """
    name = name_of(function)
    sketch = Sketch(7.6, 3.9)
    panels = [sketch.axes(place, (-1, 1), (-0.2, 1), ("x", "")) for place in (LEFT, RIGHT)]
    x = grid(-1, 1)
    lines = [sketch.line(ax, **style) for ax, style in zip(panels, (RELU, OTHER), strict=True)]
    panels[0].set_title(name)
    panels[1].set_title("x**2")

    def draw(zoom: float) -> str:
        edge = 1 / zoom
        y = evaluate(function, x * edge)
        for ax, line, values in zip(panels, lines, (y, (x * edge) ** 2), strict=True):
            line.set_data(x * edge, values)
            ax.set(xlim=(-edge, edge), ylim=(-0.2 * edge, edge), xticks=[-edge, 0, edge], yticks=[0, edge])
        sketch.changed()
        same = np.allclose(y, evaluate(function, x) * edge)
        looks = "looks the same as at zoom 1" if same else "does not look as at zoom 1"
        return (
            f"Zoom {number(zoom)}: x from {number(-edge)} to {number(edge)}. {name} {looks}. "
            f"At the right edge, x is {number(edge)} and x**2 is {number(100 * edge)} % of it."
        )

    control = NumberControl("Zoom", [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000], start=1)
    return Flipbook(f"{name} and x**2 under the magnifying glass", [control], sketch, draw)


def explore_secants(function: Callable = relu) -> Flipbook:
    """Show the forward, backward and central secant at a point, for a smaller and smaller step h.

    Parameters
    ----------
    function : callable
        Takes an array or one number.

    Returns
    -------
    Flipbook
    """
    name = name_of(function)
    point = NumberControl("Point x", [-2, -1, -0.5, -0.1, 0, 0.1, 0.5, 1, 2], start=1)
    step = NumberControl("Step h", [1, 0.5, 0.2, 0.1, 0.01], start=0.5)
    sketch = Sketch()
    ax = sketch.axes(WIDE, (-3.3, 3.3), (-1.2, 2.7), ("input x", "output"))
    _line(ax, function, grid(-3.3, 3.3))
    secants = [sketch.line(ax, **style) for style in SECANTS]
    dots = sketch.line(ax, **DOTS)
    ax.legend(loc="upper left", fontsize=12)

    def draw(x: float, h: float) -> str:
        xs = np.array([x - h, x, x + h])
        ys = evaluate(function, xs)
        dots.set_data(xs, ys)
        slopes = []
        for secant, (i, j) in zip(secants, ((0, 1), (1, 2), (0, 2)), strict=True):
            slopes.append((ys[j] - ys[i]) / (xs[j] - xs[i]))
            ends = np.array([-10.0, 10.0])
            secant.set_data(ends, ys[i] + slopes[-1] * (ends - xs[i]))
        backward, forward, central = (number(slope) for slope in slopes)
        agree = "The three slopes are equal." if np.ptp(slopes) < 1e-6 else "The three slopes differ."
        return (
            f"At x = {number(x)} with h = {number(h)}: backward slope {backward}, forward slope {forward}, "
            f"central slope {central}. {agree}"
        )

    return Flipbook(f"Three secants of {name}", [point, step], sketch, draw)


def explore_negative_slope(function: Callable = leaky_relu) -> Flipbook:
    """Show Leaky ReLU beside ReLU, and the slopes of both, for a growing negative slope.

    Parameters
    ----------
    function : callable
        Takes an array or one number, and the negative slope.

    Returns
    -------
    Flipbook
    """
    name = name_of(function)
    sketch, ax, slopes = _relu_and_its_slope()
    x = grid(-3, 3)
    line = sketch.line(ax, label=name, **LEAKY_RELU)
    ax.legend(loc="upper left", fontsize=12)
    allowed = sketch.line(slopes, color="#8C8C8C", linewidth=7)
    left, right = (sketch.line(slopes, **LEAKY_RELU) for _ in range(2))
    ends = sketch.line(slopes, color=VERMILLION, linestyle="None", marker="o", markerfacecolor="white")

    def draw(a: float) -> str:
        def leaky(values: NDArray) -> NDArray:
            return function(values, a)

        leaky.__name__ = name
        y = evaluate(leaky, x)
        low, high, one, two = evaluate(leaky, np.array([-2.0, -1.0, 1.0, 2.0]))
        slope, slope_right = high - low, two - one
        line.set_data(x, y)
        left.set_data([-3, 0], [slope, slope])
        right.set_data([0, 3], [slope_right, slope_right])
        corner = ([], []) if np.isclose(slope, slope_right) else ([0, 0], [slope, slope_right])
        allowed.set_data(*corner)
        ends.set_data(*corner)
        return (
            f"Negative slope a = {number(a)}: {name}(-2) = {number(low)}, and ReLU(-2) = 0. "
            f"The slope is {number(slope)} left of 0 and {number(slope_right)} right of 0.{_kind(x, y)}"
        )

    control = NumberControl("Negative slope a", np.arange(-10, 31) / 20, start=0.1)
    return Flipbook("Leaky ReLU and ReLU, function and slope", [control], sketch, draw)


def _kind(x: NDArray, y: NDArray) -> str:
    """Return what is special about this Leaky ReLU."""
    if np.array_equal(y, relu(x)):
        return " This is ReLU."
    return " This is a straight line: no corner." if np.allclose(y, y[-1] / x[-1] * x) else ""


def _relu_and_its_slope() -> tuple[Sketch, Axes, Axes]:
    """Return a sketch with the panels of the function and of the slope, and ReLU in both."""
    sketch = Sketch(7.6, 3.9)
    ax = sketch.axes(LEFT, (-3.2, 3.2), (-3.2, 3.2), ("input x", "output"))
    slopes = sketch.axes(RIGHT, (-3.2, 3.2), (-0.7, 1.7), ("input x", "slope"), equal=False)
    ax.set_title("function")
    slopes.set_title("slope")
    ax.plot([-3, 0, 3], relu(np.array([-3, 0, 3])), label="ReLU", **RELU)
    slopes.plot([-3, 0], [0, 0], **RELU)
    slopes.plot([0, 3], [1, 1], **RELU)
    return sketch, ax, slopes


def explore_neuron() -> Flipbook:
    """Show how one neuron learns from different starts b, with ReLU (a = 0) and with leaks.

    Returns
    -------
    Flipbook
    """
    steps = 5000
    bias = NumberControl("Start b", [-3, -2, -1.5, -1, -0.99, -0.5, 0], start=-3)
    leak = NumberControl("Negative slope a", [0, 0.001, 0.01, 0.02, 0.05, 0.1, 0.3], start=0)
    pairs = [(b, a) for b in bias.values for a in leak.values]
    history = train_neuron(*np.transpose(pairs), steps=steps)
    errors, alive = history.error, history.alive
    ends = list(zip(pairs, history.weight[-1], history.bias[-1], strict=True))
    outputs = [leaky_relu(weight * INPUTS + bias_, a) for (_, a), weight, bias_ in ends]
    sketch = Sketch(7.6, 3.9)
    left = sketch.axes(LEFT, (1, steps), (1e-8, 3), ("step", "error"), equal=False)
    left.set(xscale="log", yscale="log", title="error while it learns")
    right = sketch.axes(RIGHT, (-1.05, 1.05), (-0.35, 1.6), ("input x", "output"), equal=False)
    right.set_title(f"after {steps} steps")
    right.plot(INPUTS, TARGETS, "o", color=GREY, markersize=6, label="target")
    error = sketch.line(left, color=BLACK)
    output = sketch.line(right, label="neuron", **RELU)
    right.legend(loc="upper left", fontsize=12)

    def draw(b: float, a: float) -> str:
        k = pairs.index((b, a))
        error.set_data(np.arange(1, steps + 1), errors[1:, k])
        output.set_data(INPUTS, outputs[k])
        start, final = f"Start b = {number(b)}, a = {number(a)}", f"{errors[-1, k]:.2g}"
        return f"{start}: {_life(alive[:, k], a)}. The error after {steps} steps is {final}."

    return Flipbook("One neuron that learns", [bias, leak], sketch, draw)


def _life(alive: NDArray[np.bool_], a: float) -> str:
    """Return when a neuron with the negative slope `a` was active; `alive` has one entry for each step."""
    if alive.any():
        first = alive.argmax()
        return "it is active from the start" if first == 0 else f"it becomes active at step {first}"
    if a > 0:
        return f"it moves, but is not yet active after {alive.size - 1} steps"
    return "the neuron is dead and never changes"


def _each(function: Callable, values: list[float]) -> list[float | Problem]:
    """Return an output or a Problem for each of `values`: a function may fail on some of them only."""
    try:
        return list(evaluate(function, np.array(values)))
    except Problem:
        deadline = time.monotonic() + CALL_PATIENCE
        return [_one(function, value, deadline) for value in values]


def _one(function: Callable, value: float, deadline: float) -> float | Problem:
    if time.monotonic() > deadline:
        return Problem(f"{name_of(function)} is too slow: {number(value)} was left out. Make it faster, and run again.")
    try:
        return evaluate(function, np.array([value]))[0]
    except Problem as problem:
        return problem


def _or_raise(output: float | Problem) -> float:
    if isinstance(output, Problem):
        raise output
    return output


def _line(ax: Axes, function: Callable, x: NDArray) -> None:
    """Draw `function` if it can be drawn; where it cannot, each page says why at its own point."""
    with contextlib.suppress(Problem):
        ax.plot(x, evaluate(function, x), label=name_of(function), **RELU)


def _checked(range_: tuple[float, float]) -> tuple[float, float]:
    """Return the ends of a range that can be drawn, or raise a Problem that names the cure."""
    left, right = range_
    if not all(abs(end) <= FARTHEST for end in range_):  # nan is not <= anything
        raise Problem(f"Both ends must be between {-FARTHEST:.0f} and {FARTHEST:.0f}. Type smaller numbers.")
    if left >= right:
        raise Problem(
            f"The left end ({number(left)}) must be smaller than the right end ({number(right)}). "
            f"Move one of the two ends."
        )
    if right - left < NARROWEST:
        raise Problem(f"The two ends are too close: {number(left)} and {number(right)}. Move one of them away.")
    return left, right


def _fit(sketch: Sketch, ax: Axes, left: float, right: float) -> None:
    """Keep the view as it is while the range fits in it: then only the line is drawn again."""
    edge = 10.5 if max(abs(left), abs(right)) <= 10 else max(abs(left), abs(right)) * 1.05
    if ax.get_xlim()[1] != edge:
        ax.set(xlim=(-edge, edge), ylim=(-0.17 * edge, 1.01 * edge))
        sketch.changed()


def _corner(x: NDArray, y: NDArray, at_zero: str) -> str:
    """Return whether the line through the points (x, y) has its corner at 0."""
    if not x[0] < 0 < x[-1]:
        return "0 is not between the two ends, so there is no corner to draw."
    if np.any(x == 0):
        return "One of the points is 0, so the corner is in the right place."
    before, after = number(x[x < 0].max()), number(x[x > 0].min())
    height = number(np.interp(0, x, y))
    return (
        f"No point is at 0: the nearest are {before} and {after}. "
        f"The line between them is at height {height} above x = 0; {at_zero}."
    )


def _shape(x: NDArray, y: NDArray) -> str:
    """Return what a look at the line shows."""
    if np.all(y == 0):
        return " The line is flat: every output is 0."
    if np.all(y == x):
        return " One straight line: every output is equal to its input."
    if np.all(y == np.maximum(x, 0)):
        return " The line is flat left of 0 and rises right of 0, with a corner at 0."
    return ""
