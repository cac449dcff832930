"""A lesson as a page and as slides: opened from the disk in Chromium, with no network and no kernel."""

import contextlib
import os
import re
import shutil
import subprocess
import sys

import make_pages
import nbformat
import pytest
from lab import CHROMIUM, EXPLORERS, ROOT, handles, launch
from playwright.sync_api import expect, sync_playwright
from render_notebooks import NOTEBOOKS

CI = os.environ.get("CI") == "true"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not CI,
        reason="No Chromium found: install it, for example with 'apt install chromium', to run the browser tests.",
    ),
]
LESSON = "01_definition"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The page and the slides of one lesson, made by the command that the README names."""
    if shutil.which("npm") is None and not CI:
        pytest.skip("No npm found: install Node.js, which has it, to test the pages that need no network.")
    folder = tmp_path_factory.mktemp("pages")
    command = [sys.executable, str(ROOT / "tests" / "make_pages.py"), "--to", str(folder / "pages"), LESSON]
    environment = os.environ | {"npm_config_cache": str(folder / "npm")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240)
    if "npm could not get" in done.stderr and not CI:
        pytest.skip("npm has no network: the pages that need no network cannot be made.")
    assert done.returncode == 0, done.stderr
    return folder / "pages"


@pytest.fixture(scope="module")
def context():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
        browser.close()


@contextlib.contextmanager
def opened(context, file):
    """Open `file`; afterwards, no error has come up and nothing but the file was asked for."""
    page = context.new_page()
    page.set_default_timeout(20_000)
    errors, asked = [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.locator(EXPLORERS).nth(1).wait_for(state="attached")
    yield page
    assert errors == []
    assert [address for address in asked if not address.startswith(("data:", "blob:"))] == [file.as_uri()]
    page.close()


@pytest.fixture
def page(context, folder):
    with opened(context, folder / f"{LESSON}.html") as page:
        yield page


@pytest.fixture
def slides(context, folder):
    with opened(context, folder / f"{LESSON}.slides.html") as page:
        yield page


def moves(explorer):
    """Move the first flipbook of lesson 1, which starts at -1.5, by keyboard."""
    picture = explorer.locator("img:not([alt='']):visible")
    (handle,) = handles(explorer)
    for x in ("-1.25", "-1"):
        handle.press("ArrowRight")
        expect(picture).to_have_attribute("alt", re.compile(rf"max\(0, {x}\) = 0\."))
        picture.evaluate("image => image.decode()")
        assert picture.evaluate("image => image.naturalWidth") > 0
    handle.press("End")
    expect(picture).to_have_attribute("alt", re.compile(r"max\(0, 5\) = 5\."))


def test_a_flipbook_moves_by_keyboard_without_kernel_and_network(page):
    explorer = page.locator(EXPLORERS).first
    explorer.scroll_into_view_if_needed()
    moves(explorer)


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


def test_slides_are_turned_by_keyboard_and_a_flipbook_moves_on_its_slide(slides):
    slide = slides.locator("section.present > section.present")
    for text in ("What ReLU is", "Write the four answers on paper.", "ReLU of -3 is 0"):
        expect(slide).to_contain_text(text)
        slides.keyboard.press("ArrowRight")
    explorer = slide.locator(EXPLORERS)
    for _ in range(30):
        if explorer.count():
            break
        slides.keyboard.press("ArrowRight")
    moves(explorer)
    expect(slide).to_contain_text("Is the output 0 for -5?")  # the keys moved the slider, and turned no slide


def test_no_slide_is_cut_off_and_formulas_are_drawn(slides):
    slides.locator("mjx-container").first.wait_for(state="attached")
    cut = slides.evaluate(
        """() => Reveal.getSlides().filter(slide => {
            Reveal.slide(...Object.values(Reveal.getIndices(slide)));
            return slide.scrollHeight > slide.clientHeight || slide.scrollWidth > slide.clientWidth;
        }).map(slide => slide.innerText.slice(0, 80))"""
    )
    assert cut == []
    assert slides.evaluate("Reveal.getTotalSlides()") > 10


def test_without_npm_a_sentence_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match=r"npm was not found\. Install Node\.js"):
        make_pages.fetch()


def test_each_script_carries_its_licence(folder):
    slides = (folder / f"{LESSON}.slides.html").read_text(encoding="utf-8")
    for words in ("Permission is hereby granted", "BSD-3-Clause", "Apache License", "Licence: MIT"):
        assert words in slides


@pytest.mark.parametrize("ending", [".html", ".slides.html"])
def test_an_answer_that_is_folded_in_the_lesson_is_folded_in_what_is_handed_out(ending):
    lesson = nbformat.read(NOTEBOOKS / "04_slope.ipynb", as_version=4)
    html = make_pages.convert(lesson, "04_slope", ending, {})
    (answer,) = re.findall(r"<details>.*?</details>", html, flags=re.S)
    assert "tf.maximum" in answer
    assert "tf.maximum" not in html.replace(answer, "")
