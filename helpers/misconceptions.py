"""The classic wrong answers as rows of data: shown in lesson 2, named by the checks, refused in the tests."""

from __future__ import annotations

import functools
import linecache
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from helpers.activations import relu
from helpers.core.note import Note, Table
from helpers.core.student import as_text, call_all, keep


@dataclass(frozen=True, repr=False)
class Wrong:
    """A wrong answer that many people give."""

    name: str
    body: str  # its source, without the line that begins with def
    call: tuple  # the arguments of the smallest call that shows the fault
    sentence: str  # what was misunderstood; it goes on after a colon
    parameters: str = "x"

    def source(self, name: str) -> str:
        """Return its source as a function called `name`."""
        return f"def {name}({self.parameters}):\n{textwrap.indent(self.body, '    ')}"

    @property
    def code(self) -> str:
        """Its source under a name that does not tell the fault."""
        return self.source("attempt")

    def __repr__(self) -> str:
        return self.code

    @functools.cached_property
    def function(self) -> Callable:
        """The function that the code defines."""
        file, names = f"<{self.name}>", {"np": np}
        linecache.cache[file] = (len(self.code), None, self.code.splitlines(keepends=True), file)  # for tracebacks
        exec(compile(self.code, file, "exec", dont_inherit=True), names)
        return names["attempt"]

    def run(self) -> Note:
        """Run it on its call, and say what came and why."""
        (outcome,) = call_all(self.function, [self.call])
        did = f"gives {as_text(outcome.value)}"
        if outcome.raised is not None:
            keep(outcome.raised)
            did = f"stops with {outcome.error} ({outcome.explanation})"
        elif outcome.changed:
            did += f" and changes its argument to {as_text(outcome.changed[0])}"
        return Note("", f"attempt({', '.join(map(as_text, self.call))}) {did}: {self.sentence}.")


# Arguments of calls; these are the smallest that show a fault.
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
LEAK = "x, negative_slope=0.01"

# fmt: off
# Name, source below its first line, and the call that shows the fault; what was misunderstood, and the parameters.

# Lesson 1: ReLU of one number
IF_ELSE = [
    Wrong("forgets_else", "if x > 0:\n    return x", (-3,),
          "a negative input skips the if, and a function that reaches no return gives None"),
    Wrong("forgets_zero", "if x > 0:\n    return x\nif x < 0:\n    return 0", (0,),
          "neither x > 0 nor x < 0 is true at 0, so no return is reached there"),
    Wrong("exchanges_branches", "if x > 0:\n    return 0\nelse:\n    return x", (2,),
          "the two branches are exchanged, so the positive inputs are lost"),
]

# Lesson 2: ReLU of an array
RELU = [
    Wrong("one_question", "return x if x > 0 else 0", PAIR,
          "if asks one question, but an array with several numbers has several answers"),
    Wrong("max_of_python", "return max(0, x)", PAIR,
          "Python's max chooses between whole objects, and an array is one object to it"),
    Wrong("np_max_of_zero", "return np.max(0, x)", PAIR,
          "np.max searches in its first argument, and the second one says along which axis"),
    Wrong("np_max_of_array", "return np.max(x, 0)", PAIR,
          "np.max finds the one largest number of an array, np.maximum compares number by number"),
    Wrong("where_hides_nan", "return np.where(x > 0, x, 0)", NAN,
          "nan > 0 is False, so np.where takes its last argument and hides the nan"),
    Wrong("loop_hides_nan", "return np.array([value if value > 0 else 0 for value in x])", NAN,
          "nan > 0 is False, so the loop goes to else and hides the nan"),
    Wrong("fmax_drops_nan", "return np.fmax(x, 0)", NAN,
          "np.fmax drops a nan whenever it has another number, np.maximum keeps it"),
    Wrong("multiplies_by_mask", "return x * (x > 0)", MINUS_INFINITY,
          "the product 0 * -inf is nan, so multiplying by a mask is not the same as choosing"),
    Wrong("half_of_sum", "return (x + np.abs(x)) / 2", MINUS_INFINITY,
          "the sum -inf + inf is nan, so this formula holds for finite numbers only"),
    Wrong("changes_argument", "x[x < 0] = 0\nreturn x", PAIR,
          "x[...] = 0 writes into the array of the caller, so work on x.copy() or make a new array"),
    Wrong("minimum_for_maximum", "return np.minimum(0, x)", PAIR,
          "the minimum of 0 and x keeps the negative side, and ReLU keeps the positive one"),
    Wrong("absolute_value", "return np.abs(x)", PAIR,
          "the absolute value makes negative numbers positive, and ReLU makes them 0"),
    Wrong("identity", "return x", PAIR,
          "this is the identity, which is linear, and ReLU has a corner at 0"),
    Wrong("drops_negatives", "return x[x > 0]", PAIR,
          "x[x > 0] throws the other numbers away, and ReLU gives one output for each input"),
    Wrong("cuts_to_integers", "return np.maximum(x, 0).astype(int)", HALVES,
          "whole numbers have no place for 0.5, so everything after the point is cut off"),
    Wrong("flattens", "return np.maximum(x, 0).ravel()", TABLE,
          "the rows and columns are lost, and the output must have the shape of the input"),
    Wrong("gives_list", "return np.maximum(x, 0).tolist()", PAIR,
          "the numbers are right, but this is a list, and lists cannot be added or multiplied as arrays can"),
    Wrong("forgets_return", "np.maximum(x, 0)", PAIR,
          "the numbers are computed but not given back, so the last line must begin with return"),
    Wrong("prints", "print(np.maximum(x, 0))", PAIR,
          "print shows a value to people, and only return gives it back to the program"),
    Wrong("gives_text", "return str(np.maximum(x, 0))", PAIR,
          "text looks like numbers when it is shown, but nobody can compute with it"),
]

