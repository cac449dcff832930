"""The prediction widget, moved by the messages that JupyterLab sends, and what is said beside the result."""

from __future__ import annotations

import html
import itertools

import numpy as np
import pytest

from helpers import misconceptions, progress, training
from helpers.activations import leaky_relu, relu
from helpers.core.prediction import Prediction, Question, reveal
from helpers.core.record import Record
from helpers.exercises import CHECK, QUESTIONS, REASONS, REMEMBER
from helpers.notebook import predict

NUMBER = Question("slope", 1, "What is the slope of ReLU at 0?", "It is undefined.", wrong={"-2": "It never falls."})
CHOICE = Question("linear", 1, "Is ReLU linear?", "It has a bend.", ("yes", "no"), "no", {"yes": "A line has no bend."})


@pytest.fixture
def record():
    return Record()


def enter(control, **state):
    control._handle_msg({"content": {"data": {"method": "update", "state": state}}, "buffers": []})


def test_without_an_answer_the_way_back_comes_first_and_the_result_is_folded(record):
    note = reveal(NUMBER, 0.5, record)
    back = "You have not answered yet. To answer first, go to the question above, then run this cell."
    assert repr(note) == f"{back}\nShow the result: Right is: 0.5. It is undefined."
    shown, _, folded = note._repr_html_().partition("<details>")
    assert back in shown and "0.5" not in shown.partition("max-width")[2]
    assert "Right is: 0.5. It is undefined.</details>" in folded


def test_a_choice_is_kept_as_it_is_made_and_stays_when_the_cell_runs_again(record):
    prediction = Prediction(CHOICE, record)
    assert prediction.control.value is None and prediction.said.value == ""  # nothing is suggested
    enter(prediction.control, index=0)
    assert "Kept: yes." in prediction.said.value
    assert repr(reveal(CHOICE, "no", record)) == "You predicted: yes. Right is: no. A line has no bend. It has a bend."
    again = Prediction(CHOICE, record)
    assert again.control.value == "yes" and "Kept: yes." in again.said.value
    enter(again.control, index=1)
    assert repr(reveal(CHOICE, "no", record)) == "You predicted: no. Right is: no. It has a bend."


def test_a_number_that_is_changed_or_taken_away_is_kept_no_more(record):
    prediction = Prediction(NUMBER, record)
    for typed, kept in (("-", None), ("-2", -2.0), ("-2,", -2.0), ("-2,5", -2.5), ("", None)):
        enter(prediction.control, value=typed)
        assert record.get("slope") == kept
        assert ("Kept:" in prediction.said.value) == (kept is not None)
    assert "Type a number, such as 12.5." in prediction.said.value
    enter(prediction.control, value="-2")
    assert repr(reveal(NUMBER, 0.5, record)) == "You predicted: -2. Right is: 0.5. It never falls. It is undefined."


def test_a_question_may_change_its_kind_and_keeps_no_old_answer_in_the_control(record):
    record.put("slope", 2.0)
    assert Prediction(Question("slope", 1, "?", "", ("0", "1")), record).control.value is None
    record.put("slope", "left")
    assert Prediction(NUMBER, record).control.value == ""


ASKED = dict.fromkeys((" ", "one", "1/2", "<b>1</b>", "10,000.5", "1e400"), "Type a number, such as 12.5.")
ASKED |= {"10,000": "Is that 10000 or 10.000? Type it without a comma.", "−1,234": "Is that -1234 or -1.234?"}


@pytest.mark.parametrize("typed", ASKED)
def test_what_is_not_clearly_a_number_gets_a_sentence_and_is_not_kept(record, typed):
    prediction = Prediction(NUMBER, record)
    enter(prediction.control, value=typed)
    assert ASKED[typed] in prediction.said.value
    assert "not answered" in repr(reveal(NUMBER, 1, record))


KEPT = {"0,5": "0.5", " 3 ": "3", "−2": "-2", "1e3": "1000", "-0": "0", "-2.9999": "-2.9999", "0,125": "0.125"}
KEPT |= {"123456.75": "123456.75", "0.1234567890123": "0.1234567890123", "10,5000": "10.5"}


@pytest.mark.parametrize("typed", KEPT)
def test_numbers_are_read_as_people_write_them_and_shown_whole(record, typed):
    enter(Prediction(NUMBER, record).control, value=typed)
    assert repr(reveal(NUMBER, 1, record)).startswith(f"You predicted: {KEPT[typed]}. Right is: 1.")
    again = Prediction(NUMBER, record)
    assert again.control.value == KEPT[typed] and f"Kept: {KEPT[typed]}." in again.said.value


