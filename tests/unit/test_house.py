"""The house as CONTRIBUTING.md draws it: every file has its place and its job, and imports go one way."""

import ast
import builtins
import re

import pytest
from lab import ROOT

HELPERS = sorted((ROOT / "helpers").rglob("*.py"))
FILES = [*HELPERS, *sorted((ROOT / "tests").rglob("*.py"))]
ORDER = re.findall(r"^  ([\w/]+)\.py ", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), flags=re.M)
# What the engine is not: read in class, data, or one picture after the other.
APART = {"activations.py", "training.py", "misconceptions.py", "exercises.py", "questions.py", "explorers.py"}

each_helper = pytest.mark.parametrize("path", HELPERS, ids=lambda path: str(path.relative_to(ROOT / "helpers")))


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def test_the_list_of_helpers_is_complete():
    names = [path.relative_to(ROOT / "helpers").with_suffix("").as_posix() for path in HELPERS]
    assert sorted(ORDER) == sorted(name for name in names if "__init__" not in name)


@pytest.mark.parametrize("name", ORDER)
def test_a_helper_imports_only_what_stands_above_it(name):
    imports = [node for node in ast.walk(tree(ROOT / "helpers" / f"{name}.py")) if isinstance(node, ast.ImportFrom)]
    modules = [f"{node.module}.{alias.name}".replace(".", "/") for node in imports for alias in node.names]
    ours = [module.removeprefix("helpers/") for module in modules if module.startswith("helpers/")]
    above = tuple(ORDER[: ORDER.index(name)])
    assert [module for module in ours if not f"{module}/".startswith(tuple(f"{room}/" for room in above))] == []


@each_helper
def test_a_helper_hides_no_name_of_python(path):
    nodes = list(ast.walk(tree(path)))
    names = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    names |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    names |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assert names & set(dir(builtins)) == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_says_its_job_in_its_first_line(path):
    first = (ast.get_docstring(tree(path)) or "").split("\n")[0]
    assert len(first) > 20


@each_helper
def test_a_helper_and_its_functions_fit_on_a_screen(path):
    lengths = {path.name: (len(path.read_text(encoding="utf-8").splitlines()), 350)} if path.name not in APART else {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            docstring = ast.get_docstring(node, clean=False) or ""
            lengths[node.name] = node.end_lineno - node.lineno + 1 - len(docstring.splitlines()), 30
    assert {name: lines for name, (lines, most) in lengths.items() if lines > most} == {}


def told(docstring, title):
    """Return the names in one section of a docstring in numpydoc style."""
    section = re.search(rf"^{title}\n-+\n(.+?)(?=\n\n\S|\Z)", docstring, flags=re.M | re.S)
    lines = section[1].splitlines() if section else []
    return [name for line in lines if line[:1].strip() for name in re.findall(r"\w+", line.split(" : ")[0])]


@each_helper
def test_a_public_docstring_tells_each_parameter_and_each_error(path):
    """Parameters in their section, or in the core in backticks; one alone may go without."""
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            docstring = ast.get_docstring(node)
            parameters = {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}
            named = set(told(docstring, "Parameters"))
            if path.name in ("activations.py", "training.py"):
                assert named == parameters, node.name
            elif named:
                assert parameters <= named, node.name
            elif len(parameters) > 1 and (path.parent.name == "core" or path.name in ("figures.py", "explorers.py")):
                assert parameters <= set(re.findall(r"`(\w+)`", docstring)), node.name
            raised = {each.exc.func.id for each in ast.walk(node) if isinstance(each, ast.Raise) and each.exc}
            assert raised - {"Problem"} <= set(told(docstring, "Raises")), node.name


@each_helper
def test_every_function_of_the_helpers_is_used(path):
    places = [*FILES, *sorted((ROOT / "notebooks").glob("*.ipynb")), ROOT / "TEACHING.md"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in places if not path.name.startswith("test_"))
    for node in tree(path).body:
        # One with a decorator is used by it: so are the wrong answers of the catalogue.
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            assert len(re.findall(rf"\b{node.name}\b", text)) > 1, f"nobody uses {node.name}"
