"""Each lesson in a real JupyterLab and a real Chromium: run, moved by keyboard, read by axe-core."""

import os
import re
import shutil
import threading

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import CHROMIUM, EXPLORERS, ROOT, handles, launch, open_notebook, run_all, serve
from playwright.sync_api import Locator, Page, expect, sync_playwright

NAMES = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
SMALL, LARGE = {"width": 1280, "height": 720}, {"width": 1920, "height": 1080}
expect.set_options(timeout=20_000)
PROBLEMS = '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]'

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and os.environ.get("CI") != "true",
        reason="No Chromium found: install it, for example with 'apt install chromium', to run the browser tests.",
    ),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    # A copy, so that no test changes a lesson; the name is one that a student's folder may have.
    folder = tmp_path_factory.mktemp("lab") / "Übung mit ReLU"
    for part in ("notebooks", "helpers"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "stage").mkdir()
    nbformat.write(at_stage_size(), folder / "stage" / "lesson.ipynb")
    with serve(folder) as address:
        yield address


def at_stage_size():
    """Return one notebook with all that students see or move: the explorers, questions and notes of all lessons."""
    lessons = [nbformat.read(ROOT / "notebooks" / name, as_version=4) for name in NAMES]
    setup = next(cell for cell in lessons[0].cells if cell.id == "setup")
    setup.source = setup.source.replace("stage=False", "stage=True")
    seen = re.compile(r"^(explorers\.\w+\(\)|predict\(.*\)|display\(.*\))$", re.M)
    lines = [line for lesson in lessons for cell in lesson.cells for line in seen.findall(cell.source)]
    cells = [lessons[0].cells[0], setup, *map(nbformat.v4.new_code_cell, lines)]
    return nbformat.v4.new_notebook(cells=cells, metadata=lessons[0].metadata)


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def lesson(request, browser, address):
    """A page with the lesson named by the parameter, opened and run; all tests of a lesson share it."""
    page = browser.new_page(viewport=SMALL)
    page.set_default_timeout(20_000)
    open_notebook(page, address, request.param)
    if request.param.startswith("notebooks"):
        page.locator(".jp-OutputArea :is(img, pre)").nth(1).wait_for()  # saved results are seen before a run
        assert "Error displaying widget" not in page.locator(".jp-Notebook").inner_text()
    run_all(page)
    yield page
    page.close()


def with_lesson(*names: str):
    return pytest.mark.parametrize("lesson", [f"notebooks/{name}" for name in names], indirect=True)


def picture(explorer: Locator) -> Locator:
    """Return the picture that is seen; in an explorer in words, the words."""
    return explorer.locator("img:not([alt='']):visible, [role=status]:visible")


def state(explorer: Locator) -> str:
    return picture(explorer).evaluate("e => e.alt + e.src + e.textContent")


def sentence(explorer: Locator) -> str:
    return picture(explorer).evaluate("e => e.alt || e.textContent")


def expect_change(explorer: Locator, before: str) -> None:
    picture(explorer).page.wait_for_function(
        """([box, before]) => {
            const seen = e => getComputedStyle(e).visibility === 'visible';
            const e = [...box.querySelectorAll("img:not([alt='']), [role=status]")].find(seen);
            return e && e.alt + e.src + e.textContent !== before;
        }""",
        arg=[explorer.element_handle(), before],
    )


