"""Run the notebooks and write their outputs so that two runs give the same bytes.

python tests/tools/render_notebooks.py            rewrites every notebook
python tests/tools/render_notebooks.py 03_plot    rewrites this one
python tests/tools/render_notebooks.py --check    writes nothing, and fails if a notebook would change
"""

from __future__ import annotations

import argparse
import copy
import re
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tests/support"))

from runner import paths, run  # noqa: E402

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
VIEW = "application/vnd.jupyter.widget-view+json"


def asks(cell: nbformat.NotebookNode) -> bool:
    """Return whether the cell asks, answers or checks: nbval does not compare its output, and none is stored."""
    return "nbval-ignore-output" in cell.metadata.get("tags", [])


def run_all(path: Path) -> nbformat.NotebookNode:
    """Run the notebook at `path`, in its folder, and return it with all that it showed."""
    notebook = nbformat.read(path, as_version=4)
    run(notebook, path.parent)
    return notebook


def written(notebook: nbformat.NotebookNode) -> str:
    """Return the text of the file of a notebook that was run."""
    notebook = copy.deepcopy(notebook)
    # Without the kernel's version of Python, times, and the state of the widgets: all change with each run.
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = [] if asks(cell) else cell.outputs
            for output in cell.outputs:
                data = output.get("data", {})
                if "<relu-book>" in data.get("text/html", ""):  # of an explorer the picture stays, without its pages
                    data["text/html"] = re.sub("<script.*</script>", "", data["text/html"], flags=re.DOTALL)
    return nbformat.writes(notebook, version=4) + "\n"


def main() -> int:
    """Rewrite or check the notebooks named on the command line; all of them without a name."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="such as 03_plot; all notebooks without a name")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a notebook would change")
    options = parser.parse_args()
    chosen = paths(options.names)
    changed = []
    for path in chosen:
        text = written(run_all(path))
        if text.encode() != path.read_bytes():
            changed.append(path.name)
            if not options.check:
                path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(chosen)} notebooks, {len(changed)} changed: {', '.join(changed) or 'none'}")
    return 1 if options.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
