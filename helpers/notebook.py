"""What a lesson calls: start(), questions, the check, progress, and errors as sentences."""

from __future__ import annotations

import base64
import gc
import html
import io
import linecache
import os
import re
import types
from pathlib import Path
from traceback import walk_tb

import ipywidgets as widgets
import matplotlib as mpl
from IPython import get_ipython
from IPython.display import HTML, display
from matplotlib.figure import Figure

from helpers import exercises, no_longer_here
from helpers.core.call import keep
from helpers.core.check import Exercise
from helpers.core.note import Note, Table
from helpers.core.picture import PIXELS, STYLE
from helpers.core.question import Pages, Question, QuestionBox, Sheet
from helpers.core.record import Record
from helpers.figures import describe
from helpers.mistakes import explain
from helpers.questions import CHECK, QUESTIONS, REASONS, REMEMBER

__getattr__ = no_longer_here  # for a saved lesson that is older than this folder

# Nothing is kept where NO_ANSWERS is set, as by who writes the outputs of the lessons or tests them.
_answers = Path(__file__).resolve().parents[1] / "my_answers.txt"
RECORD = Record(None if "NO_ANSWERS" in os.environ else _answers)
Exercise.record = RECORD
_boxes: dict[str, QuestionBox] = {}
_pages: list[QuestionBox] = []  # of the check, as it is shown now

STAGE = 1.5  # times as large, where the window has room
_STAGE_CSS = """<style>
:root:root {  /* text and code, as large as the screen is wide; once more for JupyterLab's Presentation Mode,
  and :root twice, so that a theme that is chosen later does not win */
  --jp-content-font-size1: max(22px, 1.2vw); --jp-content-presentation-font-size1: max(22px, 1.2vw);
  --jp-code-font-size: max(20px, 1.05vw); --jp-code-presentation-font-size: max(20px, 1.05vw);
  --explorer-text: min(24px, max(16px, 2.25vh)); --explorer-scale: STAGE;
  --explorer-rest: calc(122px + 12 * var(--explorer-text));
}
.explorer .explorer-book p { font-size: var(--jp-content-font-size1); line-height: 1.3; }
.jp-OutputArea .jupyter-widgets { --jp-widgets-font-size: var(--jp-content-font-size1);
  --jp-widgets-inline-height: calc(1.75 * var(--explorer-text)) }
.jp-Placeholder .jp-PlaceholderText { font-size: var(--jp-code-font-size); line-height: 1.5; }
.jp-OutputArea .widget-radio-box label { height: auto; line-height: 1.5; }
</style>""".replace("STAGE", str(STAGE))


def start() -> None:
    """Prepare this notebook; each lesson's first cell calls it."""
    on_stage = RECORD.get("stage")
    mpl.rcdefaults()
    mpl.rcParams.update(STYLE | {"figure.figsize": (6.4, 4.0), "figure.constrained_layout.use": True})
    mpl.rcParams["figure.dpi"] = PIXELS * STAGE if on_stage else PIXELS
    Figure._repr_html_ = as_html  # JupyterLab shows a PNG without alt text; an <img> in HTML has one
    shell = get_ipython()
    if shell is None:  # this is no notebook
        return
    if on_stage:
        display(HTML(_STAGE_CSS))
    shell.run_line_magic("matplotlib", "inline")
    shell.set_custom_exc((Exception, KeyboardInterrupt), _explain)
    # IPython shows errors of syntax by this, some of them only.
    shell.showsyntaxerror = lambda *_, **options: _explain(shell, *shell._get_exc_info())
    shell.display_formatter.formatters["text/plain"].for_type(types.MethodType, _write_brackets)
    shell.events.register("post_run_cell", _free_memory)
    shell.user_ns["input"] = _no_input


def stage(on: bool = True) -> None:
    """Make text, code, pictures and sliders larger, for a projector, in all lessons; or as they were."""
    RECORD.put("stage", on)
    print("Now run all cells again: Run > Run All Cells.")


