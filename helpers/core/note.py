"""A sentence in a box, which a notebook shows and a screen reader reads."""

from __future__ import annotations

import html
from dataclasses import dataclass

# Dark text on a light ground, so that both themes of JupyterLab show the same: ground, text, edge.
_COLOURS = {
    "right": ("#E6F4EA", "#0B3D1B", "#1B7A3D"),
    "wrong": ("#FDECE4", "#5A1F00", "#C24A00"),
    "not attempted": ("#EEF1F5", "#22303F", "#5B6B7C"),
    "note": ("#E7F1FA", "#0B2E4F", "#0072B2"),
}
# Of an output that is collapsed JupyterLab shows the first line, tags and all; this one tells nothing.
UNSEEN = "<!-- Run this cell to see its result. -->\n"


@dataclass
class Note:
    """A sentence in a box: a hint, a solution, a task, an answer to an exercise, a prediction beside its result."""

    title: str  # stands before the sentence, or ""
    message: str
    code: str = ""  # source that is shown below the sentence
    folded: str = ""  # more sentences, in a box that is opened by hand

    def __repr__(self) -> str:
        title = f"{self.title}: " if self.title else ""
        return title + " ".join(filter(None, [self.message, self.folded])) + (f"\n\n{self.code}" if self.code else "")

    def _repr_html_(self) -> str:
        ground, text, edge = _COLOURS.get(self.title.lower(), _COLOURS["note"])
        title = f"<b>{html.escape(self.title)}.</b> " if self.title else ""
        message = html.escape(self.message).replace("\n", "<br>")
        code = f'<pre style="margin:8px 0 0;background:{ground};color:{text}">{html.escape(self.code)}</pre>'
        more = f"<details><summary>Show the result</summary>{html.escape(self.folded)}</details>"
        return (
            f'{UNSEEN}<div style="background:{ground};color:{text};border-left:6px solid {edge};padding:8px 12px;'
            f'max-width:60em">{title}{message}{code if self.code else ""}{more if self.folded else ""}</div>'
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
        return f"{UNSEEN}<table style='font-size:inherit'><tr>{'</tr><tr>'.join(cells)}</tr></table>"


def _cell(tag: str, text: str) -> str:
    ground, colour, _ = _COLOURS.get(text.split(":")[0], ("transparent", "inherit", ""))
    return f'<{tag} style="background:{ground};color:{colour};text-align:left">{html.escape(text)}</{tag}>'
