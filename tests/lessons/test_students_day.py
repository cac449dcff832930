"""A student's day: likely accidents in a real kernel, and text that would like to run as a script."""

import ast
import os
import re
import shutil

import nbformat
import pytest
from frontend import ROOT, FrontEnd
from lab import CHROMIUM, launch, open_notebook, run_all, serve
from playwright.sync_api import sync_playwright
from render_notebooks import METADATA
from runner import NOTEBOOKS

CELLS = {
    path.stem: {cell.id: cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"}
    for path in sorted(NOTEBOOKS.glob("*.ipynb"))
}
FIRST_CELL = CELLS["01_definition"]["setup"]


def names_of_first_cell():
    """Return the names that the first cell binds."""
    imports = [node for node in ast.walk(ast.parse(FIRST_CELL)) if isinstance(node, ast.Import | ast.ImportFrom)]
    return sorted({(alias.asname or alias.name).split(".")[0] for node in imports for alias in node.names})


@pytest.fixture(scope="module")
def kernel():
    """A kernel in which the first cell ran."""
    kernel = FrontEnd()
    assert kernel.run(FIRST_CELL) == []
    yield kernel
    kernel.close()


@pytest.fixture(scope="module")
def bare_kernel():
    """A kernel in which no package of the lessons was imported."""
    kernel = FrontEnd()
    yield kernel
    kernel.close()


def said(outputs):
    """Return the one error among the outputs, as it is read: sentences, not a traceback."""
    (lines,) = [output["traceback"] for output in outputs if "traceback" in output]
    text = "\n".join(lines)
    assert "Traceback" not in text
    assert "\x1b" not in text
    assert len(text.splitlines()) <= 3
    return text


# -- names and order ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", names_of_first_cell())
def test_a_name_of_the_first_cell_that_was_overwritten_leads_back_to_it(kernel, name):
    for use in (f"{name}.something", f"{name}(1)"):
        text = said(kernel.run(f"{name} = 3\n{use}"))
        assert f"line 2 of its cell: {use}" in text
        assert f"{name} is no longer what the first cell made it. Run the first cell again" in text
    assert kernel.run(FIRST_CELL) == []
    assert kernel.run(f"assert {name} != 3") == []


@pytest.mark.parametrize("name", ["max", "print", "range", "round"])
def test_a_function_of_python_that_was_overwritten_comes_back_by_the_cure(kernel, name):
    text = said(kernel.run(f"{name} = 3\n{name}(1)"))
    cure = text.rpartition("Run in a cell: ")[2]
    assert cure == f"del {name}"
    assert kernel.run(cure) == []
    assert kernel.run(f"assert callable({name})") == []


def test_another_error_beside_a_sound_name_gets_no_false_cure(kernel):
    assert "first cell" not in said(kernel.run("np.maximun(0, 1)"))
    assert "del max" not in said(kernel.run("max(3)"))
    product = said(kernel.run("y = 3\ny = 2(y + 1)"))
    assert "what stands before the opening bracket is no function: for a product write *" in product


def test_a_name_without_a_value_is_told_in_sentences(kernel):
    kernel.run("%reset -f")
    kernel.run(FIRST_CELL)
    assert said(kernel.run("y = 3\nprint(len(x), y)")).splitlines() == [
        "NameError: name 'x' is not defined",
        "It happened in line 2 of its cell: print(len(x), y)",
        "Run the cells above first (menu Run > Run All Above Selected Cell). If it stays, look for a typing error in "
        "'x'; if it is text, write quotation marks around it.",
    ]


def test_a_typing_error_is_told_with_its_line(kernel):
    kernel.run(FIRST_CELL)
    assert said(kernel.run("y = 3\nif y > 2\n    print(y)")).splitlines() == [
        "SyntaxError: expected ':'",
        "Python stopped reading in line 2 of its cell: if y > 2",
        "Look there, and in the line above, for a missing bracket, quotation mark, comma or colon.",
    ]
    assert "missing bracket" in said(kernel.run("print('y', y"))
    assert "in line 2 of its cell: print(y)" in said(kernel.run("def f(y):\nprint(y)"))
    assert "line 1 of its cell: eval('1 +')" in said(kernel.run("eval('1 +')"))


@pytest.mark.parametrize("lesson", ["01_definition", "03_plot"])
def test_cells_in_the_wrong_order_and_without_a_deleted_exercise_end_in_sentences(kernel, lesson):
    kernel.run("%reset -f")
    kernel.run(FIRST_CELL)
    errors = []
    for name, source in reversed(CELLS[lesson].items()):
        if name not in ("setup", "exercise-shifted-relu", "max-of-array") and "explorers.explore_range()" not in source:
            errors += [said([output]) for output in kernel.run(source) if "traceback" in output]
    # the cell that needs the deleted exercise, or a function of an earlier cell
    assert len(errors) == (lesson != "01_definition")
    assert all("un the cells above first" in error for error in errors)


def test_an_endless_loop_that_is_interrupted_is_told_with_its_line(kernel):
    kernel.run(FIRST_CELL)
    kernel.run("def endless(x):\n    while True:\n        begun.set()")
    # Interrupted as by the button in JupyterLab, once the loop has begun.
    kernel.run(
        "import _thread, threading\nbegun = threading.Event()\n"
        "threading.Thread(target=lambda: (begun.wait(), _thread.interrupt_main())).start()"
    )
    text = said(kernel.run("endless(1)"))
    assert "The cell was stopped" in text
    assert "of its cell: while True:" in text or "of its cell: begun.set()" in text
    assert "comes to an end" in text


ACCIDENTS = {
    "y = 0,01 * 3": "A decimal number is written with a point and not with a comma, as 0.01.",
    "np.where(np.arange(3) > 0, 1, 0,5)": "a decimal number has a point, no comma.",
    "If 3 > 2:\n    print(1)": "Python's own words are written in small letters",
    "y = 3\nif y > 0:\n    print(1)\nElse:\n    print(2)": "Python has no word Else: is else meant?",
    "y = 3\nif y > 0:\n    print(1)\nelse y <= 0:\n    print(2)": "else takes all other cases and asks nothing",
    "y = 3\nif y > 0:\n    print(1)\nelse if y < 0:\n    print(2)": "A second question begins with elif.",
    "if y = 3:\n    print(1)": "To ask whether two things are equal, write ==.",
    "def f(y)\n    return y": "Write a colon : at the end of the line",
    "def f(y):\nreturn y": "Begin this line with four spaces more than the line above",
    "y = 3\n  z = 4": "This line begins with more spaces than the line above",
    "def f(y):\n    if y > 0:\n        return 1\n  return 0": "as many spaces as another line of its block",
    "def f(y):\n\tif y > 0:\n\t    return 1\n        return 0": "Tabs and spaces are mixed",
    "return 3": "return belongs into a function: begin its line with four spaces, below the line with def.",
    "y = input('y?')": "input() would wait until somebody types. Write the number into the call, as in my_relu(3).",
    "my_reason = “b”": 'Write straight quotation marks, as in "b".',
    "y = −3": "Type the minus sign - of the keyboard.",
    "y = 2\ny => 1": "Write >= and <=, with the = last.",
    "y = 2\ny > 1 && y < 3": "Write and, or: Python has no && and ||.",
    "y = 2x": "For a product write *: 2 * x.",
    "f(y) = 3": "A function begins with def: def f(x):",
    "print('y', y": "missing bracket, quotation mark, comma or colon.",
    "maximum(0, 3)": "It means: for NumPy's maximum write np.maximum.",
    "numpy.maximum(0, 3)": "It means: NumPy is called np here: write np in place of numpy.",
    "Print(3)": "It means: Python writes it print.",
    "y = true": "It means: Python writes it True.",
    "max(0, np.array([1, 2]))": "an array has many answers: write np.maximum.",
    "y = np.array([1, 2])\nif y > 0:\n    print(y)": "np.maximum compares number by number",
    "np.where(np.arange(3) > 0, 1)": "np.where takes three things",
    "y = np.arange(3)\ny.copy < 1": "a method is called with brackets: x.copy() makes a copy",
}


@pytest.mark.parametrize(("code", "cure"), ACCIDENTS.items())
def test_an_accident_ends_in_its_cure(kernel, code, cure):
    kernel.run(FIRST_CELL)
    text = said(kernel.run(code))
    assert cure in text.splitlines()[-1] or cure in text.splitlines()[0]


@pytest.mark.parametrize("call", ["check", "hint", "solution"])
def test_a_check_or_a_hint_without_brackets_is_told(kernel, call):
    kernel.run(FIRST_CELL)
    (output,) = kernel.run(f"exercises.write_relu.{call}")
    assert output["data"]["text/plain"].endswith(f"write brackets behind its name: {call}()")


LEFT_OVER = {
    "def f(x, negative_slope=0.01):\n    return np.where(x > 0, x, a * x)\nexercises.write_leaky_relu.check(f)": (
        "it takes a from another cell, where a is 2. Write negative_slope, its own argument, in place of a."
    ),
    "def f(y):\n    return np.where(x > 0, 1, 0)\nexercises.slope_from_output.check(f)": (
        "it takes x from another cell, where x is [1.0, 2.0]. Write y, its own argument, in place of x."
    ),
    "def f(x):\n    return (np.maximum(x + h, 0) - np.maximum(x - h, 0)) / (2 * h)\n"
    "exercises.write_relu_slope.check(f)": "it takes h from another cell, where h is 0.5.",
}


@pytest.mark.parametrize(("code", "told"), LEFT_OVER.items())
def test_a_name_of_another_cell_in_an_answer_is_told(kernel, code, told):
    kernel.run(FIRST_CELL)
    kernel.run("a, h = 2, 0.5")
    kernel.run("x = np.array([1.0, 2.0])")
    (output,) = kernel.run(code)
    assert output["data"]["text/plain"].endswith(told)


SHOWN = {
    "above the last line": "exercises.write_relu.check(f)\ny = 1",
    "with a semicolon": "exercises.write_relu.check(f);",
    "in a loop": "for each in [f]:\n    exercises.write_relu.check(each)",
    "in a function": "def look():\n    exercises.write_relu.check(f)\nlook()",
    "below a magic": "%time y = 1\nexercises.write_relu.check(f)",
    "all lines shown": "%config InteractiveShell.ast_node_interactivity = 'all'\nexercises.write_relu.check(f)",
}


@pytest.mark.parametrize("code", SHOWN.values(), ids=SHOWN)
def test_a_check_shows_itself_wherever_it_stands(kernel, code):
    kernel.run(FIRST_CELL)
    kernel.run("def f(x):\n    return x")
    try:
        shown = [each["data"]["text/plain"] for each in kernel.run(code) if "data" in each]
    finally:
        kernel.run("%config InteractiveShell.ast_node_interactivity = 'last_expr'")
    assert [text.split(":")[0] for text in shown] == ["Wrong"]


def test_an_answer_that_was_not_run_again_is_told(kernel):
    kernel.run(FIRST_CELL)
    kernel.run("def f(x):\n    return x")
    same = "This is the same as at the last check: if you have changed it, run its cell first."
    assert [same in kernel.run("exercises.write_relu.check(f)")[0]["data"]["text/plain"] for _ in "12"] == [False, True]
    kernel.run("def f(x):\n    return x")
    assert same not in kernel.run("exercises.write_relu.check(f)")[0]["data"]["text/plain"]


# -- alt text ------------------------------------------------------------------------------------------------------

PLOT = "ax = plt.axes()\nax.plot([-1, 0, 1], [0, 0, 1])\nax.set_xlabel('input')\nplt.show()"


@pytest.mark.parametrize(
    "setting",
    [
        "%config InlineBackend.figure_format = 'retina'",
        "%config InlineBackend.figure_format = 'svg'",
        "%matplotlib agg\n%matplotlib inline",
        "%matplotlib inline",
    ],
)
def test_a_plot_has_its_alt_text_whatever_matplotlib_was_set_to(kernel, setting):
    kernel.run(FIRST_CELL)
    kernel.run(setting)
    (output,) = kernel.run(PLOT)
    alt = re.search('<img alt="([^"]*)"', output["data"]["text/html"])[1]
    assert alt == "Plot, input across, y up. A line goes from (-1, 0) to (1, 1); lowest 0, highest 1."
    kernel.run("%config InlineBackend.figure_format = 'png'")


# -- what %tb shows -------------------------------------------------------------------------------------------------

BROKEN = """def deep_inside(x):
    return {}["no such key"]
def broken(x):
    return deep_inside(x)
"""


TOLD_BY = {
    "cell": "broken(1)",
    "check": "display(exercises.write_relu.check(broken))",
    "figure": "from helpers.figures import draw_slope\ndraw_slope(plt.figure().gca(), broken)",
    "explorer": "explorers.explore_range(broken)",
}


@pytest.mark.parametrize("told_by", TOLD_BY.values(), ids=TOLD_BY)
def test_tb_shows_the_traceback_behind_a_sentence(kernel, told_by):
    kernel.run(FIRST_CELL)
    kernel.run("1 / 0")
    kernel.run(BROKEN + told_by)
    (output,) = kernel.run("%tb")
    text = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(output["traceback"]))
    assert "in deep_inside(x)" in text and "KeyError: 'no such key'" in text.splitlines()[-1]
    assert "Traceback" in text and "Problem" not in text


