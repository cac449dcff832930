"""The classic wrong answers and errors as rows of data: shown in lesson 2, named by the checks, met in the tests."""

from __future__ import annotations

import builtins
import dataclasses
import functools
import linecache
import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpers.activations import relu
from helpers.core.note import Table
from helpers.core.student import as_text


@dataclass(frozen=True, repr=False)
class Wrong:
    """A wrong answer that many people give."""

    name: str
    body: str  # its source, without the line that begins with def
    call: tuple  # the arguments of the smallest call that shows the fault
    sentence: str  # what was misunderstood; it goes on after a colon
    cure: str = ""  # a sentence of its own
    parameters: str = "x"
    only: str = ""  # words that an answer must use, so that the sentence speaks of it

    def source(self, name: str) -> str:
        """Return its source as a function called `name`."""
        return f"def {name}({self.parameters}):\n{textwrap.indent(self.body, '    ')}"

    @property
    def told(self) -> str:
        """The sentence and the cure, to go on after a colon and up to a full stop."""
        return f"{self.sentence}. {self.cure}" if self.cure else self.sentence

    @property
    def names(self) -> set[str]:
        """What an answer must use: the words of `only`, and each function of NumPy that the sentence names."""
        return {*self.only.split(), *re.findall(r"np\.(\w+)", self.sentence)}

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


# Arguments of calls; the first are the smallest that show a fault.
PAIR = (np.array([-3.0, 2.0]),)
ZERO = (np.array([0.0]),)
HALVES = (np.array([-0.5, 0.5]),)
INTEGERS = (np.array([-3, 2]),)
NAN = (np.array([np.nan]),)
MINUS_INFINITY = (np.array([-np.inf]),)
INFINITY = (np.array([np.inf]),)
# Their order, first sign, length and size differ, so that none of these is right by accident.
FALLING = (np.array([2.123456789, -3.0, 0.0]),)
FALLING_INTEGERS = (np.array([4, -1, 0, -7, 1]),)
NEAR = (np.array([1e-9, -1e-9]),)
TABLE = (np.array([[-3.0, 2.0], [0.5, -1.0]]),)
BELOW = (np.array([-0.25, -2.5]),)
ALONE = (np.array([-4.5]),)
FAR = (np.array([12345.5, -7.25, 0.001, -0.001, 7.25, -12345.5]),)
BEFORE_AND_AFTER_2 = (np.array([0.0, 3.0]),)
NEAR_2 = (np.array([2.5, 2.001, 2.0, 1.999, -3.0]),)
OUTPUTS = (np.array([0.0, 2.0]),)
LEAK = "x, negative_slope=0.01"


def _taking(parameters: str, wrongs: Iterable[Wrong]) -> list[Wrong]:
    """Return the `wrongs` as functions of other parameters than x alone."""
    return [dataclasses.replace(wrong, parameters=parameters) for wrong in wrongs]


# fmt: off
# Name, source below its first line, and the call that shows the fault; what was misunderstood, and the cure.

ANY = [  # wrong in every exercise on arrays, with the same sentence
    Wrong("forgets_return", "np.maximum(x, 0)", PAIR,
          "nothing is given back", "Add a last line that begins with return"),
    Wrong("prints", "print(np.maximum(x, 0))", PAIR,
          "print shows a value to people, and only return gives it back to the program", only="print"),
    Wrong("asks_instead_of_sets", "x[x < 0] == 0\nreturn x", PAIR,
          "== asks whether two things are equal, and changes nothing", "To set a value, write =", only="dropped"),
    Wrong("gives_copy_back", "y = x.copy()\nreturn y", PAIR,
          "y is given back as it was copied", "What changes y must stand above return", only="copy"),
    Wrong("returns_in_loop",
          "y = x.copy()\nfor i in range(len(y)):\n    if y[i] < 0:\n        y[i] = 0\n    return y", FALLING,
          "return inside the loop ends it at the first number", "Put return below the loop", only="for"),
    Wrong("changes_argument", "x[x < 0] = 0\nreturn x", PAIR,
          "it writes into the array that was given (y = x makes no copy)", "Work on a copy, such as y = x.copy()"),
    Wrong("flattens", "return np.maximum(x, 0).ravel()", TABLE,
          "the rows and columns are lost, and the output must have the shape of the input"),
    Wrong("drops_negatives", "return x[x > 0]", PAIR,
          "the numbers that are not above 0 are left out, and each input needs an output"),
    Wrong("only_where_it_is", "return np.where(x > 0)", PAIR,
          "np.where with a question alone says at which places the answer is yes",
          "Give it what to take for yes and for no: np.where(question, yes, no)"),
]

