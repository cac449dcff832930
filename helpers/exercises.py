"""What is asked in the lessons: exercises, such as ``exercises.write_relu.check(my_relu)``, and questions."""

from __future__ import annotations

import functools
import math

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from helpers import activations, no_longer_here
from helpers import misconceptions as known
from helpers.core.checking import Exercise, FunctionExercise
from helpers.core.prediction import Question
from helpers.core.student import Outcome, as_text, plain, told_apart
from helpers.misconceptions import find

__getattr__ = no_longer_here  # for a saved lesson that is older than this folder


def names() -> tuple[str, ...]:
    """Return the names of all exercises, in the order of the lessons."""
    return tuple(name for name, value in globals().items() if isinstance(value, Exercise))


# What is right: the lowest and the highest number that is accepted


def _relu(x) -> tuple[NDArray, NDArray]:
    right = np.asarray(activations.relu(x))
    return right, right


def _shifted_relu(x) -> tuple[NDArray, NDArray]:
    return _relu(x - 2)


def _relu_slope(x) -> tuple[NDArray, NDArray]:
    return activations.relu_slope(x, at_zero=0), activations.relu_slope(x, at_zero=1)


def _slope_from_output(y) -> tuple[NDArray, NDArray]:
    right = activations.relu_slope(y, at_zero=0)  # y = 0 comes from all negative inputs
    return right, right


def _leaky_relu(x, negative_slope=0.01) -> tuple[NDArray, NDArray]:
    right = activations.leaky_relu(x, negative_slope)
    return right, right


def _leaky_relu_slope(x, negative_slope=0.01) -> tuple[NDArray, NDArray]:
    ends = [activations.leaky_relu_slope(x, negative_slope, at_zero) for at_zero in (negative_slope, 1.0)]
    return np.minimum(*ends), np.maximum(*ends)


_function = functools.partial(FunctionExercise, explain=known.explain)

# Which library takes the same slope at 0


def _relu_convention(outcomes: list[Outcome]) -> str:
    at_zero = float(outcomes[1].value.item())  # ZERO is the second call
    same = {
        0.0: "as torch.relu, jax.nn.relu and tf.nn.relu do",
        0.5: "as torch.maximum with a tensor of 0 and jnp.maximum(x, 0) do",
        1.0: "as tf.maximum(x, 0) does",
    }.get(at_zero, "which is as right as any number from 0 to 1; the functions called relu take 0")
    shown, _ = told_apart(at_zero, round(2 * at_zero) / 2)
    return f"At 0 you chose {shown}, {same}."


def _leaky_convention(outcomes: list[Outcome]) -> str:
    at_zero, negative_slope = float(outcomes[2].value.item()), _LEAK_AT_ZERO[1]  # which is the third call
    if math.isclose(at_zero, negative_slope):
        return "At 0 you chose negative_slope, as PyTorch and TensorFlow do."
    if at_zero == 1:
        return "At 0 you chose 1, as jax.nn.leaky_relu does."
    shown, _ = told_apart(at_zero, min(1.0, negative_slope, key=lambda end: abs(end - at_zero)))
    return (
        f"At 0 you chose {shown} for negative_slope = {negative_slope}, as right as any number "
        f"from negative_slope to 1; torch takes negative_slope, JAX takes 1."
    )


# Values

_INPUTS = (-4, -0.5, 0, 0.5, 4)
_POINT = " A comma stands between two numbers; a decimal number is written with a point, as 0.5."


def _judge_table(answer: object) -> tuple[str, str]:
    value = plain(answer)
    outputs = value.tolist() if isinstance(value, np.ndarray) and value.ndim == 1 else value
    if not isinstance(outputs, list | tuple) or len(outputs) != len(_INPUTS):
        came = as_text(value)
        return "wrong", f"A list of {len(_INPUTS)} outputs was asked, one for each input, but this is {came}.{_POINT}"
    missing = sum(output is ... or output is None for output in outputs)
    if missing:
        return "not attempted", f"Still to be filled in: {missing} of the {len(_INPUTS)} outputs."
    for x, output in zip(_INPUTS, outputs, strict=True):
        larger = max(0, x)
        if not _is_number(output):
            return "wrong", f"For x = {x} the table has {as_text(output)} instead of the number {larger}."
        if output != larger:
            has = f"the table has {told_apart(output, larger, digits=9)[0]} instead of {larger}"
            return "wrong", f"For x = {x} {has}: ReLU gives the larger one of 0 and {x}."
    return "right", "All five outputs are max(0, x)."


