"""The book as it is published, in Chromium: no other host answers, no kernel runs, and each control moves."""

import io
import itertools
import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from book import FORK, opened
from course import CHECK as CHECK_PATH
from course import LESSONS, NOTEBOOKS_WITH_CODE, each_of, lines, sources
from lab import EXPLORERS, ROOT, handles
from PIL import Image
from playwright.sync_api import expect

from helpers.questions import CHECK, QUESTIONS, REASONS, REMEMBER

pytestmark = [pytest.mark.browser, pytest.mark.site]
INDEX, TEACHING, GLOSSARY = "index", "TEACHING", "notebooks/glossary"
PAGES = [INDEX, *(f"notebooks/{path.stem}" for path in NOTEBOOKS_WITH_CODE), GLOSSARY, TEACHING]
FIRST = f"notebooks/{LESSONS[0].stem}"
WIDTHS = [(320, 640), (390, 844), (640, 360), (768, 1024), (1280, 720), (1920, 1080)]  # 640 is 1280 at a zoom of 200 %
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What a reader of a page does not need: the first cell, calls of widgets, and answers to what nobody wrote.
OF_A_NOTEBOOK = [
    "import helpers",
    "sys.path",
    "predict(",
    "reveal(",
    "explore_",
    ".check(",
    "Not attempted",
    "not answered yet",
]

each_page = pytest.mark.parametrize("name", PAGES)


# -- every page -----------------------------------------------------------------------------------------------


def text_of(site, name):
    return (site / f"{name}.html").read_text(encoding="utf-8")


@each_page
def test_each_link_leads_somewhere_and_a_page_is_no_notebook(site, name):
    text = text_of(site, name)
    links = re.findall(r'<(?:a|link|script|img)[^>]* (?:href|src)="([^"]*)"', text)
    for link in links:
        target, _, anchor = re.sub(r"\?.*?(?=#|$)", "", link).partition("#")
        if re.match("https?:|data:", link) or "lite/" in link:
            continue
        path = (site / name).parent / target if target else site / f"{name}.html"
        assert path.is_file(), link
        assert not anchor or f'id="{anchor}"' in path.read_text(encoding="utf-8"), link
    assert any(link.startswith(f"https://github.com/{FORK}/issues/new?") for link in links)
    if name.startswith("notebooks/"):
        (download,) = {link for link in links if "_sources" in link and link.endswith(".ipynb")}
        assert ((site / name).parent / download).read_bytes() == (ROOT / f"{name}.ipynb").read_bytes()
        assert f"https://mybinder.org/v2/gh/{FORK}/HEAD?urlpath=lab/tree/{name}.ipynb" in links
        words = re.sub(r"<[^>]*>", "", re.search(r"<article.*</article>", text, flags=re.S)[0])
        assert [each for each in OF_A_NOTEBOOK if each in words] == []
        assert ("run this lesson in your browser" in words) == (name != GLOSSARY)


EDGES = """() => [...document.querySelectorAll('.explorer')].map(explorer => {
    const whole = explorer.getBoundingClientRect(), words = new Range();
    const place = each => {
        words.selectNodeContents(each);  // those of a label may stand out of its box
        return (each.matches('label') ? words : each).getBoundingClientRect();
    };
    return [...explorer.querySelectorAll('svg, select, label, [type=range]')].map(place)
        .filter(box => box.left < whole.left - 1 || box.right > whole.right + 1).length;
})"""


@each_page
def test_no_width_needs_a_scroll_to_the_side_and_axe_finds_no_barrier(browser, address, name):
    with opened(browser, f"{address}{name}.html", color_scheme="light", reduced_motion="reduce") as page:
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert not any(page.evaluate(EDGES)), width
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("html")).to_have_attribute("data-theme", scheme)
            found = Axe().run(page, options={"runOnly": WCAG, "preload": False}).response["violations"]
            assert {each["id"]: [node["html"][:120] for node in each["nodes"]] for each in found} == {}, scheme


def test_only_the_course_is_read(site):
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    read = json.loads(re.search(r'"?docnames"?:(\[.*?\])', index)[1])
    assert sorted(read) == sorted(["KEY", "docs/index", *PAGES[1:]])


