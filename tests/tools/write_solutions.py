"""Write a copy of the lessons in which the exercises are solved, for who teaches with them.

python tests/tools/write_solutions.py FOLDER
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from helpers import exercises  # noqa: E402

NOTEBOOKS, HELPERS = ROOT / "notebooks", ROOT / "helpers"


def solve(path: Path, folder: Path) -> None:
    """Write the notebook at `path` to `folder`, with a solution in the place of each stub, and without outputs."""
    notebook = nbformat.read(path, as_version=4)
    for cell in (each for each in notebook.cells if each.cell_type == "code"):
        cell.outputs, cell.execution_count = [], None
        for name in re.findall(r"exercises\.(\w+)\.check", cell.source):
            exercise = getattr(exercises, name)
            if exercise.stub not in cell.source:
                sys.exit(f"{path} has no stub of the exercise {name} any more. Take a fresh copy of it.")
            cell.source = cell.source.replace(exercise.stub, exercise.answer)
    nbformat.write(notebook, folder / path.name)


def main() -> None:
    """Write the copy to the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="a new folder, or one with an earlier copy")
    folder = parser.parse_args().folder.resolve()
    if {NOTEBOOKS, HELPERS} & {folder, *folder.parents} or folder.is_file() or folder in (ROOT, *ROOT.parents):
        parser.error(f"The folder must be one of its own, but it is {folder}. Give the name of a new one.")
    folder.mkdir(parents=True, exist_ok=True)
    paths = sorted(NOTEBOOKS.glob("*.ipynb"))
    for path in paths:
        solve(path, folder)
    # The lessons look for it beside them, or one folder up.
    shutil.copytree(HELPERS, folder / "helpers", ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    print(f"{len(paths)} lessons with solutions are in {folder}.")


if __name__ == "__main__":
    main()