@pytest.mark.parametrize(
    ("kept", "result", "text"),
    [
        (None, np.float64(0.25), "Right is: 0.25."),
        (None, -0.0, "Right is: 0."),
        (None, np.nan, "Right is: nan."),
        (None, True, "Right is: True."),
        (None, np.bool_(False), "Right is: False."),
        (None, 3, "Right is: 3."),
        (-2.9999, -3.0, "You predicted: -2.9999. Right is: -3."),
        (0.3333, 1 / 3, "You predicted: 0.3333. Right is: 0.33333."),
        (1.0, 1 - 1e-13, "You predicted: 1. Right is: 1."),  # equal but for the rounding of floats
    ],
)
def test_results_are_written_in_one_way_and_differ_from_the_prediction_if_they_do(record, kept, result, text):
    record.put("slope", kept)
    assert f"{text} It is undefined." in repr(reveal(NUMBER, result, record))


def test_every_control_has_a_name(record):
    for asked in (NUMBER, CHOICE):
        assert "Your prediction" in Prediction(asked, record).control.description


def test_plain_text_is_the_question_before_and_after_an_answer(record):
    prediction = Prediction(NUMBER, record)
    before = prediction._repr_mimebundle_()[0]
    enter(prediction.control, value="1")
    after = Prediction(NUMBER, record)._repr_mimebundle_()[0]
    assert before["text/plain"] == after["text/plain"] == f"{NUMBER.ask} (a number)"
    assert before["application/vnd.jupyter.widget-view+json"]["model_id"] == prediction.model_id
    assert Prediction(CHOICE, record)._repr_mimebundle_()[0]["text/plain"] == "Is ReLU linear? (yes / no)"


def test_text_is_escaped(record):
    attack = "<img src=x onerror=alert(1)>"
    asked = Question("attack", 1, attack, attack, (attack, "no"), wrong={attack: attack})
    prediction = Prediction(asked, record)
    unanswered = reveal(asked, attack, record)._repr_html_()
    enter(prediction.control, index=0)
    shown = [child.value for child in prediction.children if hasattr(child, "placeholder")]
    for page in (*shown, prediction.said.value, reveal(asked, attack, record)._repr_html_(), unanswered):
        assert "<img" not in str(page) or page == attack  # the value of the control is not HTML
    assert "&lt;img" in prediction.children[0].value and "&lt;img" in prediction.said.value


# -- the questions of the lessons -------------------------------------------------------------------------------------

GRID = np.linspace(-4, 4, 81)


def changed(x, value=0):
    """Return `x` after it was given to a function that writes into it."""

    def write(given):
        given[0] = value

    write(x)
    return x


def final_error(leak):
    return training.train_neuron(bias=-3, negative_slope=leak, steps=20_000).error[-1]


