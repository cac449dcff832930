"""The exercises: right answers pass, wrong ones get their own sentence, nothing ends in a traceback."""

from __future__ import annotations

import html
import re
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from helpers import exercises
from helpers.core import student
from helpers.core.checking import Exercise, FunctionExercise
from helpers.misconceptions import ANY, CATALOGUE, find

NAMES = exercises.names()
FUNCTIONS = [name for name in NAMES if "def " in getattr(exercises, name).stub]

each_exercise = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """Give each test exercises that nobody has tried."""
    for name in NAMES:
        monkeypatch.setattr(getattr(exercises, name), "_last", (None, ""))


def check(name: str, answer: object):
    return getattr(exercises, name).check(answer)


def run_source(source: str) -> object:
    """Run `source` as a notebook cell, and return what it defines."""
    names = {"np": np, "numpy": np, "plt": plt}
    before = set(names)
    exec(source, names)
    if "ax" in names:
        return names["ax"]
    (defined,) = set(names) - before - {"__builtins__"}
    return names[defined]


def shown_solution(name: str) -> str:
    (solution,) = getattr(exercises, name).solution().folded.values()
    return solution


def drawn(x, y=None, style="-"):
    """Return an ax with a line through `x` and `y`, which are those of ReLU if not given."""
    ax = Figure().add_subplot()
    ax.plot(x, np.maximum(0, x) if y is None else y, style)
    return ax


# -- right answers ----------------------------------------------------------------------------------------------

RIGHT = {
    "table": ["a = [0, 0, 0, 0.5, 4]", "a = (0.0, 0, 0, 1/2, 4.0)", "a = np.array([0, 0, 0, 0.5, 4])"],
    "write_relu": [
        "f = lambda x: np.where(np.isnan(x), x, np.where(x > 0, x, 0))",
        "f = lambda x: np.maximum(x, 0).astype(np.float32)",
        "f = lambda x: np.maximum(x, -0.0)",
        "f = np.vectorize(lambda v: max(v, 0.0), otypes=[float])",
        "def f(x):\n    y, i = np.array(x, float), 0\n    while i < x.size:\n"
        "        y.flat[i] = max(y.flat[i], 0)\n"
        "        i += 1\n    return y",
        "def f(x):\n    print('here')\n    return np.fmax(x, 0) + 0 * np.where(np.isinf(x), 0, x)",
        "def f(x, place=np.zeros(6)):\n    return np.maximum(x, 0, out=place[: x.size].reshape(x.shape))",
    ],
    "write_relu_slope": ["f = lambda x: np.heaviside(x, 0.3)", "f = lambda x: (np.sign(x) + 1) / 2"],
}


@each_exercise
def test_published_solution_and_every_right_variant_is_accepted(name):
    for source in (shown_solution(name), *RIGHT.get(name, ())):
        result = check(name, run_source(source))
        assert result.status == "right", (source, result)


AT_ZERO = {
    "write_relu_slope": {
        0: "At 0 you chose 0, as torch.relu, jax.nn.relu and tf.nn.relu do.",
        0.5: "At 0 you chose 0.5, as torch.maximum with a tensor of 0 and jnp.maximum(x, 0) do.",
        1: "At 0 you chose 1, as tf.maximum(x, 0) does.",
        0.3: "At 0 you chose 0.3, which is as right as any number from 0 to 1; the functions called relu take 0",
        0.4999999: "At 0 you chose 0.4999999, which is as right as any number",
    },
    "write_leaky_relu_slope": {
        None: "At 0 you chose negative_slope, as PyTorch and TensorFlow do.",
        1: "At 0 you chose 1, as jax.nn.leaky_relu does.",
        0.5: "At 0 you chose 0.5 for negative_slope = 0.2, as right as any number from negative_slope to 1; torch",
        0.9999999: "At 0 you chose 0.9999999 for negative_slope = 0.2, as right as any",
    },
}


