"""An explorer turns its pages however it came to be in the page again, by key, by mouse and by menu."""

import io
from collections.abc import Iterator

import pytest
from course import LESSONS, lines
from lab import open_notebook, run_all, says, wait_for_kernel
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from runner import NOTEBOOKS

pytestmark = pytest.mark.browser
NAME = next(path.name for path in LESSONS if lines(path, "explorers.explore_point"))
LESSON, OTHER = f"notebooks/{NAME}", f"run in part/{NAME}"
RUN_SOME = """async () => {
    const notebook = window.jupyterapp.shell.currentWidget.content, cells = notebook.widgets;
    const until = cells.findIndex(cell => cell.model.sharedModel.source.includes('explorers.explore'));
    notebook.activeCellIndex = 0;
    for (let index = 0; index <= until; index += 1)
        await window.jupyterapp.commands.execute('notebook:run-cell-and-select-next');
}"""
EXPLORERS = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .map((cell, index) => cell.model.sharedModel.source.includes('explorers.explore') ? index : -1).filter(i => i > 0)"""
WINDOWING = "() => window.jupyterapp.shell.currentWidget.content.notebookConfig.windowingMode"
SET_WINDOWING = """raw => window.jupyterapp.serviceManager.settings.save(
    '@jupyterlab/notebook-extension:tracker', raw)"""
USUAL = "contentVisibility"  # JupyterLab's own choice


@pytest.fixture(scope="module")
def page(browser, course, jupyterlab):
    """A lesson, run and saved."""
    (course / OTHER).parent.mkdir()
    (course / OTHER).write_bytes((course / LESSON).read_bytes())
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.set_default_timeout(20_000)
    open_notebook(page, jupyterlab, LESSON)
    run_all(page)
    return page


def save(page: Page, windowing: str = USUAL) -> None:
    """Save the notebook, and let JupyterLab open it with a mode of windowing."""
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.evaluate(SET_WINDOWING, f'{{"windowingMode": "{windowing}"}}')


def turns(explorer: Locator) -> list[str]:
    """Turn `explorer` by two keys: the sentence, the list and the handle say the same; return what is in its list."""
    explorer.scroll_into_view_if_needed()
    handle = explorer.get_by_role("slider").first
    expect(handle).to_have_attribute("aria-label", explorer.locator(".explorer-row label").first.inner_text())
    values = explorer.get_by_role("combobox").first.locator("option").all_text_contents()
    for key, value in zip(("Home", "ArrowRight"), values, strict=False):
        handle.press(key)
        says(explorer, value)
    return values


def alive(explorer: Locator, page: Page) -> None:
    """Turn `explorer` by key, by menu and by mouse."""
    values, handle, menu = turns(explorer), explorer.get_by_role("slider").first, explorer.get_by_role("combobox").first
    for index in (-1, 0):
        menu.select_option(values[index])
        says(explorer, values[index])
    handle.scroll_into_view_if_needed()
    track = handle.bounding_box()
    y = track["y"] + track["height"] / 2
    page.mouse.move(track["x"] + 10, y)
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] + 40, y, steps=5)
    page.mouse.up()
    says(explorer, values[-1])


def each_explorer(page: Page) -> Iterator[Locator]:
    """Bring each explorer into view, as a reader does."""
    places = page.evaluate(EXPLORERS)
    assert len(places) == len(lines(NOTEBOOKS / NAME, r"^explorers\.explore_"))
    for place in places:
        page.evaluate("i => { window.jupyterapp.shell.currentWidget.content.scrollToItem(i, 'center'); }", place)
        yield page.locator(f".jp-Notebook .jp-Cell[data-windowed-list-index='{place}'] .explorer")


def reload(page: Page) -> None:
    page.reload()


def close_and_open(page: Page) -> None:
    page.evaluate("() => { window.jupyterapp.shell.currentWidget.close(); }")
    expect(page.locator(".jp-Notebook")).to_have_count(0)
    page.evaluate("path => { window.jupyterapp.commands.execute('docmanager:open', {path}); }", LESSON)


def go_back(page: Page) -> None:
    page.goto("data:text/html,<p>another page")
    page.go_back()


def scroll_away_and_back(page: Page) -> None:
    outer = page.locator(".jp-WindowedPanel-outer")
    for place in (1e6, 0, 1e6, 0):
        outer.evaluate("(e, place) => { e.scrollTo(0, place); return new Promise(requestAnimationFrame); }", place)


# "full" takes out of the page what is not seen; the other one is JupyterLab's own choice.
WAYS = [(USUAL, reload), (USUAL, close_and_open), (USUAL, go_back), ("full", reload), ("full", scroll_away_and_back)]


@pytest.mark.parametrize(("windowing", "way"), WAYS)
def test_each_explorer_turns_after(page, windowing, way):
    save(page, windowing)
    if way == scroll_away_and_back:
        page.reload()
        wait_for_kernel(page)
    way(page)
    wait_for_kernel(page)
    assert page.evaluate(WINDOWING) == windowing
    if windowing == USUAL:  # all are there before one is looked at
        expect(page.locator("relu-book")).to_have_count(len(page.evaluate(EXPLORERS)))
    for explorer in each_explorer(page):
        turns(explorer)
    alive(explorer, page)


def test_with_forced_colours_track_handle_and_focus_are_seen(page):
    page.emulate_media(forced_colors="active")
    try:
        for explorer in each_explorer(page):
            explorer.scroll_into_view_if_needed()
            slider = explorer.get_by_role("slider").first
            slider.press("Home")  # by key, so that the ring is seen
            handle = 10 / slider.bounding_box()["width"]
            assert unlike_ground(slider, right=0.75) and unlike_ground(slider, right=handle, below=6)
            assert not unlike_ground(slider, right=0.75, below=6)  # the track is thinner
            assert unlike_ground(slider, beside=-2) and not unlike_ground(slider, beside=-5)
            slider.evaluate("e => e.blur()")
            assert not unlike_ground(slider, beside=-2)
    finally:
        page.emulate_media(forced_colors="none")


def unlike_ground(part: Locator, right: float = 0.5, below: float = 0, beside: float = 0) -> bool:
    """Return whether `part` is seen so far to the `right`, `below` its middle or `beside` its upper edge, in pixels."""
    part.evaluate("() => new Promise(requestAnimationFrame)")
    box = part.bounding_box()
    x, y = box["x"] + right * box["width"], box["y"] - beside if beside else box["y"] + box["height"] / 2 + below
    shot = part.page.screenshot(clip={"x": round(x) - 1, "y": round(y) - 1, "width": 2, "height": 2})
    darkest, _ = Image.open(io.BytesIO(shot)).convert("L").getextrema()
    return darkest < 128


def test_a_second_view_turns_too(page):
    first = page.locator(".jp-Notebook .explorer").first
    first.scroll_into_view_if_needed()
    first.locator("xpath=ancestor::*[contains(@class, 'jp-CodeCell')]").locator(".jp-InputPrompt").click()
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:create-output-view'); }")
    alive(page.locator(".jp-LinkedOutputView .explorer"), page)
    alive(first, page)


def test_where_a_lesson_was_run_in_part_and_saved_each_place_says_what_to_do(page):
    """JupyterLab trusts a saved notebook only if all its cells were run, and shows no widget of another one."""
    open_notebook(page, page.url.partition("/lab")[0], OTHER)
    page.evaluate(RUN_SOME)
    save(page)
    page.reload()
    wait_for_kernel(page)
    expect(page.get_by_text("To move the sliders, run this cell.").first).to_be_visible()
    expect(page.get_by_text("Run > Run All Cells, and the questions are back.")).to_have_count(2)  # question and answer
    assert "HTML(value" not in page.locator(".jp-Notebook").inner_text()
    run_all(page)
    alive(next(each_explorer(page)), page)
