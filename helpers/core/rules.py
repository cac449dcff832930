"""What is wrong with a function: each rule looks at what was seen, and says what is true of it, or ""."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpers.core.call import Call, show
from helpers.core.source import outside, parameters, tree, unread, words


@dataclass
class Asked:
    """What is asked of a function: the output `left` below `corner`, and `right` above it, both as source.

    At the corner all numbers between the two are right, or only the left one if not `between`.
    """

    signature: inspect.Signature
    left: str
    right: str
    corner: float = 0
    between: bool = True

    @property
    def name(self) -> str:
        """What the task calls the inputs."""
        return next(iter(self.signature.parameters))

    def sides(self, call: Call) -> list[NDArray]:
        """Return the left side and the right side for each input of `call`."""
        bound = self.signature.bind(*call.given)
        bound.apply_defaults()
        # The same text is told to the student.
        with np.errstate(all="ignore"):  # a side is computed where only the other one is asked, too
            sides = [eval(side, {"np": np}, bound.arguments) for side in (self.left, self.right)]
        return [np.broadcast_to(side, np.shape(call.given[0])) for side in sides]

    def ends(self, call: Call) -> tuple[NDArray, NDArray]:
        """Return the lowest and the highest right output for each input of `call`."""
        x, (left, right) = np.asarray(call.given[0]), self.sides(call)
        beside_corner = np.where(x < self.corner, left, right)
        at_corner = (left, right) if self.between else (left, left)
        low, high = np.minimum(*at_corner), np.maximum(*at_corner)
        return tuple(np.where(x == self.corner, end, beside_corner) for end in (low, high))

    def is_wrong(self, call: Call) -> bool:
        """Say whether `call` went wrong."""
        return bool(call.error) or call.changed or not lies_between(call.numbers, *self.ends(call))


def lies_between(numbers: NDArray | None, low: NDArray, high: NDArray) -> bool:
    """Return whether `numbers` are from `low` to `high`, within rounding; nan is equal to nan."""
    if numbers is None or numbers.shape != low.shape:
        return False
    at_low, at_high = (np.isclose(numbers, end, rtol=1e-6, atol=1e-12, equal_nan=True) for end in (low, high))
    return bool(np.all(at_low | at_high | ((low <= numbers) & (numbers <= high))))


@dataclass
class Known:
    """A known wrong answer: what is told of it, the words that must occur for it to be true, and what it does."""

    told: str
    must: set[str]
    calls: list[Call]


@dataclass
class Seen:
    """A wrong answer: what it did in its calls, and the place of the first one that went wrong."""

    asked: Asked
    answer: Callable
    calls: list[Call]
    at: int
    known: Sequence[Known] = ()

    def __post_init__(self):
        self.call = self.calls[self.at]  # the one that is told
        self.x, self.numbers = np.asarray(self.call.given[0]), self.call.numbers
        self.low, self.high = self.asked.ends(self.call)
        self.right_numbers = lies_between(self.numbers, self.low, self.high)
        self.numeric = [call for call in self.calls if call.numbers is not None]
        self.fits = self.numbers is not None and self.numbers.shape == self.x.shape
        same = [np.array_equal(call.numbers, call.given[0], equal_nan=True) for call in self.numeric]
        self.gives_input_back = self.fits and all(same)
        self.nodes, self.words = list(ast.walk(tree(self.answer))), words(self.answer)
        self.returns = [line.value for line in self.parts(ast.Return) if line.value]
        # The source of each value that gets a name.
        self.named = {ast.unparse(line.targets[0]): line.value for line in self.parts(ast.Assign)}

    @property
    def own_name(self) -> str:
        """What the student calls the inputs."""
        return next(iter(parameters(self.answer) or ()), self.asked.name)

    def parts(self, *kinds: type[ast.AST]) -> list:
        """Return the parts of the source that are of one of these `kinds`."""
        return [node for node in self.nodes if isinstance(node, kinds)]


# -- what the source says, and the outputs agree ------------------------------------------------------------


def first_line(seen: Seen) -> str:
    """Say that the first line does not take the arguments that were asked."""
    found = parameters(seen.answer)
    if found is None or seen.right_numbers:
        return ""
    ours, theirs = list(seen.asked.signature.parameters.values()), list(found.values())
    takes_all = any(each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD) for each in theirs)
    same_values = [each.default for each in theirs[: len(ours)]] == [each.default for each in ours]
    needs_more = any(each.default is each.empty for each in theirs[len(ours) :])
    if takes_all or (same_values and not needs_more):
        return ""
    told = "its first line takes other arguments, or other usual values, than asked"
    return f"{told}. Write {seen.asked.signature} there"


def reads_the_notebook(seen: Seen) -> str:
    """Say that it takes a number or an array from the notebook where its own argument was meant."""
    unused = unread(seen.answer)
    if not unused or seen.right_numbers:
        return ""
    for name, value in outside(seen.answer).items():
        if isinstance(value, int | float | list | tuple | np.ndarray | np.generic):
            told = f"it takes {name} from another cell, where {name} is {show(value)}"
            return f"{told}, and never uses its own argument {unused[0]}"
    return ""


def loses_a_result(seen: Seen) -> str:
    """Say that a line asks or computes something, and keeps the answer nowhere."""
    if not seen.returns:
        return ""
    for line in seen.parts(ast.Expr):
        text, value = ast.unparse(line), line.value
        if isinstance(value, ast.Compare) and isinstance(value.ops[0], ast.Eq):
            return f"== asks whether two things are equal, so {text} changes nothing. To set a value, write ="
        name = getattr(getattr(value, "func", None), "attr", "")
        function = getattr(np, name, None)
        gives_new = isinstance(function, np.ufunc) and len(value.args) <= function.nin and not value.keywords
        new = gives_new or name in ("where", "clip", "copy", "astype") or text.startswith("np.append(")
        if isinstance(value, ast.BinOp) or new:
            return f"{text} makes something new and keeps it nowhere. With = it gets a name or a place"
    return ""


def changes_the_name_of_a_loop(seen: Seen) -> str:
    """Say that a new value for the name of a loop changes no array."""
    names = {ast.unparse(loop.target) for loop in seen.parts(ast.For)} & set(seen.named)
    if not names or not seen.gives_input_back or "append" in seen.words:
        return ""
    told = f"a new value for {names.pop()}, the name of the loop, leaves the array as it is"
    return f"{told}. Collect the results in a list, as in y.append(...)"


def returns_in_a_loop(seen: Seen) -> str:
    """Say that return ended a loop before all numbers had their turn."""
    inside = [node for loop in seen.parts(ast.For) for node in ast.walk(loop) if isinstance(node, ast.Return)]
    if not inside or seen.call.value is None or np.size(seen.call.value) >= seen.x.size:
        return ""
    return "return inside the loop ends it too early. Put return below the loop, and give all results back"


def one_answer_for_all(seen: Seen) -> str:
    """Say that a function such as any, sum or max gives one answer where each number needs its own."""
    alone = [call for call in seen.numeric if np.size(call.given[0]) == 1 and np.all(np.isfinite(call.given[0]))]
    pairs = [(np.ravel(call.numbers), map(np.ravel, seen.asked.ends(call))) for call in alone]
    one_is_right = all(lies_between(numbers, *ends) for numbers, ends in pairs)
    tests = [part.test for part in seen.parts(ast.If, ast.IfExp) if one_is_right]
    told = "gives one answer for all numbers, and each number needs its own"
    for name in [name for test in tests for name in _joins(test) if name != "len"]:
        return f"{name} {told}. np.where(question, yes, no) asks for each"
    if seen.numbers is None or seen.numbers.ndim or not seen.x.ndim:
        return ""
    values = [seen.named.get(ast.unparse(value), value) for value in seen.returns]
    for name in [name for value in values for name in _joins(value)]:
        return f"{name} {told}" + ". np.maximum compares number by number" * (name == "max")
    return ""


def _joins(source: ast.AST) -> list[str]:
    """Return the functions in `source` that make one of many; Python's max of two numbers is none."""
    calls = [node for node in ast.walk(source) if isinstance(node, ast.Call)]
    calls = [call for call in calls if isinstance(call.func, ast.Attribute) or len(call.args) == 1]
    names = [getattr(call.func, "attr", getattr(call.func, "id", "")) for call in calls]
    return [name for name in names if name in ("any", "all", "sum", "len", "max", "min", "amax", "amin", "mean")]


