"""Many pages as one piece of HTML: a browser turns them by CSS alone, with or without Python behind it."""

from __future__ import annotations

import html
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.core.picture import SHOWN, Picture

_FOLDER = Path(__file__).parent
STYLE = (_FOLDER / "explorer.css").read_text(encoding="utf-8")
SCRIPT = (_FOLDER / "explorer.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Page:
    """A sentence, and the SVG elements that it tells about; a problem has none."""

    sentence: str
    drawing: str = ""
    problem: bool = False


def size(picture: Picture) -> str:
    """Return, in CSS, the width of a picture that is shown with its controls: as wide as the window is high."""
    full = f"{SHOWN * picture.width:.0f}px * var(--explorer-scale, 1)"
    return f"min(100%, {full}, {picture.width / picture.height:.4g} * max(200px, 100vh - var(--explorer-rest, 300px)))"


def bind(counts: Sequence[int], page: Callable[[tuple[int, ...]], Page], picture: Picture) -> str:
    """Return the HTML of a book with a page for each combination of numbers, laid over `picture`.

    The page that is seen is told by the elements that stand around the book: the one of the class
    ``explorer-turn-0`` has in its style ``order: 3;`` for page 3 of the first number, and so on.
    Pages are hidden, not taken away: there is nothing to build or to lay out when one is turned,
    and a screen reader reads only the one that is seen.

    Parameters
    ----------
    counts : sequence of int
        How many values each number has.
    page : callable
        Takes the positions of the values, one for each number, and returns a Page.
    picture : Picture
    """
    box = f"0 0 {picture.width:g} {picture.height:g}"

    def pages(chosen: tuple[int, ...]) -> str:
        depth = len(chosen)
        if depth == len(counts):
            return _page(page(chosen), box)
        inside = (f'<div class="explorer-page-{depth}">{pages((*chosen, i))}</div>' for i in range(counts[depth]))
        return f"<div>{''.join(inside)}</div>"

    with picture.drawing():
        bound = pages(())
        still = f'<svg viewBox="{box}" aria-hidden="true">{picture.still()}</svg>'
    rules = itertools.starmap(_turning, enumerate(counts))
    return f'<style>{STYLE}{"".join(rules)}</style><div class="explorer-book">{still}{bound}</div>'


def _page(page: Page, box: str) -> str:
    text = html.escape(page.sentence)
    if page.problem:
        return f'<p role="alert">{text}</p>'
    # What a screen reader reads is the picture's name; it skips the copy that is seen.
    return f'<p aria-hidden="true">{text}</p><svg viewBox="{box}" role="img" aria-label="{text}">{page.drawing}</svg>'


def _turning(depth: int, count: int) -> str:
    """Return the CSS that shows one of `count` pages."""
    page = f".explorer-page-{depth}"
    shown = ",".join(f'.explorer-turn-{depth}[style*="order: {i};"] {page}:nth-child({i + 1})' for i in range(count))
    return f"{page} {{visibility: hidden}} {shown} {{visibility: inherit}}"
