"""What each cell of a lesson becomes on a page without Python: plain controls, questions, a result to be opened."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from nbformat import NotebookNode

from helpers.core.picture import CSS
from helpers.core.question import Question
from helpers.questions import CHECK, QUESTIONS, REASONS, REMEMBER

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
ASKED = {each.ask: each for each in [*QUESTIONS.values(), *REASONS.values(), *REMEMBER, *CHECK]}
# What makes sense in a notebook only: sentences about cells and about what is kept, and the cells that count answers.
_SENTENCES = re.compile(
    r"\n\nRun the first cell before.*?(?=\n\n|\Z)"
    r"|(?:(?<=\s)|^)(?:(?:It is|They are) kept as you (?:type|choose)"
    r"|The first time you see only.*?again"
    r"|(?:Then\s+)?[Rr]un\s+the\s+(?:next\s+|two\s+)?cells?\b.*?)[.](?:\s|\Z)",
    flags=re.S | re.M,
)
_COUNTS = re.compile(r"^(?:score|progress)\(\)", flags=re.M)
_REVEAL = re.compile(r'^reveal\("([\w-]+)"(?:, (.*?))?\)( *#.*)?$', flags=re.M)
_EXERCISE = re.compile(r"^(?:# For help|exercises\.\w+\.check\().*\n?", flags=re.M)


@dataclass
class Row:
    """A slider and a menu over the same values; `left` and `width` are those of the slider, in percent."""

    label: str
    values: list[str]
    index: int
    left: float
    width: float


@dataclass
class Explorer:
    """A book of pages as HTML, what starts its script, its width in CSS, and the rows of controls that turn it."""

    book: str
    mark: str
    width: str
    rows: list[Row]


@dataclass
class Part:
    """A cell as it is shown: text in Markdown, then code, questions, explorers, and results as HTML or as text.

    `place` is its place on the slides; its results are `folded` on a page; `revealed` is the question that they answer.
    """

    place: str
    text: str = ""
    code: str = ""
    questions: list[Question] = field(default_factory=list)
    explorers: list[Explorer] = field(default_factory=list)
    results: list[dict[str, str]] = field(default_factory=list)
    folded: bool = False
    revealed: Question | None = None
    exercise: bool = False


def parts(notebook: NotebookNode) -> list[Part]:
    """Return what a page shows of `notebook`, which was run before."""
    models = {name: model["state"] for name, model in _state(notebook).items()}
    shown: list[Part] = []
    for cell in notebook.cells:
        if _COUNTS.search(cell.source):
            shown.pop()  # the text that leads to it
        elif part := _part(cell, models):
            shown.append(part)
    return shown


def _state(notebook: NotebookNode) -> dict:
    return notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})


def slides(shown: list[Part]) -> list[list[Part]]:
    """Return the parts `shown` by slides, with one code and two questions, or a plot, at most: text is large."""
    found: list[list[Part]] = [[]]
    for whole in shown:
        part, *more = [replace(whole, questions=list(some)) for some in _pairs(whole.questions)] or [whole]
        full = part.code and any(other.code for other in found[-1])
        full = full or (part.questions and "<img" in str([other.results for other in found[-1]]))
        if part.place in ("slide", "subslide") or full:
            found.append([])
        if part.place != "skip":
            found[-1].append(part)
            found += [[each] for each in more]
    return [slide for slide in found if slide]


def _pairs(questions: list[Question]) -> Iterator[list[Question]]:
    for start in range(0, len(questions), 2):
        yield questions[start : start + 2]


def pictures(notebook: NotebookNode) -> list[str]:
    """Return all pictures in the outputs of `notebook`, those of explorers first, as PNG in base64."""
    found = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    return [data["image/png"] for data in sorted(found, key=lambda data: VIEW not in data) if "image/png" in data]


def _part(cell: NotebookNode, models: dict[str, dict]) -> Part | None:
    """Return what a page shows of `cell`, or None; `models` are the states of all widgets."""
    place = cell.metadata.get("slideshow", {}).get("slide_type", "-")
    if cell.cell_type != "code":
        return Part(place, text=_SENTENCES.sub("", cell.source))
    if "helpers.notebook.start()" in cell.source:
        return None
    part = Part(place, code=cell.source, folded=cell.metadata.get("jupyter", {}).get("outputs_hidden", False))
    part.exercise = "exercises." in cell.source
    for output in cell.outputs:
        data = output.get("data", {"text/plain": output.get("text", "")})
        if VIEW in data:
            part.code, model = "", models[data[VIEW]["model_id"]]
            part.questions += _questions(model, models)
            if "explorer" in model["_dom_classes"]:
                part.explorers.append(_explorer(model, models))
        elif cell.source.startswith("explorers."):
            return None  # it would show the answer to an exercise, and there is none
        elif not part.exercise:  # else it says that nothing was answered
            part.results.append({"html": data.get("text/html", ""), "text": data["text/plain"]})
    if reveal := _REVEAL.search(cell.source):
        part.revealed = QUESTIONS[reveal[1]]
        part.results = [{"html": _folded(each["html"])} for each in part.results]
        part.code = _REVEAL.sub(lambda found: f"{found[2] or ''}{found[3] or ''}".strip(), part.code).strip()
    elif part.exercise:
        part.code = _EXERCISE.sub("", part.code).strip()
    return part


def _folded(note: str) -> str:
    """Return what is folded in the HTML of a note: the result, without the request to answer first."""
    return re.search(r"</summary>(.*?)</details>", note, flags=re.S)[1]


def _children(model: dict, models: dict[str, dict]) -> list[dict]:
    return [models[child.removeprefix("IPY_MODEL_")] for child in model.get("children", [])]


def _questions(model: dict, models: dict[str, dict]) -> Iterator[Question]:
    """Yield each question that a widget in `model` asks."""
    asked = html.unescape(re.sub(r"<.*?>(\d+\. )?", "", str(model.get("value", ""))))  # on a sheet it has a number
    if asked in ASKED:
        yield ASKED[asked]
    for child in _children(model, models):
        yield from _questions(child, models)


def _explorer(model: dict, models: dict[str, dict]) -> Explorer:
    book, *rows = _children(model, models)
    # The style stands once for all, in a file; the script must not start while a browser still reads the rows.
    text, mark, start = book["value"].replace(f"<style>{CSS}</style>", "").rpartition("<img ")
    return Explorer(text, mark + start, _look(model, models, "layout")["width"], [_row(row, models) for row in rows])


def _look(model: dict, models: dict[str, dict], kind: str) -> dict:
    return models[model[kind].removeprefix("IPY_MODEL_")]


def _row(model: dict, models: dict[str, dict]) -> Row:
    slider, _ = _children(model, models)
    whole = float(_look(slider, models, "layout")["width"].rstrip("%"))  # the label and the slider
    left = whole * float(_look(slider, models, "style")["description_width"].rstrip("%")) / 100
    return Row(slider["description"], slider["_options_labels"], slider["index"], left, whole - left)
