"""Call a student's function safely: numbers come back, or a Problem that says in one sentence why not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from helpers.calling import CALL_PATIENCE, Outcome, Strange, call_all, plain, show


class Problem(ValueError):
    """One sentence for the student, shown where the picture would be."""


def evaluate(function: Callable, x: NDArray) -> NDArray[np.float64]:
    """Return function(x) as floats, for functions of arrays and for functions of one number.

    A function written with ``if`` takes one number at a time; when it refuses the array, it is
    called for each number. What it prints is not shown, and it cannot change `x`.

    Parameters
    ----------
    function : callable
        Takes an array, or one number.
    x : array of float64, shape (n,)

    Returns
    -------
    array of float64, shape (n,)

    Raises
    ------
    Problem
        If `function` cannot be called, raises, takes too long, or returns
        anything but one real number for each input.
    """
    name = name_of(function)
    if not callable(function):
        raise Problem(
            f"{show(plain(function))} is not a function. Pass a function's name, without brackets. "
            f"If that name now holds something else, run the cells above again."
        )
    (outcome,) = call_all(function, [(x,)], CALL_PATIENCE)
    if outcome.slow:
        raise _stopped(name, outcome)
    # A function of one number refuses an array in many ways.
    return _numbers(name, _one_by_one(function, x) if outcome.error else outcome.value, x)


def _one_by_one(function: Callable, x: NDArray) -> list:
    name = name_of(function)
    outcomes = call_all(function, [(float(value),) for value in x], CALL_PATIENCE)
    for value, outcome in zip(x, outcomes, strict=False):
        if outcome.error:
            reason = f"{outcome.error}: {outcome.explanation}".rstrip(".: ")
            raise Problem(
                f"{name}({number(value)}) stopped with {reason}. Mend {name}, run its cell, and run this cell again."
            )
        if outcome.slow and (len(outcomes) == 1 or not outcome.stopped):
            raise _stopped(name, outcome)
        if outcome.slow:
            raise Problem(
                f"{name} is too slow: {len(outcomes)} of {x.size} values took more than {CALL_PATIENCE:g} seconds. "
                f"Write it for a whole array, for example with np.where."
            )
    return [outcome.value for outcome in outcomes]


def _stopped(name: str, outcome: Outcome) -> Problem:
    rest = "" if outcome.stopped else " It is still running: restart the kernel to end it."
    return Problem(
        f"{name} was stopped: it took more than {CALL_PATIENCE:g} seconds. "
        f"Look whether each of its loops comes to an end.{rest}"
    )


def _numbers(name: str, result: object, x: NDArray) -> NDArray[np.float64]:
    """Return `result` as floats of the shape of `x`, or raise a Problem."""
    cure = f"Let {name} return one number for each input."
    if isinstance(result, Strange):
        raise Problem(f"{name} gave {result.called}, not numbers. {cure}")
    try:
        values = np.asarray(result)
    except ValueError:
        raise Problem(f"{name} gave values of different lengths. {cure}") from None
    if values.dtype.kind == "O" and any(item is None for item in values.flat):
        raise Problem(f"{name} gave None. Does its last line begin with return?")
    if values.dtype.kind not in "iuf":
        kind = {"U": "text", "b": "True or False"}.get(values.dtype.kind, "other values")
        raise Problem(f"{name} gave {kind}, not numbers. {cure}")
    if values.ndim == 0 and x.size == 1:
        values = values.reshape(x.shape)  # a function of one number that was given one
    if values.shape != x.shape:
        got = "one number" if values.ndim == 0 else f"an array of shape {values.shape}"
        raise Problem(f"{name} gave {got} for {x.size} inputs. {cure}")
    return values.astype(np.float64)


def name_of(function: object) -> str:
    """Return the name that a student gave to `function`, or "your function"."""
    name = getattr(function, "__name__", "your function")
    return "your function" if name == "<lambda>" else name


def number(value: float) -> str:
    """Return `value` as text with at most four digits: 0.5, -3, 1e-05; never -0."""
    text = f"{value:.4g}"
    return "0" if text == "-0" else text
