"""The exercises: what they judge and show, what they say of a right answer, and what never ends in a traceback."""

from __future__ import annotations

import html
import re
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
from answers import run
from hypothesis import given, settings
from hypothesis import strategies as st
from list_sentences import sentences
from matplotlib.figure import Figure

from helpers import activations, exercises
from helpers.core import call
from helpers.core.check import Exercise
from helpers.core.note import Note
from helpers.core.record import Record

NAMES = exercises.names()
FUNCTIONS = [name for name in NAMES if "def " in getattr(exercises, name).stub]

each_exercise = pytest.mark.parametrize("name", NAMES)
each_function = pytest.mark.parametrize("name", FUNCTIONS)


@pytest.fixture
def shown(monkeypatch):
    """Return a list that gets what is shown."""
    notes: list[Note] = []
    monkeypatch.setattr("helpers.core.check.display", notes.append)
    return notes


def judge(name: str, answer: object):
    return getattr(exercises, name).judge(answer)


def run_source(source: str) -> object:
    """Run `source` as a notebook cell, and return what it defines."""
    names = {"np": np, "numpy": np, "plt": plt}
    before = set(names)
    exec(source, names)
    if "ax" in names:
        return names["ax"]
    (defined,) = set(names) - before - {"__builtins__"}
    return names[defined]


def drawn(x, y=None, style="-"):
    """Return an ax with a line through `x` and `y`, which are those of ReLU if not given."""
    ax = Figure().add_subplot()
    ax.plot(x, np.maximum(0, x) if y is None else y, style)
    return ax


def stairs():
    ax = Figure().add_subplot()
    ax.step([-4, 0, 4], [0, 0, 4])
    return ax


# -- right answers ----------------------------------------------------------------------------------------------


AT_ZERO = {"write_relu_slope": "The relu of PyTorch, JAX and TensorFlow chooses 0.", "write_leaky_relu_slope": "JAX"}


@each_exercise
def test_the_solution_is_right_and_what_libraries_choose_at_0_is_said(name):
    status, told = judge(name, run_source(getattr(exercises, name).answer))
    assert status == "right" and AT_ZERO.get(name, "") in told, told


SAID = {
    "f = lambda x: np.array([max(v, 0.0) if v == v else v for v in x])": "A Python loop is slow for large arrays",
}


@pytest.mark.parametrize(("source", "remark"), SAID.items())
def test_what_could_be_better_is_said_of_a_right_answer(source, remark):
    status, told = judge("write_relu", run(source))
    assert status == "right" and remark in told
    assert remark not in judge("write_relu", lambda x: np.maximum(x, 0))[1]


OURS = {
    "relu_if_else": "relu",
    "write_relu": "relu",
    "write_relu_slope": "relu_slope",
    "slope_from_output": "relu_slope",
}
OURS |= {"write_leaky_relu": "leaky_relu", "write_leaky_relu_slope": "leaky_relu_slope"}


@pytest.mark.parametrize(("name", "ours"), OURS.items())
def test_who_calls_the_function_of_the_lessons_is_told_so(name, ours):
    function = getattr(activations, ours)
    arguments = ", ".join(["x", "negative_slope"][: 1 + ("leaky" in ours)])
    line = f"def f(x{', negative_slope=0.01' * ('leaky' in ours)}):\n    return {ours}({arguments})"
    for answer in (function, run(line, **{ours: function})):
        status, told = judge(name, answer)
        assert status == "right" and f"Here {ours} of helpers.activations does the work" in told
    own = np.frompyfunc(lambda v: max(v, 0.0), 1, 1)  # like functions of NumPy, it has no module
    assert judge("mend_argument", run("return own(x).astype(float)", own=own))[0] == "right"
    moved = run("def f(x):\n    return relu(x - 2)", relu=activations.relu)
    assert "relu of helpers.activations does the work" in judge("shifted_relu", moved)[1]


# -- known wrong answers ----------------------------------------------------------------------------------------------

ROWS = sentences()
# One of two sentences of the same answer: the other one says more.
LESS = "nan says that a value is missing, and here it is lost"


