"""The three kinds of exercises (a function, a value, a choice) and what they answer."""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import CodeType

import numpy as np
from numpy.typing import NDArray

from helpers.calling import CALL_PATIENCE, Outcome, Strange, call_all, plain, show
from helpers.evaluate import name_of
from helpers.misconceptions import CATALOGUE, Misconception
from helpers.notes import Note

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
    """The answer of a check.

    Attributes
    ----------
    status : str
        "not attempted", "wrong" or "right".
    message : str
        One line that says why.
    """

    def __init__(self, status: str, message: str):
        super().__init__(status.capitalize(), " ".join(message.split()))

    @property
    def status(self) -> str:
        return self.title.lower()


class _Missing:
    """Stands for a name that the notebook does not know yet."""

    def __init__(self, name: str):
        self.name = name


class Exercise:
    """What all exercises share: a task, up to three hints, a solution, and a check that never raises.

    Parameters
    ----------
    name : str
        The name under which `exercises` has it.
    lesson : int
    task : str
        What to do, in words.
    hints : sequence of str
        At most three, the last nearly the solution.
    answer : str
        Source that solves the exercise.
    stub : str
        Source that the student finds in the notebook.
    """

    def __init__(self, name: str, lesson: int, task: str, hints: Sequence[str], answer: str, stub: str):
        self.name, self.lesson, self.task, self.stub = name, lesson, task, stub
        self._hints, self._answer = tuple(hints), answer
        self._hints_given, self._attempted, self._asked = 0, False, False

    def check(self, answer: object = ...) -> Result:
        """Say whether `answer` is right, and if not, why not.

        Parameters
        ----------
        answer : object
            The answer, or as text the name that it has in the notebook: ``check("my_relu")``
            gives a sentence, not an error, when that name does not exist yet.

        Returns
        -------
        Result
        """
        try:
            result = self._look(self._find(answer))
        except (Exception, SystemExit) as error:  # an object whose own code fails when it is looked at
            result = Result("wrong", f"This answer cannot be read: looking at it gives {type(error).__name__}.")
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
            return Note(*self._solution_words, self._answer)
        self._asked = True
        return Note("Not yet", f"Try it first, or take exercises.{self.name}.hint(). Ask again to see a solution.")

    @property
    def _solution_words(self) -> tuple[str, str]:
        return "One solution", "Others are right as well."

    @property
    def question(self) -> Note:
        """The task in a box; for a choice, with its reasons."""
        return Note("Exercise", self.task)

    def __repr__(self) -> str:
        return repr(self.question)

    def _repr_html_(self) -> str:
        return self.question._repr_html_()

    def _find(self, answer: object) -> object:
        """Return what the notebook calls `answer` if that is a name, else `answer`."""
        if type(answer) is not str or not answer.isidentifier():
            return answer
        return vars(sys.modules["__main__"]).get(answer, _Missing(answer))

    def _look(self, answer: object) -> Result:
        if isinstance(answer, _Missing):
            return Result(
                "not attempted",
                f"There is no {answer.name} in this notebook yet. Run the cell that defines it, then this one.",
            )
        if answer is ... or answer is None or (type(answer) is str and not answer.strip(" ?.…")):
            return Result("not attempted", "Put your answer into the cell, and run the cell again.")
        return self._judge(answer)

    def _judge(self, answer: object) -> Result:
        raise NotImplementedError


class ValueExercise(Exercise):
    """An exercise whose answer is a value.

    Parameters
    ----------
    judge : callable
        Takes the value as `calling.plain` gives it, and returns status and message.
    """

    def __init__(self, *common, judge: Callable[[object], tuple[str, str]]):
        super().__init__(*common)
        self._judge_value = judge

    def _judge(self, answer: object) -> Result:
        if callable(answer):
            return Result("wrong", f"{name_of(answer)} is a function, and numbers were asked.")
        return Result(*self._judge_value(plain(answer)))


class ChoiceExercise(Exercise):
    """An exercise in which a reason is chosen by its letter.

    Parameters
    ----------
    reasons : dict
        Letter to a pair: the reason, and what is said to who chooses it.
    right : str
        The letter of the right one.
    """

    def __init__(self, *common, reasons: dict[str, tuple[str, str]], right: str):
        super().__init__(*common)
        self.reasons, self._right = reasons, right
        listed = "\n".join(f"{letter}) {reason}" for letter, (reason, _) in reasons.items())
        self.task = f"{self.task}\n{listed}"

    def _find(self, answer: object) -> object:
        """Return what the notebook calls `answer`; a single letter is an answer, never a name."""
        if len(self._letter(answer)) < 2:
            return answer
        found = super()._find(answer)
        return answer if isinstance(found, _Missing) and answer != self._variable() else found

    def _variable(self) -> str:
        return self.stub.split(" ")[0]

    @property
    def _solution_words(self) -> tuple[str, str]:
        return "The answer", f"{self._variable()} is a letter in quotation marks."

    def _letter(self, answer: object) -> str:
        return answer.strip(" ().").lower() if type(answer) is str else ""

    def _judge(self, answer: object) -> Result:
        letter = self._letter(answer)
        if letter not in self.reasons:
            letters = ", ".join(f'"{letter}"' for letter in self.reasons)
            return Result(
                "wrong",
                f"The answer is one of {letters}, with the quotation marks, but it is {show(plain(answer))}.",
            )
        reply = self.reasons[letter][1]
        return Result("right" if letter == self._right else "wrong", f"{letter}) {reply}")