def violations(page: Page) -> list[str]:
    found = Axe().run(page, context=".jp-OutputArea", options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


@with_lesson(*NAMES)
def test_a_lesson_runs_and_each_control_moves_its_picture(lesson):
    page = lesson
    assert page.locator(PROBLEMS).all_inner_texts() == []
    explorers = page.locator(EXPLORERS).all()
    assert explorers
    for explorer in explorers:
        explorer.scroll_into_view_if_needed()
        box = picture(explorer).or_(explorer.get_by_role("alert").filter(visible=True))
        expect(box).to_be_visible()
        if explorer.get_by_role("alert").count():
            assert "gave None" in explorer.inner_text()  # an exercise that is not done yet
            continue
        moves, heights = 0, {explorer.bounding_box()["height"]}
        for handle in handles(explorer):
            expect(handle).to_have_attribute("aria-label", handle.evaluate(LABEL))
            for key in ("ArrowRight", "ArrowLeft", "PageUp", "PageDown"):
                before, value = state(explorer), handle.get_attribute("aria-valuenow")
                handle.press(key)
                if handle.get_attribute("aria-valuenow") != value:  # else it stood at its end
                    expect_change(explorer, before)
                    heights.add(explorer.bounding_box()["height"])
                    moves += 1
                    if "end" not in handle.get_attribute("aria-label"):  # an end of a range tells its own value
                        expect(handle).to_have_attribute("aria-valuetext", sentence(explorer))
        assert moves >= 2 * len(handles(explorer)), "a slider does not answer to keys"
        assert len(heights) == 1, "the page jumps"
        for menu in explorer.get_by_role("combobox").all():
            before = state(explorer)
            last = menu.locator("option").count() - 1
            menu.select_option(index=0 if menu.evaluate("e => e.selectedIndex") else last)
            expect_change(explorer, before)
        for number in explorer.get_by_role("spinbutton").all():
            before = state(explorer)
            number.fill("3.1" if "right" in number.evaluate("e => e.labels[0].textContent") else "-3.1")
            number.press("Enter")
            expect_change(explorer, before)
        for number in explorer.get_by_role("spinbutton").all():  # the handle is rounded, what was typed is not
            assert abs(float(number.input_value())) == 3.1
    assert page.locator(".jp-OutputArea:has(.jupyter-widgets), .jp-OutputArea .lm-Panel").evaluate_all(SCROLLS) == []
    assert page.locator(PROBLEMS).all_inner_texts() == []
    assert violations(page) == []


def test_a_number_typed_stays_although_the_slider_learns_late_of_the_one_before(browser, address):
    """A slider answers when the kernel puts its handles; here its answer would come after the next number was drawn."""
    page = browser.new_page(viewport=SMALL)
    page.set_default_timeout(20_000)
    typed, drawn = threading.Event(), threading.Event()
    puts, late = [], []

    def connect(to_page):
        to_kernel = to_page.connect_to_server()

        def from_page(message):
            if b'"value":-3.1' in raw(message):
                typed.set()
            to_kernel.send(message)

        def from_kernel(message):
            if typed.is_set() and re.search(rb'"value": ?\[', raw(message)):
                puts.append(message)
            if b"from -3.1 to 3.1:" in raw(message):
                drawn.set()
            late.append(message)
            if drawn.is_set() or not puts:  # else it stays, with what follows it
                for message in late:
                    to_page.send(message)
                late.clear()

        to_page.on_message(from_page)
        to_kernel.on_message(from_kernel)

    page.route_web_socket(re.compile("/channels"), connect)
    open_notebook(page, address, "notebooks/01_definition.ipynb")
    run_all(page)
    explorer = page.locator(EXPLORERS).filter(has=page.get_by_role("spinbutton")).first
    explorer.scroll_into_view_if_needed()
    left, right = explorer.get_by_role("spinbutton").all()
    handle = handles(explorer)[1]
    for number, text, words in ((left, "-3.1", "from -3.1 to 5"), (right, "3.1", "from -3.1 to 3.1")):
        number.fill(text)
        number.press("Enter")
        expect(picture(explorer)).to_have_attribute("alt", re.compile(words))
    expect(handle).to_have_attribute("aria-valuenow", "3.0")
    assert len(puts) == 2
    left.fill("-3.2")
    left.press("Enter")
    expect(picture(explorer)).to_have_attribute("alt", re.compile(r"from -3\.2 to 3\.1:"))
    expect(right).to_have_value("3.1")
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=4)  # while the button is still down
    expect(picture(explorer)).to_have_attribute("alt", re.compile(r"from -3\.2 to [4-9]"))
    page.mouse.up()
    page.close()


def raw(message: str | bytes) -> bytes:
    return message if isinstance(message, bytes) else message.encode()


SCROLLS = """all => all.filter(e => e.scrollHeight > e.clientHeight && getComputedStyle(e).overflowY === 'auto')
  .map(e => e.className)"""
LABEL = """handle => {
  const slider = handle.closest('.widget-slider');
  const both = [...slider.querySelectorAll('[role=slider]')];
  const label = slider.querySelector('label').textContent;
  return both.length > 1 ? label + [', left end', ', right end'][both.indexOf(handle)] : label;
}"""


@with_lesson(*NAMES)
@pytest.mark.parametrize("viewport", [SMALL, LARGE], ids=["1280x720", "1920x1080"])
def test_controls_picture_and_sentence_fit_on_one_screen(lesson, viewport):
    lesson.set_viewport_size(viewport)
    for explorer in lesson.locator(EXPLORERS).all():
        explorer.scroll_into_view_if_needed()
        box = explorer.bounding_box()
        area = lesson.locator(".jp-WindowedPanel-outer").bounding_box()
        assert box["height"] < area["height"]
        seen = picture(explorer).or_(explorer.get_by_role("alert").filter(visible=True)).bounding_box()
        assert seen["width"] <= box["width"] + 1 <= area["width"]


@with_lesson("01_definition.ipynb")
def test_the_dark_theme_is_readable(lesson):
    lesson.set_viewport_size(SMALL)
    choose_theme(lesson, "JupyterLab Dark")
    try:
        for explorer in lesson.locator(EXPLORERS).all():
            explorer.scroll_into_view_if_needed()
            expect(picture(explorer)).to_be_visible()
        assert violations(lesson) == []
    finally:
        choose_theme(lesson, "JupyterLab Light")  # JupyterLab keeps it for all pages


