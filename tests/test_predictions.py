"""The prediction widget, moved by the messages that JupyterLab sends."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from helpers.predictions import predict, reveal

_numbers = itertools.count()
QUESTION = "What is the slope of ReLU at 0?"


@pytest.fixture
def name():
    """A name that no prediction was kept under."""
    return f"test-{next(_numbers)}"


def enter(control, **state):
    control._handle_msg({"content": {"data": {"method": "update", "state": state}}, "buffers": []})


def click(prediction):
    content = {"data": {"method": "custom", "content": {"event": "click"}}}
    prediction.button._handle_msg({"content": content, "buffers": []})


def keep_number(prediction, text):
    enter(prediction.control, value=text)
    click(prediction)


def test_without_a_click_the_result_is_shown_alone(name):
    prediction = predict(name, QUESTION)
    enter(prediction.control, value="1")
    expected = "No prediction was kept (answer above and press the button). The result is 0.5."
    assert repr(prediction.reveal(0.5)) == repr(reveal(name, 0.5)) == expected
    assert expected in prediction.reveal(0.5)._repr_html_()


def test_number_is_shown_beside_the_result(name):
    prediction = predict(name, QUESTION)
    keep_number(prediction, "1")
    assert repr(prediction.reveal(0.5)) == "You predicted 1. The result is 0.5."
    assert "Kept: 1." in prediction.said.value


def test_choice_is_shown_beside_the_result(name):
    prediction = predict(name, "Is ReLU linear?", ["yes", "no"])
    assert prediction.control.value is None  # nothing is suggested
    click(prediction)
    assert "Choose an answer" in prediction.said.value
    enter(prediction.control, index=0)
    click(prediction)
    assert repr(prediction.reveal("no")) == "You predicted yes. The result is no."


def test_kept_number_stays_when_the_cell_runs_again_and_another_can_replace_it(name):
    keep_number(predict(name, QUESTION), "-0.5")
    again = predict(name, QUESTION)
    assert again.control.value == "-0.5" and "Kept: -0.5." in again.said.value
    keep_number(again, "2")
    assert repr(reveal(name, 0)) == "You predicted 2. The result is 0."


def test_kept_choice_stays_when_the_cell_runs_again(name):
    first = predict(name, "Is ReLU linear?", ["yes", "no"])
    enter(first.control, index=1)
    click(first)
    again = predict(name, "Is ReLU linear?", ["yes", "no"])
    assert again.control.value == "no" and "Kept: no." in again.said.value


def test_question_may_change_its_kind_and_keeps_no_old_answer_in_the_control(name):
    keep_number(predict(name, QUESTION), "2")
    assert predict(name, QUESTION, ["0", "1"]).control.value is None
    choice = predict(name, QUESTION, ["left", "right"])
    enter(choice.control, index=0)
    click(choice)
    assert predict(name, QUESTION).control.value == ""


def test_names_are_apart(name):
    keep_number(predict(name, QUESTION), "1")
    assert "No prediction" in repr(reveal(f"{name}-other", 0))


@pytest.mark.parametrize("typed", ["", " ", "one", "1/2", "<b>1</b>"])
def test_what_is_no_number_gets_a_sentence_and_is_not_kept(name, typed):
    prediction = predict(name, QUESTION)
    keep_number(prediction, typed)
    assert "Type a number, such as 0.5" in prediction.said.value
    assert "No prediction" in repr(prediction.reveal(1))


@pytest.mark.parametrize(("typed", "kept"), [("0,5", "0.5"), (" 3 ", "3"), ("−2", "-2"), ("1e3", "1000"), ("-0", "0")])
def test_numbers_are_read_as_people_write_them(name, typed, kept):
    keep_number(predict(name, QUESTION), typed)
    assert repr(reveal(name, 1)) == f"You predicted {kept}. The result is 1."


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (np.float64(0.25), "0.25"),
        (-0.0, "0"),
        (np.nan, "nan"),
        (True, "True"),
        (np.bool_(False), "False"),
        (3, "3"),
    ],
)
def test_results_are_written_in_one_way(name, result, text):
    assert (
        repr(reveal(name, result))
        == f"No prediction was kept (answer above and press the button). The result is {text}."
    )


def test_every_control_has_a_name():
    for prediction in (predict("a", QUESTION), predict("b", QUESTION, ["yes", "no"])):
        assert "Your prediction" in prediction.control.description
        assert prediction.button.description == "Keep my answer"


def test_plain_text_is_the_question_before_and_after_an_answer(name):
    prediction = predict(name, QUESTION)
    before = prediction._repr_mimebundle_()[0]
    keep_number(prediction, "1")
    after = predict(name, QUESTION)._repr_mimebundle_()[0]
    assert before["text/plain"] == after["text/plain"] == f"Predict: {QUESTION} (a number)"
    assert before["application/vnd.jupyter.widget-view+json"]["model_id"] == prediction.model_id
    choice = predict(name, "Linear?", ["yes", "no"])._repr_mimebundle_()[0]
    assert choice["text/plain"] == "Predict: Linear? (yes / no)"


def test_text_is_escaped(name):
    attack = "<img src=x onerror=alert(1)>"
    prediction = predict(name, attack, [attack, "no"])
    enter(prediction.control, index=0)
    click(prediction)
    shown = [child.value for child in prediction.children if hasattr(child, "placeholder")]
    for page in (*shown, prediction.said.value, prediction.reveal(attack)._repr_html_()):
        assert "<img" not in str(page) or page == attack  # the value of the control is not HTML
    assert "&lt;img" in prediction.children[0].value and "&lt;img" in prediction.said.value


@pytest.mark.parametrize("choices", [[], ["one"], ["same", "same"]])
def test_a_choice_needs_two_answers(choices):
    with pytest.raises(ValueError, match="choices"):
        predict("x", QUESTION, choices)
