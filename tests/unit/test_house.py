"""The house as CONTRIBUTING.md draws it: every file has its place, imports go one way, nothing is unused."""

import ast
import re

import pytest
from lab import ROOT

HELPERS = sorted((ROOT / "helpers").rglob("*.py"))
ORDER = re.findall(r"^  ([\w/]+)\.py ", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), flags=re.M)

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
    above = (*ORDER[: ORDER.index(name)], "no_longer_here")  # of helpers itself, which is there before them all
    assert [module for module in ours if not f"{module}/".startswith(tuple(f"{room}/" for room in above))] == []


@each_helper
def test_a_helper_and_its_functions_fit_on_a_screen(path):
    text = path.read_text(encoding="utf-8")
    lengths = {path.name: (len(text.splitlines()), 400)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            docstring = ast.get_docstring(node, clean=False) or ""
            lengths[node.name] = node.end_lineno - node.lineno + 1 - len(docstring.splitlines()), 30
    assert {name: lines for name, (lines, most) in lengths.items() if lines > most} == {}


@each_helper
def test_a_public_docstring_tells_each_parameter_and_each_error(path):
    """Parameters by name; one alone may go without."""
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            docstring = ast.get_docstring(node)
            parameters = {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}
            if len(parameters) > 1 and path.name != "notebook.py":
                assert parameters <= set(re.findall(r"\w+", docstring)), node.name
            raises = [each.exc for each in ast.walk(node) if isinstance(each, ast.Raise)]
            raised = {each.func.id for each in raises if isinstance(each, ast.Call)}
            section = docstring.partition("Raises\n------\n")[2]
            assert raised - {"Problem"} <= set(re.findall(r"^(\w+)$", section, flags=re.M)), node.name


def used() -> set[str]:
    """Return the names that helpers, tools, benchmarks, lessons and TEACHING use; a test alone is no use."""
    places = [
        *HELPERS,
        *(ROOT / "tests" / "tools").glob("*.py"),
        *(ROOT / "tests" / "benchmarks").glob("*.py"),
    ]
    nodes = [node for path in places for node in ast.walk(tree(path))]
    names = {getattr(node, "id", "") or getattr(node, "attr", "") for node in nodes}
    names |= {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    texts = [*(ROOT / "notebooks").glob("*.ipynb"), ROOT / "TEACHING.md"]
    return names | {word for path in texts for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}


USED = used()


@each_helper
def test_every_function_of_the_helpers_is_used(path):
    defined = [node for node in tree(path).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    own = [each for each in defined if isinstance(each, ast.ClassDef) and not each.bases]  # else the base calls it
    methods = [node for each in own for node in each.body if isinstance(node, ast.FunctionDef)]
    names = [node.name for node in defined + methods]
    assert [name for name in names if name not in USED and not re.fullmatch(r"_.*_", name)] == []