@dataclass(frozen=True)
class Fault:
    """The first call that went wrong: its position, the kind of fault, and what was expected."""

    position: int
    kind: str
    expected: str


class FunctionExercise(Exercise):
    """An exercise whose answer is a function.

    Parameters
    ----------
    calls : sequence of tuple
        Arguments to try, the simplest first.
    expected : callable
        Takes the arguments, and returns the lowest and the highest right output.
    like : str
        The exercise in the catalogue whose wrong answers are recognised.
    broken : Misconception, optional
        What the student finds and must mend.
    parameters : tuple of str
        What the arguments are called.
    convention : callable, optional
        Takes the output for `at_zero`, and returns a sentence about that choice.
    """

    def __init__(
        self,
        *common,
        calls: Sequence[tuple],
        expected: Callable[..., tuple],
        like: str,
        broken: Misconception | None = None,
        parameters: tuple[str, ...] = ("x",),
        convention: Callable[[float], str] | None = None,
        at_zero: tuple | None = None,
    ):
        super().__init__(*common)
        self.calls, self._expected, self._like, self._broken = tuple(calls), expected, like, broken
        self._parameters, self._convention, self._at_zero = parameters, convention, at_zero

    def _judge(self, answer: object) -> Result:
        if not callable(answer):
            return Result(
                "wrong",
                f"A function was asked, but this is {show(plain(answer))}. Give the function's name without brackets.",
            )
        name = name_of(answer)
        if self._broken and _same_code(answer, self._broken.function):
            return Result("not attempted", f"{name} is still the broken one. Change it, and run its cell again.")
        outcomes = call_all(answer, self.calls)
        if _is_stub(answer, outcomes):
            return Result("not attempted", f"{name} has no code of yours yet. Write it, and run its cell again.")
        fault = self._first_fault(answer, outcomes)
        if fault is None:
            return Result("right", self._praise(answer, outcomes))
        return Result("wrong", self._explain(name, outcomes, fault, self._reason(answer, outcomes, fault)))

    def _first_fault(self, function: Callable, outcomes: list[Outcome]) -> Fault | None:
        for position, (outcome, arguments) in enumerate(zip(outcomes, self.calls, strict=False)):
            low, high = self._expected(*arguments)
            kind = _fault(outcome, low, high)
            if kind == "stopped" and np.ndim(arguments[0]) == 2 and _has_loop(function):
                continue  # a loop over one row of numbers is right, with a remark
            if kind:
                return Fault(position, kind, _between(low, high))
        return None

    def _reason(self, answer: Callable, outcomes: list[Outcome], fault: Fault) -> str:
        """Return the sentence of the misconception that does the same, or a general one."""
        matches = []
        for wrong in CATALOGUE:
            if wrong.exercise != self._like or fault.kind == "slow":
                continue
            theirs = call_all(wrong.function, self.calls)
            same = [a.key == b.key for a, b in zip(outcomes, theirs, strict=False)]
            first = self._first_fault(wrong.function, theirs)
            if first and first.position == fault.position and same[fault.position] and sum(same) >= 0.75 * len(same):
                unlike = len(_names(answer) ^ _names(wrong.function))
                matches.append((-sum(same), unlike, wrong.sentence))
        return min(matches)[2] if matches else _BY_KIND.get(fault.kind, "")

    def _explain(self, name: str, outcomes: list[Outcome], fault: Fault, reason: str) -> str:
        outcome, given = outcomes[fault.position], self._given(self.calls[fault.position])
        if outcome.slow:
            rest = "" if outcome.stopped else " It is still running: restart the kernel to end it."
            return (
                f"For {given}, {name} was stopped: all calls together took more than {CALL_PATIENCE:g} seconds. "
                f"Look whether each of its loops comes to an end.{rest}"
            )
        if outcome.error:
            told = f" ({outcome.explanation})" if outcome.explanation else ""
            if "truth value of an array" in outcome.explanation:
                told = " (if, max and min ask one question, but an array has many answers: use np.where)"
            elif outcome.error == "NameError":
                told = f" ({outcome.explanation}: look for a typing error)"
            did = f"stopped with {outcome.error}{told} instead of giving {fault.expected}"
        elif outcome.changed and fault.kind == "argument":
            did = f"changed its argument to {show(outcome.changed[0])}"
        else:
            did = f"gave {show(outcome.value)} instead of {fault.expected}"
        return f"For {given}, {name} {did}{': ' if reason else ''}{reason}."

    def _given(self, arguments: tuple) -> str:
        return " and ".join(f"{name} = {show(value)}" for name, value in zip(self._parameters, arguments, strict=False))

    def _praise(self, answer: Callable, outcomes: list[Outcome]) -> str:
        said = [f"{name_of(answer)} gives what was asked for all {len(outcomes)} inputs that were tried."]
        if self._convention:
            at_zero = outcomes[[call is self._at_zero for call in self.calls].index(True)]
            said.append(self._convention(float(at_zero.value.item())))
        if any(np.asarray(outcome.value).dtype.kind == "b" for outcome in outcomes):
            said.append("True counts as 1 and False as 0; .astype(float) makes numbers of them.")
        if isinstance(outcomes[0].value, np.ndarray) and _has_loop(answer):
            said.append("A Python loop is slow for large arrays; NumPy can do all numbers at once.")
            if any(outcome.error for outcome in outcomes):
                said.append("It also takes one row of numbers only, not a table.")
        return " ".join(said)


