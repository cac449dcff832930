"""Functions that a student may write, right and wrong: numbers come back, or one sentence."""

import math
import re
import time

import numpy as np
import pytest

from helpers import evaluate as module
from helpers.evaluate import Problem, evaluate, name_of, number

pytestmark = pytest.mark.filterwarnings("error")

X = np.array([-2.0, -0.5, 0.0, 0.5, 3.0])
RELU = [0.0, 0.0, 0.0, 0.5, 3.0]


def problem(function, x=X):
    """Return the sentence for `function`: one line that a student can read."""
    with pytest.raises(Problem) as error:
        evaluate(function, x)
    sentence = str(error.value)
    assert "\n" not in sentence
    assert sentence[-1] in ".?"
    return sentence


def with_if(x):
    if x > 0:
        return x
    else:
        return 0


def in_place(x):
    x[x < 0] = 0
    return x


RIGHT = {
    "np.maximum": lambda x: np.maximum(0, x),
    "np.where": lambda x: np.where(x > 0, x, 0),
    "if and else": with_if,
    "max": lambda x: max(0, x),
    "math": lambda x: math.fabs(x) / 2 + x / 2,
    "a list": lambda x: [max(0, v) for v in x],
    "in place": in_place,
    "float32": lambda x: np.maximum(0, x).astype(np.float32),
    "float first": lambda x: max(0.0, float(x)),
}


@pytest.mark.parametrize("way", RIGHT)
def test_each_way_to_write_relu_gives_numbers(way):
    result = evaluate(RIGHT[way], X.copy())
    np.testing.assert_array_equal(result, np.array(RELU), strict=True)


def test_integers_become_floats():
    result = evaluate(lambda x: (x > 0).astype(int), X)
    np.testing.assert_array_equal(result, np.array([0.0, 0, 0, 1, 1]), strict=True)


def test_the_inputs_are_never_changed():
    x = X.copy()
    evaluate(in_place, x)
    evaluate(lambda x: x.__imul__(0), x)
    np.testing.assert_array_equal(x, X)


def test_nan_and_infinity_are_numbers_and_no_warning_is_shown():
    result = evaluate(lambda x: np.log(x), np.array([-1.0, 0.0, 1.0]))
    np.testing.assert_array_equal(result, [np.nan, -np.inf, 0.0])


@pytest.mark.parametrize("way", ["np.maximum", "a list", "in place"])
def test_no_inputs_give_no_numbers(way):
    assert evaluate(RIGHT[way], np.array([])).shape == (0,)


def test_one_input_may_give_one_number():
    assert evaluate(lambda x: float(max(0, x[0])), np.array([2.0])).tolist() == [2.0]


def test_a_function_that_raises_is_told_with_its_input_and_its_error():
    def my_relu(x):
        return math.sqrt(x)

    sentence = problem(my_relu)
    assert sentence.startswith("my_relu(-2) stopped with ValueError: ")
    assert "Mend my_relu" in sentence


def test_a_function_that_raises_on_some_values_names_the_first_of_them():
    def my_relu(x):
        return x / (0 if x == 0.5 else 1)

    assert problem(my_relu).startswith("my_relu(0.5) stopped with ZeroDivisionError: ")


def test_an_error_of_many_lines_stays_one_line():
    def my_relu(x):
        raise ValueError("first\nsecond\n")

    assert "ValueError: first second. Mend" in problem(my_relu)


def test_an_error_without_words_is_told_by_its_name():
    def my_relu(x):
        raise NotImplementedError

    assert problem(my_relu).startswith("my_relu(-2) stopped with NotImplementedError. Mend")


def test_a_name_that_is_missing_is_told():
    def my_relu(x):
        return maximum(0, x)  # noqa: F821

    assert "NameError: name 'maximum' is not defined" in problem(my_relu)


def test_sys_exit_in_a_function_does_not_end_the_notebook():
    def my_relu(x):
        raise SystemExit("over")

    assert "my_relu" in problem(my_relu)


def test_a_function_that_calls_itself_for_ever_is_told():
    def my_relu(x):
        return my_relu(x)

    assert "RecursionError" in problem(my_relu)


