"""The slides of the lessons, site/slides: made with the book, of what was read and run for it."""

import re
import subprocess
import sys
from html import escape
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.writers.html5 import HTML5Translator
from sphinx_revealjs.builders import RevealjsHTMLBuilder
from sphinx_revealjs.writers import RevealjsSlideTranslator

from helpers.questions import QUESTIONS, REASONS, REMEMBER

ASKED = QUESTIONS | REASONS | {each.name: each for each in REMEMBER}
ABOUT_CELLS = re.compile(r"[^.?!]*\bcells?\b[^.?!]*[.?!]")  # nobody runs one on a slide
NO_SCRIPT = """<noscript><p>The slides need JavaScript. It is turned off in this browser.
<a href="../{}.html">The page of the lesson</a> has the same text and pictures.</p></noscript>"""


def mark(env, cells: list[dict]) -> None:
    """Write above each text, as a comment, what it is on the slides; of code the page keeps the metadata."""
    for cell in cells:
        if cell["cell_type"] == "markdown":
            kind = cell["metadata"].get("slideshow", {}).get("slide_type", "skip")
            cell["source"] = f"% {kind}\n\n{''.join(cell['source'])}"
        elif "reveal(" in "".join(cell["source"]):
            env.metadata[env.docname]["deck"] = True


class Slide(nodes.section):
    """A slide: text and questions on the left, code and pictures on the right."""

    def __init__(self, title: str, goes_on: bool = False):
        super().__init__("", ids=["slide"])
        self.goes_on = goes_on  # it keeps the picture before
        self.title, self.left, self.right = title, nodes.container(classes=["left"]), nodes.container(classes=["right"])

    def add_text(self, node: nodes.Element) -> None:
        """Add a piece of text; a folded answer waits for a key press."""
        if re.match(r"Exercise \d is", node.astext()):
            return  # it says where a question stands, which is on a slide of its own
        if "<details" in node.astext():
            self.left += nodes.container(classes=["fragment"])
        for text in list(node.findall(nodes.Text)):
            text.parent.replace(text, nodes.Text(ABOUT_CELLS.sub(" ", re.sub("(?<!run the )next cell", "code", text))))
        if node.astext().strip() and not isinstance(node, nodes.raw):
            is_folded = self.left.children and "fragment" in self.left[-1]["classes"]
            (self.left[-1] if is_folded else self.left).append(node)

    def add_cell(self, cell: nodes.container, later: bool) -> None:
        """Add code, and what it shows: `later`, by a key press, if it answers a question."""
        shown = "".join(raw.astext() for raw in cell.findall(nodes.raw))
        for part in [part[0] if isinstance(part, HideCodeCellNode) else part for part in cell.children]:
            is_output = part["nb_element"] == "cell_code_output"
            beside_picture = pictures(self.right) or ("<img" in shown and not is_output)
            part["classes"] += ["fragment"] * (later and is_output)
            (self.left if beside_picture else self.right).append(part)

    def finish(self, before: list[nodes.raw], teaching: str) -> None:
        """Put the slide together, with the pictures `before` if it has none, and with notes of `teaching`."""
        row = re.search(rf"^\| (.+) \| {re.escape(self.title)} \| (.+) \| (.+) \|$", teaching, flags=re.M)
        notes = [re.sub("[*`]", "", "{}, {} min. {}".format(*row.groups()))] if row else []
        for name in dict.fromkeys(re.findall('type="radio" name="(.+?)"', self.left.astext())):
            notes += [f"{ASKED[name].ask} Right is: {ASKED[name].right}.", *map(": ".join, ASKED[name].choices.items())]
        told = "".join(f"<p>{escape(note)}</p>" for note in notes)
        notes = nodes.raw("", f'<aside class="notes">{told}</aside>', format="html")
        self.right.extend([] if self.right.children else [raw.deepcopy() for raw in before])
        self.extend([nodes.title("", self.title), self.left, self.right, notes])


def pictures(column: nodes.container) -> list[nodes.raw]:
    """Return the explorers and plots in `column`."""
    return [raw for raw in column.findall(nodes.raw) if re.search("<relu-book|<img", raw.astext())]


def show(app, page: nodes.document, name: str) -> None:
    """Make slides of the `page` of a lesson."""
    if app.builder.name != "revealjs":
        return
    kind, slides = "skip", []
    for node in list(page.findall(lambda node: isinstance(node.parent, nodes.section | nodes.document))):
        is_cell, is_mark = "cell_metadata" in node, isinstance(node, nodes.comment)
        if is_cell or is_mark:
            kind = node["cell_metadata"]["slideshow"]["slide_type"] if is_cell else node.astext()
            if kind in ("slide", "subslide"):
                slides.append(Slide(slides[-1].title if slides else "", goes_on=kind == "subslide"))
        if kind == "skip" or is_mark or isinstance(node, nodes.section):
            continue
        if isinstance(node, nodes.title):
            slides += [Slide("")] if slides[-1].left.children else []
            slides[-1].title = node.astext()
        elif questions := re.findall("<fieldset.*?</fieldset>", node.astext(), flags=re.DOTALL):
            for question in questions:
                slides += [Slide(slides[-1].title)] if "<fieldset" in slides[-1].left.astext() else []
                slides[-1].left += nodes.raw("", question, format="html")
        elif is_cell:
            slides[-1].add_cell(node, later=kind == "fragment")
        else:
            slides[-1].add_text(node)
    _, _, teaching = Path(app.srcdir, "TEACHING.md").read_text(encoding="utf-8").partition(f"### {slides[0].title}\n")
    for before, slide in zip([None, *slides], slides, strict=False):
        slide.finish(pictures(before.right) if slide.goes_on else [], teaching)
    slides[0].extend(slides[1:])
    page.children = []
    page.extend([nodes.raw("", NO_SCRIPT.format(name), format="html"), slides[0]])


class Translator(RevealjsSlideTranslator):
    """Writes code in the colours of the book."""

    visit_literal_block = HTML5Translator.visit_literal_block
    depart_literal_block = HTML5Translator.depart_literal_block


class Slides(RevealjsHTMLBuilder):
    """Writes the decks; other pages are in the book."""

    default_translator_class = Translator

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a deck, or of a page of the book."""
        return f"{Path(docname).name}.html" if "deck" in self.env.metadata[docname] else f"../{docname}.html"

    def get_output_path(self, page_name: str, /) -> Path:
        """Return the file of a deck."""
        return Path(self.outdir, f"{Path(page_name).name}.html")

    def write_documents(self, docnames: set[str]) -> None:
        """Write the decks."""
        super().write_documents({name for name in docnames if "deck" in self.env.metadata[name]})

    def add_js_file(self, filename: str, **kwargs) -> None:
        """Take no script of the book."""


def build(app, error: Exception | None) -> None:
    """Make site/slides."""
    if not error and app.builder.name == "html":
        places = ["-d", app.doctreedir, "-c", app.confdir, app.srcdir, Path(app.outdir, "slides")]
        subprocess.run([sys.executable, "-m", "sphinx", "-q", "-a", "-b", "revealjs", *places], check=True)


def setup(app) -> None:
    """Let Sphinx call what stands above."""
    app.setup_extension("sphinx_revealjs")
    app.add_builder(Slides, override=True)
    app.connect("doctree-resolved", show)
    app.connect("build-finished", build)
