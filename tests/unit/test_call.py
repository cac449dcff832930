"""Functions that a student may write, right and wrong: numbers come back, or one sentence."""

import functools
import math
import sys
import threading
import time
import types

import numpy as np
import pytest
from answers import run
from hypothesis import given
from hypothesis import strategies as st

from helpers.core import call
from helpers.core.call import Problem, call_all, keep, name_of, number, sample, show, told_apart
from helpers.mistakes import explain

pytestmark = pytest.mark.filterwarnings("error")

X = np.array([-2.0, -0.5, 0.0, 0.5, 3.0])


def problem(function, x=X):
    """Return the sentence for `function`: one line that a student can read."""
    with pytest.raises(Problem) as error:
        sample(function, x, explain)
    sentence = str(error.value)
    assert "\n" not in sentence and sentence[-1] in ".?"
    return sentence


def with_if(x):
    if x > 0:
        return x
    else:
        return 0


def in_place(x):
    x[x < 0] = 0
    return x


# -- numbers come back ------------------------------------------------------------------------------------------

RIGHT = {
    "np.maximum": lambda x: np.maximum(0, x),
    "if and else": with_if,
    "max": lambda x: max(0, x),
    "math": lambda x: math.fabs(x) / 2 + x / 2,
    "a list": lambda x: [max(0, v) for v in x],
    "in place": in_place,
    "integers": lambda x: np.maximum(0, 2 * x).astype(int) / 2,
    "float32": lambda x: np.maximum(0, x).astype(np.float32),
    "np.vectorize": np.vectorize(lambda v: max(v, 0.0)),
    "partial": functools.partial(np.maximum, 0),
    "prints": lambda x: [print("no"), sys.stderr.write("no"), np.seterr(all="raise")] and np.maximum(0, x),
    "calls us": lambda x: sample(with_if, x),
}


@pytest.mark.parametrize("way", RIGHT)
def test_each_way_to_write_relu_gives_numbers_and_leaves_all_as_it_was(way, capfd):
    state, output, trace = np.geterr(), sys.stdout, sys.gettrace()
    x = X[[4, 1, 0, 2, 3, 1]]  # in any order, one of them twice
    before = x.copy()
    np.testing.assert_array_equal(sample(RIGHT[way], x), np.maximum(before, 0), strict=True)
    np.testing.assert_array_equal(x, before)
    assert sample(RIGHT[way], np.array([])).shape == (0,)
    assert capfd.readouterr() == ("", "")
    assert (np.geterr(), sys.stdout, sys.gettrace()) == (state, output, trace)


def test_nan_and_infinity_are_numbers_and_no_warning_is_shown():
    result = sample(lambda x: np.log(x), np.array([-1.0, np.nan, 0.0, 1.0]))
    np.testing.assert_array_equal(result, [np.nan, np.nan, -np.inf, 0.0])


def test_a_function_is_called_once_for_all_inputs():
    given = []
    outputs = sample(lambda x: given.append(x) or 2 * x, [3.0, -1.0, 3.0, 0.1])
    np.testing.assert_array_equal(given, [[3.0, -1.0, 3.0, 0.1]])
    np.testing.assert_array_equal(outputs, [6.0, -2.0, 6.0, 0.2])


@given(st.lists(st.floats(allow_nan=False), min_size=1))
def test_every_input_gives_its_own_output(x):
    np.testing.assert_array_equal(sample(with_if, x), [v if v > 0 else 0.0 for v in x])


def test_calls_that_share_an_array_get_a_copy_each():
    adds = run("x += 1\n    return x")
    first, second = call_all(adds, [(X,), (X,)])
    np.testing.assert_array_equal([first.value, second.value], [X + 1, X + 1])
    assert first.changed and X[0] == -2.0


def test_a_list_that_grows_from_call_to_call_is_seen_as_it_was():
    grows = run("def f(x, y=[]):\n    y.append(x)\n    return y")
    assert [each.value for each in call_all(grows, [(1,), (2,)])] == [[1], [1, 2]]


# -- or a sentence ----------------------------------------------------------------------------------------------


def raising(error):
    def my_relu(x):
        raise error

    return my_relu


def divides(x):
    return x / (0 if x == 0.5 else 1)


STOPPED = [
    (divides, "divides(0.5) stopped with ZeroDivisionError: "),
    (
        raising(ValueError("first\nsecond\n")),
        "my_relu(-2.0) stopped with ValueError: first second. Correct my_relu, run",
    ),
    (raising(NotImplementedError), "my_relu(-2.0) stopped with NotImplementedError. Correct"),
    (raising(SystemExit("over")), "my_relu(-2.0) stopped with SystemExit: over. Correct"),
    (
        run("return maximum(0, x)"),
        "f(-2.0) stopped with NameError: name 'maximum' is not defined: for NumPy's maximum",
    ),
    (run("return f(x)"), "f(-2.0) stopped with RecursionError: it calls itself again and again"),
    (lambda x, y: x, "your function(-2.0) stopped with TypeError: <lambda>() missing 1 required positional"),
]


@pytest.mark.parametrize(("function", "words"), STOPPED, ids=[words for _, words in STOPPED])
def test_a_function_that_raises_is_told_with_its_first_input_and_its_error(function, words):
    assert problem(function).startswith(words)


