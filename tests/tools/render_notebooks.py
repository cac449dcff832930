"""Run the notebooks and write their outputs so that two runs give the same bytes.

python tests/tools/render_notebooks.py            rewrites every notebook
python tests/tools/render_notebooks.py 03_plot    rewrites this one
python tests/tools/render_notebooks.py --check    writes nothing, and fails if a notebook would change
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from runner import paths, run

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def render(path: Path) -> str:
    """Run the notebook at `path`, in its folder, and return the text of its file."""
    notebook = nbformat.read(path, as_version=4)
    run(notebook, path.parent)
    # Without the kernel's version of Python, times, and the state of the widgets: all change with each run.
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return _rename_models(nbformat.writes(notebook, version=4)) + "\n"


def _rename_models(text: str) -> str:
    """Replace the random names of widget models by numbers, in the order in which they appear."""
    names: dict[str, str] = {}
    return re.sub(
        r'(?<="model_id": ")[0-9a-f]{32}(?=")',
        lambda match: names.setdefault(match[0], f"{len(names) + 1:032x}"),
        text,
    )


def main() -> int:
    """Rewrite or check the notebooks named on the command line; all of them without a name."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="such as 03_plot; all notebooks without a name")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a notebook would change")
    options = parser.parse_args()
    chosen = paths(options.names)
    changed = []
    for path in chosen:
        text = render(path)
        if text.encode() != path.read_bytes():
            changed.append(path.name)
            if not options.check:
                path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(chosen)} notebooks, {len(changed)} changed: {', '.join(changed) or 'none'}")
    return 1 if options.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