# Lesson 1: ReLU of one number
IF_ELSE = [
    Wrong("forgets_else", "if x > 0:\n    return x", (-3,),
          "no return with a number is reached for a negative input, so the function gives None"),
    Wrong("forgets_zero", "if x > 0:\n    return x\nif x < 0:\n    return 0", (0,),
          "neither x > 0 nor x < 0 is true at 0, so no return is reached there"),
    Wrong("exchanges_branches", "if x > 0:\n    return 0\nelse:\n    return x", (2,),
          "the two sides are exchanged: the positive inputs are lost, and the negative ones are kept"),
    Wrong("prints_number", "if x > 0:\n    print(x)\nelse:\n    print(0)", (2,),
          "print only shows the number, so for the program it is lost", "Write return in its place", only="print"),
    Wrong("returns_the_answer", "return x > 0", (2,),
          "this is the answer to the question, True or False, and a number was asked"),
    Wrong("one_and_zero", "if x > 0:\n    return 1\nelse:\n    return 0", (2,),
          "this gives 1 on the right, and ReLU gives the input itself there"),
    Wrong("other_sign", "if x > 0:\n    return x\nelse:\n    return -x", (-3,),
          "this takes the minus away, and ReLU gives 0 for every negative input"),
    Wrong("same_number", "return x", (-3,),
          "this gives the input back, also below 0, where ReLU gives 0"),
    Wrong("not_halved_number", "return x + abs(x)", (2,), "this is twice as much", "Divide the whole sum by 2"),
    Wrong("one_for_negative", "if x > 0:\n    return x\nelse:\n    return 1", (-3,),
          "this gives 1 for a negative input, and ReLU gives 0 for it"),
    Wrong("minus_one_for_negative", "if x > 0:\n    return x\nelse:\n    return -1", (-3,),
          "this gives -1 for a negative input, and ReLU gives 0 for it"),
    Wrong("leaky_number", "if x > 0:\n    return x\nelse:\n    return 0.01 * x", (-3,),
          "this is Leaky ReLU, and ReLU itself gives 0 for a negative input"),
    Wrong("mirrored_number", "return max(0, -x)", (2,), "this is ReLU of -x, so left and right are exchanged"),
    Wrong("doubled_number", "if x > 0:\n    return 2 * x\nelse:\n    return 0", (2,),
          "the positive input is doubled, and ReLU leaves it as it is"),
    Wrong("negative_of_it", "if x > 0:\n    return -x\nelse:\n    return 0", (2,),
          "the sign is turned, and ReLU leaves a positive input as it is"),
]

# Lesson 2: ReLU of an array
RELU = [
    *ANY,
    Wrong("np_max_of_array", "return np.max(x, 0)", PAIR,
          "this is the one largest number of the array",
          "np.maximum compares number by number"),
    Wrong("compares_with_nan", "return np.where(x == np.nan, x, np.where(x > 0, x, 0))", NAN,
          "a comparison with nan by == is False for every number, even for nan itself", "Ask np.isnan(x)",
          only="== nan"),
    Wrong("hides_nan", "return np.where(x > 0, x, 0)", NAN,
          "every comparison with nan is False, so nan goes the way of the negative numbers and is hidden",
          only="compares"),
    Wrong("loses_nan", "return np.where(x > 0, x, 0)", NAN,
          "nan says that a value is missing, and here it is lost"),
    Wrong("maximum_hides_nan", "return np.array([max(0, value) for value in x])", NAN,
          "max compares, and every comparison with nan is False, so it keeps the other number", only="max"),
    Wrong("fmax_drops_nan", "return np.fmax(x, 0)", NAN,
          "np.fmax drops a nan whenever it has another number", "np.maximum keeps it"),
    Wrong("nan_to_num", "return np.maximum(np.nan_to_num(x), 0)", NAN,
          "np.nan_to_num puts a number in the place of nan, and here nan must stay"),
    Wrong("lines_in_wrong_order",
          "for i in range(len(y)):\n    if y[i] < low:\n        y[i] = low\nreturn y\ny = x.copy()\nlow = 0", PAIR,
          "a name is used above the line that makes it", "Put that line first, and return last", only="range"),
    Wrong("multiplies_by_mask", "return x * (x > 0)", MINUS_INFINITY,
          "0 * -inf is nan, so a product is not the same as a choice", "Choose, as np.maximum does"),
    Wrong("half_of_sum", "return (x + abs(x)) / 2", MINUS_INFINITY,
          "-inf + inf is nan, so this sum is right for finite numbers only", "Choose, as np.maximum does", only="abs"),
    Wrong("changes_the_name_of_a_loop", "for n in x:\n    if n < 0:\n        n = 0\nreturn x", PAIR,
          "a new value for the name of the loop leaves x as it is", "Collect the results, as in y.append(n)",
          only="loop compares"),
    Wrong("nan_for_negatives", "return np.where(x > 0, x, np.nan)", PAIR,
          "this gives nan for negative inputs, and ReLU gives 0 for them"),
    Wrong("minimum_for_maximum", "return np.minimum(0, x)", PAIR,
          "this keeps the negative side, and ReLU keeps the positive one"),
    Wrong("absolute_value", "return np.abs(x)", PAIR,
          "this makes negative numbers positive, and ReLU makes them 0"),
    Wrong("identity", "return x", PAIR,
          "x comes back as it was, and ReLU has a corner at 0", "Give back the array that has the new numbers"),
    Wrong("leaky_for_relu", "return np.maximum(0.01 * x, x)", PAIR,
          "this is Leaky ReLU, and ReLU itself gives 0 for negative inputs"),
    Wrong("slope_for_function", "return np.where(x > 0, 1.0, 0.0)", PAIR,
          "this gives 1 on the right, and ReLU gives the input itself there"),
    Wrong("mirrored", "return np.maximum(-x, 0)", PAIR,
          "this is ReLU of -x, so left and right are exchanged"),
    Wrong("negated", "return -np.maximum(x, 0)", PAIR,
          "the sign is turned, and ReLU leaves a positive input as it is"),
    Wrong("ends_at_one", "return np.clip(x, 0, 1)", PAIR,
          "everything above 1 is cut off, and ReLU has no upper end"),
    Wrong("not_halved", "return x + np.abs(x)", PAIR, "this is twice as much", "Divide the whole sum by 2"),
    Wrong("half_of_one_part", "return x + np.abs(x) / 2", PAIR,
          "only the absolute value is divided by 2", "Write brackets around the sum"),
    Wrong("mask_without_brackets", "return x * x > 0", PAIR,
          "the product is computed before the question is asked", "Write brackets around the question"),
    Wrong("leaks_a_tenth", "return np.maximum(x, 0.1 * x)", PAIR,
          "this is Leaky ReLU with another slope, and ReLU itself gives 0 for negative inputs"),
    Wrong("floor_at_minus_one", "return np.maximum(x, -1)", PAIR,
          "this keeps the larger one of -1 and x, and the number beside x must be 0"),
    Wrong("one_for_the_negative", "return np.where(x > 0, x, 1)", PAIR,
          "this gives 1 for negative inputs, and ReLU gives 0 for them"),
    Wrong("zero_only", "return np.where(x == 0, 0, x)", PAIR,
          "only 0 is replaced by 0, and ReLU does so for all negative numbers"),
    Wrong("gives_list", "return np.maximum(x, 0).tolist()", PAIR,
          "the numbers are right, but this is a list, and lists cannot be added or multiplied as arrays can",
          "Write np.array(...) around it"),
    Wrong("gives_text", "return str(np.maximum(x, 0))", PAIR,
          "text looks like numbers when it is shown, but nobody can compute with it"),
    Wrong("adds_one", "return np.maximum(x, 1)", PAIR,
          "this keeps the larger one of 1 and x, and the number beside x must be 0"),
    Wrong("one_largest", "return np.array([max(x), 0])", PAIR,
          "max of the array alone gives its one largest number", "np.maximum compares number by number", only="max"),
]

