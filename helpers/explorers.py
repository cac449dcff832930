"""What each explorer draws, and the sentence it says."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from numpy.typing import NDArray

from helpers.activations import leaky_relu, relu
from helpers.core.call import number
from helpers.core.explorer import Explorer, NumberControl
from helpers.core.note import Table
from helpers.core.picture import BLACK, BLUE, GREEN, GREY, VERMILLION, Picture, our_style
from helpers.figures import ALLOWED_STYLE, DOT, LEAKY_STYLE, OPEN_DOT, OTHER_STYLE, RELU_STYLE
from helpers.training import INPUTS, TARGETS, train_neuron

OUTPUT = {"xlabel": "input x", "ylabel": "output"}
PLACE = {**DOT, "color": BLACK, "markersize": 11, "clip_on": False}  # a dot, seen whole at the edge too


def _panel(end: float = 5, top: float = 5.2, height: float = 296) -> tuple[Picture, Axes]:
    """Return a picture of this height, and its panel for inputs from -end to end and outputs up to top."""
    picture = Picture(520, height)
    return picture, picture.axes((62, 46, 400), (-end, end), (-0.8, top), **OUTPUT)  # with equal axes


@our_style()
def explore_point() -> Explorer:
    """Show one input moving along the plot of ReLU, with the output read as max(0, x)."""
    values = np.arange(-20, 21) / 4
    picture, ax = _panel()
    ax.plot([-5, 0, 5], relu([-5, 0, 5]), **RELU_STYLE)
    guide, dot = picture.line(ax, color=GREY, linestyle=":"), picture.line(ax, **PLACE)
    text = picture.label(ax, -4.7, 4.4, fontsize=18)

    def draw(x: float) -> str:
        y = relu(x)
        guide.set_data([x, x, -5], [0, y, y])
        dot.set_data([x], [y])
        text.set_text(f"max(0, {number(x)}) = {number(y)}")
        if x > 0:
            told = "The input is positive, so the output is equal to it."
        elif x < 0:
            told = "The input is negative, so the output is 0."
        else:
            told = "The input is 0, and so is the output."
        return f"{text.get_text()}. {told}"

    control = NumberControl("Input x", values, -1.5, picture.ends_below(ax, values))
    return Explorer("A point on the plot of relu", [control], draw, picture)


@our_style()
def explore_range() -> Explorer:
    """Show ReLU on a range of inputs whose two ends move."""
    picture, ax = _panel()
    line, dots = picture.line(ax, **RELU_STYLE), picture.line(ax, **PLACE)

    def draw(one_end: float, other_end: float) -> str:
        left, right = sorted([one_end, other_end])
        x = np.unique([left, np.clip(0, left, right), right])
        line.set_data(x, relu(x))
        dots.set_data([left, right], relu([left, right]))
        return _range_in_words(left, right)

    halves = np.arange(-10, 11) / 2
    along = picture.ends_below(ax, halves)
    controls = [NumberControl("End 1", halves, -5, along), NumberControl("End 2", halves, 5, along)]
    return Explorer("relu on a range of inputs", controls, draw, picture)


def _range_in_words(left: float, right: float) -> str:
    """Return from where to where the outputs of ReLU go, and how its line looks."""
    if left == right:
        return f"relu for the one input {number(left)}: the output is {number(relu(left))}."
    told = f"relu for inputs from {number(left)} to {number(right)}: the outputs"
    if right <= 0:
        return f"{told} are all 0. The line is flat."
    shape = "The line has one bend." if left < 0 else "One straight line: every output is equal to its input."
    return f"{told} go from {number(relu(left))} to {number(right)}. {shape}"


@our_style()
def explore_bends() -> Explorer:
    """Show how close a sum of ReLUs comes to a curve, the single ReLUs, and the largest distance as a bar."""
    picture, x = Picture(540, 292), np.linspace(-1, 2, 601)
    ax = picture.axes((62, 150, 370), (-1, 2), (-0.3, 4.4), height=128, ylabel="output")
    below = picture.axes((62, 46, 370), (-1, 2), (-0.3, 4.4), height=84, xlabel="input x", ylabel="single ReLUs")
    ruler = picture.axes((488, 46, 40), (0, 1), (0, 1.12), height=220, title="distance")
    ruler.set(xticks=[])
    (curve,) = ax.plot(x, relu(x) ** 2, label="the curve", **OTHER_STYLE)
    line, single = picture.line(ax, label="the sum", **RELU_STYLE), picture.line(below, color=GREEN, linewidth=2)
    bar = picture.line(ruler, color=VERMILLION, linewidth=24, solid_capstyle="butt")
    top = picture.label(ruler, 0.5, 0, ha="center", va="bottom")
    ax.legend(handles=[curve, line], loc="upper left")

    def draw(count: float) -> str:
        corners = np.linspace(0, 2, int(count), endpoint=False)
        factors = np.where(corners == 0, 2 / count, 4 / count)  # so the sum meets the curve at each corner
        bends = np.array([-1, *corners, 2])
        line.set_data(bends, relu(np.subtract.outer(bends, corners)) @ factors)
        # Flat up to their corners; nan ends each.
        across = [[-1, corner, 2, np.nan] for corner in corners]
        up = [[0, 0, end, np.nan] for end in factors * (2 - corners)]
        single.set_data(np.ravel(across), np.ravel(up))
        distance = np.max(np.abs(relu(np.subtract.outer(x, corners)) @ factors - relu(x) ** 2))
        bar.set_data([0.5, 0.5], [0, distance])
        top.set(text=number(distance, 3), y=distance)
        many = f"The sum of {count:g} ReLUs, moved and multiplied"
        told = "1 ReLU, multiplied by 2" if count == 1 else many
        return f"{told}. The largest distance from the curve is {number(distance, 3)}."

    control = NumberControl("Number of ReLUs", [1, 2, 3, 4, 5, 10, 20], start=1)
    return Explorer("A curve and a sum of ReLUs", [control], draw, picture)


@our_style()
def explore_weight_and_bias() -> Explorer:
    """Show the output of a neuron, ReLU(w x + b), for other weights w and biases b."""
    picture, ax = _panel()
    ax.plot([-5, 0, 5], relu([-5, 0, 5]), label="ReLU(x)", **OTHER_STYLE)
    line, dot = picture.line(ax, label="ReLU(w x + b)", **RELU_STYLE), picture.line(ax, **PLACE)
    ax.legend(loc="upper center")

    def draw(w: float, b: float) -> str:
        corners = np.array([-b / w + 0.0] if w else [])
        x = np.sort([-5, *np.clip(corners, -5, 5), 5])
        line.set_data(x, relu(w * x + b))
        dot.set_data(corners, 0 * corners)
        if not w:
            return f"w = 0, b = {number(b)}: the output is {number(relu(b))} for every input."
        told = f"w = {number(w)}, b = {number(b)}: the corner is at x = {number(corners[0])}"
        return f"{told}, and the line rises to the {'left' if w < 0 else 'right'}."

    values = np.arange(-4, 5) / 2
    controls = [NumberControl("Weight w", values, 1), NumberControl("Bias b", values, 0)]
    return Explorer("A neuron", controls, draw, picture)


# Ways to write ReLU, and inputs to try them on.
WAYS = ("np.maximum(x, 0)", "max(0, x)", "np.max(x, 0)", "np.where(x > 0, x, 0)")
TRIED = {"an array": np.array([-2.0, 0.0, 3.0]), "with nan": np.array([-2.0, np.nan, 3.0])}
TRIED |= {"a list": [-2.0, 0.0, 3.0], "one number": -2.0}


def compare_ways() -> Table:
    """Return a table that says of each way to write ReLU for which inputs it is right."""
    return Table(["line", *TRIED], [[way, *(_judged(way, x) for x in TRIED.values())] for way in WAYS])


def _judged(way: str, x: object) -> str:
    try:
        result = eval(way, {"np": np, "x": x})  # what runs is what is shown
    except (TypeError, ValueError) as error:
        return f"wrong: {type(error).__name__}"
    return "right" if np.array_equal(result, relu(x), equal_nan=True) else f"wrong: {result}"


@our_style()
def explore_samples() -> Explorer:
    """Show how the corner depends on the points of ``np.linspace(left, right, points)``, once more in large."""
    picture, ax = _panel()
    exact, (near_0, ticks) = picture.line(ax, label="exact", **OTHER_STYLE), _corner_panel(picture, ax)
    line = picture.line(ax, label="drawn", **RELU_STYLE)
    dots = picture.line(ax, **DOT, color=BLUE, clip_on=False)
    ax.legend(handles=[exact, line], loc="lower right")

    def draw(left: float, right: float, points: float) -> str:
        x = np.linspace(left, right, int(points))
        step = x[1] - x[0]
        exact.set_data([left, 0, right], relu([left, 0, right]))
        bends = np.unique([left, x[x <= 0].max(), x[x >= 0].min(), right])
        line.set_data(bends, relu(bends))
        dotted = x if x.size < 12 else x[:0]  # more dots would touch each other
        dots.set_data(dotted, relu(dotted))
        near = x[np.abs(x) <= 3 * step]
        near_0.set_data(near / step, relu(near) / step)
        for place, label in ticks.items():
            label.set_text(number(place * step))
        told = f"{int(points)} points from {number(left)} to {number(right)}, step {number(step)}."
        return f"{told} {_corner(x)}"

    controls = [
        NumberControl("Left", np.arange(-10, -5) / 2, -3.5),
        NumberControl("Right", np.arange(6, 11) / 2, 4.5),
        NumberControl("Number of points", (3, 9, 10, 17, 33, 100, 101), 9),
    ]
    return Explorer("relu drawn through a number of points", controls, draw, picture)


def _corner_panel(picture: Picture, ax: Axes) -> tuple[Line2D, dict[int, Text]]:
    """Add a panel that shows what is near 0, in steps between two points; return its line and its ticks."""
    ax.add_patch(Rectangle((-4.8, 1.1), 4.5, 3.6, facecolor="white", edgecolor=GREY, zorder=1.5))
    place = (*ax.transData.transform((-4.15, 1.85)), 140)
    panel = picture.axes(place, (-1.5, 1.5), (-0.4, 1.4), title="around 0")
    panel.set(xticks=[-1, 0, 1], yticks=[0], xticklabels=[])
    panel.plot([-1.5, 0, 1.5], relu([-1.5, 0, 1.5]), **OTHER_STYLE)  # the same in every unit
    line = picture.line(panel, marker="o", **RELU_STYLE)
    return line, {x: picture.label(panel, x, -0.53, ha="center", va="top") for x in (-1, 0, 1)}


def _corner(x: NDArray) -> str:
    """Return whether the line through the points of ReLU at `x`, on both sides of 0, has its corner at 0."""
    if np.any(x == 0):
        return "One of the points is 0, so the corner is in the right place."
    if np.any(np.abs(x) < 1e-9):
        return "One of the points misses 0 by a rounding error, too small to be seen."
    told = f"No point is at 0: the nearest are {number(x[x < 0].max())} and {number(x[x > 0].min())}."
    height = number(np.interp(0, x, relu(x)))
    return f"{told} The line between them is at height {height} above x = 0; relu(0) is 0."


@our_style()
def explore_zoom() -> Explorer:
    """Show ReLU and x * x near 0 at growing magnification."""
    x, picture = np.linspace(-1, 1, 101), Picture(540, 196)
    left = picture.axes((54, 40, 200), (-1, 1), (-0.2, 1.1), title="relu")
    right = picture.axes((318, 40, 200), (-1, 1), (-0.2, 1.1), title="x * x")
    line, square = picture.line(left, **RELU_STYLE), picture.line(right, **OTHER_STYLE)
    labels = []
    for ax in (left, right):
        ax.set(xticks=[-1, 0, 1], yticks=[0, 1], xticklabels=[], yticklabels=[])
        labels += [(place, picture.label(ax, place, -0.26, ha="center", va="top")) for place in (-1, 0, 1)]
        labels += [(place, picture.label(ax, -1.05, place, ha="right", va="center")) for place in (0, 1)]

    def draw(zoom: float) -> str:
        edge = 1 / zoom  # what is seen, from -edge to edge, is drawn zoom times as large
        ends = np.array([-edge, 0, edge])
        line.set_data(ends * zoom, relu(ends) * zoom)
        square.set_data(x, (x * edge) ** 2 * zoom)
        for place, label in labels:
            label.set_text(number(place * edge))
        looks = " relu looks the same as at zoom 1." if zoom > 1 else ""
        told = f"Zoom {number(zoom)}: x from {number(-edge)} to {number(edge)}.{looks}"
        high = np.format_float_positional(edge**2, precision=7, trim="-")  # 0.000001, not 1e-06
        return f"{told} At the right edge, x is {number(edge)} and x * x is {high}."

    control = NumberControl("Zoom", [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000], start=1)
    return Explorer("relu and x * x under the magnifying glass", [control], draw, picture)


@our_style()
def explore_lines() -> Explorer:
    """Show straight lines through the corner of ReLU: which of them are nowhere above it."""
    picture, ax = _panel(3, 2.5, 274)
    ax.plot([-3, 0, 3], relu([-3, 0, 3]), label="ReLU", **RELU_STYLE)
    line = picture.line(ax, label="line through the corner", color=VERMILLION, linestyle="--")
    above = picture.line(ax, label="above ReLU", color=BLACK, linewidth=5, linestyle=":")
    ax.legend(loc="upper left")

    def draw(slope: float) -> str:
        line.set_data([-3, 3], [-3 * slope, 3 * slope])
        told = f"The line with the slope {number(slope)} is"
        if 0 <= slope <= 1:
            above.set_data([], [])
            return f"{told} nowhere above ReLU: {number(slope)} may be chosen."
        side, end = ("left", -3) if slope < 0 else ("right", 3)
        above.set_data([0, end], [0, end * slope])
        return f"{told} above ReLU {side} of 0: {number(slope)} may not be chosen."

    control = NumberControl("Slope of the line", np.arange(-5, 16) / 10, 0.3)
    return Explorer("Lines through the corner of ReLU", [control], draw, picture)


@our_style()
def explore_secants() -> Explorer:
    """Show the backward, forward and central secant of ReLU at a point, for a smaller and smaller step h."""
    points = np.arange(-20, 21) / 10
    picture, ax = _panel(3, 2.5, 274)
    ax.plot([-3, 0, 3], relu([-3, 0, 3]), label="relu", **RELU_STYLE)
    # Thinner from the first to the last, so that all are seen where they lie on each other.
    backward = picture.line(ax, label="backward", color=GREEN, linestyle=":", linewidth=6)
    forward = picture.line(ax, label="forward", color=VERMILLION, linestyle="--", linewidth=4)
    central = picture.line(ax, label="central", color=BLACK, linestyle="-.", linewidth=2)
    sides, here = picture.line(ax, **PLACE | {"markersize": 6}), picture.line(ax, **PLACE)
    ax.legend(loc="upper left")

    def draw(x: float, h: float) -> str:
        left, y, right = relu([x - h, x, x + h])
        slopes = [(y - left) / h, (right - y) / h, (right - left) / (2 * h)]
        across = np.array([-3, 3])
        backward.set_data(across, y + slopes[0] * (across - x))
        forward.set_data(across, y + slopes[1] * (across - x))
        central.set_data(across, left + slopes[2] * (across - (x - h)))
        sides.set_data([x - h, x, x + h], [left, y, right])
        here.set_data([x], [y])
        a, b, c = map(number, slopes)
        told = f"backward slope {a}, forward slope {b}, central slope {c}"
        return f"At x = {number(x)} with h = {number(h)}: {told}. {_why(x, slopes)}"

    point = NumberControl("Point x", points, 0.1, picture.ends_below(ax, points))
    step = NumberControl("Step h", [0.01, 0.1, 0.2, 0.5, 1], 0.5, picture.ends_below(ax, [-2, 0]))
    return Explorer("Three secants of relu", [point, step], draw, picture)


def _why(x: float, slopes: list[float]) -> str:
    """Return why three slopes at `x` are equal or not."""
    if x == 0:
        return "The point is the corner itself. No h makes them equal: there is no slope at the corner."
    if np.ptp(slopes) < 1e-6:
        return "The three slopes are equal."
    return f"The step to the {'left' if x > 0 else 'right'} reaches over the corner."


@our_style()
def explore_negative_slope() -> Explorer:
    """Show Leaky ReLU beside ReLU, and the slopes of both, for a growing negative slope."""
    picture, x, seen = Picture(540, 276), np.array([-3, 0, 3]), (-3.2, 3.2)
    ax = picture.axes((54, 46, 200), seen, seen, height=200, **OUTPUT, title="function")
    slopes = picture.axes((316, 46, 200), seen, (-0.7, 2.2), height=200, xlabel="input x", title="slope")
    slopes.set_ylabel("slope")
    ax.plot(x, relu(x), label="ReLU", **RELU_STYLE)
    line = picture.line(ax, label="leaky_relu", **LEAKY_STYLE)
    ax.legend(loc="upper left")
    allowed = picture.line(slopes, **ALLOWED_STYLE)
    slopes.plot([-3, 0, 0, 0, 3], [0, 0, np.nan, 1, 1], **RELU_STYLE)
    slopes.plot([0, 0], [0, 1], **OPEN_DOT, color=BLUE)
    parts, dots = picture.line(slopes, **LEAKY_STYLE), picture.line(slopes, **OPEN_DOT, color=VERMILLION)

    def draw(a: float) -> str:
        line.set_data(x, leaky_relu(x, a))
        parts.set_data([-3, 0, 0, 0, 3], [a, a, np.nan, 1, 1])
        at_0, ends = ([], []) if a == 1 else ([0, 0], [a, 1])  # one straight line does not end at 0
        allowed.set_data(at_0, ends)
        dots.set_data(at_0, ends)
        output = number(leaky_relu(-1, a))
        told = f"Negative slope a = {number(a)}: leaky_relu(-1) = {output}, and ReLU(-1) = 0."
        kind = {0: " This is ReLU.", 1: " This is a straight line: no corner."}.get(a, "")
        return f"{told} The slope is {number(a)} left of 0 and 1 right of 0.{kind}"

    control = NumberControl("Negative slope a", np.arange(-10, 41) / 20, start=0.1)
    return Explorer("Leaky ReLU and ReLU, function and slope", [control], draw, picture)


@our_style()
def explore_neuron() -> Explorer:
    """Show how one neuron learns from different starts b, with ReLU (a = 0) and with leaks."""
    steps = 5000
    bias = NumberControl("Start b", [-3, -2, -1.5, -1, -0.99, -0.5, 0], start=-3)
    leak = NumberControl("Negative slope a", [0, 0.001, 0.01, 0.02, 0.05, 0.1, 0.3], start=0)
    pairs = [(b, a) for b in bias.values for a in leak.values]
    history = train_neuron(*np.transpose(pairs), steps)
    picture = Picture(520, 276)
    ax = picture.axes((62, 46, 400), (-1.05, 1.05), (-0.35, 1.6), height=200, **OUTPUT, title=f"after {steps} steps")
    ax.plot(INPUTS, TARGETS, "o", color=GREY, markersize=6, label="target")
    output = picture.line(ax, label="neuron", **RELU_STYLE)
    ax.legend(loc="upper left")

    def draw(b: float, a: float) -> str:
        k = pairs.index((b, a))
        weight, final, error = history.weight[-1, k], history.bias[-1, k], history.error[k]
        zero = -final / weight if weight else 0.0  # where z is 0
        x = np.sort([-1, np.clip(zero, -1, 1), 1])
        output.set_data(x, leaky_relu(weight * x + final, a))
        told = f"Start b = {number(b)}, a = {number(a)}: {_life(history.alive[:, k], moves=a > 0)}."
        error = "smaller than 0.000001" if error < 1e-6 else f"{error:.6f}"
        return f"{told} The error after {steps} steps is {error}."

    return Explorer("One neuron that learns", [bias, leak], draw, picture)


def _life(alive: NDArray[np.bool_], moves: bool) -> str:
    """Return when a neuron was active."""
    if alive.any():
        step = alive.argmax()
        return f"it becomes active at step {step}" if step else "it is active from the start"
    still = f"it moves, but is not yet active after {alive.size - 1} steps"
    return still if moves else "the neuron is dead and never changes"