@pytest.mark.parametrize(("name", "at_zero"), [(name, at_zero) for name, told in AT_ZERO.items() for at_zero in told])
def test_convention_at_zero_is_named(name, at_zero):
    def slope(x, a=0.01):
        left = 0.0 if name == "write_relu_slope" else a
        return np.where(x == 0, a if at_zero is None else at_zero, np.where(x > 0, 1.0, left))

    result = check(name, slope)
    assert result.status == "right" and f" {AT_ZERO[name][at_zero]}" in result.message


@pytest.mark.parametrize("at_zero", [-0.1, 1.1, np.nan, np.inf])
def test_slope_at_zero_outside_its_two_slopes_is_wrong(at_zero):
    assert check("write_relu_slope", lambda x: np.heaviside(x, at_zero)).status == "wrong"
    leaky = lambda x, a=0.01: np.where(x == 0, at_zero, np.where(x > 0, 1.0, a))  # noqa: E731
    assert check("write_leaky_relu_slope", leaky).status == "wrong"


def test_loop_is_right_with_a_remark():
    for source in ("f = lambda x: np.array([max(v, 0) for v in x])", "f = lambda x: np.maximum(x, 0)"):
        result = check("write_relu", run_source(source))
        assert result.status == "right" and ("loop" in result.message) == ("for" in source)


# -- wrong answers ------------------------------------------------------------------------------------------------


WRITTEN = [name for name in FUNCTIONS if "mend" not in name]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [(name, wrong) for name in WRITTEN for wrong in getattr(exercises, name).wrong],
    ids=lambda value: getattr(value, "name", value),
)
def test_classic_wrong_answer_gets_its_own_sentence(name, wrong):
    if (wrong.name == "flattens" and name != "write_relu") or wrong.name in ("prints", "loses_nan"):
        return  # another fault is met first, or another sentence says more
    result = check(name, run_source(wrong.code))  # the code as shown, not the function of the catalogue
    assert result.status == "wrong"
    assert result.message.endswith(f": {wrong.told}.")
    # The call of the catalogue is the first that shows the fault, unless it stands for several exercises.
    assert (
        wrong.name in {each.name for each in ANY}
        or f"For {wrong.parameters[0]} = {student.as_text(wrong.call[0])}" in result.message
    )


def test_catalogue_is_complete_and_each_sentence_is_said_once():
    assert len(CATALOGUE) >= 90
    for name in WRITTEN:
        wrongs = getattr(exercises, name).wrong
        assert {wrong.name for wrong in wrongs} <= {wrong.name for wrong in CATALOGUE}
        assert len({wrong.told for wrong in wrongs}) == len({wrong.name for wrong in wrongs}) == len(wrongs)


@pytest.mark.parametrize(
    ("exercise", "name", "words"),
    [
        ("write_relu", "one_largest", "gave [2.0, 0.0] instead of [0.0, 2.0]"),
        ("write_relu", "np_max_of_array", "gave 2.0 instead of [0.0, 2.0]"),
        ("write_relu", "multiplies_by_mask", "gave [nan] instead of [0.0]"),
        ("write_relu", "changes_argument", "changed its argument to [0.0, 2.0]"),
        ("write_relu", "gives_list", "gave the list [0.0, 2.0] instead of [0.0, 2.0]"),
        ("write_leaky_relu", "leak_divides", "gave [-300.0, 2.0] instead of [-0.03, 2.0]"),
        ("write_leaky_relu", "fixed_leak", "For x = [-3.0, 2.0] and negative_slope = 0.2, attempt gave"),
        ("write_leaky_relu_slope", "nothing_at_zero", "gave [0.0] instead of a number from 0.2 to 1.0"),
    ],
)
def test_sentence_shows_input_what_came_and_what_was_expected(exercise, name, words):
    assert words in check(exercise, find(name).function).message


