"""What is wrong with a function: each rule looks at what was seen, and says in a sentence what is true of it, or ""."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from helpers.core.call import Call, call_all, show
from helpers.core.source import nodes, outside, parameters, unread, words


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
        sides = [eval(side, {}, bound.arguments) for side in (self.left, self.right)]  # what is told is what is computed
        return [np.broadcast_to(side, np.shape(call.given[0])) for side in sides]

    def ends(self, call: Call) -> tuple[NDArray, NDArray]:
        """Return the lowest and the highest right output for each input of `call`."""
        x, (left, right) = np.asarray(call.given[0]), self.sides(call)
        other = right if self.between else left
        low, high = np.minimum(left, other), np.maximum(left, other)
        low, high = (np.where(x == self.corner, end, np.where(x < self.corner, left, right)) for end in (low, high))
        return low, high

    def is_wrong(self, call: Call) -> bool:
        """Say whether `call` went wrong; who fails for a table alone is right, since no task asks for tables."""
        if call.error:
            return np.ndim(call.given[0]) < 2
        return not lies_between(call.numbers, *self.ends(call)) or call.changed


def lies_between(numbers: NDArray | None, low: NDArray, high: NDArray) -> bool:
    """Return whether `numbers` are from `low` to `high`, as exactly as floats can say; nan is equal to nan."""
    if numbers is None or numbers.shape != low.shape:
        return False
    near = [np.isclose(numbers, end, rtol=1e-6, atol=1e-12, equal_nan=True) for end in (low, high)]
    return bool(np.all(near[0] | near[1] | ((low <= numbers) & (numbers <= high))))


@dataclass
class Known:
    """A known wrong answer: what is told of it, the words that must occur for that to be true, and what it does."""

    told: str
    must: set[str]
    words: set[str]
    calls: list[Call]


@dataclass
class Seen:
    """A wrong answer: what it did in the calls that were made, and the place of the first one that went wrong."""

    asked: Asked
    answer: Callable
    calls: list[Call]
    at: int
    known: Sequence[Known] = ()

    def __post_init__(self):
        self.call = self.calls[self.at]  # the one that is told
        self.x = np.asarray(self.call.given[0])
        self.low, self.high = self.asked.ends(self.call)
        self.numeric = [call for call in self.calls if call.numbers is not None]
        # One number for each input; none counts if the call that is told has others.
        fits = [call for call in self.numeric if call.numbers.shape == np.shape(call.given[0])]
        self.fitting = fits if any(call is self.call for call in fits) else []
        self.only_changed = lies_between(self.call.numbers, self.low, self.high)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """The parts of the answer's source."""
        return nodes(self.answer)

    @cached_property
    def words(self) -> set[str]:
        """The names and the kinds of parts that the answer uses."""
        return words(self.answer)

    @cached_property
    def returns(self) -> list[ast.expr]:
        """What stands behind each return, if something does."""
        return [node.value for node in self.nodes if isinstance(node, ast.Return) and node.value]

    @property
    def gives_inputs_back(self) -> bool:
        """Whether each output is equal to its input."""
        return bool(self.fitting) and all(
            np.array_equal(call.numbers, call.given[0], equal_nan=True) for call in self.numeric
        )


# -- what the source says, where the outputs agree ------------------------------------------------------------------


def first_line(seen: Seen) -> str:
    """Say which arguments the first line lacks."""
    ours, theirs = list(seen.asked.signature.parameters.values()), list(parameters(seen.answer).values())
    free = any(each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD) for each in theirs)
    if not theirs or free or seen.only_changed:
        return ""
    needed = [each for each in theirs if each.default is each.empty]
    if len(theirs) < len(ours) or theirs[0] not in needed or (len(theirs) > len(ours) and len(needed) > 1):
        names = ["self"] * inspect.ismethod(seen.answer) + [str(each) for each in ours]
        return f"its first line does not take the arguments that were asked. Write ({', '.join(names)}) there"
    given = len(seen.call.given)
    for own, each in zip(ours[given:], theirs[given:], strict=False):
        if each in needed:
            return f"the call leaves {each.name} out, so it needs its usual value. Write {each.name}={own.default}"
        if each.default != own.default:
            return f"the usual value of {each.name} is {show(each.default)} here. Write {each.name}={own.default}"
    return ""


