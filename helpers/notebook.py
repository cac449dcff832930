"""Prepare a notebook: one style for its plots, alt text for its pictures, stage size on demand."""

from __future__ import annotations

import base64
import builtins
import gc
import html
import io
import linecache
import re
from traceback import walk_tb

import matplotlib as mpl
from IPython import get_ipython
from IPython.display import HTML, display
from matplotlib.figure import Figure

from helpers.core.note import UNSEEN
from helpers.core.picture import SHOWN, set_style
from helpers.core.prediction import predict, reveal  # noqa: F401 - what a lesson calls
from helpers.core.student import keep
from helpers.figures import describe

# What the first cell of each lesson makes, and what it made: a student may take such a name for something else.
FIRST_CELL = {"os", "sys", "helpers", "plt", "np", "predict", "reveal"}
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
.jp-OutputArea .widget-button, .jp-OutputArea .widget-text { width: max-content !important; flex: none; }
.jp-OutputArea .widget-text input { width: 6em; flex: none; }
.jp-OutputArea .widget-radio-box label { height: auto; line-height: 1.5; }
</style>""".replace("STAGE", str(STAGE))


def start(stage: bool = False) -> None:
    """Prepare this notebook; each lesson's first cell calls it.

    `stage` makes text, code, pictures and sliders larger, as far as the window has room, for a projector.
    Run all cells again after a change.
    """
    shell = get_ipython()
    if shell is not None:
        # Configured first: the inline backend removes all other formatters of Figure, once.
        shell.run_line_magic("matplotlib", "inline")
        # JupyterLab shows a PNG without alt text; only an <img> in HTML can have one.
        shell.display_formatter.formatters["text/html"].for_type(Figure, as_html)
        shell.events.register("post_run_cell", lambda *_: gc.collect())  # a figure refers to itself: 20 MB in a lesson
        shell.set_custom_exc((Exception, KeyboardInterrupt), _explain)
        _first.update({name: shell.user_ns[name] for name in FIRST_CELL if name in shell.user_ns})
    set_style()
    dpi = SHOWN * 72 * (STAGE if stage else 1)
    mpl.rcParams.update({"figure.dpi": dpi, "figure.figsize": (6.4, 4.0), "figure.constrained_layout.use": True})
    if stage:
        display(HTML(_STAGE_CSS))
    print("Ready.")


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
        stopped = f"Python stopped reading in line {error.lineno} of its cell: {(error.text or '').strip()}"
        message = f"{kind.__name__}: {error.msg}\n{stopped}"
    shell._showtraceback(kind, error, [f"{message}\n{_cure(shell.user_ns, error, code)}".rstrip()])


_CURES = {
    KeyboardInterrupt: "If it ran too long, look whether the loop or the call in that line comes to an end.",
    SyntaxError: "Look there, and in the line above, for a missing bracket, quotation mark, comma or colon.",
    NameError: "Look for a typing error in {name!r}. If there is none, run the cells above first "
    "(menu Run > Run All Above Selected Cell); if it is text, write quotation marks around it.",
}


def _cure(names: dict, error: BaseException, code: str) -> str:
    """Return a sentence that says what to do about a frequent error in the line `code`, or ""."""
    if type(error) not in (TypeError, AttributeError):
        return _CURES.get(type(error), "").format(name=getattr(error, "name", ""))
    not_callable = "not callable" in str(error)
    for name in re.findall(r"(?<![\w.])[^\W\d_]\w*", code):
        if name in _first and names.get(name) is not _first[name]:
            return f"{name} is no longer what the first cell made it. Run the first cell again, then this one."
        if not_callable and hasattr(builtins, name) and not callable(names.get(name, print)):
            return f"{name} is Python's own function; its name now holds something else. Run in a cell: del {name}"
    if not not_callable:
        return ""
    if re.search(r"[\d)]\s*\(", code):
        return "What stands before an opening bracket is called as a function. For a product, write *."
    return (
        "A name that was a function now holds something else. Run the cells above again, then this one "
        "(menu Run > Run All Above Selected Cell)."
    )
