"""Exercises: a task, hints, a solution, and a check that says why an answer is wrong."""

from __future__ import annotations

import ast
import inspect
import linecache
import re
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from IPython.display import display

from helpers.core.call import Call, TooSlow, call_all, keep, meaning, name_of, show, too_slow, unexplained
from helpers.core.note import Note
from helpers.core.record import Record
from helpers.core.rules import RULES, Asked, Known, Seen, first_line, reads_the_notebook, takes
from helpers.core.source import body, functions, is_stub, outside, words


class Exercise:
    """A task with hints and a solution, of which `stub` is the beginning.

    `verdict` takes an answer and returns its status ("not attempted", "wrong" or "right") and why.
    """

    def __init__(
        self, name: str, lesson: int, message: str, hints: Sequence[str], answer: str, stub: str, verdict: Callable
    ):
        self.name, self.lesson, self.message, self.answer, self.stub = name, lesson, message, answer, stub
        self._hints, self._verdict, self._last = hints, verdict, (None, "")
        self.record = Record()  # what lasts longer than the kernel is set by who has a place for it

    def __repr__(self) -> str:
        return self.message

    def judge(self, answer: object = ...) -> tuple[str, str]:
        """Return the status of `answer` and why; without one, or for ``...`` and None, it is "not attempted"."""
        if answer is ... or answer is None:
            return "not attempted", "Put your answer into the cell, and run the cell again."
        try:
            return self._verdict(answer)
        except Exception as error:  # what a student wrote runs in call_all only, so this fault is ours
            keep(error)
            told = f"The check itself failed with {type(error).__name__}: this is no fault of your answer."
            cure = "Restart the kernel and try again. If it stays, write %tb in a new cell, and report what that shows."
            return "not attempted", f"{told} {cure}"

    def check(self, answer: object = ...) -> None:
        """Show whether `answer` is right, and if not, why not."""
        status, told = self.judge(answer)
        if status != "not attempted" and self.record.get(self.name) != "right":
            self.record.put(self.name, status)
        same = status == "wrong" and answer is self._last[0] and told == self._last[1]
        again = " This is the same as at the last check: if you have changed it, run its cell first."
        self._last = answer, told
        display(Note(status.capitalize(), told + again * same))

    def hint(self) -> None:
        """Show all hints, each folded."""
        hints = {f"Hint {place} of {len(self._hints)}": hint for place, hint in enumerate(self._hints, 1)}
        display(Note("", f"Open one hint, and try again. For a solution: exercises.{self.name}.solution()", hints))

    def solution(self) -> None:
        """Show a solution, folded."""
        display(Note("", "Try it first. Others are right as well.", {"One solution": self.answer}))