def _fault(outcome: Outcome, low: NDArray, high: NDArray) -> str:
    """Return the kind of fault, or "" for a right outcome."""
    value = outcome.value
    if outcome.slow or outcome.error:
        return "slow" if outcome.slow else "stopped"
    for kind, is_so in (
        ("none", value is None or value is ...),
        ("text", isinstance(value, str)),
        ("list", isinstance(value, list)),
        ("strange", isinstance(value, Strange)),
    ):
        if is_so:
            return kind
    numbers = np.asarray(value)
    if numbers.shape != np.shape(low):
        return "shape" if numbers.ndim else "one number"
    if not np.all(_inside(_as_floats(numbers), low, high)):
        return "value"
    return "argument" if outcome.changed else ""


def _as_floats(numbers: NDArray) -> NDArray[np.float64]:
    with np.errstate(all="ignore"):
        return numbers.astype(np.float64)


def _inside(numbers: NDArray, low: NDArray, high: NDArray) -> NDArray[np.bool_]:
    ends = [np.isclose(numbers, end, rtol=1e-6, atol=1e-12, equal_nan=True) for end in (low, high)]
    return ends[0] | ends[1] | ((low <= numbers) & (numbers <= high))


def _between(low: NDArray, high: NDArray) -> str:
    if np.array_equal(low, high, equal_nan=True):
        return show(plain(low))
    return f"a number from {show(low.item(0))} to {show(high.item(0))}"


def _codes(function: object) -> Iterator[CodeType]:
    """Yield the compiled code of `function` and of the functions and comprehensions inside it."""
    waiting = [getattr(function, "__code__", None)]
    while waiting:
        code = waiting.pop()
        if isinstance(code, CodeType):
            yield code
            waiting.extend(code.co_consts)


def _names(function: object) -> set[str]:
    return {name for code in _codes(function) for name in code.co_names}


def _has_loop(function: object) -> bool:
    return any("JUMP_BACKWARD" in step.opname for code in _codes(function) for step in dis.get_instructions(code))


def _is_stub(function: object, outcomes: list[Outcome]) -> bool:
    """Return whether `function` gives nothing and never reads a name: ``...``, ``pass``, a docstring."""
    if all(outcome.error == "NotImplementedError" for outcome in outcomes):
        return True
    reads = ("LOAD_FAST", "LOAD_GLOBAL", "LOAD_NAME", "LOAD_DEREF", "LOAD_CLOSURE")
    steps = [step.opname for code in _codes(function) for step in dis.get_instructions(code)]
    if not steps or any(step.startswith(reads) for step in steps):
        return False
    return all(not o.error and not o.slow and (o.value is None or o.value is ...) for o in outcomes)


def _same_code(function: object, broken: Callable) -> bool:
    """Return whether both do the same steps, whatever their names, comments and docstrings are."""
    return _steps(function) == _steps(broken)


def _steps(function: object) -> list[tuple]:
    """Return the steps of the compiled code, without what depends on where ``import numpy`` stands."""
    code = getattr(function, "__code__", None)
    return [
        (step.opname.replace("LOAD_METHOD", "LOAD_ATTR"), step.arg if "FAST" in step.opname else step.argval)
        for step in (dis.get_instructions(code) if isinstance(code, CodeType) else ())
        if step.opname not in ("PUSH_NULL", "PRECALL")
    ]
