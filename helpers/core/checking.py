"""The kinds of exercises (a function, a value, a choice), the wrong answers that they know, and what they say."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from helpers.core.note import Note
from helpers.core.student import Outcome, Strange, as_text, call_all, has_loop, keep, name_of, plain, steps, told_apart

_STUBS = [steps(lambda: None), steps(lambda: ...)]  # ``pass``, ``...`` and a docstring alone do what the first does
# What is said, after a colon, where no wrong answer is recognised.
_CHANGED = "a function must leave its argument as it is, so let it work on x.copy()"
_NO_ARRAY = {
    type(None) | type(...): "no return was reached for this input, and print only shows a value",
    str: "this is text, and not numbers",
    list: "this is a list, and an array was asked: write return np.array(...)",
    Strange: "only numbers can be compared",
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

    answer_is = "One solution", "Others are right as well."

    def __init__(
        self, name: str, lesson: int, task: str, hints: Sequence[str], answer: str, stub: str, judge: Callable
    ):
        super().__init__("Exercise", task)
        self.question = Note(self.title, task)  # for a choice, with its reasons
        self.name, self.lesson, self.stub = name, lesson, stub
        self._hints, self._answer, self._judge = tuple(hints), answer, judge
        self._hints_given, self._attempted, self._asked = 0, False, False

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
        self._attempted = self._attempted or result.status != "not attempted"
        return result

    def hint(self) -> Note:
        """Return the next hint; after the last one, the last one again."""
        self._hints_given = given = min(self._hints_given + 1, len(self._hints))
        last = f" This is the last hint. For the solution: exercises.{self.name}.solution()"
        all_given = given == len(self._hints)
        return Note(f"Hint {given} of {len(self._hints)}", self._hints[given - 1] + (last if all_given else ""))

    def solution(self) -> Note:
        """Return a solution, after an attempt or when asked a second time."""
        if self._attempted or self._asked:
            return Note(*self.answer_is, self._answer)
        self._asked = True
        return Note("Not yet", f"Try it first, or take exercises.{self.name}.hint(). Ask again to see a solution.")


class ChoiceExercise(Exercise):
    """An exercise in which a reason is chosen by its letter; `reasons` are pairs of a reason and what is said to it."""

    answer_is = "The answer", "my_reason is a letter in quotation marks."

    def __init__(self, name: str, lesson: int, task: str, hints: Sequence[str], reasons: Sequence, right: str):
        self.reasons, self._right = dict(zip("abcdef", reasons, strict=False)), right
        listed = [f"{letter}) {reason}" for letter, (reason, _) in self.reasons.items()]
        source = f'my_reason = "{right}"', 'my_reason = "?"'
        super().__init__(name, lesson, "\n".join([task, *listed]), hints, *source, self._judge_letter)

    def _judge_letter(self, answer: object) -> tuple[str, str]:
        letter = answer.strip(" ().").lower() if type(answer) is str else ""
        if letter not in self.reasons:
            letters, came = ", ".join(f'"{letter}"' for letter in self.reasons), as_text(plain(answer))
            return "wrong", f"The answer is one of {letters}, with the quotation marks, but it is {came}."
        return "right" if letter == self._right else "wrong", f"{letter}) {self.reasons[letter][1]}"


class FunctionExercise(Exercise):
    """An exercise whose answer is a function; its stub is the first line of the solution, or what is `broken`."""

    def __init__(
        self,
        *common,
        calls: Sequence[tuple],  # arguments to try, the simplest first
        expected: Callable[..., tuple[NDArray, NDArray]],  # gives the lowest and the highest right output for them
        wrong: Sequence = (),  # what is recognised: objects with a function and a sentence that goes on after a colon
        broken: object = None,  # the one of them that the student finds and must mend
        remark: Callable[[list[Outcome]], str] | None = None,  # says something about a right answer
    ):
        first_line = common[-1].split("\n")[0]
        stub = broken.source(first_line[4 : first_line.index("(")]) if broken else f"{first_line}\n    ..."
        super().__init__(*common, stub, self._judge_function)
        self.calls, self.wrong = tuple(calls), tuple(wrong)
        self._broken = steps(broken.function) if broken else None
        self._expected, self._remark = expected, remark

    def _judge_function(self, answer: object) -> tuple[str, str]:
        if not callable(answer):
            cure = "Give the function's name without brackets and quotation marks."
            return "wrong", f"A function was asked, but this is {as_text(plain(answer))}. {cure}"
        name, done, outcomes = name_of(answer), steps(answer), call_all(answer, self.calls)
        if done == self._broken:
            return "not attempted", f"{name} is still the broken one. Change it, and run its cell again."
        if done in _STUBS or all(outcome.error == "NotImplementedError" for outcome in outcomes):
            return "not attempted", f"{name} has no code of yours yet. Write it, and run its cell again."
        position, general = self._first_fault(answer, outcomes)
        if general is None:
            return "right", self._praise(answer, outcomes)
        reason = "" if outcomes[position].slow else self._reason(answer, outcomes, position) or general
        told = self._told(answer, outcomes[position], self.calls[position], general)
        return "wrong", f"For {told}{': ' if reason else ''}{reason}."

    def _first_fault(self, function: Callable, outcomes: list[Outcome]) -> tuple[int, str | None]:
        """Return the position of the first call that went wrong, and what `_fault` says of it."""
        for position, (outcome, arguments) in enumerate(zip(outcomes, self.calls, strict=False)):
            general = _fault(outcome, *self._expected(*arguments))
            table = outcome.error and np.ndim(arguments[0]) == 2 and has_loop(function)
            if general is not None and not table:  # a loop over one row of numbers is right, with a remark
                return position, general
        return 0, None

    def _reason(self, answer: Callable, outcomes: list[Outcome], position: int) -> str:
        """Return the sentence of the wrong answer that does the same, at `position` and mostly elsewhere, or ""."""
        matches, did = [], list(map(_did, outcomes))
        for wrong in self.wrong:
            theirs = call_all(wrong.function, self.calls)
            same = [a == b for a, b in zip(did, map(_did, theirs), strict=False)]
            first, _ = self._first_fault(wrong.function, theirs)
            if first == position and same[position] and sum(same) >= 0.75 * len(same):
                unlike = len({*steps(answer)} ^ {*steps(wrong.function)})
                matches.append((-sum(same), unlike, wrong.sentence))
        return min(matches, default=("",))[-1]

    def _told(self, answer: Callable, outcome: Outcome, arguments: tuple, general: str) -> str:
        """Return the input, what the function did, and what was expected."""
        names = inspect.signature(self._expected).parameters
        given = " and ".join(f"{name} = {as_text(value)}" for name, value in zip(names, arguments, strict=False))
        subject, (low, high) = f"{given}, {name_of(answer)}", map(plain, self._expected(*arguments))
        same = np.array_equal(low, high, equal_nan=True)
        expected = as_text(low) if same else f"a number from {as_text(low.item(0))} to {as_text(high.item(0))}"
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
        return f"{subject} gave {as_text(outcome.value)} instead of {expected}"

    def _praise(self, answer: Callable, outcomes: list[Outcome]) -> str:
        said = [f"{name_of(answer)} gives what was asked for all {len(outcomes)} inputs that were tried."]
        if self._remark:
            said.append(self._remark(outcomes))
        if any(np.asarray(outcome.value).dtype.kind == "b" for outcome in outcomes):
            said.append("True counts as 1 and False as 0; .astype(float) makes numbers of them.")
        if isinstance(outcomes[0].value, np.ndarray) and has_loop(answer):
            said.append("A Python loop is slow for large arrays; NumPy can do all numbers at once.")
            if any(outcome.error for outcome in outcomes):
                said.append("It also takes one row of numbers only, not a table.")
        return " ".join(said)


def _fault(outcome: Outcome, low: NDArray, high: NDArray) -> str | None:
    """Return in general words what is wrong, "" where there is no more to say, and None for a right outcome."""
    if outcome.slow or outcome.error:
        return ""
    for kind, sentence in _NO_ARRAY.items():
        if isinstance(outcome.value, kind):
            return sentence
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
    return outcome.error, outcome.explanation, as_text(value), [as_text(argument) for argument in outcome.changed or ()]
