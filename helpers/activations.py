"""ReLU, Leaky ReLU and their slopes: the functions that every lesson is about.

Each takes `x`, a number, a list or an array of any shape, and never changes it. A number gives a NumPy
number, all others an array of the same shape. float16, float32 and float64 are kept, and nan stays nan.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.floating] | np.floating  # an array or a number


def relu(x: ArrayLike) -> NDArray | np.number:
    """Return max(0, x), element by element; integers stay integers.

    Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML 2010.
    """
    return _like(x, np.maximum(x, 0))


def relu_slope(x: ArrayLike, at_zero: float = 0.0) -> Floats:
    """Return the slope of ReLU: 0 left of 0, 1 right of it, and `at_zero` where `x` is 0.

    The slope at 0 is undefined. Any number from 0 to 1 may stand for it (a subgradient); torch, jax.nn and
    tf.nn take 0. Any other number raises ValueError.
    """
    return leaky_relu_slope(x, 0.0, at_zero)


def leaky_relu(x: ArrayLike, negative_slope: float = 0.01) -> Floats:
    """Return x where x > 0, and negative_slope * x elsewhere; integers become float64.

    `negative_slope` is often written a; 0.01 is what its authors took, and what torch takes. 0 gives ReLU.
    Maas, Hannun, Ng, "Rectifier nonlinearities improve neural network acoustic models", ICML workshop 2013.
    A `negative_slope` that is nan or infinite raises ValueError.
    """
    floats, slope = _floats(x), _finite(negative_slope)
    if slope == 0:
        return _like(x, np.maximum(floats, 0))  # 0 * -inf would be nan, but the limit is 0
    with np.errstate(all="ignore"):  # a slope that float16 cannot hold
        return _like(x, np.where(floats < 0, slope * floats, floats))


def leaky_relu_slope(x: ArrayLike, negative_slope: float = 0.01, at_zero: float | None = None) -> Floats:
    """Return the slope of Leaky ReLU: `negative_slope` left of 0, 1 right of it, `at_zero` where `x` is 0.

    Any number between the two slopes may stand for the slope at 0. Without `at_zero` it is `negative_slope`,
    as in torch; jax takes 1. Any other `at_zero` raises ValueError, and so does a `negative_slope` that is nan
    or infinite.
    """
    floats, slope = _floats(x), _finite(negative_slope)
    at_zero = slope if at_zero is None else at_zero
    low, high = min(slope, 1.0), max(slope, 1.0)
    if not low <= at_zero <= high:
        raise ValueError(
            f"at_zero must be from {low:g} to {high:g}, but it is {at_zero}. Give a number between the two."
        )
    slopes = np.select([floats < 0, floats == 0, floats > 0], [slope, at_zero, 1.0], np.nan)
    with np.errstate(over="ignore", under="ignore"):
        return _like(x, slopes.astype(floats.dtype))


def _floats(x: ArrayLike) -> NDArray[np.floating]:
    return np.asarray(np.multiply(x, 1.0))


def _finite(slope: float) -> float:
    if not np.isfinite(slope):
        raise ValueError(f"negative_slope must be finite, but it is {slope}. Give a number such as 0.01.")
    return float(slope)


def _like(x: ArrayLike, result: NDArray) -> NDArray | np.number:
    """Return an array for an array or a list, and a NumPy number for a number."""
    return np.asarray(result) if isinstance(x, np.ndarray) else np.asarray(result)[()]