# Lesson 3: ReLU moved 2 to the right
SHIFTED_RELU = [
    Wrong("moves_left", "return np.maximum(x + 2, 0)", BEFORE_AND_AFTER_2,
          "x + 2 is 0 at -2, so the corner moves left"),
    Wrong("moves_down", "return np.maximum(x, 0) - 2", BEFORE_AND_AFTER_2,
          "a number taken from the output moves the plot down, not to the right"),
    Wrong("moves_up", "return np.maximum(x, 0) + 2", BEFORE_AND_AFTER_2,
          "a number added to the output moves the plot up, not to the right"),
    Wrong("raises_floor", "return np.maximum(x, 2)", BEFORE_AND_AFTER_2,
          "this puts the flat part at the height 2, and it must stay at 0"),
    Wrong("cuts_off", "return np.where(x > 2, x, 0)", BEFORE_AND_AFTER_2,
          "this cuts ReLU off at 2 and leaves a jump, but the plot must start to rise from 0"),
]

# Lesson 4: the slope of ReLU, from its input and from its output
RELU_SLOPE = [
    Wrong("exchanges_sides", "return np.where(x < 0, 1.0, 0.0)", PAIR,
          "the two sides are exchanged, and ReLU is flat on the left and rises on the right"),
    Wrong("slope_of_absolute_value", "return np.sign(x)", PAIR,
          "-1 on the left is the slope of the absolute value, and ReLU is flat there"),
    Wrong("no_slope_on_the_left", "return np.where(x > 0, 1.0, np.nan)", PAIR,
          "a flat line does have a slope, and it is 0"),
    Wrong("function_for_slope", "return np.maximum(x, 0)", PAIR,
          "this is ReLU itself, and its slope says how fast it rises"),
    Wrong("slope_between_neighbours", "return np.gradient(np.maximum(x, 0), x)", PAIR,
          "np.gradient joins neighbouring inputs by straight lines, across the corner too"),
    Wrong("divides_by_x", "return np.maximum(x, 0) / x", ZERO,
          "relu(x) / x is 0 / 0 at the corner, and that is nan"),
    Wrong("nan_at_zero", "return np.where(x == 0, np.nan, np.where(x > 0, 1.0, 0.0))", ZERO,
          "the slope at 0 is indeed undefined, but a network cannot learn with nan, so choose a number"),
]

SLOPE_FROM_OUTPUT = [
    Wrong("asks_the_input_question", "return np.where(y >= 0, 1.0, 0.0)", OUTPUTS,
          "an output of ReLU is never below 0, so y >= 0 holds for every input", "y"),
    Wrong("output_for_slope", "return y", OUTPUTS,
          "this is the output itself, and the slope is only 0 or 1", "y"),
    Wrong("half_at_output_zero", "return np.heaviside(y, 0.5)", OUTPUTS,
          "y = 0 comes from every negative input, and the slope is 0 at all of them", "y"),
]