# -- what came back in place of one number for each input ---------------------------------------------------


def gives_nothing(seen: Seen) -> str:
    """Say why nothing came back."""
    if seen.call.value is not None:
        return ""
    if seen.returns:
        calls = any(isinstance(value, ast.Call) for value in seen.returns)
        told = "no return is reached for this input"
        return f"{told}, or the function behind it gives None, as print does" if calls else told
    if "print" in seen.words:
        return "print shows a value to people, and only return gives it back to the program"
    for line in seen.parts(ast.Expr):
        if isinstance(line.value, ast.Name | ast.BinOp):
            return f"{ast.unparse(line)} alone gives nothing back. Write return {ast.unparse(line)}"
    return "nothing is given back. Add a last line with return and what is given back"


def no_numbers(seen: Seen) -> str:
    """Say what came in place of numbers."""
    value = seen.call.value
    if seen.numbers is not None:
        return ""
    if isinstance(value, list):
        if len(value) < max(2, seen.x.size) and any(isinstance(each, ast.List) for each in seen.returns):
            return "the square brackets make a list of it. Leave them out"
        if not seen.x.ndim:
            return "this is a list, and one number was asked"
        return "this is a list, and an array was asked. Give np.array(...) back"
    if isinstance(value, tuple) and len(value) == seen.x.ndim and "where" in seen.words:
        told = "np.where with a question alone says at which places the answer is yes"
        return f"{told}. Give it what to take for yes and for no: np.where(question, yes, no)"
    if isinstance(value, tuple):
        told = "this is a tuple, several values with commas between them, and one was asked"
        return f"{told}. A decimal number has a point"
    if callable(value):
        return "a function stands there and not its result. Call it with round brackets"
    return ""