def test_the_first_page_shows_a_slider_and_leads_through_all_others_and_back(browser, address, site):
    with opened(browser, f"{address}index.html") as page:
        slider, buttons = page.get_by_role("slider"), page.locator("a.btn-primary, a.btn-outline-primary")
        for part in (slider, *buttons.all()):
            assert part.bounding_box()["y"] + part.bounding_box()["height"] <= 720
        assert buttons.evaluate_all("all => all.map(a => a.innerText)") == ["Start lesson 1", "Run it in your browser"]
        contents = page.locator(".bd-sidebar-primary").get_by_role("link")
        assert contents.count() == len(PAGES) + 1  # the title leads to the first page too
        buttons.first.click()
        expect(page).to_have_url(f"{address}{PAGES[1]}.html")
    for before, name in itertools.pairwise(PAGES):
        for here, way, there in ((before, "right-next", name), (name, "left-prev", before)):
            (link,) = re.findall(rf'class="{way}"\s+href="([^"]*)"', text_of(site, here))
            assert ((site / here).parent / link).resolve() == (site / f"{there}.html").resolve()


def test_a_word_is_found(browser, address):
    with opened(browser, f"{address}index.html") as page:
        page.keyboard.press("Control+k")
        page.get_by_role("searchbox").or_(page.locator("dialog input[type=search]")).first.fill("slope")
        page.keyboard.press("Enter")
        found = page.locator("#search-results a", has_text="The slope of ReLU").first
        found.click()
        expect(page).to_have_url(re.compile(f"{address}notebooks/04_slope.html"))


def test_a_student_meets_the_key_in_no_contents_and_no_search_but_an_instructor_in_teaching(browser, address):
    with opened(browser, f"{address}search.html?q=relu") as page:
        found = page.locator("#search-results li")
        found.first.wait_for()
        expect(page.locator("#search-results > p").first).to_contain_text("found")
        assert found.get_by_role("link", name="Votes and key").count() == 0
        page.goto(f"{address}notebooks/01_definition.html")
        assert page.locator("a[href*=KEY]").count() == 0
        page.goto(f"{address}TEACHING.html")
        page.locator("article a[href='KEY.html']").first.click()
        expect(page.get_by_role("heading", name="Votes of lesson 1")).to_be_visible()


# -- explorers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [INDEX, *(f"notebooks/{path.stem}" for path in LESSONS)])
def test_every_control_turns_its_page_by_mouse_key_touch_and_menu(browser, address, name):
    with opened(browser, f"{address}{name}.html", has_touch=True) as page:
        explorers = page.locator(EXPLORERS)
        count = 1 if name == INDEX else len(lines(ROOT / f"{name}.ipynb", r"^explorers\.explore_\w+\(\)"))
        expect(explorers).to_have_count(count)
        for row in explorers.locator(".explorer-row").all():
            moves(page, row)


SEEN = """row => {
    const slider = row.querySelector('[type=range]'), menu = row.querySelector('select');
    const sentences = [...row.closest('.explorer').querySelectorAll('.explorer-book p')]
        .filter(each => getComputedStyle(each).visibility === 'visible').map(each => each.textContent);
    return [+slider.value, menu.selectedIndex, menu.value, slider.ariaValueText, ...sentences];
}"""


def moves(page, row, touch=True):
    """Move the slider and the menu of a row in all ways; the one sentence, and both controls, follow each."""
    (slider,), menu = handles(row), row.get_by_role("combobox")
    row.evaluate("row => row.scrollIntoView({block: 'center'})")
    last = menu.locator("option").count() - 1
    menu.select_option(index=last)
    box = slider.bounding_box()
    at = [(box["x"] + share * box["width"], box["y"] + box["height"] / 2) for share in (0.1, 0.9)]
    ways = [
        (lambda: menu.select_option(index=0), lambda place: place == 0),
        (lambda: slider.press("End"), lambda place: place == last),
        (lambda: slider.press("ArrowLeft"), lambda place: place == last - 1),
        (lambda: page.mouse.click(*at[0]), lambda place: place < last / 2),
        (lambda: (page.touchscreen.tap if touch else page.mouse.click)(*at[1]), lambda place: place > last / 2),
    ]
    *_, before = row.evaluate(SEEN)
    for act, is_there in ways:
        act()
        place, chosen, value, said, sentence = row.evaluate(SEEN)
        assert is_there(place)
        assert chosen == place
        assert sentence != before
        assert said == f"{value}. {sentence}"
        before = sentence