SIX = [way for way in misconceptions.WAYS if "max(" not in way]
NOW = {  # what is right, computed here
    "relu-of-minus-3": max(0, -3),
    "branch-for-0": "return x" if 0 > 0 else "return 0",
    "additive": "yes" if relu(-1 + 1) == relu(-1) + relu(1) else "no",
    "neuron-output": max(0, 2 * 0.25 - 1),
    "np-max-of-array": "3" if np.max(np.array([-2.0, 0.0, 3.0]), 0) == 3 else "",
    "keeps-nan": sum(np.isnan(misconceptions.attempt(way, np.array([-2.0, np.nan, 3.0]))).any() for way in SIX),
    "last-point": np.arange(-3, 5, 1)[-1],
    "height-at-0": (0 + 0.5) / 2,
    "larger-error": "the one of 100 points" if 0 not in np.linspace(-5, 5, 100) else "",
    "slope-at-minus-3": "0",
    "central-at-0": (0.001 - 0) / 0.002,
    "bias-after-1000-steps": training.train_neuron(bias=-3, negative_slope=0, steps=1000).bias[-1],
    "dead-from-minus-half": "yes" if training.train_neuron(bias=-0.5, steps=100).bias[-1] == -0.5 else "no",
    "steps-to-revive": "about 1000"
    if 500 < training.train_neuron(bias=-3, negative_slope=0.01, steps=5000).revival < 2000
    else "",
    "max-of-array": "an error" if isinstance(misconceptions.attempt("max(0, x)", np.arange(3.0)), ValueError) else "",
    "data-after-call": "0, 0 and 3" if changed(np.array([-2.0, 0.0, 3.0])).tolist() == [0, 0, 3] else "",
    "zoom": "it stays a corner" if np.allclose(1000 * relu(GRID / 1000), relu(GRID)) else "",
    "sides-of-0": "no" if relu(1e-9) / 1e-9 - relu(-1e-9) / 1e-9 > 0.9 else "yes",
    "larger-leak": "yes" if final_error(0.3) < final_error(0.01) else "no",
    "why-not-linear": "f(-2 + 5) = 3, but f(-2) + f(5) = 5" if (relu(-2 + 5), relu(-2) + relu(5)) == (3, 5) else "",
    "why-corner-moves": "no input is 0, and a line joins the points beside it"
    if 0 not in np.arange(-2.25, 3, 0.5)
    else "",
    "why-half": "it is the mean of the slopes on both sides" if (relu(0.1) - relu(-0.1)) / 0.2 == (0 + 1) / 2 else "",
    "choose-a": "2 * x" if np.allclose(leaky_relu(2 * GRID, 1.0), 2 * GRID) else "",
    "remember-negative": relu(-7),
    "remember-neuron": "it is applied to z",  # a definition
    "remember-np-max": np.max(np.array([1, 5, 2]), 0),
    "remember-linear": "yes" if relu(-1 + 1) == relu(-1) + relu(1) else "no",
    "remember-corner": "the line is too high near 0" if np.interp(0, [-1, 1], relu([-1, 1])) > relu(0) else "",
    "remember-45-degrees": round(np.tan(np.radians(45)), 9),
    "remember-slope-left": (relu(-5 + 0.1) - relu(-5)) / 0.1,
    "remember-z": relu(2 * 0 - 1),
    "check-slope-at-0": "it is undefined" if relu(1e-9) / 1e-9 != relu(-1e-9) / 1e-9 else "",
    "check-inputs-of-2.5": ", ".join(str(x) for x in np.arange(-40, 41) / 8 if relu(x) == 2.5),
    "check-line-at-0": np.interp(0, [-3, -1, 1, 3], relu([-3, -1, 1, 3])),
    "check-some-zeros": "all 5",  # a definition; that fewer are not enough is "dead-from-minus-half"
    "check-array": "np.maximum(x, 0)" if np.array_equal(np.maximum(GRID, 0), relu(GRID)) else "",
    "check-linear": "f(-2 * x) is larger" if relu(-2 * 3) > -2 * relu(3) else "",
    "check-leaky": leaky_relu(-20, 0.1),
    "check-exact-plot": "3 points, evenly spaced from -4 to 4"
    if [0 in np.linspace(-4, 4, n) for n in (3, 8, 1000)] == [True, False, False]
    else "",
    "check-slope-at-7": round((relu(7.1) - relu(7)) / 0.1, 9),
    "check-same-array": changed(np.array([1, 2]), 9)[0],
}


ALL = [*QUESTIONS.values(), *REASONS.values(), *REMEMBER, *CHECK]


@pytest.mark.parametrize("asked", ALL, ids=lambda asked: asked.name)
def test_each_wrong_answer_has_its_sentence_and_the_right_one_has_none(asked, record):
    name = asked.name
    right = str(NOW[name]).removesuffix(".0")
    assert right not in asked.wrong and asked.wrong
    assert asked.right == right
    if asked.choices:
        assert right in asked.choices
        assert set(asked.wrong) == set(asked.choices) - {right}
    else:
        assert all(float(wrong) != float(right) for wrong in asked.wrong)
    for wrong, sentence in asked.wrong.items():
        record.put(name, wrong if asked.choices else float(wrong))
        told = repr(reveal(asked, right, record))
        assert told == f"You predicted: {wrong}. Right is: {right}. {sentence} {asked.told}"
        assert sentence[-1] == asked.told[-1] == "." and len(sentence.split()) > 3


def test_no_two_questions_have_one_name_or_ask_the_same():
    assert len({asked.name for asked in ALL}) == len({asked.ask for asked in ALL}) == len(ALL)


def test_each_lesson_from_the_second_on_begins_with_two_questions_and_the_check_has_two_of_each():
    assert [asked.lesson for asked in REMEMBER] == [2, 2, 3, 3, 4, 4, 5, 5]
    assert sorted(asked.lesson for asked in CHECK) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert all(a.lesson != b.lesson for a, b in itertools.pairwise(CHECK))  # mixed


@pytest.mark.parametrize("asked", [*REASONS.values(), *REMEMBER], ids=lambda asked: asked.name)
def test_an_answer_is_told_at_once(asked, record):
    for choice in asked.choices:
        prediction = Prediction(asked, record, "Your answer", tell=True)
        enter(prediction.control, index=asked.choices.index(choice))
        right = choice == asked.right
        told = f"Right. {asked.told}" if right else f"Not right. {asked.wrong[choice]}"
        assert html.escape(told) in prediction.said.value