def choose_theme(page: Page, name: str) -> None:
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.get_by_text("Theme", exact=True).hover()
    page.get_by_text(name, exact=True).click()
    expect(page.locator("body")).to_have_attribute("data-jp-theme-name", name)


@pytest.mark.parametrize("lesson", ["stage/lesson.ipynb"], indirect=True)
@pytest.mark.parametrize("viewport", [SMALL, LARGE], ids=["1280x720", "1920x1080"])
def test_at_stage_size_the_last_row_can_read_everything(lesson, viewport):
    page = lesson
    page.set_viewport_size(viewport)
    explorers = page.locator(EXPLORERS).all()
    assert len(explorers) == 8
    for explorer in explorers:
        explorer.scroll_into_view_if_needed()
        sizes = explorer.locator("label, p, select, input, [role=status]").evaluate_all(
            "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
        )
        assert min(sizes) >= (22 if viewport == LARGE else 16)
        for box in explorer.locator("select, input").all():
            assert box.bounding_box()["width"] >= 45
        for row in explorer.locator(".widget-hbox, .widget-text, .widget-dropdown").all():
            assert row.evaluate("e => e.scrollWidth <= e.clientWidth"), "something in a row of controls is cut off"
        for slider in explorer.locator(".widget-slider .noUi-target").all():
            assert slider.bounding_box()["width"] >= 150
        assert explorer.bounding_box()["height"] < page.locator(".jp-WindowedPanel-outer").bounding_box()["height"]
        if explorer.locator("img[width]").count():
            full = float(picture(explorer).get_attribute("width"))
            size = 25 * picture(explorer).bounding_box()["width"] / full  # of 12 pt, which are 25 of its pixels
            assert size >= (20 if viewport == LARGE else 16.6)  # without the stage: 16.7 in both
    for button in page.get_by_role("button", name="Keep my answer").all():
        button.scroll_into_view_if_needed()
        assert button.evaluate("e => e.scrollWidth <= e.clientWidth"), "the text of the button is cut off"
    assert page.get_by_label("Your prediction, a number").first.bounding_box()["width"] >= 60
    prose, code, note = (
        page.locator(place).first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        for place in (".jp-MarkdownOutput p", ".jp-CodeCell .cm-line", ".jp-OutputArea b")
    )
    assert min(prose, note) >= (22 if viewport == LARGE else 16)
    assert code >= (20 if viewport == LARGE else 16)


@pytest.mark.parametrize("lesson", ["stage/lesson.ipynb"], indirect=True)
def test_a_lesson_that_was_saved_and_opened_again_needs_one_run(lesson, address):
    """What TEACHING.md says of "Error displaying widget": where it stands, and its cure."""
    lesson.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    lesson.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")
    open_notebook(lesson, address, "stage/lesson.ipynb")
    lost = lesson.get_by_text("Error displaying widget: model not found")
    lost.first.wait_for()
    run_all(lesson)
    expect(lost).to_have_count(0)
    assert lesson.locator(EXPLORERS).count() == 8


@with_lesson("01_definition.ipynb")
def test_a_prediction_is_made_by_keyboard_and_kept(lesson):
    page = lesson
    question = page.get_by_label("Your prediction, a number")
    question.scroll_into_view_if_needed()
    question.focus()
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Kept: 3.").wait_for()
    run_all(page)  # all widgets are made anew; the answer stays
    page.get_by_text("You predicted 3. The result is 0.").wait_for(state="attached")
    expect(page.get_by_label("Your prediction, a number")).to_have_value("3")


@with_lesson("04_slope.ipynb")
def test_a_choice_is_made_by_keyboard_and_shown_beside_the_result(lesson):
    page = lesson
    choice = page.get_by_label("-3", exact=True)
    choice.scroll_into_view_if_needed()
    choice.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")  # each answer is a stop of its own: there is one more before the button
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Kept: -3.").wait_for()
    run_all(page)
    page.get_by_text("You predicted -3. The result is 0.").wait_for(state="attached")


@with_lesson("01_definition.ipynb")
def test_a_flipbook_moves_with_the_kernel_stopped(lesson):
    lesson.get_by_role("menuitem", name="Kernel", exact=True).click()
    lesson.get_by_text("Shut Down Kernel", exact=True).click()
    lesson.get_by_text("No Kernel").first.wait_for()
    explorer = lesson.locator(EXPLORERS).first
    explorer.scroll_into_view_if_needed()
    (handle,) = handles(explorer)
    handle.press("Home")
    for x in ("-4.75", "-4.5"):
        handle.press("ArrowRight")
        alt = f"max(0, {x}) = 0. The input is negative, so the output is 0."
        expect(picture(explorer)).to_have_attribute("alt", alt)
        expect(handle).to_have_attribute("aria-valuetext", alt)