def _judge_plot(answer: object) -> tuple[str, str]:
    if not issubclass(type(answer), Axes):
        return "wrong", f"A plot was asked, ax, but this is {as_text(plain(answer))}."
    lines = [line for line in answer.get_lines() if line.get_transform() == answer.transData]  # axvline is none
    if not lines:
        return "not attempted", "There is no line in ax yet. Draw with ax.plot."
    if len(lines) > 1:
        return "wrong", f"There are {len(lines)} lines in ax. Draw one line, with one ax.plot."
    x, y = (np.asarray(values, float) for values in lines[0].get_data(orig=False))
    fault = _fault_of_points(x, y)
    if not fault and (lines[0].get_linestyle() == "None" or not lines[0].get_visible()):
        fault = 'The points are right, but they are not joined. Write "o-" for dots and lines.'
    plain_axes = {answer.get_xscale(), answer.get_yscale()} == {"linear"}
    if not fault and not (plain_axes and lines[0].get_drawstyle() == "default"):
        fault = "The points are right, but what joins them is no straight line. Draw with ax.plot, on plain axes."
    return ("wrong", fault) if fault else ("right", f"The line goes through {x.size} points, and one is the corner.")


def _fault_of_points(x: NDArray, y: NDArray) -> str:
    """Return what is wrong with a plot of ReLU from -4 to 4 through these points, or ""; 0.1 steps add up inexactly."""
    differs = np.flatnonzero(~np.isclose(y, activations.relu(x), rtol=1e-9, atol=1e-12))
    if differs.size and np.allclose(x, activations.relu(y)):
        return "Inputs and heights are exchanged: ax.plot takes the inputs first."
    if differs.size and x.size > 1 and np.array_equal(x, np.arange(x.size)):
        return "The inputs of the line are 0, 1, 2 and so on, as if none were given. Give x first, then the heights."
    if differs.size:
        at, height = (as_text(values[differs[0]]) for values in (x, y))
        return f"At x = {at} the line has the height {height}, and ReLU gives {as_text(max(0.0, x[differs[0]]))}."
    if np.any(np.diff(x) < 0):
        return "The line goes back: an input is smaller than the one before. Put them in order."
    if x.size < 2 or not np.allclose([x[0], x[-1]], [-4, 4]):
        ends = f"from {x[0]:.4g} to {x[-1]:.4g}" if x.size else "through no point"
        short = x.size > 1 and np.isclose(x[0], -4) and np.isclose(2 * x[-1] - x[-2], 4)
        return f"The line goes {ends}. It must go from -4 to 4.{' np.arange leaves its end out.' if short else ''}"
    if not np.any(np.isclose(x, 0)):
        near = f"{x[x < 0].max():.3g} and {x[x > 0].min():.3g}"
        return f"No point is at 0, where the corner is: the points beside it are {near}."
    return ""


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


# Each: name, lesson, task, hints, and a solution, whose first line is also the stub, or what a choice offers.
# fmt: off

# Lesson 1

table = Exercise(
    "table", 1, "Give the list of the outputs of ReLU for the inputs -4, -0.5, 0, 0.5 and 4.",
    ("ReLU gives the larger one of two numbers. One of them is the input.",
     "The other one is 0. Compare each input with it.",
     "Three of the five outputs are 0, and two are the input itself."),
    "my_table = [0, 0, 0, 0.5, 4]", "my_table = [..., ..., ..., ..., ...]", judge=_judge_table,
)

relu_if_else = _function(
    "relu_if_else", 1, "Write ReLU of one number, for example with if and else.",
    ("There are two cases. Which question tells them apart?",
     "Ask whether x > 0. Each of the two cases needs its own return.",
     "In the first case return x, in the other one return 0."),
    "def my_relu(x):\n    if x > 0:\n        return x\n    else:\n        return 0",
    calls=[(2,), (-3,), (0,), (0.1,), (-0.5,), (7.25,), (-1000,), (1000,)],
    expected=_relu, wrong=known.IF_ELSE, families=known.families(known.corner_elsewhere(np.zeros_like, lambda x: x)),
)

# Lesson 2

_SIMPLE = [known.PAIR, known.ZERO, known.HALVES, known.INTEGERS]
_MORE = [known.TABLE, known.FALLING, known.BELOW, known.ALONE, known.FALLING_INTEGERS, known.NEAR, known.FAR]
_RELU = {
    "expected": _relu, "wrong": known.RELU,
    "families": known.families(known.corner_elsewhere(np.zeros_like, lambda x: x)),
}

