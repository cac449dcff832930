"""Run an answer as a cell of a notebook, which keeps its lines."""

from __future__ import annotations

import linecache

import numpy as np


def run(source: str, **names) -> object:
    """Run `source`, or the lines of a function of x, as a cell of a notebook that has `names`; return its last one."""
    space = {"np": np, "numpy": np, **names}
    source = source if source.startswith(("def ", "@", "f = ", "import ")) else f"def f(x):\n    {source}"
    file = f"<answer {hash(source)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)  # as IPython does
    exec(compile(source, file, "exec", dont_inherit=True), space)
    return list(space.values())[-1]
