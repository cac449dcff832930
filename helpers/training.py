"""One neuron that learns by gradient descent: it dies with ReLU, and a leak revives it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

INPUTS = np.linspace(-1, 1, 41)
TARGETS = np.maximum(INPUTS + 0.5, 0)


@dataclass(frozen=True)
class History:
    """What happened in training, step by step; k is () for one neuron and (k,) for k neurons.

    Attributes
    ----------
    weight, bias, error : arrays of float64, shape (steps + 1, *k)
        Before step 0, after step 1, and so on; `error` is the mean squared error.
    alive : array of bool, shape (steps + 1, *k)
        Whether the pre-activation is above 0 for at least one input.
    """

    weight: NDArray[np.float64]
    bias: NDArray[np.float64]
    error: NDArray[np.float64]
    alive: NDArray[np.bool_]

    def told(self, k: int) -> str:
        """Return in words when neuron `k` of several was active."""
        alive = self.alive[:, k]
        if alive.any():
            first = alive.argmax()
            return "it is active from the start" if first == 0 else f"it becomes active at step {first}"
        if np.ptp(self.bias[:, k]) > 0:
            return f"it moves, but is not yet active after {alive.size - 1} steps"
        return "the neuron is dead and never changes"


@np.errstate(over="ignore", invalid="ignore")  # a rate that is far too large gives inf and nan
def train_neuron(
    bias: ArrayLike = -3.0, negative_slope: ArrayLike = 0.0, steps: int = 20_000, rate: float = 0.1
) -> History:
    """Train f(weight * x + bias) from weight 1 to fit relu(x + 0.5) at 41 inputs from -1 to 1.

    Full-batch gradient descent on the mean squared error, where f is ReLU (`negative_slope` 0)
    or Leaky ReLU. Nothing is random. The slope at 0 is `negative_slope`, as in torch.

    Parameters
    ----------
    bias : float or array of shape (k,)
        Where training starts; an array trains k neurons side by side.
    negative_slope : float or array of shape (k,)
        The slope left of 0.
    steps : int
        How many steps, at least 1.
    rate : float
        The learning rate.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        If `steps` is below 1, a number is nan or infinite, or an array has more than one axis.
    """
    if max(np.ndim(bias), np.ndim(negative_slope)) > 1:
        raise ValueError("bias and negative_slope must be numbers or have one axis. Use ravel() on a table.")
    if steps < 1:
        raise ValueError(f"steps must be 1 or more, but it is {steps}. Take for example 20000.")
    for name, value in (("bias", bias), ("negative_slope", negative_slope), ("rate", rate)):
        if not np.all(np.isfinite(value)):
            raise ValueError(f"{name} must be finite, but it is {value}. Take for example 0.1.")
    b, a = np.broadcast_arrays(np.asarray(bias, float), np.asarray(negative_slope, float))
    w = np.ones_like(b)
    targets = TARGETS.reshape(-1, *[1] * b.ndim)
    weights, biases, errors = (np.empty((steps + 1, *b.shape)) for _ in range(3))
    alive = np.empty((steps + 1, *b.shape), dtype=bool)

    for step in range(steps + 1):
        z = np.multiply.outer(INPUTS, w) + b
        slope = np.where(z > 0, 1.0, a)
        difference = slope * z - targets  # f(z) is slope * z on both sides of 0
        weights[step], biases[step] = w, b
        errors[step] = (difference * difference).mean(axis=0)
        alive[step] = z.max(axis=0) > 0
        gradient = 2 * difference * slope / INPUTS.size
        w = w - rate * (INPUTS @ gradient)
        b = b - rate * gradient.sum(axis=0)
    return History(weights, biases, errors, alive)
