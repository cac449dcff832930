"""Prepare a notebook: one style for its plots, alt text for its pictures, stage size on demand."""

from __future__ import annotations

import ast
import base64
import builtins
import gc
import html
import io
import linecache
import re
import types
from traceback import walk_tb

import matplotlib as mpl
from IPython import get_ipython
from IPython.display import HTML, display
from matplotlib.figure import Figure

from helpers import no_longer_here
from helpers.core.note import UNSEEN, Note
from helpers.core.picture import SHOWN, set_style
from helpers.core.student import keep
from helpers.figures import describe
from helpers.misconceptions import explain
from helpers.progress import RECORD, choose, predict, progress, quiz, remember, reveal, score  # noqa: F401 - lessons call them

__getattr__ = no_longer_here  # for a saved lesson that is older than this folder

# What the first cell of each lesson makes, and what it made: a student may take such a name for something else.
FIRST_CELL = {
    "os",
    "sys",
    "helpers",
    "plt",
    "np",
    "predict",
    "progress",
    "reveal",
    "remember",
    "choose",
    "quiz",
    "score",
}
FIRST_CELL |= {"exercises", "explorers", "figures", "misconceptions"}
_first: dict[str, object] = {}

STAGE = 1.5  # times as large, where the window has room
DENSITY = 2  # image pixels for one pixel of the page: sharp on a dense screen and at a zoom of 200 %
_STAGE_CSS = """<style>
:root {  /* text and code, as large as the screen is wide; once more for JupyterLab's Presentation Mode */
  --jp-content-font-size1: max(17px, 1.2vw); --jp-content-presentation-font-size1: max(17px, 1.2vw);
  --jp-code-font-size: max(16px, 1.05vw); --jp-code-presentation-font-size: max(16px, 1.05vw);
  --explorer-text: min(24px, max(16px, 2.25vh)); --explorer-scale: STAGE;
  --explorer-rest: calc(108px + 12 * var(--explorer-text));
}
.jp-OutputArea .jupyter-widgets { --jp-widgets-font-size: var(--explorer-text);
  --jp-widgets-slider-handle-size: var(--explorer-text); --jp-widgets-inline-height: calc(1.75 * var(--explorer-text)) }
.jp-Placeholder .jp-PlaceholderText { font-size: var(--jp-code-font-size); line-height: 1.5; }
.jp-OutputArea .widget-text { width: max-content !important; flex: none; }
.jp-OutputArea .widget-text input { width: 6em; flex: none; }
.jp-OutputArea .widget-radio-box label { height: auto; line-height: 1.5; }
</style>""".replace("STAGE", str(STAGE))


def stage(on: bool = True) -> None:
    """Make text, code, pictures and sliders larger, for a projector, in all lessons of this folder; or as they were."""
    RECORD.put("stage", on)
    print("Now run all cells again: Run > Run All Cells.")


def start() -> None:
    """Prepare this notebook; each lesson's first cell calls it."""
    shell, large = get_ipython(), RECORD.get("stage")
    if shell is not None:
        # Configured first: the inline backend removes all other formatters of Figure, once.
        shell.run_line_magic("matplotlib", "inline")
        # JupyterLab shows a PNG without alt text; only an <img> in HTML can have one.
        shell.display_formatter.formatters["text/html"].for_type(Figure, as_html)
        shell.set_custom_exc((Exception, KeyboardInterrupt), _explain)
        # IPython shows errors of syntax by this, some of them only.
        shell.showsyntaxerror = lambda *_, **options: _explain(shell, *shell._get_exc_info())
        shell.display_formatter.formatters["text/plain"].for_type(types.MethodType, _write_brackets)
        shell.events.register("post_run_cell", _after_cell)  # once, however often this runs
        shell.user_ns["input"] = no_input
        _first.update({name: shell.user_ns[name] for name in FIRST_CELL if name in shell.user_ns})
    set_style()
    dpi = SHOWN * 72 * (STAGE if large else 1)
    mpl.rcParams.update({"figure.dpi": dpi, "figure.figsize": (6.4, 4.0), "figure.constrained_layout.use": True})
    if large:
        display(HTML(_STAGE_CSS))
    print(f"Ready. {RECORD.damaged}".rstrip())