# Lesson 3: ReLU moved 2 to the right
SHIFTED_RELU = [
    *ANY,
    Wrong("moves_left", "return np.maximum(x + 2, 0)", BEFORE_AND_AFTER_2,
          "x + 2 is 0 at -2, so the corner moves left"),
    Wrong("moves_down", "return np.maximum(x, 0) - 2", BEFORE_AND_AFTER_2,
          "a number taken from the output moves the plot down, not to the right"),
    Wrong("moves_up", "return np.maximum(x, 0) + 2", BEFORE_AND_AFTER_2,
          "a number added to the output moves the plot up, not to the right"),
    Wrong("raises_floor", "return np.maximum(x, 2)", BEFORE_AND_AFTER_2,
          "this puts the flat part at the height 2, and it must stay at 0"),
    Wrong("cuts_off", "return np.where(x > 2, x, 0)", BEFORE_AND_AFTER_2,
          "this cuts ReLU off at 2 and leaves a jump: at x = 2 the plot must begin to rise from the height 0"),
    Wrong("not_moved", "return np.maximum(x, 0)", BEFORE_AND_AFTER_2,
          "this is ReLU itself, with its corner at 0", "Change x before it is compared with 0"),
    Wrong("steeper", "return np.maximum(2 * x, 0)", BEFORE_AND_AFTER_2,
          "a factor makes the plot steeper, and its corner stays at 0"),
    Wrong("mirrored_at_2", "return np.maximum(2 - x, 0)", BEFORE_AND_AFTER_2,
          "2 - x falls where x - 2 rises, so the plot is mirrored"),
    Wrong("straight_line", "return x - 2", BEFORE_AND_AFTER_2,
          "this is a straight line, and left of the corner the output must be 0"),
    Wrong("asks_before_moving", "return np.where(x > 0, x - 2, 0)", NEAR_2,
          "the question is asked of x and not of x - 2, so outputs below 0 are left"),
    Wrong("lifts_the_left", "return np.where(x > 2, x - 2, x)", NEAR_2,
          "left of the corner this gives x, and it must give 0"),
    Wrong("keeps_the_left", "return np.minimum(x - 2, 0)", BEFORE_AND_AFTER_2,
          "this keeps the left side, and ReLU keeps the right one"),
    Wrong("exchanged_at_2", "return np.where(x > 2, 0, x - 2)", BEFORE_AND_AFTER_2,
          "the two sides are exchanged: right of 2 the output must rise"),
    Wrong("moves_by_1", "return np.maximum(x - 1, 0)", BEFORE_AND_AFTER_2, "x - 1 is 0 at 1, so the corner is at 1"),
    Wrong("moves_by_3", "return np.maximum(x - 3, 0)", BEFORE_AND_AFTER_2, "x - 3 is 0 at 3, so the corner is at 3"),
    Wrong("moves_and_raises", "return np.maximum(x - 2, 2)", BEFORE_AND_AFTER_2,
          "the number beside x - 2 is 2, so the flat part has the height 2"),
    Wrong("one_largest_of_moved", "return np.max(x - 2, 0)", BEFORE_AND_AFTER_2,
          "this is the one largest number of the array", "np.maximum compares number by number"),
    Wrong("bends_to_both_sides", "return np.abs(x - 2)", BEFORE_AND_AFTER_2,
          "this rises on both sides of 2, and left of the corner the output must be 0"),
    Wrong("step_at_2", "return np.where(x > 2, 1.0, 0.0)", NEAR_2,
          "this is a step to the height 1, and right of the corner the output must rise with x"),
]

