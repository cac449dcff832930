"""Each lesson in a real JupyterLab and a real Chromium: run, moved by keyboard and mouse, read by axe-core."""

import io
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from course import FIRST_CELL, LESSONS, NOTEBOOKS_WITH_CODE, cells, lines, sources
from lab import EXPLORERS, handles, open_notebook, run_all, says, sentence
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from render_notebooks import METADATA
from runner import NOTEBOOKS

pytestmark = pytest.mark.browser
SMALL, LARGE, TALL = ({"width": w, "height": h} for w, h in ((1280, 720), (1920, 1080), (1280, 6000)))
CELL = "xpath=ancestor::*[contains(@class, 'jp-CodeCell')]"
PROBLEMS = '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]'
EXPLORER = r"^explorers\.explore_\w+\(\)"

# All that students see or move at stage size: the explorers, questions and notes of all lessons.
STAGE = FIRST_CELL.replace("\nstart()", "\nfrom helpers.notebook import stage\nstage()\nstart()")
SEEN = [line for path in LESSONS for line in lines(path, r"^(?:explorers\.\w+\(\)|predict\(.*\))$")]

ATTACK = """\"><img src=x onerror=ran=1><script>ran=1</script>"""
ATTACKS = {
    "question": "QuestionBox(asked, record)",
    "verdict": "QuestionBox(asked, answered).reveal(text)",
    "exception in a check": "exercises.write_relu.check(raises)",
    "text in a check": "exercises.write_relu.check(lambda x: text)",
    "name in a check": "exercises.write_relu.check(good)",
    "figure": "ax = plt.axes()\nax.plot([0, 1], label=text)\nax.set(title=text, xlabel=text)\nplt.show()",
    "error": "raise ValueError(text)",
}
DEFINE = f"""text = {ATTACK!r}
def raises(x):
    raise ValueError(text)
def good(x):
    return np.maximum(0, x)
good.__name__ = raises.__name__ = text
from helpers.core.question import Question, QuestionBox
from helpers.core.record import Record
record, answered, asked = Record(), Record(), Question('a', 1, text, 'no', {{text: text, 'no': text}})
answered.put('a', text)"""


@pytest.fixture(scope="module")
def course(course):
    """The copy of the course, with two more notebooks."""
    for name, code in {"stage": [STAGE, *SEEN], "attack": [FIRST_CELL, DEFINE, *ATTACKS.values()]}.items():
        cells = [nbformat.v4.new_markdown_cell("Some words."), *map(nbformat.v4.new_code_cell, code)]
        (course / name).mkdir()
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), course / name / "lesson.ipynb")
    return course


@pytest.fixture(scope="module")
def lesson(request, browser, jupyterlab):
    """A page with the notebook named by the parameter, opened and run; all tests of a notebook share it."""
    page = browser.new_page(viewport=TALL if request.param.startswith("attack") else SMALL)
    page.set_default_timeout(20_000)
    open_notebook(page, jupyterlab, request.param)
    if request.param.startswith("notebooks"):
        page.evaluate("e => { document.querySelector('.jp-WindowedPanel-outer').scrollTop = 1200; }")
        assert "Error displaying widget" not in "".join(page.locator(".jp-OutputArea").all_inner_texts())
    run_all(page)
    yield page
    page.close()


def with_lesson(*names: str):
    return pytest.mark.parametrize("lesson", names, indirect=True, ids=lambda name: name.removeprefix("notebooks/"))


each_lesson = with_lesson(*(f"notebooks/{path.name}" for path in NOTEBOOKS_WITH_CODE))
POINT, SECANTS = (
    f"notebooks/{path.name}" for path in LESSONS if re.search("explore_(point|secants)", "".join(sources(path)))
)


def path_of(page: Page) -> Path:
    return NOTEBOOKS / Path(unquote(urlsplit(page.url).path)).name


