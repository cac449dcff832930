"""Run notebooks in kernels of their own."""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
_SOCKETS = tempfile.TemporaryDirectory(prefix="relu-", ignore_cleanup_errors=True)
_NUMBERS = itertools.count()


def own_sockets() -> Config:
    """Return the options of a kernel whose sockets are files of its own; Windows has only ports.

    A port may be taken by another program between the choice and the start.
    """
    if os.name == "nt":
        return Config()
    return Config(KernelManager={"transport": "ipc", "ip": f"{_SOCKETS.name}/{next(_NUMBERS)}"})


def run(notebook: nbformat.NotebookNode, folder: Path, **options) -> None:
    """Run all cells of `notebook` in a new kernel that stands in `folder`; an error of a cell is raised.

    `options` are more of the NotebookClient's.
    """
    NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
        config=own_sockets(),
        **options,
    ).execute(env={**os.environ, "NO_ANSWERS": "1"})  # what somebody predicted here is nobody else's


def paths(names: list[str]) -> list[Path]:
    """Return the notebooks called `names`, or all; a missing one ends the program with a sentence."""
    found = [NOTEBOOKS / f"{Path(name).stem}.ipynb" for name in names] or sorted(NOTEBOOKS.glob("*.ipynb"))
    missing = [path.name for path in found if not path.is_file()]
    if missing or not found:
        sys.exit(f"There is no {' and no '.join(missing) or 'notebook'} in {NOTEBOOKS}.")
    return found