# Lesson 5: Leaky ReLU and its slope
LEAKY_RELU = [
    Wrong("relu_for_leaky", "return np.maximum(x, 0)", PAIR,
          "this is ReLU, and Leaky ReLU is not 0 on the left", LEAK),
    Wrong("no_default", "return np.where(x > 0, x, negative_slope * x)", PAIR,
          "the call gives x alone, so negative_slope needs its usual value, negative_slope=0.01", "x, negative_slope"),
    Wrong("leak_as_output", "return np.where(x > 0, x, -negative_slope)", PAIR,
          "the leak is a slope, so it is multiplied by x and is not an output", LEAK),
    Wrong("leak_with_minus", "return np.where(x > 0, x, -negative_slope * x)", PAIR,
          "a positive slope must keep negative inputs negative, and this makes them positive", LEAK),
    Wrong("leak_on_the_right", "return np.where(x > 0, negative_slope * x, x)", PAIR,
          "the leak is on the wrong side, and it belongs to the negative inputs", LEAK),
    Wrong("leaks_into_argument", "x[x < 0] *= negative_slope\nreturn x", PAIR,
          "writing into x[...] changes the array of the caller, so multiply in a copy", LEAK),
    Wrong("fixed_leak", "return np.where(x > 0, x, 0.01 * x)", (*PAIR, 0.2),
          "the result does not change with the argument negative_slope: use it in place of a fixed number", LEAK),
    Wrong("leak_cut_to_integers",
          "result = x.copy()\nresult[result < 0] = negative_slope * result[result < 0]\nreturn result", INTEGERS,
          "a copy of integers can hold only integers, so the small leak is cut off to 0", LEAK),
    Wrong("two_parts_hide_nan", "return np.where(x > 0, x, 0) + np.where(x < 0, negative_slope * x, 0)", NAN,
          "nan is neither above nor below 0, so both parts are 0 and the nan is hidden", LEAK),
    Wrong("maximum_for_every_slope", "return np.maximum(x, negative_slope * x)", (*PAIR, 2.0),
          "with a slope above 1, x is larger than negative_slope * x on the left, so the maximum takes x", LEAK),
]

LEAKY_RELU_SLOPE = [
    Wrong("slope_of_relu", "return np.where(x > 0, 1.0, 0.0)", PAIR,
          "0 on the left is the slope of ReLU, and the leak is there so that it is not 0", LEAK),
    Wrong("slope_times_x", "return np.where(x > 0, 1.0, negative_slope * x)", PAIR,
          "negative_slope * x is the output on the left, and its slope is negative_slope alone", LEAK),
    Wrong("leaky_function_for_slope", "return np.where(x > 0, x, negative_slope * x)", PAIR,
          "this is Leaky ReLU itself, and its slope says how fast it rises", LEAK),
    Wrong("exchanges_slopes", "return np.where(x > 0, negative_slope, 1.0)", PAIR,
          "the two slopes are exchanged, and 1 belongs to the positive inputs", LEAK),
    Wrong("fixed_slope", "return np.where(x > 0, 1.0, 0.01)", (*PAIR, 0.2),
          "the slope does not change with the argument negative_slope: use it in place of a fixed number", LEAK),
    Wrong("nothing_at_zero", "return negative_slope * (x < 0) + 1.0 * (x > 0)", (*ZERO, 0.2),
          "0 is not between the slopes on the left and on the right, so choose from negative_slope to 1", LEAK),
]
# fmt: on

CATALOGUE = [*IF_ELSE, *RELU, *SHIFTED_RELU, *RELU_SLOPE, *SLOPE_FROM_OUTPUT, *LEAKY_RELU, *LEAKY_RELU_SLOPE]


def find(name: str) -> Wrong:
    """Return the wrong answer called `name`.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    for wrong in CATALOGUE:
        if wrong.name == name:
            return wrong
    names = ", ".join(wrong.name for wrong in CATALOGUE)
    raise ValueError(f"name must be one of {names}, but it is {name!r}. Choose one of them.")


# Lesson 2: ways to write ReLU, and inputs to try them on

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
INPUTS = {
    "an array": np.array([-2.0, 0.0, 3.0]),
    "with nan": np.array([-2.0, np.nan, 3.0]),
    "with -inf": np.array([-np.inf, 0.0, 3.0]),
    "of integers": np.array([-2, 0, 3]),
    "a list": [-2.0, 0.0, 3.0],
    "one number": -2.0,
}


def compare() -> Table:
    """Return a table that says which of the ways is right for which input."""
    return Table(["way", *INPUTS], [[way, *(_verdict(way, x) for x in INPUTS.values())] for way in WAYS])


def _verdict(way: str, x: object) -> str:
    try:
        with np.errstate(all="ignore"):
            result = eval(way, {"np": np, "x": x})  # what runs is what is shown
    except (TypeError, ValueError) as error:
        return f"wrong: {type(error).__name__}"
    right = relu(x)
    if np.shape(result) == np.shape(right) and np.array_equal(result, right, equal_nan=True):
        return "right"
    return f"wrong: {result}"
