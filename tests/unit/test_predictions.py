"""The prediction widget, moved by the messages that JupyterLab sends."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from helpers.notebook import predict, reveal

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
    assert repr(reveal(name, 0.5)) == expected
    assert expected in reveal(name, 0.5)._repr_html_()
    click(prediction)
    assert repr(reveal(f"{name}-other", 0.5)) == expected  # names are apart


def test_choice_is_shown_beside_the_result_and_stays_when_the_cell_runs_again(name):
    prediction = predict(name, "Is ReLU linear?", ["yes", "no"])
    assert prediction.control.value is None  # nothing is suggested
    click(prediction)
    assert "Choose an answer" in prediction.said.value
    enter(prediction.control, index=0)
    click(prediction)
    assert repr(reveal(name, "no")) == "You predicted yes. The result is no."
    again = predict(name, "Is ReLU linear?", ["yes", "no"])
    assert again.control.value == "yes" and "Kept: yes." in again.said.value


def test_question_may_change_its_kind_and_keeps_no_old_answer_in_the_control(name):
    keep_number(predict(name, QUESTION), "2")
    assert predict(name, QUESTION, ["0", "1"]).control.value is None
    choice = predict(name, QUESTION, ["left", "right"])
    enter(choice.control, index=0)
    click(choice)
    assert predict(name, QUESTION).control.value == ""


ASKED = {
    typed: "Type a number, such as 0.5, then" for typed in ("", " ", "one", "1/2", "<b>1</b>", "10,000.5", "1e400")
}
ASKED |= {
    "10,000": "Is that 10000 or 10.000? Type it without a comma, then press the button again.",
    "−1,234": "Is that -1234 or -1.234?",
}


@pytest.mark.parametrize("typed", ASKED)
def test_what_is_not_clearly_a_number_gets_a_sentence_and_is_not_kept(name, typed):
    prediction = predict(name, QUESTION)
    keep_number(prediction, typed)
    assert ASKED[typed] in prediction.said.value
    assert "No prediction" in repr(reveal(name, 1))


KEPT = {"0,5": "0.5", " 3 ": "3", "−2": "-2", "1e3": "1000", "-0": "0", "-2.9999": "-2.9999", "0,125": "0.125"}
KEPT |= {"123456.75": "123456.75", "0.1234567890123": "0.1234567890123", "10,5000": "10.5"}


@pytest.mark.parametrize("typed", KEPT)
def test_numbers_are_read_as_people_write_them_and_shown_whole(name, typed):
    keep_number(predict(name, QUESTION), typed)
    assert repr(reveal(name, 1)) == f"You predicted {KEPT[typed]}. The result is 1."
    again = predict(name, QUESTION)
    assert again.control.value == KEPT[typed] and f"Kept: {KEPT[typed]}." in again.said.value
    click(again)  # what is shown is kept again: no digit is lost
    assert repr(reveal(name, 1)) == f"You predicted {KEPT[typed]}. The result is 1."


NONE = "No prediction was kept (answer above and press the button). The result is"


@pytest.mark.parametrize(
    ("kept", "result", "text"),
    [
        (None, np.float64(0.25), f"{NONE} 0.25."),
        (None, -0.0, f"{NONE} 0."),
        (None, np.nan, f"{NONE} nan."),
        (None, True, f"{NONE} True."),
        (None, np.bool_(False), f"{NONE} False."),
        (None, 3, f"{NONE} 3."),
        ("-2.9999", -3.0, "You predicted -2.9999. The result is -3."),
        ("0.3333", 1 / 3, "You predicted 0.3333. The result is 0.33333."),
        ("1", 1 - 1e-13, "You predicted 1. The result is 1."),  # equal but for the rounding of floats
    ],
)
def test_results_are_written_in_one_way_and_differ_from_the_prediction_if_they_do(name, kept, result, text):
    if kept is not None:
        keep_number(predict(name, QUESTION), kept)
    assert repr(reveal(name, result)) == text


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
    for page in (*shown, prediction.said.value, reveal(name, attack)._repr_html_()):
        assert "<img" not in str(page) or page == attack  # the value of the control is not HTML
    assert "&lt;img" in prediction.children[0].value and "&lt;img" in prediction.said.value
