"""Run the lessons, and turn them into HTML pages and slides that move without Python and without a network.

python -m helpers.pages                 writes the page and the slides of every lesson to the folder pages
python -m helpers.pages 03_plot         only those of this one
python -m helpers.pages --to FOLDER     to another folder

Each is one file that asks nothing from the network. The scripts in it come from npm (https://nodejs.org).
"""

from __future__ import annotations

import argparse
import copy
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS, PAGES = ROOT / "notebooks", ROOT / "pages"
KINDS = (".html", ".slides.html")
# What the files load, in this order: the package on npm, and the file in it. html-manager 1.0 belongs to
# ipywidgets 8. reveal.js comes before require.js, which would keep it for itself.
REVEAL = "reveal.js@^5.2"
PACKAGES = {
    REVEAL: ["dist/reveal.js", "dist/reveal.css"],
    "requirejs@^2.3": ["require.js"],
    "@jupyter-widgets/html-manager@~1.0.14": ["dist/embed-amd.js"],
    "mathjax@^3.2": ["es5/tex-svg.js"],
}
STATE = "application/vnd.jupyter.widget-state+json"
WITHOUT_KERNEL = (
    "**This is a page without Python.** All sliders move. Buttons and your own code need the lesson in JupyterLab."
)
TEMPLATE = Path(__file__).with_name("page.html.j2").read_text(encoding="utf-8")
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


def fetch() -> dict[str, str]:
    """Return the text of each script and style, with its licence, by the package and file that it comes from."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm was not found. Install Node.js, which has npm, and run this again.")
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([npm, "pack", "--silent", *PACKAGES], cwd=folder, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"npm could not get the scripts. Look whether there is a network. It said:\n{done.stderr}")
        for (package, names), archive in zip(PACKAGES.items(), done.stdout.split(), strict=True):
            with tarfile.open(Path(folder, archive)) as packed:
                for name in names:
                    text = packed.extractfile(f"package/{name}").read().decode()
                    files[f"{package}/{name}"] = f"/* {package}/{name}\n{licence(packed)}\n*/\n{text}"
    return files


def licence(packed: tarfile.TarFile) -> str:
    """Return the text of a package's licence, or its name where the text is not packed with it."""
    try:
        return packed.extractfile("package/LICENSE").read().decode()
    except KeyError:
        return "Licence: " + json.load(packed.extractfile("package/package.json"))["license"]


def play(path: Path) -> nbformat.NotebookNode:
    """Run the notebook at `path`, and stop in it what needs a kernel."""
    notebook = nbformat.read(path, as_version=4)
    run(notebook, path.parent)
    still(notebook.metadata.widgets[STATE]["state"])
    metadata = {"slideshow": {"slide_type": "-"}}
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(WITHOUT_KERNEL, metadata=metadata))
    return notebook


def convert(notebook: nbformat.NotebookNode, name: str, ending: str, files: dict[str, str]) -> str:
    """Return the notebook called `name` as HTML of the kind that `ending` tells, with `files` in it."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"(?<=\w)\.ipynb(?=\))", ending, cell.source)  # links to other lessons
    from nbconvert import HTMLExporter, SlidesExporter  # a second that only pages need

    slides = ending == ".slides.html"
    exporter = (SlidesExporter if slides else HTMLExporter)(raw_template=TEMPLATE)
    if slides:
        exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
        exporter.reveal_url_prefix = REVEAL
    scripts = [name for name in files if name.endswith(".js") and (slides or REVEAL not in name)]
    page, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": name}, "scripts": scripts})
    page = re.sub(r'<link [^>]*id="theme"[^>]*>', "", page)  # reveal's theme asks the network for fonts
    return inline(page, files)


def inline(page: str, files: dict[str, str]) -> str:
    """Put each of `files` into the page, in the place where the page would load it."""
    for name, text in files.items():
        if name.endswith(".css"):
            for link in re.findall(rf'<link [^>]*"{re.escape(name)}"[^>]*>', page):
                page = page.replace(link, f"<style>{text}</style>")
        else:
            text = text.replace("</script", r"<\/script").replace("<!--", r"\x3c!--")  # would end or hide the script
            page = page.replace(f'<script src="{name}"></script>', f"<script>{text}</script>")
    return page


def still(state: dict) -> None:
    """Stop each control that needs the kernel: all but those of the explorers."""
    moving = [id(child) for model in state.values() if _is_explorer(model) for child in descend(state, model)]
    for model in state.values():
        if "disabled" in model["state"] and id(model) not in moving:
            model["state"]["disabled"] = True


def _is_explorer(model: dict) -> bool:
    return "explorer" in model["state"].get("_dom_classes", [])


def descend(state: dict, model: dict) -> Iterator[dict]:
    """Yield `model` and all widgets in it, in the order of the page."""
    yield model
    for child in model["state"].get("children", []):
        yield from descend(state, state[child.removeprefix("IPY_MODEL_")])


def main() -> None:
    """Write the pages named on the command line; all of them without a name."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="such as 03_plot; all lessons without a name")
    parser.add_argument("--to", type=Path, default=PAGES, help="the folder to write to (default: pages)")
    options = parser.parse_args()
    lessons = paths(options.names)
    files = fetch()
    options.to.mkdir(parents=True, exist_ok=True)
    for path in lessons:
        notebook = play(path)
        for ending in KINDS:
            page = options.to / f"{path.stem}{ending}"
            page.write_text(convert(notebook, path.stem, ending, files), encoding="utf-8", newline="\n")
            print(page)


if __name__ == "__main__":
    main()