# Lesson 4: the slope of ReLU, from its input and from its output
RELU_SLOPE = [
    *ANY,
    Wrong("exchanges_sides", "return np.where(x < 0, 1.0, 0.0)", PAIR,
          "the two sides are exchanged, and ReLU is flat on the left and rises on the right"),
    Wrong("slope_of_absolute_value", "return np.sign(x)", PAIR,
          "-1 on the left is the slope of the absolute value, and ReLU is flat there"),
    Wrong("no_slope_on_the_left", "return np.where(x > 0, 1.0, np.nan)", PAIR,
          "a flat line does have a slope, and it is 0"),
    Wrong("function_for_slope", "return np.maximum(x, 0)", PAIR,
          "this is ReLU itself, and its slope says how fast it rises"),
    Wrong("slope_between_neighbours", "return np.gradient(np.maximum(x, 0), x)", PAIR,
          "np.gradient joins neighbouring inputs by straight lines, across the corner too", "Ask each x for its side"),
    Wrong("rise_between_neighbours", "return np.gradient(np.maximum(x, 0))", PAIR,
          "np.gradient without x takes each step between neighbours as 1", "Ask each x for its side"),
    Wrong("difference_of_neighbours", "return np.diff(np.maximum(x, 0)) / np.diff(x)", PAIR,
          "np.diff compares neighbours, so it gives one number less", "Ask each x for its side"),
    Wrong("divides_by_x", "return np.maximum(x, 0) / x", ZERO,
          "relu(x) / x is 0 / 0 at the corner, and that is nan"),
    Wrong("nan_at_zero", "return np.where(x == 0, np.nan, np.where(x > 0, 1.0, 0.0))", ZERO,
          "the slope at 0 is indeed undefined, but a network cannot learn with nan, so choose a number",
          only="compares"),
    Wrong("catches_new_zeros", "y = x.copy()\ny[y < 0] = 0\ny[y >= 0] = 1\nreturn y", PAIR,
          "the first line makes zeros, and the second line sets them to 1 as well", "Ask x, and set a copy",
          only="compares sets"),
    Wrong("one_on_both_sides", "return np.where(x != 0, 1.0, 0.0)", PAIR,
          "this is 1 on both sides of 0, and left of 0 ReLU is flat"),
    Wrong("leaves_the_left", "y = x.astype(float)\ny[y > 0] = 1\nreturn y", PAIR,
          "right of 0 it is 1, but left of 0 the inputs themselves are left", "Set these to 0"),
    Wrong("slope_of_leaky", "return np.where(x > 0, 1.0, 0.01)", PAIR,
          "this is the slope of Leaky ReLU, and ReLU is flat on the left"),
]

SLOPE_FROM_OUTPUT = _taking("y", [
    *(dataclasses.replace(each, body=re.sub(r"\bx\b", "y", each.body), call=OUTPUTS)
      for each in ANY if each.name in ("forgets_return", "prints", "only_where_it_is")),
    Wrong("asks_the_input_question", "return np.where(y >= 0, 1.0, 0.0)", OUTPUTS,
          "an output of ReLU is never below 0, so this is 1 for every input"),
    Wrong("output_for_slope", "return y", OUTPUTS,
          "this is the output itself, and the slope is only 0 or 1"),
    Wrong("half_at_output_zero", "return np.heaviside(y, 0.5)", OUTPUTS,
          "y = 0 comes from every negative input, and the slope is 0 at all of them"),
    Wrong("divides_by_itself", "return y / y", OUTPUTS,
          "0 / 0 is nan, and y is 0 for every negative input"),
    Wrong("flat_on_the_right", "return np.where(y > 0, 0.0, 1.0)", OUTPUTS,
          "the two cases are exchanged: y is above 0 where ReLU rises"),
    Wrong("leak_in_the_output", "return np.where(y > 0, 1.0, 0.01)", OUTPUTS,
          "this is the slope of Leaky ReLU, and where y is 0 ReLU is flat"),
    Wrong("nan_at_output_zero", "return np.where(y > 0, 1.0, np.nan)", OUTPUTS,
          "y = 0 comes from every negative input, and a flat line has the slope 0"),
    Wrong("neighbours_of_output", "return np.gradient(y)", OUTPUTS,
          "np.gradient compares neighbouring outputs, and each output must be judged alone"),
    Wrong("changes_output", "y[y > 0] = 1\nreturn y", OUTPUTS,
          "it writes into y itself, which is the array that was given", "Work on a copy, such as y = y.astype(float)"),
    Wrong("drops_output_zero", "return y[y > 0] / y[y > 0]", OUTPUTS,
          "the outputs 0 are left out, and each output needs a slope"),
    Wrong("minus_one_for_zero", "return np.where(y > 0, 1.0, -1.0)", OUTPUTS,
          "-1 is the slope of the absolute value on the left, and ReLU is flat there"),
])