class FunctionExercise(Exercise):
    """An exercise whose answer is a function that gives `left` below `corner` and `right` above it, both as source.

    `calls` are tried, the simplest first. A row of `wrong` is a known wrong answer: what somebody wrote, what is told
    of it, and words that must occur for it to be true. The student finds the lines `broken`, if there are any.
    `explain` says what an error in a line means, or ""; `remark` says something about the calls of a right answer.
    """

    def __init__(
        self,
        *task,
        calls: Sequence[tuple],
        left: str,
        right: str,
        corner: float = 0,
        between: bool = True,
        wrong: Sequence[tuple[str, ...]] = (),
        broken: str = "...",
        explain: Callable[..., str] = unexplained,
        remark: Callable[[list[Call]], str] = lambda calls: "",
    ):
        first = task[-1].partition("\n")[0]
        super().__init__(*task, source(first, broken), self._judge_function)
        self.calls, self.wrong, self._broken, self._explain, self._remark = calls, wrong, broken, explain, remark
        self.asked = Asked(inspect.signature(define(source(first, "..."))), left, right, corner, between)

    @cached_property
    def known(self) -> list[Known]:
        """The known wrong answers, and what they do."""
        rows, first = [], f"def attempt{self.asked.signature}:"
        for lines, told, *must in self.wrong:
            function = define(source(first, lines))
            named = re.findall(r"np\.(\w+)", told.partition(". ")[0])
            rows.append(Known(told, {*must, *named}, words(function), call_all(function, self.calls)))
        return rows

    def _judge_function(self, answer: object) -> tuple[str, str]:
        if not callable(answer) or isinstance(answer, type):
            return "wrong", _no_function(answer)
        name = name_of(answer)
        if is_stub(answer):
            return "not attempted", f"{name} has no code of yours yet. Write it, and run its cell again."
        if [ast.dump(line) for line in body(answer)] == [ast.dump(line) for line in ast.parse(self.stub).body[0].body]:
            return "not attempted", f"{name} is still the broken one. Change it, and run its cell again."
        calls = call_all(answer, self.calls)
        wrong = [place for place, call in enumerate(calls) if self.asked.is_wrong(call)]
        if not wrong:
            return "right", self._praise(answer, calls)
        seen = Seen(self.asked, answer, calls, wrong[0], self.known)
        rules = RULES if seen.call.error is None else [first_line]
        told, reason = self._told(seen), next(filter(None, (rule(seen) for rule in rules)), "")
        left_over = "" if reads_the_notebook(seen) else takes(seen)  # a second fault, perhaps
        more = f". {left_over[:1].upper()}{left_over[1:]}" if reason and left_over else left_over
        return "wrong", f"For {told}{': ' if reason or more else ''}{reason}{more}."

    def _told(self, seen: Seen) -> str:
        """Return the input, what the function did, and what was asked."""
        call, names = seen.call, self.asked.signature.parameters
        given = " and ".join(f"{name} = {show(value)}" for name, value in zip(names, call.given, strict=False))
        subject = f"{given}, {name_of(seen.answer)}"
        if isinstance(call.error, TooSlow):
            return f"{subject} {too_slow(seen.answer)}"
        if call.error:
            keep(call.error)
            why = meaning(seen.answer, call.error, self._explain)
            return f"{subject} stopped with {type(call.error).__name__}{f' ({why})' if why else ''} instead of giving {_range(seen)}"
        if seen.only_changed:
            return f"{subject} changed its argument to {show(call.after[0])}"
        return f"{subject} gave {show(call.value)} instead of {_range(seen)}"

    def _praise(self, answer: Callable, calls: list[Call]) -> str:
        said = [f"{name_of(answer)} gives what was asked for all {len(calls)} inputs that were tried.", self._remark(calls)]
        ready = [each for each in _of_this_package(answer) if not any(map(self.asked.is_wrong, call_all(each, self.calls)))]
        if ready:
            said.append(f"Here {ready[0].__name__} of helpers does all the work: try to write it without.")
        if any(np.asarray(call.value).dtype.kind == "b" for call in calls):
            said.append("True counts as 1 and False as 0; a product with 1.0 makes numbers of them.")
        if self._broken == "..." and np.ndim(calls[0].value) and {"For", "While", "ListComp"} & words(answer):
            said.append("A Python loop is slow for large arrays; NumPy can do all numbers at once.")
        if self._broken == "..." and any(call.error for call in calls):
            said.append(f"{name_of(answer)} takes one row of numbers only, not a table.")
        return " ".join(filter(None, said))


def _range(seen: Seen) -> str:
    """Return what is right as text."""
    if np.array_equal(seen.low, seen.high, equal_nan=True):
        return show(seen.low)
    pairs = zip(seen.low.ravel().tolist(), seen.high.ravel().tolist(), strict=True)
    each = [show(low) if low == high else f"a number from {show(low)} to {show(high)}" for low, high in pairs]
    return f"[{', '.join(each)}]" if len(each) > 1 else each[0]


def _no_function(answer: object) -> str:
    """Say what was given in place of a function."""
    if isinstance(answer, type):
        return f"A function was asked, but {answer.__name__} is a class. A function begins with def."
    if type(answer).__module__ == "__main__":
        return f"A function was asked, but this is an object of the class {type(answer).__name__}. A function begins with def."
    return f"A function was asked, but this is {show(answer)}. Give the function's name without brackets and quotation marks."


def _of_this_package(answer: Callable) -> list[Callable]:
    """Return the functions of this package that `answer` is or calls."""
    package = __name__.partition(".")[0]
    found = [answer, *(value for each in functions(answer) for value in outside(each).values())]
    return [each for each in found if callable(each) and str(getattr(each, "__module__", "")).startswith(f"{package}.")]


def source(first: str, lines: str) -> str:
    return "\n    ".join([first, *lines.split("\n")])


def define(source: str) -> Callable:
    """Return the function that `source` defines; its lines are known to whoever asks for its source."""
    file, names = f"<{source}>", {"np": np}
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec", dont_inherit=True), names)
    return next(value for name, value in names.items() if name not in ("np", "__builtins__"))
