"""Every question: kept as it is answered, told in sentences, and right by what is computed here."""

from __future__ import annotations

import re

import numpy as np
import pytest

from helpers import notebook, training
from helpers.activations import leaky_relu, relu
from helpers.core.question import Question, QuestionBox
from helpers.core.record import Record
from helpers.questions import CHECK, QUESTIONS, REASONS, REMEMBER, UNSURE

MEANT = {"yes": "A line has no bend.", "no": "It has a bend."}
LINEAR = Question("linear", 1, "Is ReLU linear?", "no", MEANT)
ALL = [*QUESTIONS.values(), *REASONS.values(), *REMEMBER, *CHECK]


@pytest.fixture
def record():
    return Record()


def choose(box, choice):
    """Choose as JupyterLab does: it sends the place of the choice."""
    state = {"index": list(box.question.choices).index(choice)}
    box.control._handle_msg({"content": {"data": {"method": "update", "state": state}}, "buffers": []})


def read(widget):
    """Return the words of a widget that shows HTML."""
    return " ".join(re.sub(r"<[^>]*>", " ", widget.value).split())


# -- one question -----------------------------------------------------------------------------------------


def test_nothing_is_suggested_and_without_an_answer_the_result_is_folded(record):
    box = QuestionBox(LINEAR, record)
    assert box.control.value is None and read(box.kept_note) == ""
    shown, _, folded = box.reveal("no").value.partition("<details>")
    assert "Not answered yet. Run the cell of the question, and choose." in shown and "bend" not in shown
    assert "The result is no. It has a bend." in folded


def test_a_verdict_has_a_mark_a_word_and_a_colour_and_says_what_is_right(record):
    box = QuestionBox(LINEAR, record)
    choose(box, "yes")
    assert read(box.reveal()) == "✗ Wrong. You chose: yes. A line has no bend. Right is: no. It has a bend."
    assert read(box.reveal(1.5)).endswith("A line has no bend. The result is 1.5. It has a bend.")
    wrong = re.search("background:(#[0-9A-F]{6})", box.verdict.value)[1]
    choose(box, "no")  # what was shown beside the result follows
    assert read(box.verdict) == "✓ Right. You chose: no. It has a bend."
    assert wrong not in box.verdict.value


def test_a_choice_is_kept_for_tomorrow(record):
    choose(QuestionBox(LINEAR, record), "yes")
    again = QuestionBox(LINEAR, record)
    assert again.control.value == "yes" and "Kept: yes." in read(again.kept_note)


def test_what_is_no_choice_any_more_is_no_answer(record):
    record.put("linear", "left")
    box = QuestionBox(LINEAR, record)
    assert box.control.value is None and "Not answered yet" in read(box.reveal())


def test_told_at_once_it_says_nothing_before_and_what_is_solved_stays_solved(record):
    box = QuestionBox(LINEAR, record, at_once=True)
    assert read(box.verdict) == "" and box.verdict in box.children
    for choice in ("yes", "no", "yes"):
        choose(box, choice)
        assert LINEAR.choices[choice] in read(box.verdict)
    assert record.get("linear") == "no"


def test_text_is_escaped(record):
    attack = "<img src=x onerror=alert(1)>"
    box = QuestionBox(Question("attack", 1, attack, "no", {attack: attack, "no": attack}), record)
    shown = [box.children[0].value, box.reveal(attack).value, box.plain()]
    choose(box, attack)
    shown += [box.kept_note.value, box.verdict.value]
    assert all("<img" not in each and "&lt;img" in each for each in shown)


def test_who_has_no_widgets_is_told_as_text_to_run_the_cell(record):
    text = QuestionBox(LINEAR, record)._repr_mimebundle_()["text/plain"]
    assert text == "Run > Run All Cells, and the questions are back."


# -- the questions of the lessons -------------------------------------------------------------------------


def changed(x):
    """Return `x` after it was given to a function that writes into it."""

    def write(given):
        given[given < 0] = 0

    write(x)
    return str(x)


def error_of(source, **names):
    try:
        return str(eval(source, {"np": np, **names}))
    except ValueError:
        return "an error"


def only(truth, choice, otherwise=""):
    return choice if truth else otherwise