write_relu = _function(
    "write_relu", 2,
    "Write ReLU for an array x: it returns a new array and leaves x as it is. nan stays nan, -inf becomes 0, and inf "
    "stays inf.",
    ("NumPy has a function that compares 0 with each number and keeps the larger one.",
     "It is not np.max, which gives one number for the whole array.",
     "np.maximum takes an array and a number."),
    "def my_relu(x):\n    return np.maximum(x, 0)",
    calls=[*_SIMPLE, known.NAN, known.MINUS_INFINITY, known.INFINITY, *_MORE], **_RELU,
)

mend_order = _function(
    "mend_order", 2, "The lines of this ReLU are right, but their order is not. Put them in order. x stays as it is.",
    ("Which lines must come first: those that make y and low, or those that use them?",
     "The last line gives y back. Nothing that stands below return runs.",
     "Begin with y = x.copy() and low = 0, then the loop, and end with return y."),
    "def in_order(x):\n    y = x.copy()\n    low = 0\n    for i in range(len(y)):\n        if y[i] < low:\n"
    "            y[i] = low\n    return y",
    calls=[*_SIMPLE, *_MORE], broken=find("lines_in_wrong_order"), **_RELU,
)

mend_nan = _function(
    "mend_nan", 2, "This ReLU hides nan. Correct it, so that nan stays nan. x stays as it is.",
    ("What is np.nan > 0, True or False? Try it.",
     "Every comparison with nan is False. Ask a question for which False means: keep x.",
     "np.where takes its last argument where the question is False. Ask x < 0 and put x last."),
    "def keeps_nan(x):\n    return np.where(x < 0, 0, x)",
    calls=[*_SIMPLE, known.NAN, *_MORE], broken=find("hides_nan"), **_RELU,
)

mend_argument = _function(
    "mend_argument", 2,
    "This ReLU changes the array that it is given. Correct it, so that x stays as it is and a new array is returned.",
    ("Call it, then look at the array that you gave to it.",
     "x[...] = 0 writes into that array. Write into another one.",
     "x.copy() makes an array of its own."),
    "def keeps_argument(x):\n    result = x.copy()\n    result[result < 0] = 0\n    return result",
    calls=[*_SIMPLE, *_MORE], broken=find("changes_argument"), **_RELU,
)

# Lesson 3

_STEPS = [(np.array([5, -3, 2]),), (np.array([1.5, 2.75]),)]
own_plot = Exercise(
    "own_plot", 3, "Plot ReLU from -4 to 4 on ax, through points that you choose, with the corner in its place.",
    ("First make x: an array that begins with -4, ends with 4, and has the place of the corner in it.",
     "np.linspace(-4, 4, n) gives n points. Is 0 one of them if n is 4? And if n is 5?",
     "Take np.linspace(-4, 4, 9) for x. ax.plot takes x, then the heights, which np.maximum gives, then how to draw."),
    'fig, ax = plt.subplots()\nx = np.linspace(-4, 4, 9)\nax.plot(x, np.maximum(0, x), "o-")',
    "fig, ax = plt.subplots()\n...", judge=_judge_plot,
)

shifted_relu = _function(
    "shifted_relu", 3,
    "Write ReLU moved 2 to the right: its corner is at 2. It takes an array x, leaves it as it is, and gives an array.",
    ("At x = 2 the moved function must do what ReLU does at 0.",
     "Change the input before ReLU sees it, not the output.",
     "Which number must be added to 2 or taken from 2 to get 0?"),
    "def my_shifted_relu(x):\n    return np.maximum(x - 2, 0)",
    calls=[known.BEFORE_AND_AFTER_2, known.NEAR_2, known.ZERO, *_STEPS, *_MORE],
    expected=_shifted_relu, wrong=known.SHIFTED_RELU,
    families=known.families(known.corner_elsewhere(np.zeros_like, lambda x: x - 2, corner=2)),
)

# Lesson 4

write_relu_slope = _function(
    "write_relu_slope", 4,
    "Write the slope of ReLU at each number of an array x. At 0, every number from 0 to 1 is right. x stays as it is.",
    ("How fast does ReLU rise at -3, and how fast at 2?",
     "The slope depends only on whether x is above 0. At 0 any number from 0 to 1 is right.",
     "np.where with the question x > 0 chooses between two slopes."),
    "def my_relu_slope(x):\n    return np.where(x > 0, 1.0, 0.0)",
    calls=[*_SIMPLE, *_MORE],
    expected=_relu_slope, wrong=known.RELU_SLOPE, remark=_relu_convention,
    families=known.families(known.slope_elsewhere(np.zeros_like, np.ones_like)),
)

