"""The notebooks as files: run, stable, complete, and each part of them a place to start."""

import functools
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path

import nbformat
import pytest
from render_notebooks import render
from runner import NOTEBOOKS, run

from helpers.questions import QUESTIONS, REASONS

ROOT = NOTEBOOKS.parent
FILES = sorted(NOTEBOOKS.glob("*.ipynb"))
PATHS = [path for path in FILES if path.stem != "glossary"]  # which has one cell of text
LESSONS = [path for path in PATHS if "exercises." in path.read_text(encoding="utf-8").replace("import exercises", "")]
CHECK = next(path for path in PATHS if path not in LESSONS)
PICTURE = re.compile(r'(?<="image/png": ")[^"]+|(?<=data:image/png;base64,)[A-Za-z0-9+/=]+')
NEW_KERNEL = "%reset -f"
KINDS_OF_SLIDES = ("slide", "subslide", "fragment", "-", "skip")
CURIOUS = "For the curious"

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


@functools.cache
def read(path):
    return nbformat.read(path, as_version=4)


def cells(path, kind):
    return [cell for cell in read(path).cells if cell.cell_type == kind]


def outputs(path):
    return [output for cell in cells(path, "code") for output in cell.outputs]


def words(path):
    """Return everything in the file but the pictures."""
    return PICTURE.sub("PICTURE", path.read_text(encoding="utf-8"))


def sections(path):
    """Return the code cells below each heading of level 2, by heading, but for the one that is meant to fail."""
    found, heading = {}, None
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            for line in headings(cell.source):
                if line.startswith("## "):
                    heading = line.removeprefix("## ")
                    assert heading not in found, f"{path.name} has two headings '{heading}'"
                    found[heading] = []
        elif heading and "raises-exception" not in cell.metadata.get("tags", []):
            found[heading].append(cell)
    return found


def headings(markdown):
    return re.findall(r"^#{1,6} .+$", re.sub(r"^```.*?^```", "", markdown, flags=re.M | re.S), flags=re.M)


# -- outputs -------------------------------------------------------------------------------------------------


@each_notebook
def test_no_output_is_an_error_or_a_warning(path):
    assert [output for output in outputs(path) if output.output_type == "error"] == []
    assert [output.text for output in outputs(path) if output.get("name") == "stderr"] == []


@each_file
@pytest.mark.parametrize(
    "what, pattern",
    [
        (
            "an absolute path",
            r"(?<![\w.:/<>])/(?:home|root|Users|tmp|usr|opt|mnt|var|work|private)/|\b[A-Z]:\\\\[A-Za-z]",
        ),
        ("a version of Python", r"Python 3\.\d|\b3\.1\d\.\d+\b"),
        ("a place in memory", r"0x[0-9a-f]{6,}"),
        ("a folder of this machine", "|".join(re.escape(str(place)) for place in (ROOT, sys.prefix))),
    ],
    ids=lambda value: value if " " in value and "\\" not in value else "",
)
def test_the_file_holds_nothing_of_one_machine(path, what, pattern):
    assert re.findall(rf".{{0,40}}(?:{pattern}).{{0,40}}", words(path)) == [], f"{path.name} holds {what}"


@each_file
def test_nothing_in_the_file_runs_before_the_student_runs_it(path):
    assert re.findall(r"(?:https?:)?//\w+\.\w+", PICTURE.sub("", str(outputs(path)))) == []  # nor asks the network
    assert {kind for output in outputs(path) for kind in output.get("data", {})} <= {
        "text/plain",
        "text/html",
        "image/png",
    }
    html = [output.data.get("text/html", "") for output in outputs(path) if "data" in output]
    text = PICTURE.sub("PICTURE", "\n".join([*html, *(cell.source for cell in cells(path, "markdown"))]))
    active = r"(?i)<(?:script|iframe|object|embed|link|base|form|svg)\b|<[^>]*\son\w+\s*=|javascript:|@import|url\("
    assert re.findall(active, text) == []
    assert re.findall(r"(?i)\b(?:src|srcset|href|action)\s*=(?!\s*[\"']?data:image/png;base64,PICTURE)", text) == []
    assert re.findall(r"!\[[^]]*\]\((?:\w+:)?//", text) == []  # a picture from the network
    assert [cell.id for cell in read(path).cells if "trusted" in cell.metadata] == []


def pinned():
    """Return whether pictures are drawn here as the committed ones were."""
    constraints = dict(re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "tests/constraints.txt").read_text(), flags=re.M))
    same = all(version(name) == constraints[name] for name in ("numpy", "matplotlib", "pillow", "contourpy"))
    return same and sys.platform == "linux" and platform.machine() == "x86_64"


