"""Exercises: a task, hints, a solution, and a check that says why an answer is wrong."""

from __future__ import annotations

import inspect
import linecache
import re
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from IPython.display import display

from helpers.core.call import Call, TooSlow, call_all, keep, meaning, name_of, show, too_slow
from helpers.core.note import Note
from helpers.core.record import Record
from helpers.core.rules import RULES, Asked, Seen, WrongAnswer, takes_other_arguments
from helpers.core.source import code, outside, parts_of

Verdict = tuple[str, str]  # "not attempted", "wrong" or "right"; and why


class Exercise:
    """A task with hints and a solution, of which `stub` is the beginning; `verdict` judges an answer."""

    record = Record()  # of all exercises, as long as the kernel lives; who has a file sets another one

    def __init__(self, name: str, lesson: int, message: str, hints: Sequence[str], answer: str, stub: str,
                 verdict: Callable[[object], Verdict]):  # fmt: skip
        self.name, self.lesson, self.message, self.answer, self.stub = name, lesson, message, answer, stub
        self._hints, self._verdict = hints, verdict

    def __repr__(self) -> str:
        return self.message

    def judge(self, answer: object) -> Verdict:
        """Return the status of `answer`, and why."""
        try:
            return self._verdict(answer)
        except Exception as error:  # what a student wrote runs in call_all only, so this fault is ours
            keep(error)
            told = f"The check itself failed with {type(error).__name__}: this is no fault of your answer."
            cure = "If it stays after a restart of the kernel, write %tb in a new cell, and report that."
            return "not attempted", f"{told} {cure}"

    def check(self, answer: object) -> None:
        """Show whether `answer` is right, and if not, why not."""
        status, told = self.judge(answer)
        if status != "not attempted" and self.record.get(self.name) != "right":
            self.record.put(self.name, status)
        display(Note(status.capitalize(), told))

    def hint(self) -> None:
        """Show all hints, each folded."""
        hints = {f"Hint {place} of {len(self._hints)}": hint for place, hint in enumerate(self._hints, 1)}
        told = f"Open one hint, and try again. For a solution: exercises.{self.name}.solution()"
        display(Note("", told, hints))

    def solution(self) -> None:
        """Show a solution, folded."""
        first = "" if self.record.get(self.name) == "right" else "Try it first. "
        display(Note("", f"{first}More than one answer is right.", {"One solution": self.answer}))


