"""Each lesson in a real JupyterLab and a real Chromium: run, moved by keyboard and mouse, read by axe-core."""

import io
import os
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import CHROMIUM, EXPLORERS, ROOT, handles, launch, open_notebook, run_all, serve
from PIL import Image
from playwright.sync_api import Locator, Page, expect, sync_playwright

NAMES = sorted(path.name for path in (ROOT / "notebooks").glob("0*.ipynb"))
SMALL, LOW, LARGE = ({"width": w, "height": h} for w, h in ((1280, 720), (1280, 768), (1920, 1080)))
expect.set_options(timeout=20_000)
CELL = "xpath=ancestor::*[contains(@class, 'jp-CodeCell')]"
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


HOW_MANY = sum(path.read_text(encoding="utf-8").count("explorers.explore_") for path in (ROOT / "notebooks").glob("*"))
HOW_MANY -= 1  # that of lesson 3 needs an exercise


def at_stage_size():
    """Return one notebook with all that students see or move: the explorers, questions and notes of all lessons."""
    lessons = [nbformat.read(ROOT / "notebooks" / name, as_version=4) for name in NAMES]
    setup = next(cell for cell in lessons[0].cells if cell.id == "setup")
    setup.source = setup.source.replace("\nstart()", "\nfrom helpers.notebook import stage\nstage()\nstart()")
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
        page.evaluate("e => { document.querySelector('.jp-WindowedPanel-outer').scrollTop = 1200; }")
        assert "Error displaying widget" not in "".join(page.locator(".jp-OutputArea").all_inner_texts())
    run_all(page)
    yield page
    page.close()


def with_lesson(*names: str):
    return pytest.mark.parametrize("lesson", [f"notebooks/{name}" for name in names], indirect=True)


def sentence(explorer: Locator) -> Locator:
    """Return the sentence that is seen."""
    return explorer.locator(".explorer-book p:visible")


def picture(explorer: Locator) -> Locator:
    """Return the picture of the page that is seen; it lies over the still one."""
    return explorer.locator("svg[role=img]:visible")


def expect_change(explorer: Locator, before: str) -> None:
    expect(sentence(explorer)).to_have_count(1)
    expect(sentence(explorer)).not_to_have_text(before)


