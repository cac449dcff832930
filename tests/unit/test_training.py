"""The neuron that dies and is revived, against a table of runs made once and against slopes by secants."""

import numpy as np
import pytest

from helpers.training import INPUTS, TARGETS, train_neuron

pytestmark = pytest.mark.filterwarnings("error")

# From weight 1 and bias -3: negative slope, first step with a positive pre-activation, mean squared error
# after 20000 steps. Computed twice, independently, with NumPy 2.4.
RUNS = [
    (0, None, "0.58"),
    (0.001, 11602, "2.3e-08"),
    (0.01, 1139, "2.3e-06"),
    (0.02, 558, "9.4e-06"),
    (0.05, 211, "5.8e-05"),
    (0.1, 97, "0.00023"),
    (0.2, 42, "0.00088"),
    (0.3, 25, "0.0018"),
]


def loss(w, b, a):
    """Return the mean squared error of f(w x + b), in plain Python."""
    total = 0.0
    for i in range(41):
        x = -1 + i / 20
        z = w * x + b
        total += ((z if z > 0 else a * z) - max(0.0, x + 0.5)) ** 2
    return total / 41


def test_a_larger_leak_revives_sooner_and_leaves_a_larger_error_after_long_training():
    history = train_neuron(negative_slope=[a for a, _, _ in RUNS])
    assert len(history.weight) == 20_001
    for k, (a, step, error) in enumerate(RUNS):
        largest = (history.weight[:, k, None] * np.linspace(-1, 1, 41) + history.bias[:, k, None]).max(axis=1)
        np.testing.assert_array_equal(history.alive[:, k], largest > 0)
        assert (history.alive[:, k].argmax() or None) == step, a
        assert f"{history.error[k]:.2g}" == error


def test_after_few_steps_the_larger_leak_has_the_smaller_error():
    assert train_neuron(-3, [0.01, 0.1], 1150).error.round(4).tolist() == [0.5498, 0.0002]


@pytest.mark.parametrize("bias", [-1, -1.01, -3])
def test_at_minus_1_and_below_nothing_moves_ever(bias):
    history = train_neuron(bias=bias, steps=2000)
    assert (set(history.weight), set(history.bias)) == ({1.0}, {float(bias)})
    assert not history.alive.any()


def test_just_above_minus_1_the_neuron_learns_the_target():
    history = train_neuron(bias=-0.99)
    assert history.error < 1e-28
    assert (history.weight[-1], history.bias[-1]) == (pytest.approx(1), pytest.approx(0.5))
    assert history.alive[0]


@pytest.mark.parametrize("bias", [-0.98, 0.13, 2.07, -3.0])
@pytest.mark.parametrize("a", [0, 0.01, 0.3, 1, -0.2])
def test_each_step_goes_down_the_slope_of_the_error(bias, a):
    history, h = train_neuron(bias, a, steps=3), 1e-6
    assert (history.weight[0], history.bias[0]) == (1, bias)
    for step in range(3):
        w, b = float(history.weight[step]), float(history.bias[step])
        by_weight = (loss(w + h, b, a) - loss(w - h, b, a)) / (2 * h)
        by_bias = (loss(w, b + h, a) - loss(w, b - h, a)) / (2 * h)
        assert history.weight[step + 1] == pytest.approx(w - 0.1 * by_weight, abs=1e-7)
        assert history.bias[step + 1] == pytest.approx(b - 0.1 * by_bias, abs=1e-7)
    assert history.error == pytest.approx(loss(history.weight[3], history.bias[3], a), abs=1e-12)


def test_the_task_is_relu_of_x_plus_a_half():
    np.testing.assert_allclose(INPUTS, [-1 + i / 20 for i in range(41)], atol=1e-15)
    np.testing.assert_allclose(TARGETS, [max(0, -0.5 + i / 20) for i in range(41)], atol=1e-15)


def test_neurons_side_by_side_do_what_each_does_alone():
    starts, leaks = np.array([-3.0, -0.9, 0.4]), np.array([0.3, 0.0, 0.05])
    together = train_neuron(starts, leaks, steps=50)
    assert together.weight.shape == together.alive.shape == (51, 3)
    for k in range(3):
        alone = train_neuron(starts[k], leaks[k], steps=50)
        np.testing.assert_allclose(together.weight[:, k], alone.weight, rtol=1e-9)
        np.testing.assert_allclose(together.bias[:, k], alone.bias, rtol=1e-9)
        assert together.error[k] == pytest.approx(alone.error)
    assert (starts.tolist(), leaks.tolist()) == ([-3.0, -0.9, 0.4], [0.3, 0.0, 0.05])
