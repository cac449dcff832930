"""The exercises: right answers pass, wrong ones get their own sentence, nothing ends in a traceback."""

from __future__ import annotations

import html
import inspect
import re
import sys
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import __main__
from helpers import calling, exercises
from helpers.misconceptions import CATALOGUE, find
from helpers.training import train_neuron

NAMES = exercises.all()
FUNCTIONS = [name for name in NAMES if "def " in getattr(exercises, name).stub]
CHOICES = [name for name in NAMES if hasattr(getattr(exercises, name), "reasons")]


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """Give each test exercises that nobody has tried."""
    for name in NAMES:
        for attribute, value in (("_hints_given", 0), ("_attempted", False), ("_asked", False)):
            monkeypatch.setattr(getattr(exercises, name), attribute, value)


def run_source(source: str) -> object:
    """Run `source` as a notebook cell, and return what it defines."""
    names = {"np": np, "numpy": np}
    before = set(names)
    exec(source, names)
    (defined,) = set(names) - before - {"__builtins__"}
    return names[defined]


def shown_solution(name: str) -> str:
    exercise = getattr(exercises, name)
    exercise.solution()
    return exercise.solution().code


RIGHT = {
    "table": ["a = [0, 0, 0, 0.5, 4]", "a = (0.0, 0, 0, 1/2, 4.0)", "a = np.array([0, 0, 0, 0.5, 4])"],
    "relu_if_else": [
        "f = lambda x: x if x > 0 else 0",
        "f = lambda x: max(0.0, x)",
        "f = lambda x: np.maximum(x, 0)",
        "def f(x):\n    if x < 0:\n        return 0\n    return x",
    ],
    "relu": [
        "f = lambda x: np.maximum(0, x)",
        "f = lambda x: np.clip(x, 0, None)",
        "f = lambda x: np.where(x < 0, 0, x)",
        "f = lambda x: np.where(np.isnan(x), x, np.where(x > 0, x, 0))",
        "f = lambda x: np.maximum(x, 0).astype(np.float32)",
        "f = lambda x: np.maximum(x, -0.0)",
        "f = np.vectorize(lambda v: max(v, 0.0), otypes=[float])",
        "f = lambda x: np.array([max(v, 0) for v in x])",
        "def f(x):\n    y = x.copy()\n    y[y < 0] = 0\n    return y",
        "def f(x):\n    y = np.zeros(len(x))\n    for i in range(len(x)):\n        y[i] = max(x[i], 0)\n    return y",
        "def f(x):\n    y, i = np.array(x, float), 0\n    while i < x.size:\n"
        "        y.flat[i] = max(y.flat[i], 0)\n"
        "        i += 1\n    return y",
        "def f(x):\n    print('here')\n    return np.fmax(x, 0) + 0 * np.where(np.isinf(x), 0, x)",
    ],
    "shifted_relu": [
        "f = lambda x: np.maximum(0, -2 + x)",
        "f = lambda x: np.where(x > 2, x - 2, 0)",
        "f = lambda x: np.maximum(x, 2) - 2",
        "f = lambda x: np.array([max(v - 2, 0) for v in x])",
    ],
    "straight_range": [
        "a = (1, 4)",
        "a = [-3.5, -1]",
        "a = (0, 9)",
        "a = (-2, 0)",
        "a = np.array([0.1, 0.2])",
    ],
    "relu_slope": [
        "f = lambda x: np.where(x >= 0, 1, 0)",
        "f = lambda x: np.heaviside(x, 0.5)",
        "f = lambda x: np.heaviside(x, 0.3)",
        "f = lambda x: (x > 0).astype(np.float32)",
        "f = lambda x: x > 0",
        "f = lambda x: (np.sign(x) + 1) / 2",
        "f = lambda x: np.array([1.0 if v > 0 else 0.0 for v in x])",
    ],
    "slope_from_output": [
        "f = lambda y: np.sign(y)",
        "f = lambda y: y > 0",
        "f = lambda y: np.heaviside(y, 0)",
    ],
    "leaky_relu": [
        "f = lambda x, negative_slope=0.01: np.where(x < 0, negative_slope * x, x)",
        "f = lambda x, a=0.01: np.maximum(x, 0) + a * np.minimum(x, 0)",
        "f = lambda x, a=0.01: x * np.where(x > 0, 1, a)",
        "f = lambda x, a=0.01: np.array([v if v > 0 else a * v for v in x])",
        "def f(x, a=0.01):\n    y = np.array(x, float)\n    y[y < 0] *= a\n    return y",
    ],
    "leaky_relu_slope": [
        "f = lambda x, a=0.01: np.where(x >= 0, 1, a)",
        "f = lambda x, a=0.01: np.where(x > 0, 1.0, np.where(x < 0, a, (1 + a) / 2))",
    ],
}
RIGHT |= {name: RIGHT["relu"] for name in ("mend_nan", "mend_argument", "mend_one_number")}
RIGHT["mend_maximum"] = RIGHT["leaky_relu"]


