"""The notebooks as files: short, quiet, complete, and of one shape."""

import html
import re

import pytest
from course import CHECK, FILES, FIRST_CELL, LESSONS, NOTEBOOKS_WITH_CODE, cells, each_of, lines, number, read, sources
from render_notebooks import VIEW, asks
from runner import ROOT

from helpers import exercises
from helpers.questions import QUESTIONS, REASONS

PICTURE = re.compile(r'(?<="image/png": ")[^"]+|(?<=data:image/png;base64,)[A-Za-z0-9+/=]+')
CURIOUS = "For the curious"
KINDS_OF_SLIDES = ("slide", "subslide", "fragment", "-", "skip")

# The slope of ReLU at 0, run with torch 2.15.0, jax 0.10.2 and tensorflow 2.21.0 on x = 0.0.
SLOPE_AT_ZERO = {
    "torch.relu(x)": "0",
    "jax.nn.relu(x)": "0",
    "tf.nn.relu(x)": "0",
    "torch.maximum(x, torch.tensor(0.0))": "0.5",
    "jnp.maximum(x, 0)": "0.5",
    "tf.maximum(x, 0)": "1",
}


def headings(markdown):
    return re.findall(r"^#{1,6} .+$", re.sub(r"^```.*?^```", "", markdown, flags=re.M | re.S), flags=re.M)


# -- outputs -------------------------------------------------------------------------------------------------

OF_ONE_MACHINE = {
    "an absolute path": r"(?<![\w.:/<>])/(?:home|root|Users|tmp|usr|opt|mnt|var|work|private)/|\b[A-Z]:\\\\[A-Za-z]",
    "a version of Python": r"Python 3\.\d|\b3\.1\d\.\d+\b",
    "a place in memory": r"0x[0-9a-f]{6,}",
    "this folder": re.escape(str(ROOT)),
}
RUNS = r"(?i)<(?:script|iframe|object|embed|link|base|form|svg)\b|<[^>]*\son\w+\s*=|javascript:|@import|url\("
FETCHES = r"\b(?:src|srcset|href|action)\s*=(?!\s*[\"']?data:image/png;base64,PICTURE)|!\[[^]]*\]\((?:\w+:)?//"


@each_of(FILES)
def test_the_file_holds_nothing_of_one_machine_and_nothing_that_runs_or_fetches(path):
    text = PICTURE.sub("PICTURE", path.read_text(encoding="utf-8"))
    assert {what: re.findall(rf".{{0,40}}(?:{part}).{{0,40}}", text) for what, part in OF_ONE_MACHINE.items()} == {
        what: [] for what in OF_ONE_MACHINE
    }
    outputs = [output for cell in cells(path) for output in cell.outputs]
    assert [each for each in outputs if each.output_type == "error" or each.get("name") == "stderr"] == []
    assert {kind for each in outputs for kind in each.get("data", {})} <= {"text/plain", "text/html", "image/png"}
    shown = [each.data.get("text/html", "") for each in outputs if "data" in each]
    shown = PICTURE.sub("PICTURE", "\n".join([*shown, *sources(path, "markdown")]))
    assert re.findall(RUNS, shown) + re.findall(FETCHES, shown) == []
    assert re.findall(r"(?:https?:)?//\w+\.\w+", PICTURE.sub("", str(outputs))) == []
    assert [cell.id for cell in read(path).cells if "trusted" in cell.metadata] == []


@each_of(FILES)
def test_of_an_explorer_the_picture_is_stored_with_its_alt_text_and_no_widget(path):
    for cell in cells(path):
        for output in cell.outputs:
            assert VIEW not in output.get("data", {})
            if "explorers.explore_" in cell.source:
                alt = output.metadata["image/png"]["alt"]
                assert len(alt) > 20 and alt in output.data["text/plain"]
                assert html.escape(alt) in output.data["text/html"]


# -- sources -------------------------------------------------------------------------------------------------

