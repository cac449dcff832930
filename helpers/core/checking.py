"""The kinds of exercises (a function, a value, a choice), the wrong answers that they know, and what they say."""

from __future__ import annotations

import dis
import inspect
import sys
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from helpers.core.note import Note
from helpers.core.student import Outcome, Strange, as_text, call_all, codes, has_loop, keep, name_of, plain, told_apart

_BY_KIND = {
    "none": "no return was reached for this input, and print only shows a value",
    "text": "this is text, and not numbers",
    "list": "this is a list, and an array was asked: write return np.array(...)",
    "one number": "this is one number, and one for each input was asked",
    "shape": "the output must have the shape of the input",
    "strange": "only numbers can be compared",
    "argument": "a function must leave its argument as it is, so let it work on x.copy()",
}


class Result(Note):
    """The answer of a check: its status ("not attempted", "wrong" or "right"), and one line that says why."""

    def __init__(self, status: str, message: str):
        self.status = status
        super().__init__(status.capitalize(), " ".join(message.split()))


class Exercise(Note):
    """What all exercises share: a task, hints, a solution, and a check that never raises.

    `answer` is source that solves it; `stub` is what the student finds. The last hint is nearly the solution.
    """

    answer_is = "One solution", "Others are right as well."

    def __init__(self, name: str, lesson: int, task: str, hints: Sequence[str], answer: str, stub: str):
        super().__init__("Exercise", task)
        self.name, self.lesson, self.stub = name, lesson, stub
        self._hints, self._answer = tuple(hints), answer
        self._hints_given, self._attempted, self._asked = 0, False, False

    def check(self, answer: object = ...) -> Result:
        """Say whether `answer` is right, and if not, why not.

        Parameters
        ----------
        answer : object
            The answer, or as text the name that it has in the notebook: ``check("my_relu")``
            gives a sentence, not an error, when that name does not exist yet.
        """
        try:
            result = Result(*self._look(answer))
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
        self._hints_given = min(self._hints_given + 1, len(self._hints))
        more = f" This is the last hint. For the solution: exercises.{self.name}.solution()"
        last = more if self._hints_given == len(self._hints) else ""
        return Note(f"Hint {self._hints_given} of {len(self._hints)}", self._hints[self._hints_given - 1] + last)

    def solution(self) -> Note:
        """Return a solution, after an attempt or when asked a second time."""
        if self._attempted or self._asked:
            return Note(*self.answer_is, self._answer)
        self._asked = True
        return Note("Not yet", f"Try it first, or take exercises.{self.name}.hint(). Ask again to see a solution.")

    @property
    def question(self) -> Note:
        """The task in a box; for a choice, with its reasons."""
        return Note(self.title, self.message)

    def _look(self, answer: object) -> tuple[str, str]:
        names = vars(sys.modules["__main__"])
        if self._is_name(answer, names):
            if answer not in names:
                said = f"There is no {answer} in this notebook yet. Run the cell that defines it, then this one."
                return "not attempted", said
            answer = names[answer]
        if answer is ... or answer is None or (type(answer) is str and not answer.strip(" ?.…")):
            return "not attempted", "Put your answer into the cell, and run the cell again."
        return self._judge(answer)

    def _is_name(self, answer: object, names: dict) -> bool:
        return type(answer) is str and answer.isidentifier()

    def _judge(self, answer: object) -> tuple[str, str]:
        """Return the status and the message for an answer."""
        raise NotImplementedError


class ValueExercise(Exercise):
    """An exercise whose answer is a value; `judge` takes it as `plain` gives it, and returns status and message."""

    def __init__(self, *common, judge: Callable[[object], tuple[str, str]]):
        super().__init__(*common)
        self._judge_value = judge

    def _judge(self, answer: object) -> tuple[str, str]:
        if callable(answer):
            return "wrong", f"{name_of(answer)} is a function, and numbers were asked."
        return self._judge_value(plain(answer))