@pytest.mark.parametrize("name", NAMES)
def test_published_solution_passes_its_own_check(name):
    result = getattr(exercises, name).check(run_source(shown_solution(name)))
    assert result.status == "right", result


@pytest.mark.parametrize(("name", "source"), [(name, source) for name in RIGHT for source in RIGHT[name]])
def test_every_right_variant_is_accepted(name, source):
    result = getattr(exercises, name).check(run_source(source))
    assert result.status == "right", result


@pytest.mark.parametrize("wrong", CATALOGUE, ids=lambda wrong: wrong.name)
def test_classic_wrong_answer_gets_its_own_sentence(wrong):
    exercise = getattr(exercises, wrong.exercise)
    answer = run_source(wrong.code)  # the code as shown, not the function of the catalogue
    result = exercise.check(answer)
    assert result.status == "wrong"
    assert result.message.endswith(f": {wrong.sentence}.")
    shown = " and ".join(calling.show(value) for value in wrong.input[:1])
    assert f"For {exercise._parameters[0]} = {shown}" in result.message  # the input of the catalogue is the first


def test_catalogue_is_complete_and_each_sentence_is_said_once():
    assert len(CATALOGUE) >= 30
    assert len({wrong.sentence for wrong in CATALOGUE}) == len({w.name for w in CATALOGUE}) == len(CATALOGUE)
    assert {wrong.exercise for wrong in CATALOGUE} <= set(NAMES)


@pytest.mark.parametrize(
    ("name", "came", "expected", "idea"),
    [
        ("max_of_python", "ValueError", "[0.0, 2.0]", "Python's max"),
        ("np_max_of_array", "gave 2.0", "[0.0, 2.0]", "largest number"),
        ("multiplies_by_mask", "gave [nan]", "[0.0]", "0 * -inf"),
        ("where_hides_nan", "gave [0.0]", "[nan]", "nan > 0 is False"),
        ("leak_cut_to_integers", "gave [0, 2]", "[-0.03, 2.0]", "integers"),
        ("maximum_for_every_slope", "gave [-3.0, 4.0]", "[-6.0, 2.0]", "above 1"),
        ("changes_argument", "changed its argument to [0.0, 2.0]", "", "copy"),
        ("gives_list", "gave the list [0.0, 2.0]", "[0.0, 2.0]", "a list"),
    ],
)
def test_sentence_shows_input_what_came_and_what_was_expected(name, came, expected, idea):
    wrong = find(name)
    message = getattr(exercises, wrong.exercise).check(wrong.function).message
    assert came in message and expected in message and idea in message


@pytest.mark.parametrize("name", NAMES)
def test_untouched_exercise_is_not_attempted(name):
    exercise = getattr(exercises, name)
    assert exercise.check(run_source(exercise.stub)).status == "not attempted"
    assert exercise.check(...).status == exercise.check().status == exercise.check(None).status == "not attempted"