# -- files ----------------------------------------------------------------------------------------------------

FORGET = """
for _name in [name for name in sys.modules if name.split('.')[0] == 'helpers']:
    del sys.modules[_name]
sys.path[:] = [place for place in sys.path if place not in ('.', '..')]
sys.path_importer_cache.clear()  # it remembers which folder '..' was
"""


def course(folder, files, helpers=True):
    """Make a copy of the course, with `files` of the student's; return the folder of the notebooks."""
    (folder / "notebooks").mkdir()
    if helpers:
        shutil.copytree(ROOT / "helpers", folder / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "notebooks"


def begin(kernel, place, before=""):
    """Run the first cell as a new kernel in the folder `place` would; `before` runs first."""
    assert kernel.run(f"import os, sys\nos.chdir({str(place)!r})\n{FORGET}\n{before}") == []
    outputs = kernel.run(FIRST_CELL)
    assert kernel.run(f"{FORGET}\nos.chdir({str(ROOT)!r})") == []
    return outputs


HIDE = """
from importlib.machinery import PathFinder
class Hide:
    @staticmethod
    def find_spec(name, path=None, target=None):
        return None if name.split('.')[0] == {!r} else PathFinder.find_spec(name, path, target)
_finders = sys.meta_path[:]
sys.meta_path[:] = [finder for finder in _finders if finder is not PathFinder] + [Hide]
"""


@pytest.mark.parametrize("package", ["numpy", "matplotlib", "PIL", "ipywidgets", "cycler", "kiwisolver"])
def test_a_missing_package_is_told_with_its_cure(bare_kernel, tmp_path, package):
    own = FrontEnd() if package in ("cycler", "kiwisolver") else None  # it stops another package half way
    try:
        text = said(begin(own or bare_kernel, course(tmp_path, {}), HIDE.format(package)))
    finally:
        own.close() if own else bare_kernel.run("sys.meta_path[:] = _finders")
    assert text.startswith(f"The lessons need {package}.")
    assert '%pip install "numpy>=2.0" "matplotlib>=3.8" "ipywidgets>=8.1"' in text


HIDING = {"notebooks/numpy.py": "numpy", "numpy.py": "numpy", "notebooks/matplotlib.py": "matplotlib"}
HIDING |= {"notebooks/ipywidgets/__init__.py": "ipywidgets"}


@pytest.mark.parametrize("file, package", HIDING.items())
def test_a_file_of_the_student_that_hides_a_package_is_named(bare_kernel, tmp_path, file, package):
    text = said(begin(bare_kernel, course(tmp_path, {file: "x = 1"})))
    hiding = package if "__init__" in file else f"{package}.py"
    assert f"Python takes your own {hiding} for the package {package}" in text
    assert f"Rename it, for example to my_{hiding}, then restart the kernel." in text


def use_site(folder):
    """Return code that puts `folder` on the path, as a package from PyPI would be."""
    return f"sys.path.append({str(folder)!r})"


NO_HELPERS = {
    "no helpers": {},
    "another package": {"site/helpers/__init__.py": "x = 1"},  # PyPI has a package of that name
    "a file": {"notebooks/helpers.py": "x = 1"},
    "a folder": {"notebooks/helpers/__init__.py": "x = 1"},
}


@pytest.mark.parametrize("files", NO_HELPERS.values(), ids=NO_HELPERS)
def test_without_the_helpers_of_the_course_their_name_is_told(bare_kernel, tmp_path, files):
    place = course(tmp_path, files, helpers=False)
    (error,) = begin(bare_kernel, place, use_site(tmp_path / "site"))
    assert error["ename"] in ("ModuleNotFoundError", "ImportError") and "'helpers'" in error["evalue"]


def test_another_missing_package_is_named_by_the_first_cell(kernel, tmp_path):
    place = course(tmp_path, {})
    (tmp_path / "helpers" / "notebook.py").write_text("import strange_package", encoding="utf-8")
    (error,) = begin(kernel, place)
    assert error["evalue"] == "No module named 'strange_package'"


OTHERS = {
    "site/helpers/__init__.py": "x = 1",
    "notebooks/helpers.py": "x = 1",
    "notebooks/random.py": "x = 1",
    "notebooks/string.py": "x = 1",
    "helpers.py": "x = 1",
}


@pytest.mark.parametrize("place", ["notebooks", ""])
def test_the_helpers_of_the_course_win_over_others_of_that_name(kernel, tmp_path, place):
    course(tmp_path, OTHERS)
    assert begin(kernel, tmp_path / place, f"sys.path.insert(0, {str(tmp_path / 'site')!r})") == []
    (output,) = kernel.run("import pathlib\nprint(pathlib.Path(explorers.__file__).resolve())")
    assert output["text"].strip() == str((tmp_path / "helpers" / "explorers.py").resolve())


# -- text that would like to run ------------------------------------------------------------------------------

ATTACK = """\"><img src=x onerror=ran=1><script>ran=1</script>"""
ATTACKS = {
    "question": "QuestionBox(asked, record)",
    "verdict": "QuestionBox(asked, answered).reveal(text)",
    "exception in a check": "exercises.write_relu.check(raises)",
    "text in a check": "exercises.write_relu.check(lambda x: text)",
    "name in a check": "exercises.write_relu.check(good)",
    "name in a range": "explorers.explore_range(good)",
    "exception in an explorer": "explorers.explore_range(raises)",
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


@pytest.fixture
def attacked(tmp_path):
    """A notebook in JupyterLab in which each of the attacks was run."""
    if CHROMIUM is None and os.environ.get("CI") != "true":
        pytest.skip("No Chromium found: install it, for example with 'apt install chromium'.")
    shutil.copytree(ROOT / "helpers", tmp_path / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    sources = [FIRST_CELL, DEFINE, *ATTACKS.values()]
    notebook = nbformat.v4.new_notebook(
        metadata=METADATA, cells=[nbformat.v4.new_code_cell(source) for source in sources]
    )
    nbformat.write(notebook, tmp_path / "attack.ipynb")
    with serve(tmp_path) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1280, "height": 6000})  # so high that no cell is left out
        page.set_default_timeout(20_000)
        open_notebook(page, address, "attack.ipynb")
        run_all(page)
        yield page
        browser.close()


READ = """outputs => outputs.map(output => [
    output.innerText, ...[...output.querySelectorAll('img')].map(image => image.alt)
].join(' ').replace(/\\s+/g, ' '))"""


@pytest.mark.browser
def test_what_a_student_types_is_shown_as_text_and_never_runs(attacked):
    page = attacked
    page.get_by_role("radio", name=ATTACK).first.check()
    page.get_by_text(f"Kept: {ATTACK}").wait_for()
    cells = page.locator(".jp-CodeCell").all()[2:]
    assert len(cells) == len(ATTACKS)
    unseen = [
        name
        for name, cell in zip(ATTACKS, cells, strict=True)
        if ATTACK not in " ".join(cell.locator(".jp-OutputArea-output").evaluate_all(READ))
    ]
    assert unseen == []
    assert page.evaluate("typeof window.ran") == "undefined"
    assert page.locator(".jp-OutputArea img[src=x], .jp-OutputArea script").count() == 0
