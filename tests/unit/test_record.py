"""What a student predicted and solved is there tomorrow, whatever happens to the file."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from answers import run
from lab import ROOT

from helpers import exercises
from helpers.core.record import Record


@pytest.fixture
def path(tmp_path):
    return tmp_path / "my_answers.txt"


def test_values_are_there_for_the_next_kernel_and_the_last_one_counts(path):
    first = Record(path)
    for value in (3.0, -0.5, "yes", None):
        first.put("slope", value)
        assert Record(path).get("slope") == value
    first.put("other", "é − ")
    assert Record(path).get("other") == "é − "
    assert Record(path).get("nothing") is None


def test_two_open_lessons_see_each_other(path):
    one, two = Record(path), Record(path)
    one.put("a", 1.0)
    two.put("b", 2.0)
    one.put("c", 3.0)
    assert [record.get(name) for record in (one, two) for name in "abc"] == [1.0, 2.0, 3.0] * 2


def test_many_kernels_that_write_at_once_lose_nothing(path):
    code = (
        "import pathlib, sys; from helpers.core.record import Record; record = Record(pathlib.Path(sys.argv[1]))\n"
        "for i in range(100): record.put(f'{sys.argv[2]}-{i}', float(i))"
    )
    kernels = [subprocess.Popen([sys.executable, "-c", code, path, str(k)], cwd=ROOT) for k in range(4)]
    assert [kernel.wait(60) for kernel in kernels] == [0] * 4
    record = Record(path)
    assert all(record.get(f"{k}-{i}") == i for k in range(4) for i in range(100))


def test_a_line_that_another_kernel_is_writing_is_read_when_it_is_whole(path):
    Record(path).put("a", 1.0)
    line = "\n" + json.dumps({"name": "b", "value": 2.0})
    record = Record(path)
    for part in (line[:9], line[9:]):
        assert (record.get("a"), record.get("b")) == (1.0, None)
        with path.open("a", encoding="utf-8") as file:
            file.write(part)
    assert record.get("b") == Record(path).get("b") == 2.0


def test_the_same_value_is_written_once(path):
    record = Record(path)
    for _ in range(3):
        record.put("a", 1.0)
    assert json.loads(path.read_text()) == {"name": "a", "value": 1.0}


@pytest.mark.parametrize(
    "bad", ["{", '{"name": "x"', "[1]", "null", '{"value": 3}', "\x00\xff", '{"name": [], "value": 1}']
)
def test_a_damaged_line_is_skipped_and_the_file_stays_as_it_is(path, bad):
    Record(path).put("a", 1.0)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + json.dumps({"name": "b", "value": 2.0}) + f"\n{bad}")  # and no end of line
    damaged = path.read_bytes()
    record = Record(path)
    assert (record.get("a"), record.get("b")) == (1.0, 2.0)
    assert path.read_bytes() == damaged
    record.put("c", 3.0)
    assert path.read_bytes().startswith(damaged)
    assert [Record(path).get(name) for name in "abc"] == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("place", ["folder", "no folder"])
def test_where_nothing_can_be_written_values_live_in_the_kernel(tmp_path, place):
    record = Record(tmp_path if place == "folder" else tmp_path / "missing" / "file")
    record.put("a", 1.0)
    record.put("a", 2.0)
    assert record.get("a") == 2.0


def test_the_check_records_what_is_solved_and_never_takes_it_back():
    exercise, before = exercises.relu_if_else, exercises.relu_if_else.record
    try:
        exercise.record = Record()
        seen = []
        for answer in (run(exercise.stub), abs, lambda x: max(0, x), abs):
            exercise.check(answer)
            seen.append(exercise.record.get("relu_if_else"))
        assert seen == [None, "wrong", "right", "right"]
    finally:
        exercise.record = before


PROGRESS = """
from helpers import exercises
from helpers.notebook import predict, progress, reveal
print(progress())
"""


def test_yesterdays_work_is_there_and_no_test_and_no_renderer_sees_it(tmp_path):
    """Two kernels of a copy of the course, one after the other."""
    copy = subprocess.run(["cp", "-r", ROOT / "helpers", tmp_path], check=True) and tmp_path
    env = {name: value for name, value in os.environ.items() if name != "NO_ANSWERS"}

    def run(code, **more):
        command = [sys.executable, "-c", code + PROGRESS]
        return subprocess.run(command, cwd=copy, env=env | more, capture_output=True, text=True, check=True).stdout

    assert "1 | 0 of 4 | 0 of 2 | relu if else, why not linear" in run("")
    assert not list(copy.glob("my_answers*"))  # nothing was answered yet
    done = "from helpers import exercises, notebook\nexercises.relu_if_else.check(lambda x: max(0, x))\n"
    done += "notebook.predict('relu-of-minus-3').control.value = '3'\n"
    run(done)
    assert "1 | 1 of 4 | 1 of 2 | why not linear" in run("")
    asked = "from helpers import notebook\nprint(notebook.predict('relu-of-minus-3').reveal().value)\n"
    assert "You chose: 3." in run(asked)
    begin = "import helpers.notebook as lesson\n"
    assert "Run All Cells" in run(f"{begin}lesson.stage()\n")
    large = f"{begin}lesson.start()\nimport matplotlib\nprint(matplotlib.rcParams['figure.dpi'])\n"
    assert "150.0" in run(large) and "100.0" in run(large, NO_ANSWERS="1")
    run(f"{begin}lesson.stage(False)\n")
    assert "100.0" in run(large)
    assert "1 | 0 of 4 | 0 of 2" in run("", NO_ANSWERS="1")