def as_html(figure: Figure) -> str:
    """Return `figure` as an image with alt text that describes it; it fits in a window that is smaller."""
    width, height = (round(size * figure.dpi) for size in figure.get_size_inches())
    buffer = io.BytesIO()
    # Two pixels of the image for one of the page: sharp on a dense screen and at a zoom of 200 %.
    figure.savefig(buffer, format="png", dpi=2 * figure.dpi, metadata={"Software": None})
    fits = f"min({height}px, max(200px, 100vh - var(--explorer-rest, 300px)))"
    return (
        f'<img alt="{html.escape(describe(figure))}" width="{width}" height="{height}" '
        f'style="max-width: 100%; width: calc({width / height:.6g} * {fits}); height: auto" '
        f'src="data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}">'
    )


def _free_memory(result: object) -> None:
    gc.collect()  # a figure refers to itself: 10 MB in a lesson


# -- questions ----------------------------------------------------------------------------------------------


def predict(name: str) -> QuestionBox:
    """Ask the question called `name`; the answer is kept, and here again tomorrow.

    If there is none, as in a saved lesson that is older than this folder, it raises CannotStart.
    """
    asked = QUESTIONS | REASONS
    if name not in asked:
        no_longer_here(name)
    return _box(asked[name], RECORD, at_once=name in REASONS)


def reveal(name: str, result: object = None) -> None:
    """Show what the answer to the question called `name` means, beside the `result` of a cell."""
    display(predict(name).reveal(result))


def remember(lesson: int) -> Sheet:
    """Ask two questions on what came before `lesson`; they are told at once, and not kept for tomorrow."""
    asked = [each for each in REMEMBER if each.lesson == lesson]
    return Sheet([_box(each, Record(), at_once=True, number=f"{k}. ") for k, each in enumerate(asked, 1)])


def _box(question: Question, record: Record, **options) -> QuestionBox:
    """Return the box of a question, made when it is asked first: a cell that runs again loses no answer."""
    if question.name not in _boxes:
        _boxes[question.name] = QuestionBox(question, record, **options)
    return _boxes[question.name]


def quiz() -> Pages:
    """Ask the questions of the check, one a page; after a score, all are empty again."""
    if RECORD.get("check-scored"):
        for name in [*(each.name for each in CHECK), "check-scored"]:
            RECORD.put(name, None)
    _pages[:] = [QuestionBox(each, RECORD, number=f"{k}. ") for k, each in enumerate(CHECK, 1)]
    pages = Pages(_pages, titles=[str(k) for k in range(1, len(CHECK) + 1)])
    button = widgets.Button(description="Next question")
    button.on_click(pages.turn)
    for page in _pages[:-1]:
        page.children = [*page.children, button]
    return pages


def score() -> Note:
    """Count the right answers of the check; after the last lesson, say what was wrong too."""
    chosen = {each.name: RECORD.get(each.name) for each in CHECK}
    left = [str(k) for k, each in enumerate(CHECK, 1) if chosen[each.name] not in each.choices]
    if left:
        return Note("", "\n".join([f"Not answered yet: {', '.join(left)}.", *_scores()]))
    if not RECORD.get("check-scored"):
        right = sum(chosen[each.name] == each.right for each in CHECK)
        RECORD.put("check-points", [*(RECORD.get("check-points") or []), right])
        RECORD.put("check-scored", True)
    for page in _pages:
        page.close_answers()
    if not _last_lesson_was_read():
        return Note("", "\n".join([*_scores(), "Lesson 1 comes next. What was wrong is told after the last lesson."]))
    wrong = [(k, each) for k, each in enumerate(CHECK, 1) if chosen[each.name] != each.right]
    told = [f"{k}. {_what_was_wrong(each, chosen[each.name])}" for k, each in wrong] or ["All answers are right."]
    return Note("", "\n".join([*_scores(), *told, "To start again, run the cell of the questions."]))


