"""Prepare a notebook: one style for its plots, alt text for its pictures, stage size on demand."""

from __future__ import annotations

import base64
import html

import matplotlib as mpl
from IPython import get_ipython
from IPython.display import HTML, display
from matplotlib.figure import Figure

from helpers.figures import STYLE, describe, to_png

PAGE_DPI, STAGE_DPI = 100, 150  # page pixels to the inch; 12 pt are then 17 and 25 pixels
_STAGE_CSS = """<style>
.jp-OutputArea .widget-label, .jp-OutputArea .widget-dropdown select, .jp-OutputArea .widget-text input,
.jp-OutputArea .widget-html-content, .jp-OutputArea .widget-radio-box label, .jp-OutputArea .widget-button
  { font-size: 24px !important; }
.jp-OutputArea .jupyter-widgets { --jp-widgets-inline-height: 42px; --jp-widgets-slider-handle-size: 26px; }
</style>"""


def start(stage: bool = False) -> None:
    """Prepare this notebook; each lesson's first cell calls it.

    Parameters
    ----------
    stage : bool
        True makes pictures, sentences and sliders half as large again, for a projector. Run all
        cells again after a change.
    """
    shell = get_ipython()
    if shell is not None:
        # Configured first: the inline backend removes all other formatters of Figure, once.
        shell.run_line_magic("matplotlib", "inline")
        # JupyterLab shows a PNG without alt text; only an <img> in HTML can have one.
        shell.display_formatter.formatters["text/html"].for_type(Figure, as_html)
        shell.set_custom_exc((NameError,), _explain_name)
    mpl.rcParams.update(STYLE)
    mpl.rcParams["figure.dpi"] = STAGE_DPI if stage else PAGE_DPI
    if stage:
        display(HTML(_STAGE_CSS))


def as_html(figure: Figure) -> str:
    """Return `figure` as an image with alt text that describes it."""
    width, height = (round(size * figure.dpi) for size in figure.get_size_inches())
    data = base64.b64encode(to_png(figure)).decode()
    return (
        f'<img alt="{html.escape(describe(figure))}" width="{width}" height="{height}" '
        f'style="max-width: 100%" src="data:image/png;base64,{data}">'
    )


def _explain_name(shell, kind, error, traceback, tb_offset=None) -> list[str]:
    """Show a name that is not defined as one sentence: most often a cell above was not run."""
    message = (
        f"NameError: the name '{error.name}' has no value yet. Run the cells above first "
        f"(menu Run > Run All Above Selected Cell), or look for a typing error in the name."
    )
    print(message)
    return [message]
