"""The classic wrong answers, each kept once: shown in lesson 2, named by the checks, refused in the tests."""

from __future__ import annotations

import html
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from helpers.calling import call_all, show
from helpers.notes import Note

PAIR = (np.array([-3.0, 2.0]),)
ZERO = (np.array([0.0]),)
HALVES = (np.array([-0.5, 0.5]),)
INTEGERS = (np.array([-3, 2]),)
NAN = (np.array([np.nan]),)
MINUS_INFINITY = (np.array([-np.inf]),)
INFINITY = (np.array([np.inf]),)
TABLE = (np.array([[-3.0, 2.0], [0.5, -1.0]]),)
FAR = (np.array([-1000.0, -7.25, -0.001, 0.001, 7.25, 1000.0]),)
BEFORE_AND_AFTER_2 = (np.array([0.0, 3.0]),)
OUTPUTS = (np.array([0.0, 2.0]),)


@dataclass(frozen=True)
class Misconception:
    """A wrong answer that many people give.

    Attributes
    ----------
    name : str
        What it is called here.
    exercise : str
        The exercise that it is an answer to.
    function : callable
        The wrong answer itself.
    input : tuple
        The arguments of the smallest call that shows the fault.
    sentence : str
        What was misunderstood; it goes on after a colon.
    """

    name: str
    exercise: str
    function: Callable
    input: tuple
    sentence: str

    def source(self, name: str) -> str:
        """Return the code of `function`, with `name` instead of the name that tells the fault."""
        code = inspect.getsource(self.function)
        code = code[code.index("def ") :].replace(f"def {self.name}(", f"def {name}(", 1)
        return re.sub(r" *# noqa.*", "", code).rstrip()

    @property
    def code(self) -> str:
        """The code under a name that does not tell the fault."""
        return self.source("attempt")

    def reveal(self) -> Note:
        """Run the wrong answer on its input, and say what came and why."""
        (outcome,) = call_all(self.function, [self.input])
        given = ", ".join(show(value) for value in self.input)
        if outcome.error:
            did = f"stops with {outcome.error} ({outcome.explanation})"
        elif outcome.changed:
            did = f"gives {show(outcome.value)} and changes its argument to {show(outcome.changed[0])}"
        else:
            did = f"gives {show(outcome.value)}"
        return Note("", f"attempt({given}) {did}: {self.sentence}.")

    def __repr__(self) -> str:
        return self.code

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.code)}</pre>"


CATALOGUE: list[Misconception] = []


