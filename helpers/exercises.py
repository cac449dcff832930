"""The exercises of the lessons, such as ``exercises.write_relu.check(my_relu)``."""

from __future__ import annotations

import functools

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from helpers import mistakes
from helpers.activations import relu
from helpers.core.call import show
from helpers.core.check import Exercise, FunctionExercise


def names() -> tuple[str, ...]:
    """Return the names of all exercises, in the order of the lessons."""
    return tuple(name for name, value in globals().items() if isinstance(value, Exercise))


# Arguments to try, the simplest first. Their order, first sign, length and size differ, so that no wrong
# answer is right by accident. Of the slopes one has three decimals, one is above 1, and one is below 0.

PAIR, ZERO, HALVES = np.array([-3.0, 2.0]), np.array([0.0]), np.array([-0.5, 0.5])
INTEGERS, FALLING_INTEGERS = np.array([-3, 2]), np.array([4, -1, 0, -7, 1])
FALLING = np.array([2.123456789, -3.0, 0.0])
BELOW, ALONE, NEAR = np.array([-0.25, -2.5]), np.array([-4.5]), np.array([1e-9, -1e-9])
FAR = np.array([12345.5, -7.25, 0.001, -0.001, 7.25, -12345.5])
SIMPLE = [(PAIR,), (ZERO,), (HALVES,), (INTEGERS,)]
MIXED = [np.nan, -2.0, np.inf, -np.inf, 3.0]
SPECIAL = [(np.array(numbers),) for numbers in ([np.nan], [-np.inf], [np.inf], MIXED)]
MORE = [(FALLING,), (BELOW,), (ALONE,), (FALLING_INTEGERS,), (NEAR,), (FAR,)]
AROUND_2 = [(np.array([0.0, 3.0]),), (np.array([2.5, 2.001, 2.0, 1.999, -3.0]),), (ZERO,)]
OUTPUTS = [(np.array([0.0, 2.0]),), *((relu(x),) for (x,) in SIMPLE + MORE), (np.array([0.25, 0.0, 1000.0]),)]
LEAKS = [
    (PAIR,), (PAIR, 0.2), (ZERO, 0.2), (INTEGERS,), (PAIR, 2.0), (PAIR, -0.5), (FALLING, 0.0),
    (FALLING_INTEGERS, 0.125), (BELOW, 0.25), (ALONE, 1.5), (NEAR,), (FAR,),
]  # fmt: skip


# -- a plot -------------------------------------------------------------------------------------------------


def _judge_plot(answer: object) -> tuple[str, str]:
    if not isinstance(answer, Axes):
        return "wrong", f"A plot was asked, ax, but this is {show(answer)}."
    lines = [line for line in answer.get_lines() if line.get_transform() == answer.transData]  # no axvline
    if not lines:
        return "not attempted", "There is no line in ax yet. Draw with ax.plot."
    if len(lines) > 1:
        return "wrong", f"There are {len(lines)} lines in ax. Draw one line, with one ax.plot."
    x, y = (np.asarray(values, float) for values in lines[0].get_data(orig=False))
    fault = _fault_of_points(x, y)
    if not fault and lines[0].get_linestyle() == "None":
        fault = 'The points are right, but they are not joined. Write "o-" for dots and lines.'
    if not fault and lines[0].get_drawstyle() != "default":
        fault = "The points are right, but what joins them is no straight line. Draw with ax.plot."
    if fault:
        return "wrong", fault
    return (
        "right",
        f"The line goes through {x.size} points, and one is the corner. The corner and both ends are enough.",
    )


def _fault_of_points(x: NDArray, y: NDArray) -> str:
    """Return what is wrong with a plot of ReLU from -4 to 4 through these points, or ""."""
    differs = np.flatnonzero(~np.isclose(y, relu(x), rtol=1e-9, atol=1e-12))  # steps of 0.1 add up inexactly
    if differs.size and np.allclose(x, relu(y)):
        return "Inputs and heights are exchanged: ax.plot takes the inputs first."
    if differs.size and x.size > 1 and np.array_equal(x, np.arange(x.size)):
        told = "The inputs of the line are 0, 1, 2 and so on, as if none were given."
        return f"{told} Give x first, then the heights."
    if differs.size:
        at, height = (show(values[differs[0]]) for values in (x, y))
        return f"At x = {at} the line has the height {height}, and ReLU gives {show(relu(x[differs[0]]))}."
    if np.any(np.diff(x) < 0):
        return "The line goes back: an input is smaller than the one before. Put them in order."
    if x.size < 2 or not np.allclose([x[0], x[-1]], [-4, 4]):
        ends = f"from {x[0]:.4g} to {x[-1]:.4g}" if x.size else "through no point"
        told = f"The line goes {ends}. It must go from -4 to 4."
        if x.size > 1 and np.isclose(x[0], -4) and np.isclose(2 * x[-1] - x[-2], 4):  # one step is missing
            return f"{told} np.arange and range leave their end out, np.linspace does not."
        return told
    if not np.any(np.isclose(x, 0)):
        near = f"{x[x < 0].max():.3g} and {x[x > 0].min():.3g}"
        return f"No point is at 0, where the corner is: the points beside it are {near}."
    return ""


# -- each: name, lesson, task, hints, a solution, whose first line a function's stub has, and how it is judged --
# fmt: off

_function = functools.partial(FunctionExercise, explain=mistakes.explain)

relu_if_else = _function(
    "relu_if_else", 1, "Write ReLU of one number, for example with if and else.",
    ("There are two cases. Which question tells them apart?",
     "Ask whether x > 0. Each of the two cases needs its own return.",
     "In the first case return x, in the other one return 0."),
    "def my_relu(x):\n    if x > 0:\n        return x\n    else:\n        return 0",
    calls=[(2,), (-3,), (0,), (0.1,), (0.001,), (-0.5,), (7.25,), (-1000,), (1000,)],
    left="0", right="x", wrong=mistakes.IF_ELSE,
)