def gives_nothing(seen: Seen) -> str:
    """Say why nothing came back."""
    if seen.call.value is not None:
        return ""
    if seen.returns:
        told = "no return with a value is reached for this input"
        return told + ". print only shows a number, and return gives it back" * ("print" in seen.words)
    if "print" in seen.words:
        return "print shows a value to people, and only return gives it back to the program"
    return "nothing is given back. Add a last line that begins with return"


def takes(seen: Seen) -> str:
    """Say which number or array the answer takes from the notebook."""
    for name, value in outside(seen.answer).items():
        if isinstance(value, int | float | list | tuple | np.ndarray | np.generic):
            return f"it takes {name} from another cell, where {name} is {show(value)}"
    return ""


def reads_the_notebook(seen: Seen) -> str:
    """Say that it takes something from the notebook where its own argument was meant."""
    taken, unused = takes(seen), unread(seen.answer)
    if not taken or not unused or seen.only_changed:
        return ""
    return f"{taken}. Write {unused[0]}, its own argument, in place of {taken.split()[2]}"


def loses_a_result(seen: Seen) -> str:
    """Say that a line asks or computes something, and keeps the answer nowhere."""
    for node in seen.nodes if seen.returns else ():
        if not isinstance(node, ast.Expr):
            continue
        line = ast.unparse(node)
        if isinstance(node.value, ast.Compare) and isinstance(node.value.ops[0], ast.Eq):
            return f"== asks whether two things are equal, so {line} changes nothing. To set a value, write ="
        if _only_computes(node.value):
            return f"{line} computes numbers and keeps them nowhere. With = they get a name or a place"
    return ""


def _only_computes(value: ast.expr) -> bool:
    """Return whether `value` is a sum or a product, or a call of NumPy that gives a new array."""
    if not isinstance(value, ast.Call):
        return isinstance(value, ast.BinOp)
    name = getattr(value.func, "attr", "")
    inputs = getattr(getattr(np, name, None), "nin", 3 if name in ("where", "clip") else -1)
    return len(value.args) <= inputs and not any(each.arg == "out" for each in value.keywords)


def one_answer_for_all(seen: Seen) -> str:
    """Say that a function such as any, sum or max gives one answer where each number needs its own."""
    if not seen.x.ndim:
        return ""
    tests = [node.test for node in seen.nodes if isinstance(node, ast.If | ast.IfExp)]
    is_one = seen.call.numbers is not None and seen.call.numbers.ndim == 0
    named = {getattr(value, "id", "") for value in seen.returns}
    given_back = [node.value for node in seen.nodes if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) in named]
    for place in [*(seen.returns + given_back if is_one else ()), *tests]:
        for name, of in _joining(place):
            if place in tests and not (_is_right_alone(seen) or (name in ("any", "all") and isinstance(of, ast.Name))):
                continue
            cure = ". np.maximum compares number by number" if name == "max" else ""
            cure = ". np.where(question, yes, no) asks for each" if place in tests else cure
            return f"{name} gives one answer for all numbers, and each number needs its own{cure}"
    return ""


def _joining(node: ast.AST) -> list[tuple[str, ast.AST]]:
    """Return the functions in `node` that make one of many, each with what it is given."""
    found = []
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            method = isinstance(call.func, ast.Attribute) and not call.args
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            given = call.func.value if method else next(iter(call.args), None)
            two = isinstance(call.func, ast.Name) and len(call.args) > 1  # Python's max compares two numbers
            if name in ("any", "all", "sum", "len", "max", "min", "mean", "prod") and not two:
                found.append((name, given))
    return found