def test_wrong_answer_can_be_shown_and_run_in_a_lesson():
    wrong = find("np_max_of_array")
    assert repr(wrong) == wrong.code == "def attempt(x):\n    return np.max(x, 0)"
    with pytest.raises(ValueError, match="np_max_of_array"):
        find("nothing")


def test_a_wrong_answer_is_named_only_for_who_does_the_same():
    def same_first_output_only(x):  # as np.minimum(0, x) for [-3, 2]
        return np.where(x == 2, 0.0, -3.0)

    def same_but_for_nan(x):  # as np.where(x > 0, x, 0) for all but nan
        return np.where(np.isnan(x), 7, np.maximum(x, 0))

    for function in (same_first_output_only, same_but_for_nan):
        message = check("write_relu", function).message
        assert not [wrong.name for wrong in CATALOGUE if wrong.sentence in message]


def raises(error):
    def function(x, a=0):
        raise error

    return function


def endless_recursion(x):
    return endless_recursion(x)


class NoNumbers:
    """As a tensor that NumPy cannot read."""

    def __array__(self, *args, **options):
        raise RuntimeError("no")


ERRORS = {
    SystemExit: "SystemExit",
    KeyboardInterrupt: "KeyboardInterrupt",
    MemoryError: "MemoryError",
    ZeroDivisionError("with <b>"): "ZeroDivisionError (with <b>)",
    BaseException: "BaseException",
}
OTHER = {
    "relu_if_else": [(lambda x: x if x > 1 else 0, "x = 0.1"), (lambda x: x if x > -1 else 0, "x = -0.5")],
    "write_relu": [
        (lambda x: x.sum(), ": this is one number, and one for each input was asked."),
        (lambda x: np.maximum(x, 0)[np.newaxis], ": the output must have the shape of the input."),
        (lambda x: "zero", ": this is text, and not numbers."),
        (lambda x: [1, "two"], ": this is a list, and an array was asked: give np.array(y) back"),
        (lambda x: {"a": 1}, "gave a value of type dict instead of [0.0, 2.0]: only numbers can be compared."),
        (lambda x: (v for v in x), "generator"),
        (lambda x: np.maximum(x, 0).astype(str), "an array of text"),
        (lambda x: np.ma.masked_array(x), "MaskedArray"),
        (lambda x: x + 0j, "complex"),
        (lambda x: 10**5000, "a huge integer"),
        (lambda x: NoNumbers(), "gave a value of type NoNumbers"),
        (lambda: 1, "TypeError"),
        (lambda x: np.maximum(0, y), "(name 'y' is not defined: what it is given is called x)"),  # noqa: F821
        (endless_recursion, "RecursionError"),
        (lambda x: np.maximum(x.__iadd__(1e-13), 0), "changed its argument to [-2.9999999999999, 2.0000000000001]"),
        (lambda x: np.where(np.isinf(x), np.maximum(x, 0), np.round(np.clip(x, 0, 5), 9)), "7.25"),
        (5, "A function was asked, but this is 5"),
        (10**5000, "a huge integer"),
        (np.maximum(np.arange(3), 0), "without brackets"),
        ("np.maximum(x, 0)", "A function was asked"),
        (NoNumbers(), "A function was asked, but this is a value of type NoNumbers."),
    ],
    "shifted_relu": [
        (print, "gave None instead of [0.0, 1.0]: nothing is given back. Add a last line that begins with return."),
        (
            lambda x: np.maximum(x.__isub__(2), 0),
            ": a function must leave its argument as it is. Let it work on a copy",
        ),
    ],
    "write_relu_slope": [(lambda x: np.clip(100 * x, 0, 1), "at x = 1e-09 this is between")],
    "write_leaky_relu": [
        (lambda x, negative_slope=0.01: np.where(x > 0, x, abs(negative_slope) * x), "= -0.5"),
        *((raises(error), f"For x = [-3.0, 2.0], function stopped with {ERRORS[error]} instead") for error in ERRORS),
    ],
    "table": [
        ([0, 0, 0, 0.5], "5 outputs"),
        ([4, 0, 0, 0.5, 4], "x = -4 the table has 4 instead of 0"),
        ([0, 0, 0, 0, 4], "x = 0.5 the table has 0 instead of 0.5"),
        ([0, 1, 0, 0.5, 4], "x = -0.5 the table has 1 instead of 0: ReLU gives the larger one of 0 and -0.5."),
        ([0, 0, 0, 0.49999999999, 4], "x = 0.5 the table has 0.49999999999 instead of 0.5"),
        (["0", 0, 0, 0.5, 4], "text '0'"),
        ([False, 0, 0, 0.5, 4], "False"),
        (np.maximum, "is a function"),
        (0, "list of 5"),
        (NoNumbers(), "this is a value of type NoNumbers"),
    ],
    "own_plot": [
        (
            drawn(np.linspace(-4, 4, 8)),
            "No point is at 0, where the corner is: the points beside it are -0.571 and",
        ),
        (drawn(np.arange(-4, 4, 1)), "goes from -4 to 3. It must go from -4 to 4. np.arange leaves its end out."),
        (drawn(np.arange(-4, 4, 0.1)), "goes from -4 to 3.9. It must go from -4 to 4. np.arange leaves its end out."),
        (drawn([-5, 0, 5]), "The line goes from -5 to 5. It must go from -4 to 4."),
        (drawn([-4, 0, 4], [0, 0, 3]), "At x = 4.0 the line has the height 3.0, and ReLU gives 4.0."),
        (drawn([-4, 0, 4], [-4, 0, 4]), "At x = -4.0 the line has the height -4.0, and ReLU gives 0.0."),
        (drawn([0, 0, 4], [-4, 0, 4]), "Inputs and heights are exchanged"),
        (drawn([0, 1, 2], [-4, 0, 4]), "The inputs of the line are 0, 1, 2 and so on"),
        (drawn([-4, 4, 0]), "The line goes back: an input is smaller than the one before."),
        (drawn([-4, 0, np.nan, 4], [0, 0, np.nan, 4]), "At x = nan"),
        (drawn([]), "The line goes through no point. It must go from -4 to 4."),
        (drawn([-4, 0, 4], None, "o"), 'they are not joined. Write "o-"'),
        (drawn([[-4], [0], [4]], [[0, 0], [0, 0], [4, 4]]), "There are 2 lines in ax."),
        (np.linspace(-4, 4, 9), "A plot was asked, ax, but this is [-4.0,"),
        (plt, "A plot was asked, ax, but this is a value of type module."),
    ],
}


