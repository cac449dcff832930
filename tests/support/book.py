"""Build the book as the workflow does, serve it below a folder as GitHub does, and open its pages; used by tests.

python tests/support/book.py FOLDER builds it there, for several processes, and prints its folder.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from lab import ROOT
from playwright.sync_api import Browser, Page

FORK = "somebody/fork"  # who publishes it


def build(folder: Path) -> Path:
    """Copy the course to `folder`, make the site by the workflow's command, and return the site's folder.

    What somebody may have beside the course lies there too: an environment of some name, and an earlier build.
    """
    for name in ("docs", "helpers", "notebooks", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    for path in (*ROOT.glob("*.md"), ROOT / "requirements.txt"):
        shutil.copy(path, folder)
    for stray in ("my env/lib/stray.md", "my env/lib/stray.ipynb", "jupyter_execute/notebooks/stray.ipynb"):
        (folder / stray).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(
            ROOT / ("TEACHING.md" if stray.endswith(".md") else "notebooks/01_definition.ipynb"), folder / stray
        )
    workflow = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8"))
    runs = [step["run"] for step in workflow["jobs"]["build"]["steps"] if "run" in step]
    (command,) = [run for run in runs if run.startswith("sphinx-build")]
    environment = os.environ | {
        "GITHUB_REPOSITORY": FORK,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    if (ROOT / ".pyodide").exists():  # which is not copied
        environment.setdefault("PYODIDE", str(ROOT / ".pyodide"))
    done = subprocess.run(command.split(), cwd=folder, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if "WARNING:" in line or "ERROR:" in line] == []
    return folder / command.split()[-1]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files, and writes nothing."""

    def log_message(self, *words):
        """Write nothing: the report of a test is no place for it."""


@contextlib.contextmanager
def serve_below(site: Path) -> Iterator[str]:
    """Serve the folder `site` below the name of a repository; give the address, which ends in a slash."""
    above = site.parent / "served"
    above.mkdir(exist_ok=True)
    if not (above / "fork").exists():
        (above / "fork").symlink_to(site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=above)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/fork/"
        server.shutdown()


@contextlib.contextmanager
def opened(browser: Browser, address: str, width: int = 1280, height: int = 720, **options) -> Iterator[Page]:
    """Open a page to which no other host answers; afterwards, nothing has failed and no other host was asked.

    `options` are more of Playwright's new_context.
    """
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    context.set_default_timeout(10_000)
    failed, asked = [], []

    def answer(route):
        here = urlsplit(route.request.url)[:2] == urlsplit(address)[:2]
        if not here:
            asked.append(route.request.url)
        route.continue_() if here else route.abort()

    context.route(lambda url: not url.startswith("data:"), answer)
    page = context.new_page()
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.goto(address)
    yield page
    assert failed == [], failed
    assert asked == [], asked
    context.close()


if __name__ == "__main__":
    print(build(Path(sys.argv[1])))
