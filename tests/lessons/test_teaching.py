"""TEACHING.md: its minutes and clocks add up, its parts are those of the notebooks, its votes those of the data."""

import math
import re
from itertools import accumulate
from pathlib import Path

import nbformat
import pytest
import write_teaching
from runner import NOTEBOOKS

from helpers import exercises
from helpers.questions import QUESTIONS, REMEMBER

TEACHING = Path(write_teaching.ROOT, "TEACHING.md").read_text(encoding="utf-8")
PARTS = TEACHING.partition("## The lessons, part by part")[2].partition("## The lab for a class")[0]
LESSONS = {
    title: re.findall(r"^\| (\d:\d\d) \| ([^|]+?) \| (\d+) \|", part, flags=re.M)
    for title, part in re.findall(r"^### (.+?)$(.+?)(?=^###|\Z)", PARTS, flags=re.M | re.S)
}
MINUTES = [sum(int(minutes) for *_, minutes in parts) for parts in LESSONS.values()]
ROWS = re.findall(r"^\| \d\. .*? \| `slides/.*` \| (.+) \| (\d), .* \|$", TEACHING, flags=re.M)
SKIPPED, CHOSEN = zip(*ROWS, strict=True)
PATHS = sorted(path for path in NOTEBOOKS.glob("*") if ".check(" in path.read_text(encoding="utf-8"))
STEP = r"(\d:\d\d) ([^(]*?) \((\d+)\)"


def markdown(path):
    cells = nbformat.read(path, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def clocks(minutes):
    """Return the clock at the beginning of each step."""
    return [f"{clock // 60}:{clock % 60:02d}" for clock in accumulate([0, *minutes[:-1]])]


def test_each_lesson_has_its_minutes():
    assert list(LESSONS) == [re.search(r"^# (.+)$", markdown(path), flags=re.M)[1] for path in PATHS]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_parts_are_those_of_the_notebook_and_their_minutes_add_up(path):
    text = markdown(path)
    parts = LESSONS[re.search(r"^# (.+)$", text, flags=re.M)[1]]
    alone = ("Your turn", "For the curious")
    headings = [heading for heading in re.findall(r"^## (.+)$", text, flags=re.M) if heading not in alone]
    assert [part for _, part, _ in parts] == headings
    promised = re.search(r"; (\d+) minutes with a class", text)[1]
    assert sum(int(minutes) for *_, minutes in parts) == int(promised)
    assert [clock for clock, *_ in parts] == clocks([int(minutes) for *_, minutes in parts])


@pytest.mark.parametrize(("minutes", "plan"), re.findall(r"^- \*\*(\d+) minutes:\*\* (.+)$", TEACHING, flags=re.M))
def test_a_plan_adds_up_and_its_clock_is_right(minutes, plan):
    steps = re.findall(STEP, plan)
    assert sum(int(took) for *_, took in steps) == int(minutes)
    assert [clock for clock, *_ in steps] == clocks([int(took) for *_, took in steps])


def test_a_plan_takes_the_minutes_of_its_lessons():
    left_out = next(int(minutes) for _, part, minutes in LESSONS["1. What ReLU is"] if part == SKIPPED[0])
    assert f"lesson 1 without its neuron ({MINUTES[0] - left_out})" in TEACHING
    assert f"lessons 1 and 4 ({MINUTES[0] + MINUTES[3]})" in TEACHING
    assert f"all lessons ({sum(MINUTES)})" in TEACHING


def counted(path):
    """Return the minutes for a student alone as TEACHING.md counts them."""
    words, code, written = 0, 0, 0
    for cell in nbformat.read(path, as_version=4).cells:
        if "## For the curious" in cell.source:
            break
        words += len(cell.source.split()) if cell.cell_type == "markdown" else 0
        code += cell.cell_type == "code"
        written += ".check(" in cell.source
    return 5 * math.ceil((words / 100 + code / 2 + 5 * written) / 5)


def test_readme_and_the_lessons_promise_the_minutes_that_are_counted():
    assert "a minute for 100 words, half a minute for a code cell, and 5 minutes for a function" in TEACHING
    readme = (NOTEBOOKS.parent / "README.md").read_text(encoding="utf-8")
    alone = [int(re.search(r"about (\d+) minutes with the exercises", markdown(path))[1]) for path in PATHS]
    assert alone == [counted(path) for path in PATHS]
    assert [int(each) for each in re.findall(r"^\| \[\d\. .* \| (\d+) \|$", readme, flags=re.M)][: len(PATHS)] == alone


def test_what_can_be_skipped_is_a_part_and_the_exercise_to_choose_is_there():
    assert len(SKIPPED) == len(PATHS)
    parts = [[part for _, part, _ in parts] for parts in LESSONS.values()]
    assert all(part in names for part, names in zip(SKIPPED, parts, strict=True))
    texts = map(markdown, PATHS)
    assert [f"**Exercise {number}.**" in text for number, text in zip(CHOSEN, texts, strict=True)] == [True] * len(
        PATHS
    )


def test_the_votes_and_the_key_are_what_one_command_writes_from_the_data():
    assert write_teaching.written() == write_teaching.KEY.read_text(encoding="utf-8")
    for name in exercises.names():
        assert getattr(exercises, name).answer in write_teaching.KEY.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_table_names_each_vote_before_a_result_in_the_order_of_the_notebook(path):
    """A vote has the number of its place among all questions of its lesson."""
    lesson, source = int(path.stem[:2]), path.read_text(encoding="utf-8")
    remembered = [each.name for each in REMEMBER if each.lesson == lesson]
    asked = remembered + re.findall(r'"predict\(\\"(.+?)\\"\)', source)
    assert [each.name for each in write_teaching.ASKED if each.lesson == lesson] == asked
    told = [f"{lesson}.{asked.index(name) + 1}" for name in asked if name in QUESTIONS or name in remembered]
    table = PARTS.partition(f"### {lesson}. ")[2].partition("### ")[0]
    assert re.findall(rf"\b{lesson}\.\d+\b", table) == told


def test_what_is_needed_in_the_last_half_hour_is_one_page():
    first, _, _ = TEACHING.partition("## Plans")
    assert len(first.splitlines()) <= 60