# Lesson 5: Leaky ReLU and its slope
LEAKY_RELU = _taking(LEAK, [
    *(each for each in ANY if each.name != "changes_argument"),
    Wrong("relu_for_leaky", "return np.maximum(x, 0)", PAIR,
          "this is ReLU, and Leaky ReLU is not 0 on the left"),
    Wrong("leak_as_output", "return np.where(x > 0, x, negative_slope)", PAIR,
          "the leak is a slope, so it is multiplied by x and is not an output"),
    Wrong("leak_as_negative_output", "return np.where(x > 0, x, -negative_slope)", PAIR,
          "the leak is a slope, so it is multiplied by x and does not stand alone"),
    Wrong("leak_is_added", "return np.where(x > 0, x, x + negative_slope)", PAIR,
          "the leak is a slope, so x is multiplied by it and it is not added"),
    Wrong("leak_is_subtracted", "return np.where(x > 0, x, x - negative_slope)", PAIR,
          "the leak is a slope, so x is multiplied by it and it is not taken away"),
    Wrong("leak_divides", "return np.where(x > 0, x, x / negative_slope)", PAIR,
          "the leak is a slope, so x is multiplied by it and not divided"),
    Wrong("leak_as_floor", "return np.maximum(x, negative_slope)", PAIR,
          "this is flat on the left, at the height negative_slope, and the leak is a slope"),
    Wrong("leak_with_minus", "return np.where(x > 0, x, -negative_slope * x)", PAIR,
          "a positive slope must keep negative inputs negative, and this makes them positive"),
    Wrong("leak_on_the_right", "return np.where(x > 0, negative_slope * x, x)", PAIR,
          "the leak is on the wrong side, and it belongs to the negative inputs"),
    Wrong("leak_of_one_side", "return np.maximum(0, negative_slope * x)", PAIR,
          "right of 0 the output is x itself, and left of 0 it is negative_slope * x"),
    Wrong("leak_on_both_sides", "return negative_slope * x", PAIR,
          "both sides have the small slope, and right of 0 the output is x itself"),
    Wrong("leak_added_everywhere", "return np.maximum(x, 0) + negative_slope * x", PAIR,
          "the leak is added right of 0 as well, where the output is x itself"),
    Wrong("leak_alone_on_the_right", "return np.where(x > 0, negative_slope, x)", PAIR,
          "the leak stands on the right and alone, and it belongs to the left, multiplied by x"),
    Wrong("product_is_lost", "y = x.astype(float)\ny[y < 0] * negative_slope\nreturn y", PAIR,
          "this gives x itself, on the left as well, where it must be multiplied by negative_slope"),
    Wrong("only_the_left", "return np.where(x > 0, 0, negative_slope * x)", PAIR,
          "the right side is 0 here, and right of 0 the output is x itself"),
    Wrong("slope_for_leaky_function", "return np.where(x > 0, 1.0, negative_slope)", PAIR,
          "this is the slope, and the function multiplies it by x"),
    Wrong("leaks_into_argument", "x[x < 0] *= negative_slope\nreturn x", PAIR,
          "it writes into the array that was given", "Work on x = x.astype(float), a copy that holds floats"),
    Wrong("fixed_leak", "return np.where(x > 0, x, 0.01 * x)", (*PAIR, 0.2),
          "the result does not change with the argument negative_slope", "Use it in place of a fixed number"),
    Wrong("maximum_for_every_slope", "return np.maximum(x, negative_slope * x)", (*PAIR, 2.0),
          "with a slope above 1, x is larger than negative_slope * x on the left, so the maximum takes x"),
    Wrong("sign_is_lost", "return np.where(x > 0, x, abs(negative_slope) * x)", (*PAIR, -0.5),
          "a slope below 0 loses its sign, and every negative_slope was asked"),
])

LEAKY_RELU_SLOPE = _taking(LEAK, [
    *ANY,
    Wrong("slope_of_relu", "return np.where(x > 0, 1.0, 0.0)", PAIR,
          "0 on the left is the slope of ReLU, and the leak is there so that it is not 0"),
    Wrong("catches_new_leaks", "y = x.astype(float)\ny[y <= 0] = negative_slope\ny[y > 0] = 1\nreturn y", PAIR,
          "the first line makes positive numbers, and the second line sets them to 1 as well", "Ask x, and set a copy",
          only="compares sets"),
    Wrong("slope_times_x", "return np.where(x > 0, 1.0, negative_slope * x)", PAIR,
          "negative_slope * x is the output on the left, and its slope is negative_slope alone"),
    Wrong("input_for_slope", "return np.where(x > 0, x, negative_slope)", PAIR,
          "right of 0 this gives x itself, and the slope there is 1"),
    Wrong("slope_with_minus", "return np.where(x > 0, 1.0, -negative_slope)", PAIR,
          "the slope on the left is negative_slope, with its own sign"),
    Wrong("leaky_function_for_slope", "return np.where(x > 0, x, negative_slope * x)", PAIR,
          "this is Leaky ReLU itself, and its slope says how fast it rises"),
    Wrong("exchanges_slopes", "return np.where(x > 0, negative_slope, 1.0)", PAIR,
          "the two slopes are exchanged, and 1 belongs to the positive inputs"),
    Wrong("one_slope", "return np.full(x.shape, negative_slope)", PAIR,
          "this is the slope on the left everywhere, and right of 0 the slope is 1"),
    Wrong("slope_ones", "return np.ones(x.shape)", PAIR,
          "this is 1 everywhere, and left of 0 the slope is negative_slope"),
    Wrong("neighbours_of_leaky", "return np.gradient(np.where(x > 0, x, negative_slope * x), x)", PAIR,
          "np.gradient joins neighbouring inputs by straight lines, across the corner too", "Ask each x for its side"),
    Wrong("fixed_slope", "return np.where(x > 0, 1.0, 0.01)", (*PAIR, 0.2),
          "the slope does not change with the argument negative_slope", "Use it in place of a fixed number"),
    Wrong("nothing_at_zero", "return negative_slope * (x < 0) + 1.0 * (x > 0)", (*ZERO, 0.2),
          "0 is not between the slopes on the left and on the right, so choose from negative_slope to 1"),
    Wrong("leaky_divided_by_x", "return np.where(x > 0, x, negative_slope * x) / x", (*ZERO, 0.2),
          "the output divided by x is 0 / 0 at the corner, and that is nan", only="computes"),
    Wrong("slope_nan_at_zero", "return np.where(x == 0, np.nan, np.where(x > 0, 1.0, negative_slope))", (*ZERO, 0.2),
          "the slope at 0 is indeed undefined, but a network cannot learn with nan, so choose a number",
          only="compares"),
    Wrong("larger_of_two_slopes", "return np.maximum(x > 0, negative_slope)", (*PAIR, 2.0),
          "with a slope above 1 the larger one of the two is negative_slope, on the right as well",
          only="maximum"),
    Wrong("slope_held_in_range", "return np.clip(x > 0, negative_slope, 1.0)", (*PAIR, 2.0),
          "np.clip holds numbers between two ends, so it is right for a slope from 0 to 1 only"),
    Wrong("slope_loses_sign", "return np.where(x > 0, 1.0, abs(negative_slope))", (*PAIR, -0.5),
          "a slope below 0 loses its sign, and every negative_slope was asked"),
])
# fmt: on