def violations(page: Page) -> list[str]:
    found = Axe().run(page, context=".jp-OutputArea", options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


TEXT_BOX = "e => { const t = new Range(); t.selectNodeContents(e); return t.getBoundingClientRect().toJSON(); }"
SCROLLS = """all => all.filter(e => e.scrollHeight > e.clientHeight && getComputedStyle(e).overflowY === 'auto')
  .map(e => e.className)"""


@with_lesson(*NAMES)
def test_a_lesson_runs_and_each_control_moves_its_picture(lesson):
    page = lesson
    expect(page.locator(PROBLEMS)).to_have_count(planned_errors(page))
    explorers = page.locator(EXPLORERS).all()
    assert explorers or re.search("02_implementation|06_check", page.url)  # they have a table instead
    for explorer in explorers:
        explorer.scroll_into_view_if_needed()
        expect(sentence(explorer)).to_be_visible()
        if explorer.get_by_role("alert").filter(visible=True).count():
            assert "gave None" in sentence(explorer).inner_text()  # an exercise that is not done yet
            assert sentence(explorer).bounding_box()["height"] < 60
            continue
        move_each_handle(explorer)
        for menu in explorer.get_by_role("combobox").all():
            before = sentence(explorer).inner_text()
            last = menu.locator("option").count() - 1
            menu.select_option(index=0 if menu.evaluate("e => e.selectedIndex") else last)
            expect_change(explorer, before)
    assert page.locator(".jp-OutputArea:has(.jupyter-widgets), .jp-OutputArea .lm-Panel").evaluate_all(SCROLLS) == []
    expect(page.locator(PROBLEMS)).to_have_count(planned_errors(page))
    assert violations(page) == []


def planned_errors(page: Page) -> int:
    """Return how many cells of the lesson are tagged to raise an error."""
    cells = nbformat.read(ROOT / "notebooks" / Path(urlsplit(page.url).path).name, as_version=4).cells
    return sum("raises-exception" in cell.metadata.get("tags", []) for cell in cells)


def move_each_handle(explorer: Locator) -> None:
    """Move each handle by keyboard: it has its own name, tells its own value, and nothing jumps."""
    moves, heights = 0, {explorer.bounding_box()["height"]}
    for row in explorer.locator(".explorer-row:has([role=slider])").all():
        (handle,) = handles(row)
        menu = row.get_by_role("combobox")
        expect(handle).to_have_attribute("aria-label", row.locator(".widget-slider label").inner_text())
        for key in ("ArrowRight", "ArrowLeft", "PageUp", "PageDown"):
            before, value = sentence(explorer).inner_text(), handle.get_attribute("aria-valuenow")
            handle.press(key)
            if handle.get_attribute("aria-valuenow") != value:  # else it stood at its end
                expect_change(explorer, before)
                heights.add(explorer.bounding_box()["height"])
                moves += 1
                chosen = menu.evaluate("menu => menu.selectedOptions[0].text")
                said = f"{chosen}. {sentence(explorer).inner_text()}"
                expect(handle).to_have_attribute("aria-valuetext", said)
        handle.press("ArrowLeft")
    names = [handle.get_attribute("aria-label") for handle in handles(explorer)]
    assert len(set(names)) == len(names)
    assert moves >= 2 * len(names), "a slider does not answer to keys"
    assert len(heights) == 1, "the page jumps"


@with_lesson(*NAMES)
def test_all_sliders_of_an_explorer_begin_at_one_place_and_the_smallest_number_is_left(lesson):
    for explorer in lesson.locator(EXPLORERS).all():
        explorer.scroll_into_view_if_needed()
        tracks = explorer.locator(".noUi-base").all()
        assert len({round(track.bounding_box()["x"]) for track in tracks}) == 1
        for menu in explorer.get_by_role("combobox").all():
            values = list(map(float, menu.locator("option").all_text_contents()))
            assert values == sorted(values)


@with_lesson("01_definition.ipynb", "04_slope.ipynb")
def test_each_handle_stands_below_its_number_on_the_axis(lesson):
    """The places of numbers on the axis are read off its labels, which matplotlib centres at them."""
    along_x = re.compile("Input x|Left end|Right end|Point x")
    for row in lesson.locator(".explorer-row").filter(has_text=along_x).all():
        explorer, (handle,) = row.locator("xpath=ancestor::*[contains(@class, 'widget-vbox')]"), handles(row)
        explorer.scroll_into_view_if_needed()
        ticks = explorer.locator(".explorer-book > svg text").evaluate_all(
            "all => all.map(e => [parseFloat(e.textContent), e.getBoundingClientRect()])"
            ".filter(([n]) => !isNaN(n)).map(([n, r]) => [n, r.x + r.width / 2, r.y])"
        )
        bottom = max(y for _, _, y in ticks)
        (a, at_a), *_, (b, at_b) = [(number, x) for number, x, y in ticks if bottom - y < 5]
        values = row.locator("option").all_text_contents()
        for key, value in (("Home", values[0]), ("End", values[-1])):
            handle.press(key)
            expect(handle).to_have_attribute("aria-valuetext", re.compile(rf"^{value}\. "))
            box = handle.bounding_box()
            expected = at_a + (float(value) - a) / (b - a) * (at_b - at_a)
            assert abs(box["x"] + box["width"] / 2 - expected) <= 4, value  # a minus sign moves the middle of a label


@with_lesson("01_definition.ipynb", "04_slope.ipynb")
def test_at_a_zoom_of_200_percent_no_label_lies_on_its_slider(lesson):
    lesson.set_viewport_size({"width": 640, "height": 360})
    try:
        for row in lesson.locator(".explorer-row").all():
            row.scroll_into_view_if_needed()
            label = row.locator("label").first.evaluate(TEXT_BOX)
            track, menu = (row.locator(part).bounding_box() for part in (".noUi-base", "select"))
            beside = label["x"] + label["width"] <= track["x"]
            assert beside or label["y"] + label["height"] <= track["y"]
            assert menu["x"] >= track["x"] + track["width"] or menu["y"] + menu["height"] <= track["y"]
    finally:
        lesson.set_viewport_size(SMALL)


@with_lesson("01_definition.ipynb")
def test_a_drag_of_the_mouse_turns_the_pages(lesson):
    explorer = lesson.locator(EXPLORERS).nth(1)
    explorer.scroll_into_view_if_needed()
    left, right = handles(explorer)
    right.press("End")
    left.press("Home")
    box = left.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    lesson.mouse.move(x, y)
    lesson.mouse.down()
    lesson.mouse.move(x + 140, y, steps=5)
    expect(sentence(explorer)).to_have_text(re.compile(r"^relu for inputs from -2\.5 to"))
    lesson.mouse.up()
    right.press("Home")
    expect(sentence(explorer)).to_have_text(re.compile(r"^The left end \(-2\.5\) must be smaller than the right end"))
    expect(explorer.locator(".explorer-book > svg")).to_be_visible()


@with_lesson(*NAMES)
@pytest.mark.parametrize("viewport", [SMALL, LOW, LARGE], ids=["1280x720", "1280x768", "1920x1080"])
def test_after_shift_enter_an_explorer_is_all_in_the_window(lesson, viewport):
    lesson.set_viewport_size(viewport)
    for i in range(lesson.locator(EXPLORERS).count()):
        explorer = lesson.locator(EXPLORERS).nth(i)
        explorer.scroll_into_view_if_needed()
        cell, old = explorer.locator(CELL).element_handle(), explorer.element_handle()
        explorer.locator(CELL).locator(".jp-InputPrompt").click()
        lesson.keyboard.press("Shift+Enter")
        lesson.wait_for_function("old => !old.isConnected", arg=old)
        lesson.wait_for_function(
            """cell => {
                const box = cell.querySelector('.explorer'), handles = box?.querySelectorAll('[role=slider]') ?? [];
                if (!box || [...handles].some(handle => !handle.ariaLabel)) return false;
                const seen = box.getBoundingClientRect();
                const view = cell.closest('.jp-WindowedPanel-outer').getBoundingClientRect();
                return seen.top >= view.top - 1 && seen.bottom <= view.bottom + 1;
            }""",
            arg=cell,
        )


@with_lesson("01_definition.ipynb")
def test_a_hidden_explorer_takes_nothing_from_the_next_one(lesson):
    """Two explorers with equal axes: with the name of a clip path in common, the line of the second one went."""
    first, second = lesson.locator(EXPLORERS).nth(0), lesson.locator(EXPLORERS).nth(1)
    for handle, key in zip(handles(second), ("Home", "End"), strict=True):
        handle.press(key)
    expect(sentence(second)).to_have_text(re.compile("from -5 to 5"))
    before = blue_pixels(second)
    assert before > 2000
    first.evaluate("e => { e.style.display = 'none'; }")
    try:
        assert blue_pixels(second) == pytest.approx(before, rel=0.02)
    finally:
        first.evaluate("e => { e.style.display = ''; }")


def blue_pixels(explorer: Locator) -> int:
    explorer.scroll_into_view_if_needed()
    image = Image.open(io.BytesIO(explorer.locator(".explorer-book").screenshot())).convert("RGB")
    return sum(n for n, colour in image.getcolors(1 << 24) if colour == (0x00, 0x72, 0xB2))


@with_lesson("01_definition.ipynb")
def test_the_dark_theme_is_readable(lesson):
    lesson.set_viewport_size(SMALL)
    choose_theme(lesson, "JupyterLab Dark")
    try:
        for explorer in lesson.locator(EXPLORERS).all():
            explorer.scroll_into_view_if_needed()
            expect(sentence(explorer)).to_be_visible()
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
    assert len(explorers) == HOW_MANY
    for explorer in explorers:
        explorer.scroll_into_view_if_needed()
        sizes = explorer.locator("label, p, select").evaluate_all(
            "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
        )
        assert min(sizes) >= (22 if viewport == LARGE else 16)
        for box in explorer.locator("select").all():
            assert box.bounding_box()["width"] >= 45
        for part in explorer.locator(".widget-slider, .widget-slider label, select").all():
            inside = part.bounding_box(), explorer.bounding_box()
            left, right = (box["x"] for box in inside), (box["x"] + box["width"] for box in inside)
            assert next(left) >= next(left) - 1, "something in a row of controls is cut off"
            assert next(right) <= next(right) + 1, "something in a row of controls is cut off"
        assert explorer.bounding_box()["height"] < page.locator(".jp-WindowedPanel-outer").bounding_box()["height"]
        if picture(explorer).count():
            full = float(picture(explorer).get_attribute("viewBox").split()[2])
            size = 12 * picture(explorer).bounding_box()["width"] / full
            assert size >= (20 if viewport == LARGE else 16.5)  # without the stage: 16.7 in both
    prose, code, note = (
        page.locator(place).first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        for place in (".jp-MarkdownOutput p", ".jp-CodeCell .cm-line", ".jp-OutputArea b")
    )
    assert min(prose, note) >= 22
    assert code >= 20
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:hide-all-cell-code')")
    line = page.locator(".jp-PlaceholderText").first
    assert line.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") == code
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:show-all-cell-code')")


@pytest.mark.parametrize("lesson", ["stage/lesson.ipynb"], indirect=True)
def test_a_lesson_that_was_saved_and_opened_again_needs_one_run(lesson, address):
    """What TEACHING.md says of "Error displaying widget": where it stands, and its cure."""
    lesson.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    lesson.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")
    open_notebook(lesson, address, "stage/lesson.ipynb")
    lost = lesson.locator(".jp-OutputArea").get_by_text("Error displaying widget: model not found")
    lost.first.wait_for()
    run_all(lesson)
    expect(lost).to_have_count(0)
    assert lesson.locator(EXPLORERS).count() == HOW_MANY


@with_lesson("04_slope.ipynb")
def test_a_choice_is_made_by_keyboard_kept_and_shown_beside_the_result(lesson):
    page = lesson
    choice = page.get_by_label("-3", exact=True)
    choice.scroll_into_view_if_needed()
    choice.focus()
    page.keyboard.press("Space")
    page.get_by_text("Kept: -3.").wait_for()
    page.get_by_text("You chose: -3.").wait_for(state="attached")  # without another run
    run_all(page)  # the answer stays
    page.get_by_text("You chose: -3.").wait_for(state="attached")


@with_lesson("01_definition.ipynb")
def test_an_explorer_moves_with_the_kernel_stopped(lesson):
    lesson.get_by_role("menuitem", name="Kernel", exact=True).click()
    lesson.get_by_text("Shut Down Kernel", exact=True).click()
    lesson.get_by_text("No Kernel").first.wait_for()
    explorer = lesson.locator(EXPLORERS).first
    explorer.scroll_into_view_if_needed()
    (handle,) = handles(explorer)
    handle.press("Home")
    for x in ("-4.75", "-4.5"):
        handle.press("ArrowRight")
        words = f"max(0, {x}) = 0. The input is negative, so the output is 0."
        expect(picture(explorer)).to_have_attribute("aria-label", words)
        expect(handle).to_have_attribute("aria-valuetext", f"{x}. {words}")
