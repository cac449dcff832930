"""The slides as they are published, in Chromium: driven as by a clicker, read from the last row, and printed."""

import re

import nbformat
import pytest
from book import opened
from playwright.sync_api import expect
from runner import NOTEBOOKS
from write_teaching import ASKED

pytestmark = [pytest.mark.browser, pytest.mark.site]
DECKS = [path.stem for path in sorted(NOTEBOOKS.glob("0*")) if "reveal(" in path.read_text(encoding="utf-8")]
NOW = ".slides section section.present"
STEP = "[Reveal.getSlidePastCount(), document.querySelectorAll('.present .fragment.visible').length]"
# What stands outside the slide, is cut off, or is below 22 of the slide's own pixels; pictures have text of their own.
UNREADABLE = """slide => [...slide.querySelectorAll('*')].filter(e => {
    if (e.closest('.notes, svg') || !e.checkVisibility()) return false;
    const [inner, outer] = [e, slide].map(each => each.getBoundingClientRect());
    const outside = inner.left < outer.left || inner.right > outer.right || inner.bottom > outer.bottom;
    const cut = e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible' && !e.matches('input');
    const text = [...e.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    return outside || cut || text && parseFloat(getComputedStyle(e).fontSize) < 22;
}).map(e => e.outerHTML.slice(0, 80))"""
FORWARD = ("PageDown", "ArrowRight")


def ready(page):
    page.wait_for_function("() => window.Reveal?.isReady()")
    return page.locator(NOW)


def test_each_lesson_has_slides_and_its_page_leads_there(browser, address, site):
    assert sorted(path.stem for path in (site / "slides").glob("*.html")) == DECKS
    for name in DECKS:
        with opened(browser, f"{address}notebooks/{name}.html") as page:
            page.get_by_role("link", name="slides", exact=True).click()
            expect(ready(page).get_by_role("heading")).to_have_text(re.compile(rf"^{int(name[:2])}\. "))


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)], ids=str)
@pytest.mark.parametrize("name", DECKS)
def test_a_clicker_turns_all_the_last_row_reads_it_and_questions_are_answered_where_they_are_asked(
    browser, address, name, size
):
    lesson, before, asked, answers = int(name[:2]), None, [], 0
    with opened(browser, f"{address}slides/{name}.html", *size) as page:
        slide = ready(page)
        assert page.evaluate("Reveal.getScale()") == size[1] / 720
        while (now := page.evaluate(STEP)) != before:
            before = now
            assert slide.evaluate(UNREADABLE) == [], now
            if not slide.locator(".fragment:not(.visible)").count():
                asked += look_at(slide)
                answers += slide.locator(".left > div.fragment:not(.cell_output)").count()
            page.keyboard.press("PageDown")
        assert page.evaluate("Reveal.isLastSlide()")
    questions = [each.ask for each in ASKED if each.lesson == lesson]
    assert asked == [f"Vote {lesson}.{number}. {ask}" for number, ask in enumerate(questions, 1)]
    cells = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells
    assert answers == sum("<summary>Answer" in cell.source for cell in cells)


def look_at(slide):
    """Return what is asked on a slide whose steps are all shown; its notes say when, and what each choice means."""
    said = " ".join(slide.locator(".left > p, .left > ul").all_inner_texts())
    assert not re.search(r"\bcells?\b|Shift", said)
    notes = slide.locator("aside.notes").text_content()
    asked = slide.locator(".question legend").all_inner_texts()
    assert len(asked) <= 1
    if asked:
        expect(slide.locator("label:has(.right)")).to_have_css("font-weight", "700")
        expect(slide.get_by_text(re.compile("^Right|^The result is")).filter(visible=True)).to_have_count(1)
        (question,) = (each for each in ASKED if asked[0].endswith(f". {each.ask}"))
        assert [means for means in question.choices.values() if means not in notes] == []
    if slide.locator("relu-book").count():
        assert re.match(r"\d:\d\d, \d min\. ", notes)
    return asked


def test_votes_are_bars_beside_the_right_answer(browser, address):
    with opened(browser, f"{address}slides/04_slope.html#/3") as page:
        boxes, bars = ready(page).get_by_role("spinbutton", name="votes"), page.locator(f"{NOW} .question i")
        boxes.first.click()
        for votes in ("3", "6", "12"):
            page.keyboard.type(votes)
            page.keyboard.press("Tab")
        widths = [bar.bounding_box()["width"] for bar in bars.all()]
        assert widths == pytest.approx([widths[2] / 4, widths[2] / 2, widths[2]], abs=1)


@pytest.mark.parametrize("key", [*FORWARD, "PageUp", "ArrowLeft"])
def test_a_key_of_a_clicker_turns_and_a_slider_moves_by_the_others_and_by_a_drag(browser, address, key):
    with opened(browser, f"{address}slides/01_definition.html#/4", has_touch=True) as page:
        ready(page)
        slider, place = page.locator("[type=range]").nth(1), page.evaluate(STEP)
        for move in (lambda: slider.press("ArrowUp"), lambda: drag(page, slider), lambda: swipe(page, slider)):
            value = slider.input_value()
            move()
            expect(slider).not_to_have_value(value)
            assert page.evaluate(STEP) == place
        value = slider.input_value()
        slider.press(key)
        assert page.evaluate(STEP) != place
        expect(slider).to_have_value(value)


def drag(page, slider):
    box = slider.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()


def swipe(page, slider):
    """Move a finger along `slider`, to its right end."""
    box, finger = slider.bounding_box(), page.context.new_cdp_session(page)
    for share in (0.25, 0.5, 0.75, 0.95):
        place = {"x": box["x"] + share * box["width"], "y": box["y"] + box["height"] / 2}
        kind = "touchStart" if share == 0.25 else "touchMove"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [place]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_each_slide_is_a_sheet_whatever_the_window_and_afterwards_all_is_as_before(browser, address):
    sheets = []
    for size in ((1280, 720), (1920, 1080), (700, 900)):
        with opened(browser, f"{address}slides/04_slope.html#/3", *size) as page:
            ready(page)
            sheets.append(page.pdf(prefer_css_page_size=True, print_background=True).count(b"/MediaBox [0 0 960 540]"))
            assert page.evaluate(STEP) == [3, 0]
            slides = page.evaluate("Reveal.getTotalSlides()")
    assert sheets == [slides] * 3


def test_without_a_script_a_sentence_leads_to_the_page(browser, address):
    with opened(browser, f"{address}slides/04_slope.html", java_script_enabled=False) as page:
        link = page.get_by_role("link", name="The page of the lesson")
        assert link.bounding_box()["y"] < 720
        link.click()
        expect(page).to_have_url(f"{address}notebooks/04_slope.html")