write_relu = _function(
    "write_relu", 2,
    "Write ReLU for an array x: it returns a new array and leaves x as it is. nan stays nan, -inf becomes 0, "
    "and inf stays inf.",
    ("NumPy has a function that compares 0 with each number and keeps the larger one.",
     "It is not np.max, which gives one number for the whole array.",
     "np.maximum takes an array and a number."),
    "def my_relu(x):\n    return np.maximum(x, 0)",
    calls=SIMPLE + SPECIAL + MORE, left="0", right="x", wrong=mistakes.RELU,
)

mend_argument = _function(
    "mend_argument", 2,
    "This ReLU changes the array that it is given. Correct it, so that x stays as it is and a new array is "
    "returned.",
    ("Call it, then look at the array that you gave to it.",
     "x[...] = 0 writes into that array. Write into another one.",
     "x.copy() makes an array of its own."),
    "def keeps_argument(x):\n    result = x.copy()\n    result[result < 0] = 0\n    return result",
    calls=SIMPLE + MORE, left="0", right="x", wrong=mistakes.FINITE_RELU, broken="x[x < 0] = 0\nreturn x",
)

own_plot = Exercise(
    "own_plot", 3,
    "Plot ReLU from -4 to 4 on ax, through points that you choose, with the corner in its place.",
    ("First make x: an array that begins with -4, ends with 4, and has the place of the corner in it.",
     "np.linspace(-4, 4, n) gives n points. Is 0 one of them if n is 4? And if n is 5?",
     "Take np.linspace(-4, 4, 9) for x. ax.plot takes x, then the heights, which np.maximum gives, then how "
     "to draw."),
    'fig, ax = plt.subplots()\nx = np.linspace(-4, 4, 9)\nax.plot(x, np.maximum(0, x), "o-")',
    "fig, ax = plt.subplots()\n...", _judge_plot,
)

shifted_relu = _function(
    "shifted_relu", 3,
    "Write ReLU moved 2 to the right: its corner is at 2. It takes an array x, leaves it as it is, and gives "
    "an array.",
    ("At x = 2 the moved function must do what ReLU does at 0.",
     "Change the input before ReLU sees it, not the output.",
     "Which number must be added to 2 or taken from 2 to get 0?"),
    "def my_shifted_relu(x):\n    return np.maximum(x - 2, 0)",
    calls=[*AROUND_2, (np.array([5, -3, 2]),), (np.array([1.5, 2.75]),), *MORE],
    left="0", right="x - 2", corner=2, wrong=mistakes.SHIFTED_RELU,
)

write_relu_slope = _function(
    "write_relu_slope", 4,
    "Write the slope of ReLU at each number of an array x. At 0, every number from 0 to 1 is right. x stays "
    "as it is.",
    ("How fast does ReLU rise at -3, and how fast at 2?",
     "The slope depends only on whether x is above 0. At 0 any number from 0 to 1 is right.",
     "np.where with the question x > 0 chooses between two slopes."),
    "def my_relu_slope(x):\n    return np.where(x > 0, 1.0, 0.0)",
    calls=SIMPLE + MORE, left="0", right="1", wrong=mistakes.RELU_SLOPE,
    remark="At 0 any number from 0 to 1 is right. The relu of PyTorch, JAX and TensorFlow chooses 0.",
)

slope_from_output = _function(
    "slope_from_output", 4,
    "The input x is lost, and only the array y = relu(x) is left. Write the slope of ReLU at x from y, with "
    "0 at x = 0. y stays as it is.",
    ("Which outputs can come from the left side, where the slope is 0?",
     "All negative inputs give y = 0, and no positive input does.",
     "Ask whether y > 0."),
    "def my_slope_from_output(y):\n    return np.where(y > 0, 1.0, 0.0)",
    calls=OUTPUTS, left="0", right="1", between=False, wrong=mistakes.SLOPE_FROM_OUTPUT,
)

write_leaky_relu = _function(
    "write_leaky_relu", 5,
    "Write Leaky ReLU for an array x of finite numbers and for every negative_slope, which is 0.01 if the "
    "call does not give it. x stays as it is.",
    ("Right of 0 it gives x. Left of 0 it gives x multiplied by a number. Which number?",
     "Left of 0 it gives negative_slope * x.",
     "np.where with the question x > 0 chooses between x and negative_slope * x."),
    "def my_leaky_relu(x, negative_slope=0.01):\n    return np.where(x > 0, x, negative_slope * x)",
    calls=LEAKS, left="negative_slope * x", right="x", wrong=mistakes.LEAKY_RELU,
)

write_leaky_relu_slope = _function(
    "write_leaky_relu_slope", 5,
    "Write the slope of Leaky ReLU at each number of an array x, for every negative_slope, which is 0.01 if "
    "the call does not give it. At 0, every number between the two slopes is accepted. x stays as it is.",
    ("Leaky ReLU is made of two straight lines. What is the slope of each of them?",
     "1 on the right, negative_slope on the left. At 0 any number between them is right.",
     "np.where with the question x > 0 chooses between the two slopes."),
    "def my_leaky_relu_slope(x, negative_slope=0.01):\n    return np.where(x > 0, 1.0, negative_slope)",
    calls=LEAKS, left="negative_slope", right="1", wrong=mistakes.LEAKY_RELU_SLOPE,
    remark="At 0 any number between the two slopes is right. The libraries PyTorch and TensorFlow choose "
    "negative_slope, JAX chooses 1.",
)
# fmt: on
