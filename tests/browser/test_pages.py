"""The site as it is published, in Chromium: no other host answers, no kernel runs, and each control moves."""

import contextlib
import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from urllib.parse import urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from lab import CHROMIUM, EXPLORERS, ROOT, handles, launch
from playwright.sync_api import expect, sync_playwright

from helpers.exercises import CHECK, QUESTIONS, REASONS, REMEMBER
from helpers.pages.runner import NOTEBOOKS

CI = os.environ.get("CI") == "true"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not CI,
        reason="No Chromium found: install it, for example with 'apt install chromium', to run the browser tests.",
    ),
]
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
LESSONS = [name for name in NAMES if name[0].isdigit()]
PAGES = [f"{name}.html" for name in ("index", "start", "teaching", *NAMES)]
SLIDES = [f"{name}.slides.html" for name in LESSONS]
SIZES = [(390, 844), (768, 1024), (1280, 720), (1920, 1080)]
POINT = "max(0, -1.5) = 0."  # what the explorer says whose one slider lies below an axis
FORK = "somebody/fork"  # who publishes it
NOTEBOOK_ONLY = [
    "Run the first cell",
    "Run the next cell",
    "NameError",
    "You have not answered yet",
    "The first cell",
    "Not attempted",
    "$$",
    "predict(",
    "reveal(",
    "explorers.",
    ".check(",
]


