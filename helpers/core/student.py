"""Call a student's function on copies, in silence and with a limit; what goes wrong becomes one sentence."""

from __future__ import annotations

import contextlib
import copy
import ctypes
import os
import re
import sys
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.core.code import line_of, parameters, words

# Seconds for all inputs of one check or picture. A function is charged for the time of the processor, which is the same
# on a busy machine; the longer limit by the clock is for one that sleeps.
PROCESSOR_LIMIT, CLOCK_LIMIT = 2.0, 5.0


class Problem(ValueError):
    """One sentence for the student, shown where the picture would be; its cause is the student's own exception."""


def keep(error: BaseException) -> None:
    """Let ``%tb`` show the traceback of `error`, which is told as a sentence; of a Problem that of its cause."""
    if type(error) is Problem and error.__cause__ is not None:
        error = error.__cause__
    sys.last_exc = sys.last_value = error
    sys.last_type, sys.last_traceback = type(error), error.__traceback__


def number(value: float, digits: int = 4) -> str:
    """Return `value` as text with at most so many `digits`: 0.5, -3, 1e-05; never -0."""
    return f"{value + 0.0:.{digits}g}"  # -0.0 + 0.0 is 0.0


def told_apart(a: object, b: object, write: Callable[[object, int], str] = number, digits: int = 4) -> tuple[str, str]:
    """Return what `write` makes of `a` and `b`: with `digits`, or as many more as tell them apart if they differ."""
    digits = next((n for n in range(digits, 18) if write(a, n) != write(b, n)), digits)
    return write(a, digits), write(b, digits)


@dataclass(frozen=True)
class Strange:
    """A value that is neither numbers nor text; only what it is called is kept."""

    called: str


def plain(value: object, depth: int = 3) -> object:
    """Return a copy of `value`, of lists to some `depth`, that is safe to look at: a student's own class never runs."""
    kind = type(value)
    if kind is int and abs(value) >= 10**40:
        return Strange("a huge integer")  # Python refuses to write out thousands of digits
    if value is None or value is ... or kind in (int, float, bool, str):
        return value
    if kind in (list, tuple) and depth:
        return kind(plain(item, depth - 1) for item in value)
    if kind is np.ndarray or (issubclass(kind, np.generic) and kind.__module__ == "numpy"):
        if value.dtype.kind in "iufb":
            return value.copy()
        if kind is np.ndarray:
            what = {"c": "complex numbers", "U": "text", "O": "objects"}.get(value.dtype.kind, str(value.dtype))
            return Strange(f"an array of {'None' if any(item is None for item in value.flat) else what}")
    return Strange("a function" if callable(value) else f"a value of type {kind.__name__}")


def as_text(value: object, digits: int = 9) -> str:
    """Return a `value` that `plain` gave as short text, its floats with at most so many `digits`."""
    if isinstance(value, np.ndarray):
        return as_text(value.tolist(), digits).removeprefix("the list ")
    if isinstance(value, list | tuple):
        items = [as_text(item, digits).removeprefix("the list ") for item in value[:12]]
        inside = ", ".join(items + ["..."] * (len(value) > 12))
        if isinstance(value, list):
            return f"the list [{inside}]"
        return f"the tuple ({inside}{',' if len(value) == 1 else ''})"
    if isinstance(value, Strange | str):
        return value.called if isinstance(value, Strange) else f"the text {value[:60]!r}{'...' * (len(value) > 60)}"
    if value is None or value is ... or isinstance(value, bool | np.bool_ | int | np.integer):
        return "..." if value is ... else str(value)
    text = number(float(value), digits)
    return f"{text}.0" if text.lstrip("-").isdigit() else text


def name_of(function: object, attribute: str = "__name__") -> str:
    """Return the `attribute` that holds the name a student gave to `function`, or "your function"."""
    try:
        name = getattr(function, attribute, "")  # functools.partial, for one, has none
    except Exception:  # an object of the student's own that fails when it is looked at
        name = ""
    return name if type(name) is str and name not in ("", "<lambda>") else "your function"


