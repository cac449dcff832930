"""A sentence in a box, which a notebook shows and a screen reader reads."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field

# Dark text on a light ground, so that both themes of JupyterLab show the same: ground, text, edge.
_COLOURS = {
    "right": ("#E6F4EA", "#0B3D1B", "#1B7A3D"),
    "wrong": ("#FDECE4", "#5A1F00", "#C24A00"),
    "not attempted": ("#EEF1F5", "#22303F", "#5B6B7C"),
    "note": ("#E7F1FA", "#0B2E4F", "#0072B2"),
}
_LINES = "margin:8px 0 0;background:inherit;color:inherit;white-space:pre-wrap"  # a solution keeps its lines
_MARKS = {"right": "✓ ", "wrong": "✗ "}  # beside the colour, for who cannot tell the colours apart


@dataclass
class Note:
    """A sentence in a box: a hint, a solution, a task, an answer to an exercise, a prediction beside its result."""

    status: str  # such as Right: stands before the sentence, and gives it a colour and a mark; or ""
    message: str
    folded: Mapping[str, str] = field(default_factory=dict)  # more text, each below a title that is opened by hand

    def __repr__(self) -> str:
        more = [f"{title}: {text}" for title, text in self.folded.items()]
        return "\n".join([f"{self.status}: {self.message}" if self.status else self.message, *more])

    def _repr_html_(self) -> str:
        ground, text, edge = _COLOURS.get(self.status.lower(), _COLOURS["note"])
        mark = _MARKS.get(self.status.lower(), "")
        status = f"<b>{mark}{html.escape(self.status)}.</b> " if self.status else ""
        message = html.escape(self.message).replace("\n", "<br>")
        more = "".join(
            f'<details><summary>{html.escape(name)}</summary><pre style="{_LINES}">{html.escape(text)}</pre></details>'
            for name, text in self.folded.items()
        )
        return (
            f'<div style="background:{ground};color:{text};border-left:6px solid {edge};padding:8px 12px;'
            f'max-width:60em">{status}{message}{more}</div>'
        )


@dataclass
class Table:
    """Short texts in rows; those that begin with a word of `Note`, such as right or wrong, stand on its colour."""

    head: list[str]
    rows: list[list[str]]

    def __repr__(self) -> str:
        return "\n".join(" | ".join(row) for row in [self.head, *self.rows])

    def _repr_html_(self) -> str:
        rows = [self.head, *self.rows]
        cells = ("".join(_cell("td" if number else "th", text) for text in row) for number, row in enumerate(rows))
        return f"<table style='font-size:inherit'><tr>{'</tr><tr>'.join(cells)}</tr></table>"


def _cell(tag: str, text: str) -> str:
    ground, colour, _ = _COLOURS.get(text.split(":")[0], ("transparent", "inherit", ""))
    return f'<{tag} style="background:{ground};color:{colour};text-align:left">{html.escape(text)}</{tag}>'
