"""Functions that a student may write, right and wrong: numbers come back, or one sentence."""

import functools
import math
import re
import sys
import threading
import time
import types

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.core import student
from helpers.core.student import Problem, as_text, call_all, name_of, number, plain, sample, told_apart

pytestmark = pytest.mark.filterwarnings("error")

X = np.array([-2.0, -0.5, 0.0, 0.5, 3.0])
RELU = [0.0, 0.0, 0.0, 0.5, 3.0]


def evaluate(function, x):
    return sample(function, x)


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


# -- numbers come back ------------------------------------------------------------------------------------------

RIGHT = {
    "np.maximum": lambda x: np.maximum(0, x),
    "np.where": lambda x: np.where(x > 0, x, 0),
    "if and else": with_if,
    "max": lambda x: max(0, x),
    "math": lambda x: math.fabs(x) / 2 + x / 2,
    "a list": lambda x: [max(0, v) for v in x],
    "in place": in_place,
    "integers": lambda x: np.maximum(0, 2 * x).astype(int) / 2,
    "float32": lambda x: np.maximum(0, x).astype(np.float32),
    "float first": lambda x: max(0.0, float(x)),
    "partial": functools.partial(np.maximum, 0),
    "prints": lambda x: [print("\udc80"), sys.stderr.write("no"), np.seterr(all="raise")] and np.maximum(0, x),
    "calls us": lambda x: evaluate(with_if, x),
}


@pytest.mark.parametrize("way", RIGHT)
def test_each_way_to_write_relu_gives_numbers_and_leaves_all_as_it_was(way, capfd):
    state, output = np.geterr(), sys.stdout
    x = X[[4, 1, 0, 2, 3, 1]]  # in any order, one of them twice
    before = x.copy()
    np.testing.assert_array_equal(evaluate(RIGHT[way], x), np.maximum(before, 0), strict=True)
    np.testing.assert_array_equal(x, before)
    assert evaluate(RIGHT[way], np.array([])).shape == (0,)
    assert capfd.readouterr() == ("", "")
    assert np.geterr() == state and sys.stdout is output


def test_nan_and_infinity_are_numbers_and_no_warning_is_shown():
    result = evaluate(lambda x: np.log(x), np.array([-1.0, np.nan, 0.0, 1.0]))
    np.testing.assert_array_equal(result, [np.nan, np.nan, -np.inf, 0.0])


def test_one_input_may_give_one_number():
    assert evaluate(lambda x: float(max(0, x[0])), np.array([2.0])).tolist() == [2.0]


# -- or a sentence ----------------------------------------------------------------------------------------------


def raising(error):
    def my_relu(x):
        raise error

    return my_relu


def divides(x):
    return x / (0 if x == 0.5 else 1)


def my_relu_without_end(x):
    return my_relu_without_end(x)


STOPPED = [
    (divides, "divides(0.5) stopped with ZeroDivisionError: "),
    (raising(ValueError("first\nsecond\n")), "my_relu(-2) stopped with ValueError: first second. Correct my_relu, run"),
    (raising(NotImplementedError), "my_relu(-2) stopped with NotImplementedError. Correct"),
    (raising(SystemExit("over")), "my_relu(-2) stopped with SystemExit: over. Correct"),
    (lambda x: maximum(0, x), "your function(-2) stopped with NameError: name 'maximum' is not defined"),  # noqa: F821
    (my_relu_without_end, "my_relu_without_end(-2) stopped with RecursionError"),
    (lambda x, y: x, "your function(-2) stopped with TypeError: the function missing 1 required positional"),
    (functools.partial(divides, 1), "your function(-2) stopped with TypeError: divides() takes 1 positional argument"),
]


@pytest.mark.parametrize(("function", "words"), STOPPED, ids=[words for _, words in STOPPED])
def test_a_function_that_raises_is_told_with_its_first_input_and_its_error(function, words):
    assert problem(function).startswith(words)


def test_an_object_without_a_name_does_not_garble_the_message():
    class Module:
        def __call__(self, x):
            raise TypeError("relu(): argument 'input' must be Tensor, not numpy.ndarray")  # as torch says

    assert "TypeError: relu(): argument 'input'" in problem(Module())


