"""A lesson as a page: opened from the disk in Chromium, with no network and no kernel."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from lab import CHROMIUM, EXPLORERS, ROOT, handles, launch
from playwright.sync_api import expect, sync_playwright

CI = os.environ.get("CI") == "true"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not CI,
        reason="No Chromium found: install it, for example with 'apt install chromium', to run the browser tests.",
    ),
]
LESSON = "01_definition"


def make(folder, **environment) -> str:
    """Make the page of one lesson in `folder` by the command that the README names; return what it printed."""
    command = [sys.executable, str(ROOT / "tests" / "make_pages.py"), "--to", str(folder), LESSON]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    if shutil.which("npm") is None and not CI:
        pytest.skip("No npm found: install Node.js, which has it, to test the pages that need no network.")
    folder = tmp_path_factory.mktemp("pages")
    printed = make(folder / "pages", npm_config_cache=str(folder / "npm"))
    if "npm could not get" in printed and not CI:
        pytest.skip("npm has no network: the pages that need no network cannot be made.")
    return folder / "pages"


@pytest.fixture
def page(folder):
    with sync_playwright() as playwright:
        browser = launch(playwright)
        context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.errors = []
        page.asked = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((folder / f"{LESSON}.html").as_uri())
        page.locator(EXPLORERS).nth(1).wait_for()
        yield page
        assert page.errors == []
        assert [address for address in page.asked if address.startswith("http")] == []
        browser.close()


def test_a_flipbook_moves_by_keyboard_without_kernel_and_network(page):
    explorer = page.locator(EXPLORERS).first
    explorer.scroll_into_view_if_needed()
    picture = explorer.locator("img:not([alt='']):visible")
    (handle,) = handles(explorer)
    for x in ("-1.25", "-1"):
        handle.press("ArrowRight")
        expect(picture).to_have_attribute("alt", re.compile(rf"max\(0, {x}\) = 0\."))
        picture.evaluate("image => image.decode()")
        assert picture.evaluate("image => image.naturalWidth") > 0
    handle.press("End")
    expect(picture).to_have_attribute("alt", re.compile(r"max\(0, 5\) = 5\."))


def test_a_picture_that_needs_the_kernel_says_so_and_its_controls_are_off(page):
    explorer = page.locator(EXPLORERS).nth(1)
    expect(explorer).to_contain_text("stands still")
    for box in explorer.get_by_role("spinbutton").all():
        expect(box).to_be_disabled()
    expect(explorer.locator(".noUi-target")).to_have_attribute("disabled", "true")
    for button in page.get_by_role("button").all():
        expect(button).to_be_disabled()
    expect(page.locator(EXPLORERS).first).not_to_contain_text("stands still")


def test_formulas_are_drawn_and_links_lead_to_pages(page):
    page.locator("mjx-container").first.wait_for()
    assert "$$" not in page.locator("main").inner_text()
    links = [link.get_attribute("href") for link in page.locator("main a[href]").all()]
    assert "02_implementation.html" in links
    assert not [link for link in links if link.endswith(".ipynb")]


def test_without_npm_the_page_is_made_and_a_sentence_says_what_it_needs(tmp_path):
    printed = make(tmp_path, PATH=str(tmp_path))
    assert "npm was not found" in printed
    head = (tmp_path / f"{LESSON}.html").read_text(encoding="utf-8").split("</head>")[0]
    assert "https://" in head
    assert "assets/" not in head  # nothing lies there
    assert not (tmp_path / "assets").exists()