@pytest.mark.parametrize("name", OTHER)
def test_other_answers_get_a_sentence_that_names_what_came(name):
    for answer, words in OTHER[name]:
        result = check(name, answer)
        assert result.status == "wrong" and words in result.message, (words, result)


# -- not attempted --------------------------------------------------------------------------------------------------


@each_exercise
def test_untouched_exercise_is_not_attempted(name):
    exercise = getattr(exercises, name)
    for answer in (run_source(exercise.stub), ..., None):
        assert exercise.check(answer).status == exercise.check().status == "not attempted"


STUBS = ["return ...", "raise NotImplementedError", "pass", '"""Say what it does."""', '"""Say what."""\n    ...']


@pytest.mark.parametrize("body", STUBS)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_stub_in_other_words_is_not_attempted(name, body):
    assert check(name, run_source(f"def f(x, a=0):\n    {body}")).status == "not attempted"


def test_broken_function_is_recognised_under_other_names_only_while_it_is_unchanged():
    untouched = 'def g(values):\n    """Mine."""\n    # look\n    return np.where(values > 0, values, 0)'
    assert check("mend_nan", run_source(untouched)).status == "not attempted"
    changed = "def g(values):\n    return np.where(values >= 0, values, 0)"
    assert check("mend_nan", run_source(changed)).status == "wrong"
    names: dict = {}
    exec("import numpy as np\n" + exercises.mend_nan.stub, names)
    assert check("mend_nan", names["keeps_nan"]).status == "not attempted"