VALUES = [
    (None, "None. Does its last line begin with return?"),
    ([None] * 5, "None. Does its last line begin with return?"),
    (np.array([None] * 5), "an array of None, not numbers."),
    ("0.5", "text, not numbers."),
    (["0.5"] * 5, "text, not numbers."),
    (1j, "a value of type complex, not numbers."),
    (np.zeros(5, complex), "an array of complex numbers, not numbers."),
    (True, "True or False, not numbers."),
    (np.zeros(5, bool), "True or False, not numbers."),
    (b"0.5", "a value of type bytes, not numbers."),
    ({"a": 1}, "a value of type dict, not numbers."),
    (len, "a function, not numbers."),
    (np.ma.masked_array([1.0] * 5, [True] * 5), "a value of type MaskedArray, not numbers."),
    (Ellipsis, "other values, not numbers."),
    (10**5000, "a huge integer, not numbers."),
    (0.0, "one number for 5 inputs."),
    (np.zeros(4), "an array of shape (4,) for 5 inputs."),
    (np.zeros((5, 1)), "an array of shape (5, 1) for 5 inputs."),
    (np.zeros((1, 5)), "an array of shape (1, 5) for 5 inputs."),
    ([], "an array of shape (0,) for 5 inputs."),
    ([[1, 2], [3]], "values of different lengths."),
]


@pytest.mark.parametrize(("value", "words"), VALUES, ids=[words for _, words in VALUES])
def test_anything_but_one_number_for_each_input_is_told(value, words):
    def my_relu(x):
        return value

    assert problem(my_relu).startswith(f"my_relu gave {words}")


def test_a_function_of_one_number_that_gives_text_or_nothing_is_told():
    assert "gave text" in problem(lambda x: "positive" if x > 0 else "negative")
    assert "gave None" in problem(lambda x: x if x > 0 else None)


NO_FUNCTIONS = {"3": 3, "None": None, "the text 'relu'": "relu", "the list [1, 2]": [1, 2], "[1.0]": np.array([1.0])}


@pytest.mark.parametrize("shown", NO_FUNCTIONS)
def test_what_is_no_function_is_shown_and_the_cure_told(shown):
    said = problem(NO_FUNCTIONS[shown])
    assert said.startswith(f"{shown} is not a function.") and "run the cells above again" in said


# -- one call for all pages ---------------------------------------------------------------------------------------


def test_a_function_is_called_once_for_all_inputs():
    given = []
    outputs = sample(lambda x: given.append(x) or 2 * x, [3.0, -1.0, 3.0, 0.1])
    np.testing.assert_array_equal(given, [[3.0, -1.0, 3.0, 0.1]])
    np.testing.assert_array_equal(outputs, [6.0, -2.0, 6.0, 0.2])


@given(st.lists(st.floats(allow_nan=False), min_size=1))
def test_every_input_gives_its_own_output(x):
    np.testing.assert_array_equal(sample(with_if, x), [v if v > 0 else 0.0 for v in x])


def test_a_function_that_fails_for_some_inputs_is_told_with_the_first_of_them():
    with pytest.raises(Problem, match=r"divides\(0.5\) stopped with ZeroDivisionError") as error:
        sample(divides, X)
    student.keep(error.value)
    assert type(sys.last_value) is sys.last_type is ZeroDivisionError
    assert sys.last_traceback.tb_next.tb_frame.f_code is divides.__code__


# -- time ---------------------------------------------------------------------------------------------------------


def burn(seconds):
    """Use the processor for so long."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def one_number(work):
    def my_relu(x):
        if isinstance(x, np.ndarray):
            raise TypeError("one number, please")
        work(x)
        return max(0, x)

    return my_relu


def hangs(x):
    while x >= 0:
        pass


def does_not_listen(x):
    while True:
        try:
            x = x + 1
        except BaseException:
            x = 0


TOO_SLOW = [
    (lambda x: burn(9), "your function is too slow: it took more than 0.2 seconds. Call it in a cell of its own"),
    (
        one_number(lambda x: burn(0.01)),
        r"my_relu is too slow: \d\d? of 401 inputs took more than 0.2 seconds. Call .* np",
    ),
    (one_number(lambda x: hangs(abs(x))), "my_relu is too slow: 1 of 401 inputs took more than 0.2 seconds. Call"),
    (does_not_listen, "does_not_listen is too slow: it took more than 0.2 seconds. Look whether each of its loops"),
]


@pytest.mark.parametrize(("function", "sentence"), TOO_SLOW)
def test_a_slow_function_is_told_in_one_sentence(monkeypatch, function, sentence):
    monkeypatch.setattr(student, "PROCESSOR_LIMIT", 0.2)
    before = threading.active_count()
    assert re.match(sentence, problem(function, np.linspace(-5, 5, 401)))
    assert threading.active_count() == before


def test_a_call_that_cannot_be_stopped_is_left_behind_and_said(monkeypatch):
    monkeypatch.setattr(student, "CLOCK_LIMIT", 0.1)
    lock = threading.Lock()
    lock.acquire()
    sentence = problem(lambda x: lock.acquire())
    lock.release()
    assert sentence.endswith("It is still running: restart the kernel to end it.")


def test_where_a_function_hangs_it_is_told_after_how_many_inputs(monkeypatch):
    monkeypatch.setattr(student, "PROCESSOR_LIMIT", 0.2)
    with pytest.raises(Problem, match="my_relu is too slow: 3 of 5 inputs took more"):
        sample(one_number(hangs), X)


class BusyMachine:
    """A clock that runs ahead of the processor's time: the call ends after three seconds, of which it had 0.2."""

    def __init__(self):
        self.looks, self.ended = 0, threading.Event()

    def monotonic(self):
        self.looks += 1
        if self.looks == 3:
            self.ended.set()
        return 1.5 * self.looks

    def process_time(self):
        return 0.1 * self.looks