def _is_right_alone(seen: Seen) -> bool:
    """Return whether each input of the call that is told gets a right output if it is given alone."""
    if seen.x.ndim != 1 or seen.x.size < 2:
        return False
    alone = call_all(seen.answer, [(np.array([value]), *seen.call.given[1:]) for value in seen.x])
    pairs = [(call.numbers, seen.asked.ends(call)) for call in alone]
    return all(numbers is not None and lies_between(np.atleast_1d(numbers), *ends) for numbers, ends in pairs)


def changes_the_name_of_a_loop(seen: Seen) -> str:
    """Say that a new value for the name of a loop changes no array."""
    for loop in [node for node in seen.nodes if isinstance(node, ast.For)] if seen.gives_inputs_back else ():
        inside = [name for line in loop.body for name in ast.walk(line) if isinstance(name, ast.Name)]
        name = getattr(loop.target, "id", "")
        if any(each.id == name and isinstance(each.ctx, ast.Store) for each in inside):
            told = f"a new value for {name}, the name of the loop, leaves the array as it is"
            return f"{told}. Collect the results, as in y.append({name})"
    return ""


def gives_another_array_back(seen: Seen) -> str:
    """Say that the array that comes back is not the one that was computed."""
    returned = {getattr(value, "id", "") for value in seen.returns}
    if not seen.gives_inputs_back or len(returned) != 1 or "For" in seen.words:
        return ""
    (name,) = returned
    lines = [node for node in seen.nodes if isinstance(node, ast.Assign)]
    made = {line.targets[0].id: line.value for line in lines if isinstance(line.targets[0], ast.Name)}
    computed = [other for other, value in made.items() if other != name and not isinstance(value, ast.Constant)]
    if name in parameters(seen.answer) and name not in made and computed:
        return f"{name} is given back as it came. The new numbers are in {computed[-1]}: write return {computed[-1]}"
    sets = [each for each in seen.nodes if isinstance(each, ast.Subscript) and isinstance(each.ctx, ast.Store)]
    above = [each for each in sets if getattr(each.value, "id", "") == name and each.lineno < seen.returns[0].lineno]
    if name in made and {"copy", "array"} & {getattr(each, "attr", "") for each in ast.walk(made[name])} and not above:
        return f"{name} is given back as it was copied. What changes {name} must stand above return"
    return ""


def returns_in_a_loop(seen: Seen) -> str:
    """Say that return ended a loop at the first number."""
    loops = [node for node in seen.nodes if isinstance(node, ast.For | ast.While)]
    inside = any(isinstance(node, ast.Return) for loop in loops for node in ast.walk(loop))
    if not inside or seen.x.size < 2 or seen.call.numbers is None or not seen.call.numbers.size:
        return ""
    first, *rest = seen.call.numbers.ravel()
    is_right = lies_between(np.asarray(first), seen.low.flat[0], seen.high.flat[0])
    if not is_right or (rest and not np.array_equal(rest, seen.x.ravel()[1:])):
        return ""
    return "return inside the loop ends it at the first number. Put return below the loop, and give all results back"


# -- what came back in place of numbers -----------------------------------------------------------------------------


def no_numbers(seen: Seen) -> str:
    """Say what came in place of numbers."""
    value = seen.call.value
    if seen.call.numbers is not None:
        return ""
    if isinstance(value, list):
        if not seen.x.ndim or len(value) == 1 < seen.x.size:
            return "the square brackets make a list of it. Leave them out"
        return "this is a list, and an array was asked: give np.array(y) back in place of a list y"
    if isinstance(value, tuple):
        return "this is a tuple, several values with commas between them, and one was asked. A decimal number has a point"
    if isinstance(value, np.ndarray) and any(each is None for each in value.flat):
        return "some of its numbers are None. Look for a branch without return"
    if isinstance(value, str) or (isinstance(value, np.ndarray) and value.dtype.kind == "U"):
        quoted = any(isinstance(node, ast.Constant) and isinstance(node.value, str) for node in seen.nodes)
        return "this is text, and nobody can compute with text" + ". Leave out the quotation marks" * quoted
    if callable(value):
        return "a function stands there and not its result. Call it with round brackets"
    return "only numbers can be compared"


