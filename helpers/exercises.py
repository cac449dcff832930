"""The exercises of the lessons: ``exercises.write_relu.check(my_relu)``, ``.hint()`` and ``.solution()``."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from helpers import activations
from helpers import misconceptions as known
from helpers.core.checking import ChoiceExercise, Exercise, FunctionExercise
from helpers.core.student import Outcome, as_text, plain, told_apart
from helpers.misconceptions import find


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


# Which library takes the same slope at 0


def _relu_convention(outcomes: list[Outcome]) -> str:
    at_zero = float(outcomes[1].value.item())  # ZERO is the second call
    same = {
        0.0: "as torch, jax.nn.relu and tf.nn.relu do",
        0.5: "as torch.maximum with a tensor of 0 and jnp.maximum(x, 0) do",
        1.0: "as tf.maximum(x, 0) does",
    }.get(at_zero, "which is as right as any number from 0 to 1; torch, JAX and TensorFlow take 0 for ReLU")
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
        return "not attempted", f"{missing} of the {len(_INPUTS)} outputs are still to be filled in."
    for x, output in zip(_INPUTS, outputs, strict=True):
        larger = max(0, x)
        if not _is_number(output):
            return "wrong", f"For x = {x} the table has {as_text(output)} instead of the number {larger}."
        if output != larger:
            has = f"the table has {told_apart(output, larger, digits=9)[0]} instead of {larger}"
            return "wrong", f"For x = {x} {has}: ReLU gives the larger one of 0 and {x}."
    return "right", "All five outputs are max(0, x)."


def _judge_range(answer: object) -> tuple[str, str]:
    value = plain(answer)
    ends = value.tolist() if isinstance(value, np.ndarray) else value
    if not isinstance(ends, list | tuple) or len(ends) != 2:
        return "wrong", f"Two numbers were asked, (left, right), but this is {as_text(value)}.{_POINT}"
    if any(end is ... or end is None for end in ends):
        return "not attempted", "Put in two numbers, (left, right)."
    if not all(_is_number(end) and math.isfinite(end) for end in ends):
        return "wrong", f"Both ends must be finite numbers without quotation marks, but this is {as_text(ends)}."
    left, right = ends
    if left >= right:
        return "wrong", "left must be below right, but {} is not below {}.".format(*told_apart(left, right, digits=9))
    if left < 0 < right:
        return "wrong", (
            f"From {as_text(left)} to {as_text(right)} the plot has two slopes instead of one: "
            f"the corner at 0 lies between the ends."
        )
    side = "right of the corner, with slope 1" if left >= 0 else "left of the corner, with slope 0"
    return "right", f"The whole range lies {side}. Every range that does not cross 0 is right."


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

relu_if_else = FunctionExercise(
    "relu_if_else", 1, "Write ReLU of one number, for example with if and else.",
    ("There are two cases. Which question tells them apart?",
     "Ask whether x > 0. Each of the two cases needs its own return.",
     "In the first case return x, in the other one return 0."),
    "def my_relu(x):\n    if x > 0:\n        return x\n    else:\n        return 0",
    calls=[(2,), (-3,), (0,), (0.1,), (-0.5,), (7.25,), (-1000,), (1000,)],
    expected=_relu, wrong=known.IF_ELSE, families=known.families(known.corner_elsewhere(np.zeros_like, lambda x: x)),
)

why_not_linear = ChoiceExercise(
    "why_not_linear", 1, "Why is ReLU, f, not linear? Choose one reason by its letter.",
    ("A linear function has the rule f(p + q) = f(p) + f(q) for all p and q.",
     "One pair p and q that breaks the rule is enough.",
     "Take p below 0 and q above 0."),
    (
        ("f(0) = 0", "Every linear function gives 0 at 0, so this is no reason against it."),
        ("f(-2 + 5) = 3, but f(-2) + f(5) = 5", "A linear function would give the same number twice."),
        ("f(2 * 3) is not 2 * f(3)", "Both are 6, because f(6) = 6 and f(3) = 3, so this is no reason against it."),
        ("its output is never negative", "That is true, but f(x) = 0 is never negative either, and it is linear."),
    ),
    right="b",
)

# Lesson 2

_SIMPLE = [known.PAIR, known.ZERO, known.HALVES, known.INTEGERS]
_MORE = [known.TABLE, known.FALLING, known.BELOW, known.ALONE, known.FALLING_INTEGERS, known.NEAR, known.FAR]
_RELU = {
    "expected": _relu, "wrong": known.RELU,
    "families": known.families(known.corner_elsewhere(np.zeros_like, lambda x: x)),
}

write_relu = FunctionExercise(
    "write_relu", 2,
    "Write ReLU for an array x: it returns a new array and leaves x as it is. nan stays nan, -inf becomes 0, and inf "
    "stays inf.",
    ("NumPy has a function that compares two arrays number by number and keeps the larger ones.",
     "It is not np.max, which gives one number for the whole array.",
     "np.maximum takes an array and a number."),
    "def my_relu(x):\n    return np.maximum(x, 0)",
    calls=[*_SIMPLE, known.NAN, known.MINUS_INFINITY, known.INFINITY, *_MORE], **_RELU,
)

mend_nan = FunctionExercise(
    "mend_nan", 2, "This ReLU hides nan. Correct it, so that nan stays nan. x stays as it is.",
    ("What is np.nan > 0, True or False? Try it.",
     "Every comparison with nan is False. Ask a question for which False means: keep x.",
     "np.where takes its last argument where the question is False. Ask x < 0 and put x last."),
    "def keeps_nan(x):\n    return np.where(x < 0, 0, x)",
    calls=[*_SIMPLE, known.NAN, *_MORE], broken=find("hides_nan"), **_RELU,
)

mend_argument = FunctionExercise(
    "mend_argument", 2,
    "This ReLU changes the array that it is given. Correct it, so that x stays as it is and a new array is returned.",
    ("Call it, then look at the array that you gave to it.",
     "x[...] = 0 writes into that array. Write into another one.",
     "x.copy() makes an array of its own."),
    "def keeps_argument(x):\n    result = x.copy()\n    result[result < 0] = 0\n    return result",
    calls=[*_SIMPLE, *_MORE], broken=find("changes_argument"), **_RELU,
)

mend_one_number = FunctionExercise(
    "mend_one_number", 2,
    "This ReLU gives one number for a whole array, and no error. Correct it, so that it returns an array. x stays "
    "as it is.",
    ("What does np.max do with an array? Read what the second argument of np.max means.",
     "In np.max(x, 0), 0 is an axis and not a number to compare with.",
     "The function that compares number by number has a longer name than np.max."),
    "def keeps_shape(x):\n    return np.maximum(x, 0)",
    calls=[*_SIMPLE, *_MORE], broken=find("np_max_of_array"), **_RELU,
)

# Lesson 3

_STEPS = [(np.array([5, -3, 2]),), (np.array([1.5, 2.75]),)]
shifted_relu = FunctionExercise(
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

straight_range = Exercise(
    "straight_range", 3, "Give a range of inputs, (left, right), in which the plot of ReLU is one straight line.",
    ("Where does the plot of ReLU have its corner?",
     "The corner must not lie between left and right.",
     "Take both ends on the same side of 0."),
    "my_range = (1, 4)", "my_range = (..., ...)", judge=_judge_range,
)

why_corner_moves = ChoiceExercise(
    "why_corner_moves", 3,
    "With x = np.arange(-3.5, 5, 1) the plot of ReLU rises from -0.5 on, not from 0. Why? Choose one reason by its "
    "letter.",
    ("Print the inputs.",
     "A plot joins neighbouring points by straight lines.",
     "Which two points are the neighbours of 0?"),
    (
        ("matplotlib makes corners round",
         "matplotlib joins the points by straight lines, and these two are joined as well."),
        ("ReLU of -0.5 is above 0", "ReLU(-0.5) = 0, so this point is right; what is drawn between the points is not."),
        ("no input is exactly 0, and a straight line joins (-0.5, 0) and (0.5, 0.5)",
         "The corner shows where it is only if 0 is one of the inputs."),
        ("there are too few points, and with more of them the corner is always right",
         "More points do not always help: 3 points with 0 among them are better than 100 points without it."),
    ),
    right="c",
)

# Lesson 4

write_relu_slope = FunctionExercise(
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

slope_from_output = FunctionExercise(
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

why_half = ChoiceExercise(
    "why_half", 4, "The central slope of ReLU at 0 is 0.5 for every h. Why? Choose one reason by its letter.",
    ("The central slope at 0 is (f(h) - f(-h)) / (2 h). Put ReLU in for f.",
     "f(h) = h and f(-h) = 0.",
     "Compare it with the right slope, 1, and the left slope, 0."),
    (
        ("it is the mean of the slope on the left, 0, and the slope on the right, 1",
         "(f(h) - f(-h)) / (2 h) = h / (2 h) = 0.5, whatever h is."),
        ("h is still too large", "A smaller h changes nothing, because h cancels in h / (2 h)."),
        ("0.5 is the slope of ReLU at 0",
         "The slope there is undefined: from the left it is 0 and from the right it is 1."),
        ("numbers are rounded", "The result is exactly 0.5 with exact numbers as well: h / (2 h) = 0.5."),
    ),
    right="a",
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

write_leaky_relu = FunctionExercise(
    "write_leaky_relu", 5,
    "Write Leaky ReLU for an array x of finite numbers and for every negative_slope, which is 0.01 if the call does "
    "not give it. x stays as it is.",
    ("Right of 0 it gives x. Left of 0 it gives x multiplied by a number. Which number?",
     "Left of 0 it gives negative_slope * x.",
     "np.where with the question x > 0 chooses between x and negative_slope * x."),
    "def my_leaky_relu(x, negative_slope=0.01):\n    return np.where(x > 0, x, negative_slope * x)",
    **_LEAKY_RELU,
)

write_leaky_relu_slope = FunctionExercise(
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

mend_maximum = FunctionExercise(
    "mend_maximum", 5, "This Leaky ReLU is wrong for some values of negative_slope. Find them, and correct it for "
    "all. x stays as it is.",
    ("Try negative_slope = 0.2, 1 and 2 at x = -3.",
     "Which of -3 and 2 * -3 is the larger one? Which one was wanted?",
     "Do not ask which one is larger. Ask whether x > 0."),
    "def for_every_slope(x, negative_slope=0.01):\n    return np.where(x > 0, x, negative_slope * x)",
    broken=find("maximum_for_every_slope"), **_LEAKY_RELU,
)

choose_a = ChoiceExercise(
    "choose_a", 5,
    "With a large negative slope the neuron becomes active in few steps. Why is it not simply better? Choose one "
    "reason by its letter.",
    ("Compare the error at the end of the training for a small and for a large negative slope.",
     "Left of its corner the target is flat. Can the neuron be flat there too?",
     "Look at neurons that became active: with a larger negative slope, the error that stays is larger."),
    (
        ("the neuron dies again later", "With a leak the slope is not 0 on the left, so it does not stay dead."),
        ("the neuron needs more steps to become active",
         "It needs fewer: with a 10 times larger a it takes about 10 times fewer steps."),
        ("the slope becomes 0",
         "The slope on the left is 0 only without a leak; a larger leak is a larger slope there."),
        ("the error that stays after the training is larger",
         "The target is flat on the left, and a neuron with a leak cannot be flat there: the larger a, the larger "
         "the error."),
    ),
    right="d",
)
# fmt: on
