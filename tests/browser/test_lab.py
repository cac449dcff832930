"""JupyterLab in the browser, as it is published: no other host answers, and no server runs Python."""

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from book import serve_below
from course import FILES, LESSONS, cells, each_of, lines
from lab import CHROMIUM, EXPLORERS, ROOT
from playwright.sync_api import expect

PYODIDE = Path(os.environ.get("PYODIDE") or ROOT / ".pyodide")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.site,
    pytest.mark.skipif(
        not (PYODIDE / "pyodide-lock.json").exists(),
        reason="Pyodide is missing: python tests/tools/fetch_pyodide.py fetches it, or PYODIDE names its folder.",
    ),
]
PROBLEMS = '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]'
CHOICE = ".jp-CodeCell:has(.cm-line:has-text('predict(')) .question input[type=radio]"
FIRST = LESSONS[0].stem
SLOW = 120_000  # milliseconds, on a busy machine
CURRENT = "window.jupyterapp?.shell.currentWidget"


@contextmanager
def browser_of(playwright, profile, also="blob:"):
    """Start the browser of somebody, whose work is in the folder `profile`; it finds no other host than this one.

    It may ask for addresses that begin with `also`, and gets no answer.
    """
    rules = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    options = {"executable_path": CHROMIUM, "viewport": {"width": 1280, "height": 720}}
    context = playwright.chromium.launch_persistent_context(
        profile, args=["--no-sandbox", "--disable-gpu", rules], **options
    )
    context.set_default_timeout(SLOW)
    expect.set_options(timeout=SLOW)
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    yield context
    context.close()
    assert {url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:", also))} == set()


@pytest.fixture(scope="module")
def browser(playwright, tmp_path_factory):
    with browser_of(playwright, tmp_path_factory.mktemp("profile")) as context:
        yield context


def lab_of(page):
    """Press the button of a page of the book; return the lab's page when its notebook and a kernel are there."""
    with page.expect_popup() as opened:
        page.locator("a.btn-lab").click()
    page.close()
    wait_for_kernel(opened.value)
    return opened.value


def open_lesson(browser, address, name):
    """Open a lesson in the lab, by the button of its page."""
    page = browser.new_page()
    page.goto(f"{address}notebooks/{name}.html")
    return lab_of(page)


def wait_for_kernel(page):
    page.wait_for_function(f"() => {CURRENT}?.content?.widgets?.length && {CURRENT}.sessionContext.session?.kernel")


def run_all(page):
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")


def run(page, code):
    """Run `code` in a new cell; return what is shown below it."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:insert-cell-below')")
    page.evaluate(f"code => {CURRENT}.content.activeCell.model.sharedModel.setSource(code)", code)
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")
    return page.evaluate(f"() => {CURRENT}.content.activeCell.outputArea.node.innerText")


@each_of(FILES)
def test_the_button_of_a_page_opens_its_notebook_and_it_runs_from_the_first_to_the_last_cell(browser, address, path):
    page = open_lesson(browser, address, path.stem)
    title = re.search("# (.*)", cells(path, "markdown")[0].source)[1]
    expect(page.get_by_role("heading", name=title).first).to_be_visible()
    expect(page.locator("p").get_by_text("Download what you want to keep")).to_be_visible()
    run_all(page)
    counts = f"{CURRENT}.content.widgets.filter(c => c.model.type === 'code').map(c => c.model.executionCount)"
    page.wait_for_function(f"all => {counts}.join() === all.join()", arg=list(range(1, len(cells(path)) + 1)))
    meant = sum("raises-exception" in cell.metadata.get("tags", []) for cell in cells(path))
    problems = page.locator(PROBLEMS).all_inner_texts()
    assert len(problems) == meant, problems
    explorers = page.locator(EXPLORERS)
    expect(explorers).to_have_count(len(lines(path, r"^explorers\.explore_\w+\(\)")))
    for explorer in explorers.all():
        explorer.scroll_into_view_if_needed()
        for menu in explorer.get_by_role("combobox").all():
            seen = explorer.locator(".explorer-seen p")
            before = seen.inner_text()
            menu.select_option(index=0 if menu.evaluate("e => e.selectedIndex") else 1)
            expect(seen).not_to_have_text(before)
    page.close()


def test_the_lab_opens_from_a_page_at_another_port_and_two_folders_further_down(browser, site):
    with serve_below(site.parent) as above:
        open_lesson(browser, f"{above}{site.name}/", FIRST).close()


def test_what_a_student_did_is_there_tomorrow_in_the_same_browser(playwright, address, tmp_path):
    with browser_of(playwright, tmp_path) as today:
        page = open_lesson(today, address, "04_slope")
        run_all(page)
        page.locator(CHOICE).first.check()
        solved = "exercises.write_relu_slope.check(lambda x: np.where(np.asarray(x) > 0, 1.0, 0.0))"
        assert "Right" in run(page, solved)
        run(page, "# my own words")
        save(page)
    with browser_of(playwright, tmp_path) as tomorrow:
        page = open_lesson(tomorrow, address, "04_slope")
        assert "# my own words" in sources(page)
        run_all(page)
        expect(page.locator(CHOICE).first).to_be_checked()
        assert "write_relu_slope" not in run(page, "progress()")
        page.reload()
        wait_for_kernel(page)
        assert "# my own words" in sources(page)


def test_a_copy_that_is_older_than_helpers_says_how_to_get_a_fresh_one_and_that_works(playwright, address, tmp_path):
    with browser_of(playwright, tmp_path) as browser:
        page = open_lesson(browser, address, FIRST)
        fresh = sources(page)
        old = "import sys\nsys.path[:0] = ['..', '.']\nfrom helpers.notebook import ask_the_stars"
        told = run(page, old)
        assert re.fullmatch(
            r"The folder helpers has nothing called ask_the_stars: .* reload the page\.", told.strip()
        ), told
        save(page)
        page.get_by_role("region", name="File Browser Section").get_by_text(f"{FIRST}.ipynb").click(button="right")
        page.get_by_role("menuitem", name="Delete").click()
        page.locator(".jp-Dialog-button.jp-mod-accept").click()
        expect(page.locator(".jp-NotebookPanel")).to_have_count(0)  # it is deleted
        page.reload()
        wait_for_kernel(page)
        assert sources(page) == fresh


def save(page):
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")


def sources(page):
    """Return the text of all cells."""
    return page.evaluate(f"() => {CURRENT}.content.widgets.map(cell => cell.model.sharedModel.getSource())")


def test_without_a_repository_and_without_the_files_the_button_works_and_pyodide_has_its_address(playwright, tmp_path):
    if (ROOT / ".pyodide").exists():
        pytest.skip("This folder has Pyodide's files in .pyodide.")
    environment = {name: value for name, value in os.environ.items() if name not in ("GITHUB_REPOSITORY", "PYODIDE")}
    command = [sys.executable, "-m", "sphinx", "-q", "-D", "nb_execution_mode=off", "-c", "docs", "."]
    command += [tmp_path / "site", "-d", tmp_path / "doctrees"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    settings = json.loads((tmp_path / "site/lite/jupyter-lite.json").read_text())["jupyter-config-data"]
    (kernel,) = settings["litePluginSettings"].values()
    assert kernel["pyodideUrl"] == "https://cdn.jsdelivr.net/pyodide/v0.27.7/full/pyodide.js"
    ours = [name for name in kernel["loadPyodideOptions"]["packages"] if name.endswith(".whl")]
    assert len(ours) == 2 and all((tmp_path / "site/lite/pypi" / Path(name).name).exists() for name in ours)
    own = browser_of(playwright, tmp_path / "profile", also="https://cdn.jsdelivr.net/pyodide/")
    with serve_below(tmp_path / "site") as address, own as browser:
        page = browser.new_page()
        page.goto(f"{address}notebooks/{FIRST}.html")
        with page.expect_popup() as opened:
            page.locator("a.btn-lab").click()
        expect(opened.value.locator("p").get_by_text("Download what you want to keep")).to_be_visible()


def test_what_is_fetched_must_have_the_checksum_of_the_lock_file(tmp_path):
    (tmp_path / "pyodide").symlink_to(PYODIDE.resolve())
    with serve_below(tmp_path / "pyodide") as address:
        command = [sys.executable, ROOT / "tests/tools/fetch_pyodide.py", tmp_path / "files", address]
        subprocess.run(command, check=True)
        fetched = {path.name: path.read_bytes() for path in (tmp_path / "files").iterdir()}
        assert len(fetched) > 20 and all((PYODIDE / name).read_bytes() == data for name, data in fetched.items())
        (wheel,) = (tmp_path / "files").glob("six-*.whl")
        wheel.write_bytes(b"something else")
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode and f"ValueError: {wheel.name}" in done.stderr
        assert not wheel.exists()


def test_a_loop_that_never_ends_is_stopped_though_no_thread_can_be_started(browser, address):
    page = open_lesson(browser, address, FIRST)
    run_all(page)
    told = run(page, "def loop(x):\n    while True:\n        pass\n\n\nexercises.relu_if_else.check(loop)")
    assert "loop was stopped after" in told
    assert "Restart Kernel" in told
    assert run(page, "print(1 + 1)") == "2\n"
    page.close()