slope_from_output = _function(
    "slope_from_output", 4,
    "The input x is lost, and only the array y = relu(x) is left. Write the slope of ReLU at x from y, with 0 at x = "
    "0. y stays as it is.",
    ("Which outputs can come from the left side, where the slope is 0?",
     "All negative inputs give y = 0, and no positive input does.",
     "Ask whether y > 0."),
    "def my_slope_from_output(y):\n    return np.where(y > 0, 1.0, 0.0)",
    calls=[known.OUTPUTS, *((_relu(x)[0],) for (x,) in [*_SIMPLE, *_MORE]), (np.array([0.25, 0.0, 1e-9, 1000.0]),)],
    expected=_slope_from_output, wrong=known.SLOPE_FROM_OUTPUT,
    families=known.families(known.slope_elsewhere(np.zeros_like, np.ones_like, "y")),
)

# Lesson 5

_LEAK_AT_ZERO = (*known.ZERO, 0.2)
_LEAKS = [
    known.INTEGERS, (*known.PAIR, 2.0), (*known.TABLE, 0.2), (*known.PAIR, -0.5), (*known.FALLING, 0.0),
    (*known.FALLING_INTEGERS, 0.25), (*known.BELOW, 0.25), (*known.ALONE, 0.5), known.NEAR, known.FAR,
]
_LEAKY_RELU = {
    "calls": [known.PAIR, (*known.PAIR, 0.2), known.ZERO, *_LEAKS], "expected": _leaky_relu, "wrong": known.LEAKY_RELU,
    "families": known.families(known.corner_elsewhere(lambda x, a=0.01: a * x, lambda x, a=0.01: x)),
}

write_leaky_relu = _function(
    "write_leaky_relu", 5,
    "Write Leaky ReLU for an array x of finite numbers and for every negative_slope, which is 0.01 if the call does "
    "not give it. x stays as it is.",
    ("Right of 0 it gives x. Left of 0 it gives x multiplied by a number. Which number?",
     "Left of 0 it gives negative_slope * x.",
     "np.where with the question x > 0 chooses between x and negative_slope * x."),
    "def my_leaky_relu(x, negative_slope=0.01):\n    return np.where(x > 0, x, negative_slope * x)",
    **_LEAKY_RELU,
)

write_leaky_relu_slope = _function(
    "write_leaky_relu_slope", 5,
    "Write the slope of Leaky ReLU at each number of an array x, for every negative_slope, which is 0.01 if the call "
    "does not give it. At 0, every number between the two slopes is accepted. x stays as it is.",
    ("Leaky ReLU is made of two straight lines. What is the slope of each of them?",
     "1 on the right, negative_slope on the left. At 0 any number between them is right.",
     "np.where with the question x > 0 chooses between the two slopes."),
    "def my_leaky_relu_slope(x, negative_slope=0.01):\n    return np.where(x > 0, 1.0, negative_slope)",
    calls=[known.PAIR, (*known.PAIR, 0.2), _LEAK_AT_ZERO, *_LEAKS],
    expected=_leaky_relu_slope, wrong=known.LEAKY_RELU_SLOPE, remark=_leaky_convention,
    families=known.families(
        known.slope_elsewhere(lambda x, a=0.01: np.full(x.shape, a), lambda x, a=0.01: np.ones(x.shape))
    ),
)

# Questions: name, lesson, what is asked, and what is said with the result; the choices, the right one, and what a wrong
# one means.