@each_file
def test_the_file_is_what_one_command_writes(path):
    """To the last byte; where pictures are drawn by other versions, to the last byte of all else.

    So each cell was run, in order, and the file holds no state.
    """
    committed, rendered = path.read_bytes().decode(), render(path)
    if not pinned():
        committed, rendered = PICTURE.sub("PICTURE", committed), PICTURE.sub("PICTURE", rendered)
    different = [pair for pair in zip(committed.split("\n"), rendered.split("\n"), strict=False) if pair[0] != pair[1]]
    shown = [tuple(line[:200] for line in pair) for pair in different[:3]]
    assert committed == rendered, f"run: python tests/tools/render_notebooks.py {path.stem}; first differences: {shown}"


# -- sources -------------------------------------------------------------------------------------------------


def story(path):
    """Return the cells of a notebook without what is for the curious, which stands before its last part."""
    found, curious = [], False
    for cell in read(path).cells:
        if cell.cell_type == "markdown" and headings(cell.source):
            curious = headings(cell.source)[0] == f"## {CURIOUS}"
        if not curious:
            found.append(cell)
    return found


def count(cell):
    return len(re.sub(r"[|`*#]|</?\w+>", " ", cell.source).split())


@each_notebook
def test_a_notebook_is_short(path):
    most = 9 if path == CHECK else 30 if path in (LESSONS[0], LESSONS[-1]) else 28
    assert len(read(path).cells) <= most
    text = {cell.id: count(cell) for cell in story(path) if cell.cell_type == "markdown"}
    assert {name: words for name, words in text.items() if words > 80} == {}
    assert sum(text.values()) <= 800


# Python that no lesson explains. The first cell is not explained, and read by nobody.
UNTAUGHT = {
    "a text with values": r"\bf[\"']",
    "a named argument": r"^(?!def ).*\w\([^()]*\w=(?!=)",
    "two names at once": r"^(?!fig, ax = plt\.subplots\(\))\w+, \w+ =",
    "counting from the end": r"\w\[-\d",
    "None": r"\bNone\b",
    "a function without a name": r"\blambda\b",
    "another way to go on": r"\b(?:try|while|with|class|assert)\b",
}


@each_notebook
def test_a_code_cell_has_few_lines_and_nothing_that_is_not_taught(path):
    for cell in cells(path, "code")[1:]:
        lines = [line for line in cell.source.splitlines() if line.strip() and not line.startswith("#")]
        assert len(lines) <= 8, cell.id
        assert [what for what, code in UNTAUGHT.items() if re.search(code, cell.source, flags=re.M)] == [], cell.id
    hidden = r"import \*|filterwarnings|simplefilter|seterr"
    assert re.findall(hidden, "\n".join(cell.source for cell in cells(path, "code"))) == []


@each_notebook
def test_the_first_cell_is_the_same_everywhere_plain_and_silent(path):
    first = cells(path, "code")[0]
    assert first.source == cells(PATHS[0], "code")[0].source
    assert len(first.source.splitlines()) <= 8
    assert re.findall(r"\btry\b|\blambda\b|\bf[\"']", first.source) == []
    assert first.outputs == []


@each_notebook
def test_cells_are_named_by_words(path):
    assert [cell.id for cell in read(path).cells if not cell.source.strip()] == []
    names = [cell.get("id", "") for cell in read(path).cells]
    assert len(set(names)) == len(names)
    # nbformat's own, random names are 8 hexadecimal digits.
    assert [name for name in names if not re.fullmatch(r"(?![0-9a-f]{8}$)[a-z][a-z0-9]*(-[a-z0-9]+)*", name)] == []


# -- the parts of a lesson --------------------------------------------------------------------------------------


@each_lesson
def test_a_lesson_has_its_parts_in_order_from_its_goal_to_the_next_lesson(path):
    place = LESSONS.index(path)
    first, last = read(path).cells[0], read(path).cells[-1]
    assert first.cell_type == last.cell_type == "markdown"
    assert re.match(rf"# {place + 1}\. \S", first.source)
    assert "**Goal:**" in first.source and "(glossary.ipynb)" in first.source
    text = "\n\n".join(cell.source for cell in cells(path, "markdown"))
    assert sum(line.startswith("# ") for line in headings(text)) == 1
    names = list(sections(path))
    assert names[-3:] == ["Your turn", CURIOUS, "Remember"]
    if place:
        assert names[0] == "Remember?"
        assert [cell.source for cell in sections(path)["Remember?"]][1:] == [f"remember({place + 1})"]
    assert "## Remember" in last.source and f"({PATHS[place + 1].name})" in last.source


@each_lesson
def test_what_is_for_the_curious_is_folded(path):
    (curious,) = [cell for cell in cells(path, "markdown") if CURIOUS in cell.source]
    assert re.fullmatch(
        rf"## {CURIOUS}\n\n<details><summary>.+</summary>\n\n.*\n\n</details>", curious.source, flags=re.S
    )


def test_the_pre_test_links_no_glossary():
    assert "glossary" not in CHECK.read_text(encoding="utf-8")


# -- ask before telling -------------------------------------------------------------------------------------------


