"""Call a student's function: on copies, in silence, for a limited time; say in few words what came."""

from __future__ import annotations

import contextlib
import copy
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from IPython.utils.capture import capture_output
from numpy.typing import NDArray

from helpers.core.source import line_of, parameters, parts_of

SECONDS = 5.0  # for all inputs of one check
# In the lab in the browser nothing interrupts a kernel.
_STOP = "Kernel > Restart Kernel" if sys.platform == "emscripten" else "Stop, the square above the notebook"


class TooSlow(BaseException):
    """What a student's function gets when its time is over."""


def keep(error: BaseException) -> None:
    """Let ``%tb`` show the traceback of `error`, which is told as a sentence."""
    sys.last_value, sys.last_type, sys.last_traceback = error, type(error), error.__traceback__


def number(value: float, digits: int = 4) -> str:
    """Return `value` as text with at most so many `digits`: 0.5, -3, 1e-05; never -0."""
    return f"{value + 0.0:.{digits}g}"  # -0.0 + 0.0 is 0.0


def show(value: object) -> str:
    """Return `value` in few words: [0.0, 2.5], the list [1, 2], the text 'no', a value of type dict."""
    if isinstance(value, list):
        return f"the list [{_items(value)}]"
    if isinstance(value, tuple):
        return f"the tuple ({_items(value)})"
    if isinstance(value, np.ndarray) and value.ndim:
        return f"[{_items(value.tolist())}]"
    if isinstance(value, np.ndarray | np.generic):
        return show(value.item())
    if isinstance(value, float):
        text = number(value, 9)
        text = np.format_float_positional(float(text), trim="-") if "e-0" in text else text  # 1e-09 is hard to read
        return f"{text}.0" if text.lstrip("-").isdigit() else text
    if isinstance(value, str):
        return f"the text {value[:60]!r}"
    if value is None or isinstance(value, bool | int):
        return str(value)
    if isinstance(value, type):
        return f"the class {value.__name__}"
    return "a function" if callable(value) else f"a value of type {type(value).__name__}"


def _items(values: Sequence) -> str:
    """Return the first twelve of `values` in few words; of a list among them the brackets are enough."""
    told = [f"[{_items(item)}]" if isinstance(item, list) else show(item) for item in values[:12]]
    return ", ".join([*told, "..."] if len(values) > 12 else told)


def name_of(function: object) -> str:
    """Return the name a student gave to `function`, or "your function"."""
    name = getattr(function, "__name__", "")  # functools.partial, for one, has none
    return name if isinstance(name, str) and name not in ("", "<lambda>") else "your function"


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooSlow in Python code that still runs after so many `seconds`; compiled code goes on.

    A trace function needs no thread, which a browser cannot start. Python 3.11 does not trace ``while True:
    pass``, in one line, and an except without a name catches what is raised: for these and for compiled code
    there is Stop.
    """
    end = time.monotonic() + seconds

    def look(frame, event, argument):
        if time.monotonic() > end:
            raise TooSlow
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)


@dataclass
class Call:
    """One call: what was given, what came back or was raised, and the arguments afterwards."""

    given: tuple
    value: object = None
    error: BaseException | None = None
    after: tuple = ()

    @property
    def numbers(self) -> NDArray | None:
        """What came back, as floats; None if it is no number and no array of numbers."""
        if not isinstance(self.value, int | float | np.generic | np.ndarray):
            return None
        values = np.asarray(self.value)
        return values.astype(float) if values.dtype.kind in "biuf" else None

    @property
    def changed(self) -> bool:
        """Whether the function wrote into its arguments."""
        pairs = zip(self.given, self.after, strict=False)  # `after` is () where the time was over
        return not all(np.array_equal(before, after, equal_nan=True) for before, after in pairs)


def call_all(function: Callable, calls: Sequence[tuple]) -> list[Call]:
    """Call `function` with copies of each of `calls`, up to the one in which the time is over."""
    done: list[Call] = []
    copies = [copy.deepcopy(given) for given in calls]  # each its own, where calls share an array
    with capture_output(), warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
        try:
            with limited(SECONDS):
                for given, arguments in zip(calls, copies, strict=True):
                    done.append(_call(function, given, arguments))
        except TooSlow as error:
            done.append(Call(calls[len(done)], error=error))
    return done


def _call(function: Callable, given: tuple, arguments: tuple) -> Call:
    try:
        value = function(*arguments)
    except (Exception, SystemExit) as error:  # exit() is a mistake here
        return Call(given, None, error, arguments)
    # A copy, because the function may write into the same list or array in the next call.
    return Call(given, value.copy() if isinstance(value, list | np.ndarray) else value, None, arguments)


def too_slow() -> str:
    """Say that the time of a function was over."""
    told = f"was stopped after {SECONDS:g} seconds. If it has a loop, look whether it comes to an end"
    return f"{told}. A cell that goes on and on is ended by {_STOP}"


def meaning(function: Callable, error: BaseException, explain: Callable[..., str]) -> str:
    """Return what `explain` says of an `error` in a line of `function`, or its own message."""
    line, text = line_of(function, error), " ".join(str(error).split())[:160]
    told = explain(error, line or " ".join(sorted(parts_of(function))))
    if isinstance(error, UnboundLocalError) or not isinstance(error, NameError):
        return told or text
    if not told and f"{error.name}(" in line:
        told = "no function of this name is here"
    elif not told:
        given = " and ".join(parameters(function) or ())
        told = f"what it is given is called {given}, and no line that was run makes or imports {error.name}"
    return f"{text}: {told}"