_LISTS = [IF_ELSE, RELU, SHIFTED_RELU, RELU_SLOPE, SLOPE_FROM_OUTPUT, LEAKY_RELU, LEAKY_RELU_SLOPE]
CATALOGUE = list({wrong.name: wrong for wrongs in reversed(_LISTS) for wrong in wrongs}.values())


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


# What the errors of Python and NumPy mean to a beginner, with the cure, in functions and in cells.

# A pattern for "type: message", one for the code, and the sentence; the first row that fits both is taken.
# For a function the code is the words that it uses, for a cell it is the line where the error is.
_VALUES = [
    ("truth value", r"(?<![.\w])(max|min)\b", r"Python's \1 asks one question, and an array has many answers: write "
     r"np.\1imum"),
    ("truth value", "", "if, and, or and not want one answer, and an array has many: np.maximum compares number "
     "by number, and np.where(question, yes, no) asks for each"),
    ("either both or neither|where.. takes", "", "np.where takes three things: the question, what to take where the "
     "answer is yes, and what to take where it is no; a decimal number has a point, no comma"),
    ("as an integer", r"\blinspace\b", "the third thing in np.linspace is how many points there are, a whole number; "
     "a step is for np.arange"),
    (r"array\(\) takes", "", "put square brackets around the numbers, as in np.array([1, 2])"),
    ("'list' and 'int'|'int' and 'list'|bad operand type for abs..: 'list'", "", "this is a list and no array: write "
     "np.array around it"),
    ("scalar index|as an integer", r"\brange\b", "range takes one whole number: write range(len(x)) for an array x"),
    ("scalar index|AxisError|as an integer", r"\ba?(max|min)\b", r"np.\1 takes one array, and what follows is an axis: "
     r"to compare two, write np.\1imum"),
    ("from 2 to 3 positional arguments but 1 w", "", "it takes two things: write both, with a comma between them"),
    ("builtin_function_or_method", "", "a method is called with brackets: x.copy() makes a copy, x.copy does not"),
    ("as an integer|dimensions|scalar index", r"\b(zeros|ones|empty|full)\b", r"np.\1 takes a shape, not the numbers: "
     r"write np.\1(x.shape) for an array x"),
    (r"Cannot cast ufunc.*to dtype\('u?int", "", "an array of integers has no place for what stands after the point: "
     "begin with x = x.astype(float), a copy that has"),
    ("converted to Python scalar", "", "one number is wanted here, and an array has many: use a function of NumPy, or "
     "x.astype(float)"),
    ("'int' object is not iter", r"\bin len\(", "len(x) is one number: write range(len(x))"),
    ("'(int|float)' object (is not iter|is not subsc|has no attr|does not supp)|type '(int|float)' has no len", "", "a "
     "single number stands where a list or an array is needed"),
    ("only integers, slices", "", "a number of the array is used as a place in it: in for v in x, v is the number "
     "itself; for places write for i in range(len(x))"),
    ("out of bounds for axis . with size", "", "there is no such place: the first is 0, and the last is len(x) - 1"),
    ("ndarray' object has no attribute 'append'", "", "an array has no append: begin with a list, y = [], and end with "
     "np.array(y)"),
    ("(ufunc|function)' object is not subsc", "", "a function is called with round brackets"),
    (r"too many indices|float64' object (does not|is not (iter|subsc))|float64' has no|invalid index to scalar|tuple "
     r"index out|values to unpack", "", "the array that is given is one row of numbers, so it has no columns"),
    ("cannot assign .* input values|broadcast|shape mismatch", "", "both sides must have equally many numbers: choose "
     "with the same question on both, as in y[x < 0] = 2 * x[x < 0]"),
    ("inhomogeneous", "", "an array and a single number do not fit into one list: np.maximum compares the two"),
    ("'a_max'", "", "np.clip takes both ends: write None where there is no end"),
    ("'NoneType'", "", "something in it is None: a function without return gives None, and so do print and append"),
    (r"(instances of|type\(s\) for) .*'str'|'str' object cannot|StrDType|'maximum' did not contain a loop", "", "text "
     "cannot be compared or multiplied with numbers: leave out the quotation marks"),
    ("'tuple'", "", "a comma makes a tuple of several values: a decimal number is written with a point, as 0.01"),
    ("module 'numpy' has no", "", "NumPy has nothing of that name: look for a typing error, or for another name, as "
     "np.maximum"),
    ("same first dimension", "", "each input needs one height: np.maximum gives one for each, np.max gives one number"),
    ("list assignment index", "", "a list has only the places that were appended: write y.append(...) for the next "
     "one"),
    ("RecursionError", "", "it calls itself again and again: write what it does, without its own name"),
]  # fmt: skip
_WORD = r"(?i:if|elif|else|for|while|def|return|import)"
_SYNTAX = [
    ("leading zeros", r"\d,0\d", "A decimal number is written with a point and not with a comma, as 0.01."),
    ("", rf"^\s*(?!(?-i:[a-z]+)\b)({_WORD})\b", "Python's own words are written in small letters: "
     "if, else, return, def."),
    ("", r"^\s*else\s+if\b|^\s*elseif\b", "A second question begins with elif."),
    ("", r"^\s*else\b(?!\s*:).*\S", "else takes all other cases and asks nothing: write else: alone. A second question "
     "begins with elif."),
    ("", r"=>|=<", "Write >= and <=, with the = last."),
    ("", r"&&|\|\|", "Write and, or: Python has no && and ||."),
    ("invalid (non-printable )?character", r"[“”„«»‘’]", 'Write straight quotation marks, as in "b".'),
    ("invalid (non-printable )?character", r"[−–]", "Type the minus sign - of the keyboard."),
    ("cannot assign to comparison", "", "To set the numbers below 0 of an array x, write x[x < 0] = 0."),
    ("cannot assign to function call", "", "A function begins with def: def f(x):"),
    ("instead of '='|cannot assign to|argument follows keyword", "", "= gives a name to a value. To ask whether two "
     "things are equal, write ==."),
    ("expected ':'", "", "Write a colon : at the end of the line that begins with if, else, for or def."),
    ("expected an indented block", "", "Begin this line with four spaces more than the line above, which ends in a "
     "colon."),
    ("unexpected indent", "", "This line begins with more spaces than the line above, which ends in no colon: take "
     "them away."),
    ("unindent does not match", "", "This line must begin with as many spaces as another line of its block."),
    ("TabError", "", "Tabs and spaces are mixed: begin each line with spaces only."),
    ("'return' outside", "", "return belongs into a function: begin its line with four spaces, below the line with "
     "def."),
    ("invalid decimal literal", "", "For a product write *: 2 * x. A name begins with a letter."),
    ("", "", "Look there, and in the line above, for a missing bracket, quotation mark, comma or colon."),
]  # fmt: skip


