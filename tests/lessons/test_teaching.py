"""TEACHING.md: its minutes add up, and its parts are those of the notebooks."""

import re

import nbformat
import pytest

from helpers.pages import NOTEBOOKS

TEACHING = (NOTEBOOKS.parent / "TEACHING.md").read_text(encoding="utf-8")
LESSONS = {
    title: dict(re.findall(r"^\| ([^|]+?) \| (\d+) \|", part, flags=re.M))
    for title, part in re.findall(r"^### (.+?)$(.+?)(?=^##)", TEACHING, flags=re.M | re.S)
}
SKIPPED = re.findall(r"^Skip first: (.+)\.$", TEACHING, flags=re.M)
MINUTES = [sum(map(int, parts.values())) for parts in LESSONS.values()]
PATHS = sorted(NOTEBOOKS.glob("0[1-5]*.ipynb"))


def markdown(path):
    cells = nbformat.read(path, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def test_each_lesson_has_its_minutes():
    assert list(LESSONS) == [re.search(r"^# (.+)$", markdown(path), flags=re.M)[1] for path in PATHS]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_parts_are_those_of_the_notebook_and_their_minutes_add_up(path):
    text = markdown(path)
    title = re.search(r"^# (.+)$", text, flags=re.M)[1]
    headings = [heading for heading in re.findall(r"^## (.+)$", text, flags=re.M) if heading != "Your turn"]
    assert list(LESSONS[title]) == headings
    promised = re.search(r"\*\*Time:\*\* (\d+) minutes with the class", text)[1]
    assert sum(map(int, LESSONS[title].values())) == int(promised)


@pytest.mark.parametrize(("minutes", "plan"), re.findall(r"^- \*\*(\d+) minutes:\*\* (.+)$", TEACHING, flags=re.M))
def test_a_plan_adds_up(minutes, plan):
    assert sum(map(int, re.findall(r"\((\d+)\)", plan))) == int(minutes)


def test_a_plan_takes_the_minutes_of_its_lessons():
    for lesson, minutes in re.findall(r"lesson (\d) without [^(]*\((\d+)\)", TEACHING):
        left_out = LESSONS[list(LESSONS)[int(lesson) - 1]][SKIPPED[int(lesson) - 1]]
        assert int(minutes) == MINUTES[int(lesson) - 1] - int(left_out)
    for first, second, third, minutes in re.findall(r"lessons (\d), (\d) and (\d) \((\d+)\)", TEACHING):
        assert int(minutes) == sum(MINUTES[int(lesson) - 1] for lesson in (first, second, third))
    assert int(re.search(r"all five lessons \((\d+)\)", TEACHING)[1]) == sum(MINUTES)


def test_readme_promises_the_same_minutes():
    readme = (NOTEBOOKS.parent / "README.md").read_text(encoding="utf-8")
    assert list(map(int, re.findall(r"^\| \[\d\. .* \| (\d+) \|$", readme, flags=re.M))) == MINUTES


def test_what_can_be_skipped_is_a_part():
    assert len(SKIPPED) == len(PATHS)
    assert all(part in parts for part, parts in zip(SKIPPED, LESSONS.values(), strict=True))
