"""What a notebook shows when it is run: the bytes of its file, and what the cells that ask, answer or check say."""

import functools
import html
import platform
import re
import sys
from importlib.metadata import version

from course import FILES, cells, each_of
from render_notebooks import VIEW, asks, run_all, written
from runner import ROOT

from helpers import notebook
from helpers.core.record import Record
from helpers.questions import CHECK, QUESTIONS, REASONS, REMEMBER

KNOWN = [*QUESTIONS.values(), *REASONS.values()]
STATES = "application/vnd.jupyter.widget-state+json"
PICTURE = re.compile(r'(?<="image/png": ")[^"]+|(?<=data:image/png;base64,)[A-Za-z0-9+/=]+')

# What a cell computes above the answer to its question, or draws: words, numbers, alt text.
COMPUTED = {
    "minus-3": ["2 gives 2 and 0.1 gives 0.1", "-1 gives 0 and -5 gives 0"],
    "if-else": ["2 gives 2 and 0.1 gives 0.1", "0 gives 0 and -3 gives 0"],
    "additive": ["sum of the outputs: 1", "output of the sum:  0"],
    "neuron-output": ["The result is 0.", "-0.5, and ReLU gives 0"],
    "max-of-array": ["ambiguous", "ValueError: The truth value of an array", "line 3 of its cell: max(0, x)"],
    "np-max-result": ["np.maximum(x, 0): [0. 0. 3.]", "The result is 3.0."],
    "where-and-nan": ["np.maximum(x, 0): [ 0. nan  3.]", "The result is [0. 0. 3.]."],
    "data-after-call": ["change(data) gives [0. 0. 3.]", "The result is [0. 0. 3.]."],
    "last-point": ["The result is [-2 -1  0  1]."],
    "height-at-0": ["A line goes from (-3.5, 0) to (4.5, 4.5)", "The result is 0.25."],
    "larger-error": ["3 points: the line at 0 is too high by 0.0", "by 0.0253"],
    "exercise-own-plot": ["ax.plot", "Plot, x across, y up."],
    "slope-of-square": ["slope 3.0", "slope 2.1", "slope 2.001"],
    "slope-at-minus-3-result": ["at 2: 1.0", "The result is 0.0."],
    "sides-of-0": ["to the left 0.0   to the right 1.0", "step 0.001"],
    "central-at-0": ["h = 0.001   central slope 0.5"],
    "leaky-values": ["[ 2.    0.    0.1  -0.01]", "The result is -0.03."],
    "bias-after-1000-steps": ["The result is -3.0."],
    "few-positive": ["The result is 0.5."],
    "how-b-moves": ["step across, b up", "from (0, -3) to (2000, 0.5)"],
    "score": ["Not answered yet: 1, 2, 3"],
    "progress": ["lesson | predicted | solved"],
}


def expected(cell):
    """Return what a cell that asks, answers or checks must show: all that the questions and exercises say of it."""
    call, name = re.search(
        r"^(\w+|exercises\.\w+\.check|explorers\.\w+)\((.*?)[,)]", cell.source.split("\n")[-1]
    ).groups()
    asked = [each for each in KNOWN if each.name == name.strip('"')]
    if call == "remember":
        asked = [each for each in REMEMBER if each.lesson == int(name)]
    if call == "quiz":
        asked = CHECK
    words = ["Not attempted"] if call.startswith("exercises") else []
    if call == "reveal":
        words += ["Not answered yet", *(each.choices[each.right] for each in asked)]
    else:
        words += [word for each in asked for word in (each.ask, *each.choices)]
    return words + COMPUTED.get(cell.id, [])


@functools.cache
def ran(path):
    """Return the notebook as it is after a run."""
    return run_all(path)


# -- what is stored -------------------------------------------------------------------------------------------


def pinned():
    """Return whether pictures are drawn here as the committed ones were."""
    constraints = dict(re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "tests/constraints.txt").read_text(), flags=re.M))
    same = all(version(name) == constraints[name] for name in ("numpy", "matplotlib", "pillow", "contourpy"))
    return same and sys.platform == "linux" and platform.machine() == "x86_64"


@each_of(FILES)
def test_the_file_is_what_one_command_writes(path):
    """To the last byte; where pictures are drawn by other versions, to the last byte of all else.

    So each cell was run, in order, and the file holds no state.
    """
    texts = [path.read_bytes().decode(), written(ran(path))]
    committed, now = texts if pinned() else [PICTURE.sub("PICTURE", text) for text in texts]
    different = [pair for pair in zip(committed.split("\n"), now.split("\n"), strict=False) if pair[0] != pair[1]]
    shown = [tuple(line[:200] for line in pair) for pair in different[:3]]
    assert committed == now, f"run: python tests/tools/render_notebooks.py {path.stem}; first differences: {shown}"


# -- what is not stored ---------------------------------------------------------------------------------------


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


@each_of([path for path in FILES if any(map(asks, cells(path)))])
def test_each_cell_that_asks_answers_or_checks_shows_what_its_question_says_and_what_it_computes(path):
    models = ran(path).metadata.widgets[STATES]["state"]
    for cell in [cell for cell in ran(path).cells if cell.cell_type == "code" and asks(cell)]:
        shown = html.unescape("\n".join(text for output in cell.outputs for text in of_output(output, models)))
        assert expected(cell), f"say what {cell.id} shows, in COMPUTED"
        assert [words for words in expected(cell) if words not in shown] == [], cell.id


@each_of(FILES)
def test_a_cell_ends_in_an_error_where_it_is_meant_to_and_nowhere_else(path):
    for cell in [cell for cell in ran(path).cells if cell.cell_type == "code"]:
        failed = any(output.output_type == "error" for output in cell.outputs)
        assert failed == ("raises-exception" in cell.metadata.get("tags", [])), cell.id


def test_the_check_is_walked_by_its_buttons_and_after_a_score_takes_no_answer(monkeypatch):
    monkeypatch.setattr(notebook, "RECORD", Record())
    tab = notebook.quiz()
    for place, page in enumerate(tab.children):
        assert tab.selected_index == place
        page.control.index = 0
        assert "Kept: " in page.kept_note.value
        if page is not tab.children[-1]:
            page.children[-1].click()
    assert "Attempt 1" in str(notebook.score())
    assert [page.question.name for page in tab.children if page.kept_note.value or not page.control.disabled] == []
    assert not any(page.control.disabled for page in notebook.quiz().children)