def test_too_many_arguments_are_told():
    def my_relu(x, y):
        return x

    assert "TypeError" in problem(my_relu)


@pytest.mark.parametrize(
    "value, word",
    [
        (None, "return"),
        ([None] * 5, "None"),
        ("0.5", "text"),
        (["0.5"] * 5, "text"),
        (1j, "complex"),
        (np.zeros(5, complex), "complex"),
        (True, "True or False"),
        (np.zeros(5, bool), "True or False"),
        (b"0.5", "not numbers"),
        ({"a": 1}, "not numbers"),
        (object(), "not numbers"),
        (len, "not numbers"),
        (np.array([None] * 5), "None"),
        (np.ma.masked_array([1.0] * 5, [True] * 5), "MaskedArray"),
        (Ellipsis, "not numbers"),
        (0.0, "one number"),
        (np.zeros(4), r"\(4,\)"),
        (np.zeros(6), r"\(6,\)"),
        (np.zeros((5, 1)), r"\(5, 1\)"),
        (np.zeros((1, 5)), r"\(1, 5\)"),
        ([], r"\(0,\)"),
        ([[1, 2], [3]], "different lengths"),
    ],
    ids=lambda value: repr(value).split(" at ")[0],  # an address would change with each run
)
def test_anything_but_one_number_for_each_input_is_told(value, word):
    def my_relu(x):
        return value

    sentence = problem(my_relu)
    assert sentence.startswith("my_relu gave ")
    assert re.search(word, sentence)


def test_a_function_of_one_number_that_gives_text_or_nothing_is_told():
    def text(x):
        return "positive" if x > 0 else "negative"

    def nothing(x):
        if x > 0:
            return x

    assert "text" in problem(text)
    assert "None" in problem(nothing)


@pytest.mark.parametrize(
    ("thing", "shown"),
    [(3, "3"), (None, "None"), ("relu", "the text 'relu'"), ([1, 2], "the list [1, 2]"), (np.array([1.0]), "[1.0]")],
    ids=repr,
)
def test_what_is_no_function_is_shown_and_the_cure_told(thing, shown):
    assert problem(thing).startswith(f"{shown} is not a function.")
    assert "run the cells above again" in problem(thing)


def test_a_slow_function_is_stopped_between_two_numbers(monkeypatch):
    monkeypatch.setattr(module, "CALL_PATIENCE", 0.2)

    def my_relu(x):
        if isinstance(x, np.ndarray):
            raise TypeError("one number, please")
        end = time.monotonic() + 0.01
        while time.monotonic() < end:
            pass
        return max(0, x)

    sentence = problem(my_relu, np.linspace(-5, 5, 401))
    assert re.match("my_relu is too slow: [0-9]+ of 401 values", sentence)


def test_a_function_that_never_ends_is_stopped(monkeypatch):
    monkeypatch.setattr(module, "CALL_PATIENCE", 0.2)

    def my_relu(x):
        while True:
            x = x + 1

    assert "my_relu was stopped" in problem(my_relu)


def test_a_function_of_one_number_that_never_ends_for_some_is_stopped(monkeypatch):
    monkeypatch.setattr(module, "CALL_PATIENCE", 0.2)

    def my_relu(x):
        while x <= 0:
            pass
        return x

    assert "my_relu was stopped" in problem(my_relu)


def test_a_function_may_call_another_that_is_evaluated():
    assert evaluate(lambda x: evaluate(RIGHT["np.where"], x), X).tolist() == RELU


def test_what_a_function_prints_is_not_shown(capsys):
    def my_relu(x):
        print("I am here")
        return np.maximum(0, x)

    evaluate(my_relu, X)
    assert capsys.readouterr().out == ""


def test_names():
    def my_relu(x):
        return x

    assert name_of(my_relu) == "my_relu"
    assert name_of(lambda x: x) == name_of(3) == "your function"


@pytest.mark.parametrize(
    "value, text",
    [(0.5, "0.5"), (-3.0, "-3"), (1e-5, "1e-05"), (-0.0, "0"), (1 / 3, "0.3333"), (math.nan, "nan")],
)
def test_numbers_are_short(value, text):
    assert number(value) == text
