"""The site: its pages from their templates, with the styles and scripts beside them, or in each for sending."""

from __future__ import annotations

import base64
import io
import itertools
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup
from matplotlib.figure import Figure
from nbformat import NotebookNode

from helpers.core.picture import CSS
from helpers.pages.cells import Part, parts, pictures, slides
from helpers.pages.runner import ROOT

TEMPLATES = Path(__file__).with_name("templates")
# What slides load: a package on npm, and its files.
REVEAL, NEEDED = "reveal.js@^5.2", ("dist/reveal.js", "dist/reveal.css", "plugin/notes/notes.js")
GOAL = "Five short lessons teach one small function of neural networks, ReLU: what it is, how to write it for many "
GOAL += "numbers, how to plot it, its slope, and how Leaky ReLU differs. A check of ten questions ends them."


@dataclass(frozen=True)
class Lesson:
    """A notebook that was run: its parts, a picture as a PNG, and what its first cell says of it."""

    name: str
    parts: list[Part]
    picture: bytes
    title: str
    goal: str
    time: str

    @property
    def numbered(self) -> bool:
        """Say whether it is a lesson, which has slides; else it is one more page, such as a glossary."""
        return self.name[0].isdigit()


def lesson(notebook: NotebookNode, name: str) -> Lesson:
    """Return the `notebook` called `name`, which was run, as a lesson."""
    found, shown = pictures(notebook), parts(notebook)
    first = shown[0].text
    title = re.search(r"^# (.*)", first, flags=re.M)
    goal, time = (re.search(rf"\*\*{word}:\*\*\s(.*?\.)(?=\s|$)", first, flags=re.S) for word in ("Goal", "Time"))
    said = [" ".join(match[1].split()) if match else "" for match in (title, goal, time)]
    printed = [result["text"] for part in shown for result in part.results if result.get("text")]
    picture = base64.b64decode(found[0]) if found else _drawn([*printed, said[0] or name])
    return Lesson(name, shown, picture, said[0] or name, said[1] or f"{said[0]}: Learn ReLU.", said[2])


def _drawn(texts: list[str]) -> bytes:
    """Return a PNG of the first of `texts` whose lines are short, for a lesson that draws nothing."""
    bare = ["\n".join(line for line in text.splitlines() if not line.endswith(":")) for text in texts]
    lines = next((text for text in bare if max(map(len, text.splitlines()), default=99) < 24), bare[-1])
    figure, buffer = Figure(figsize=(6.4, 4.0)), io.BytesIO()
    figure.text(0.5, 0.5, lines, family="monospace", fontsize=26, ha="center", va="center", linespacing=1.6)
    figure.savefig(buffer, format="png", dpi=100, metadata={"Software": None})
    return buffer.getvalue()


def reveal() -> dict[str, str]:
    """Return what slides load, with its licence, by name; where npm cannot give it, print why, and return nothing."""
    npm = shutil.which("npm")
    if npm is None:
        print("The slides are left out: npm was not found. Install Node.js, which has npm, and run this again.")
        return {}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([npm, "pack", "--silent", REVEAL], cwd=folder, capture_output=True, text=True)
        if done.returncode:
            print(f"The slides are left out: npm could not get {REVEAL}. Is there a network? It said:\n{done.stderr}")
            return {}
        with tarfile.open(Path(folder, done.stdout.strip())) as packed:
            licence, *texts = (packed.extractfile(f"package/{name}").read().decode() for name in ("LICENSE", *NEEDED))
    return {Path(name).name: f"/*!\n{licence}*/\n{text}" for name, text in zip(NEEDED, texts, strict=True)}


def repository() -> dict[str, str]:
    """Return the addresses of this repository on GitHub, a fork's own too; none if it is not there."""
    name = os.environ.get("GITHUB_REPOSITORY", "")
    if not name and shutil.which("git"):
        done = subprocess.run(["git", "remote", "get-url", "origin"], cwd=ROOT, capture_output=True, text=True)
        found = re.search(r"github\.com[:/]([\w.-]+/[\w.-]+?)(?:\.git)?/?$", done.stdout.strip())
        name = found[1] if found else ""
    if not name:
        return {}
    owner, _, short = name.partition("/")
    return {
        "start": f"https://github.com/{name}#start",
        "binder": f"https://mybinder.org/v2/gh/{name}/HEAD?urlpath=lab/tree/notebooks/01_definition.ipynb",
        "download": f"https://github.com/{name}/archive/HEAD.zip",
        "report": f"https://github.com/{name}/issues/new?template=mistake.yml",
        "site": f"https://{owner.lower()}.github.io/" + f"{short}/" * (short.lower() != f"{owner.lower()}.github.io"),
    }


