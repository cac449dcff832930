"""What a function's source says, read as a syntax tree; nothing is run."""

from __future__ import annotations

import ast
import inspect
import linecache
import textwrap
from traceback import walk_tb
from types import FunctionType

import numpy as np


def python(function: object) -> object:
    """Return the function of Python that `function`, a method or an np.vectorize, calls."""
    function = function.pyfunc if isinstance(function, np.vectorize) else function
    return getattr(function, "__func__", function)


def tree(function: object) -> ast.Module:
    """Return the syntax tree of `function`; an empty one where its source is not known, as for np.abs."""
    function = python(function)
    try:
        found = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):  # of a lambda that goes on over lines, only the first is known
        return ast.Module([], [])
    if getattr(function, "__name__", "") == "<lambda>":  # whose source is the whole line in which it stands
        first, *others = [node for node in ast.walk(found) if isinstance(node, ast.Lambda)]
        return ast.Module([ast.Expr(first)] if {*others} <= {*ast.walk(first)} else [], [])
    return found


def body(function: object) -> list[ast.stmt] | None:
    """Return the lines below the line with def, without a docstring; None where there is no such line."""
    first = next(iter(tree(function).body), None)
    if not isinstance(first, ast.FunctionDef):
        return None
    return [line for line in first.body if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))]


def parameters(function: object) -> dict[str, inspect.Parameter] | None:
    """Return the arguments that `function` takes, by name; None where it does not say, as some of NumPy."""
    try:
        function = function.pyfunc if isinstance(function, np.vectorize) else function
        return dict(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return None


def unread(function: object) -> list[str]:
    """Return the arguments that `function` never uses."""
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
    notebook = getattr(python(function), "__globals__", {})
    return {name: notebook[name] for name in used if name in notebook and name not in own}


def functions(function: object) -> list[object]:
    """Return `function` and the functions of the same notebook that it calls, and that those call."""
    found = [function]
    for each in found:  # it grows meanwhile
        for other in outside(each).values():
            inner = python(other)
            ours = isinstance(inner, FunctionType) and inner.__globals__ is getattr(python(each), "__globals__", None)
            if ours and not any(other is one for one in found):
                found.append(other)
    return found


def nodes(function: object) -> list[ast.AST]:
    """Return every part of the source of `function`, and of the functions of the notebook that it calls."""
    return [node for each in functions(function) for node in ast.walk(tree(each))]


def words(function: object) -> set[str]:
    """Return the names that `function` uses, and the kinds of its parts, such as "For" and "Compare"."""
    source = nodes(function)
    found = {"vectorize" for each in functions(function) if isinstance(each, np.vectorize)}
    for node in source:
        found |= {type(node).__name__, getattr(node, "id", ""), getattr(node, "attr", "")}
    return found - {""}


def line_of(function: object, error: BaseException) -> str:
    """Return the line of the notebook of `function` in which `error` happened, or ""."""
    notebook, line = getattr(python(function), "__globals__", None), ""
    for frame, number in walk_tb(error.__traceback__):
        if frame.f_globals is notebook:
            line = linecache.getline(frame.f_code.co_filename, number).strip()
    return line


def is_stub(function: object) -> bool:
    """Return whether `function` has no code yet: dots, pass, a docstring, or raise NotImplementedError."""
    lines = body(function)
    return lines is not None and all(map(_does_nothing, lines))


def _does_nothing(line: ast.stmt) -> bool:
    if isinstance(line, ast.Return):
        return line.value is None or (isinstance(line.value, ast.Constant) and line.value.value in (None, ...))
    return isinstance(line, ast.Pass) or (isinstance(line, ast.Raise) and "NotImplementedError" in ast.dump(line))
