"""How `sphinx-build -c docs . site` makes the book: what it reads, and what a page shows of a notebook."""

import json
import os
import re
import sys
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.builders.html import StandaloneHTMLBuilder

project, author, html_title = "Learn ReLU", "the authors of Learn ReLU", "Learn ReLU"
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]  # of docs, and of helpers
from slides import mark  # noqa: E402

from helpers.core.explorer import RUN  # noqa: E402

extensions = ["myst_nb", "slides", "lab", "sphinx_copybutton"]
root_doc = "docs/index"
# So no virtual environment is read, whatever its name.
include_patterns = ["docs/index.md", "notebooks/*.ipynb", "TEACHING.md", "KEY.md"]
myst_heading_anchors = 3

# The kernels have these names too: nothing that is answered is kept, and plain.py runs first.
os.environ.update(NO_ANSWERS="1", PYTHONSTARTUP=str(Path(__file__).with_name("plain.py")))
nb_execution_mode, nb_execution_timeout, nb_execution_raise_on_error = "force", 120, True
nb_mime_priority_overrides = [("html", "text/html", 0), ("revealjs", "text/html", 0)]
nb_ipywidgets_js = {}  # they would come from another host
nb_code_prompt_show, nb_code_prompt_hide = "Show the result", "Hide the result"

html_theme = "sphinx_book_theme"
html_static_path, html_css_files, html_js_files = ["style.css", "book.js"], ["style.css"], ["book.js"]
html_favicon = "favicon.svg"
revealjs_static_path = ["style.css", "slides.css", "slides.js"]
revealjs_css_files, revealjs_style_theme = ["pygments.css", "style.css"], "slides.css"
revealjs_script_files = ["slides.js"]
revealjs_script_plugins = [{"src": "revealjs/plugin/notes/notes.js", "name": "RevealNotes"}]
revealjs_script_conf = {"width": 1280, "height": 720, "margin": 0, "maxScale": 4, "center": False, "controls": False}
revealjs_script_conf |= {"hash": True, "transition": "none", "slideNumber": "c/t"}
html_context = {"default_mode": "auto"}
html_theme_options = {
    "home_page_in_toc": True,
    "navbar_persistent": [],  # the search stands in the sidebar
    "use_download_button": True,
    "use_fullscreen_button": True,
}
if repository := os.environ.get("GITHUB_REPOSITORY"):  # whose workflow runs: the links of a fork lead to the fork
    html_theme_options |= {
        "repository_url": f"https://github.com/{repository}",
        "repository_branch": "HEAD",
        "use_issues_button": True,
        "launch_buttons": {"binderhub_url": "https://mybinder.org", "notebook_interface": "jupyterlab"},
    }

NO_SCRIPT = "The sliders need JavaScript. It is turned off in this browser."
HIDDEN = "---\norphan: true\nno-search: true\n---\n"  # a page that no list of contents and no search leads to
# The lines of a notebook that a page shows as plain inputs, or not at all.
CALLS = re.compile(
    r"^(# For help|(predict|reveal|remember|quiz|explorers\.\w+|exercises\.\w+\.check)\().*\n?", re.MULTILINE
)
# A result that waits for an answer is folded in its note; a page folds the whole output.
FOLDED = re.compile(r"[^<>]*not answered yet\..*?</summary>(.*?)</details>", re.DOTALL | re.IGNORECASE)
NOTE = """*On this page all cells have been run. To write code,
<a href="../lite/lab/index.html?path={}.ipynb">run this lesson in your browser</a>.*"""
SLIDES = """ *For a class there are <a href="../slides/{}.html">slides</a>.*"""
SCORE = """## Your score

<p class="score"><button>Show my score</button> <output></output> <button hidden>I have done all lessons</button></p>
<noscript><p>The score needs JavaScript. It is turned off in this browser.</p></noscript>"""


def page_of(app, name: str, text: list[str]) -> None:
    """Make of a notebook, whose JSON is `text`, the notebook that its page shows."""
    for helper in Path(app.srcdir, "helpers").rglob("*.py"):
        app.env.note_dependency(str(helper))  # a page is made again when one of them has changed
    if name == "KEY":
        text[0] = HIDDEN + text[0]
    if not name.startswith("notebooks/"):
        return
    notebook, cells = json.loads(text[0]), []
    for cell in notebook["cells"]:
        source, tags = "".join(cell["source"]), cell["metadata"].setdefault("tags", [])
        if source.startswith(("score()", "progress()")):
            cells.pop()  # what leads to it: a script counts the score of a page, and nobody's work is kept there
            cells += [markdown("counted", SCORE)] if source.startswith("score()") else []
            continue
        cells.append(cell)
        if cell["id"] == "setup":
            tags.append("remove-cell")
            slides = SLIDES.format(Path(name).name) if "reveal(" in text[0] else ""
            cells.append(markdown("note", NOTE.format(name) + slides))
        elif revealed := re.search(r'^reveal\("([^"]+)"', source, re.MULTILINE):
            tags += ["hide-output", f"reveals-{revealed[1]}"]  # book.js opens it when the question is answered
        elif re.search(r"^exercises\.", source, re.MULTILINE):
            tags.append("remove-output")  # it says that nothing was written yet
    mark(app.env, cells)
    text[0] = json.dumps(notebook | {"cells": cells})


def markdown(name: str, source: str) -> dict:
    """Return a cell of text."""
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def tidy(app, page: nodes.document) -> None:
    """Leave out what only a notebook needs: `CALLS` and `RUN`, a second fold of a result, and the state of widgets."""
    for code in [each for each in page.findall(nodes.literal_block) if "cell_input" in each.parent["classes"]]:
        if shown := CALLS.sub("", code.astext()).strip("\n"):
            code.replace_self(nodes.literal_block(shown, shown, language="ipython3"))
        else:
            code.parent.parent.remove(code.parent)
    for output in page.findall(nodes.raw):
        output[0] = nodes.Text(output.astext().replace(RUN, NO_SCRIPT))
        if "not answered yet" in output.astext().lower():  # to look for the pattern in an explorer takes half a minute
            output[0] = nodes.Text(FOLDED.sub(r"\1", output.astext()))
    NbMetadataCollector.get_js_files(app.env, app.env.docname).clear()


class Book(StandaloneHTMLBuilder):
    """The usual builder, for which docs/index.md is the first page, site/index.html."""

    def get_output_path(self, page_name: str, /) -> Path:
        """Return the file that a page is written to."""
        return super().get_output_path("index" if page_name == root_doc else page_name)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address that links to a page have."""
        return super().get_target_uri("index" if docname == root_doc else docname, typ)


def setup(app) -> None:
    """Tell Sphinx of the functions above."""
    app.connect("source-read", page_of)
    app.connect("doctree-read", tidy)
    app.add_builder(Book, override=True)
