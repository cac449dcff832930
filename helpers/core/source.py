"""What a function's source says, read as a syntax tree; nothing is run."""

from __future__ import annotations

import ast
import inspect
import linecache
import textwrap
from traceback import walk_tb
from types import EllipsisType


def tree(function: object) -> ast.Module:
    """Return the syntax tree of `function`; an empty one where its source is not known, as for np.abs."""
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):  # of a lambda that goes on over lines, only the first is known
        return ast.Module([], [])


def code(function: object) -> list[str] | None:
    """Return what stands below the line with def, without texts and dots; None where there is no such line."""
    first = next(iter(tree(function).body), None)
    if not isinstance(first, ast.FunctionDef):
        return None
    values = {line: getattr(line.value, "value", None) for line in first.body if isinstance(line, ast.Expr)}
    return [ast.unparse(line) for line in first.body if not isinstance(values.get(line), str | EllipsisType)]


def parameters(function: object) -> dict[str, inspect.Parameter] | None:
    """Return the arguments that `function` takes, by name; None where it does not say, as some of NumPy."""
    try:
        return dict(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return None


def unread(function: object) -> list[str]:
    """Return the arguments that `function` never uses; none where its source is not known."""
    source = list(ast.walk(tree(function)))
    used = {node.id for node in source if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return [name for name in parameters(function) or () if name not in used] if used else []


def outside(function: object) -> dict[str, object]:
    """Return what `function` takes from its notebook: names with a value there that are not its own."""
    source, own, used = list(ast.walk(tree(function))), {*(parameters(function) or ())}, []
    for node in source:
        if isinstance(node, ast.arg):
            own.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            used.append(node.id)
        elif isinstance(node, ast.Name):
            own.add(node.id)
    notebook = getattr(function, "__globals__", {})
    return {name: notebook[name] for name in used if name in notebook and name not in own}


def parts_of(function: object) -> set[str]:
    """Return the names that `function` uses, and the kinds of nodes of its tree, such as "For" and "Compare"."""
    found = set()
    for node in ast.walk(tree(function)):
        found |= {type(node).__name__, getattr(node, "id", ""), getattr(node, "attr", "")}
    return found - {""}


def line_of(function: object, error: BaseException) -> str:
    """Return the line of the notebook of `function` in which `error` happened, or ""."""
    notebook, line = getattr(function, "__globals__", None), ""
    for frame, number in walk_tb(error.__traceback__):
        if frame.f_globals is notebook:
            line = linecache.getline(frame.f_code.co_filename, number).strip()
    return line