def test_a_function_is_charged_for_its_own_time_and_not_for_a_busy_machine(monkeypatch):
    machine = BusyMachine()
    monkeypatch.setattr(student, "time", machine)
    (outcome,) = call_all(machine.ended.wait, [()])
    assert outcome.value is True


def test_a_function_that_sleeps_ends_in_one_sentence_within_seconds():
    began = time.monotonic()
    sentence = problem(one_number(lambda x: time.sleep(0.3)), np.linspace(-5, 5, 41))
    assert sentence.startswith("my_relu is too slow: ") and "took more than 5 seconds" in sentence
    assert time.monotonic() - began < 8


def test_a_short_call_returns_at_once():
    times = []
    for _ in range(10):
        began = time.monotonic()
        evaluate(lambda x: time.sleep(0.01) or x, X)
        times.append(time.monotonic() - began)
    assert min(times) < 0.04  # the steps in which it is waited for have 0.05


def loops(x):
    while True:
        x = x + 1


class Compiled:
    """As a function of numba (core/dispatcher.py): it has the code of a Python function, and runs none of it."""

    __name__ = "my_relu"
    __code__ = loops.__code__

    def __call__(self, x):
        return burn(9)


@pytest.mark.parametrize(("function", "advice"), [(loops, "each of its loops"), (Compiled(), "in a cell of its own")])
def test_only_a_function_with_a_loop_in_python_is_told_to_look_at_its_loops(monkeypatch, function, advice):
    monkeypatch.setattr(student, "PROCESSOR_LIMIT", 0.2)
    sentence = problem(function)
    assert advice in sentence and ("loop" in sentence) == (function is loops)


@pytest.mark.parametrize("way", RIGHT)
def test_without_threads_a_function_is_called_directly(monkeypatch, way, capfd):
    def no_thread(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_thread)
    test_each_way_to_write_relu_gives_numbers_and_leaves_all_as_it_was(way, capfd)


def test_calls_that_end_by_a_fault_of_the_machine_are_not_called_slow(monkeypatch):
    def no_memory(arguments):
        raise MemoryError

    monkeypatch.setattr(student.copy, "deepcopy", no_memory)
    monkeypatch.setattr(threading, "excepthook", lambda args: None)
    with pytest.raises(RuntimeError, match="ended early"):
        call_all(np.abs, [(1,)])


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


APART = [(5.0, 4.0, "5", "4"), (1 / 3, 0.3333, "0.33333", "0.3333"), (math.nan, 0.0, "nan", "0")]
APART += [(np.nextafter(5.0, 6.0), 5.0, "5.000000000000001", "5"), (0.0, -0.0, "0", "0"), (5.0, 5.0, "5", "5")]


@pytest.mark.parametrize(("a", "b", "first", "second"), APART)
def test_two_numbers_look_different_if_they_are(a, b, first, second):
    assert told_apart(a, b) == (first, second)


@given(st.floats(), st.floats())
def test_two_numbers_look_the_same_only_if_they_are(a, b):
    first, second = told_apart(a, b)
    assert (first == second) == (a == b or (a != a and b != b))


TEXTS = {
    "[[1.0, nan], [inf, -0.5]]": np.array([[1.0, np.nan], [np.inf, -0.5]]),
    "the list [1, the text 'two', None, ...]": [1, "two", None, ...],
    f"the list [{', '.join(map(str, range(12)))}, ...]": list(range(13)),
    "a huge integer": 10**5000,
}
TEXTS |= {"2.0": np.array(2.0), "0.0": -0.0, "0.3": 0.1 + 0.2, "3": np.int8(3), "a value of type object": object()}


@pytest.mark.parametrize("text", TEXTS)
def test_values_are_written_short_and_without_addresses(text):
    assert as_text(plain(TEXTS[text])) == text