@pytest.mark.parametrize(
    "source",
    [
        "def f(x, a=0): pass",
        'def f(x, a=0):\n    """Say what it does."""',
        'def f(x, a=0):\n    """Say what it does."""\n    ...',
        "def f(x, a=0):\n    return ...",
        "def f(x, a=0):\n    raise NotImplementedError",
    ],
)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_stub_in_other_words_is_not_attempted(name, source):
    assert getattr(exercises, name).check(run_source(source)).status == "not attempted"


def test_broken_function_is_recognised_under_other_names_only_while_it_is_unchanged():
    untouched = 'def g(values):\n    """Mine."""\n    # look\n    return np.where(values > 0, values, 0)'
    assert exercises.mend_nan.check(run_source(untouched)).status == "not attempted"
    changed = "def g(values):\n    return np.where(values >= 0, values, 0)"
    assert exercises.mend_nan.check(run_source(changed)).status == "wrong"
    imported = "import numpy as np\n" + exercises.mend_one_number.stub
    names: dict = {}
    exec(imported, names)
    assert exercises.mend_one_number.check(names["keeps_shape"]).status == "not attempted"


@pytest.mark.parametrize(
    ("at_zero", "sentence"),
    [
        (0, "At 0 you chose 0, as torch, jax.nn.relu and tf.nn.relu do."),
        (0.5, "At 0 you chose 0.5, as torch.maximum with a tensor of 0 and jnp.maximum(x, 0) do."),
        (1, "At 0 you chose 1, as tf.maximum(x, 0) does."),
        (0.3, "At 0 you chose 0.3, which is as right as any number from 0 to 1; torch, JAX and TensorFlow take 0 for"),
    ],
)
def test_convention_at_zero_is_named(at_zero, sentence):
    assert f" {sentence}" in exercises.relu_slope.check(lambda x: np.heaviside(x, at_zero)).message


@pytest.mark.parametrize(
    ("at_zero", "sentence"),
    [
        (None, "At 0 you chose negative_slope, as torch and TensorFlow do."),
        (1.0, "At 0 you chose 1, as jax.nn.leaky_relu does."),
        (0.5, "At 0 you chose 0.5 for negative_slope = 0.2, as right as any number from negative_slope to 1; torch"),
    ],
)
def test_convention_of_leaky_slope_is_named(at_zero, sentence):
    def slope(x, a=0.01):
        return np.where(x == 0, a if at_zero is None else at_zero, np.where(x > 0, 1.0, a))

    result = exercises.leaky_relu_slope.check(slope)
    assert result.status == "right" and f" {sentence}" in result.message


@pytest.mark.parametrize("at_zero", [-0.1, 1.1, np.nan, np.inf])
def test_slope_at_zero_outside_0_to_1_is_wrong(at_zero):
    assert exercises.relu_slope.check(lambda x: np.heaviside(x, at_zero)).status == "wrong"


@pytest.mark.parametrize("name", ["leaky_relu", "leaky_relu_slope"])
def test_an_argument_that_is_ignored_is_named(name):
    def always_a_hundredth(x, a=0.01):
        return np.where(x > 0, x if name == "leaky_relu" else 1.0, 0.01 * x if name == "leaky_relu" else 0.01)

    assert " and negative_slope = 0.2, " in getattr(exercises, name).check(always_a_hundredth).message


@pytest.mark.parametrize("at_zero", [0.19, 1.1])
def test_leaky_slope_at_zero_outside_its_two_slopes_is_wrong(at_zero):
    def slope(x, a=0.01):
        return np.where(x == 0, at_zero, np.where(x > 0, 1.0, a))

    assert exercises.leaky_relu_slope.check(slope).status == "wrong"


def test_a_misconception_is_named_only_for_who_does_the_same():
    def same_first_output_only(x):  # as np.minimum(0, x) for [-3, 2]
        return np.where(x == 2, 0.0, -3.0)

    def same_but_for_nan(x):  # as np.where(x > 0, x, 0) for all but nan
        return np.where(np.isnan(x), 7, np.maximum(x, 0))

    for function in (same_first_output_only, same_but_for_nan):
        message = exercises.relu.check(function).message
        assert not [wrong.name for wrong in CATALOGUE if wrong.sentence in message]


