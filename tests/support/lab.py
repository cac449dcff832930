"""Start a real JupyterLab and open its notebooks in a real Chromium; used by tests and benchmarks."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Playwright, expect

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
EXPLORERS = ".explorer"


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve `folder` with JupyterLab on the loopback; give the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, open(Path(home, "log"), "w") as log:
        options = {
            "ServerApp.port": port,
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.root_dir": folder,
            "IdentityProvider.token": "",
            "ServerApp.open_browser": False,
            "ServerApp.allow_root": True,
            "LabApp.expose_app_in_browser": True,
        }
        places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())],
            env=os.environ | {place: str(Path(home, place)) for place in places},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(process, address, Path(home, "log"))
            yield address
        finally:
            process.terminate()
            process.wait(20)


def _wait(process: subprocess.Popen, address: str, log: Path) -> None:
    """Return when the server answers; each try waits in the connection, for two minutes at most."""
    for _ in range(1200):
        if process.poll() is not None:
            raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")
        try:
            urllib.request.urlopen(f"{address}/api", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.1)
    raise RuntimeError(f"JupyterLab did not answer in two minutes:\n{log.read_text()}")


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without its own network traffic."""
    quiet = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
    return playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", *quiet, "--disable-component-update", "--disable-sync"],
    )


def open_notebook(page: Page, address: str, path: str) -> None:
    """Open the notebook at `path` and wait for its kernel."""
    page.goto(f"{address}/lab/tree/{path}?reset")
    wait_for_kernel(page)


def wait_for_kernel(page: Page) -> None:
    """Wait until a notebook is shown and its kernel has nothing to do."""
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
    page.wait_for_function(
        "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'",
        timeout=60_000,
    )


def run_all(page: Page) -> None:
    """Run all cells by the command behind the menu Run > Run All Cells, and wait until they have ended."""
    page.evaluate(
        """() => Promise.race([
            window.jupyterapp.commands.execute('notebook:run-all-cells'),
            new Promise((_, no) => setTimeout(() => no(new Error('The cells did not end in two minutes.')), 120000)),
        ])"""
    )


def handles(explorer: Locator) -> list[Locator]:
    """Return the handles of the sliders in `explorer`, or in a part of it."""
    return explorer.get_by_role("slider").all()


def sentence(explorer: Locator) -> Locator:
    """Return the sentence that is seen."""
    return explorer.locator(".explorer-book p:visible")


def says(explorer: Locator, value: str, row: Locator | None = None) -> None:
    """Expect `value` in the list of a row of controls, the first one by default, and one sentence that is seen.

    A screen reader hears both from the handle.
    """
    row, shown = row or explorer.locator(".explorer-row").first, sentence(explorer)
    expect(row.locator("option:checked")).to_have_text(value)
    expect(shown).to_have_count(1)
    expect(row.get_by_role("slider")).to_have_attribute("aria-valuetext", f"{value}. {shown.inner_text()}")