# These are answered before a result is shown.
QUESTIONS = {question.name: question for question in [
    Question(
        "relu-of-minus-3", 1, "What does ReLU give for -3?",
        "Of the four numbers only -3 is replaced by 0. The name ReLU is short for rectified linear unit.",
        right="0",
        wrong={"3": "3 is the absolute value of -3: it takes the minus away, and ReLU gives 0.",
               "-3": "-3 is the input itself: ReLU keeps only 0 and positive numbers."},
    ),
    Question(
        "branch-for-0", 1, "x is 0. Which return line runs?",
        "0 is not larger than 0, so the answer to x > 0 is no.",
        choices=("return x", "return 0"), right="return 0",
        wrong={"return x": "return x would give 0 as well, but it runs only where x > 0 is true."},
    ),
    Question(
        "additive", 1, "f is ReLU. Are both sides equal for p = -1 and q = 1?",
        "One pair of numbers that breaks the rule is enough: ReLU is not linear. Its plot is made of straight "
        "parts. Such a function is called piecewise linear.",
        choices=("yes, both are 0", "yes, both are 1", "no"), right="no",
        wrong={"yes, both are 0": "The left side is ReLU(0) = 0, but the right side is ReLU(-1) + ReLU(1) = 0 + 1.",
               "yes, both are 1": "The right side is 0 + 1, but the left side is ReLU(-1 + 1) = ReLU(0)."},
    ),
    Question(
        "neuron-output", 1, "w = 2, b = -1 and x = 0.25. What is the output of the neuron?",
        "z is 2 * 0.25 - 1, which is negative, and ReLU gives 0 for it.",
        right="0",
        wrong={"-0.5": "-0.5 is z, and the output is ReLU(z).", "0.5": "0.5 is w * x: the bias b is added to it."},
    ),
    # Lesson 2
    Question(
        "max-of-array", 2, "What does max(0, x) give for an array?",
        "max asks: is x larger than 0? It wants one answer, yes or no, and three numbers have three answers. The error "
        "says that this is ambiguous: there is no single yes or no. An if x > 0: stops with the same error.",
        choices=("three numbers", "one number", "an error"), right="an error",
        wrong={"three numbers": "Python's max does not look into the array number by number.",
               "one number": "Python's max would have to know which of 0 and the whole array is larger."},
    ),
    Question(
        "np-max-of-array", 2, "What does np.max(x, 0) give for -2, 0 and 3?",
        "np.max looks for the largest number, and there is no error. The 0 has another meaning here: it says in which "
        "direction of a table to search, its axis. A wrong result without an error is hard to find.",
        choices=("0, 0 and 3", "3", "an error"), right="3",
        wrong={"0, 0 and 3": "That is np.maximum(x, 0), whose name is longer.",
               "an error": "There is none, and that is the danger."},
    ),
    Question(
        "keeps-nan", 2, "How many of the six ways keep the nan?",
        "np.where hides it: the question nan > 0 has the answer no, so it takes the 0. np.fmax leaves nan out of the "
        "comparison. The other four keep it.",
        right="4",
        wrong={"6": "Two of them give the number 0 in its place.",
               "5": "Two of them give the number 0 in its place, not one."},
    ),
    Question(
        "data-after-call", 2, "What does data hold after the call?",
        "The -2 is lost: x inside the function and data outside are the same array. np.maximum makes a new one.",
        choices=("-2, 0 and 3", "0, 0 and 3"), right="0, 0 and 3",
        wrong={"-2, 0 and 3": "A function does not get a copy of an array: x is another name for data."},
    ),
    # Lesson 3
    Question(
        "last-point", 3, "What is the last number of np.arange(-3, 5, 1)?",
        "The next one would be 5, but np.arange stops before the end.",
        right="4",
        wrong={"5": "5 is the end, and it is left out.", "8": "8 is how many numbers there are."},
    ),
    Question(
        "height-at-0", 3, "How high is the drawn line at x = 0?",
        "No point is at 0. A straight line joins (-0.5, 0) and (0.5, 0.5), so it rises from -0.5 on, and at 0 it is "
        "half way up.",
        right="0.25",
        wrong={"0": "ReLU(0) is 0, but no point is computed there: the plot shows the line between two points.",
               "0.5": "0.5 is the height of the next point, at x = 0.5."},
    ),
    Question(
        "larger-error", 3, "Which plot is farther from ReLU at x = 0?",
        "3 points are enough, because one of them is 0. Among 100 points from -5 to 5 none is 0, and among 101 points "
        "one is. More points do not always help. A point at the corner does.",
        choices=("the one of 3 points", "the one of 100 points", "both have the same"), right="the one of 100 points",
        wrong={"the one of 3 points": "Two straight lines through -5, 0 and 5 are exactly ReLU.",
               "both have the same": "The plot of 3 points is exact at 0, and the one of 100 is not."},
    ),
    Question(
        "zoom", 3, "You zoom in at 0. What does the corner of ReLU become?",
        "Left and right of 0 the line is straight, so each zoom shows the same two straight parts. x**2 looks more "
        "and more like a flat line.",
        choices=("round", "straight", "it stays a corner"), right="it stays a corner",
        wrong={"round": "No point near 0 is round: the line is straight on both sides.",
               "straight": "x**2 becomes straight when you zoom in, and the corner of ReLU does not."},
    ),
    # Lesson 4
    Question(
        "slope-at-minus-3", 4, "What is the slope of ReLU at -3?",
        "The line is flat there, and a flat line has the slope 0.",
        choices=("none: there is no slope", "0", "-3", "1"), right="0",
        wrong={"none: there is no slope": "There is one: the number 0.",
               "-3": "-3 is where you look, not how much the line rises.",
               "1": "1 is the slope right of 0."},
    ),
    Question(
        "sides-of-0", 4, "Do the slopes to the left and to the right of 0 come closer when h gets smaller?",
        "They are 0 and 1 for every h and never equal. So the slope of ReLU at 0 is undefined.",
        choices=("yes", "no"), right="no",
        wrong={"yes": "That would be so for a curve without a corner. Here h / h is 1 for every h."},
    ),
    Question(
        "central-at-0", 4, "What is the central slope at 0 for h = 0.001?",
        "It is the same for every h, so it looks like a slope. But there is no slope at 0: this check does not see "
        "the corner.",
        right="0.5",
        wrong={"0": "0 is the slope to the left of 0. The central slope takes one point on each side.",
               "1": "1 is the slope to the right of 0. The central slope takes one point on each side."},
    ),
    # Lesson 5
    Question(
        "bias-after-1000-steps", 5, "What is b after 1000 steps?",
        "Nothing moved. The output is 0 for every input, and so is the slope of ReLU. Each step changes w and b by "
        "exactly 0. Such a neuron never learns: it is dead.",
        right="-3",
        wrong={"0.5": "0.5 is what the target needs, but each move is multiplied by the slope, which is 0 here."},
    ),
    Question(
        "dead-from-minus-half", 5, "The start is b = -0.5. Is this neuron dead: does it never learn?",
        "It learned what the target needs. A neuron with ReLU is dead only if z is 0 or negative for every training "
        "input. An output of 0 for some inputs is not enough.",
        choices=("yes", "no"), right="no",
        wrong={"yes": "For the inputs above 0.5 z is positive, so the slope is 1 there, and these move w and b."},
    ),
    Question(
        "steps-to-revive", 5, "With a = 0.01, after how many steps is z positive for some input?",
        "The leak moves the neuron slowly until it is active. Then it learns fast.",
        choices=("about 10", "about 1000", "about 10000", "never"), right="about 1000",
        wrong={"about 10": "Each move is multiplied by a = 0.01, so it takes longer.",
               "about 10000": "The error is large at the start, so the moves are not that small.",
               "never": "The slope is 0.01 and not 0, so each step moves b."},
    ),
    Question(
        "larger-leak", 5, "Take a = 0.3 in place of 0.01. Is the error at the end smaller?",
        "The target is flat on its left side, and the larger the leak, the less flat the neuron.",
        choices=("yes", "no"), right="no",
        wrong={"yes": "It is active sooner, but it cannot become as flat on the left as the target is."},
    ),
]}

