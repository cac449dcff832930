"""ReLU, Leaky ReLU and their slopes: the functions that every lesson is about."""

from __future__ import annotations

import math
import reprlib
import textwrap

import numpy as np
from numpy.typing import ArrayLike, NDArray


def relu(x: ArrayLike) -> NDArray | np.number:
    """Return max(0, x), element by element.

    Parameters
    ----------
    x : number, list or array of any shape
        Integers or floats. It is never changed.

    Returns
    -------
    NumPy number or array
        A number for a number, else an array of the shape of `x`. The dtype of `x` is kept.
        nan stays nan, and -inf gives 0.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers.

    References
    ----------
    Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML 2010.
    """
    values = _real_array("x", x)
    result = np.maximum(values, 0, out=np.empty_like(values))
    return _like(x, result)


def relu_slope(x: ArrayLike, at_zero: float = 0.0) -> NDArray | np.floating:
    """Return the slope of ReLU: 0 left of 0, 1 right of it, and a convention at 0.

    The slope at 0 is undefined. Any number from 0 to 1 may stand for it (a subgradient);
    torch, jax.nn and tf.nn take 0.

    Parameters
    ----------
    x : number, list or array of any shape
        Integers or floats. It is never changed.
    at_zero : float
        What to return where `x` is 0, from 0 to 1.

    Returns
    -------
    NumPy number or array
        The shape of `x`; floats keep their dtype, integers give float64. nan stays nan.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers, or `at_zero` is not a number.
    ValueError
        If `at_zero` is not from 0 to 1.

    References
    ----------
    The 0 at 0: PyTorch, "Autograd mechanics", section "Gradients for non-differentiable functions".
    """
    values = _as_float(_real_array("x", x))
    at_zero = _slope_at_zero(at_zero, 0.0, 1.0)
    # heaviside is exactly this step: 0 for x < 0, its second argument at 0, 1 for x > 0, nan for nan.
    with np.errstate(invalid="ignore"):  # some nan count as invalid: those of np.empty
        result = np.heaviside(values, at_zero, out=np.empty_like(values))
    return _like(x, result)


def leaky_relu(x: ArrayLike, negative_slope: float = 0.01) -> NDArray | np.floating:
    """Return x where x > 0, and negative_slope * x elsewhere.

    Parameters
    ----------
    x : number, list or array of any shape
        Integers or floats. It is never changed.
    negative_slope : float
        The slope left of 0, often written a. Any finite number; 0 gives ReLU.

    Returns
    -------
    NumPy number or array
        The shape of `x`; floats keep their dtype, integers give float64. nan stays nan, and
        -inf gives the limit (0 if `negative_slope` is 0).

    Raises
    ------
    TypeError
        If `x` does not hold real numbers, or `negative_slope` is not a number.
    ValueError
        If `negative_slope` is nan or infinite.

    References
    ----------
    Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models",
    ICML workshop 2013. The default 0.01 is theirs and torch's.
    """
    values = _as_float(_real_array("x", x))
    negative_slope = _finite("negative_slope", negative_slope)
    if negative_slope == 0:
        return relu(_like(x, values))  # 0 * -inf would be nan, but the limit is 0
    result = values.copy()
    # In float64 at least, and only where x < 0: a slope that float16 cannot hold does no harm.
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        np.multiply(
            values,
            negative_slope,
            out=result,
            where=values < 0,
            dtype=np.result_type(values, np.float64),
        )
    return _like(x, result)


def leaky_relu_slope(x: ArrayLike, negative_slope: float = 0.01, at_zero: float | None = None) -> NDArray | np.floating:
    """Return the slope of Leaky ReLU: negative_slope left of 0, 1 right of it, a convention at 0.

    Parameters
    ----------
    x : number, list or array of any shape
        Integers or floats. It is never changed.
    negative_slope : float
        The slope left of 0, often written a. Any finite number.
    at_zero : float, optional
        What to return where `x` is 0: any number between `negative_slope` and 1. Without it,
        `negative_slope`, as in torch; jax takes 1.

    Returns
    -------
    NumPy number or array
        The shape of `x`; floats keep their dtype, integers give float64. nan stays nan.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers, or a slope is not a number.
    ValueError
        If `negative_slope` is nan or infinite, or `at_zero` is not between it and 1.

    References
    ----------
    PyTorch, tools/autograd/derivatives.yaml, leaky_relu; JAX, jax/_src/nn/functions.py.
    """
    values = _as_float(_real_array("x", x))
    negative_slope = _finite("negative_slope", negative_slope)
    if at_zero is None:
        at_zero = negative_slope
    at_zero = _slope_at_zero(at_zero, min(negative_slope, 1.0), max(negative_slope, 1.0))
    slopes = np.select([values < 0, values == 0, values > 0], [negative_slope, at_zero, 1.0], np.nan)
    with np.errstate(over="ignore", under="ignore"):
        result = slopes.astype(values.dtype)
    return _like(x, result)


def _real_array(name: str, x: ArrayLike, example: str = "[-1.5, 0, 3]") -> NDArray:
    """Return `x` as an array of integers or floats, or say in one line why it is not one."""
    try:
        values = np.asarray(x)
    except Exception as error:  # each library has its own
        if isinstance(x, list | tuple) and "inhomogeneous" in str(error):  # NumPy's word for rows of different lengths
            raise TypeError(
                f"{name} must be a number or a list or array whose rows are equally long, "
                f"but it is {_short(x)}. Give every row the same number of values."
            ) from error
        words = textwrap.shorten(str(error), 120, placeholder=" ...").rstrip(".")
        raise TypeError(
            f"{name} must hold real numbers, but NumPy cannot read this {type(x).__name__}: {words}. "
            f"Convert it to a NumPy array of floats first."
        ) from error
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError(f"{name} is a masked array, and its mask would be lost. Use {name}.filled(value).")
    if values.dtype.kind not in "iuf":
        raise TypeError(
            f"{name} must hold real numbers, but it is {_short(x)} ({_kind(x, values)}). "
            f"Use int or float values that NumPy can hold, for example {name} = {example}."
        )
    return values


def _as_float(values: NDArray) -> NDArray:
    return values if values.dtype.kind == "f" else values.astype(np.float64)


def _like(x: ArrayLike, result: NDArray) -> NDArray | np.number:
    """Return an array for an array or a list, and a NumPy number for a number."""
    return result if isinstance(x, np.ndarray) else result[()]


def _finite(name: str, value: float) -> float:
    """Return `value` as a float, or say in one line why it cannot be a slope."""
    number = _real_array(name, value, "0.01")
    if number.ndim != 0:
        raise TypeError(f"{name} must be one number, but it is {_short(value)}. Give a number such as 0.01.")
    number = float(number)
    if not math.isfinite(number):
        raise ValueError(f"{name} must be finite, but it is {number}. Give a number such as 0.01.")
    return number


def _slope_at_zero(value: float, low: float, high: float) -> float:
    number = _finite("at_zero", value)
    if not low <= number <= high:
        raise ValueError(
            f"at_zero must be from {low:g} to {high:g}, but it is {number!r}. "
            f"Only the numbers between the slopes left and right of 0 can stand for the slope at 0."
        )
    return number


def _kind(x: ArrayLike, values: NDArray) -> str:
    return type(x).__name__ if values.ndim == 0 else f"an array of {values.dtype}"


def _short(x: object) -> str:
    return " ".join(reprlib.repr(x).split())
