"""Run a student's function on a few inputs: it cannot print, stop the notebook or change what it is given."""

from __future__ import annotations

import contextlib
import copy
import ctypes
import io
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

CALL_PATIENCE = 2.0  # seconds for all inputs of one check, or for one picture: what a class waits


@dataclass(frozen=True)
class Strange:
    """A value that is neither numbers nor text; only what it is called is kept."""

    called: str


@dataclass(frozen=True)
class Outcome:
    """What one call did.

    Attributes
    ----------
    value : object
        Numbers, arrays and lists of them, text, None, or a Strange.
    error, explanation : str
        Type and message of the exception, or "".
    changed : tuple, optional
        The arguments afterwards, if the function changed them.
    slow, stopped : bool
        Whether the call ran out of time, and whether it could then be stopped.
    """

    value: object = None
    error: str = ""
    explanation: str = ""
    changed: tuple | None = None
    slow: bool = False
    stopped: bool = True

    @property
    def key(self) -> str:
        """Text that is equal for two calls that did the same; 1 in an array is the same as 1.0 and True."""
        kind = type(self.value).__name__ if isinstance(self.value, np.ndarray | list) else "single"
        is_whole = isinstance(self.value, np.ndarray) and self.value.dtype.kind in "iub"
        value = self.value.astype(np.float64) if is_whole else self.value
        changed = [show(value) for value in self.changed or ()]
        return f"{self.error}|{self.explanation}|{kind}|{show(value)}|{changed}|{self.slow}"


class _Stop(SystemExit):
    """Ends a thread; a SystemExit, because threading says nothing about that one."""


_ONE_AT_A_TIME = threading.Lock()  # stdout and warnings belong to all threads
_WORKER = "student's function"


class _Silence(io.TextIOBase):
    """Stands for stdout: drops what one thread writes, and passes on what the others write."""

    def __init__(self, original: io.TextIOBase, thread: threading.Thread):
        self.original, self.thread = original, thread

    def write(self, text: str) -> int:
        if threading.current_thread() is not self.thread:
            self.original.write(text)
        return len(text)


def call_all(function: Callable, calls: Sequence[tuple], patience: float = CALL_PATIENCE) -> list[Outcome]:
    """Call `function` with copies of the arguments of each of `calls`, one after the other.

    The calls run in a thread that gets an exception when the time is over. A loop in Python ends
    then. One long call into compiled code (``time.sleep``, a huge product) cannot be ended: the
    thread is left behind, and the last outcome says so. Compiled code that keeps Python's lock
    (``10**10**9``) holds up the deadline itself; only restarting the kernel ends it.

    Parameters
    ----------
    function : callable
        Anything that a student wrote.
    calls : sequence of tuple
        The arguments of each call.
    patience : float
        Seconds for all calls together.

    Returns
    -------
    list of Outcome
        One for each call, up to the first that ran out of time.
    """
    outcomes: list[Outcome] = []
    nested = threading.current_thread().name == _WORKER  # a student's function that calls check or draws
    with contextlib.nullcontext() if nested else _ONE_AT_A_TIME:
        return _call_in_thread(function, calls, patience, outcomes)


def _call_in_thread(
    function: Callable, calls: Sequence[tuple], patience: float, outcomes: list[Outcome]
) -> list[Outcome]:
    thread = threading.Thread(target=_work, args=(function, calls, outcomes), name=_WORKER, daemon=True)
    with (
        contextlib.redirect_stdout(_Silence(sys.stdout, thread)),
        contextlib.redirect_stderr(_Silence(sys.stderr, thread)),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        thread.start()
        try:
            thread.join(patience)
        finally:  # also when the student interrupts the kernel
            done = list(outcomes)
            _stop(thread)
    if len(done) < len(calls):
        done.append(Outcome(slow=True, stopped=not thread.is_alive()))
    return done


def _stop(thread: threading.Thread) -> None:
    """Raise an exception in `thread`; again and again, because ``except:`` may have caught the first."""
    for _ in range(40):
        if not thread.is_alive():
            return
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(_Stop))
        thread.join(0.025)


def _work(function: Callable, calls: Sequence[tuple], outcomes: list[Outcome]) -> None:
    with contextlib.suppress(_Stop):
        _silence_display()
        for arguments in calls:
            outcomes.append(_call(function, arguments))


def _silence_display() -> None:
    """Let ``display(...)`` in this thread show nothing; in a kernel the hooks belong to one thread."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    register = getattr(getattr(shell, "display_pub", None), "register_hook", None)
    if register:
        register(lambda message: None)


def _call(function: Callable, arguments: tuple) -> Outcome:
    given = copy.deepcopy(arguments)
    try:
        value = plain(function(*given))
    except _Stop:
        raise
    except BaseException as error:  # SystemExit and KeyboardInterrupt are a student's mistake here
        return Outcome(error=type(error).__name__, explanation=_explanation(function, error))
    if all(map(_unchanged, given, arguments)):
        return Outcome(value)
    return Outcome(value, changed=tuple(plain(argument) for argument in given))


def _explanation(function: Callable, error: BaseException) -> str:
    """Return the message of `error` in one short line, without the name that the student gave."""
    try:
        text = str(error).replace(f"{getattr(function, '__qualname__', '')}()", "the function")
    except Exception:
        return ""
    text = " ".join(text.split())
    return text if len(text) <= 160 else text[:157] + "..."


def _unchanged(after: object, before: object) -> bool:
    if not isinstance(before, np.ndarray):
        return True  # a number cannot change
    return (after.dtype, after.shape, after.tobytes()) == (before.dtype, before.shape, before.tobytes())


def plain(value: object, depth: int = 3) -> object:
    """Return a copy of `value` that is safe to look at: a student's own class never gets to run."""
    kind = type(value)
    if value is None or value is ... or kind in (int, float, bool, str):
        return value
    if kind is np.ndarray and value.dtype.kind in "iufb":
        return value.copy()
    if issubclass(kind, np.generic) and kind.__module__ == "numpy" and value.dtype.kind in "iufb":
        return value
    if kind in (list, tuple) and depth:
        return [plain(item, depth - 1) for item in value]
    if kind is np.ndarray:
        what = {"c": "complex numbers", "U": "text", "O": "objects"}.get(value.dtype.kind, str(value.dtype))
        what = "None" if any(item is None for item in value.flat) else what
        return Strange(f"an array of {what}")
    return Strange(f"a value of type {kind.__name__}")


def show(value: object) -> str:
    """Return a value that `plain` gave as short text, numbers with at most nine digits."""
    if isinstance(value, np.ndarray):
        return _shown_list(value.tolist())
    if isinstance(value, list):
        return f"the list {_shown_list(value)}"
    if isinstance(value, Strange):
        return value.called
    if isinstance(value, str):
        return f"the text {value[:60]!r}"
    return "..." if value is ... else _shown_number(value)


def _shown_list(value: object) -> str:
    if not isinstance(value, list):
        return show(value)
    items = [_shown_list(item) for item in value[:12]]
    return f"[{', '.join(items + ['...'] * (len(value) > 12))}]"


def _shown_number(value: object) -> str:
    if isinstance(value, int) and abs(value) >= 10**40:
        return "a huge integer"  # Python refuses to write out thousands of digits
    if isinstance(value, bool | np.bool_ | int | np.integer) or value is None:
        return str(value)
    text = f"{float(value) + 0.0:.9g}"  # + 0.0 turns -0.0 into 0.0
    return f"{text}.0" if text.lstrip("-").isdigit() else text