class FunctionExercise(Exercise):
    """An exercise whose answer is a function that gives `left` below `corner` and `right` above it.

    `calls` are the arguments to try, the simplest first. A row of `wrong` is a known wrong answer: what
    somebody wrote, what is told of it, and parts it must have for that to be true. The student finds the
    lines `broken`, if there are any. `explain` says what an error means, and `remark` is told of a right
    answer.
    """

    def __init__(
        self,
        name: str,
        lesson: int,
        message: str,
        hints: Sequence[str],
        answer: str,
        *,
        calls: Sequence[tuple],
        left: str,
        right: str,
        corner: float = 0,
        between: bool = True,
        wrong: Sequence[tuple[str, ...]] = (),
        broken: str = "",
        explain: Callable[..., str] = lambda *error: "",
        remark: str = "",
    ):
        first = answer.partition("\n")[0]
        stub = source(first, broken or "...")
        super().__init__(name, lesson, message, hints, answer, stub, self._judge_function)
        self.asked = Asked(inspect.signature(define(source(first, "..."))), left, right, corner, between)
        self.calls, self.wrong, self._start = calls, wrong, broken.split("\n") if broken else []
        self._explain, self._remark = explain, remark

    @cached_property
    def known(self) -> list[WrongAnswer]:
        """The known wrong answers, those that must have more parts first."""
        rows = []
        for lines, told, *must in self.wrong:
            function = define(source(f"def attempt{self.asked.signature}:", lines))
            named = re.findall(r"np\.(\w+)", told.partition(". ")[0])  # before its cure
            rows.append(WrongAnswer(told, {*must, *named}, call_all(function, self.calls)))
        return sorted(rows, key=lambda row: -len(row.must))

    def _judge_function(self, answer: object) -> Verdict:
        if not callable(answer) or isinstance(answer, type):
            told = f"A function was asked, which begins with def, but this is {show(answer)}"
            return "wrong", f"{told}. Give its name alone."
        name = name_of(answer)
        if code(answer) == self._start:
            return "not attempted", f"{name} is as it was at the beginning. Write your code, and run its cell again."
        calls = call_all(answer, self.calls)
        wrong = [place for place, call in enumerate(calls) if self.asked.is_wrong(call)]
        if not wrong:
            return "right", " ".join(filter(None, self._praise(answer, calls)))
        seen = Seen(self.asked, answer, calls, wrong[0], self.known)
        if seen.call.error:
            did, rules = self._raised(seen), [takes_other_arguments]  # what an error means is told with it
        else:
            did, rules = self._gave(seen), RULES
        names = self.asked.signature.parameters
        given = [f"{each} = {show(value)}" for each, value in zip(names, seen.call.given, strict=False)]
        reason = next(filter(None, (rule(seen) for rule in rules)), "")
        told = f"For {' and '.join(given)}, {name} {did}"
        return "wrong", f"{told}: {reason}." if reason else f"{told}."

    def _raised(self, seen: Seen) -> str:
        """Return with which error the function stopped, what that means, and what was asked."""
        error = seen.call.error
        if isinstance(error, TooSlow):
            return too_slow()
        keep(error)
        why = meaning(seen.answer, error, self._explain)
        told = f"{type(error).__name__} ({why})" if why else type(error).__name__
        return f"stopped with {told} instead of giving {_range(seen)}"

    def _gave(self, seen: Seen) -> str:
        """Return what the function did, and what was asked."""
        if seen.numbers_are_right:
            return f"changed its argument {self.asked.name} to {show(seen.call.after[0])}"
        array = "the array " if isinstance(seen.call.value, list) and seen.x.ndim else ""
        return f"gave {show(seen.call.value)} instead of {array}{_range(seen)}"

    def _praise(self, answer: Callable, calls: list[Call]) -> list[str]:
        name, loops = name_of(answer), {"For", "While", "ListComp"} & parts_of(answer)
        said = [f"{name} gives what was asked for all {len(calls)} inputs that were tried.", self._remark]
        package = __name__.partition(".")[0]
        for each in (answer, *outside(answer).values()):
            if callable(each) and f"{getattr(each, '__module__', '')}".startswith(f"{package}."):
                said.append(f"Here {each.__name__} of {each.__module__} does the work: try to write it without.")
        if any(np.asarray(call.value).dtype.kind == "b" for call in calls):
            said.append("True counts as 1 and False as 0; a product with 1.0 makes numbers of them.")
        if not self._start and np.ndim(calls[0].value) and loops:
            said.append("A Python loop is slow for large arrays; NumPy can do all numbers at once.")
        return said


def _range(seen: Seen) -> str:
    """Return what is right as text."""
    if np.array_equal(seen.low, seen.high, equal_nan=True):
        return show(seen.low)
    pairs = zip(seen.low.ravel().tolist(), seen.high.ravel().tolist(), strict=True)
    each = [show(a) if a == b else f"a number from {show(a)} to {show(b)}" for a, b in pairs]
    return f"[{', '.join(each)}]" if len(each) > 1 else each[0]


def source(first: str, lines: str) -> str:
    """Return the source of a function: its `first` line, and the `lines` below it."""
    return "\n    ".join([first, *lines.split("\n")])


def define(text: str) -> Callable:
    """Return the function that the source `text` defines, and keep its lines for who asks for them."""
    file, names = f"<{text}>", {"np": np}
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    exec(compile(text, file, "exec", dont_inherit=True), names)
    return next(value for name, value in names.items() if name not in ("np", "__builtins__"))
