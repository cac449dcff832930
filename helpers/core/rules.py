"""What is wrong with a function: each rule looks at what was seen, and says what is true of it, or ""."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpers.core.call import Call, show
from helpers.core.source import outside, parameters, parts_of, tree, unread


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

    def on_sides(self, call: Call) -> tuple[NDArray, NDArray]:
        """Return which inputs of `call` are on the left side, and which are on the right side."""
        x = np.asarray(call.given[0])
        return x < self.corner if self.between else x <= self.corner, x > self.corner

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
class WrongAnswer:
    """A known wrong answer: what is told of it, the parts it must have for that to be true, and what it does."""

    told: str
    must: set[str]
    calls: list[Call]


class Seen:
    """A wrong answer: what it did in `calls`, what its source says, and the call `at` a place, which is told."""

    def __init__(self, asked: Asked, answer: Callable, calls: list[Call], at: int, known: Sequence[WrongAnswer] = ()):
        self.asked, self.answer, self.calls, self.known = asked, answer, calls, known
        self.call = calls[at]
        self.x = np.asarray(self.call.given[0])  # its inputs
        self.numbers = self.call.numbers  # its outputs, or None where these are no numbers
        self.low, self.high = asked.ends(self.call)  # the lowest and the highest right outputs
        # If the numbers are right, it changed its argument.
        self.numbers_are_right = lies_between(self.numbers, self.low, self.high)
        self.same_shape = self.numbers is not None and self.numbers.shape == self.x.shape  # inputs and outputs
        self.with_numbers = [call for call in calls if call.numbers is not None]
        same = [np.array_equal(call.numbers, call.given[0], equal_nan=True) for call in self.with_numbers]
        self.gives_input_back = self.same_shape and all(same)
        self.nodes = list(ast.walk(tree(answer)))
        self.parts = parts_of(answer)
        # What stands behind each return, and the source of each value that gets a name.
        self.returns = [line.value for line in self.nodes_of(ast.Return) if line.value]
        self.named = {ast.unparse(line.targets[0]): line.value for line in self.nodes_of(ast.Assign)}

    @property
    def own_name(self) -> str:
        """What the student calls the inputs."""
        return next(iter(parameters(self.answer) or ()), self.asked.name)

    def nodes_of(self, *kinds: type[ast.AST]) -> list:
        """Return the nodes of the syntax tree that are of one of these `kinds`."""
        return [node for node in self.nodes if isinstance(node, kinds)]


# -- what the source says, and the outputs agree ------------------------------------------------------------


def takes_other_arguments(seen: Seen) -> str:
    """Say that the first line does not take the arguments that were asked."""
    found = parameters(seen.answer)
    if found is None or seen.numbers_are_right:
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
    if not unused or seen.numbers_are_right:
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
    for line in seen.nodes_of(ast.Expr):
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
    names = {ast.unparse(loop.target) for loop in seen.nodes_of(ast.For)} & set(seen.named)
    if not names or not seen.gives_input_back or "append" in seen.parts:
        return ""
    told = f"a new value for {names.pop()}, the name of the loop, leaves the array as it is"
    return f"{told}. Collect the results in a list, as in y.append(...)"


def returns_in_a_loop(seen: Seen) -> str:
    """Say that return ended a loop before all numbers had their turn."""
    inside = [node for loop in seen.nodes_of(ast.For) for node in ast.walk(loop) if isinstance(node, ast.Return)]
    if not inside or seen.call.value is None or np.size(seen.call.value) >= seen.x.size:
        return ""
    return "return inside the loop ends it too early. Put return below the loop, and give all results back"


def one_answer_for_all(seen: Seen) -> str:
    """Say that a function such as any, sum or max gives one answer where each number needs its own."""
    told = "gives one answer for all numbers, and each number needs its own"
    tests = [node.test for node in seen.nodes_of(ast.If, ast.IfExp)]
    joining = [name for test in tests for name in _joins(test) if name != "len"]
    if joining and _is_right_for_single_numbers(seen):
        return f"{joining[0]} {told}. np.where(question, yes, no) asks for each"
    if seen.numbers is None or seen.numbers.ndim or not seen.x.ndim:
        return ""
    given_back = [seen.named.get(ast.unparse(value), value) for value in seen.returns]
    joining = [name for value in given_back for name in _joins(value)]
    if joining and joining[0] == "max":
        return f"max {told}. np.maximum compares number by number"
    return f"{joining[0]} {told}" if joining else ""


def _is_right_for_single_numbers(seen: Seen) -> bool:
    """Return whether each call with one number, which is finite, gave what was asked."""
    for call in seen.with_numbers:
        x, (low, high) = call.given[0], seen.asked.ends(call)
        is_single = np.size(x) == 1 and np.isfinite(x).all()
        if is_single and not lies_between(np.ravel(call.numbers), np.ravel(low), np.ravel(high)):
            return False
    return True


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
    if any(line.value is None for line in seen.nodes_of(ast.Return)):
        return "return gives back what stands behind it in its line, and behind one return nothing stands"
    if seen.returns:
        told, own = "no return is reached for this input", parameters(seen.answer) or ()
        calls = any(isinstance(value, ast.Call) for value in seen.returns)
        names = any(isinstance(value, ast.Name) and value.id not in own for value in seen.returns)
        is_none = any(ast.unparse(value) == "None" for value in seen.returns)
        return f"{told}, or what stands behind it is None, as print gives" if calls or names or is_none else told
    if "print" in seen.parts:
        return "print shows a value to people, and only return gives it back to the program"
    for line in seen.nodes_of(ast.Expr):
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
    if isinstance(value, tuple) and len(value) == seen.x.ndim and "where" in seen.parts:
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
    for name in {"gradient", "diff"} & seen.parts:
        return f"np.{name} compares each number with its neighbours, and a slope needs no other number. {cure}"
    is_beside_the_corner = seen.same_shape and 0 < np.max(np.abs(seen.x)) < 1e-6  # and farther away it was right
    if is_beside_the_corner and "Div" in seen.parts and seen.parts & {"Add", "Sub"}:
        return f"a step from here reaches over the corner. {cure}"
    return ""


def another_shape(seen: Seen) -> str:
    """Say that there is not one output for each input, in their shape."""
    if seen.numbers is None or seen.same_shape:
        return ""
    if not seen.numbers.ndim:
        return "this is one number, and one for each input was asked"
    return "each number needs one output, at its own place"


# -- what the outputs say -----------------------------------------------------------------------------------


def does_as_a_known_answer(seen: Seen) -> str:
    """Say what is known of a wrong answer that did the same in each call."""
    off = seen.x != seen.asked.corner
    is_wrong_elsewhere = seen.same_shape and not lies_between(seen.numbers[off], seen.low[off], seen.high[off])
    corner = seen.asked.corner if is_wrong_elsewhere else None  # then what it does there does not matter
    did = [_did(call, corner) for call in seen.calls]
    for row in seen.known:
        if row.must <= seen.parts and did == [_did(call, corner) for call in row.calls]:
            return row.told
    return ""


def _did(call: Call, corner: float | None) -> str:
    """Return what a call did as text, if a `corner` is given without it; 1 is the same as 1.0 and True."""
    numbers, x = call.numbers, np.asarray(call.given[0])
    if numbers is None:
        return f"{call.error!r} {show(call.value)}"
    if corner is not None and numbers.shape == x.shape:
        numbers = numbers[x != corner]
    return show(numbers)


def changes_argument(seen: Seen) -> str:
    """Say that it writes into the array that was given, and else gives what was asked, or its input."""
    if not seen.call.changed or not (seen.numbers_are_right or seen.gives_input_back):
        return ""
    new = re.compile(r"copy|array\(|^1\.0 \*")  # an array of its own
    lines = [line for line in seen.nodes_of(ast.Assign, ast.Return) if line.value]
    copies = [line.lineno for line in lines if new.search(ast.unparse(line.value))]
    writes = [node.lineno for node in seen.nodes_of(ast.Subscript) if isinstance(node.ctx, ast.Store)]
    writes += [node.lineno for node in seen.nodes_of(ast.AugAssign)]
    if copies and writes and max(writes) < min(copies):
        told = "it writes into the array that was given before the new array is made"
        return f"{told}. Make the new one first, and write into it"
    if copies:
        told = "it writes into the array that was given, and not into the new one"
        return f"{told}. Write into the new array, and return it"
    has_slope = len(seen.asked.signature.parameters) > 1  # a product with it needs decimal numbers
    new = f"1.0 * {seen.own_name}" if has_slope else f"{seen.own_name}.copy()"
    return f"it writes into the array that was given. Begin with new = {new}, a new array, and work on it"


def whole_numbers(seen: Seen) -> str:
    """Say that what stands after the point is cut off."""
    whole = seen.same_shape and np.asarray(seen.call.value).dtype.kind in "iu"
    cut = whole and np.array_equal(seen.numbers, np.trunc(seen.low))
    if not cut or not seen.parts & {"int", "vectorize", "Subscript", "full_like", "zeros_like", "ones_like"}:
        return ""  # else its own numbers are whole
    cure = "Leave int out" if "int" in seen.parts else f"Work with decimal numbers: 1.0 * {seen.own_name}, 0.0, 1.0"
    return f"whole numbers have no place for what stands after the point. {cure}"


def wrong_sides(seen: Seen) -> str:
    """Say on which sides of the corner it is wrong in the call that is told, and what must come there."""
    if not seen.same_shape:
        return ""
    asked, wrong = seen.asked, []
    on_left, on_right = asked.on_sides(seen.call)
    left, right = asked.sides(seen.call)
    if not _gives(left, on_left, seen.call):
        place = f"left of {asked.corner}" if asked.between else f"where {asked.name} is {asked.corner}"
        wrong.append(f"{place} the output must be {asked.left}")
    if not _gives(right, on_right, seen.call):
        wrong.append(f"right of {asked.corner} the output must be {asked.right}")
    told = ", and ".join(wrong)
    if len(wrong) == 2 and _exchanges_the_sides(seen):
        return f"the two sides are exchanged: {told}"
    return told


def _gives(side: NDArray, places: NDArray, call: Call) -> bool:
    """Return whether a call gave at these places what `side` has there."""
    return lies_between(call.numbers[places], side[places], side[places])


def _exchanges_the_sides(seen: Seen) -> bool:
    """Return whether all calls with inputs on both sides, at least two, gave on each what the other needs."""
    exchanged = []
    for call in seen.calls:
        on_left, on_right = seen.asked.on_sides(call)
        left, right = seen.asked.sides(call)
        if on_left.any() and on_right.any():
            same_shape = call.numbers is not None and call.numbers.shape == left.shape
            exchanged.append(same_shape and _gives(right, on_left, call) and _gives(left, on_right, call))
    return len(exchanged) > 1 and all(exchanged)


# From the most special to the most general: the first that has something to say is told.
RULES = [
    takes_other_arguments, reads_the_notebook, loses_a_result, changes_the_name_of_a_loop, returns_in_a_loop,
    one_answer_for_all, gives_nothing, changes_argument, looks_beside, does_as_a_known_answer, no_numbers,
    another_shape, whole_numbers, wrong_sides,
]  # fmt: skip