def test_no_return_and_a_changed_argument_are_told_where_no_misconception_is():
    message = exercises.shifted_relu.check(lambda x: print(x)).message
    assert message.endswith(
        "gave None instead of [0.0, 1.0]: no return was reached for this input, and print only shows a value."
    )
    message = exercises.shifted_relu.check(lambda x: np.maximum(x.__isub__(2), 0)).message
    assert message.endswith(": a function must leave its argument as it is, so let it work on x.copy().")


def test_function_may_write_all_its_results_into_one_place():
    place = np.zeros(6)

    def thrifty(x):
        return np.maximum(x, 0, out=place[: x.size].reshape(x.shape))

    assert exercises.relu.check(thrifty).status == "right"


def test_loop_is_right_with_a_remark():
    assert "loop" in exercises.relu.check(lambda x: np.array([max(v, 0) for v in x])).message
    assert "loop" not in exercises.relu.check(lambda x: np.maximum(x, 0)).message


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (lambda x: x.sum(), ": this is one number, and one for each input was asked."),
        (lambda x: np.maximum(x, 0)[np.newaxis], ": the output must have the shape of the input."),
        (lambda x: "zero", ": this is text, and not numbers."),
        (lambda x: [1, "two"], ": this is a list, and an array was asked: write return np.array(...)."),
        (lambda x: {"a": 1}, "gave a value of type dict instead of [0.0, 2.0]: only numbers can be compared."),
        (lambda x: (v for v in x), "generator"),
        (lambda x: np.maximum(x, 0).astype(str), "an array of text"),
        (lambda x: np.ma.masked_array(x), "MaskedArray"),
        (lambda x: x + 0j, "complex"),
        (lambda: 1, "TypeError"),
        (5, "A function was asked, but this is 5"),
        pytest.param(10**5000, "a huge integer", id="huge"),
        (lambda x: 10**5000, "a huge integer"),
        (np.maximum(np.arange(3), 0), "without brackets"),
        ("np.maximum(x, 0)", "A function was asked"),
    ],
)
def test_other_answers_get_a_sentence_that_names_what_came(value, words):
    result = exercises.relu.check(value)
    assert result.status == "wrong" and words in result.message


@pytest.mark.parametrize(
    "error", [SystemExit, KeyboardInterrupt, MemoryError, ZeroDivisionError("with <b>"), BaseException]
)
def test_exception_is_told_with_type_and_input(error):
    def function(x, a=0):
        raise error

    result = exercises.leaky_relu.check(function)
    name = error.__name__ if isinstance(error, type) else type(error).__name__
    assert result.status == "wrong" and name in result.message and "[-3.0, 2.0]" in result.message


def test_a_missing_name_is_told_with_its_cure():
    message = exercises.relu.check(run_source("f = lambda x: np.maximum(0, y)")).message
    assert "stopped with NameError (name 'y' is not defined: look for a typing error) instead of" in message


def test_endless_recursion_is_told():
    def function(x):
        return function(x)

    assert "RecursionError" in exercises.relu.check(function).message


@pytest.mark.parametrize("body", ["pass", "try:\n            pass\n        except BaseException:\n            pass"])
def test_endless_loop_is_stopped_and_leaves_no_thread(monkeypatch, body):
    monkeypatch.setattr(calling.call_all, "__defaults__", (0.2,))
    before = threading.active_count()
    result = exercises.relu.check(run_source(f"def f(x):\n    while True:\n        {body}"))
    assert result.status == "wrong" and "took more than" in result.message and "[-3.0, 2.0]" in result.message
    assert threading.active_count() == before


def test_call_that_cannot_be_stopped_is_left_behind_and_said(monkeypatch):
    monkeypatch.setattr(calling.call_all, "__defaults__", (0.1,))
    lock = threading.Lock()
    lock.acquire()
    result = exercises.relu.check(lambda x: lock.acquire())
    lock.release()
    assert "restart the kernel" in result.message


