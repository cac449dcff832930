"""The kinds of exercises (a function, a value), the wrong answers that they know, and what they say."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from helpers.core.code import left_over, parameters, steps, words
from helpers.core.note import Note
from helpers.core.record import Record
from helpers.core.student import Outcome, Strange, as_text, call_all, keep, name_of, plain, told_apart, unexplained

_STUBS = [steps(lambda: None), steps(lambda: ...)]  # ``pass``, ``...`` and a docstring alone do what the first does
# What is said, after a colon, where no wrong answer is recognised.
_CHANGED = "a function must leave its argument as it is. Let it work on a copy, such as y = x.copy()"
_NO_ARRAY = {
    type(None) | type(...): "no return with a value was reached for this input",
    str: "this is text, and not numbers. Leave out the quotation marks",
    list: "this is a list, and an array was asked: give np.array(y) back in place of a list y",
    tuple: "this is a tuple, several values with commas between them, and one was asked. A decimal number has a point",
    Strange: "only numbers can be compared",
}
_STRANGE = {
    "a function": "a function stands there and not its result. Call it with round brackets",
    "an array of None": "some of its numbers are None. Look for a branch without return",
    "an array of text": "text is no number. Leave out the quotation marks",
}


class Result(Note):
    """The answer of a check: its status ("not attempted", "wrong" or "right"), and one line that says why."""

    def __init__(self, status: str, message: str):
        self.status = status
        super().__init__(status.capitalize(), " ".join(message.split()))


class Exercise(Note):
    """A task, hints, a solution, and a check that never raises.

    `answer` is source that solves it; `stub` is what the student finds. The last hint is nearly the solution.
    `judge` takes an answer and returns the status and the message.
    """

    def __init__(
        self, name: str, lesson: int, task: str, hints: Sequence[str], answer: str, stub: str, judge: Callable
    ):
        super().__init__("Exercise", task)
        self.name, self.lesson, self.stub, self.answer = name, lesson, stub, answer
        self._hints, self._judge, self._last = tuple(hints), judge, (None, "")
        self.record = Record()  # what lasts longer than the kernel is set by who has a place for it

    def check(self, answer: object = ...) -> Result:
        """Say whether `answer` is right, and if not, why not; ``...``, None and "?" are no answer yet."""
        try:
            if answer is ... or answer is None or (type(answer) is str and not answer.strip(" ?.…")):
                result = Result("not attempted", "Put your answer into the cell, and run the cell again.")
            else:
                result = Result(*self._judge(answer))
        except Exception as error:  # what a student wrote runs in call_all only, so this fault is ours
            keep(error)
            result = Result(
                "not attempted",
                f"The check itself failed with {type(error).__name__}: this is no fault of your answer. "
                f"Restart the kernel and try again. If it stays, write %tb in a new cell, and report what that shows.",
            )
        told = result.message
        if result.status == "wrong" and answer is self._last[0] and told == self._last[1] and type(answer) is not str:
            result.message += " This is the same as at the last check: if you have changed it, run its cell first."
        self._last = answer, told
        if result.status != "not attempted" and self.record.get(self.name) != "right":
            self.record.put(self.name, result.status)
        return result

    def hint(self) -> Note:
        """Return all hints, each folded."""
        hints = {f"Hint {place} of {len(self._hints)}": hint for place, hint in enumerate(self._hints, 1)}
        return Note("", f"Open one hint, and try again. For a solution: exercises.{self.name}.solution()", hints)

    def solution(self) -> Note:
        """Return a solution, folded."""
        return Note("", "Try it first. Others are right as well.", {"One solution": self.answer})


class FunctionExercise(Exercise):
    """An exercise whose answer is a function; its stub is the first line of the solution, or what is `broken`."""

    def __init__(
        self,
        *common,
        calls: Sequence[tuple],  # arguments to try, the simplest first
        expected: Callable[..., tuple[NDArray, NDArray]],  # gives the lowest and the highest right output for them
        wrong: Sequence = (),  # what is recognised: objects with a function, a sentence after a colon, and a cure
        broken: object = None,  # the one of them that the student finds and must mend
        remark: Callable[[list[Outcome]], str] | None = None,  # says something about a right answer
        families: Sequence[Callable[..., str]] = (),  # two that have a sentence for many wrong answers, or "":
        # one is asked before the known wrong answers, and one after them
        explain: Callable[..., str] = unexplained,  # says what an error means
    ):
        first_line = common[-1].split("\n")[0]
        stub = broken.source(first_line[4 : first_line.index("(")]) if broken else f"{first_line}\n    ..."
        super().__init__(*common, stub, self._judge_function)
        self.calls, self.wrong = tuple(calls), tuple(wrong)
        self._broken = steps(broken.function) if broken else None
        self._expected, self._remark, self._families, self._explain = expected, remark, families, explain

    def _judge_function(self, answer: object) -> tuple[str, str]:
        if not callable(answer):
            cure = "Give the function's name without brackets and quotation marks."
            return "wrong", f"A function was asked, but this is {as_text(plain(answer))}. {cure}"
        name, done, outcomes = name_of(answer), steps(answer), call_all(answer, self.calls, self._explain)
        if done == self._broken:
            return "not attempted", f"{name} is still the broken one. Change it, and run its cell again."
        if done in _STUBS or all(outcome.error == "NotImplementedError" for outcome in outcomes):
            return "not attempted", f"{name} has no code of yours yet. Write it, and run its cell again."
        position, general = self._first_fault(outcomes)
        if general is None:
            return "right", self._praise(answer, outcomes)
        reason = "" if outcomes[position].slow else self._reason(answer, outcomes, position, general) or general
        told = self._told(answer, outcomes[position], self.calls[position], general)
        return "wrong", f"For {told}{': ' if reason else ''}{reason}."

    def _first_fault(self, outcomes: list[Outcome]) -> tuple[int, str | None]:
        """Return the position of the first call that went wrong, and what `_fault` says of it."""
        for position, (outcome, arguments) in enumerate(zip(outcomes, self.calls, strict=False)):
            general = _fault(outcome, *self._expected(*arguments))
            # Who goes through one row of numbers fails for a table, and is right: no task asks for tables.
            if general is not None and not (outcome.error and np.ndim(arguments[0]) == 2):
                return position, general
        return 0, None

    def _reason(self, answer: Callable, outcomes: list[Outcome], position: int, general: str) -> str:
        """Return the most special sentence that is true of what went wrong at `position`, or ""."""
        used, taken = words(answer), None
        if general is not _CHANGED:  # else the numbers are right
            lacks, taken = _signature(answer, self._expected, len(self.calls[position])), left_over(answer)
            if lacks or (taken and taken[3] and not outcomes[position].error):  # an error has its own explanation
                return lacks or f"{_taken(taken)}. Write {taken[3][0]}, its own argument, in place of {taken[0]}"
        known = self._known(answer, used, outcomes, position)
        if general is _CHANGED:
            return known
        if _is_number(outcomes[position]):
            places = [i for i, outcome in enumerate(outcomes) if _is_number(outcome)]
            calls, values = [self.calls[i] for i in places], [outcomes[i].value for i in places]
            seen = calls, values, [self._expected(*call)[0] for call in calls], places.index(position), used
            before, after = (family(*seen) for family in self._families) if self._families else ("", "")
            known = before or known or after
        return ". ".join(filter(None, [known or general, f"I{_taken(taken)[1:]}" if taken else ""]))

    @functools.cached_property
    def _wrong_outcomes(self) -> list[list[Outcome]]:
        """What each of the known wrong answers does; it is always the same."""
        return [call_all(wrong.function, self.calls, self._explain) for wrong in self.wrong]

    def _known(self, answer: Callable, used: set[str], outcomes: list[Outcome], position: int) -> str:
        """Return the sentence of the wrong answer that does the same, at `position` and mostly elsewhere, or ""."""
        matches, did = [], list(map(_did, outcomes))
        for wrong, theirs in zip(self.wrong, self._wrong_outcomes, strict=True):
            if not used >= wrong.names or (theirs[position].changed and not outcomes[position].changed):
                continue
            same = [a == b for a, b in zip(did, map(_did, theirs), strict=False)]
            first, fault = self._first_fault(theirs)
            if fault is not None and first == position and same[position] and 3 * sum(same) >= 2 * len(same):
                unlike = len({*steps(answer)} ^ {*steps(wrong.function)})
                matches.append((-sum(same), -len(wrong.names), unlike, wrong.told))
        return min(matches, default=("",))[-1]

    def _told(self, answer: Callable, outcome: Outcome, arguments: tuple, general: str) -> str:
        """Return the input, what the function did, and what was expected."""
        names = inspect.signature(self._expected).parameters
        given = " and ".join(f"{name} = {as_text(value)}" for name, value in zip(names, arguments, strict=False))
        subject, (low, high) = f"{given}, {name_of(answer)}", map(np.asarray, self._expected(*arguments))
        same, expected = np.array_equal(low, high, equal_nan=True), as_text(low)
        if not same:
            ends = [list(map(as_text, side.ravel().tolist())) for side in (low, high)]
            each = [a if a == b else f"a number from {a} to {b}" for a, b in zip(*ends, strict=True)]
            expected = f"[{', '.join(each)}]" if len(each) > 1 else each[0]
        if outcome.slow:
            took = f"all calls together took more than {outcome.slow:g} seconds"
            return f"{subject} was stopped: {took}. {outcome.advice}".rstrip(".")
        if outcome.raised is not None:
            keep(outcome.raised)
            told = f" ({outcome.explanation})" if outcome.explanation else ""
            return f"{subject} stopped with {outcome.error}{told} instead of giving {expected}"
        if general is _CHANGED:
            after, _ = told_apart(outcome.changed[0], arguments[0], as_text, 9)
            return f"{subject} changed its argument to {after}"
        if same and isinstance(outcome.value, np.ndarray):
            return "{} gave {} instead of {}".format(subject, *told_apart(outcome.value, low, as_text, 9))
        return f"{subject} gave {as_text(outcome.value)} instead of {expected}"

    def _praise(self, answer: Callable, outcomes: list[Outcome]) -> str:
        said = [f"{name_of(answer)} gives what was asked for all {len(outcomes)} inputs that were tried."]
        if self._remark:
            said.append(self._remark(outcomes))
        if any(np.asarray(outcome.value).dtype.kind == "b" for outcome in outcomes):
            said.append("True counts as 1 and False as 0; a product with 1.0 makes numbers of them.")
        if not self._broken and isinstance(outcomes[0].value, np.ndarray) and "loop" in words(answer):
            said.append("A Python loop is slow for large arrays; NumPy can do all numbers at once.")
        if not self._broken and any(outcome.error for outcome in outcomes):
            said.append(f"{name_of(answer)} takes one row of numbers only, not a table.")
        return " ".join(said)


def _fault(outcome: Outcome, low: NDArray, high: NDArray) -> str | None:
    """Return in general words what is wrong, "" where there is no more to say, and None for a right outcome."""
    if outcome.slow or outcome.error:
        return ""
    for kind, sentence in _NO_ARRAY.items():
        if isinstance(outcome.value, kind):
            if kind is list and (np.ndim(low) == 0 or len(outcome.value) == 1 < np.size(low)):
                return "the square brackets make a list of it. Leave them out"
            return _STRANGE.get(getattr(outcome.value, "called", ""), sentence)
    with np.errstate(all="ignore"):
        numbers = np.asarray(outcome.value).astype(np.float64)
    if numbers.shape != np.shape(low):
        one = "this is one number, and one for each input was asked"
        return "the output must have the shape of the input" if numbers.ndim else one
    ends = [np.isclose(numbers, end, rtol=1e-6, atol=1e-12, equal_nan=True) for end in (low, high)]
    if not np.all(ends[0] | ends[1] | ((low <= numbers) & (numbers <= high))):
        return ""
    return _CHANGED if outcome.changed else None


def _did(outcome: Outcome) -> tuple:
    """Return what is equal for two calls that did the same; 1 in an array is the same as 1.0 and True."""
    value = outcome.value.astype(np.float64) if isinstance(outcome.value, np.ndarray) else outcome.value
    return outcome.error, outcome.explanation, as_text(value)


def _is_number(outcome: Outcome) -> bool:
    return not outcome.error and isinstance(outcome.value, int | float | np.number | np.ndarray)


def _taken(left: tuple) -> str:
    """Say which value of the notebook is read in place of an argument."""
    name, value, place, _ = left
    return f"it takes {name} from {place}, where {name} is {as_text(plain(value))}"


def _signature(answer: Callable, expected: Callable, given: int) -> str:
    """Say what the first line of `answer` lacks in a call with so many arguments `given`, or ""."""
    theirs, ours = parameters(answer), inspect.signature(expected).parameters
    if not theirs:  # no function of Python, or one of *rest
        return ""
    names, needed = list(theirs), [name for name, usual in theirs.items() if not usual]
    if len(names) < len(ours) or names[0] not in needed or (len(names) > len(ours) and len(needed) > 1):
        asked = ", ".join(map(str, ours.values()))
        return f"its first line does not take the arguments that were asked. Write ({asked}) there"
    for mine, name in list(zip(ours.values(), names, strict=False))[given:]:
        if name in needed and name not in ("x", "z"):
            return f"the call leaves {name} out, so it needs its usual value. Write {name}={mine.default}"
        if theirs[name] and (usual := as_text(plain(theirs[name][0]))) != as_text(mine.default):
            return f"the usual value of {name} is {usual} here. Write {name}={mine.default}"
    return ""
