"""The notebooks as files: run, stable, complete, and each part of them a place to start."""

import functools
import itertools
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path

import nbformat
import pytest
from render_notebooks import render
from runner import NOTEBOOKS, run

from helpers.core.note import UNSEEN
from helpers.exercises import QUESTIONS, REASONS

ROOT = NOTEBOOKS.parent
LESSONS = ("01_definition", "02_implementation", "03_plot", "04_slope", "05_leaky_relu")
FILES = sorted(NOTEBOOKS.glob("*.ipynb"))
PATHS = [path for path in FILES if path.stem != "glossary"]  # which has one cell of text
PICTURE = re.compile(r'(?<="image/png": ")[^"]+|(?<=data:image/png;base64,)[A-Za-z0-9+/=]+')
NEW_KERNEL = "%reset -f"
KINDS_OF_SLIDES = ("slide", "subslide", "fragment", "-", "skip")

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
each_lesson = pytest.mark.parametrize("path", PATHS[:5], ids=lambda path: path.stem)


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
    """Return the code cells below each heading of level 2, by heading."""
    found, heading = {}, None
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            for line in headings(cell.source):
                if line.startswith("## "):
                    heading = line.removeprefix("## ")
                    assert heading not in found, f"{path.name} has two headings '{heading}'"
                    found[heading] = []
        elif heading:
            found[heading].append(cell)
    return found


def headings(markdown):
    return re.findall(r"^#{1,6} .+$", re.sub(r"^```.*?^```", "", markdown, flags=re.M | re.S), flags=re.M)