def test_check_is_silent_and_leaves_everything_as_it_was(capfd, recwarn):
    state = np.geterr()
    output = sys.stdout

    def noisy(x):
        print("print")
        sys.stderr.write("error")
        np.seterr(all="raise")
        with np.errstate(all="warn"):
            return np.log(x) * np.array([1.0]) / 0

    assert exercises.relu.check(noisy).status == "wrong"
    assert capfd.readouterr() == ("", "")
    assert not recwarn.list and np.geterr() == state and sys.stdout is output


def test_arguments_are_never_changed_for_the_next_student():
    exercises.relu.check(find("changes_argument").function)
    np.testing.assert_array_equal(exercises.relu.calls[0][0], [-3.0, 2.0])


def test_name_as_text_is_looked_up_in_the_notebook(monkeypatch):
    missing = exercises.relu.check("my_new_relu")
    assert missing.status == "not attempted" and "no my_new_relu in this notebook yet" in missing.message
    monkeypatch.setattr(__main__, "my_new_relu", lambda x: np.maximum(x, 0), raising=False)
    assert exercises.relu.check("my_new_relu").status == "right"
    monkeypatch.setattr(__main__, "my_reason", "B", raising=False)
    assert exercises.why_not_linear.check("my_reason").status == "right"
    monkeypatch.setattr(__main__, "a", "b", raising=False)  # a letter is the answer, not a name
    assert exercises.why_not_linear.check("a").status == "wrong"


@pytest.mark.parametrize("name", CHOICES)
def test_each_reason_has_its_own_reply_and_one_is_right(name):
    exercise = getattr(exercises, name)
    results = [exercise.check(letter) for letter in exercise.reasons]
    assert [result.status for result in results].count("right") == 1
    assert len({result.message for result in results}) == len(results) >= 3
    assert all(reason in exercise.question.message for reason, _ in exercise.reasons.values())
    right = next(letter for letter, result in zip(exercise.reasons, results, strict=True) if result.status == "right")
    assert exercise.check(f" {right.upper()}) ").status == "right"


@pytest.mark.parametrize("answer", ["z", "because", 2, "a and b", ["b"]])
def test_choice_that_is_no_letter_gets_a_sentence(answer):
    result = exercises.why_half.check(answer)
    assert result.status in ("wrong", "not attempted") and result.message


def test_reason_about_a_large_leak_is_true():
    small, large = train_neuron(negative_slope=0.01), train_neuron(negative_slope=0.3)
    assert large.revival < small.revival and large.error[-1] > small.error[-1]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ([0, 0, 0, 0.5], "5 outputs"),
        ([4, 0, 0, 0.5, 4], "x = -4 the table has 4 instead of 0"),
        ([0, 0, 0, 0, 4], "x = 0.5 the table has 0 instead of 0.5"),
        ([0, 1, 0, 0.5, 4], "x = -0.5 the table has 1 instead of 0: ReLU gives the larger one of 0 and -0.5."),
        (["0", 0, 0, 0.5, 4], "text '0'"),
        ([False, 0, 0, 0.5, 4], "False"),
        (np.maximum, "is a function"),
        (0, "list of 5"),
    ],
)
def test_wrong_table_gets_a_sentence(answer, words):
    result = exercises.table.check(answer)
    assert result.status == "wrong" and words in result.message


def test_half_filled_table_is_not_called_wrong():
    result = exercises.table.check([0, 0, ..., ..., ...])
    assert result.status == "not attempted" and "3 of the 5" in result.message


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((-1, 1), "corner"),
        ((3, 1), "below"),
        ((2, 2), "below"),
        ((1, 2, 3), "Two numbers"),
        ((0, np.inf), "finite"),
        ((np.nan, 1), "finite"),
        (("1", 2), "finite numbers"),
        (3, "Two numbers"),
    ],
)
def test_wrong_range_gets_a_sentence(answer, words):
    result = exercises.straight_range.check(answer)
    assert result.status == "wrong" and words in result.message