# Python that no lesson explains. The first cell is not explained, and read by nobody.
UNTAUGHT = {
    "a text with values": r"\bf[\"']",
    "a named argument": r"^(?!def ).*\w\([^()]*\w=(?!=)",
    "two names at once": r"^(?!fig, ax = plt\.subplots\(\))\w+, \w+ =",
    "counting from the end": r"\w\[-\d",
    "None": r"\bNone\b",
    "a function without a name": r"\blambda\b",
    "another way to go on": r"\b(?:try|while|with|class|assert)\b",
    "what hides warnings or names": r"import \*|filterwarnings|simplefilter|seterr",
}


def story(path):
    """Return the text cells of a notebook without what is for the curious, which stands before its last part."""
    found, curious = [], False
    for cell in cells(path, "markdown"):
        if headings(cell.source):
            curious = headings(cell.source)[0] == f"## {CURIOUS}"
        if not curious:
            found.append(cell)
    return found


@each_of(NOTEBOOKS_WITH_CODE)
def test_a_notebook_is_short_and_its_code_has_nothing_that_is_not_taught(path):
    assert len(read(path).cells) <= (9 if path == CHECK else 30)
    words = {cell.id: len(re.sub(r"[|`*#]|</?\w+>", " ", cell.source).split()) for cell in story(path)}
    assert {name: number for name, number in words.items() if number > 80} == {}
    assert sum(words.values()) <= 800
    for cell in cells(path)[1:]:
        code = [line for line in cell.source.splitlines() if line.strip() and not line.startswith("#")]
        assert len(code) <= 8, cell.id
        assert [what for what, part in UNTAUGHT.items() if re.search(part, cell.source, flags=re.M)] == [], cell.id


@each_of(NOTEBOOKS_WITH_CODE)
def test_the_first_cell_is_the_same_everywhere_plain_and_silent(path):
    first = cells(path)[0]
    assert (first.source, first.outputs) == (FIRST_CELL, [])
    assert len(FIRST_CELL.splitlines()) <= 8
    assert re.findall(r"\btry\b|\blambda\b|\bf[\"']|import \*", FIRST_CELL) == []


@each_of(NOTEBOOKS_WITH_CODE)
def test_cells_are_named_by_words(path):
    assert [cell.id for cell in read(path).cells if not cell.source.strip()] == []
    names = [cell.get("id", "") for cell in read(path).cells]
    assert len(set(names)) == len(names)
    # nbformat's own, random names are 8 hexadecimal digits.
    assert [name for name in names if not re.fullmatch(r"(?![0-9a-f]{8}$)[a-z][a-z0-9]*(-[a-z0-9]+)*", name)] == []


def test_the_table_of_the_libraries_is_as_measured():
    (text,) = (text for path in LESSONS for text in sources(path, "markdown") if "torch.relu(x)" in text)
    rows = re.findall(r"\| (`.*?) \| ([\d.]+) \|", text)
    assert {name: slope for names, slope in rows for name in re.findall(r"`(.*?)`", names)} == SLOPE_AT_ZERO


# -- the parts of a lesson --------------------------------------------------------------------------------------


@each_of(LESSONS)
def test_a_lesson_has_its_parts_in_order_from_its_goal_to_what_comes_next(path):
    first, last = read(path).cells[0], read(path).cells[-1]
    assert first.cell_type == last.cell_type == "markdown"
    assert re.match(rf"# {number(path)}\. \S", first.source)
    assert "**Goal:**" in first.source and "(glossary.ipynb)" in first.source
    found = [line for text in sources(path, "markdown") for line in headings(text)]
    assert [line.startswith("# ") for line in found] == [True] + [False] * (len(found) - 1)
    parts = [line.removeprefix("## ") for line in found if line.startswith("## ")]
    assert len(set(parts)) == len(parts) and parts[-3:] == ["Your turn", CURIOUS, "Remember"]
    if path != LESSONS[0]:
        assert parts[0] == "Remember?" and sources(path)[1] == f"remember({number(path)})"
    assert "## Remember" in last.source
    following = NOTEBOOKS_WITH_CODE[NOTEBOOKS_WITH_CODE.index(path) + 1 :]
    assert not following or f"({following[0].name})" in last.source


