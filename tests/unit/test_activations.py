"""ReLU, Leaky ReLU and their slopes: published values, and each value against plain numbers of Python."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from helpers.activations import leaky_relu, leaky_relu_slope, relu, relu_slope

pytestmark = pytest.mark.filterwarnings("error")

FUNCTIONS = (relu, relu_slope, leaky_relu, leaky_relu_slope)
FLOATS = ("f2", "f4", "f8")
INTEGERS = ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8")
each_function = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
each_float = pytest.mark.parametrize("dtype", FLOATS)

INF, NAN = math.inf, math.nan
INPUTS = [-INF, -3.0, -1.5, -0.1, 0.0, 0.1, 2.0, INF]

# What torch 2.13.0 (CPU build) gives for INPUTS in float64: the value, and the gradient from backward().
# https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.relu.html and .../leaky_relu.html
TORCH_RELU = [0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 2.0, INF]
TORCH_RELU_SLOPE = [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0]
TORCH_LEAKY = {
    0.01: [-INF, -0.03, -0.015, -0.001, 0.0, 0.1, 2.0, INF],
    0.2: [-INF, -0.6000000000000001, -0.30000000000000004, -0.020000000000000004, 0.0, 0.1, 2.0, INF],
    2.0: [-INF, -6.0, -3.0, -0.2, 0.0, 0.1, 2.0, INF],
    -0.5: [INF, 1.5, 0.75, 0.05, 0.0, 0.1, 2.0, INF],
}
TORCH_LEAKY_SLOPE = {a: [a] * 5 + [1.0] * 3 for a in TORCH_LEAKY}
slopes = st.floats(allow_nan=False, allow_infinity=False)


def real_arrays(dtypes=FLOATS + INTEGERS):
    """Arrays of each dtype and shape: 0-d, empty, read-only, with gaps, backwards or in another order."""
    shapes = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)
    arrays = st.sampled_from(dtypes).flatmap(lambda dtype: hnp.arrays(dtype, shapes))
    layouts = st.sampled_from(["plain", "read-only", "gaps", "backwards", "turned"])
    return st.builds(_laid_out, arrays, layouts)


def _laid_out(x, layout):
    if layout == "gaps" and x.ndim:
        return np.repeat(x, 2, axis=-1)[..., ::2]
    if layout == "backwards" and x.ndim:
        return x[::-1]
    x = x.T if layout == "turned" else x
    x.setflags(write=layout != "read-only")
    return x


def each_number(x):
    """Return the numbers of an array as numbers of Python, which know nothing of NumPy's rules."""
    return np.asarray(x).ravel().tolist()


def check(x, function, expected):
    """Compare with numbers of Python, as exactly as the dtype can hold them; no warning is shown."""
    before = x.tobytes()
    with np.errstate(all="raise"):
        result = function(x)
    assert type(result) is np.ndarray
    assert result.shape == x.shape
    kept = x.dtype.kind == "f" or function is relu
    assert result.dtype == (x.dtype if kept else np.float64)
    with np.errstate(all="ignore"):
        expected = np.array(expected, result.dtype).reshape(x.shape)
    np.testing.assert_array_equal(result, expected)
    result[...] = 7  # a result of its own: writing on it does not reach x
    assert x.tobytes() == before


# -- published values -------------------------------------------------------------------------------------


@each_float
def test_all_give_what_torch_gives(dtype):
    x = np.array(INPUTS, dtype)
    check(x, relu, TORCH_RELU)
    check(x, relu_slope, TORCH_RELU_SLOPE)
    for a, expected in TORCH_LEAKY.items():
        check(x, lambda x, a=a: leaky_relu_slope(x, a), TORCH_LEAKY_SLOPE[a])
        np.testing.assert_allclose(leaky_relu(x, a), expected, rtol=2 * float(np.finfo(dtype).eps))


def test_the_defaults_are_those_of_torch():
    np.testing.assert_array_equal(leaky_relu(INPUTS), TORCH_LEAKY[0.01])
    np.testing.assert_array_equal(leaky_relu_slope(INPUTS), TORCH_LEAKY_SLOPE[0.01])
    np.testing.assert_array_equal(relu_slope(INPUTS), TORCH_RELU_SLOPE)


def test_leaky_relu_gives_the_example_of_onnx():
    # ONNX, backend/test/case/node/leakyrelu.py, leakyrelu_example, alpha 0.1: [-0.1, 0., 1.]
    x = np.array([-1, 0, 1], np.float32)
    np.testing.assert_array_equal(leaky_relu(x, 0.1), np.array([-0.1, 0.0, 1.0], np.float32), strict=True)


# -- value by value, for each kind of array ---------------------------------------------------------------


@given(x=real_arrays())
def test_relu_is_max_of_0_and_x(x):
    check(x, relu, [v if v != v else max(0, v) for v in each_number(x)])


@given(x=real_arrays(), at_zero=st.floats(0, 1))
def test_relu_slope_is_0_left_1_right_and_the_convention_at_0(x, at_zero):
    expected = [v if v != v else 1 if v > 0 else 0 if v < 0 else at_zero for v in each_number(x)]
    check(x, lambda x: relu_slope(x, at_zero), expected)