def test_a_slider_of_x_lies_below_its_axis(browser, address):
    """The middle of its handle is below the number on the axis that it means."""
    with opened(browser, f"{address}index.html") as page:
        slider = page.get_by_role("slider").bounding_box()
        ticks = page.locator(f"{EXPLORERS} svg").first.locator("text", has_text=re.compile(r"^-?4$"))
        for tick, place in ((ticks.first, 0.1), (ticks.nth(1), 0.9)):
            box = tick.bounding_box()
            assert abs(box["x"] + box["width"] / 2 - (slider["x"] + 12 + place * (slider["width"] - 24))) < 6


# -- questions and results ------------------------------------------------------------------------------------


def asked(path):
    """Return the questions of a lesson, in their order."""
    named = lines(path, r'^predict\("([\w-]+)"\)')
    remembered = [each for each in REMEMBER if f"remember({each.lesson})" in sources(path)]
    return [*remembered, *((QUESTIONS | REASONS)[each] for each in named)]


@each_of(LESSONS)
def test_a_click_answers_a_question_and_opens_its_result(browser, address, path):
    with opened(browser, f"{address}notebooks/{path.stem}.html") as page:
        expect(page.locator(".question")).to_have_count(len(asked(path)))
        folded = page.locator(".tag_hide-output")
        expect(folded).to_have_count(len(lines(path, r"^reveal\(")))
        for result in folded.locator(".cell_output").all():
            expect(result).to_be_hidden()
        for question in asked(path):
            box = page.get_by_role("group", name=question.ask, exact=True)
            for choice, means in question.choices.items():
                box.get_by_role("radio", name=choice, exact=True).check()
                told = f"{'Right' if choice == question.right else 'Wrong'}. {means}"
                expect(box.locator("p:visible")).to_have_text(told)
            for result in page.locator(f".tag_reveals-{question.name} .cell_output").all():
                expect(result).to_be_visible()
                expect(result).to_contain_text(question.choices[question.right])


def test_a_result_can_be_opened_without_an_answer(browser, address):
    with opened(browser, f"{address}{FIRST}.html") as page:
        folded = page.locator(".tag_hide-output").first
        expect(folded.locator(".cell_output")).to_be_hidden()
        folded.locator("summary").press("Enter")
        expect(folded.locator(".cell_output")).to_be_visible()


def test_the_check_gives_the_score_alone_and_what_was_wrong_by_a_second_button(browser, address):
    with opened(browser, f"{address}notebooks/{CHECK_PATH.stem}.html") as page:
        count, tell = (
            page.get_by_role("button", name="Show my score"),
            page.get_by_role("button", name="I have done all lessons"),
        )
        questions, said = page.locator(".question"), page.locator(".score output")
        wrong = {k: next(each for each in CHECK[k].choices if each != CHECK[k].right) for k in (1, 4)}
        count.click()
        expect(said).to_have_text(f"Not answered yet: {', '.join(str(k + 1) for k in range(len(CHECK)))}.")
        for k, question in enumerate(CHECK):
            questions.nth(k).get_by_role("radio", name=wrong.get(k, question.right), exact=True).check()
        expect(page.locator(".question p:visible")).to_have_count(0)
        expect(tell).to_be_hidden()
        count.click()
        expect(said).to_have_text(f"{len(CHECK) - 2} of {len(CHECK)} are right.")
        expect(page.locator(".question p:visible")).to_have_count(0)
        expect(questions.first.get_by_role("radio").first).to_be_disabled()
        tell.click()
        expect(page.locator(".question p:visible")).to_have_count(len(CHECK))
        for k, answer in wrong.items():
            expect(questions.nth(k).locator("p:visible")).to_have_text(f"Wrong. {CHECK[k].choices[answer]}")


# -- eyes -----------------------------------------------------------------------------------------------------