@given(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300))
def test_a_range_is_right_exactly_when_relu_is_straight_in_it(left, right):
    straight = left < right and not left < 0 < right
    assert (exercises.straight_range.check((left, right)).status == "right") == straight


@pytest.mark.parametrize(
    ("answer", "side"), [((0, 2), "right"), ((1, 3), "right"), ((-2, 0), "left"), ((-3, -1), "left")]
)
def test_a_right_range_is_told_its_side_and_slope(answer, side):
    said = f"lies {side} of the corner, with slope {int(side == 'right')}."
    assert said in exercises.straight_range.check(answer).message


def test_an_empty_range_and_a_full_table_get_a_sentence():
    assert exercises.straight_range.check((..., 2)).message == "Put in two numbers, (left, right)."
    assert exercises.table.check([0, 0, 0, 0.5, 4]).message == "All five outputs are max(0, x)."


@pytest.mark.parametrize("corner", [-1, 1])
def test_if_and_else_about_a_number_near_0_are_wrong(corner):
    assert exercises.relu_if_else.check(lambda x: x if x > corner else 0).status == "wrong"


class Evil:
    """An object that fails whenever it is looked at."""

    def _fail(self, *args):
        raise RuntimeError("no")

    __class__ = property(_fail)
    __repr__ = __str__ = __eq__ = __len__ = __iter__ = __array__ = __bool__ = __hash__ = _fail


class EvilError(Exception):
    def __str__(self):
        raise RuntimeError("no")


def raises_evil(x, a=0):
    raise EvilError


ANYTHING = st.one_of(
    st.none(),
    st.integers(),
    st.integers(10**4290, 10**4310),
    st.floats(),
    st.complex_numbers(),
    st.text(),
    st.binary(),
    st.booleans(),
    st.lists(st.one_of(st.floats(), st.text(), st.none()), max_size=6),
    st.tuples(st.floats(), st.integers()),
    st.dictionaries(st.text(), st.integers(), max_size=2),
    st.sampled_from([Evil, raises_evil, np.ma.masked, np.datetime64("2000-01-01"), object(), np.array(None), sys]),
)


@settings(max_examples=60, deadline=None)
@given(ANYTHING, st.booleans())
@pytest.mark.parametrize("name", NAMES)
def test_check_never_raises_for_anything(name, value, as_output):
    answer = (lambda *args: value) if as_output else value
    result = getattr(exercises, name).check(answer)
    assert result.status in ("not attempted", "wrong", "right")
    assert "\n" not in repr(result) and result.message


@pytest.mark.parametrize("name", NAMES)
def test_check_never_raises_for_an_object_that_fails_when_it_is_looked_at(name):
    for answer in (Evil(), [Evil(), Evil()], lambda *args: Evil(), lambda *args: [Evil()]):
        assert getattr(exercises, name).check(answer).status == "wrong"


def test_solution_shows_only_after_an_attempt_or_when_asked_twice():
    first, second = exercises.relu.solution(), exercises.relu.solution()
    assert not first.code and "def my_relu" in second.code
    assert not exercises.relu_slope.solution().code
    exercises.leaky_relu.check(run_source(exercises.leaky_relu.stub))
    assert not exercises.leaky_relu.solution().code  # an untouched stub is no attempt
    exercises.shifted_relu.check(lambda x: x)
    assert "def my_shifted_relu" in exercises.shifted_relu.solution().code


@pytest.mark.parametrize("name", NAMES)
def test_hints_come_one_by_one_and_stay_at_the_last(name):
    exercise = getattr(exercises, name)
    hints = [exercise.hint() for _ in range(4)]
    assert [hint.title for hint in hints] == [f"Hint {i} of 3" for i in (1, 2, 3, 3)]
    assert len({hint.message for hint in hints}) == 3


@pytest.mark.parametrize("name", NAMES)
def test_whatever_an_exercise_says_is_a_sentence(name):
    exercise = getattr(exercises, name)
    said = [exercise.task.splitlines()[0], *(exercise.hint().message.split(" This is the last")[0] for _ in range(3))]
    said += [exercise.check(letter).message for letter in getattr(exercise, "reasons", ())]
    assert all(len(text.split()) >= 3 and text[-1] in ".?" for text in said)