def as_html(figure: Figure) -> str:
    """Return `figure` as an image with alt text that describes it; it fits in a window that is smaller."""
    width, height = (round(size * figure.dpi) for size in figure.get_size_inches())
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=figure.dpi * DENSITY, metadata={"Software": None})
    fits = f"min({height}px, max(200px, 100vh - var(--explorer-rest, 300px)))"
    return (
        f'{UNSEEN}<img alt="{html.escape(describe(figure))}" width="{width}" height="{height}" '
        f'style="max-width: 100%; width: calc({width / height:.6g} * {fits}); height: auto" '
        f'src="data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}">'
    )


def _explain(shell, kind, error, trace, tb_offset=None) -> None:
    """Show an error in a cell as its message, the line where it happened, and a cure if it is a frequent one.

    IPython's own report, which ``%tb`` still shows, has the inside of every function that was called.
    """
    keep(error)
    try:
        message = f"{kind.__name__}: {error}"
    except Exception:  # an error of the student's own whose text cannot be made
        message = kind.__name__
    if kind is KeyboardInterrupt:
        message = "The cell was stopped before its end."
    code, lines = "", [line for line in walk_tb(trace) if line[0].f_globals is shell.user_ns]
    if lines:
        frame, number = lines[-1]
        code = linecache.getline(frame.f_code.co_filename, number).strip()
        message += f"\nIt happened in line {number} of its cell: {code}"
    elif isinstance(error, SyntaxError):  # nothing ran yet
        code = (error.text or linecache.getline(error.filename or "", error.lineno or 0)).rstrip()
        message = (
            f"{kind.__name__}: {error.msg}\nPython stopped reading in line {error.lineno} of its cell: {code.strip()}"
        )
    shell._showtraceback(kind, error, [f"{message}\n{_cure(shell.user_ns, error, code)}".rstrip()])


def no_input(*words) -> None:
    """Stand in for ``input``, which would block the kernel.

    Raises
    ------
    RuntimeError
        Always.
    """
    raise RuntimeError("input() would wait until somebody types. Write the number into the call, as in my_relu(3).")


def _write_brackets(method: types.MethodType, printer, cycle: bool) -> None:
    """Show a method that was meant to be called, such as ``exercises.table.hint``."""
    printer.text(f"This is a function. To call it, write brackets behind its name: {method.__name__}()")


def _after_cell(result) -> None:
    """Free memory, and say which check, hint or solution of the cell showed nothing, and why."""
    gc.collect()  # a figure refers to itself: 20 MB in a lesson
    try:
        body = ast.parse(result.info.raw_cell).body
    except (SyntaxError, TypeError):
        return
    shown = body[-1] if body and isinstance(body[-1], ast.Expr) else None
    for node in (each for part in body if part is not shown for each in ast.walk(part)):
        source = ast.unparse(node) if isinstance(node, ast.Expr) else ""
        if re.match(r"exercises\.\w+\.(check|hint|solution)\(", source):
            inside = node not in body
            place = "inside a function or another block" if inside else "above the last line of its cell"
            cure = "Take the spaces before it away" if inside else "Write it last, or in a cell of its own"
            display(Note("", f"{source} stands {place}, so nothing is shown. {cure}."))


_CURES = {
    KeyboardInterrupt: "If it ran too long, look whether the loop or the call in that line comes to an end.",
    NameError: "Look for a typing error in {name!r}. If there is none, run the cells above first "
    "(menu Run > Run All Above Selected Cell); if it is text, write quotation marks around it.",
}


def _cure(names: dict, error: BaseException, code: str) -> str:
    """Return a sentence that says what to do about a frequent error in the line `code`, or ""."""
    not_callable = type(error) is TypeError and "not callable" in str(error)
    for name in re.findall(r"(?<![\w.])[^\W\d_]\w*", code) if type(error) in (TypeError, AttributeError) else ():
        if name in _first and names.get(name) is not _first[name]:
            return f"{name} is no longer what the first cell made it. Run the first cell again, then this one."
        if not_callable and hasattr(builtins, name) and not callable(names.get(name, print)):
            return f"{name} is Python's own function; its name now holds something else. Run in a cell: del {name}"
    if told := explain(error, code):
        return told if isinstance(error, SyntaxError) else f"It means: {told}."
    if not not_callable:
        return _CURES.get(type(error), "").format(name=getattr(error, "name", ""))
    if re.search(r"[\d)]\s*\(", code):
        return "What stands before an opening bracket is called as a function. For a product, write *."
    return (
        "A name that was a function now holds something else. Run the cells above again, then this one "
        "(menu Run > Run All Above Selected Cell)."
    )