@given(x=real_arrays(("f8", *INTEGERS)), a=slopes)
def test_leaky_relu_is_x_right_and_a_times_x_left(x, a):
    numbers = [float(v) for v in each_number(x)]
    check(x, lambda x: leaky_relu(x, a), [v if not v < 0 else 0.0 if a == 0 else a * v for v in numbers])


@given(x=real_arrays(), a=slopes, share=st.floats(0, 1))
def test_leaky_relu_slope_is_a_left_1_right_and_between_at_0(x, a, share):
    at_zero = min(max(a * (1 - share) + share, min(a, 1)), max(a, 1))
    for at_0, function in (
        (at_zero, lambda x: leaky_relu_slope(x, a, at_zero)),
        (a, lambda x: leaky_relu_slope(x, a)),
    ):
        check(x, function, [v if v != v else 1 if v > 0 else a if v < 0 else at_0 for v in each_number(x)])


def test_a_large_integer_is_exact():
    assert relu(2**62 + 1) == 2**62 + 1
    assert relu(np.uint64(2**64 - 1)) == 2**64 - 1


# -- numbers, lists, 0-d and empty ------------------------------------------------------------------------


@each_function
@pytest.mark.parametrize("x", [2, -2.5, np.float32(-1), np.int8(3)])
def test_a_number_gives_a_numpy_number_and_an_array_of_no_dimension_an_array(function, x):
    result = function(x)
    assert isinstance(result, np.number)
    assert result == function(np.array([x]))[0]
    assert isinstance(function(np.array(x)), np.ndarray)


@each_function
def test_lists_and_tuples_give_arrays(function):
    expected = function(np.array([[-1.5, 0.0], [3.0, 0.1]]))
    for x in ([[-1.5, 0], [3, 0.1]], ((-1.5, 0), (3, 0.1)), [np.array([-1.5, 0]), [3, 0.1]]):
        np.testing.assert_array_equal(function(x), expected, strict=True)
    assert function([]).shape == (0,)


# -- nan, infinity, and numbers at the ends of their dtype ------------------------------------------------


@each_float
def test_nan_stays_nan_and_infinity_gives_the_limit(dtype):
    x = np.array([-INF, NAN, INF], dtype)
    for function, left, right in (
        (relu, 0, INF),
        (relu_slope, 0, 1),
        (leaky_relu, -INF, INF),
        (leaky_relu_slope, 0.01, 1),
        (lambda x: leaky_relu(x, 0), 0, INF),
        (lambda x: leaky_relu(x, -0.0), 0, INF),
        (lambda x: leaky_relu(x, -2), INF, INF),
    ):
        check(x, function, [left, NAN, right])


@each_float
def test_a_slope_too_large_or_too_small_for_the_dtype_says_nothing(dtype):
    x = np.array([-1, 1], dtype)
    for a in (1e300, -1e300, 1e-300, 5e-324):
        check(x, lambda x, a=a: leaky_relu(x, a), [-a, 1])
        check(x, lambda x, a=a: leaky_relu_slope(x, a), [a, 1])
    check(0 * x, lambda x: relu_slope(x, 5e-324), [5e-324, 5e-324])


def test_0_gives_0_without_a_minus_sign():
    assert [str(f) for f in (relu(0.0), leaky_relu(0.0, -0.5), leaky_relu(0.0, 0))] == ["0.0", "0.0", "0.0"]


# -- errors -----------------------------------------------------------------------------------------------


@each_function
@pytest.mark.parametrize("x", ["2", None, [1, "a"], [1, None]], ids=repr)
def test_text_and_none_get_the_error_of_numpy(function, x):
    with pytest.raises(TypeError):
        function(x)


NOT_FINITE = [NAN, INF, -INF, np.float32("nan")]
REFUSED = [
    ("negative_slope must be finite, but it is", NOT_FINITE, lambda a: leaky_relu([-1.0], a)),
    ("negative_slope must be finite, but it is", NOT_FINITE, lambda a: leaky_relu_slope([-1.0], a)),
    ("at_zero must be from 0 to 1, but it is", [-1e-9, 1 + 1e-9, NAN, INF], lambda a: relu_slope([-1.0], a)),
    ("at_zero must be from 0.1 to 1", [0.09, 0, 1.01, NAN, INF], lambda a: leaky_relu_slope(0.0, 0.1, a)),
    ("at_zero must be from 1 to 2", [0.99, 2.01, NAN, INF], lambda a: leaky_relu_slope(0.0, 2, a)),
    ("at_zero must be from -1 to 1", [-1.01, 1.01, NAN, INF], lambda a: leaky_relu_slope(0.0, -1, a)),
]


@pytest.mark.parametrize(("sentence", "values", "call"), REFUSED)
def test_a_slope_that_cannot_be_is_refused_in_one_line_with_its_value_and_a_cure(sentence, values, call):
    for value in values:
        with pytest.raises(ValueError, match=sentence) as error:
            call(value)
        told = str(error.value)
        assert str(value) in told and ". Give a number" in told and "\n" not in told