# These are exercises: a reason is chosen, and told at once whether it is right.
REASONS = {question.name: question for question in [
    Question(
        "why-not-linear", 1, "Why is ReLU, f, not linear?",
        "A linear function would give the same number twice.",
        choices=("f(0) = 0",
                 "f(-2 + 5) = 3, but f(-2) + f(5) = 5",
                 "f(2 * 3) is not 2 * f(3)",
                 "its output is never negative"),
        right="f(-2 + 5) = 3, but f(-2) + f(5) = 5",
        wrong={"f(0) = 0": "Every linear function gives 0 at 0, so this is no reason against it.",
               "f(2 * 3) is not 2 * f(3)": "Both are 6, because f(6) = 6 and f(3) = 3, so this is no reason "
               "against it.",
               "its output is never negative": "That is true, but f(x) = 0 is never negative either, and it is "
               "linear."},
    ),
    Question(
        "why-corner-moves", 3,
        "With x = np.arange(-2.25, 3, 0.5) the plot of ReLU rises from -0.25 on, and not from 0. Why?",
        "The corner shows where it is only if 0 is one of the inputs.",
        choices=("matplotlib makes corners round", "ReLU of -0.25 is above 0",
                 "no input is 0, and a line joins the points beside it", "there are too few points"),
        right="no input is 0, and a line joins the points beside it",
        wrong={"matplotlib makes corners round": "matplotlib joins the points by straight lines, and these two are "
               "joined as well.",
               "ReLU of -0.25 is above 0": "ReLU(-0.25) = 0, so this point is right; what is drawn between the "
               "points is not.",
               "there are too few points": "More points do not always help: 3 points with 0 among them are better than "
               "100 points without it."},
    ),
    Question(
        "why-half", 4, "The central slope of ReLU at 0 is 0.5 for every h. Why?",
        "(0 + 1) / 2 = 0.5, whatever h is: h / (2 * h) is 0.5.",
        choices=("h is still too large", "it is the mean of the slopes on both sides", "0.5 is the slope of ReLU at 0",
                 "numbers are rounded"),
        right="it is the mean of the slopes on both sides",
        wrong={"h is still too large": "A smaller h changes nothing, because h / (2 * h) is 1 / 2 for every h.",
               "0.5 is the slope of ReLU at 0": "The slope there is undefined: from the left it is 0 and from the "
               "right it is 1.",
               "numbers are rounded": "The result is exactly 0.5 with exact numbers as well: h / (2 * h) = 0.5."},
    ),
    Question(
        "choose-a", 5,
        "Take only neurons that became active and were trained for long. For the target of this lesson, the one with "
        "the larger leak has the larger error. For which other target has it the smaller one?",
        "2 * x is a straight line. With a = 1 the neuron is one too, and can be equal to it.",
        choices=("ReLU(2 * x)", "2 * x", "ReLU(x - 0.5)"), right="2 * x",
        wrong={"ReLU(2 * x)": "It is flat on the left too, and a neuron with a leak is not.",
               "ReLU(x - 0.5)": "It is flat left of 0.5, and a neuron with a leak is not."},
    ),
]}