def looks_beside(seen: Seen) -> str:
    """Say that a slope is computed from other numbers: from neighbours in the array, or from a step."""
    if seen.asked.right != "1":
        return ""
    cure = f"Ask each {seen.asked.name} whether it is above 0"
    for name in {"gradient", "diff"} & seen.words:
        return f"np.{name} compares each number with its neighbours, and a slope needs no other number. {cure}"
    is_beside_the_corner = seen.fits and 0 < np.max(np.abs(seen.x)) < 1e-6  # and farther away it was right
    if is_beside_the_corner and "Div" in seen.words and seen.words & {"Add", "Sub"}:
        return f"a step from here reaches over the corner. {cure}"
    return ""


def another_shape(seen: Seen) -> str:
    """Say that there is not one output for each input, in their shape."""
    if seen.numbers is None or seen.fits:
        return ""
    if not seen.numbers.ndim:
        return "this is one number, and one for each input was asked"
    return "each number needs one output, at its own place"


# -- what the outputs say -----------------------------------------------------------------------------------


def known(seen: Seen) -> str:
    """Say what is known of a wrong answer that did the same in each call."""
    off = seen.x != seen.asked.corner
    only_there = not seen.fits or lies_between(seen.numbers[off], seen.low[off], seen.high[off])
    corner = np.nan if only_there else seen.asked.corner  # nan: no input is left out
    did = [_did(call, corner) for call in seen.calls]
    for row in seen.known:
        if row.must <= seen.words and did == [_did(call, corner) for call in row.calls]:
            return row.told
    return ""


def _did(call: Call, corner: float) -> str:
    """Return what a call did elsewhere than at `corner`, as text; 1 is the same as 1.0 and True."""
    numbers, x = call.numbers, np.asarray(call.given[0])
    if numbers is None:
        return f"{call.error!r} {show(call.value)}"
    return show(numbers[x != corner] if numbers.shape == x.shape else numbers)


def changes_argument(seen: Seen) -> str:
    """Say that it writes into the array that was given, and gives back that array, or a copy as it was."""
    if not seen.call.changed or not (seen.right_numbers or seen.gives_input_back):
        return ""
    if "copy" in seen.words:
        return "it writes into the array that was given, and not into the copy. Write into the copy, and return it"
    has_slope = len(seen.asked.signature.parameters) > 1  # a product with it needs decimal numbers
    new = f"1.0 * {seen.own_name}" if has_slope else f"{seen.own_name}.copy()"
    return f"it writes into the array that was given. Begin with new = {new}, a new array, and work on it"


def whole_numbers(seen: Seen) -> str:
    """Say that what stands after the point is cut off."""
    whole = seen.fits and np.asarray(seen.call.value).dtype.kind in "iu"
    cut = whole and np.array_equal(seen.numbers, np.trunc(seen.low))
    if not cut or not seen.words & {"int", "vectorize", "Subscript", "full_like", "zeros_like", "ones_like"}:
        return ""  # else its own numbers are whole
    told = "whole numbers have no place for what stands after the point"
    return f"{told}. Leave int out, and write decimal numbers: 1.0 * {seen.own_name}, 0.0, 1.0"


def one_side(seen: Seen) -> str:
    """Say on which side of the corner it is wrong in the call that is told, and what must come there."""
    if not seen.fits:
        return ""
    asked, told = seen.asked, []
    left, right = asked.sides(seen.call)
    on_left = seen.x < asked.corner if asked.between else seen.x <= asked.corner
    on_right = seen.x > asked.corner
    place = f"left of {asked.corner}" if asked.between else f"where {asked.name} is {asked.corner}"
    if not lies_between(seen.numbers[on_left], left[on_left], left[on_left]):
        told.append(f"{place} the output must be {asked.left}")
    if not lies_between(seen.numbers[on_right], right[on_right], right[on_right]):
        told.append(f"right of {asked.corner} the output must be {asked.right}")
    exchanged = len(told) == 2 and np.allclose(seen.numbers, np.where(on_left, right, left))
    return "the two sides are exchanged: " * exchanged + ", and ".join(told)


# From the most special to the most general: the first that has something to say is told.
RULES = [
    first_line, reads_the_notebook, loses_a_result, changes_the_name_of_a_loop, returns_in_a_loop, one_answer_for_all,
    gives_nothing, changes_argument, looks_beside, known, no_numbers, another_shape, whole_numbers,
    one_side,
]  # fmt: skip