def explain(error: BaseException, code: str) -> str:
    """Return what `error` in `code` means, with a cure, or ""; one on syntax is whole, others go on after a colon."""
    kind, name = type(error), ""
    try:
        text = f"{kind.__name__}: {error}"
        name = getattr(error, "name", "")
    except Exception:  # an error of the student's own that fails when it is looked at
        return ""
    if issubclass(kind, NameError) and kind is not UnboundLocalError:
        return _name(name, code) if type(name) is str else ""
    if "not callable" in text:
        return ""
    if kind is UnboundLocalError and (found := re.search(r"'(\w+)'", text)):
        return f"there is a case in which no line before gives {found[1]} a value"
    for message, words, sentence in _SYNTAX if issubclass(kind, SyntaxError) else _VALUES:
        if re.search(message, text) and (found := re.search(words, code)):
            return found.expand(sentence)
    return ""


def _name(name: str, code: str) -> str:
    if name == "numpy":
        return "NumPy is called np here: write np in place of numpy"
    if name in ("relu", "my_relu"):
        return "a function of another lesson is not known here, and one of this lesson only after its cell was run"
    if name in ("question", "yes", "no"):
        return "this word stands for something that you write there, such as x > 0 or a number"
    if name in ("nan", "inf", "pi") or (callable(getattr(np, name, None)) and f"{name}(" in code):
        return f"for NumPy's {name} write np.{name}"
    for word in (name.lower(), name.capitalize()):
        if word != name and hasattr(builtins, word):
            return f"Python writes it {word}"
    return ""


# Families: each has a sentence for many wrong answers, and looks whether it is true of what was seen.


@dataclass(frozen=True)
class Seen:
    """What a wrong answer did: the calls that gave numbers, each with its value and with what is right for it."""

    calls: list[tuple]
    values: list
    rights: list[NDArray]
    at: int  # the place of the call that is told
    words: set[str]  # what the answer uses, as `words` gives it

    @property
    def shaped(self) -> bool:
        """Whether the value that is told has the shape of what is right."""
        return np.shape(self.values[self.at]) == np.shape(self.rights[self.at])


def cut_everywhere(seen: Seen) -> str:
    """Say that what stands after the point is cut off in all outputs, if it is."""
    return _cut(seen.values, seen.rights, seen.words)


