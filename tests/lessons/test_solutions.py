"""The copy of the lessons that an instructor opens: every exercise that is written is solved in it."""

import subprocess
import sys

import nbformat
import pytest
from lab import ROOT
from runner import NOTEBOOKS, run

from helpers import exercises

TOOL = str(ROOT / "tests/tools/write_solutions.py")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course") / "solutions"
    command = [sys.executable, TOOL, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert str(folder) in done.stdout
    return folder


def test_all_lessons_are_there_and_no_stub_is_left(folder):
    assert sorted(path.name for path in folder.glob("*.ipynb")) == sorted(path.name for path in NOTEBOOKS.glob("*"))
    for path in folder.glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        source = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        here = [getattr(exercises, name) for name in exercises.names() if f"exercises.{name}.check" in source]
        assert [each.name for each in here if each.stub in source or each.answer not in source] == []


@pytest.mark.parametrize("place", ["notebooks", ".", "helpers/sol", "..", "README.md"])
def test_no_lesson_is_lost_to_its_own_copy(place):
    command = [sys.executable, TOOL, place]
    before = (NOTEBOOKS / "03_plot.ipynb").read_bytes()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and "The folder must be one of its own, but it is" in done.stderr
    assert (NOTEBOOKS / "03_plot.ipynb").read_bytes() == before


@pytest.mark.parametrize("name", ["02_implementation", "03_plot"])
def test_each_exercise_of_a_copy_is_right(folder, name):
    notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
    run(notebook, folder)
    checks = [cell for cell in notebook.cells if ".check(" in cell.source]
    assert len(checks) >= 2
    for cell in checks:  # a plot may stand below the verdict
        said = [output.data["text/plain"].split(":")[0] for output in cell.outputs]
        assert [verdict for verdict in said if verdict in ("Right", "Wrong", "Not attempted")] == ["Right"]
