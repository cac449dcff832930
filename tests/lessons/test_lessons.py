"""The lessons in the hands of students: right answers, wrong answers, accidents; and what the prose claims."""

import importlib
import re
import sys

import ipywidgets
import nbformat
import pytest
from runner import NOTEBOOKS, run

import helpers
from helpers import exercises
from helpers.core.check import FunctionExercise, source

NAMES = {path: re.findall(r"exercises\.(\w+)\.check", path.read_text(encoding="utf-8")) for path in NOTEBOOKS.glob("*")}
PATHS = sorted(path for path, names in NAMES.items() if names)
NAMES = {path.stem: NAMES[path] for path in PATHS}

# The slope of ReLU at 0, run with torch 2.15.0, jax 0.10.2 and tensorflow 2.21.0 on x = 0.0.
SLOPE_AT_ZERO = {
    "torch.relu(x)": "0",
    "jax.nn.relu(x)": "0",
    "tf.nn.relu(x)": "0",
    "torch.maximum(x, torch.tensor(0.0))": "0.5",
    "jnp.maximum(x, 0)": "0.5",
    "tf.maximum(x, 0)": "1",
}

each_lesson = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def play(path, change):
    """Run a lesson with each cell's source changed; return the notebook with its outputs."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = change(cell)
    run(notebook, path.parent, allow_errors=True)
    return notebook


def texts(notebook, *kinds):
    """Return all that a student reads in the outputs, but for the cell that is meant to end in an error."""
    run = [cell for cell in notebook.cells if "raises-exception" not in cell.metadata.get("tags", [])]
    outputs = [output for cell in run for output in cell.get("outputs", [])]
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    return [
        output.get("text") or output.get("data", {}).get("text/plain") or "\n".join(output.get("traceback", []))
        for output in outputs
        if output.output_type in (kinds or [output.output_type])
    ]


def exercise_of(cell):
    found = re.search(r"exercises\.(\w+)\.check", cell.source)
    return getattr(exercises, found[1]) if found else None


def solve(cell):
    exercise = exercise_of(cell)
    if exercise is None:
        return cell.source
    assert exercise.stub in cell.source, f"the cell {cell.id} does not hold the stub of its exercise"
    return cell.source.replace(exercise.stub, exercise.answer)


def test_each_exercise_stands_in_one_lesson_and_in_its_own():
    placed = [(name, k) for k, path in enumerate(PATHS, start=1) for name in NAMES[path.stem]]
    assert sorted(placed) == sorted((name, getattr(exercises, name).lesson) for name in exercises.names())


@each_lesson
def test_the_published_solutions_are_right_in_the_lesson(path):
    verdicts = [text.split(":")[0] for text in texts(play(path, solve), "execute_result", "display_data")]
    assert [v for v in verdicts if v in ("Right", "Wrong", "Not attempted")] == ["Right"] * len(NAMES[path.stem])


def spoil(cell):
    """Put the first classic wrong answer, or nonsense, in the place of the stub."""
    exercise = exercise_of(cell)
    if exercise is None:
        return cell.source
    name = re.search(r"check\((\w+)\)", cell.source)[1]
    answer = f"{name} = 'I do not know'"
    if isinstance(exercise, FunctionExercise):
        answer = source(f"def {name}{exercise.asked.signature}:", exercise.wrong[0][0])
    return cell.source.replace(exercise.stub, answer)


@each_lesson
def test_wrong_answers_end_in_sentences(path):
    notebook = play(path, spoil)
    assert texts(notebook, "error") == []
    verdicts = [text.split(":")[0] for text in texts(notebook, "execute_result", "display_data")]
    judged = [v for v in verdicts if v in ("Right", "Wrong", "Not attempted")]
    assert len(judged) == len(NAMES[path.stem])
    assert "Right" not in judged


def half_done(cell):
    """Begin each function and do not finish it; before each cell, take names of the lesson for something else."""
    if cell.id == "setup":
        return cell.source
    source = cell.source
    if exercise_of(cell):
        source = re.sub(r"^( +)(?:\.\.\.|return.*)$", r"\1y = x + 'a'", source, flags=re.M)
    return f"x = h = a = relu = history = 'something else'\n{source}"


@each_lesson
def test_a_half_done_lesson_ends_in_sentences(path):
    """Only a name that a cell takes from an earlier one stops it, and then the cure is told."""
    for error in texts(play(path, half_done), "error"):
        assert re.search("now holds something else[.,] [Rr]un the cells above again", error)
        assert len(error.splitlines()) <= 3


@each_lesson
def test_all_cells_can_be_run_twice_and_a_lesson_keeps_little_memory(path):
    """Megabytes of the kernel's own after each run; files of libraries add at most 19 MB, less where kernels share."""
    notebook = nbformat.read(path, as_version=4)
    measure = nbformat.v4.new_code_cell(
        "for line in open('/proc/self/smaps_rollup'):\n    if line.startswith('Anonymous:'):\n        print(line)"
        if sys.platform == "linux"
        else "print('Anonymous: 0 kB')"
    )
    once = [cell for cell in notebook.cells if cell.cell_type == "code"]
    notebook.cells = nbformat.from_dict([*once, measure, *once, measure])
    run(notebook, path.parent, allow_errors=True)
    assert texts(notebook, "error") == []
    first, second = (int(text.split()[1]) / 1024 for text in texts(notebook) if text.startswith("Anonymous:"))
    assert first <= 85
    assert second <= first + 10


@each_lesson
def test_no_solution_is_seen_before_it_is_asked_for(path):
    notebook = nbformat.read(path, as_version=4)
    for name in NAMES[path.stem]:
        assert getattr(exercises, name).answer.strip() not in str(notebook)


@pytest.mark.parametrize(("old", "accepted"), [("7.8.5", False), ("8.0b1", False), ("8.1.5", True), ("10.1.0b1", True)])
def test_a_package_that_is_too_old_is_told_in_one_sentence(old, accepted, monkeypatch):
    monkeypatch.setattr(ipywidgets, "__version__", old)
    if accepted:
        importlib.reload(helpers)
    else:
        with pytest.raises(ImportError, match=r"^The lessons need ipywidgets 8\.1 or newer\. .*%pip install"):
            importlib.reload(helpers)


def test_the_table_of_the_libraries_is_as_measured():
    text = (NOTEBOOKS / "04_slope.ipynb").read_text(encoding="utf-8")
    rows = re.findall(r"\| (`.*?) \| ([\d.]+) \|", text)
    shown = {name: slope for names, slope in rows for name in re.findall(r"`(.*?)`", names)}
    assert shown == SLOPE_AT_ZERO