def test_tb_shows_the_error_behind_a_sentence():
    with pytest.raises(Problem, match=r"divides\(0.5\) stopped with ZeroDivisionError") as error:
        sample(divides, X)
    keep(error.value)
    assert type(sys.last_value) is sys.last_type is ZeroDivisionError
    assert sys.last_traceback.tb_next.tb_frame.f_code is divides.__code__


VALUES = [
    (None, "None. Let it return a number for each input."),
    ("0.5", "the text '0.5'. Let it return a number for each input."),
    (1j, "a value of type complex."),
    ({"a": 1}, "a value of type dict."),
    (len, "a function."),
    (0.0, "0.0. Let it"),
    (np.zeros(4), "[0.0, 0.0, 0.0, 0.0]. Let it"),
    ([[1, 2], [3]], "the list [[1, 2], [3]]. Let it"),
]


@pytest.mark.parametrize(("value", "words"), VALUES, ids=[words for _, words in VALUES])
def test_anything_but_one_number_for_each_input_is_told(value, words):
    assert problem(lambda x: value).startswith(f"your function gave {words}")


@pytest.mark.parametrize(("thing", "shown"), [(3, "3"), ("relu", "the text 'relu'"), (np.array([1.0]), "[1.0]")])
def test_what_is_no_function_is_shown_and_the_cure_told(thing, shown):
    assert problem(thing) == f"{shown} is not a function. Pass a function's name, without brackets."


# -- time ---------------------------------------------------------------------------------------------------------

ENDLESS = {
    "while": "while True:\n        pass",
    "for": "import itertools\ndef f(x):\n    for i in itertools.count():\n        x = x + 1",
    "list": "import itertools\ndef f(x):\n    return [i for i in itertools.count() if i < 0]",
    "sleeps": "import time\ndef f(x):\n    for i in range(10**6):\n        time.sleep(0.01)",
    "vectorize": "def g(v):\n    while True:\n        pass\ndef f(x):\n    return np.vectorize(g)(x)",
    "except": "while True:\n        try:\n            x = x + 1\n        except Exception:\n            pass",
    "helper": "def g():\n    while True:\n        pass\ndef f(x):\n    g()",
}


@pytest.mark.parametrize("body", ENDLESS.values(), ids=ENDLESS)
def test_a_loop_without_an_end_is_stopped_without_a_thread_and_told(monkeypatch, body):
    monkeypatch.setattr(call, "SECONDS", 0.2)
    monkeypatch.setattr(threading.Thread, "start", raising(RuntimeError("can't start new thread")))  # as in a browser
    began, before = time.monotonic(), sys.gettrace()
    sentence = problem(run(body))
    assert sentence == (
        "f was stopped after 0.2 seconds. Look whether each of its loops comes to an end. "
        "A cell that goes on and on is ended by Stop, the square above the notebook."
    )
    assert time.monotonic() - began < 2 and sys.gettrace() is before


def test_a_loop_over_many_numbers_is_not_called_slow():
    x, loops = np.linspace(-5, 5, 20_001), run("return np.array([max(v, 0.0) for v in x])")
    for function in (loops, np.vectorize(with_if, otypes=[float]), with_if):
        np.testing.assert_array_equal(sample(function, x), np.maximum(x, 0))


def test_a_debugger_follows_the_function_as_before():
    followed = []

    def debugger(frame, event, argument):
        followed.append(frame.f_code.co_name)

    before = sys.gettrace()
    sys.settrace(debugger)
    try:
        sample(with_if, X)
        assert sys.gettrace() is debugger
    finally:
        sys.settrace(before)
    assert followed.count("with_if") == 6  # the array, then each number


# -- text -----------------------------------------------------------------------------------------------------------


def test_what_has_no_name_is_called_your_function():
    things = (lambda x: x, 3, functools.partial(with_if), types.SimpleNamespace(__name__=3))
    assert {name_of(thing) for thing in things} == {"your function"}
    assert name_of(with_if) == "with_if"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.5, "0.5"), (-3.0, "-3"), (1e-5, "1e-05"), (-0.0, "0"), (1 / 3, "0.3333"), (math.nan, "nan")],
)
def test_numbers_are_short(value, text):
    assert number(value) == text


@given(st.floats(), st.floats())
def test_two_numbers_look_the_same_only_if_they_are(a, b):
    first, second = told_apart(a, b)
    assert (first == second) == (a == b or (a != a and b != b))


TEXTS = {
    "[[1.0, nan], [inf, -0.5]]": np.array([[1.0, np.nan], [np.inf, -0.5]]),
    "the list [1, the text 'two', None]": [1, "two", None],
    f"the list [{', '.join(map(str, range(12)))}, ...]": list(range(13)),
}
TEXTS |= {
    "2.0": np.array(2.0),
    "0.0": -0.0,
    "0.3": 0.1 + 0.2,
    "3": np.int8(3),
    "a value of type object": object(),
}
TEXTS |= {"True": np.bool(True), "[the text 'a', None]": np.array(["a", None], dtype=object)}


@pytest.mark.parametrize("text", TEXTS)
def test_values_are_written_short_and_without_addresses(text):
    assert show(TEXTS[text]) == text
