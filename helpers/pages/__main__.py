"""Run the lessons, and write a site whose pages and slides move without Python and without a network.

python -m helpers.pages                      writes the site: an index, and a page and slides of each lesson
python -m helpers.pages 03_plot              only this lesson
python -m helpers.pages --single             one file each, in which all is inside, to send
python -m helpers.pages --solutions FOLDER   a copy of the lessons in which the written exercises are solved
python -m helpers.pages --to FOLDER          to another folder than site, or than single

Slides are made where there is npm (https://nodejs.org), which brings reveal.js.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat

from helpers import exercises
from helpers.pages.runner import NOTEBOOKS, ROOT, paths, run
from helpers.pages.site import Lesson, Site, lesson, reveal


def play(path: Path) -> Lesson:
    """Run the notebook at `path`, and return it as a lesson."""
    notebook = nbformat.read(path, as_version=4)
    if any(cell.cell_type == "code" for cell in notebook.cells):
        run(notebook, path.parent)
    return lesson(notebook, path.stem)


def write(chosen: list[Path], folder: Path, single: bool) -> None:
    """Write the pages of the notebooks `chosen` to `folder`, and tell of each; with `single`, each in one file."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = pool.map(play, chosen)  # the kernels run while npm is asked
        site, done = Site(folder, single, reveal()), []
        for each in running:
            site.add(each)
            done.append(each)
            print(f"{len(done)} of {len(chosen)}: {each.title}", flush=True)
        if not single and len(chosen) == len(paths([])):
            site.finish(done)
    print(f"Written to {folder}. The first is {folder / chosen[0].stem}.html")


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
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="such as 03_plot; all lessons without a name")
    parser.add_argument("--to", type=Path, help="the folder to write to (default: site, or single)")
    parser.add_argument("--single", action="store_true", help="write files that hold all they need, to send")
    parser.add_argument("--solutions", type=Path, metavar="FOLDER", help="write the lessons with solutions, no pages")
    options = parser.parse_args()
    chosen = paths(options.names)
    folder = (options.solutions or options.to or ROOT / ("single" if options.single else "site")).resolve()
    ours = {NOTEBOOKS, ROOT / "helpers"} & {folder, *folder.parents}
    if ours or folder.is_file() or folder in (ROOT, *ROOT.parents):
        parser.error(f"The folder must be one of its own, but it is {folder}. Give the name of a new one.")
    if options.solutions:
        folder.mkdir(parents=True, exist_ok=True)
        for path in chosen:
            solve(path, folder)
        # The lessons look for it beside them, or one folder up.
        hidden = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "helpers", folder / "helpers", ignore=hidden, dirs_exist_ok=True)
        print(f"{len(chosen)} lessons with solutions are in {folder}.")
    else:
        write(chosen, folder, options.single)


if __name__ == "__main__":
    main()