def luminance(colour):
    """Return the relative luminance of WCAG 2."""
    parts = [part / 255 for part in colour[:3]]
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def picture(locator):
    """Return a screenshot as (number of pixels, colour), the most frequent colour first."""
    image = Image.open(io.BytesIO(locator.screenshot())).convert("RGB")
    return sorted(image.getcolors(image.width * image.height), reverse=True)


def ground_of(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")


def test_pictures_fit_a_dark_page(browser, address):
    (name,) = (path.stem for path in LESSONS if "plt.show()" in "".join(sources(path)) and lines(path, "explore_zoom"))
    with opened(browser, f"{address}notebooks/{name}.html", color_scheme="dark") as page:
        ground = ground_of(page)
        assert luminance(ground) < 0.05
        for shown in [*page.locator(EXPLORERS).all(), *page.locator(".cell_output img:visible").all()]:
            (most, paper), *inks = picture(shown)
            assert max(abs(a - b) for a, b in zip(paper, ground, strict=True)) <= 4
            assert most > 0.6 * (most + sum(number for number, _ in inks))
            coloured = [colour for _, colour in inks if max(colour) - min(colour) > 60]
            assert contrast(coloured[0], paper) >= 3
            assert max(contrast(colour, paper) for _, colour in inks) >= 7  # its text


def test_forced_colours_leave_track_handle_and_choice_to_be_seen(browser, address):
    with opened(browser, f"{address}{FIRST}.html", forced_colors="active") as page:
        slider = page.get_by_role("slider").first
        slider.press("Home")
        slider.blur()
        image = Image.open(io.BytesIO(slider.screenshot())).convert("RGB")
        ground = image.getpixel((0, 0))
        column = [image.getpixel((image.width // 2, y)) for y in range(image.height)]
        assert max(contrast(colour, ground) for colour in column) >= 3  # the track
        edge = [image.getpixel((x, image.height // 2 - 8)) for x in range(24)]
        assert max(contrast(colour, ground) for colour in edge) >= 3  # the handle, above the track
        radio = page.get_by_role("radio").first
        before = radio.screenshot()
        radio.check()
        assert radio.screenshot() != before
        for explorer in page.locator(".explorer-book").all():
            (_, paper), *inks = picture(explorer)
            assert max(contrast(colour, paper) for _, colour in inks) >= 7


# -- paper, no JavaScript, no server --------------------------------------------------------------------------


def test_paper_shows_the_present_picture_one_sentence_and_all_results(browser, address):
    with opened(browser, f"{address}{FIRST}.html", color_scheme="dark") as page:
        page.get_by_role("slider").first.press("End")
        sentence = page.locator(".explorer-seen > p").first.text_content()
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        explorer = page.locator(EXPLORERS).first
        expect(explorer.locator(".explorer-row").first).to_be_hidden()
        shown = [each.text_content() for each in explorer.locator(".explorer-book p").all() if each.is_visible()]
        assert shown == [sentence]
        for result in page.locator(".tag_hide-output .cell_output").all():
            expect(result).to_be_visible()
        assert luminance(ground_of(page)) > 0.9
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_without_javascript_a_sentence_says_what_is_missing(browser, address):
    with opened(browser, f"{address}{FIRST}.html", java_script_enabled=False) as page:
        for explorer in page.locator(EXPLORERS).all():
            expect(explorer.get_by_text("The sliders need JavaScript.")).to_be_visible()
            expect(explorer.locator("img")).to_be_visible()
    with opened(browser, f"{address}notebooks/{CHECK_PATH.stem}.html", java_script_enabled=False) as page:
        expect(page.locator("noscript p", has_text="The score needs JavaScript.")).to_be_visible()


def test_the_book_opens_from_a_folder(browser, site):
    with opened(browser, (site / "index.html").as_uri()) as page:
        moves_by_key(page)
        page.get_by_role("link", name="Start lesson 1").click()
        moves_by_key(page)
        page.get_by_role("radio").first.check()
        expect(page.locator(".question p:visible").first).to_be_visible()


def moves_by_key(page):
    seen = page.locator(".explorer-seen > p").first
    before = seen.text_content()
    page.get_by_role("slider").first.press("End")
    expect(seen).not_to_have_text(before)