@pytest.mark.parametrize("name", CHOICES)
def test_reasons_are_lettered_and_each_can_be_read(name):
    reasons = getattr(exercises, name).reasons
    assert "".join(reasons) == "abcd"[: len(reasons)]
    assert all(len(reason.split()) > 2 for reason, _ in reasons.values())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_solution_in_task_and_stub(name):
    exercise = getattr(exercises, name)
    last_line = shown_solution(name).splitlines()[-1].strip()
    assert last_line not in exercise.stub and last_line not in exercise.task


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("shown", ["right", "wrong", "not attempted", "hint"])
def test_box_is_worded_and_its_contrast_is_enough_in_every_theme(shown):
    answer = {"right": lambda x: np.maximum(x, 0), "wrong": lambda x: x, "not attempted": ...}.get(shown)
    box = exercises.relu.hint() if shown == "hint" else exercises.relu.check(answer)
    page = box._repr_html_()
    ground, text = re.search(r"background:(#\w{6});color:(#\w{6})", page).groups()
    assert (luminance(ground) + 0.05) / (luminance(text) + 0.05) >= 4.5
    assert shown.capitalize() in re.sub("<.*?>", "", page)


def test_what_a_student_wrote_is_escaped():
    def attack(x):
        raise ValueError("<img src=x onerror=alert(1)>")

    attack.__name__ = "<script>alert(1)</script>"
    for answer in (attack, "<script>alert(1)</script>", lambda x: "<script>"):
        page = exercises.relu.check(answer)._repr_html_()
        assert "<script" not in page and "<img" not in page
    assert html.escape("<img src=x") in exercises.relu.check(attack)._repr_html_()


def test_results_are_the_same_each_time_and_hold_no_addresses():
    for name in NAMES:
        for answer in (run_source(getattr(exercises, name).stub), object(), lambda *args: object()):
            result, again = (getattr(exercises, name).check(answer) for _ in range(2))
            assert repr(result) == repr(again) and "0x" not in repr(result)


def test_misconception_can_be_shown_and_run_in_a_lesson():
    wrong = find("np_max_of_array")
    assert repr(wrong) == "def attempt(x):\n    return np.max(x, 0)"
    assert repr(wrong.reveal()).startswith("attempt([-3.0, 2.0]) gives 2.0: ")
    assert "stops with ValueError" in repr(find("max_of_python").reveal())
    assert "changes its argument to [0.0, 2.0]" in repr(find("changes_argument").reveal())
    with pytest.raises(ValueError, match="max_of_python"):
        find("nothing")


def test_all_lists_the_exercises_in_the_order_of_the_lessons():
    lessons = [getattr(exercises, name).lesson for name in NAMES]
    assert lessons == sorted(lessons) and set(lessons) == {1, 2, 3, 4, 5}
    assert all(getattr(exercises, name).name == name for name in NAMES)
    assert {"relu", "relu_slope", "leaky_relu", "leaky_relu_slope"} <= set(NAMES)
    assert inspect.getdoc(exercises.all)


@pytest.mark.parametrize(
    ("name", "almost"),
    [
        ("relu", lambda x: np.where(np.isinf(x), np.maximum(x, 0), np.round(np.clip(x, 0, 5), 1))),
        ("leaky_relu", lambda x, negative_slope=0.01: np.where(x > 0, x, abs(negative_slope) * x)),
        ("relu_slope", lambda x: np.clip(100 * x, 0, 1)),
    ],
)
def test_an_answer_that_is_right_only_for_small_or_simple_numbers_is_wrong(name, almost):
    assert getattr(exercises, name).check(almost).status == "wrong"


def test_two_checks_at_once_leave_stdout_as_it_was():
    before = sys.stdout
    threads = [threading.Thread(target=exercises.relu.check, args=(lambda x: np.maximum(x, 0),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sys.stdout is before