@pytest.fixture
def own_record(monkeypatch, record):
    monkeypatch.setattr(progress, "RECORD", record)
    return record


def answer(sheet, pick):
    for child in sheet.children:
        enter(child.control, index=child.question.choices.index(pick(child.question)))


def test_what_is_remembered_is_asked_anew_each_time_and_a_chosen_reason_stays(own_record):
    answer(progress.remember(3), lambda asked: asked.right)
    assert [child.control.value for child in progress.remember(3).children] == [None, None]
    enter(progress.choose("why-half").control, index=0)
    again = progress.choose("why-half")
    assert again.control.value == "h is still too large" and "Not right. A smaller h" in again.said.value
    for index in (1, 2):  # what is solved stays solved, and another answer is still told
        enter(again.control, index=index)
        assert own_record.get("why-half") == "it is the mean of the slopes on both sides"
    assert "Not right. The slope there is undefined" in again.said.value


def test_the_first_score_is_told_alone_and_the_second_one_with_what_was_wrong(own_record):
    assert repr(progress.score()) == "Not answered yet: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10."
    sheet = progress.quiz()
    answer(sheet, lambda asked: next(iter(asked.wrong)))
    enter(sheet.children[1].control, index=CHECK[1].choices.index(CHECK[1].right))
    first = repr(progress.score())
    assert first.startswith("Attempt 1: 1 of 10.\n")
    assert not any(sentence in first for asked in CHECK for sentence in (asked.told, *asked.wrong.values()))
    own_record.put("larger-leak", "yes")  # as after lesson 5
    assert CHECK[0].wrong[next(iter(CHECK[0].wrong))] in repr(progress.score())
    own_record.put("larger-leak", None)
    assert repr(progress.score()) == first  # to ask again is no new attempt
    again = progress.quiz()
    assert [child.control.value for child in again.children] == [None] * 10
    assert "Attempt 1: 1 of 10." in repr(progress.score())
    answer(again, lambda asked: asked.right)
    enter(again.children[0].control, index=0)
    second = repr(progress.score()).splitlines()
    assert second[:2] == ["Attempt 1: 1 of 10.", "Attempt 2: 9 of 10."]
    assert second[2] == f"1. You chose: 0. {CHECK[0].wrong['0']} Read lesson 4 again."
    assert ["check", "", "Attempt 2: 9 of 10.", ""] in progress.progress().rows
    answer(progress.quiz(), lambda asked: asked.right)
    assert "Attempt 3: 10 of 10." in repr(progress.score())


def test_a_sheet_is_told_as_text():
    text = progress.quiz()._repr_mimebundle_()[0]["text/plain"]
    assert text.splitlines()[0] == "What is the slope of ReLU at 0? (0 / 0.5 / 1 / it is undefined)"
    assert len(text.splitlines()) == 10


def test_an_unknown_question_is_told_in_one_line():
    with pytest.raises(ValueError, match=r"^name must be one of relu-of-minus-3, .* but it is 'slope'\. Choose one"):
        predict("slope")
    assert predict("zoom").question is QUESTIONS["zoom"]


@pytest.mark.parametrize("kept", [5, "x", [1], [None], {"a": 1}, [{"check-leaky": "no such choice"}]])
def test_a_record_that_somebody_edited_ends_in_sentences(own_record, kept):
    for name, value in {"check-attempts": kept, "relu-of-minus-3": [3], "additive": 2, "check-leaky": "old"}.items():
        own_record.put(name, value)
    assert "Not answered yet: 1, 2" in repr(progress.score())
    assert progress.progress().rows
    assert "not answered yet" in repr(progress.reveal("relu-of-minus-3", 0)) + repr(progress.reveal("additive"))


def test_what_was_wrong_stays_when_the_questions_are_asked_again(own_record):
    for pick in (lambda asked: next(iter(asked.wrong)), lambda asked: next(iter(asked.wrong))):
        answer(progress.quiz(), pick)
        progress.score()
    progress.quiz()
    told = repr(progress.score())
    assert told.startswith("Not answered yet: 1, 2") and f"7. You chose: 0. {CHECK[6].wrong['0']}" in told


def test_a_prediction_is_no_exercise_and_an_exercise_no_prediction():
    for ask, name in ((predict, "why-half"), (progress.choose, "zoom")):
        with pytest.raises(ValueError, match="name must be one of"):
            ask(name)


def test_each_control_of_a_sheet_has_its_own_name():
    names = [child.control.description for child in progress.quiz().children]
    assert names[:2] == ["1. Your answer", "2. Your answer"] and len(set(names)) == 10