def test_the_five_lessons_are_here():
    assert [path.stem for path in FILES] == [*LESSONS, "06_check", "glossary"]


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
        "application/vnd.jupyter.widget-view+json",
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

    So each cell was run, in order, and the file holds no state; that nbval compares it all is asked here too.
    """
    assert re.findall(r"NBVAL\w*|nbval-[\w-]+|raises-exception", words(path)) == []
    committed, rendered = path.read_bytes().decode(), render(path)
    if not pinned():
        committed, rendered = PICTURE.sub("PICTURE", committed), PICTURE.sub("PICTURE", rendered)
    different = [pair for pair in zip(committed.split("\n"), rendered.split("\n"), strict=False) if pair[0] != pair[1]]
    shown = [tuple(line[:200] for line in pair) for pair in different[:3]]
    assert committed == rendered, f"run: python tests/tools/render_notebooks.py {path.stem}; first differences: {shown}"


@each_notebook
def test_a_collapsed_output_does_not_tell_the_result_in_its_first_line(path):
    for cell in cells(path, "code"):
        if cell.metadata.get("jupyter", {}).get("outputs_hidden"):
            data = cell.outputs[0].get("data", {})
            text = data.get("text/html") or data.get("text/plain") or cell.outputs[0].get("text", "")
            first = next((line for line in text.split("\n") if line), "")  # what JupyterLab shows of it
            assert first == UNSEEN.strip() or f'print("{first}")' in cell.source, cell.id


# -- sources -------------------------------------------------------------------------------------------------


@each_notebook
def test_cells_are_short_named_by_words_and_hide_nothing(path):
    code = cells(path, "code")
    assert {cell.id: n for cell in code if (n := len(cell.source.splitlines())) > 15} == {}
    assert [cell.id for cell in read(path).cells if not cell.source.strip()] == []
    names = [cell.get("id", "") for cell in read(path).cells]
    assert len(set(names)) == len(names)
    # nbformat's own, random names are 8 hexadecimal digits.
    assert [name for name in names if not re.fullmatch(r"(?![0-9a-f]{8}$)[a-z][a-z0-9]*(-[a-z0-9]+)*", name)] == []
    assert code[0].source == cells(PATHS[0], "code")[0].source, "the first code cell is the same in each notebook"
    hidden = r"import \*|filterwarnings|simplefilter|seterr"
    assert re.findall(hidden, "\n".join(cell.source for cell in code)) == []


# -- the parts of a lesson --------------------------------------------------------------------------------------


@pytest.mark.parametrize("k", range(5), ids=LESSONS)
def test_a_lesson_has_its_parts_in_order_from_its_goal_to_the_next_lesson(k):
    path = PATHS[k]
    first, last = read(path).cells[0], read(path).cells[-1]
    assert first.cell_type == last.cell_type == "markdown"
    assert re.match(r"# \d\. \S", first.source)
    assert re.search(r"\b\d+ minutes\b", first.source)
    assert "Goal" in first.source
    text = "\n\n".join(cell.source for cell in cells(path, "markdown"))
    assert sum(line.startswith("# ") for line in headings(text)) == 1
    names = list(sections(path))
    assert names[0] == ("Remember?" if k else "Why a bend")
    assert names[-3:] == ["Explore", "Your turn", "Remember"]
    assert len(names) > 4, "between them stand the ideas"
    assert [name for name in (names[0], "Explore", "Your turn") if not sections(path)[name]] == []
    assert [cell.source for cell in sections(path).get("Remember?", ())] == ([f"remember({k + 1})"] if k else [])
    assert "## Remember" in last.source and f"({PATHS[k + 1].name})" in last.source
    assert "(glossary.ipynb)" in first.source and "model not found" in first.source


# -- ask before telling -------------------------------------------------------------------------------------------

NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")


@each_notebook
def test_no_text_below_a_question_states_its_result_in_the_open(path):
    """A number that a collapsed result shows for the first time is not read below it before the cell was run."""
    told, above = {}, ""
    for cell, below in itertools.pairwise(read(path).cells):
        above += cell.source
        if cell.metadata.get("jupyter", {}).get("outputs_hidden") and below.cell_type == "markdown":
            shown = " ".join(
                output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs
            )
            new = set(NUMBERS.findall(shown)) - set(NUMBERS.findall(above))
            in_the_open = re.sub(r"<details>.*?</details>", "", below.source, flags=re.S)
            told[cell.id] = new & set(NUMBERS.findall(in_the_open))
    assert {name: numbers for name, numbers in told.items() if numbers} == {}


@each_notebook
def test_the_text_below_a_collapsed_picture_asks_or_is_folded_or_begins_a_part(path):
    """What a picture shows cannot be compared with words, so no statement stands there."""
    stated = []
    for cell, below in itertools.pairwise(read(path).cells):
        hidden = cell.metadata.get("jupyter", {}).get("outputs_hidden")
        picture = any("image/png" in output.get("data", {}) for output in cell.get("outputs", ()))
        first = below.source.split("\n\n")[0]
        asks = first.startswith(("#", "<details>")) or "?" in first
        if hidden and picture and below.cell_type == "markdown" and not asks:
            stated.append(below.id)
    assert stated == []


@each_lesson
def test_each_question_is_asked_once_right_before_its_result(path):
    sources = [cell.source for cell in cells(path, "code")]
    asked = [re.search(r'^predict\("([\w-]+)"\)$', source) for source in sources]
    names = [match[1] for match in asked if match]
    lesson = int(path.name[:2])
    assert names == [question.name for question in QUESTIONS.values() if question.lesson == lesson]
    reasons = re.findall(r'^choose\("([\w-]+)"\)$', "\n".join(sources), flags=re.M)
    assert reasons == [question.name for question in REASONS.values() if question.lesson == lesson]
    assert len(names) >= 3
    for match, following, later in zip(asked, sources[1:], [*sources[2:], ""], strict=False):
        if match:  # one explorer may stand between, in which the answer is looked for
            assert f'reveal("{match[1]}"' in following or f'reveal("{match[1]}"' in later


# -- slides -----------------------------------------------------------------------------------------------------


@each_notebook
def test_each_part_begins_a_slide_and_no_result_is_shown_with_its_prediction(path):
    """A result whose output is collapsed in JupyterLab comes a key press later on the slides."""
    kinds = {cell.id: cell.metadata.get("slideshow", {}).get("slide_type") for cell in read(path).cells}
    assert {name: kind for name, kind in kinds.items() if kind not in KINDS_OF_SLIDES} == {}
    begins = [cell.id for cell in cells(path, "markdown") if headings(cell.source)]
    assert {name: kinds[name] for name in begins if kinds[name] != "slide"} == {}
    assert kinds[cells(path, "code")[0].id] == "skip"
    results = [cell.id for cell in cells(path, "code") if cell.metadata.get("jupyter", {}).get("outputs_hidden")]
    assert results
    assert {name: kinds[name] for name in results if kinds[name] not in ("fragment", "subslide")} == {}


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