@dataclass(frozen=True)
class Outcome:
    """What one call did."""

    value: object = None  # as `plain` gives it
    raised: BaseException | None = None
    error: str = ""  # the type of that exception
    explanation: str = ""  # and its message in one short line
    changed: tuple | None = None  # the arguments afterwards, if the function changed them
    slow: float = 0.0  # the seconds that were not enough, if it did not end
    advice: str = ""  # what to do about a slow one


class _Stop(SystemExit):
    """Ends a thread; a SystemExit, because threading says nothing about that one."""


def unexplained(error: BaseException, code: str) -> str:
    """Return nothing about `error`, an exception, in `code`, a line or words: its own message is then told."""
    return ""


def call_all(function: Callable, calls: Sequence[tuple], explain: Callable[..., str] = unexplained) -> list[Outcome]:
    """Call `function` with copies of the arguments of each of `calls`, up to the first that runs out of time.

    `explain` takes an error and the line, or the words, of the function, and says what it means, or "".

    The calls run in a thread that then gets an exception: a loop in Python ends. One long call into compiled
    code goes on, and the last outcome says so; while such code keeps Python's lock (``10**10**9``), nothing
    ends. Where no thread can be started, as in Pyodide, there is no limit.

    Raises
    ------
    RuntimeError
        If the calls ended early by a fault of the machine, such as a lack of memory.
    """
    outcomes: list[Outcome] = []
    with (
        open(os.devnull, "w", encoding="utf-8", errors="ignore") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
        warnings.catch_warnings(action="ignore"),
        np.errstate(),  # as it is: np.seterr in the function ends with it
    ):
        slow, stopped = _run_limited(lambda: _work(function, calls, outcomes, explain))
    if len(outcomes) < len(calls) and not slow:
        raise RuntimeError("The calls of the function ended early, for a reason that is not its own.")
    if not slow:
        return outcomes
    in_python, compiled = "Look whether each of its loops comes to an end.", "Call it in a cell of its own and time it."
    advice = in_python if "loop" in words(function) else compiled
    if not stopped:
        advice += " It is still running: restart the kernel to end it."
    return [*outcomes, Outcome(slow=slow, advice=advice)][: len(calls)]


def _run_limited(work: Callable[[], None]) -> tuple[float, bool]:
    """Run `work` until its time is over; return the limit that it overran, or 0, and whether it has ended."""
    limits = (time.process_time, PROCESSOR_LIMIT), (time.monotonic, CLOCK_LIMIT)
    ends = [(clock, clock() + limit, limit) for clock, limit in limits]
    thread, slow = threading.Thread(target=work, daemon=True), 0.0
    try:
        thread.start()
    except RuntimeError:
        work()
        return slow, True
    try:
        while thread.is_alive() and not slow:
            thread.join(0.05)  # returns at once when the thread ends
            slow = next((limit for clock, end, limit in ends if clock() > end), 0.0)
    finally:  # also when the student interrupts the kernel
        for _ in range(40):  # because ``except:`` may have caught the first
            if thread.is_alive():
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(_Stop))
                thread.join(0.025)
    return slow, not thread.is_alive()


def _work(function: Callable, calls: Sequence[tuple], outcomes: list[Outcome], explain: Callable) -> None:
    if threading.current_thread() is not threading.main_thread() and "IPython" in sys.modules:
        publisher = getattr(sys.modules["IPython"].get_ipython(), "display_pub", None)
        getattr(publisher, "register_hook", id)(lambda message: None)  # display shows nothing in this thread
    with contextlib.suppress(_Stop):
        for arguments in calls:
            outcomes.append(_call(function, arguments, explain))


def _call(function: Callable, arguments: tuple, explain: Callable) -> Outcome:
    given = copy.deepcopy(arguments)
    try:
        value = plain(function(*given))
    except _Stop:
        raise
    except BaseException as error:  # SystemExit and KeyboardInterrupt are a student's mistake here
        return Outcome(raised=error, error=type(error).__name__, explanation=_explanation(function, error, explain))
    bits = [[(x.dtype, x.shape, x.tobytes()) for x in args if isinstance(x, np.ndarray)] for args in (given, arguments)]
    return Outcome(value, changed=tuple(map(plain, given)) if bits[0] != bits[1] else None)