class Site:
    """Pages in the `folder`; with `single`, each holds all that it needs, and there is no index."""

    def __init__(self, folder: Path, single: bool, files: dict[str, str]):
        from nbconvert.filters import Highlight2HTML  # a second that only pages need
        from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

        self.folder, self.single = folder, single
        own = {path.name: path.read_text(encoding="utf-8") for path in TEMPLATES.glob("slides.[cj]*")}
        self.files = files | own | {"page.css": CSS + (TEMPLATES / "page.css").read_text(encoding="utf-8")}
        self.with_slides, self.addresses = bool(files), repository()
        markdown = MarkdownWithMath(renderer=IPythonRenderer(escape=False, exclude_anchor_links=True))
        self._jinja = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True)
        self._jinja.filters |= {
            "markdown": lambda text: Markup(_anchored(_wide(markdown.render(text)))),
            "code": lambda text: Markup(Highlight2HTML()(text, language="ipython3")),
            "wide": _wide,
        }
        address = self.addresses.get("site", "")
        self._jinja.globals |= {"style": self._style, "script": self._script, "address": address}
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in self.files.items() if not single else ():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")

    def _style(self, name: str) -> Markup:
        inside = f"<style>{self.files[name]}</style>"
        return Markup(inside if self.single else f'<link rel="stylesheet" href="{name}">')

    def _script(self, name: str) -> Markup:
        text = self.files[name].replace("</script", r"<\/script").replace("<!--", r"\x3c!--")  # would end or hide it
        return Markup(f"<script>{text}</script>" if self.single else f'<script src="{name}"></script>')

    def _write(self, page: str, template: str, **values: object) -> None:
        numbers = itertools.count()  # the names of controls
        text = self._jinja.get_template(f"{template}.html.j2").render(number=lambda: f"c{next(numbers)}", **values)
        ending = ".slides.html" if template == "slides" else ".html"
        text = re.sub(r'(href="\d\w*)\.ipynb', rf"\1{ending}", text)
        text = re.sub(r'(href="\w+)\.ipynb', r"\1.html", text)
        if self.single:  # it is sent alone
            text = re.sub(r'<a href="\w+(?:\.slides)?\.html">(.*?)</a>', r"\1", text)
        (self.folder / f"{page}{ending}").write_text(text, encoding="utf-8", newline="\n")

    def add(self, each: Lesson) -> None:
        """Write the page of the lesson `each`, its picture, and its slides."""
        values = {"title": f"{each.title} - Learn ReLU", "goal": each.goal, "start": "start.html"}
        values |= {"picture": f"{each.name}.png", "name": each.name, "links": self._links(each)}
        if self.single:
            values |= {"picture": "", "start": self.addresses.get("start", ""), "links": []}
        else:
            (self.folder / values["picture"]).write_bytes(each.picture)
        self._write(each.name, "lesson", parts=each.parts, **values)
        if each.numbered and self.with_slides:
            values["links"] = values["links"] and [("All lessons", "index.html"), ("As a page", f"{each.name}.html")]
            self._write(each.name, "slides", slides=slides(each.parts), **values)

    def _links(self, each: Lesson | None = None) -> list[tuple[str, str]]:
        """Return what stands at the top of a page."""
        links = [("All lessons", "index.html")]
        if each and each.numbered and self.with_slides:
            links.append(("Slides", f"{each.name}.slides.html"))
        if (ROOT / "notebooks" / "glossary.ipynb").is_file():
            links.append(("Glossary", "glossary.html"))
        links.append(("Run the code", "start.html"))
        if self.addresses:
            where = self.addresses["binder"].replace("01_definition", each.name if each else "01_definition")
            links += [("Run it on Binder", where), ("Download", self.addresses["download"])]
            links.append(("Report a mistake", self.addresses["report"]))
        return links

    def finish(self, lessons: list[Lesson]) -> None:
        """Write the index of all `lessons`, how to start, and how to teach."""
        values = {"links": self._links(), "picture": f"{lessons[0].name}.png", "goal": GOAL}
        numbered = [each for each in lessons if each.numbered]
        index = {"lessons": numbered, "repository": self.addresses, "with_slides": self.with_slides}
        self._write("index", "index", title="Learn ReLU", **index, **values | {"links": self._links()[1:]})
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        start = re.search(r"^## Start\n.*?(?=^## )", readme, flags=re.M | re.S)[0].replace("## ", "# ", 1)
        self._write("start", "base", text=start, title="Start - Learn ReLU", **values)
        teaching = (ROOT / "TEACHING.md").read_text(encoding="utf-8")
        self._write("teaching", "base", text=teaching, title="Teach with these lessons - Learn ReLU", **values)


def _anchored(text: str) -> str:
    """Give each heading a name to link to, which is that on GitHub."""

    def named(found: re.Match) -> str:
        words = re.sub(r"<.*?>|[^\w -]", "", found[2]).lower().replace(" ", "-")
        return f'<h{found[1]} id="{words}">{found[2]}</h{found[1]}>'

    return re.sub(r"<h(\d)>(.*?)</h\1>", named, text)


def _wide(text: str) -> str:
    """Let a table scroll where it is wider than the page, by keyboard too."""
    opened = '<div class="wide" tabindex="0" role="group" aria-label="Table"><table'
    return text.replace("<table", opened).replace("</table>", "</table></div>")
