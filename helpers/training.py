"""One neuron that learns by gradient descent: it dies with ReLU, and a leak revives it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

INPUTS = np.linspace(-1, 1, 41)
TARGETS = np.maximum(INPUTS + 0.5, 0)
RATE = 0.1


class History(NamedTuple):
    """What happened in training: row 0 is the start, row 1 is after one step, and so on.

    For one neuron a row is one number, so the shape is (steps + 1,); for k neurons it has k numbers, so the
    shape is (steps + 1, k). `error` has only the last row.
    """

    weight: NDArray[np.float64]
    bias: NDArray[np.float64]
    alive: NDArray[np.bool_]  # whether z = weight * x + bias is above 0 for at least one input x
    error: NDArray[np.float64] | np.float64  # the mean squared error after the last step


def train_neuron(bias: ArrayLike = -3.0, negative_slope: ArrayLike = 0.0, steps: int = 20_000) -> History:
    """Train f(weight * x + bias) from weight 1 to fit relu(x + 0.5) at 41 inputs from -1 to 1.

    Full-batch gradient descent on the mean squared error with a learning rate of 0.1, where f is ReLU
    (`negative_slope` 0) or Leaky ReLU. Nothing is random. The slope at 0 is `negative_slope`, as in torch.

    `bias` is where training starts, `negative_slope` the slope left of 0, and `steps` how often both numbers of
    the neuron are changed. Arrays of shape (k,) for `bias` or `negative_slope` train k neurons side by side.
    """
    bias, negative_slope = np.broadcast_arrays(np.asarray(bias, float), np.asarray(negative_slope, float))
    weight = np.ones_like(bias)
    weights, biases = [], []
    for _ in range(steps + 1):
        weights.append(weight)
        biases.append(bias)
        z = weight[..., np.newaxis] * INPUTS + bias[..., np.newaxis]  # each neuron has a row, each input a column
        slope = np.where(z > 0, 1.0, negative_slope[..., np.newaxis])
        difference = slope * z - TARGETS  # f(z) is slope * z on both sides of 0
        gradient = 2 * difference * slope / INPUTS.size
        weight = weight - RATE * (gradient @ INPUTS)
        bias = bias - RATE * gradient.sum(axis=-1)
    weights, biases = np.array(weights), np.array(biases)
    alive = np.abs(weights) + biases > 0  # the largest z, since the inputs go from -1 to 1
    return History(weights, biases, alive, error=(difference * difference).mean(axis=-1))