def cut_here(seen: Seen) -> str:
    """Say that it is cut off in the output that is told; one number alone proves nothing."""
    values, rights = [seen.values[seen.at]], [seen.rights[seen.at]]
    return _cut(values, rights, seen.words) if np.ndim(values[0]) else ""


def _cut(values: list, rights: list, used: set[str]) -> str:
    whole = [type(value) is int or getattr(value, "dtype", np.dtype(float)).kind in "iu" for value in values]
    pairs = list(zip(values, rights, strict=True))
    if not all(whole) or not all(np.array_equal(value, np.trunc(right)) for value, right in pairs):
        return ""
    if all(np.array_equal(*pair) for pair in pairs):
        return ""
    if "vectorize" in used:
        return "np.vectorize takes the kind of number from the first output, here integers. Give it otypes=[float]"
    cure = ". Begin with x = x.astype(float), or make the new array with dtype=float"
    return "whole numbers have no place for what stands after the point" + cure * bool(np.ndim(values[0]))


def first_only(seen: Seen) -> str:
    """Say that a loop gives its first number only, if it does."""
    pairs = [(value, right) for value, right in zip(seen.values, seen.rights, strict=True) if np.size(right) > 1]
    first = pairs and all(np.size(value) == 1 == np.isclose(value, right.flat[0]) for value, right in pairs)
    told = "return inside a loop ends it at the first number. Put return below the loop, and give all results back"
    return told if "for" in seen.words and first else ""


def rounded(seen: Seen) -> str:
    """Say that a function of NumPy rounds, if the output is near what is right."""
    rounding = seen.words & {"round", "around", "rint", "floor", "ceil", "trunc"}
    if rounding and seen.shaped:
        value, right = seen.values[seen.at], seen.rights[seen.at]
        if np.allclose(value, right, rtol=0, atol=1, equal_nan=True):
            return f"{min(rounding)} changes the numbers, and all digits are needed"
    return ""


def constant(seen: Seen) -> str:
    """Say that all outputs are the same number, if they are."""
    found = np.unique(np.concatenate([np.ravel(value) for value in seen.values]))
    return f"it gives {as_text(found[0])} for every input" if seen.shaped and found.size == 1 else ""


def corner_elsewhere(left: Callable, right: Callable, corner: float = 0) -> Callable[[Seen], str]:
    """Return what looks whether outputs change from `left` to `right` at another place than `corner`, and says so."""

    def family(seen: Seen) -> str:
        lefts, rights = [], []
        for arguments, output in zip(seen.calls, seen.values, strict=True):
            x = np.atleast_1d(arguments[0])
            if np.size(output) == x.size and np.isfinite(x).all():
                value, sides = np.reshape(output, x.shape), [left(x, *arguments[1:]), right(x, *arguments[1:])]
                on_left, on_right = (np.isclose(value, side, rtol=1e-9, atol=0) | (x == corner) for side in sides)
                if not np.all(on_left | on_right):
                    return ""
                lefts += x[on_left & ~on_right].tolist()
                rights += x[on_right & ~on_left].tolist()
        if seen.shaped and lefts and rights and max(lefts) < min(rights) and not max(lefts) < corner < min(rights):
            return f"it changes between {max(lefts):g} and {min(rights):g}, and not at {corner}"
        return ""

    return family


def slope_elsewhere(left: Callable, right: Callable, name: str = "x") -> Callable[[Seen], str]:
    """Return what says where outputs are neither the slope on the `left` nor on the `right`, or change elsewhere."""

    def family(seen: Seen) -> str:
        mixed = []
        for place, (arguments, value) in enumerate(zip(seen.calls, seen.values, strict=True)):
            x, ends = arguments[0], [left(*arguments), right(*arguments)]
            if np.shape(value) != np.shape(x):
                continue
            low, high = np.minimum(*ends), np.maximum(*ends)
            if not np.all((low - 0.2 < value) & (value < high + 0.2)):
                return ""  # another fault is greater
            if place == seen.at:
                mixed = x[(low + 1e-9 < value) & (value < high - 1e-9) & (x != 0)].tolist()
        if mixed and seen.shaped:
            at, ask = min(mixed, key=abs), f"Ask only on which side of 0 {name} lies"
            between = "this is between the slope on the left and the one on the right, which is right at 0 only"
            return f"at {name} = {at:g} {between}. {ask}"
        return corner_elsewhere(left, right)(seen)

    return family


def families(*own: Callable[[Seen], str]) -> tuple[Callable[..., str], ...]:
    """Return what is asked before the known wrong answers of an exercise, and after them, those of its `own` last."""

    def first_of(*families: Callable[[Seen], str]) -> Callable[..., str]:
        return lambda *seen: next(filter(None, (family(Seen(*seen)) for family in families)), "")

    return first_of(cut_everywhere), first_of(first_only, cut_here, rounded, constant, *own)


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


def attempt(way: str, x: object) -> object:
    """Return what the source `way` gives for `x`, or the error that it raises."""
    try:
        with np.errstate(all="ignore"):
            return eval(way, {"np": np, "x": x})  # what runs is what is shown
    except (TypeError, ValueError) as error:
        return error


def _verdict(way: str, x: object) -> str:
    result, right = attempt(way, x), relu(x)
    if isinstance(result, Exception):
        return f"wrong: {type(result).__name__}"
    if np.shape(result) == np.shape(right) and np.array_equal(result, right, equal_nan=True):
        return "right"
    return f"wrong: {result}"
