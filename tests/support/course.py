"""The notebooks as files: which of them are lessons, and what stands in their cells."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import nbformat
import pytest
from runner import NOTEBOOKS


@functools.cache
def read(path: Path) -> nbformat.NotebookNode:
    """Return the notebook at `path`; whoever changes it takes a copy."""
    return nbformat.read(path, as_version=4)


def cells(path: Path, kind: str = "code") -> list[nbformat.NotebookNode]:
    """Return the cells of a kind, "code" or "markdown"."""
    return [cell for cell in read(path).cells if cell.cell_type == kind]


def sources(path: Path, kind: str = "code") -> list[str]:
    """Return what stands in the cells of a kind."""
    return [cell.source for cell in cells(path, kind)]


def lines(path: Path, pattern: str) -> list:
    """Return what `pattern` finds in the lines of code."""
    return re.findall(pattern, "\n".join(sources(path)), flags=re.M)


def number(path: Path) -> int:
    """Return the number of a lesson, with which its name and its title begin."""
    return int(path.stem.partition("_")[0])


def each_of(paths: list[Path]) -> pytest.MarkDecorator:
    """Run a test once for each of `paths`."""
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


FILES = sorted(NOTEBOOKS.glob("*.ipynb"))
NOTEBOOKS_WITH_CODE = [path for path in FILES if cells(path)]  # the glossary has none
LESSONS = [path for path in FILES if lines(path, r"^exercises\.\w+\.check\(")]
(CHECK,) = (path for path in FILES if "quiz()" in sources(path))
FIRST_CELL = sources(LESSONS[0])[0]