@pytest.mark.parametrize(("name", "function", "told", "message"), ROWS)
def test_a_known_wrong_answer_gets_its_sentence_and_what_it_speaks_of_is_there(name, function, told, message):
    if told != LESS and message.startswith("For "):
        assert message.endswith(f": {told}.")
        seen = message.removesuffix(f": {told}.")
        for word, is_there in PROPERTIES.items():
            assert not re.search(rf"(?<!\w){word}\b", told) or is_there(seen), word


def numbers(seen: str, after: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d[\d.e-]*", seen.partition(after)[2])]


PROPERTIES = {
    "nan": lambda seen: "nan" in seen,
    "above 1": lambda seen: max(numbers(seen, "negative_slope = ")[:1] or numbers(seen, "x = ")) > 1,
    "-inf": lambda seen: "-inf" in seen,
}


def test_each_sentence_is_told_and_its_answer_is_wrong():
    named = {(name, told) for name, _, told, message in ROWS if message.endswith(f": {told}.")}
    broken = {(name, told) for name, _, told, message in ROWS if "as it was at the beginning" in message}
    assert {(name, told) for name, _, told, _ in ROWS if told != LESS} == named | broken
    assert all(len({told for each, _, told, _ in ROWS if each == name}) == len([1 for each, *_ in ROWS if each == name])
               for name in FUNCTIONS)  # fmt: skip


def test_a_known_wrong_answer_is_named_only_for_who_does_the_same_in_each_call():
    def same_first_output_only(x):  # as np.minimum(0, x) for [-3, 2]
        return np.where(x == 2, 0.0, -3.0)

    def same_but_for_nan(x):  # as np.where(x > 0, x, 0) for all but nan
        return np.where(np.isnan(x), 7, np.maximum(x, 0))

    for function in (same_first_output_only, same_but_for_nan):
        message = judge("write_relu", function)[1]
        assert not [told for _, _, told, _ in ROWS if told in message]


# -- other answers ------------------------------------------------------------------------------------------------


def raises(error):
    def function(x, a=0):
        raise error

    return function


class Activation:
    """A student's class, with a method that could be the answer."""

    def forward(self, x):
        return np.maximum(x, 0)


Activation.__module__ = "__main__"
OTHER = {
    "write_relu": [
        (lambda x: np.maximum(x, 0)[np.newaxis], ": each number needs one output, at its own place."),
        (lambda x: {"a": 1}, "gave a value of type dict instead of [0.0, 2.0]."),
        (lambda x: np.array([None, None]), "gave [None, None] instead of [0.0, 2.0]."),
        (raises(SystemExit), "stopped with SystemExit instead of giving [0.0, 2.0]."),
        (raises(ZeroDivisionError("with <b>")), "ZeroDivisionError (with <b>)"),
        (raises(ValueError("first\nsecond\n")), "stopped with ValueError (first second) instead of"),
        (5, "A function was asked, which begins with def, but this is 5. Give its name alone."),
        ("np.maximum(x, 0)", "but this is the text 'np.maximum(x, 0)'."),
        (np.maximum(np.arange(3), 0), "but this is [0, 1, 2]."),
        (Activation, "this is the class Activation."),
        (Activation(), "this is a value of type Activation."),
    ],
    "write_leaky_relu": [(Activation().forward, "Write (x, negative_slope=0.01) there.")],
    "own_plot": [
        (drawn(np.linspace(-4, 4, 8)), "No point is at 0, where the corner is: the points beside it are -0.571 and"),
        (drawn(np.arange(-4, 4, 1)), "goes from -4 to 3. It must go from -4 to 4. np.arange and range leave"),
        (drawn(np.arange(-4, 4, 0.1)), "goes from -4 to 3.9. It must go from -4 to 4. np.arange and range leave"),
        (drawn([-5, 0, 5]), "The line goes from -5 to 5. It must go from -4 to 4."),
        (drawn([-4, 0, 4], [0, 0, 3]), "At x = 4.0 the line has the height 3.0, and ReLU gives 4.0."),
        (drawn([0, 0, 4], [-4, 0, 4]), "Inputs and heights are exchanged"),
        (drawn([0, 1, 2], [-4, 0, 4]), "The inputs of the line are 0, 1, 2 and so on"),
        (drawn([-4, 4, 0]), "The line goes back: an input is smaller than the one before."),
        (drawn([-4, 0, np.nan, 4], [0, 0, np.nan, 4]), "At x = nan"),
        (drawn([]), "The line goes through no point. It must go from -4 to 4."),
        (drawn([-4, 0, 4], None, "o"), 'they are not joined. Write "o-"'),
        (stairs(), "what joins them is no straight line"),
        (drawn([[-4], [0], [4]], [[0, 0], [0, 0], [4, 4]]), "There are 2 lines in ax."),
        (np.linspace(-4, 4, 9), "A plot was asked, ax, but this is [-4.0,"),
        (plt, "A plot was asked, ax, but this is a value of type module."),
    ],
}


@pytest.mark.parametrize("name", OTHER)
def test_other_answers_get_a_sentence_that_names_what_came(name):
    for answer, words in OTHER[name]:
        status, told = judge(name, answer)
        assert status == "wrong" and words in told, (words, told)


@each_exercise
def test_untouched_exercise_is_not_attempted(name):
    exercise = getattr(exercises, name)
    answer = run(exercise.stub) if name in FUNCTIONS else run_source(exercise.stub)
    assert exercise.judge(answer)[0] == "not attempted"


def test_a_comment_and_a_docstring_are_no_answer_and_one_line_is():
    for name in FUNCTIONS:
        for end in ("", "\n    ..."):
            lines = getattr(exercises, name).stub.replace("\n    ...", end).partition("\n")[2].strip()
            untouched = run(f'def f(x, a=0):\n    """Mine."""\n    # look\n    {lines}')
            told = "f is as it was at the beginning. Write your code, and run its cell again."
            assert judge(name, untouched) == ("not attempted", told)
        for line in ("return 0", "5"):
            assert judge(name, run(f"def f(x, negative_slope=0.01):\n    {line}"))[0] == "wrong"
    assert judge("mend_argument", run("x[x <= 0] = 0\n    return x"))[0] == "wrong"


# -- faults of ours, and anything at all -----------------------------------------------------------------------------


def fails(*arguments):
    raise ZeroDivisionError("ours")


def test_a_fault_of_ours_is_never_called_a_wrong_answer():
    status, told = Exercise("mine", 1, "Do it.", ["Think."], "a = 1", "a = ...", fails).judge(1)
    assert status == "not attempted"
    assert "The check itself failed with ZeroDivisionError: this is no fault of your answer." in told
    assert "%tb" in told and str(sys.last_value) == "ours"


NUMBERS = st.one_of(st.integers(), st.floats(), st.complex_numbers(), st.booleans())
THINGS = [raises(NameError("x")), np.datetime64("2000-01-01"), object(), np.array(None), sys, np.array(["a"]), list]
WORDS = st.one_of(st.none(), st.text(), st.binary(), st.dictionaries(st.text(), st.integers(), max_size=2))
ANYTHING = st.one_of(NUMBERS, WORDS, st.lists(NUMBERS | WORDS, max_size=6), st.sampled_from(THINGS))


@settings(max_examples=60)
@given(ANYTHING, st.lists(ANYTHING, min_size=14, max_size=14))
@each_exercise
def test_judge_never_raises_or_fails_for_anything(name, value, outputs):
    rest = iter(outputs)
    for answer in (value, lambda *args: value, lambda *args: next(rest)):
        status, told = judge(name, answer)
        assert status in ("not attempted", "wrong", "right")
        assert "\n" not in told and told and "check itself" not in told


def test_a_slow_answer_is_told_with_its_input(monkeypatch):
    monkeypatch.setattr(call, "SECONDS", 0.2)
    later = run("while x.size == 1:\n        pass\n    return np.maximum(x, 0)")
    assert judge("write_relu", later)[1].startswith("For x = [0.0], f was stopped")
    status, told = judge("write_relu", run("while True:\n        pass"))
    assert status == "wrong" and told.startswith("For x = [-3.0, 2.0], f was stopped after 0.2 seconds.")
    assert "If it has a loop, look whether it comes to an end. A cell that goes on and on is ended by Stop" in told


# -- what is shown ----------------------------------------------------------------------------------------------------


def test_a_check_shows_itself_on_any_line_and_gives_nothing(shown):
    write_relu = exercises.write_relu
    answers = (lambda x: np.maximum(x, 0), lambda x: x, run(write_relu.stub))
    assert [write_relu.check(answer) for answer in answers] == [None] * 3
    assert [note.status for note in shown] == ["Right", "Wrong", "Not attempted"]
    assert [note.message for note in shown] == [write_relu.judge(answer)[1] for answer in answers]


@each_exercise
def test_each_hint_and_the_solution_are_opened_by_hand_and_all_that_is_said_is_a_sentence(name, shown):
    exercise = getattr(exercises, name)
    assert exercise.hint() is None and exercise.solution() is None
    hint, solution = shown
    assert list(hint.folded) == [f"Hint {place} of 3" for place in (1, 2, 3)]
    assert list(solution.folded.values()) == [exercise.answer]
    for note in shown:
        always, *folded = re.split("<details>", note._repr_html_())
        assert len(folded) == len(note.folded)
        assert all(html.escape(text) in part for text, part in zip(note.folded.values(), folded, strict=True))
        assert not any(html.escape(text) in always for text in note.folded.values())
    assert "<pre" in solution._repr_html_()  # it keeps its lines
    assert f"exercises.{name}.solution()" in hint.message
    said = [exercise.message, *hint.folded.values(), hint.message.partition(": ")[0] + "."]
    assert all(len(text.split()) >= 3 and text[-1] in ".?" for text in said)


def test_a_solution_after_a_right_answer_does_not_say_to_try_first(shown, monkeypatch):
    exercise = exercises.write_relu
    monkeypatch.setattr(exercise, "record", Record())
    exercise.solution()
    assert shown[-1].message == "Try it first. More than one answer is right."
    exercise.check(lambda x: np.maximum(x, 0))
    exercise.solution()
    assert shown[-1].message == "More than one answer is right."


@each_function
def test_no_solution_in_task_and_stub(name):
    exercise = getattr(exercises, name)
    last_line = exercise.answer.splitlines()[-1].strip()
    assert last_line not in exercise.stub and last_line not in exercise.message


def test_names_are_the_exercises_in_the_order_of_the_lessons():
    lessons = [getattr(exercises, name).lesson for name in NAMES]
    assert lessons == sorted(lessons)
    assert all(getattr(exercises, name).name == name for name in NAMES)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("status", ["Right", "Wrong", "Not attempted", "Note"])
def test_box_is_worded_and_its_contrast_is_enough_in_every_theme(status):
    page = Note(status, "A sentence.")._repr_html_()
    ground, text = re.search(r"background:(#\w{6});color:(#\w{6})", page).groups()
    assert (luminance(ground) + 0.05) / (luminance(text) + 0.05) >= 4.5
    assert f"{status}. A sentence." in re.sub("<.*?>", "", page)


def test_what_a_student_wrote_is_escaped(shown):
    attack = raises(ValueError("<img src=x onerror=alert(1)>"))
    attack.__name__ = "<script>alert(1)</script>"
    for answer in (attack, "<script>alert(1)</script>", lambda x: "<script>"):
        exercises.write_relu.check(answer)
    pages = [note._repr_html_() for note in shown]
    assert not any("<script" in page or "<img" in page for page in pages)
    assert html.escape("<img src=x") in pages[0]


@pytest.mark.parametrize("x", [np.arange(-4, 4.1, 0.1), np.linspace(-4, 4, 99), [-4, 0, 4], np.linspace(-4, 4, 1001)])
def test_a_plot_through_points_of_ones_own_is_right(x):
    """Also where steps of 0.1 add up to 4.000000000000007, and where linspace misses 0 by a rounding error."""
    assert judge("own_plot", drawn(x, style="o-"))[0] == "right"


def test_a_line_across_is_not_looked_at():
    ax = drawn([-4, 0, 4])
    ax.axvline(0)
    assert judge("own_plot", ax)[0] == "right"