@each_lesson
def test_each_question_is_asked_once_and_answered_in_the_next_code_cell(path):
    sources = [cell.source for cell in cells(path, "code")]
    asked = [found[1] for source in sources if (found := re.search(r'^predict\("([\w-]+)"\)$', source))]
    lesson = LESSONS.index(path) + 1
    known = [*QUESTIONS.values(), *REASONS.values()]
    assert sorted(asked) == sorted(each.name for each in known if each.lesson == lesson)
    for name in asked:
        if name in QUESTIONS:
            place = sources.index(f'predict("{name}")')
            # An explorer may stand between, in which the answer is looked for.
            later = next(source for source in sources[place + 1 :] if not source.startswith("explorers."))
            assert f'reveal("{name}"' in later


@each_notebook
def test_an_answer_is_folded_says_what_it_answers_and_stands_above_no_next_idea(path):
    for cell in cells(path, "markdown"):
        if "<summary>Answer" in cell.source:
            assert re.search(r"<summary>Answers? to tasks? \d", cell.source)
            assert cell.source.endswith("</details>") and headings(cell.source) == []


@each_lesson
def test_there_is_one_task_above_a_picture(path):
    for cell in cells(path, "markdown"):
        assert len(re.findall(r"\*\*Task", cell.source)) <= 1, cell.id


# -- slides -----------------------------------------------------------------------------------------------------


@each_notebook
def test_each_part_begins_a_slide_and_a_result_comes_a_key_press_after_its_question(path):
    kinds = {cell.id: cell.metadata.get("slideshow", {}).get("slide_type") for cell in read(path).cells}
    assert {name: kind for name, kind in kinds.items() if kind not in KINDS_OF_SLIDES} == {}
    begins = [cell.id for cell in cells(path, "markdown") if headings(cell.source)]
    assert {name: kinds[name] for name in begins if kinds[name] != ("skip" if name == "curious" else "slide")} == {}
    assert kinds[cells(path, "code")[0].id] == "skip"
    for cell in read(path).cells:
        shows = re.search(r"^reveal\(", cell.source, flags=re.M) or "<summary>Answer" in cell.source
        assert kinds[cell.id] == "fragment" or not shows, cell.id


# -- links ------------------------------------------------------------------------------------------------------


def texts():
    """Return the text of each notebook and of each document, by path."""
    notebooks = {path: "\n\n".join(cell.source for cell in cells(path, "markdown")) for path in FILES}
    return notebooks | {path: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("*.md"))}


def anchors(path):
    """Return the names under which GitHub and JupyterLab find the headings of a document."""
    found = set()
    for heading in headings(texts()[path]):
        words_only = re.sub(r"[^\w\- ]", "", heading.lstrip("#").strip())
        found |= {words_only.lower().replace(" ", "-"), heading.lstrip("#").strip().replace(" ", "-")}
    return found


@pytest.mark.parametrize("path", texts(), ids=lambda path: path.name)
def test_links_lead_to_files_and_headings_that_exist(path):
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", texts()[path], flags=re.M | re.S)
    targets = re.findall(r"\]\(<?([^)\s>]+)>?[^)]*\)", text) + re.findall(r"(?:src|href)=\"([^\"]+)\"", text)
    broken = []
    for target in targets:
        if re.match(r"https?://|mailto:", target):
            continue
        file, _, anchor = target.partition("#")
        place = (path.parent / file).resolve() if file else path
        if not place.exists() or (anchor and place in texts() and anchor not in anchors(place)):
            broken.append(target)
    assert broken == []


# -- starting late ------------------------------------------------------------------------------------------------


@functools.cache
def late_starts(path):
    """Run the first cell and one section, for each section, each time without a name from before.

    The kernel stands in the root: that the lessons also run in their own folder is tested above.
    Returns the errors of each section.
    """
    first = cells(path, "code")[0].source
    cells_run, places = [], []
    for heading, code in sections(path).items():
        for source in (NEW_KERNEL, first, *(cell.source for cell in code if cell.source != first)):
            cells_run.append(nbformat.v4.new_code_cell(source))
            places.append(heading)
    notebook = nbformat.v4.new_notebook(cells=cells_run)
    errors = {heading: [] for heading in places}

    def note(cell, cell_index, execute_reply):
        # A lesson prints some errors as a sentence, so its outputs do not tell; the reply does.
        if execute_reply["content"]["status"] != "ok":
            errors[places[cell_index]].append(f"{cell.source}\n-> {execute_reply['content'].get('evalue')}")

    run(notebook, ROOT, on_cell_executed=note, allow_errors=True)
    assert all(cell.execution_count for cell in notebook.cells)
    return errors


@pytest.mark.parametrize(
    "path, heading",
    [(path, heading) for path in PATHS for heading in sections(path)],
    ids=lambda value: value.stem if isinstance(value, Path) else value,
)
def test_a_lesson_can_be_started_at_each_heading(path, heading):
    assert late_starts(path)[heading] == []