class ChoiceExercise(Exercise):
    """An exercise in which a reason is chosen by its letter; `reasons` are pairs of a reason and what is said to it."""

    answer_is = "The answer", "my_reason is a letter in quotation marks."

    def __init__(self, name: str, lesson: int, task: str, hints: Sequence[str], reasons: Sequence, right: str):
        self.reasons, self._right = dict(zip("abcdef", reasons, strict=False)), right
        listed = [f"{letter}) {reason}" for letter, (reason, _) in self.reasons.items()]
        super().__init__(name, lesson, "\n".join([task, *listed]), hints, f'my_reason = "{right}"', 'my_reason = "?"')

    def _letter(self, answer: object) -> str:
        return answer.strip(" ().").lower() if type(answer) is str else ""

    def _is_name(self, answer: object, names: dict) -> bool:
        """Return whether the notebook has, or should have, that name; a single letter is an answer, never a name."""
        return len(self._letter(answer)) > 1 and (answer in names or answer == "my_reason")

    def _judge(self, answer: object) -> tuple[str, str]:
        letter = self._letter(answer)
        if letter not in self.reasons:
            letters = ", ".join(f'"{letter}"' for letter in self.reasons)
            came = as_text(plain(answer))
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
        super().__init__(*common, stub)
        self.calls, self.wrong, self._broken = tuple(calls), tuple(wrong), broken
        self._expected, self._remark = expected, remark

    def _judge(self, answer: object) -> tuple[str, str]:
        if not callable(answer):
            came = as_text(plain(answer))
            return "wrong", f"A function was asked, but this is {came}. Give the function's name without brackets."
        name = name_of(answer)
        if self._broken and _steps(answer) == _steps(self._broken.function):
            return "not attempted", f"{name} is still the broken one. Change it, and run its cell again."
        outcomes = call_all(answer, self.calls)
        if _is_stub(answer, outcomes):
            return "not attempted", f"{name} has no code of yours yet. Write it, and run its cell again."
        fault = self._first_fault(answer, outcomes)
        if fault is None:
            return "right", self._praise(answer, outcomes)
        reason = self._reason(answer, outcomes, fault)
        return "wrong", f"For {self._told(answer, outcomes, fault)}{': ' if reason else ''}{reason}."

    def _first_fault(self, function: Callable, outcomes: list[Outcome]) -> tuple[int, str] | None:
        """Return the position of the first call that went wrong, and the kind of fault."""
        for position, (outcome, arguments) in enumerate(zip(outcomes, self.calls, strict=False)):
            kind = _fault(outcome, *self._expected(*arguments))
            if kind == "stopped" and np.ndim(arguments[0]) == 2 and has_loop(function):
                continue  # a loop over one row of numbers is right, with a remark
            if kind:
                return position, kind
        return None

    def _reason(self, answer: Callable, outcomes: list[Outcome], fault: tuple[int, str]) -> str:
        """Return the sentence of the wrong answer that does the same, or a general one."""
        matches = []
        for wrong in self.wrong if fault[1] != "slow" else ():
            theirs = call_all(wrong.function, self.calls)
            same = [a.key == b.key for a, b in zip(outcomes, theirs, strict=False)]
            first = self._first_fault(wrong.function, theirs)
            if first and first[0] == fault[0] and same[fault[0]] and sum(same) >= 0.75 * len(same):
                unlike = len(_names(answer) ^ _names(wrong.function))
                matches.append((-sum(same), unlike, wrong.sentence))
        return min(matches)[2] if matches else _BY_KIND.get(fault[1], "")

    def _told(self, answer: Callable, outcomes: list[Outcome], fault: tuple[int, str]) -> str:
        """Return the input, what the function did, and what was expected."""
        outcome, arguments = outcomes[fault[0]], self.calls[fault[0]]
        names = inspect.signature(self._expected).parameters
        given = " and ".join(f"{name} = {as_text(value)}" for name, value in zip(names, arguments, strict=False))
        subject, expected = f"{given}, {name_of(answer)}", _between(*self._expected(*arguments))
        if outcome.slow:
            took = f"all calls together took more than {outcome.slow:g} seconds"
            return f"{subject} was stopped: {took}. {outcome.advice(answer)}".rstrip(".")
        if outcome.raised is not None:
            keep(outcome.raised)
            told = f" ({outcome.explanation})" if outcome.explanation else ""
            if "truth value of an array" in outcome.explanation:
                told = " (if, max and min ask one question, but an array has many answers: use np.where)"
            elif outcome.error == "NameError":
                told = f" ({outcome.explanation}: look for a typing error)"
            return f"{subject} stopped with {outcome.error}{told} instead of giving {expected}"
        if outcome.changed and fault[1] == "argument":
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


def _fault(outcome: Outcome, low: NDArray, high: NDArray) -> str:
    """Return the kind of fault, or "" for a right outcome."""
    value = outcome.value
    if outcome.slow or outcome.error:
        return "slow" if outcome.slow else "stopped"
    no_numbers = {"none": type(None) | type(...), "text": str, "list": list, "strange": Strange}
    for kind, what in no_numbers.items():
        if isinstance(value, what):
            return kind
    if np.shape(value) != np.shape(low):
        return "shape" if np.ndim(value) else "one number"
    with np.errstate(all="ignore"):
        numbers = np.asarray(value).astype(np.float64)
    ends = [np.isclose(numbers, end, rtol=1e-6, atol=1e-12, equal_nan=True) for end in (low, high)]
    if not np.all(ends[0] | ends[1] | ((low <= numbers) & (numbers <= high))):
        return "value"
    return "argument" if outcome.changed else ""


def _between(low: NDArray, high: NDArray) -> str:
    if np.array_equal(low, high, equal_nan=True):
        return as_text(plain(low))
    return f"a number from {as_text(low.item(0))} to {as_text(high.item(0))}"


def _names(function: object) -> set[str]:
    return {name for code in codes(function) for name in code.co_names}


def _is_stub(function: object, outcomes: list[Outcome]) -> bool:
    """Return whether `function` gives nothing and never reads a name: ``...``, ``pass``, a docstring."""
    if all(outcome.error == "NotImplementedError" for outcome in outcomes):
        return True
    reads = ("LOAD_FAST", "LOAD_GLOBAL", "LOAD_NAME", "LOAD_DEREF", "LOAD_CLOSURE")
    steps = [step.opname for code in codes(function) for step in dis.get_instructions(code)]
    if not steps or any(step.startswith(reads) for step in steps):
        return False
    return all(not o.error and not o.slow and (o.value is None or o.value is ...) for o in outcomes)


def _steps(function: object) -> list[tuple]:
    """Return what `function` does, without its names, comments, docstring, and where ``import numpy`` stands."""
    return [
        (step.opname.replace("LOAD_METHOD", "LOAD_ATTR"), step.arg if "FAST" in step.opname else step.argval)
        for code in codes(function)[:1]
        for step in dis.get_instructions(code)
        if step.opname not in ("PUSH_NULL", "PRECALL")
    ]
