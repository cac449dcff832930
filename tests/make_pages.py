"""Turn the lessons into HTML pages whose flipbooks move without a kernel and without a network.

python tests/make_pages.py                 writes every lesson to the folder pages
python tests/make_pages.py 03_plot         only this one
python tests/make_pages.py --to FOLDER     to another folder

The pages need the folder assets that is written beside them. Its files come from npm
(https://nodejs.org); without npm, the pages load them from the network when they are opened.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from render_notebooks import NOTEBOOKS, paths, run

PAGES = NOTEBOOKS.parent / "pages"
# What a page with widgets loads: the package on npm, and the file in it. html-manager 1.0 belongs to ipywidgets 8.
PACKAGES = {
    "requirejs@^2.3": "require.js",
    "@jupyter-widgets/html-manager@~1.0.14": "dist/embed-amd.js",
    "mathjax@^3.2": "es5/tex-svg.js",
}
STATE = "application/vnd.jupyter.widget-state+json"
WITHOUT_KERNEL = (
    "**This is a page without Python.** Most sliders with one number move. Ranges with two ends, buttons and "
    "your own code need the lesson in JupyterLab."
)
# MathJax 3 is one file that needs no others, but nbconvert's page and html-manager speak to version 2.
HEAD = r"""<script>
window.MathJax = {
  tex: {inlineMath: [["$", "$"], ["\\(", "\\)"]]},
  startup: {ready() {
    MathJax.startup.defaultReady();
    MathJax.Hub = {Queue: ([, , element]) => MathJax.typesetPromise([element]), Config() {}};
  }},
};
</script>
<style>.jupyter-widgets {font-family: var(--jp-ui-font-family)}</style>"""
STANDS_STILL = "This picture moves only in JupyterLab, where Python runs. On this page it stands still."


def fetch(assets: Path) -> bool:
    """Put the files that a page loads into `assets`; where that fails, say why in a sentence."""
    needed = "so the pages need the network when they are opened."
    npm = shutil.which("npm")
    for package, file in PACKAGES.items():
        target = assets / Path(file).name
        if target.is_file():
            continue
        if npm is None:
            print(f"npm was not found, {needed} Install Node.js, which has npm, and run this again.")
            return False
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([npm, "pack", "--silent", package], cwd=folder, capture_output=True, text=True)
            if done.returncode:
                print(f"npm could not get {package}, {needed}\n{done.stderr}")
                return False
            assets.mkdir(parents=True, exist_ok=True)
            with tarfile.open(*Path(folder).glob("*.tgz")) as archive:
                target.write_bytes(archive.extractfile(f"package/{file}").read())
    return True


def make(path: Path, local: bool) -> str:
    """Run the notebook at `path` and return its page; `local` pages load their files from beside them."""
    notebook = nbformat.read(path, as_version=4)
    run(notebook, path.parent)
    still(notebook.metadata.widgets[STATE]["state"])
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"(?<=\w)\.ipynb(?=\))", ".html", cell.source)  # links to other lessons
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(WITHOUT_KERNEL))
    exporter = HTMLExporter(embed_images=True)
    if local:
        exporter.require_js_url = "assets/require.js"
        exporter.widget_renderer_url = "assets/embed-amd.js"
        exporter.mathjax_url = "assets/tex-svg.js"
    page, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": path.stem}})
    return page.replace("<!-- Load mathjax -->", HEAD) if local else page


def still(state: dict) -> None:
    """Stop each control that needs the kernel; below a picture that it would move, say so."""
    explorers = [model for model in state.values() if "relu-explorer" in model["state"].get("_dom_classes", [])]
    moving = []
    for explorer in explorers:
        inside = list(descend(state, explorer))
        if any("relu-turn" in model["state"].get("_dom_classes", []) for model in inside):
            moving += map(id, inside)
        else:
            inside[-1]["state"]["value"] += f"<p>{STANDS_STILL}</p>"
    for model in state.values():
        if "disabled" in model["state"] and id(model) not in moving:
            model["state"]["disabled"] = True


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
    local = fetch(options.to / "assets")
    options.to.mkdir(parents=True, exist_ok=True)
    for path in lessons:
        page = options.to / f"{path.stem}.html"
        page.write_text(make(path, local), encoding="utf-8", newline="\n")
        print(page)


if __name__ == "__main__":
    main()
