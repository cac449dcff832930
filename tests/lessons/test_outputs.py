"""What is shown by the cells that ask, answer or check: nothing of it is stored, so nbval compares nothing."""

import functools
import html
import re

import nbformat
import pytest
from render_notebooks import asks
from runner import NOTEBOOKS, run

from helpers import notebook
from helpers.core.record import Record

STATES = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
ASKING = re.compile(r"^(?:predict|reveal|remember|quiz|score|progress|exercises\.\w+\.check)\(|\(my_\w+\)$", flags=re.M)

# Each such cell, and what its output must hold: words, numbers, alt text.
ROWS = {
    "01_definition": {
        "predict-relu-of-minus-3": ["What does ReLU give for -3?", "-3", "0", "3"],
        "minus-3": ["2, 0.1, -1 and -5: 2 0.1 0 0", "Not answered yet", "The result is 0."],
        "predict-branch-for-0": ["Which return line runs?", "return x", "return 0"],
        "if-else": ["2, 0, 0.1 and -3: 2 0 0.1 0", "Right is: return 0."],
        "predict-additive": ["sum of the two outputs", "yes, both are 0", "yes, both are 1", "no"],
        "additive": ["sum of the outputs: 1", "output of the sum:  0", "Right is: no.", "piecewise linear"],
        "predict-neuron-output": ["w = 2, b = -1 and x = 0.25", "-0.5", "0.5"],
        "neuron-output": ["The result is 0.", "-0.5, and ReLU gives 0"],
        "exercise-relu-if-else": ["Not attempted", "my_relu"],
        "exercise-not-linear": ["Which line shows that it is not linear?", "f(-2) + f(5) is not f(-2 + 5)"],
    },
    "02_implementation": {
        "remember-questions": ["1. What does ReLU give for -7?", "2. A neuron computes z", "it is applied to z"],
        "predict-max-of-array": ["What does max(0, x) give?", "three numbers", "one number", "an error"],
        "max-of-array": ["ambiguous", "ValueError: The truth value of an array", "line 3 of its cell: max(0, x)"],
        "predict-np-max-of-array": ["What does np.max(x, 0) give", "[0. 0. 3.]", "3.0", "an error"],
        "np-max-result": ["np.maximum(x, 0): [0. 0. 3.]", "The result is 3.0."],
        "predict-where-and-nan": ["np.where(x > 0, x, 0)", "[ 0. nan  3.]", "[0. 0. 3.]", "an error"],
        "where-and-nan": ["np.maximum(x, 0): [ 0. nan  3.]", "The result is [0. 0. 3.]."],
        "predict-data-after-call": ["What does data hold", "[-2.  0.  3.]", "[0. 0. 3.]"],
        "data-after-call": ["change(data) gives [0. 0. 3.]", "The result is [0. 0. 3.].", "The -2 is lost."],
        "exercise-write-relu": ["Not attempted", "my_relu"],
        "exercise-mend-argument": ["Not attempted", "keeps_argument"],
    },
    "03_plot": {
        "remember-questions": ["1. x holds 1, 5 and 2.", "2. Is ReLU linear?"],
        "predict-last-point": ["last number of np.arange(-2, 2, 1)", "1", "2", "4"],
        "last-point": ["[-2 -1  0  1]", "The result is 1."],
        "predict-height-at-0": ["How high is the drawn line at x = 0?", "0.25"],
        "height-at-0": ["A line goes from (-3.5, 0) to (4.5, 4.5)", "The result is 0.25."],
        "predict-larger-error": ["farther from ReLU", "the one through 100 points"],
        "larger-error": ["3 points: the line at 0 is too high by 0.0", "by 0.0253", "Right is: the one through 100"],
        "predict-zoom": ["the corner of ReLU", "it becomes round", "it stays a corner"],
        "reveal-zoom": ["Right is: it stays a corner."],
        "exercise-own-plot": ["Not attempted", "ax.plot", "Plot, x across, y up."],
        "exercise-shifted-relu": ["Not attempted", "my_shifted_relu"],
        "exercise-shifted-plot": ["my_shifted_relu gave None"],
    },
    "04_slope": {
        "remember-questions": [
            "1. You plot ReLU, and no point is at 0.",
            "2. How many points has np.linspace(-4, 4, 9)",
        ],
        "predict-slope-of-square": ["To which number do the slopes come close when the step gets smaller?", "2"],
        "slope-of-square": ["slope 3.0", "slope 2.1", "slope 2.001", "Right is: 2."],
        "predict-slope-at-minus-3": ["slope of ReLU at -3", "there is none"],
        "slope-at-minus-3-result": ["at 2: 1.0", "The result is 0.0.", "a flat line rises by 0"],
        "predict-sides-of-0": ["come closer to each other", "yes, to 0.5"],
        "sides-of-0": ["to the left 0.0   to the right 1.0", "step 0.001", "the slope at 0 is undefined"],
        "predict-central-at-0": ["central slope of ReLU at 0", "0.5", "an error"],
        "central-at-0": ["h = 0.001   central slope 0.5", "Right is: 0.5."],
        "exercise-write-relu-slope": ["Not attempted", "my_relu_slope"],
        "exercise-half": ["equal to 0.5?", "it is the mean of the two slopes, 0 and 1"],
        "exercise-slope-from-output": ["Not attempted", "my_slope_from_output"],
    },
    "05_leaky_relu": {
        "remember-questions": ["1. What is the slope of ReLU at -5?", "2. A neuron with ReLU computes z = 2 * x - 1."],
        "predict-leaky-of-minus-3": ["Leaky ReLU give for -3", "-0.03", "0.03"],
        "leaky-values": ["[ 2.    0.    0.1  -0.03]", "The result is -0.03."],
        "predict-bias-after-1000-steps": ["What is b after 1000 steps?", "-3", "about -2", "0.5"],
        "bias-after-1000-steps": ["The result is -3.0.", "by exactly 0"],
        "predict-few-positive": ["only 4 of the 41 inputs", "b stays at -0.8", "b rises to 0.5"],
        "few-positive": ["The result is 0.5."],
        "predict-how-b-moves": ["How does b move now?", "slowly at first, then with a jump"],
        "how-b-moves": ["step across, b up", "from (0, -3) to (2000, 0.5)", "Right is: slowly at first", "1139"],
        "exercise-write-leaky-relu": ["Not attempted", "my_leaky_relu"],
        "exercise-write-leaky-relu-slope": ["Not attempted", "my_leaky_relu_slope"],
    },
    "06_check": {
        "quiz": ["1. What is the slope of ReLU at 0?", "it is undefined", "I do not know yet"],
        "score": ["Not answered yet: 1, 2, 3"],
        "progress": ["lesson | predicted | solved", "relu if else", "why half"],
    },
}
FILES = {path.stem: path for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
each_file = pytest.mark.parametrize("name", FILES)


def code_cells(notebook):
    return {cell.id: cell for cell in notebook.cells if cell.cell_type == "code"}


def committed(name):
    return code_cells(nbformat.read(FILES[name], as_version=4))


def of_widget(model, models):
    """Yield the words of a widget and of all in it."""
    state = models[model.removeprefix("IPY_MODEL_")]["state"]
    yield re.sub(r"<[^>]*>", " ", state.get("value") or "") if state["_model_name"] == "HTMLModel" else ""
    yield from state.get("_options_labels", ())
    for child in state.get("children", ()):
        yield from of_widget(child, models)


def of_output(output, models):
    """Yield what a student reads of an output: its text, a widget's words, a picture's alt text."""
    data = output.get("data", {})
    yield output.get("text", "") + "\n".join(output.get("traceback", []))
    if VIEW in data:
        yield from of_widget(data[VIEW]["model_id"], models)
    else:
        yield data.get("text/plain", "")
    yield from re.findall(r'<img alt="([^"]*)"', data.get("text/html", ""))


@functools.cache
def shown(name):
    """Run a notebook; return what a student reads below each cell, by its id."""
    notebook = nbformat.read(FILES[name], as_version=4)
    run(notebook, NOTEBOOKS)
    models = notebook.metadata.widgets[STATES]["state"]
    return {
        key: html.unescape("\n".join(text for output in cell.outputs for text in of_output(output, models)))
        for key, cell in code_cells(notebook).items()
    }


@each_file
def test_each_cell_that_asks_answers_or_checks_is_tagged_and_no_other(name):
    cells = committed(name).items()
    assert {key for key, cell in cells if asks(cell)} == {key for key, cell in cells if ASKING.search(cell.source)}


@each_file
def test_each_tagged_cell_has_a_row_here_and_no_stored_output(name):
    tagged = {key: cell for key, cell in committed(name).items() if asks(cell)}
    assert list(ROWS.get(name, {})) == list(tagged)
    assert [key for key, cell in tagged.items() if cell.outputs] == []


@pytest.mark.parametrize(("name", "cell"), [(name, cell) for name, rows in ROWS.items() for cell in rows])
def test_the_output_of_a_tagged_cell_holds_what_its_row_says(name, cell):
    assert [words for words in ROWS[name][cell] if words not in shown(name)[cell]] == []


@each_file
def test_only_one_cell_ends_in_an_error_and_it_is_meant_to(name):
    meant = {key for key, cell in committed(name).items() if "raises-exception" in cell.metadata.get("tags", [])}
    assert meant == ({"max-of-array"} if name == "02_implementation" else set())


@each_file
def test_of_an_explorer_the_picture_is_stored_with_its_alt_text_and_no_widget(name):
    for cell in committed(name).values():
        for output in cell.outputs:
            assert VIEW not in output.get("data", {})
            if "explorers.explore_" in cell.source:
                assert len(output.metadata["image/png"]["alt"]) > 20
                assert output.metadata["image/png"]["alt"] in output.data["text/plain"]
                assert html.escape(output.metadata["image/png"]["alt"]) in output.data["text/html"]


def test_the_check_is_walked_by_its_buttons_and_after_a_score_takes_no_answer(monkeypatch):
    monkeypatch.setattr(notebook, "RECORD", Record())
    tab = notebook.quiz()
    for place, page in enumerate(tab.children):
        assert tab.selected_index == place
        page.control.index = 0
        assert "Kept: " in page.said.value
        if page is not tab.children[-1]:
            page.children[-1].click()
    assert "Attempt 1" in str(notebook.score())
    assert [page.question.name for page in tab.children if page.said.value or not page.control.disabled] == []
    assert not any(page.control.disabled for page in notebook.quiz().children)