# At the beginning of a lesson, on the lessons before.
REMEMBER = [
    Question(
        "remember-negative", 2, "What does ReLU give for -7?", "Negative numbers are replaced by 0.",
        choices=("-7", "0", "7"), right="0",
        wrong={"-7": "-7 is the input itself: ReLU keeps only 0 and positive numbers.",
               "7": "7 is the absolute value of -7."},
    ),
    Question(
        "remember-neuron", 2, "A neuron computes z = w * x + b. What does ReLU do then?",
        "z comes before ReLU, and the output after it.",
        choices=("it is applied to x", "it is applied to z", "it is added to z"), right="it is applied to z",
        wrong={"it is applied to x": "x is the input of the neuron. The negative numbers that ReLU replaces are those "
               "of z.",
               "it is added to z": "Nothing is added: the output is max(0, z)."},
    ),
    Question(
        "remember-np-max", 3, "x holds 1, 5 and 2. What does np.max(x, 0) give?",
        "np.max looks for the one largest number.",
        choices=("1, 5 and 2", "0", "5"), right="5",
        wrong={"1, 5 and 2": "That is np.maximum(x, 0), which compares each number with 0.",
               "0": "np.max looks among the numbers of x, and 0 is none of them."},
    ),
    Question(
        "remember-linear", 3, "Is ReLU linear?", "Its plot is made of two straight parts: it is piecewise linear.",
        choices=("yes", "no"), right="no",
        wrong={"yes": "ReLU(-1 + 1) is 0, but ReLU(-1) + ReLU(1) is 1."},
    ),
    Question(
        "remember-corner", 4, "You plot ReLU, and no point is at 0. What is wrong with the plot?",
        "A straight line joins the two points beside 0, and it lies above ReLU.",
        choices=("nothing", "the line is too high near 0", "the line has a gap at 0"),
        right="the line is too high near 0",
        wrong={"nothing": "The corner is at 0. Without a point there, it is cut off.",
               "the line has a gap at 0": "A plot joins all points, also where the function is not straight."},
    ),
    Question(
        "remember-45-degrees", 4,
        "With equal axes, the plot of ReLU has an angle of 45 degrees right of 0. How much does it rise for each 1 "
        "to the right?",
        "45 degrees are as much up as to the right.",
        choices=("0.5", "1", "45"), right="1",
        wrong={"45": "45 is the angle, and not how much it rises.",
               "0.5": "Right of 0 the output is equal to the input, so both grow by the same amount."},
    ),
    Question(
        "remember-slope-left", 5, "What is the slope of ReLU at -5?", "The line is flat there.",
        choices=("undefined", "0", "1"), right="0",
        wrong={"undefined": "It is undefined at 0 only. A flat line has the slope 0.",
               "1": "1 is the slope right of 0."},
    ),
    Question(
        "remember-z", 5, "A neuron with ReLU computes z = 2 * x - 1. What is its output for x = 0?",
        "z is -1, and ReLU gives 0 for it.",
        choices=("-1", "0", "1"), right="0",
        wrong={"-1": "-1 is z. The output is ReLU(z).", "1": "1 is the absolute value of z."},
    ),
]