PAIR, GRID = np.array([-2.0, 0.0, 3.0]), np.linspace(-4, 4, 81)
NINE = np.linspace(-4, 4, 9)
DEAD = training.train_neuron(-3, 0, 1000)
FEW = training.train_neuron(-0.8, 0, 1000)
LEAK = training.train_neuron(-3, 0.01, 2000)
CRAWL, CLIMB = LEAK.bias[1139] - LEAK.bias[0], LEAK.bias[1339] - LEAK.bias[1139]
MEAN = "it is the mean of the two slopes, 0 and 1"
NOW = {  # what is right, computed here
    "relu-of-minus-3": max(0, -3),
    "branch-for-0": "return x" if 0 > 0 else "return 0",
    "additive": only(relu(-1 + 1) == relu(-1) + relu(1), "yes", "no"),
    "neuron-output": max(0, 2 * 0.25 - 1) or 0,
    "max-of-array": error_of("max(0, x)", x=PAIR),
    "np-max-of-array": error_of("np.max(x, 0)", x=PAIR),
    "where-and-nan": error_of("np.where(x > 0, x, 0)", x=np.array([-2.0, np.nan, 3.0])),
    "data-after-call": changed(PAIR.copy()),
    "last-point": np.arange(-2, 2, 1)[-1],
    "height-at-0": (0 + 0.5) / 2,
    "larger-error": only(0 not in np.linspace(-5, 5, 100), "the one through 100 points"),
    "zoom": only(np.allclose(1000 * relu(GRID / 1000), relu(GRID)), "it stays a corner"),
    "slope-of-square": round((1.0001 * 1.0001 - 1) / 0.0001),
    "slope-at-minus-3": round((max(0, -3 + 0.1) - max(0, -3)) / 0.1),
    "sides-of-0": only(relu(1e-9) / 1e-9 - relu(-1e-9) / 1e-9 > 0.9, "no"),
    "central-at-0": (0.001 - 0) / 0.002,
    "leaky-of-minus-3": 0.01 * -3,
    "bias-after-1000-steps": only(set(DEAD.bias) == {-3.0} and set(DEAD.weight) == {1.0}, "-3"),
    "few-positive": f"b rises to {FEW.bias[-1]:.3g}",
    "how-b-moves": only(CRAWL < CLIMB, "slowly at first, then fast"),
    "why-not-linear": only(relu(-2) + relu(5) != relu(-2 + 5), "f(-2) + f(5) is not f(-2 + 5)"),
    "why-half": only((relu(0.1) - relu(-0.1)) / 0.2 == (0 + 1) / 2, MEAN),
    "remember-negative": relu(-7),
    "remember-neuron": "it is applied to z",  # a definition
    "remember-np-max": np.max(np.array([1, 5, 2]), 0),
    "remember-linear": only(relu(-1 + 1) == relu(-1) + relu(1), "yes", "no"),
    "remember-corner": only(np.interp(0, [-1, 1], relu([-1, 1])) > relu(0), "the line is too high near 0"),
    "remember-linspace": f"{len(NINE)} points, 0 {only(0 in NINE, '', 'not ')}among them",
    "remember-slope-left": round((relu(-5 + 0.1) - relu(-5)) / 0.1),
    "remember-z": relu(2 * 0 - 1),
    "check-slope-at-0": only(relu(1e-9) / 1e-9 != relu(-1e-9) / 1e-9, "it is undefined"),
    "check-inputs-of-2.5": "only for " + ", ".join(str(x) for x in np.arange(-40, 41) / 8 if relu(x) == 2.5),
    "check-line-at-0": np.interp(0, [-3, -1, 1, 3], relu([-3, -1, 1, 3])),
    "check-some-zeros": 10,  # a definition; that fewer are not enough is "few-positive"
    "check-array": only(np.array_equal(np.maximum(GRID, 0), relu(GRID)), "np.maximum(x, 0)"),
    "check-linear": only(relu(-3) + relu(3) > relu(0), "f(-3) + f(3)"),
    "check-leaky": round(float(leaky_relu(-20, 0.1))),
    "check-exact-plot": ", ".join(f"{n} points" for n in (3, 8, 1000) if 0 in np.linspace(-4, 4, n)),
    "check-slope-at-7": round((relu(7.5) - relu(7)) / 0.5),
    "check-same-array": only(changed(PAIR.copy()) == "[0. 0. 3.]", "0 in place of each negative number"),
}


def test_each_right_answer_is_what_is_computed():
    assert {each.name: str(NOW[each.name]) for each in ALL} == {each.name: each.right for each in ALL}


def test_with_a_leak_b_crawls_and_then_climbs():
    """From b = -3 with a = 0.01; computed once in plain Python."""
    assert LEAK.bias[[0, 1000, 1139, 1200, 1500]].round(2).tolist() == [-3, -1.82, -1.66, -0.42, 0.49]
    assert (LEAK.weight[1138] + LEAK.bias[1138] <= 0) and (LEAK.weight[1139] + LEAK.bias[1139] > 0)