def test_half_filled_answers_are_not_called_wrong():
    assert repr(check("table", [0, 0, ..., ..., ...])).startswith("Not attempted: Still to be filled in: 3 of the 5")


# -- faults of ours, and hostile answers ----------------------------------------------------------------------------


def fails(*arguments):
    raise ZeroDivisionError("ours")


COMMON = ("mine", 1, "Do it.", ["Think."], "def f(x):\n    return x")


FAULTY = [Exercise(*COMMON, "f = ...", judge=fails), FunctionExercise(*COMMON, calls=[(1,)], expected=fails)]


@pytest.mark.parametrize("exercise", FAULTY)
def test_a_fault_of_ours_is_never_called_a_wrong_answer(exercise):
    result = exercise.check((lambda x: x) if isinstance(exercise, FunctionExercise) else 1)
    assert result.status == "not attempted"
    assert "The check itself failed with ZeroDivisionError: this is no fault of your answer." in result.message
    assert "%tb" in result.message and str(sys.last_value) == "ours"


class Evil:
    """An object that fails whenever it is looked at."""

    def _fail(self, *args):
        raise RuntimeError("no")

    __class__ = property(_fail)
    __repr__ = __str__ = __eq__ = __len__ = __iter__ = __array__ = __bool__ = __hash__ = __getattr__ = _fail


class EvilFunction(Evil):
    def __call__(self, *arguments):
        raise EvilError


class EvilError(NameError):
    __class__ = property(Evil._fail)
    name = property(Evil._fail)

    def __str__(self):
        raise RuntimeError("no")


NUMBERS = st.one_of(st.integers(), st.integers(10**4290, 10**4310), st.floats(), st.complex_numbers(), st.booleans())
THINGS = [Evil, raises(EvilError), np.ma.masked, np.datetime64("2000-01-01"), object(), np.array(None), sys]
WORDS = st.one_of(st.none(), st.text(), st.binary(), st.dictionaries(st.text(), st.integers(), max_size=2))
ANYTHING = st.one_of(NUMBERS, WORDS, st.lists(NUMBERS | WORDS, max_size=6), st.sampled_from(THINGS))


@settings(max_examples=60, deadline=None)
@given(ANYTHING, st.booleans())
@each_exercise
def test_check_never_raises_or_fails_for_anything(name, value, as_output):
    result = check(name, (lambda *args: value) if as_output else value)
    assert result.status in ("not attempted", "wrong", "right")
    assert "\n" not in repr(result) and result.message and "check itself" not in result.message


@settings(max_examples=60, deadline=None)
@given(st.lists(ANYTHING, min_size=12, max_size=12))
@pytest.mark.parametrize("name", FUNCTIONS)
def test_check_never_fails_for_other_outputs_of_each_call(name, values):
    rest = iter(values * 2)
    result = check(name, lambda *args: next(rest))
    assert result.status == "wrong" and "check itself" not in result.message


@each_exercise
def test_an_object_that_fails_when_it_is_looked_at_is_wrong(name):
    for answer in (Evil(), EvilFunction(), [Evil(), Evil()], lambda *args: Evil(), lambda *args: [Evil()]):
        assert check(name, answer).status == "wrong"


def test_a_slow_answer_is_told_with_its_input(monkeypatch):
    monkeypatch.setattr(student, "PROCESSOR_LIMIT", 0.2)
    said = repr(check("write_relu", run_source("def f(x):\n    while True:\n        pass")))
    assert said.startswith("Wrong: For x = [-3.0, 2.0], f was stopped: all calls together took more than 0.2 seconds.")
    assert said.endswith(" Look whether each of its loops comes to an end.")


