"""One neuron that learns by gradient descent: it dies with ReLU, and a leak revives it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

INPUTS = np.linspace(-1, 1, 41)
TARGETS = np.maximum(INPUTS + 0.5, 0)
RATE = 0.1


class History(NamedTuple):
    """What happened in training, step by step; k is () for one neuron and (k,) for k neurons.

    Attributes
    ----------
    weight, bias : arrays of float64, shape (steps + 1, *k)
        At the start, after 1 step, and so on.
    alive : array of bool, shape (steps + 1, *k)
        Whether z = weight * x + bias is above 0 for at least one input x.
    error : float64 or array of float64, shape k
        The mean squared error after the last step.
    """

    weight: NDArray[np.float64]
    bias: NDArray[np.float64]
    alive: NDArray[np.bool_]
    error: NDArray[np.float64] | np.float64


def train_neuron(bias: ArrayLike = -3.0, negative_slope: ArrayLike = 0.0, steps: int = 20_000) -> History:
    """Train f(weight * x + bias) from weight 1 to fit relu(x + 0.5) at 41 inputs from -1 to 1.

    Full-batch gradient descent on the mean squared error with a learning rate of 0.1, where f is ReLU
    (`negative_slope` 0) or Leaky ReLU. Nothing is random. The slope at 0 is `negative_slope`, as in torch.

    Parameters
    ----------
    bias : float or array of shape (k,)
        Where training starts; an array trains k neurons side by side.
    negative_slope : float or array of shape (k,)
        The slope left of 0.
    steps : int
        How many steps.
    """
    bias, negative_slope = np.broadcast_arrays(np.asarray(bias, float), np.asarray(negative_slope, float))
    weight = np.ones_like(bias)
    targets = TARGETS.reshape(-1, *[1] * bias.ndim)  # below each other, as z has them
    weights, biases = [], []
    for _ in range(steps + 1):
        weights.append(weight)
        biases.append(bias)
        z = np.multiply.outer(INPUTS, weight) + bias
        slope = np.where(z > 0, 1.0, negative_slope)
        difference = slope * z - targets  # f(z) is slope * z on both sides of 0
        gradient = 2 * difference * slope / INPUTS.size
        weight = weight - RATE * (INPUTS @ gradient)
        bias = bias - RATE * gradient.sum(axis=0)
    weights, biases = np.array(weights), np.array(biases)
    alive = np.abs(weights) + biases > 0  # the largest z, since the inputs go from -1 to 1
    return History(weights, biases, alive, error=(difference * difference).mean(axis=0))