def make(folder, *command, **environment):
    """Run a command in a copy of the course, as after a download: with no file that is not in the repository."""
    for name in ("helpers", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    for name in ("README.md", "TEACHING.md"):
        shutil.copy(ROOT / name, folder)
    environment = os.environ | {"npm_config_cache": str(folder / "npm")} | environment
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    if "The slides are left out" in done.stdout and not CI:
        pytest.skip("npm or its network is missing: the slides cannot be made.")
    return done.stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder that the workflow publishes, made by the workflow's own command."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["publish"]["steps"]
    (command,) = [step["run"] for step in steps if "helpers.pages" in step.get("run", "")]
    (published,) = [step["with"]["path"] for step in steps if "upload-pages-artifact" in step.get("uses", "")]
    folder = tmp_path_factory.mktemp("course")
    program, *words = command.split()
    assert program == "python"
    said = make(folder, sys.executable, *words, GITHUB_REPOSITORY=FORK)
    assert [line[:6] for line in said.splitlines()[: len(NAMES)]] == [
        f"{number} of {len(NAMES)}"[:6] for number in range(1, len(NAMES) + 1)
    ]
    return folder / published


@pytest.fixture(scope="module")
def address(site):
    """Where the site is served, below a folder as on GitHub."""
    (site.parent / "served").mkdir()
    (site.parent / "served" / "fork").symlink_to(site)
    serve = functools.partial(Quiet, directory=site.parent / "served")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/fork/"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words):
        """Write nothing: the report of a test is no place for it."""


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@contextlib.contextmanager
def opened(browser, address, size=(1280, 720), **options):
    """Open a page to which no other host answers; afterwards, no error has come up and no other host was asked."""
    context = browser.new_context(viewport=dict(zip(("width", "height"), size, strict=True)), **options)
    context.set_default_timeout(10_000)
    errors, asked = [], []

    def answer(route):
        here = urlsplit(route.request.url)[:2] == urlsplit(address)[:2]
        if not here:
            asked.append(route.request.url)
        route.continue_() if here else route.abort()

    context.route("**/*", answer)
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    if ".slides.html" in address:
        page.wait_for_function("document.querySelector('.slide')?.style.getPropertyValue('--size')")
    yield page
    assert errors == []
    assert [url for url in asked if not url.startswith("data:")] == []
    context.close()


def resize(page, width, height):
    """Change the window, and wait until what follows a change has run."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def slide_of(page, locator):
    """Go to the slide of `locator`, with all that comes up on it."""
    locator.evaluate("e => Reveal.slide(Reveal.getSlides().indexOf(e.closest('section')), 0, 99)")
    expect(locator).to_be_visible()


# -- the site -------------------------------------------------------------------------------------------------


def test_the_site_is_walked_through_from_its_first_page(browser, address):
    with opened(browser, f"{address}index.html") as page:
        page.get_by_role("link", name="Start here").click()
        for name in LESSONS[:-1]:
            expect(page).to_have_url(f"{address}{name}.html")
            page.get_by_role("link", name="Slides", exact=True).click()
            expect(page.locator("section.present h1")).to_be_visible()
            page.get_by_role("link", name="As a page").click()
            page.locator("main a", has_text=re.compile(r"^\d\. ")).last.click()
        page.get_by_role("link", name="Run the code").click()
        expect(page.get_by_role("heading", name="Start")).to_be_visible()
        page.get_by_role("link", name="All lessons").click()
        page.get_by_role("link", name="Teach with these lessons").click()
        expect(page.get_by_role("heading", name="Before class")).to_be_visible()


@pytest.mark.parametrize("name", [*PAGES, *SLIDES])
def test_each_link_leads_somewhere_and_links_to_github_are_those_of_who_publishes(site, name):
    text = (site / name).read_text(encoding="utf-8")
    links = re.findall(r'(?<![:\w])(?:href|src)="([^"]*)"', text)
    inside = [link for link in links if not re.match("https?:|data:", link)]
    for link in inside:
        page, _, anchor = link.partition("#")
        assert (site / (page or name)).is_file(), link
        assert not anchor or f'id="{anchor}"' in (site / (page or name)).read_text(encoding="utf-8"), link
    if name in PAGES:
        for wanted in ("mybinder.org/v2/gh/{}/HEAD", "github.com/{}/archive/HEAD.zip", "github.com/{}/issues/new"):
            assert any(f"https://{wanted.format(FORK)}" in link for link in links)


@pytest.mark.parametrize("name", [*PAGES, *SLIDES])
def test_a_shared_link_has_a_title_a_sentence_and_a_picture(site, name):
    text = (site / name).read_text(encoding="utf-8")
    content = dict(re.findall(r'<meta (?:name|property)="([^"]*)" content="([^"]*)">', text))
    assert "ReLU" in re.search("<title>(.*?)</title>", text)[1]
    assert "width=device-width" in content["viewport"]
    assert content["description"].endswith(".")
    assert content["og:image"].startswith("https://somebody.github.io/fork/")
    assert (site / content["og:image"].rpartition("/")[2]).read_bytes().startswith(b"\x89PNG")


def test_files_are_small(site):
    size = {path.name: path.stat().st_size for path in site.iterdir()}
    assert max(bytes_ for name, bytes_ in size.items() if not name.endswith(".slides.html")) < 1_500_000
    assert max(bytes_ for name, bytes_ in size.items() if name.endswith(".slides.html")) < 4_000_000
    assert sum(size.values()) < 6_000_000


@pytest.mark.parametrize("name", [f"{name}.html" for name in NAMES] + SLIDES)
def test_a_page_is_no_notebook(site, name):
    text = (site / name).read_text(encoding="utf-8")
    read = re.sub("<[^>]*>", "", text)  # code is coloured word by word
    assert [words for words in NOTEBOOK_ONLY if words in read] == []
    assert not re.search(r"\bdisabled\b|aria-disabled|jupyter-widgets|MathJax", text)
    if "exercises" in (NOTEBOOKS / f"{name.partition('.')[0]}.ipynb").read_text(encoding="utf-8"):
        assert text.count("You answer the exercises in JupyterLab") <= 1


# -- explorers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [f"{name}.html" for name in NAMES] + SLIDES)
def test_every_control_turns_its_page_by_mouse_key_and_touch(browser, address, name):
    with opened(browser, address + name, has_touch=True) as page:
        lesson = (NOTEBOOKS / f"{name.partition('.')[0]}.ipynb").read_text(encoding="utf-8")
        explorers = page.locator(EXPLORERS)
        assert explorers.count() == len(re.findall(r'"explorers\.explore_\w+\(\)"', lesson))
        for width, height in SIZES:
            resize(page, width, height)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            for explorer in explorers.all():
                if "slides" in name:
                    slide_of(page, explorer)
                explorer.scroll_into_view_if_needed()
                for left, right in explorer.locator("svg, select, label, [type=range]").evaluate_all(EDGES):
                    assert -1 <= left < right <= width + 1
                for row in explorer.locator(".explorer-row").all():
                    moves(page, row)


EDGES = "all => all.map(e => e.getBoundingClientRect()).map(({left, right}) => [left, right])"
SEEN = """row => {
    const slider = row.querySelector('[type=range]'), menu = row.querySelector('select');
    const sentences = [...row.closest('.explorer').querySelectorAll('.explorer-book p')]
        .filter(each => getComputedStyle(each).visibility === 'visible').map(each => each.textContent);
    return [+slider.value, menu.selectedIndex, menu.value, slider.ariaValueText, ...sentences];
}"""


def moves(page, row):
    """Move the slider and the menu of a row in all ways; the one sentence, and both controls, follow each."""
    (slider,), menu = handles(row), row.get_by_role("combobox")
    row.scroll_into_view_if_needed()
    last = menu.locator("option").count() - 1
    menu.select_option(index=last)
    box = slider.bounding_box()
    at = [(box["x"] + share * box["width"], box["y"] + box["height"] / 2) for share in (0.1, 0.9)]
    ways = [
        (lambda: menu.select_option(index=0), lambda place: place == 0),
        (lambda: slider.press("End"), lambda place: place == last),
        (lambda: slider.press("ArrowLeft"), lambda place: place == last - 1),
        (lambda: page.mouse.click(*at[0]), lambda place: place < last / 2),
        (lambda: page.touchscreen.tap(*at[1]), lambda place: place > last / 2),
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
    with opened(browser, f"{address}01_definition.html") as page:
        explorer = page.locator(EXPLORERS).filter(has_text=POINT)
        slider, picture = explorer.locator("[type=range]").bounding_box(), explorer.locator("svg").first.bounding_box()
        ticks = explorer.locator("svg").first.locator("text", has_text=re.compile(r"^-?4$"))
        for tick, place in ((ticks.first, 0.1), (ticks.nth(1), 0.9)):
            box = tick.bounding_box()
            expected = slider["x"] + 12 + place * (slider["width"] - 24)
            assert abs(box["x"] + box["width"] / 2 - expected) < 0.012 * picture["width"]


# -- questions and results ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LESSONS)
def test_each_question_of_a_lesson_is_answered_by_a_click_or_a_key(browser, address, name):
    with opened(browser, f"{address}{name}.html") as page:
        text = (NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8")
        named = re.findall(r'(?:predict|choose)\(\\"([\w-]+)\\"\)', text)
        questions = [(QUESTIONS | REASONS)[each] for each in named]
        questions += [each for each in REMEMBER if f'"remember({each.lesson})"' in text]
        questions += CHECK * ('"quiz()"' in text)
        expect(page.locator(".question")).to_have_count(len(questions))
        for question in questions:
            box = page.locator(".question").filter(has=page.get_by_text(question.ask, exact=True))
            expect(box).to_have_count(1)
            for choice in question.choices:
                told = question.told if choice == question.right else question.wrong[choice]
                button = page.locator("summary", has_text=re.compile(f"^{re.escape(choice)}$"))
                answer = box.locator("details").filter(has=button)
                button, sentence = answer.locator("summary"), answer.locator("p")
                expect(sentence).to_be_hidden()
                button.press("Enter") if choice == question.right else button.click()
                expect(sentence).to_be_visible()
                expect(sentence).to_have_text(f"{'Right' if choice == question.right else 'Not right'}. {told}")
            if not question.choices:
                expect(box).to_contain_text("Write your number down.")
                result = page.locator("details.result", has_text=question.told)
                expect(result.locator(".told")).to_be_hidden()
                result.locator("summary").click()
                for answer, told in question.wrong.items():
                    expect(result).to_contain_text(f"You wrote {answer}? {told}")


def test_what_is_folded_in_the_lesson_is_folded_on_its_page(browser, address):
    with opened(browser, f"{address}04_slope.html") as page:
        expect(page.get_by_text("tf.maximum")).to_be_hidden()
        for word in page.locator(".printed").all():
            expect(word).to_be_hidden()


# -- slides ---------------------------------------------------------------------------------------------------


SLIDE_BY_SLIDE = """async () => {
    const found = [];
    for (const section of Reveal.getSlides()) {
        Reveal.slide(found.length, 0, 99);
        // An answer that is opened makes room for itself.
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        const slide = section.querySelector('.slide'), {right, bottom} = slide.getBoundingClientRect();
        found.push([parseFloat(getComputedStyle(slide).fontSize), [right - innerWidth, bottom - innerHeight,
            slide.scrollHeight - slide.clientHeight, slide.scrollWidth - slide.clientWidth]]);
    }
    return found;
}"""


@pytest.mark.parametrize("name", SLIDES)
def test_no_slide_is_cut_off_and_text_is_large(browser, address, name):
    """Of a slide 720 high, 25.2 pixels are 3.5 %; all answers in fragments are open."""
    with opened(browser, address + name) as page:
        for size in SIZES:
            resize(page, *size)
            slides = page.evaluate(SLIDE_BY_SLIDE)
            assert len(slides) > 5
            assert {number: out for number, (_, out) in enumerate(slides, 1) if max(out) > 1} == {}
            assert sum(pixels >= 25.2 for pixels, _ in slides) >= len(slides) - 4
            assert min(pixels for pixels, _ in slides) >= 18


def test_a_clicker_turns_the_slides_and_arrows_move_the_slider_that_has_the_focus(browser, address):
    with opened(browser, f"{address}01_definition.slides.html") as page:
        number = functools.partial(page.evaluate, "Reveal.getState().indexh")
        slide_of(page, page.locator(".slide", has_text="Write your number down.").first)
        page.keyboard.press("PageDown")
        expect(page.locator("section.present")).to_contain_text("You wrote 3?")  # its answer is one key later
        explorer = page.locator(EXPLORERS).filter(has_text=POINT)
        slide_of(page, explorer)
        here, slider = number(), explorer.locator("[type=range]")
        for key, turned in (("ArrowRight", 0), ("PageDown", 1), ("PageUp", -1)):
            slide_of(page, explorer)
            slider.focus()
            before = slider.input_value()
            page.keyboard.press(key)
            assert number() == here + turned
            assert (slider.input_value() != before) == (turned == 0)
        slide_of(page, explorer)
        menu = explorer.get_by_role("combobox")
        menu.focus()
        page.keyboard.press("PageDown")
        assert number() == here + 1
        page.keyboard.press("ArrowRight")  # the focus is not left behind
        assert number() == here + 2


def test_a_drag_by_touch_moves_a_slider_and_elsewhere_turns_the_slide(browser, address):
    with opened(browser, f"{address}01_definition.slides.html", has_touch=True) as page:
        explorer = page.locator(EXPLORERS).filter(has_text=POINT)
        slide_of(page, explorer)
        (slider,), here = handles(explorer), page.evaluate("Reveal.getState().indexh")
        box, before = slider.bounding_box(), slider.input_value()
        y = box["y"] + box["height"] / 2
        swipe(page, box["x"] + box["width"] * 0.9, box["x"] + box["width"] * 0.1, y)
        assert page.evaluate("Reveal.getState().indexh") == here
        assert slider.input_value() != before
        swipe(page, 400, 100, 650)
        page.wait_for_function("here => Reveal.getState().indexh === here + 1", arg=here)


def swipe(page, start, end, y):
    touch = page.context.new_cdp_session(page)
    for step in range(7):
        kind = "touchStart" if step == 0 else "touchMove"
        points = [{"x": start + (end - start) * step / 6, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("from_disk", [False, True])
def test_the_speaker_reads_the_question_and_what_wrong_answers_mean(browser, address, site, from_disk):
    question = QUESTIONS["branch-for-0"]
    start = f"{site.as_uri()}/" if from_disk else address
    with opened(browser, f"{start}01_definition.slides.html") as page:
        slide_of(page, page.locator("section", has_text=question.ask).locator(".slide"))
        with page.expect_popup() as popup:
            page.keyboard.press("s")
        notes = popup.value.locator(".speaker-controls-notes")
        for words in (question.ask, question.wrong["return x"], question.told):
            expect(notes).to_contain_text(words)


# -- reading and printing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*PAGES, *SLIDES])
def test_a_sheet_shows_one_picture_and_one_sentence_of_an_explorer_and_long_lines_whole(browser, address, name):
    for question in ("", "?print-pdf")[: 1 + (name in SLIDES)]:
        with opened(browser, address + name + question, color_scheme="dark") as page:
            if question:
                page.wait_for_function("document.querySelectorAll('.pdf-page').length === Reveal.getTotalSlides()")
            page.emulate_media(media="print")
            for explorer in page.locator(EXPLORERS).all():
                expect(explorer.locator("p:visible")).to_have_count(1)
                expect(explorer.locator("svg[role=img]:visible")).to_have_count(1)
                expect(explorer.locator("select:visible, input:visible")).to_have_count(0)
                boxes = [each.bounding_box() for each in explorer.locator("svg:visible").all()]
                assert boxes[0] == boxes[1]  # the page lies on its axes
            cut = "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent)"
            assert page.locator("pre").evaluate_all(cut) == []
            if question:
                paper = page.pdf(prefer_css_page_size=True)
                assert len(re.findall(rb"/Type\s*/Page\b", paper)) == page.evaluate("Reveal.getTotalSlides()")


@pytest.mark.parametrize("name", [*PAGES, *(f"{name}?print-pdf" for name in SLIDES)])
def test_axe_finds_no_barrier_in_light_and_dark(browser, address, name):
    """Slides are looked at where all of them are shown, and answers are opened."""
    with opened(browser, address + name) as page:
        if "print-pdf" in name:
            page.wait_for_function("document.querySelectorAll('.pdf-page').length === Reveal.getTotalSlides()")
        page.evaluate("document.querySelectorAll('details').forEach(e => { e.name = ''; e.open = true; })")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert (ground == "rgb(255, 255, 255)") == (scheme == "light")
            found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
            assert [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]] == []


# -- other ways to make it ------------------------------------------------------------------------------------


def test_a_page_of_one_lesson_has_its_style_and_leaves_the_index_alone(tmp_path):
    make(tmp_path, sys.executable, "-m", "helpers.pages", "02_implementation", GITHUB_REPOSITORY="")
    (page,) = (tmp_path / "site").glob("*_implementation.html")
    needed = re.findall(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"', page.read_text(encoding="utf-8"))
    assert needed and all((tmp_path / "site" / name).is_file() for name in needed)
    assert not (tmp_path / "site" / "index.html").exists()


def test_a_single_file_holds_all_it_needs(browser, tmp_path):
    make(tmp_path, sys.executable, "-m", "helpers.pages", "--single", "03_plot", GITHUB_REPOSITORY="")
    assert sorted(path.name for path in (tmp_path / "single").iterdir()) == ["03_plot.html", "03_plot.slides.html"]
    for path in sorted((tmp_path / "single").iterdir()):
        assert path.stat().st_size < 1_000_000
        assert re.findall(r'href="\w+\.(?:slides\.)?html"', path.read_text(encoding="utf-8")) == []  # sent alone
        (alone := tmp_path / path.stem).mkdir()
        with opened(browser, path.rename(alone / path.name).as_uri(), has_touch=True) as page:
            explorer = page.locator(EXPLORERS).first
            if "slides" in path.name:
                slide_of(page, explorer)
            for row in explorer.locator(".explorer-row").all():
                moves(page, row)
            asked = page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
            assert [url for url in asked if not url.startswith("data:")] == []
        licence = "Permission is hereby granted" in (alone / path.name).read_text(encoding="utf-8")
        assert licence == ("slides" in path.name)