# -- hints, solutions, reasons ----------------------------------------------------------------------------------------


@each_exercise
def test_each_hint_and_the_solution_are_opened_by_hand_and_all_that_is_said_is_a_sentence(name):
    exercise = getattr(exercises, name)
    hint = exercise.hint()
    assert list(hint.folded) == [f"Hint {place} of 3" for place in (1, 2, 3)]
    for note in (hint, exercise.solution()):
        shown, *folded = re.split("<details>", note._repr_html_())
        assert len(folded) == len(note.folded)
        assert all(html.escape(text) in part for text, part in zip(note.folded.values(), folded, strict=True))
        assert not any(html.escape(text) in shown for text in note.folded.values())
    assert f"exercises.{name}.solution()" in hint.message
    said = [exercise.message.splitlines()[0], *hint.folded.values(), hint.message.partition(": ")[0] + "."]
    assert all(len(text.split()) >= 3 and text[-1] in ".?" for text in said)


def test_a_solution_keeps_its_lines():
    assert "<pre" in exercises.write_relu.solution()._repr_html_()
    assert "<pre" not in exercises.write_relu.hint()._repr_html_()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_solution_in_task_and_stub(name):
    exercise = getattr(exercises, name)
    last_line = shown_solution(name).splitlines()[-1].strip()
    assert name == "mend_order" or last_line not in exercise.stub  # it has all lines in another order
    assert last_line not in exercise.message and shown_solution(name) not in exercise.stub


def test_names_are_the_exercises_in_the_order_of_the_lessons():
    lessons = [getattr(exercises, name).lesson for name in NAMES]
    assert lessons == sorted(lessons) and set(lessons) == {1, 2, 3, 4, 5}
    assert all(getattr(exercises, name).name == name for name in NAMES)


# -- the box --------------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("shown", ["right", "wrong", "not attempted", "hint", "exercise"])
def test_box_is_worded_and_its_contrast_is_enough_in_every_theme(shown):
    exercise = exercises.write_relu
    answer = {"right": lambda x: np.maximum(x, 0), "wrong": lambda x: x, "not attempted": ...}.get(shown)
    box = {"hint": exercise.hint(), "exercise": exercise}.get(shown) or exercise.check(answer)
    page = box._repr_html_()
    ground, text = re.search(r"background:(#\w{6});color:(#\w{6})", page).groups()
    assert (luminance(ground) + 0.05) / (luminance(text) + 0.05) >= 4.5
    assert shown.capitalize() in re.sub("<.*?>", "", page)


def test_what_a_student_wrote_is_escaped():
    def attack(x):
        raise ValueError("<img src=x onerror=alert(1)>")

    attack.__name__ = "<script>alert(1)</script>"
    for answer in (attack, "<script>alert(1)</script>", lambda x: "<script>"):
        page = check("write_relu", answer)._repr_html_()
        assert "<script" not in page and "<img" not in page
    assert html.escape("<img src=x") in check("write_relu", attack)._repr_html_()


@pytest.mark.parametrize("x", [np.arange(-4, 4.1, 0.1), np.linspace(-4, 4, 99), [-4, 0, 4], np.linspace(-4, 4, 1001)])
def test_a_plot_through_points_of_ones_own_is_right(x):
    """Also where steps of 0.1 add up to 4.000000000000007, and where linspace misses 0 by a rounding error."""
    assert check("own_plot", drawn(x, style="o-")).status == "right"


def test_a_staircase_is_no_plot_of_relu_and_a_line_across_is_not_looked_at():
    x = np.linspace(-4, 4, 9)
    ax = Figure().add_subplot()
    ax.step(x, np.maximum(0, x))
    assert "no straight line" in check("own_plot", ax).message
    ax = drawn(x)
    ax.axvline(0)
    assert check("own_plot", ax).status == "right"
    ax.set_yscale("log")
    assert "on plain axes" in check("own_plot", ax).message