def test_each_choice_has_its_sentence_and_names_are_unique():
    for asked in ALL:
        assert asked.right in asked.choices and 2 <= len(asked.choices) <= 5, asked.name
        assert asked.ask.endswith("?"), asked.name
        told = [sentence for choice, sentence in asked.choices.items() if choice != UNSURE]
        assert all(re.fullmatch(r"\S.*[.]", sentence) for sentence in told), asked.name
    assert len({each.name for each in ALL}) == len(ALL)


def test_each_lesson_asks_two_questions_on_those_before_and_the_check_asks_on_all():
    lessons = {each.lesson for each in QUESTIONS.values()}
    assert sorted(each.lesson for each in REMEMBER) == sorted([*(lessons - {1})] * 2)
    assert {each.lesson for each in CHECK} == lessons
    assert all(each.choices[UNSURE] and each.right != UNSURE for each in CHECK)


# -- what lessons call ------------------------------------------------------------------------------------


@pytest.fixture
def own_record(monkeypatch, record):
    monkeypatch.setattr(notebook, "RECORD", record)
    monkeypatch.setattr(notebook, "_boxes", {})
    return record


def begin_the_last_lesson(record):
    last = max(QUESTIONS.values(), key=lambda asked: asked.lesson)
    record.put(last.name, last.right)


def answer(sheet, pick):
    for child in sheet.children:
        choose(child, pick(child.question))


def a_wrong_one(asked):
    return next(choice for choice in asked.choices if choice != asked.right)


def test_a_question_that_is_asked_again_is_the_same_one_and_an_exercise_is_told_at_once(own_record):
    choose(notebook.predict("zoom"), "it becomes round")
    assert notebook.predict("zoom").control.value == "it becomes round"
    assert own_record.get("zoom") == "it becomes round"
    assert notebook.predict("why-half").at_once and not notebook.predict("zoom").at_once


@pytest.mark.parametrize("name", ["slope", 3])
def test_an_unknown_question_is_told_in_one_line(name):
    with pytest.raises(ImportError, match=rf"^The folder helpers has nothing called {name}: a typing error"):
        notebook.predict(name)


def test_what_is_remembered_stays_when_its_cell_runs_again_but_not_until_tomorrow(own_record, monkeypatch):
    answer(notebook.remember(3), lambda asked: asked.right)
    assert [child.control.value for child in notebook.remember(3).children] == ["5", "no"]
    monkeypatch.setattr(notebook, "_boxes", {})  # another kernel
    assert [child.control.value for child in notebook.remember(3).children] == [None, None]


def test_a_score_is_told_alone_until_the_last_lesson_was_read_and_to_begin_again_empties_the_pages(own_record):
    total = len(CHECK)
    assert repr(notebook.score()) == f"Not answered yet: {', '.join(str(k + 1) for k in range(total))}."
    sheet = notebook.quiz()
    assert sheet.titles == tuple(str(k + 1) for k in range(total))
    answer(sheet, lambda asked: UNSURE)
    choose(sheet.children[1], CHECK[1].right)
    first = repr(notebook.score())
    assert first.startswith(f"Attempt 1: 1 of {total}.\n")
    assert not any(sentence in first for asked in CHECK for sentence in asked.choices.values())
    assert repr(notebook.score()) == first  # to ask again is no new attempt
    begin_the_last_lesson(own_record)
    again = notebook.quiz()
    assert [child.control.value for child in again.children] == [None] * total
    answer(again, lambda asked: asked.right)
    choose(again.children[0], "0")
    second = repr(notebook.score()).splitlines()
    assert second[:2] == [f"Attempt 1: 1 of {total}.", f"Attempt 2: {total - 1} of {total}."]
    assert second[2] == f"1. You chose: 0. {CHECK[0].choices['0']} Read lesson 4 again."
    assert ["check", "", f"Attempt 2: {total - 1} of {total}.", ""] in notebook.progress().rows


def test_after_the_last_lesson_what_was_wrong_is_told(own_record):
    begin_the_last_lesson(own_record)
    answer(notebook.quiz(), a_wrong_one)
    told = repr(notebook.score())
    assert all(each.choices[a_wrong_one(each)] in told for each in CHECK)


def test_progress_names_exercises_in_words(own_record):
    left = " ".join(row[-1] for row in notebook.progress().rows)
    assert "write relu slope" in left and "why half" in left and "_" not in left