def _what_was_wrong(question: Question, answer: str) -> str:
    return f"You chose: {answer}. {question.choices[answer]} Read lesson {question.lesson} again."


def _last_lesson_was_read() -> bool:
    last = max(each.lesson for each in QUESTIONS.values())
    return any(RECORD.get(each.name) is not None for each in QUESTIONS.values() if each.lesson == last)


def _scores() -> list[str]:
    points = RECORD.get("check-points") or []
    return [f"Attempt {k}: {right} of {len(CHECK)}." for k, right in enumerate(points, 1)]


def progress() -> Table:
    """Return what was predicted and solved in each lesson, and which exercises are left."""
    tasks = [(getattr(exercises, name).lesson, name, "right") for name in exercises.names()]
    tasks += [(each.lesson, each.name, each.right) for each in REASONS.values()]
    rows = []
    for lesson in sorted({lesson for lesson, *_ in tasks}):
        asked = [RECORD.get(each.name) is not None for each in QUESTIONS.values() if each.lesson == lesson]
        solved = {name: RECORD.get(name) == right for place, name, right in tasks if place == lesson}
        left = [re.sub("[_-]", " ", name) for name, done in solved.items() if not done]
        counts = [f"{sum(asked)} of {len(asked)}", f"{sum(solved.values())} of {len(solved)}"]
        rows.append([str(lesson), *counts, ", ".join(left) or "none"])
    rows += [["check", "", attempt, ""] for attempt in _scores()]
    return Table(["lesson", "predicted", "solved", "exercises that are left"], rows)


# -- errors -------------------------------------------------------------------------------------------------


def _explain(shell, kind, error, trace, tb_offset=None) -> None:
    """Show an error in a cell as its message, the line where it happened, and a cure if it is a frequent one.

    IPython's own report, which ``%tb`` still shows, has the inside of every function that was called.
    """
    keep(error)
    stopped = kind is KeyboardInterrupt
    message, code = "The cell was stopped before its end." if stopped else f"{kind.__name__}: {error}", ""
    lines = [line for line in walk_tb(trace) if line[0].f_globals is shell.user_ns]
    if lines:
        frame, number = lines[-1]
        code = linecache.getline(frame.f_code.co_filename, number).strip()
        message += f"\nIt happened in line {number} of its cell: {code}"
    elif isinstance(error, SyntaxError):  # nothing ran yet
        code = (error.text or linecache.getline(error.filename or "", error.lineno or 0)).rstrip()
        place = f"Python stopped reading in line {error.lineno} of its cell: {code.strip()}"
        message = f"{kind.__name__}: {error.msg}\n{place}"
    shell._showtraceback(kind, error, [f"{message}\n{_cure(error, code)}".rstrip()])


def _cure(error: BaseException, code: str) -> str:
    """Return a sentence that says what to do about a frequent error in the line `code`, or ""."""
    if isinstance(error, KeyboardInterrupt):
        return "If it ran too long, look whether the loop or the call in that line comes to an end."
    if told := explain(error, code):
        if isinstance(error, SyntaxError):
            return told
        return f"It means: {told}" if told.endswith("?") else f"It means: {told}."
    if type(error) is NameError:
        return (
            "Run the cells above first (menu Run > Run All Above Selected Cell). If it stays, look for a typing error "
            f"in {error.name!r}; if it is text, write quotation marks around it."
        )
    return ""


def _no_input(*words) -> None:
    """Stand in for ``input``, which would block the kernel."""
    told = "input() would wait until somebody types. Write the number into the call, as in my_relu(3)."
    raise RuntimeError(told)


def _write_brackets(method: types.MethodType, printer, cycle: bool) -> None:
    """Show a method that was meant to be called, such as ``exercises.write_relu.hint``."""
    printer.text(f"This is a function. To call it, write brackets behind its name: {method.__name__}()")
