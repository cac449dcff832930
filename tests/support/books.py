"""The pages of an explorer, as a student's eyes and a screen reader get them."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from html import unescape

import numpy as np

_PAGE = re.compile(r'<p aria-hidden="true">(.*?)</p><svg [^>]*aria-label="([^"]*)">(.*?)</svg>')


@dataclass(frozen=True)
class Page:
    """What is seen of one page: the sentence, the picture's name and its SVG elements."""

    sentence: str
    name: str
    svg: str

    def lines(self) -> list[np.ndarray]:
        """Return the points of each path that is a line, by parts, in points from the upper left corner."""
        found = re.findall(r'<path d="([^"]*)"[^>]*fill: none', re.sub("<defs>.*?</defs>", "", self.svg))
        parts = [part.replace("L", "").split() for d in found for part in d.split("M") if part.strip()]
        return [np.array(part, float).reshape(-1, 2) for part in parts if "C" not in part]

    def dots(self) -> list[tuple[float, float]]:
        """Return the places of all markers."""
        return [(float(x), float(y)) for x, y in re.findall(r'<use [^>]*x="([-\d.]+)" y="([-\d.]+)"', self.svg)]


def html_of(explorer) -> str:
    """Return the HTML of the whole book."""
    return explorer.book


def pages_of(explorer) -> dict[tuple, Page]:
    """Return the page for each combination of the controls' values."""
    found = [Page(unescape(text), unescape(name), svg) for text, name, svg in _PAGE.findall(html_of(explorer))]
    values = list(itertools.product(*(control.values for control in explorer.controls)))
    assert len(found) == len(values)
    return dict(zip(values, found, strict=True))
