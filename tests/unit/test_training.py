"""The neuron that dies and is revived, against a table of runs made once and against slopes by secants."""

import math

import numpy as np
import pytest

from helpers.training import INPUTS, TARGETS, train_neuron

pytestmark = pytest.mark.filterwarnings("error")

# From weight 1 and bias -3, with rate 0.1: negative slope, first step with a positive pre-activation, mean
# squared error after 20000 steps. Computed twice, independently, with NumPy 2.4.
RUNS = [
    (0, None, "0.577"),
    (0.001, 11602, "2.3e-08"),
    (0.01, 1139, "2.3e-06"),
    (0.02, 558, "9.4e-06"),
    (0.05, 211, "5.8e-05"),
    (0.1, 97, "0.00023"),
    (0.2, 42, "0.00088"),
    (0.3, 25, "0.0018"),
]


@pytest.fixture(scope="module")
def runs():
    return train_neuron(bias=-3, negative_slope=[a for a, _, _ in RUNS])


def loss(w, b, a):
    """Return the mean squared error of f(w x + b), in plain Python."""
    total = 0.0
    for i in range(41):
        x = -1 + i / 20
        z = w * x + b
        total += ((z if z > 0 else a * z) - max(0.0, x + 0.5)) ** 2
    return total / 41


@pytest.mark.parametrize("k", range(len(RUNS)))
def test_a_larger_leak_revives_sooner_and_leaves_a_larger_error(runs, k):
    _, step, error = RUNS[k]
    assert not runs.alive[:step, k].any()
    assert step is None or runs.alive[step, k]
    assert f"{runs.error[-1, k]:.{3 if step is None else 2}g}" == error


def test_the_defaults_are_the_dead_neuron_and_20000_steps():
    history = train_neuron()
    assert len(history.weight) == 20_001
    assert not history.alive.any()
    assert (set(history.weight), set(history.bias)) == ({1.0}, {-3.0})


@pytest.mark.parametrize("bias", [-1, -1.01, -3])
def test_at_minus_1_and_below_nothing_moves_ever(bias):
    history = train_neuron(bias=bias, steps=2000)
    assert set(history.weight) == {1.0}
    assert set(history.bias) == {float(bias)}
    assert len(set(history.error)) == 1
    assert not history.alive.any()


def test_just_above_minus_1_the_neuron_learns_the_target():
    history = train_neuron(bias=-0.99)
    assert history.error[-1] < 1e-28
    assert history.weight[-1] == pytest.approx(1)
    assert history.bias[-1] == pytest.approx(0.5)
    assert history.alive[0]


@pytest.mark.parametrize("bias", [-0.98, 0.13, 2.07, -3.0])
@pytest.mark.parametrize("a", [0, 0.01, 0.3, 1, -0.2])
def test_each_step_goes_down_the_slope_of_the_error(bias, a):
    rate, h = 0.1, 1e-6
    history = train_neuron(bias, a, steps=3, rate=rate)
    for step in range(3):
        w, b = float(history.weight[step]), float(history.bias[step])
        assert history.error[step] == pytest.approx(loss(w, b, a), abs=1e-12)
        by_weight = (loss(w + h, b, a) - loss(w - h, b, a)) / (2 * h)
        by_bias = (loss(w, b + h, a) - loss(w, b - h, a)) / (2 * h)
        assert history.weight[step + 1] == pytest.approx(w - rate * by_weight, abs=1e-7)
        assert history.bias[step + 1] == pytest.approx(b - rate * by_bias, abs=1e-7)


def test_alive_means_a_positive_pre_activation_for_at_least_one_input(runs):
    largest = (runs.weight[..., None] * np.linspace(-1, 1, 41) + runs.bias[..., None]).max(axis=-1)
    np.testing.assert_array_equal(runs.alive, largest > 0)


def test_the_task_is_relu_of_x_plus_a_half():
    np.testing.assert_allclose(INPUTS, [-1 + i / 20 for i in range(41)], atol=1e-15)
    np.testing.assert_allclose(TARGETS, [max(0, -0.5 + i / 20) for i in range(41)], atol=1e-15)


def test_the_first_entry_is_the_start():
    history = train_neuron(bias=0.25, negative_slope=0.1, steps=2)
    assert (history.weight[0], history.bias[0]) == (1, 0.25)
    assert {len(history.weight), len(history.bias), len(history.error), len(history.alive)} == {3}
    assert history.alive[0]
    assert (history.error.dtype, history.alive.dtype) == (np.float64, np.bool_)


def test_neurons_side_by_side_do_what_each_does_alone():
    starts, leaks = np.array([-3.0, -0.9, 0.4]), np.array([0.3, 0.0, 0.05])
    together = train_neuron(starts, leaks, steps=50)
    assert together.weight.shape == together.alive.shape == (51, 3)
    for k in range(3):
        alone = train_neuron(starts[k], leaks[k], steps=50)
        for name in ("weight", "bias", "error"):
            np.testing.assert_allclose(getattr(together, name)[:, k], getattr(alone, name), rtol=1e-9, atol=1e-12)
    assert (starts.tolist(), leaks.tolist()) == ([-3.0, -0.9, 0.4], [0.3, 0.0, 0.05])


@pytest.mark.parametrize("rate", [10, 1000])
def test_a_rate_that_is_far_too_large_says_nothing(rate):
    assert len(train_neuron(bias=0.5, negative_slope=0.3, steps=2000, rate=rate).weight) == 2001


@pytest.mark.parametrize("name", ["bias", "negative_slope", "rate"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_refused(name, value):
    with pytest.raises(ValueError, match=rf"^{name} must be finite, but it is {value}\. .*\.$"):
        train_neuron(steps=1, **{name: value})


REFUSED = {
    r"^steps must be 1 or more, but it is 0\. .*\.$": lambda: train_neuron(steps=0),
    r"^steps must be 1 or more, but it is -5\. .*\.$": lambda: train_neuron(steps=-5),
    r"^bias and negative_slope must be numbers or have one axis\. Use ra": lambda: train_neuron(np.zeros((2, 2)), 0.1),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_cannot_be_trained_is_refused_in_one_line(words):
    with pytest.raises(ValueError, match=words):
        REFUSED[words]()