def leaves_inputs_out(seen: Seen) -> str:
    """Say that the inputs on one side of the corner have no output."""
    numbers, corner = seen.call.numbers, seen.asked.corner
    if numbers is None or numbers.ndim != 1 or numbers.size >= seen.x.size:
        return ""
    out = {"not above": np.greater, "below": np.greater_equal, "not below": np.less, "above": np.less_equal}
    for word, stays in out.items():
        if all(np.size(call.numbers) == np.sum(stays(call.given[0], corner)) for call in seen.numeric):
            return f"the numbers that are {word} {corner} are left out, and each input needs an output"
    return ""


def another_shape(seen: Seen) -> str:
    """Say that there is not one output for each input, in their shape."""
    numbers = seen.call.numbers
    if numbers is None or numbers.shape == seen.x.shape:
        return ""
    if not numbers.ndim:
        return "this is one number, and one for each input was asked"
    lost = "the rows and columns are lost, and " if numbers.shape == (seen.x.size,) else ""
    return f"{lost}the output must have the shape of the input"


# -- a known wrong answer -------------------------------------------------------------------------------------------


def known(seen: Seen) -> str:
    """Say what is known of a wrong answer that did the same in each call; a table may stop a loop."""
    found = []
    for row in seen.known:
        pairs = [(mine, call) for mine, call in zip(seen.calls, row.calls, strict=False) if not mine.error]
        lost = row.calls[seen.at].changed and not seen.call.changed
        if row.must <= seen.words and not lost and all(mine.did == call.did for mine, call in pairs):
            found.append((len(row.must), -len(seen.words ^ row.words), row.told))
    return max(found)[-1] if found else ""


# -- what the outputs say -------------------------------------------------------------------------------------------


def changes_argument(seen: Seen) -> str:
    """Say that the numbers are right, and the argument is lost."""
    told = "a function must leave its argument as it is. Let it work on a copy, such as y = x.copy()"
    return told.replace("x", seen.asked.name) if seen.only_changed else ""


def whole_numbers(seen: Seen) -> str:
    """Say that what stands after the point is cut off in all outputs."""
    return _cut(seen, seen.numeric)


def whole_numbers_here(seen: Seen) -> str:
    """Say that it is cut off in the outputs that are told; one number alone proves nothing."""
    return _cut(seen, [seen.call]) if seen.x.ndim else ""


def _cut(seen: Seen, calls: list[Call]) -> str:
    if not seen.fitting or seen.only_changed:
        return ""
    whole = all(np.asarray(call.value).dtype.kind in "iu" for call in calls)
    if not whole or not all(np.array_equal(call.numbers, np.trunc(seen.asked.ends(call)[0])) for call in calls):
        return ""
    if "vectorize" in seen.words:
        return "np.vectorize takes the kind of number from the first output, here integers. Give it otypes=[float]"
    cure = ". Leave int out" if "int" in seen.words else f". Begin with {seen.asked.name} = 1.0 * {seen.asked.name}"
    return f"whole numbers have no place for what stands after the point{cure}"


def rounds(seen: Seen) -> str:
    """Say that a function of NumPy rounds."""
    used = seen.words & {"round", "around", "rint", "floor", "ceil", "trunc"}
    near = seen.fitting and np.allclose(seen.call.numbers, seen.low, rtol=0, atol=1, equal_nan=True)
    return f"{min(used)} changes the numbers, and all digits are needed" if used and near else ""


def constant(seen: Seen) -> str:
    """Say that all outputs are the same number."""
    outputs = {value for call in seen.numeric for value in call.numbers.ravel().tolist()}
    if not seen.fitting or len(seen.numeric) < len(seen.calls) or len(outputs) > 1:
        return ""
    return f"it gives {show(np.ravel(seen.call.value)[0])} for every input that was tried, and {one_side(seen)}"


