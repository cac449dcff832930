"""The house as CONTRIBUTING.md draws it: every file has its place and its job, and imports go one way."""

import ast
import re

import pytest
from lab import ROOT

FILES = sorted(path for folder in ("helpers", "tests") for path in (ROOT / folder).glob("*.py"))
ORDER = re.findall(r"^  (\w+)\.py ", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), flags=re.M)


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def test_the_list_of_helpers_is_complete():
    assert sorted(ORDER) == sorted(path.stem for path in FILES if path.parent.name == "helpers" and path.stem[0] != "_")


@pytest.mark.parametrize("name", ORDER)
def test_a_helper_imports_only_what_stands_above_it(name):
    imports = [node for node in ast.walk(tree(ROOT / "helpers" / f"{name}.py")) if isinstance(node, ast.ImportFrom)]
    modules = [f"{node.module}.{alias.name}" for node in imports for alias in node.names]
    ours = {module.split(".")[1] for module in modules if module.startswith("helpers.")}
    assert ours <= set(ORDER[: ORDER.index(name)])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_says_its_job_in_its_first_line(path):
    first = (ast.get_docstring(tree(path)) or "").split("\n")[0]
    assert len(first) > 20


@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name == "helpers"], ids=lambda path: path.name)
def test_a_function_of_the_helpers_fits_on_a_screen(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            docstring = ast.get_docstring(node, clean=False) or ""
            lines = node.end_lineno - node.lineno + 1 - len(docstring.splitlines())
            assert lines <= 32, f"{node.name} has {lines} lines"


@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name == "helpers"], ids=lambda path: path.name)
def test_every_function_of_the_helpers_is_used(path):
    places = [*FILES, *sorted((ROOT / "notebooks").glob("*.ipynb"))]
    text = "\n".join(path.read_text(encoding="utf-8") for path in places if not path.name.startswith("test_"))
    for node in tree(path).body:
        # One with a decorator is used by it: so are the wrong answers of the catalogue.
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            assert len(re.findall(rf"\b{node.name}\b", text)) > 1, f"nobody uses {node.name}"
