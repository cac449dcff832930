"""The lessons as pages and as slides: opened from the disk in Chromium, with no network and no kernel."""

import contextlib
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from lab import CHROMIUM, EXPLORERS, ROOT, handles, launch
from playwright.sync_api import expect, sync_playwright

from helpers import pages as maker
from helpers.pages import NOTEBOOKS

CI = os.environ.get("CI") == "true"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not CI,
        reason="No Chromium found: install it, for example with 'apt install chromium', to run the browser tests.",
    ),
]
LESSON = "01_definition"
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pages and the slides of all lessons, made by the command that the README names."""
    if shutil.which("npm") is None and not CI:
        pytest.skip("No npm found: install Node.js, which has it, to test the pages that need no network.")
    folder = tmp_path_factory.mktemp("pages")
    command = [sys.executable, "-m", "helpers.pages", "--to", str(folder / "pages")]
    environment = os.environ | {"npm_config_cache": str(folder / "npm")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240)
    if "npm could not get" in done.stderr and not CI:
        pytest.skip("npm has no network: the pages that need no network cannot be made.")
    assert done.returncode == 0, done.stderr
    return folder / "pages"


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def context(browser):
    return browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)


@contextlib.contextmanager
def opened(context, file):
    """Open `file`; afterwards, no error has come up and nothing but the file was asked for."""
    page = context.new_page()
    page.set_default_timeout(20_000)
    errors, asked = [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    lesson = nbformat.read(NOTEBOOKS / f"{file.name.partition('.')[0]}.ipynb", as_version=4)
    expect(page.locator(EXPLORERS)).to_have_count(sum("explorers.explore_" in cell.source for cell in lesson.cells))
    page.locator(".jupyter-widgets").first.wait_for(state="attached")
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
    """Move the first explorer of lesson 1, which starts at -1.5, by keyboard."""
    picture = explorer.locator("svg[role=img]:visible")
    (handle,) = handles(explorer)
    for x in ("-1.25", "-1"):
        handle.press("ArrowRight")
        expect(picture).to_have_attribute("aria-label", re.compile(rf"max\(0, {x}\) = 0\."))
    handle.press("End")
    expect(picture).to_have_attribute("aria-label", re.compile(r"max\(0, 5\) = 5\."))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", NAMES)
def test_every_control_turns_its_page_by_key_mouse_and_touch(browser, folder, name, width):
    """Without kernel and network, on a phone too; each handle is moved to another value in three ways."""
    context = browser.new_context(viewport={"width": width, "height": 720}, offline=True, has_touch=True)
    with opened(context, folder / f"{name}.html") as page:
        for explorer in page.locator(EXPLORERS).all():
            explorer.scroll_into_view_if_needed()
            for part in explorer.locator("svg[role=img]:visible, select, .noUi-target").all():
                box = part.bounding_box()
                assert 0 <= box["x"] < box["x"] + box["width"] <= width
            sentence = explorer.locator(".explorer-book p:visible")
            if "gave None" in sentence.inner_text():  # an exercise that is not done yet
                continue
            for menu in explorer.get_by_role("combobox").all():
                menu.select_option(index=1)
                before = sentence.inner_text()
                menu.select_option(index=0)
                expect(sentence).not_to_have_text(before)
            for row in explorer.locator(".explorer-row:has([role=slider])").all():
                (handle,) = handles(row)
                track, menu = row.locator(".noUi-base"), row.get_by_role("combobox")
                last = menu.locator("option").count() - 1
                for step, act in enumerate(
                    (
                        lambda handle=handle: handle.press("End"),
                        lambda track=track: click(page, track, 0.1, page.mouse.click),
                        lambda track=track: click(page, track, 0.9, page.touchscreen.tap),
                    )
                ):
                    expect(row.locator(".noUi-state-tap")).to_have_count(0)  # the handle has come to rest
                    before = sentence.inner_text()
                    act()
                    expect(sentence).not_to_have_text(before)
                    chosen = menu.evaluate("menu => menu.selectedIndex")
                    assert (chosen == last, chosen < last / 2, chosen > last / 2)[step]
    context.close()


def click(page, track, share, act):
    box = track.bounding_box()
    act(box["x"] + share * box["width"], box["y"] + box["height"] / 2)


def test_what_needs_a_kernel_is_off_and_nothing_else(page):
    for button in page.get_by_role("button").all():
        expect(button).to_be_disabled()
    for menu in page.locator(EXPLORERS).get_by_role("combobox").all():
        expect(menu).to_be_enabled()


def test_formulas_are_drawn_and_links_lead_to_pages(page):
    page.locator("mjx-container").first.wait_for()
    assert "$$" not in page.locator("main").inner_text()
    links = [link.get_attribute("href") for link in page.locator("main a[href]").all()]
    assert "02_implementation.html" in links
    assert not [link for link in links if link.endswith(".ipynb")]


def test_slides_are_turned_by_keyboard_and_an_explorer_moves_on_its_slide(slides):
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
        maker.fetch()


def test_each_script_carries_its_licence(folder):
    slides = (folder / f"{LESSON}.slides.html").read_text(encoding="utf-8")
    for words in ("Permission is hereby granted", "BSD-3-Clause", "Apache License", "Licence: MIT"):
        assert words in slides


@pytest.mark.parametrize("ending", [".html", ".slides.html"])
def test_an_answer_that_is_folded_in_the_lesson_is_folded_in_what_is_handed_out(ending):
    lesson = nbformat.read(NOTEBOOKS / "04_slope.ipynb", as_version=4)
    html = maker.convert(lesson, "04_slope", ending, {})
    (answer,) = [box for box in re.findall(r"<details>.*?</details>", html, flags=re.S) if "tf.maximum" in box]
    assert "tf.maximum" not in html.replace(answer, "")
