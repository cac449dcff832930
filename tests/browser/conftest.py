"""What the tests in a browser share: Chromium, a JupyterLab with a copy of the course, and the site."""

import importlib.util
import os
import shutil
from pathlib import Path

import pytest
from lab import CHROMIUM, ROOT, launch, serve
from playwright.sync_api import expect, sync_playwright

CI = os.environ.get("CI") == "true"  # there nothing may be skipped
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def playwright():
    if CHROMIUM is None and not CI:
        pytest.skip("No Chromium found: install it, for example with 'apt install chromium'.")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright):
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of the course, so that no test changes a lesson; the name is one that a student's folder may have."""
    folder = tmp_path_factory.mktemp("lab") / "Übung mit ReLU"
    for part in ("notebooks", "helpers"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="module")
def jupyterlab(course):
    """The address of a JupyterLab with the copy of the course."""
    with serve(course) as address:
        yield address


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the site: the one that SITE names, which `python tests/support/book.py` made, or a new one."""
    if "SITE" in os.environ:
        return Path(os.environ["SITE"])
    missing = [
        name
        for name in ("sphinx", "myst_nb", "sphinx_book_theme", "sphinx_revealjs")
        if not importlib.util.find_spec(name)
    ]
    if missing and not CI:
        pytest.skip(f"{', '.join(missing)} missing: run 'pip install -r docs/requirements.txt'.")
    from book import build  # only where the site is tested there is what it needs

    return build(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="session")
def address(site):
    from book import serve_below

    with serve_below(site) as address:
        yield address
