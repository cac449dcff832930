"""The house as CONTRIBUTING.md draws it: every file has its place, imports go one way, nothing is unused."""

import ast
import re

import pytest
from course import sources
from lab import ROOT

HELPERS = sorted((ROOT / "helpers").rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in HELPERS}
ORDER = re.findall(r"^  ([\w/]+)\.py ", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), flags=re.M)

each_helper = pytest.mark.parametrize("path", HELPERS, ids=lambda path: str(path.relative_to(ROOT / "helpers")))


def test_the_list_of_helpers_is_complete():
    names = [path.relative_to(ROOT / "helpers").with_suffix("").as_posix() for path in HELPERS]
    assert sorted(ORDER) == sorted(name for name in names if "__init__" not in name)


@pytest.mark.parametrize("name", ORDER)
def test_a_helper_imports_only_what_stands_above_it(name):
    nodes = ast.walk(TREES[ROOT / "helpers" / f"{name}.py"])
    modules = [
        f"{node.module}.{each.name}" for node in nodes if isinstance(node, ast.ImportFrom) for each in node.names
    ]
    ours = [module.replace(".", "/").removeprefix("helpers/") for module in modules if module.startswith("helpers.")]
    above = tuple(f"{room}/" for room in (*ORDER[: ORDER.index(name)], "no_longer_here", "OLDER"))  # of helpers itself
    assert [module for module in ours if not f"{module}/".startswith(above)] == []


@each_helper
def test_a_helper_is_short_knows_no_test_and_a_public_docstring_tells_each_parameter_and_each_error(path):
    """Parameters by name; one alone may go without."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400 and "PYTEST" not in text
    for node in [each for each in ast.walk(TREES[path]) if isinstance(each, ast.FunctionDef)]:
        docstring = ast.get_docstring(node) or ""
        assert node.end_lineno - node.lineno + 1 - len(docstring.splitlines()) <= 30, node.name
        if node.name.startswith("_") or node not in TREES[path].body:
            continue
        parameters = {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}
        if len(parameters) > 1 and path.name != "notebook.py":
            assert parameters <= set(re.findall(r"\w+", docstring)), node.name
        raises = [each.exc for each in ast.walk(node) if isinstance(each, ast.Raise)]
        raised = {each.func.id for each in raises if isinstance(each, ast.Call)}
        assert raised <= set(re.findall(r"\w+", docstring)), node.name


def used():
    """Return the names that helpers, tools, benchmarks, lessons and TEACHING use; a test alone is no use."""
    code = [path for place in ("tools", "benchmarks") for path in (ROOT / "tests" / place).glob("*.py")]
    trees = [*TREES.values(), *(ast.parse(path.read_text(encoding="utf-8")) for path in code)]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {getattr(node, "id", "") or getattr(node, "attr", "") for node in nodes}
    names |= {each.name for node in nodes if isinstance(node, ast.ImportFrom) for each in node.names}
    cells = [source for path in (ROOT / "notebooks").glob("*.ipynb") for source in sources(path)]
    return names | {word for source in cells for word in re.findall(r"\w+", source)} | {"stage"}  # of TEACHING


def test_every_function_of_the_helpers_is_used():
    defined = [
        each for tree in TREES.values() for each in tree.body if isinstance(each, ast.FunctionDef | ast.ClassDef)
    ]
    own = [each for each in defined if isinstance(each, ast.ClassDef) and not each.bases]  # else the base calls it
    defined += [each for room in own for each in room.body if isinstance(each, ast.FunctionDef)]
    assert {each.name for each in defined if not re.fullmatch(r"_.*_", each.name)} - used() == set()