def violations(page: Page) -> list[str]:
    found = Axe().run(page, context=".jp-OutputArea", options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


BOXES = """row => {
    const words = new Range();
    words.selectNodeContents(row.querySelector('label'));
    return [words, ...row.querySelectorAll('[type=range], select')].map(e => e.getBoundingClientRect().toJSON());
}"""
HALF_A_HANDLE = "e => -parseFloat(getComputedStyle(e).marginLeft)"  # which stands out at each end of the axis
SCROLLS = """all => all.filter(e => e.scrollHeight > e.clientHeight && getComputedStyle(e).overflowY === 'auto')
  .map(e => e.className)"""


@each_lesson
def test_a_lesson_runs_and_each_control_moves_its_picture(lesson):
    explorers = lesson.locator(EXPLORERS)
    expect(explorers).to_have_count(len(lines(path_of(lesson), EXPLORER)))
    for explorer in explorers.all():
        explorer.scroll_into_view_if_needed()
        expect(sentence(explorer)).to_be_visible()
        move_each_control(explorer)
    assert lesson.locator(".jp-OutputArea, .jp-OutputArea-output, .jp-OutputArea .lm-Panel").evaluate_all(SCROLLS) == []
    planned = sum("raises-exception" in cell.metadata.get("tags", []) for cell in cells(path_of(lesson)))
    expect(lesson.locator(PROBLEMS)).to_have_count(planned)
    assert violations(lesson) == []


def move_each_control(explorer: Locator) -> None:
    """Move each handle by keyboard, and choose from each list: sentence, list and handle follow, and nothing jumps."""
    heights, names, starts = {explorer.bounding_box()["height"]}, [], set()
    for row in explorer.locator(".explorer-row").all():
        (handle,), menu = handles(row), row.get_by_role("combobox")
        names.append(row.locator("label").inner_text())
        expect(handle).to_have_attribute("aria-label", names[-1])
        starts.add(round(handle.bounding_box()["x"]))
        values = menu.locator("option").all_text_contents()
        assert sorted(values, key=float) == values  # the smallest number is left
        last = len(values) - 1
        menu.select_option(index=last)
        menu.press("ArrowUp")  # and JupyterLab goes to no other cell
        says(explorer, values[last - 1], row)
        for key, place in (("Home", 0), ("ArrowRight", 1), ("End", last), ("ArrowLeft", last - 1), ("PageDown", None)):
            before, index = sentence(explorer).inner_text(), menu.evaluate("e => e.selectedIndex")
            handle.press(key)
            if place is not None:
                says(explorer, values[place], row)
            if menu.evaluate("e => e.selectedIndex") != index:
                expect(sentence(explorer)).not_to_have_text(before)
            heights.add(explorer.bounding_box()["height"])
    assert len(set(names)) == len(names)
    assert len(starts) == 1, "the sliders begin at different places"
    assert len(heights) == 1, "the page jumps"


@with_lesson(POINT, SECANTS)
def test_each_handle_stands_below_its_number_on_the_axis(lesson):
    """The places of numbers on the axis are read off its labels, which matplotlib centres at them."""
    along_x = re.compile("Input x|End|Left|Right|Point x")
    for row in lesson.locator(".explorer-row").filter(has_text=along_x).all():
        explorer, (handle,) = row.locator("xpath=.."), handles(row)
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
            box, half = handle.bounding_box(), handle.evaluate(HALF_A_HANDLE)
            middle = box["x"] + half if key == "Home" else box["x"] + box["width"] - half
            expected = at_a + (float(value) - a) / (b - a) * (at_b - at_a)
            assert abs(middle - expected) <= 4, value  # a minus sign moves the middle of a label


@with_lesson(POINT, SECANTS)
def test_at_a_zoom_of_200_percent_no_label_lies_on_its_slider(lesson):
    lesson.set_viewport_size({"width": 640, "height": 360})
    try:
        for row in lesson.locator(".explorer-row").all():
            row.scroll_into_view_if_needed()
            label, track, menu = row.evaluate(BOXES)
            assert label["right"] <= track["x"] or label["bottom"] <= track["y"]
            assert menu["x"] >= track["right"] or menu["bottom"] <= track["y"]
    finally:
        lesson.set_viewport_size(SMALL)


@with_lesson(POINT)
def test_a_drag_of_the_mouse_turns_the_pages(lesson):
    explorer = lesson.locator(EXPLORERS).nth(1)
    explorer.scroll_into_view_if_needed()
    left, right = handles(explorer)
    right.press("End")
    left.press("Home")
    box = left.bounding_box()
    x, y = box["x"] + left.evaluate(HALF_A_HANDLE), box["y"] + box["height"] / 2
    lesson.mouse.move(x, y)
    lesson.mouse.down()
    lesson.mouse.move(x + 140, y, steps=5)
    expect(sentence(explorer)).to_have_text(re.compile(r"^relu for inputs from -2\.5 to"))
    lesson.mouse.up()
    right.press("Home")
    expect(sentence(explorer)).to_have_text(re.compile(r"^relu for inputs from -5 to -2\.5: the outputs are all 0\."))


@each_lesson
@pytest.mark.parametrize("viewport", [SMALL, LARGE], ids=["1280x720", "1920x1080"])
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
                const box = cell.querySelector('.explorer'), handles = box?.querySelectorAll('[type=range]') ?? [];
                if (!box || [...handles].some(handle => !handle.ariaLabel)) return false;
                const seen = box.getBoundingClientRect();
                const view = cell.closest('.jp-WindowedPanel-outer').getBoundingClientRect();
                return seen.top >= view.top - 1 && seen.bottom <= view.bottom + 1;
            }""",
            arg=cell,
        )


@with_lesson(POINT)
def test_a_hidden_explorer_takes_nothing_from_the_next_one(lesson):
    """Two explorers with equal axes: with the name of a clip path in common, the line of the second one went."""
    first, second = lesson.locator(EXPLORERS).nth(0), lesson.locator(EXPLORERS).nth(1)
    for handle, key in zip(handles(second), ("Home", "End"), strict=True):
        handle.press(key)
    expect(sentence(second)).to_have_text(re.compile("from -5 to 5"))
    before = blue_pixels(second)
    assert before > 1500
    first.evaluate("e => { e.style.display = 'none'; }")
    try:
        assert blue_pixels(second) == pytest.approx(before, rel=0.02)
    finally:
        first.evaluate("e => { e.style.display = ''; }")


def blue_pixels(explorer: Locator) -> int:
    explorer.scroll_into_view_if_needed()
    image = Image.open(io.BytesIO(explorer.locator(".explorer-book").screenshot())).convert("RGB")
    return sum(n for n, colour in image.getcolors(1 << 24) if colour == (0x00, 0x72, 0xB2))


@with_lesson(POINT)
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
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", name)
    expect(page.locator("body")).to_have_attribute("data-jp-theme-name", name)


MEASURES = """explorer => {
    const box = each => each.getBoundingClientRect(), whole = box(explorer);
    const all = selector => [...explorer.querySelectorAll(selector)];
    const picture = all('svg[role=img]').find(each => each.checkVisibility({visibilityProperty: true}));
    return {
        sentence: parseFloat(getComputedStyle(explorer.querySelector('p')).fontSize),
        text: Math.min(...all('label, select').map(each => parseFloat(getComputedStyle(each).fontSize))),
        list: Math.min(...all('select').map(each => box(each).width)),
        inside: all('.explorer-row label, [type=range], select')
            .every(each => box(each).left >= whole.left - 1 && box(each).right <= whole.right + 1),
        height: whole.height / box(explorer.closest('.jp-WindowedPanel-outer')).height,
        picture: 12 * box(picture).width / picture.viewBox.baseVal.width,
    };
}"""


@with_lesson("stage/lesson.ipynb")
@pytest.mark.parametrize("viewport", [SMALL, LARGE], ids=["1280x720", "1920x1080"])
def test_at_stage_size_the_last_row_can_read_everything(lesson, viewport):
    page = lesson
    page.set_viewport_size(viewport)
    explorers = page.locator(EXPLORERS)
    expect(explorers).to_have_count(sum(line.startswith("explorers.explore_") for line in SEEN))
    for explorer in explorers.all():
        explorer.scroll_into_view_if_needed()
        found = explorer.evaluate(MEASURES)
        assert found["sentence"] >= 22 and found["text"] >= (22 if viewport == LARGE else 16)
        assert found["list"] >= 45 and found["inside"] and found["height"] < 1
        assert found["picture"] >= (20 if viewport == LARGE else 16)  # 12 points; without the stage 16.7 in both
    prose, code, note = (
        page.locator(place).first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        for place in (".jp-MarkdownOutput p", ".jp-CodeCell .cm-line", ".jp-OutputArea b")
    )
    assert min(prose, note) >= 22
    assert code >= 20
    for theme in ("Dark", "Light"):
        choose_theme(page, f"JupyterLab {theme}")
        assert (
            page.locator(".jp-MarkdownOutput p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 22
        )
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:hide-all-cell-code')")
    line = page.locator(".jp-PlaceholderText").first
    assert line.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") == code
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:show-all-cell-code')")


@with_lesson(SECANTS)
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


READ = """outputs => outputs.map(output => [
    output.innerText, ...[...output.querySelectorAll('img')].map(image => image.alt)
].join(' ').replace(/\\s+/g, ' '))"""


@with_lesson("attack/lesson.ipynb")
def test_what_a_student_types_is_shown_as_text_and_never_runs(lesson):
    lesson.get_by_role("radio", name=ATTACK).first.check()
    lesson.get_by_text(f"Kept: {ATTACK}").wait_for()
    shown = [
        cell.locator(".jp-OutputArea-output").evaluate_all(READ) for cell in lesson.locator(".jp-CodeCell").all()[2:]
    ]
    assert [name for name, texts in zip(ATTACKS, shown, strict=True) if ATTACK not in " ".join(texts)] == []
    assert lesson.evaluate("typeof window.ran") == "undefined"
    assert lesson.locator(".jp-OutputArea img[src=x], .jp-OutputArea script").count() == 0


@with_lesson(SECANTS)
def test_with_the_kernel_stopped_an_explorer_moves_and_after_it_is_opened_again_one_run_brings_all_back(lesson):
    """What TEACHING.md says of "Error displaying widget": where it stands, and its cure."""
    count = lesson.locator(EXPLORERS).count()
    lesson.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    lesson.get_by_role("menuitem", name="Kernel", exact=True).click()
    lesson.get_by_text("Shut Down Kernel", exact=True).click()
    lesson.get_by_text("No Kernel").first.wait_for()
    explorer = lesson.locator(EXPLORERS).first
    explorer.scroll_into_view_if_needed()
    handle, values = handles(explorer)[0], explorer.locator("select").first.locator("option").all_text_contents()
    for key, value in (("Home", values[0]), ("ArrowRight", values[1])):
        handle.press(key)
        says(explorer, value)
    open_notebook(lesson, lesson.url.partition("/lab")[0], f"notebooks/{path_of(lesson).name}")
    lost = lesson.locator(".jp-OutputArea").get_by_text("Error displaying widget: model not found")
    lost.first.wait_for()
    run_all(lesson)
    expect(lost).to_have_count(0)
    expect(lesson.locator(EXPLORERS)).to_have_count(count)