# In 06_check, mixed; each names the lesson to read again.
CHECK = [
    Question(
        "check-slope-at-0", 4, "What is the slope of ReLU at 0?",
        "From the left it is 0, and from the right it is 1.",
        choices=("0", "0.5", "1", "it is undefined"), right="it is undefined",
        wrong={"0": "0 is what most libraries choose there. From the right the slope is 1.",
               "0.5": "0.5 is the central slope, which does not see the corner.",
               "1": "1 is the slope from the right. From the left it is 0."},
    ),
    Question(
        "check-inputs-of-2.5", 1, "For which inputs does ReLU give 2.5?", "Of a negative input nothing is left but 0.",
        choices=("2.5", "2.5 and -2.5", "none"), right="2.5",
        wrong={"2.5 and -2.5": "For -2.5 it gives 0: 2.5 would be the absolute value.",
               "none": "ReLU gives each positive number back as it is."},
    ),
    Question(
        "check-line-at-0", 3, "You plot ReLU through four points, at -3, -1, 1 and 3. How high is the line at x = 0?",
        "The line from (-1, 0) to (1, 1) is half way up.",
        choices=("0", "0.5", "1"), right="0.5",
        wrong={"0": "ReLU(0) is 0, but no point is there: the plot shows the line between two points.",
               "1": "1 is the height at x = 1."},
    ),
    Question(
        "check-some-zeros", 5, "For how many of its 5 training inputs does a dead neuron with ReLU give 0?",
        "For an input with a positive z the slope is 1, and this moves w and b.",
        choices=("at least 1", "at least 3", "all 5"), right="all 5",
        wrong={"at least 1": "The other inputs still move w and b, so the neuron is not dead.",
               "at least 3": "The other inputs still move w and b, so the neuron is not dead."},
    ),
    Question(
        "check-array", 2, "x is an array. Which line gives ReLU of each of its numbers?",
        "np.maximum compares number by number.",
        choices=("max(x, 0)", "np.max(x, 0)", "np.maximum(x, 0)"), right="np.maximum(x, 0)",
        wrong={"max(x, 0)": "Python's max asks one question of the whole array, and stops with an error.",
               "np.max(x, 0)": "np.max gives the one largest number."},
    ),
    Question(
        "check-linear", 1, "f is ReLU and x = 3. Compare f(-2 * x) with -2 * f(x).",
        "ReLU(-6) is 0, and -2 * ReLU(3) is -6.",
        choices=("f(-2 * x) is larger", "-2 * f(x) is larger", "both are equal"), right="f(-2 * x) is larger",
        wrong={"both are equal": "They would be equal if ReLU were linear: compute both.",
               "-2 * f(x) is larger": "-2 * ReLU(3) is -6, which is smaller than 0."},
    ),
    Question(
        "check-leaky", 5, "What does Leaky ReLU give for -20, with a = 0.1?", "Left of 0 it gives a * x.",
        choices=("0", "-2", "2"), right="-2",
        wrong={"0": "0 is what ReLU gives. Leaky ReLU lets a small part through.",
               "2": "0.1 * -20 is negative: the sign stays."},
    ),
    Question(
        "check-exact-plot", 3, "Which points draw ReLU from -4 to 4 exactly?", "One of the points must be at 0.",
        choices=("3 points, evenly spaced from -4 to 4", "8 points, evenly spaced from -4 to 4",
                 "1000 points, evenly spaced from -4 to 4"),
        right="3 points, evenly spaced from -4 to 4",
        wrong={"8 points, evenly spaced from -4 to 4": "None of the 8 points is 0, so the corner is cut off.",
               "1000 points, evenly spaced from -4 to 4": "None of the 1000 points is 0. More points do not always "
               "help."},
    ),
    Question(
        "check-slope-at-7", 4, "What is the slope of ReLU at 7?", "For each 1 to the right the output rises by 1.",
        choices=("0", "1", "7"), right="1",
        wrong={"0": "0 is the slope left of 0.",
               "7": "7 is the output there. The slope is how much it rises for each 1 to the right."},
    ),
    Question(
        "check-same-array", 2,
        "A function does x[0] = 9 with its argument x. You call it with the array a, which holds 1 and 2. What is a[0] "
        "after the call?",
        "x and a are two names of the same array.",
        choices=("1", "9", "an error"), right="9",
        wrong={"1": "A function does not get a copy of an array.",
               "an error": "There is none: x is another name for a, and x[0] is its first number."},
    ),
]
# fmt: on
