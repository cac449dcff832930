"""Functions that a student may write: they are called on copies, in silence, and for a limited time."""

import functools
import math
import sys
import threading
import time
import types

import numpy as np
import pytest
from answers import run

from helpers import exercises
from helpers.core import call
from helpers.core.call import call_all, name_of, number, show

pytestmark = pytest.mark.filterwarnings("error")

X = np.array([-2.0, -0.5, 0.0, 0.5, 3.0])


def with_if(x):
    if x > 0:
        return x
    else:
        return 0


# -- on copies, in silence --------------------------------------------------------------------------------------


def test_a_call_prints_nothing_warns_of_nothing_and_leaves_all_as_it_was(capfd):
    def noisy(x):
        print("no")
        sys.stderr.write("no")
        np.seterr(all="raise")
        x[x < 0] = 0
        return x

    state, output, trace, before = np.geterr(), sys.stdout, sys.gettrace(), X.copy()
    (done,) = call_all(noisy, [(X,)])
    np.testing.assert_array_equal(done.numbers, np.maximum(before, 0), strict=True)
    np.testing.assert_array_equal(call_all(np.log, [(X[:3],)])[0].numbers, [np.nan, np.nan, -np.inf])
    np.testing.assert_array_equal(X, before)
    assert capfd.readouterr() == ("", "")
    assert (np.geterr(), sys.stdout, sys.gettrace()) == (state, output, trace)


def test_calls_that_share_an_array_get_a_copy_each():
    adds = run("x += 1\n    return x")
    first, second = call_all(adds, [(X,), (X,)])
    np.testing.assert_array_equal([first.value, second.value], [X + 1, X + 1])
    assert first.changed and X[0] == -2.0


def test_a_list_that_grows_from_call_to_call_is_seen_as_it_was():
    grows = run("def f(x, y=[]):\n    y.append(x)\n    return y")
    assert [each.value for each in call_all(grows, [(1,), (2,)])] == [[1], [1, 2]]


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
    monkeypatch.delattr(threading.Thread, "start")  # a browser has no threads
    began, before = time.monotonic(), sys.gettrace()
    assert exercises.write_relu.judge(run(body)) == (
        "wrong",
        "For x = [-3.0, 2.0], f was stopped after 0.2 seconds. If it has a loop, look whether it comes to an end. "
        "A cell that goes on and on is ended by Stop, the square above the notebook.",
    )
    assert time.monotonic() - began < 2 and sys.gettrace() is before


def test_a_loop_over_many_numbers_is_not_called_slow():
    x, loops = np.linspace(-5, 5, 20_001), run("return np.array([max(v, 0.0) for v in x])")
    for function in (loops, np.vectorize(with_if, otypes=[float])):
        np.testing.assert_array_equal(call_all(function, [(x,)])[0].value, np.maximum(x, 0))


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