def between_slopes(seen: Seen) -> str:
    """Say where a slope is neither that on the left nor that on the right."""
    if seen.asked.right != "1" or not seen.fitting:
        return ""
    for call in seen.fitting:
        low, high = np.sort(seen.asked.sides(call), axis=0)
        if not np.all((low - 0.2 < call.numbers) & (call.numbers < high + 0.2)):
            return ""  # another fault is greater
    low, high = np.sort(seen.asked.sides(seen.call), axis=0)
    inside = (low + 1e-9 < seen.call.numbers) & (seen.call.numbers < high - 1e-9) & (seen.x != 0)
    if not inside.any():
        return ""
    at, name = min(seen.x[inside], key=abs), seen.asked.name
    told = "this is between the slope on the left and the one on the right, which is right at 0 only"
    return f"at {name} = {at:g} {told}. Ask only on which side of 0 {name} lies"


def moved_corner(seen: Seen) -> str:
    """Say where it goes over from the left side to the right one, if that is not at the corner."""
    lefts, rights, corner = [], [], seen.asked.corner
    for call in seen.fitting:
        x = np.asarray(call.given[0])
        if np.isfinite(x).all():
            left, right = (np.isclose(call.numbers, side, rtol=1e-9, atol=0) for side in seen.asked.sides(call))
            if not np.all(left | right | (x == corner)):
                return ""
            lefts += x[left & ~right & (x != corner)].tolist()
            rights += x[right & ~left & (x != corner)].tolist()
    if not lefts or not rights or max(lefts) > min(rights) or max(lefts) < corner < min(rights):
        return ""
    return f"it changes between {max(lefts):g} and {min(rights):g}, and not at {corner}"


def ignores_an_argument(seen: Seen) -> str:
    """Say that the outputs stay the same when the second argument changes."""
    if len(seen.asked.signature.parameters) < 2:
        return ""
    outputs: dict[str, list[str]] = {}
    for call in seen.fitting:
        outputs.setdefault(show(call.given[0]), []).append(show(call.numbers))
    again = [each for each in outputs.values() if len(each) > 1]
    if not again or any(len(set(each)) > 1 for each in again):
        return ""
    name, must = list(seen.asked.signature.parameters)[-1], one_side(seen)
    return f"the result does not change with the argument {name}{', and ' if must else ''}{must}"


def one_side(seen: Seen) -> str:
    """Say on which side of the corner it is wrong, and what must come there."""
    told, exchanged = [], True
    for side, text in enumerate((seen.asked.left, seen.asked.right)):
        came, right, other = _on_side(seen, side)
        exchanged = exchanged and np.allclose(came, other)
        if not np.allclose(came, right, rtol=1e-6, atol=1e-12):
            told.append(f"{_place(seen, side)} the output must be {text}")
    return "the two sides are exchanged: " * (exchanged and len(told) == 2) + ", and ".join(told)


def _on_side(seen: Seen, side: int) -> NDArray:
    """Return all outputs on one side, the left (0) or the right (1); what is right there; and on the other side."""
    found = [np.empty((3, 0))]
    for call in seen.fitting:
        x, sides = np.asarray(call.given[0]), seen.asked.sides(call)
        left = (x < seen.asked.corner) | (x == seen.asked.corner if not seen.asked.between else False)
        here = (left, x > seen.asked.corner)[side]
        found.append(np.array([call.numbers[here], sides[side][here], sides[1 - side][here]]))
    return np.concatenate(found, axis=1)


def _place(seen: Seen, side: int) -> str:
    """Return where a side is; of the outputs of ReLU none is left of 0."""
    corner, name = seen.asked.corner, seen.asked.name
    if any(np.any(call.given[0] < corner) for call in seen.calls):
        return f"{('left', 'right')[side]} of {corner}"
    return f"where {name} is {('', 'above ')[side]}{corner}"


# From the most special to the most general.
RULES = [
    first_line,
    reads_the_notebook,
    loses_a_result,
    changes_the_name_of_a_loop,
    returns_in_a_loop,
    gives_another_array_back,
    one_answer_for_all,
    gives_nothing,
    whole_numbers,
    leaves_inputs_out,
    known,
    no_numbers,
    changes_argument,
    another_shape,
    whole_numbers_here,
    rounds,
    constant,
    between_slopes,
    moved_corner,
    ignores_an_argument,
    one_side,
]