def find(name: str) -> Misconception:
    """Return the misconception called `name`.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    for misconception in CATALOGUE:
        if misconception.name == name:
            return misconception
    names = ", ".join(misconception.name for misconception in CATALOGUE)
    raise ValueError(f"name must be one of {names}, but it is {name!r}. Choose one of them.")


def _wrong(exercise: str, call: tuple, sentence: str) -> Callable:
    """Put the function below into the catalogue."""

    def add(function: Callable) -> Callable:
        CATALOGUE.append(Misconception(function.__name__, exercise, function, call, sentence))
        return function

    return add


# Lesson 1: ReLU of one number


@_wrong("relu_if_else", (-3,), "a negative input skips the if, and a function that reaches no return gives None")
def forgets_else(x):
    if x > 0:
        return x


@_wrong("relu_if_else", (0,), "neither x > 0 nor x < 0 is true at 0, so no return is reached there")
def forgets_zero(x):
    if x > 0:
        return x
    if x < 0:
        return 0


@_wrong("relu_if_else", (2,), "the two branches are exchanged, so the positive inputs are lost")
def exchanges_branches(x):
    if x > 0:
        return 0
    else:
        return x


# Lesson 2: ReLU of an array


@_wrong("relu", PAIR, "if asks one question, but an array with several numbers has several answers")
def one_question(x):
    return x if x > 0 else 0


@_wrong("relu", PAIR, "Python's max chooses between whole objects, and an array is one object to it")
def max_of_python(x):
    return max(0, x)


@_wrong("relu", PAIR, "np.max searches in its first argument, and the second one says along which axis")
def np_max_of_zero(x):
    return np.max(0, x)


@_wrong("relu", PAIR, "np.max finds the one largest number of an array, np.maximum compares number by number")
def np_max_of_array(x):
    return np.max(x, 0)


@_wrong("relu", NAN, "nan > 0 is False, so np.where takes its last argument and hides the nan")
def where_hides_nan(x):
    return np.where(x > 0, x, 0)


@_wrong("relu", NAN, "nan > 0 is False, so the loop goes to else and hides the nan")
def loop_hides_nan(x):
    return np.array([value if value > 0 else 0 for value in x])


@_wrong("relu", NAN, "np.fmax drops a nan whenever it has another number, np.maximum keeps it")
def fmax_drops_nan(x):
    return np.fmax(x, 0)


@_wrong(
    "relu",
    MINUS_INFINITY,
    "the product 0 * -inf is nan, so multiplying by a mask is not the same as choosing",
)
def multiplies_by_mask(x):
    return x * (x > 0)


@_wrong("relu", MINUS_INFINITY, "the sum -inf + inf is nan, so this formula holds for finite numbers only")
def half_of_sum(x):
    return (x + np.abs(x)) / 2


@_wrong("relu", PAIR, "x[...] = 0 writes into the array of the caller, so work on x.copy() or make a new array")
def changes_argument(x):
    x[x < 0] = 0
    return x


@_wrong("relu", PAIR, "the minimum of 0 and x keeps the negative side, and ReLU keeps the positive one")
def minimum_for_maximum(x):
    return np.minimum(0, x)


@_wrong("relu", PAIR, "the absolute value makes negative numbers positive, and ReLU makes them 0")
def absolute_value(x):
    return np.abs(x)


@_wrong("relu", PAIR, "this is the identity, which is linear, and ReLU has a corner at 0")
def identity(x):
    return x


@_wrong("relu", PAIR, "x[x > 0] throws the other numbers away, and ReLU gives one output for each input")
def drops_negatives(x):
    return x[x > 0]


@_wrong("relu", HALVES, "whole numbers have no place for 0.5, so everything after the point is cut off")
def cuts_to_integers(x):
    return np.maximum(x, 0).astype(int)


@_wrong("relu", TABLE, "the rows and columns are lost, and the output must have the shape of the input")
def flattens(x):
    return np.maximum(x, 0).ravel()


@_wrong(
    "relu",
    PAIR,
    "the numbers are right, but this is a list, and lists cannot be added or multiplied as arrays can",
)
def gives_list(x):
    return np.maximum(x, 0).tolist()


@_wrong("relu", PAIR, "the numbers are computed but not given back, so the last line must begin with return")
def forgets_return(x):
    np.maximum(x, 0)


@_wrong("relu", PAIR, "print shows a value to people, and only return gives it back to the program")
def prints(x):
    print(np.maximum(x, 0))


@_wrong("relu", PAIR, "text looks like numbers when it is shown, but nobody can compute with it")
def gives_text(x):
    return str(np.maximum(x, 0))


# Lesson 3: ReLU moved 2 to the right


@_wrong("shifted_relu", BEFORE_AND_AFTER_2, "x + 2 is 0 at -2, so the corner moves left")
def moves_left(x):
    return np.maximum(x + 2, 0)


@_wrong("shifted_relu", BEFORE_AND_AFTER_2, "a number taken from the output moves the plot down, not to the right")
def moves_down(x):
    return np.maximum(x, 0) - 2


@_wrong("shifted_relu", BEFORE_AND_AFTER_2, "a number added to the output moves the plot up, not to the right")
def moves_up(x):
    return np.maximum(x, 0) + 2


@_wrong("shifted_relu", BEFORE_AND_AFTER_2, "this puts the flat part at the height 2, and it must stay at 0")
def raises_floor(x):
    return np.maximum(x, 2)


@_wrong(
    "shifted_relu",
    BEFORE_AND_AFTER_2,
    "this cuts ReLU off at 2 and leaves a jump, but the plot must start to rise from 0",
)
def cuts_off(x):
    return np.where(x > 2, x, 0)


# Lesson 4: the slope of ReLU


@_wrong("relu_slope", PAIR, "the two sides are exchanged, and ReLU is flat on the left and rises on the right")
def exchanges_sides(x):
    return np.where(x < 0, 1.0, 0.0)


@_wrong("relu_slope", PAIR, "-1 on the left is the slope of the absolute value, and ReLU is flat there")
def slope_of_absolute_value(x):
    return np.sign(x)


@_wrong("relu_slope", PAIR, "a flat line does have a slope, and it is 0")
def no_slope_on_the_left(x):
    return np.where(x > 0, 1.0, np.nan)


@_wrong("relu_slope", PAIR, "this is ReLU itself, and its slope says how fast it rises")
def function_for_slope(x):
    return np.maximum(x, 0)


@_wrong("relu_slope", PAIR, "np.gradient joins neighbouring inputs by straight lines, across the corner too")
def slope_between_neighbours(x):
    return np.gradient(np.maximum(x, 0), x)


@_wrong("relu_slope", ZERO, "relu(x) / x is 0 / 0 at the corner, and that is nan")
def divides_by_x(x):
    return np.maximum(x, 0) / x


@_wrong(
    "relu_slope",
    ZERO,
    "the slope at 0 is indeed undefined, but a network cannot learn with nan, so choose a number",
)
def nan_at_zero(x):
    return np.where(x == 0, np.nan, np.where(x > 0, 1.0, 0.0))


@_wrong("slope_from_output", OUTPUTS, "an output of ReLU is never below 0, so y >= 0 holds for every input")
def asks_the_input_question(y):
    return np.where(y >= 0, 1.0, 0.0)


@_wrong("slope_from_output", OUTPUTS, "this is the output itself, and the slope is only 0 or 1")
def output_for_slope(y):
    return y


@_wrong("slope_from_output", OUTPUTS, "y = 0 comes from every negative input, and the slope is 0 at all of them")
def half_at_output_zero(y):
    return np.heaviside(y, 0.5)


# Lesson 5: Leaky ReLU and its slope


@_wrong("leaky_relu", PAIR, "this is ReLU, and Leaky ReLU is not 0 on the left")
def relu_for_leaky(x, negative_slope=0.01):
    return np.maximum(x, 0)


@_wrong("leaky_relu", PAIR, "the call gives x alone, so negative_slope needs its usual value, negative_slope=0.01")
def no_default(x, negative_slope):
    return np.where(x > 0, x, negative_slope * x)


@_wrong("leaky_relu", PAIR, "the leak is a slope, so it is multiplied by x and is not an output")
def leak_as_output(x, negative_slope=0.01):
    return np.where(x > 0, x, -negative_slope)


@_wrong("leaky_relu", PAIR, "a positive slope must keep negative inputs negative, and this makes them positive")
def leak_with_minus(x, negative_slope=0.01):
    return np.where(x > 0, x, -negative_slope * x)


@_wrong("leaky_relu", PAIR, "the leak is on the wrong side, and it belongs to the negative inputs")
def leak_on_the_right(x, negative_slope=0.01):
    return np.where(x > 0, negative_slope * x, x)


@_wrong("leaky_relu", PAIR, "writing into x[...] changes the array of the caller, so multiply in a copy")
def leaks_into_argument(x, negative_slope=0.01):
    x[x < 0] *= negative_slope
    return x


@_wrong(
    "leaky_relu",
    (*PAIR, 0.2),
    "the result does not change with the argument negative_slope: use it in place of a fixed number",
)
def fixed_leak(x, negative_slope=0.01):
    return np.where(x > 0, x, 0.01 * x)


@_wrong("leaky_relu", INTEGERS, "a copy of integers can hold only integers, so the small leak is cut off to 0")
def leak_cut_to_integers(x, negative_slope=0.01):
    result = x.copy()
    result[result < 0] = negative_slope * result[result < 0]
    return result


@_wrong("leaky_relu", NAN, "nan is neither above nor below 0, so both parts are 0 and the nan is hidden")
def two_parts_hide_nan(x, negative_slope=0.01):
    return np.where(x > 0, x, 0) + np.where(x < 0, negative_slope * x, 0)


@_wrong(
    "leaky_relu",
    (*PAIR, 2.0),
    "with a slope above 1, x is larger than negative_slope * x on the left, so the maximum takes x",
)
def maximum_for_every_slope(x, negative_slope=0.01):
    return np.maximum(x, negative_slope * x)


@_wrong("leaky_relu_slope", PAIR, "0 on the left is the slope of ReLU, and the leak is there so that it is not 0")
def slope_of_relu(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, 0.0)


@_wrong(
    "leaky_relu_slope",
    PAIR,
    "negative_slope * x is the output on the left, and its slope is negative_slope alone",
)
def slope_times_x(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope * x)


@_wrong("leaky_relu_slope", PAIR, "this is Leaky ReLU itself, and its slope says how fast it rises")
def leaky_function_for_slope(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


@_wrong("leaky_relu_slope", PAIR, "the two slopes are exchanged, and 1 belongs to the positive inputs")
def exchanges_slopes(x, negative_slope=0.01):
    return np.where(x > 0, negative_slope, 1.0)


@_wrong(
    "leaky_relu_slope",
    (*PAIR, 0.2),
    "the slope does not change with the argument negative_slope: use it in place of a fixed number",
)
def fixed_slope(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, 0.01)


@_wrong(
    "leaky_relu_slope",
    (*ZERO, 0.2),
    "0 is not between the slopes on the left and on the right, so choose from negative_slope to 1",
)
def nothing_at_zero(x, negative_slope=0.01):
    return negative_slope * (x < 0) + 1.0 * (x > 0)