@each_of(LESSONS)
def test_answers_and_what_is_for_the_curious_are_folded_and_a_text_has_one_task(path):
    (curious,) = [text for text in sources(path, "markdown") if CURIOUS in text]
    assert re.fullmatch(rf"## {CURIOUS}\n\n<details><summary>.+</summary>\n\n.*\n\n</details>", curious, flags=re.S)
    for text in sources(path, "markdown"):
        assert text.count("**Task") <= 1
        if "<summary>Answer" in text:
            assert re.search(r"<summary>Answers? to tasks? \d", text)
            assert text.endswith("</details>") and headings(text) == []
    for name in lines(path, r"exercises\.(\w+)\.check"):
        assert getattr(exercises, name).answer.strip() not in str(read(path))


def test_the_check_links_no_glossary():
    assert "glossary" not in CHECK.read_text(encoding="utf-8")


def test_each_exercise_stands_in_one_lesson_and_in_its_own():
    placed = [(name, number(path)) for path in LESSONS for name in lines(path, r"exercises\.(\w+)\.check")]
    assert sorted(placed) == sorted((name, getattr(exercises, name).lesson) for name in exercises.names())


@each_of(LESSONS)
def test_each_question_is_asked_once_and_answered_in_the_next_code_cell(path):
    code = sources(path)
    asked = lines(path, r'^predict\("([\w-]+)"\)$')
    assert sorted(asked) == sorted(
        each.name for each in [*QUESTIONS.values(), *REASONS.values()] if each.lesson == number(path)
    )
    for name in set(asked) & QUESTIONS.keys():
        # An explorer may stand between, in which the answer is looked for.
        after = code[code.index(f'predict("{name}")') + 1 :]
        assert f'reveal("{name}"' in next(source for source in after if not source.startswith("explorers."))


ASKING = re.compile(r"^(?:predict|reveal|remember|quiz|score|progress|exercises\.\w+\.check)\(|\(my_\w+\)$", flags=re.M)


@each_of(FILES)
def test_each_cell_that_asks_answers_or_checks_is_tagged_and_has_no_stored_output(path):
    assert [cell.id for cell in cells(path) if asks(cell) != bool(ASKING.search(cell.source))] == []
    assert [cell.id for cell in cells(path) if asks(cell) and cell.outputs] == []


@each_of(NOTEBOOKS_WITH_CODE)
def test_each_part_begins_a_slide_and_a_result_comes_a_key_press_after_its_question(path):
    kinds = {cell.id: cell.metadata.get("slideshow", {}).get("slide_type") for cell in read(path).cells}
    assert {name: kind for name, kind in kinds.items() if kind not in KINDS_OF_SLIDES} == {}
    begins = [cell.id for cell in cells(path, "markdown") if headings(cell.source)]
    assert {name: kinds[name] for name in begins if kinds[name] != ("skip" if name == "curious" else "slide")} == {}
    assert kinds[cells(path)[0].id] == "skip"
    for cell in read(path).cells:
        shows = re.search(r"^reveal\(", cell.source, flags=re.M) or "<summary>Answer" in cell.source
        assert kinds[cell.id] == "fragment" or not shows, cell.id


# -- links ------------------------------------------------------------------------------------------------------

TEXTS = {path: "\n\n".join(sources(path, "markdown")) for path in FILES}
TEXTS |= {path: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("*.md"))}


def anchors(path):
    """Return the names under which GitHub and JupyterLab find the headings of a document."""
    found = [heading.lstrip("#").strip() for heading in headings(TEXTS[path])]
    lower = [re.sub(r"[^\w\- ]", "", heading).lower() for heading in found]
    return {heading.replace(" ", "-") for heading in found + lower}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_links_lead_to_files_and_headings_that_exist(path):
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", TEXTS[path], flags=re.M | re.S)
    targets = re.findall(r"\]\(<?([^)\s>]+)>?[^)]*\)", text) + re.findall(r"(?:src|href)=\"([^\"]+)\"", text)
    broken = []
    for target in [each for each in targets if not re.match(r"https?://|mailto:", each)]:
        file, _, anchor = target.partition("#")
        place = (path.parent / file).resolve() if file else path
        if not place.exists() or (anchor and place in TEXTS and anchor not in anchors(place)):
            broken.append(target)
    assert broken == []