def _explanation(function: Callable, error: BaseException, explain: Callable) -> str:
    """Return what `error` means, or its message in one short line, without the name that the student gave."""
    try:
        text = " ".join(str(error).split())
    except Exception:
        return ""
    name = re.escape(name_of(function, "__qualname__"))
    text = re.sub(rf"(?<![\w.])({name}|<lambda>)\(\)", "the function", text)
    if not issubclass(type(error), SyntaxError):  # of an eval in the function
        line = line_of(function, error)
        cure = explain(error, line or " ".join(words(function)))
        if issubclass(type(error), NameError) and type(error) is not UnboundLocalError:
            own = f"what it is given is called {' and '.join(parameters(function))}"
            is_call = (found := re.match(r"name '(\w+)'", text)) and f"{found[1]}(" in line
            return f"{text}: {cure or ('no function of this name is here' if is_call else own)}"
        text = cure or text
    return text if len(text) <= 160 else text[:157] + "..."


def sample(function: Callable, x: ArrayLike, explain: Callable[..., str] = unexplained) -> NDArray[np.float64]:
    """Return the outputs of `function`, called once for all of `x`, or, if it refuses an array, once for each number.

    What it prints is not shown, and it cannot change `x`, an array of float64 of shape (n,). `explain` is
    that of `call_all`.

    Raises
    ------
    Problem
        A ValueError, if it gives no real number for an input, or takes too long.
    """
    x = np.asarray(x, dtype=np.float64)
    calls = [(x,)]
    outcomes = call_all(function, calls, explain)
    if outcomes[0].raised is not None:  # a function of one number refuses an array in many ways
        calls = [(value,) for value in x.tolist()]
        outcomes = call_all(function, calls, explain)
    outputs = (np.ravel(_numbers(function, calls, outcomes, place)) for place in range(len(outcomes)))
    return np.concatenate([x[:0], *outputs])


def _numbers(function: Callable, calls: list[tuple], outcomes: list[Outcome], place: int) -> NDArray[np.float64]:
    """Return what the call at `place` gave as floats of the shape of its input, or raise a Problem."""
    name, outcome, x = name_of(function), outcomes[place], calls[place][0]
    if not callable(function):
        raise Problem(
            f"{as_text(plain(function))} is not a function. Pass a function's name, without brackets. "
            f"If that name now holds something else, run the cells above again."
        )
    if outcome.slow:
        took, cure = "it", ""
        if len(calls) > 1:
            took, cure = f"{len(outcomes)} of {len(calls)} inputs", " Or write it for a whole array, as with np.where."
        raise Problem(f"{name} is too slow: {took} took more than {outcome.slow:g} seconds. {outcome.advice}{cure}")
    if outcome.raised is not None:
        reason = f"{outcome.error}: {outcome.explanation}".rstrip(".: ")
        cure = f"Correct {name}, run its cell, and run this cell again."
        raise Problem(f"{name}({number(x)}) stopped with {reason}. {cure}") from outcome.raised
    cure = f"Let {name} return one number for each input."
    try:
        values = np.asarray(outcome.value)
    except ValueError:
        raise Problem(f"{name} gave values of different lengths. {cure}") from None
    if values.dtype.kind == "O" and any(item is None for item in values.flat):
        raise Problem(f"{name} gave None. Does its last line begin with return?")
    if values.dtype.kind not in "iuf":
        kind = {"U": "text", "b": "True or False"}.get(values.dtype.kind, "other values")
        raise Problem(f"{name} gave {getattr(outcome.value, 'called', kind)}, not numbers. {cure}")
    if values.shape != np.shape(x) and (values.ndim or np.size(x) != 1):  # one number may stand for an array of one
        got = f"an array of shape {values.shape}" if values.ndim else "one number"
        raise Problem(f"{name} gave {got} for {np.size(x)} input{'s' * (np.size(x) != 1)}. {cure}")
    return values.astype(np.float64)
