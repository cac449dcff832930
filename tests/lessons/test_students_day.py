"""A student's day: likely accidents in a real kernel, and a folder in which not all is as it should be."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from course import FIRST_CELL
from frontend import ROOT, FrontEnd


@pytest.fixture(scope="module")
def kernel():
    """A kernel in which the first cell ran."""
    kernel = FrontEnd()
    assert kernel.run(FIRST_CELL) == []
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


# -- names and errors -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["np", "plt", "exercises", "explorers"])
def test_a_name_that_was_overwritten_comes_back_by_the_cure(kernel, name):
    told = said(kernel.run(f"{name} = 3\n{name}.something"))
    assert f"{name} is no longer what the first cell made it: run the first cell again" in told
    assert kernel.run(f"{FIRST_CELL}\nassert {name} != 3") == []


# Each kind of error comes to the student on a way of its own; tests/unit/test_errors.py has all cures.
ACCIDENTS = {
    "y = 3\nprint(len(z), y)": [
        "NameError: name 'z' is not defined",
        "It happened in line 2 of its cell: print(len(z), y)",
        "Run the cells above first (menu Run > Run All Above Selected Cell). If it stays, look for a typing error in "
        "'z'; if it is text, write quotation marks around it.",
    ],
    "y = 3\nif y > 2\n    print(y)": [
        "SyntaxError: expected ':'",
        "Python stopped reading in line 2 of its cell: if y > 2",
        "Look there, and in the line above, for a missing bracket, quotation mark, comma or colon.",
    ],
    "def f(y):\nprint(y)": ["in line 2 of its cell: print(y)", "a line begins with four spaces more"],
    "def f(y):\n\tif y > 0:\n\t    return 1\n        return 0": ["inconsistent use of tabs and spaces"],
    "eval('1 +')": ["line 1 of its cell: eval('1 +')"],
    "return 3": ["return belongs into a function: begin its line with four spaces, below the line with def."],
    "y = input('y?')": ["input() would wait until somebody types. Write the number into the call, as in my_relu(3)."],
    "max(0, np.array([1, 2]))": ["an array has many answers: write np.maximum."],
    "y = 3\ny = 2(y + 1)": ["no function: for a product write *"],
    "np.maximun(0, 1)": ["is maximum meant?"],
    "max(3)": ["TypeError: 'int' object is not iterable"],
}


@pytest.mark.parametrize(("code", "words"), ACCIDENTS.items())
def test_an_accident_ends_in_its_line_and_its_cure(kernel, code, words):
    text = said(kernel.run(code))
    assert [each for each in words if each not in text] == []
    assert "first cell" not in text  # no false cure


def test_an_endless_loop_that_is_interrupted_is_told_with_its_line(kernel):
    kernel.run("def endless(x):\n    while True:\n        begun.set()")
    # Interrupted as by the button in JupyterLab, once the loop has begun.
    kernel.run(
        "import _thread, threading\nbegun = threading.Event()\n"
        "threading.Thread(target=lambda: (begun.wait(), _thread.interrupt_main())).start()"
    )
    text = said(kernel.run("endless(1)"))
    assert "The cell was stopped" in text and "comes to an end" in text
    assert "of its cell: while True:" in text or "of its cell: begun.set()" in text


BROKEN = """def deep_inside(x):
    return {}["no such key"]
def broken(x):
    return deep_inside(x)
"""
TOLD_BY = {
    "cell": "broken(1)",
    "check": "exercises.write_relu.check(broken)",
}


@pytest.mark.parametrize("told_by", TOLD_BY.values(), ids=TOLD_BY)
def test_tb_shows_the_traceback_behind_a_sentence(kernel, told_by):
    kernel.run("1 / 0")
    kernel.run(BROKEN + told_by)
    (output,) = kernel.run("%tb")
    text = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(output["traceback"]))
    assert "in deep_inside(x)" in text and "KeyError: 'no such key'" in text.splitlines()[-1]
    assert "Traceback" in text


# -- what a check and a plot show -------------------------------------------------------------------------------

CHECKED = {
    "a name of another cell": (
        "def g(x, negative_slope=0.01):\n    return np.where(x > 0, x, a * x)\nexercises.write_leaky_relu.check(g)",
        "it takes a from another cell, where a is 2, and never uses its own argument negative_slope.",
    ),
    "an array of another cell": (
        "def g(y):\n    return np.where(x > 0, 1, 0)\nexercises.slope_from_output.check(g)",
        "it takes x from another cell, where x is [1.0, 2.0], and never uses its own argument y.",
    ),
    "check without brackets": ("exercises.write_relu.check", "write brackets behind its name: check()"),
    "hint without brackets": ("exercises.write_relu.hint", "write brackets behind its name: hint()"),
    "above the last line": ("exercises.write_relu.check(f)\ny = 1", "Wrong:"),
    "with a semicolon": ("exercises.write_relu.check(f);", "Wrong:"),
    "in a loop": ("for each in [f]:\n    exercises.write_relu.check(each)", "Wrong:"),
    "below a magic": ("%time y = 1\nexercises.write_relu.check(f)", "Wrong:"),
    "all lines shown": (
        "%config InteractiveShell.ast_node_interactivity = 'all'\nexercises.write_relu.check(f)",
        "Wrong:",
    ),
}


@pytest.mark.parametrize(("code", "told"), CHECKED.values(), ids=CHECKED)
def test_a_check_shows_itself_wherever_it_stands_and_knows_the_names_of_other_cells(kernel, code, told):
    kernel.run("a, h, x = 2, 0.5, np.array([1.0, 2.0])")
    kernel.run("def f(x):\n    return x")
    try:
        (shown,) = [output["data"]["text/plain"] for output in kernel.run(code) if "data" in output]
    finally:
        kernel.run("%config InteractiveShell.ast_node_interactivity = 'last_expr'")
    assert shown.endswith(told) or (told == "Wrong:" and shown.startswith(told))


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
    kernel.run(setting)
    (output,) = kernel.run("ax = plt.axes()\nax.plot([-1, 0, 1], [0, 0, 1])\nax.set_xlabel('input')\nplt.show()")
    alt = re.search('<img alt="([^"]*)"', output["data"]["text/html"])[1]
    assert alt == "Plot, input across, y up. A line goes from (-1, 0) to (1, 1); lowest 0, highest 1."
    kernel.run("%config InlineBackend.figure_format = 'png'")


# -- files ----------------------------------------------------------------------------------------------------

HIDE = """
import sys
from importlib.machinery import PathFinder
class Hide:
    @staticmethod
    def find_spec(name, path=None, target=None):
        return None if name.split('.')[0] == {!r} else PathFinder.find_spec(name, path, target)
sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not PathFinder] + [Hide]
"""
OTHERS = [
    "site/helpers/__init__.py",
    "notebooks/helpers.py",
    "notebooks/random.py",
    "notebooks/string.py",
    "helpers.py",
]
MISSING = ("numpy", "matplotlib", "PIL", "ipywidgets", "cycler", "kiwisolver")
VERSION = "import ipywidgets\nipywidgets.__version__ = {!r}"
TOO_OLD = "The lessons need ipywidgets 8.1 or newer."
HIDDEN = "Python takes your own {} for the package numpy, which the lessons need. Give it another name, for example my_"
LOADED = "import sys\nsys.path.pop(0)\nimport random, string\nsys.path[:0] = [{!r}, '']"  # as a kernel has them

# Where the kernel stands, what else lies there, what runs before the first cell, and what the error says.
FOLDERS = {f"no {name}": ("notebooks", [], HIDE.format(name), f"The lessons need {name}.") for name in MISSING}
FOLDERS |= {
    "old": ("notebooks", [], VERSION.format("7.8.5"), TOO_OLD),
    "too early": ("notebooks", [], VERSION.format("8.0b1"), TOO_OLD),
    "new": ("notebooks", [], VERSION.format("10.1.0b1"), ""),
    "own numpy": ("notebooks", ["notebooks/numpy.py"], "", HIDDEN.format("numpy.py")),
    "own numpy above": ("notebooks", ["numpy.py"], "", HIDDEN.format("../numpy.py")),
    "own folder": ("notebooks", ["notebooks/numpy/__init__.py"], "", HIDDEN.format("numpy/__init__.py")),
    "another error": (".", [], "import sys\nsys.modules['matplotlib.pyplot'] = None", "import of matplotlib.pyplot"),
    "others of that name": ("notebooks", OTHERS, LOADED.format("../site"), ""),
    "others, from the root": (".", OTHERS, LOADED.format("site"), ""),
}


def first_cell(folder, place, files, before):
    """Run the first cell as a kernel in `place` would; return the path of its helpers, and how the error ends."""
    for name in (*files, "notebooks/x"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x = 1", encoding="utf-8")
    command = [sys.executable, "-c", f"{before}\n{FIRST_CELL}\nprint(explorers.__file__)"]
    done = subprocess.run(command, cwd=folder / place, capture_output=True, text=True, timeout=60)
    return done.stdout.strip(), done.stderr.strip().rpartition("\n")[2]


@pytest.mark.parametrize(("place", "files", "before", "told"), FOLDERS.values(), ids=FOLDERS)
def test_the_first_cell_takes_our_helpers_or_says_what_to_do(tmp_path, place, files, before, told):
    shutil.copytree(ROOT / "helpers", tmp_path / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    helpers, error = first_cell(tmp_path, place, files, before)
    assert told in error and bool(error) == bool(told)
    assert told or os.path.samefile(tmp_path / place / helpers, tmp_path / "helpers" / "explorers.py")
    if "The lessons need" in told:
        assert '%pip install "numpy>=2.0" "matplotlib>=3.8" "ipywidgets>=8.1"' in error


@pytest.mark.parametrize("files", [[], OTHERS[:1], OTHERS[1:2], ["notebooks/helpers/__init__.py"]], ids=str)
def test_without_the_helpers_of_the_course_their_name_is_told(tmp_path, files):
    """The package helpers of PyPI is not ours."""
    _, error = first_cell(tmp_path, "notebooks", files, "import sys\nsys.path.append('../site')")
    assert re.match(r"(ModuleNotFoundError|ImportError): .*'helpers'", error)
