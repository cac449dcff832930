"""What a function's code does and which names it uses, read from its bytecode; nothing is run."""

from __future__ import annotations

import dis
import itertools
import linecache
import re
import traceback
import types
from collections.abc import Callable

import numpy as np

_WORDS = {
    "GET_ITER": "for",
    "JUMP_BACKWARD": "loop",
    "COMPARE_OP": "compares",
    "BINARY_OP": "computes",
    "STORE_SUBSCR": "sets",
}


def steps(function: object) -> list[tuple[str, object]]:
    """Return what `function` does as Python code, whatever its names are; numba's has such code and does not run it."""
    codes, found = [function.__code__] if (function := _python(function)) else [], []
    for code in codes:  # it grows meanwhile
        codes += [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
        for step in dis.get_instructions(code):
            if step.opname not in ("PUSH_NULL", "PRECALL", "NOP"):  # they tell where ``import numpy`` stands
                name = step.opname.replace("LOAD_METHOD", "LOAD_ATTR")
                found.append((name, step.arg if "FAST" in name else step.argval))
    return found


def helpers_of(function: object) -> list[object]:
    """Return `function` and the functions of the same notebook that it calls, and that those call."""
    found = [function]
    for each in found:  # it grows meanwhile
        names = getattr(_python(each), "__globals__", {})
        for other in (names.get(name) for name in _global_names(each)):
            own = type(other) is np.vectorize or (type(other) is types.FunctionType and other.__globals__ is names)
            if own and not any(other is one for one in found):
                found.append(other)
    return found


def words(function: object) -> set[str]:
    """Return what `function` uses: names of functions and methods, ``for``, ``compares``, ``computes`` and so on."""
    found = set()
    for each in helpers_of(function):
        found |= {"vectorize"} if type(each) is np.vectorize else set()
        done = steps(each)
        dropped = {("COMPARE_OP", "POP_TOP")} & {(a, b) for (a, _), (b, _) in itertools.pairwise(done)}
        found |= {"dropped"} if dropped else set()  # a question whose answer nobody takes
        for operation, value in done:
            found |= {word for begin, word in _WORDS.items() if operation.startswith(begin)}
            found |= {value} if operation.startswith(("LOAD_GLOBAL", "LOAD_NAME", "LOAD_ATTR")) else set()
            found |= {str(value)} if operation == "COMPARE_OP" else set()
    return found


def left_over(function: Callable) -> tuple[str, object, str, list[str]] | None:
    """Return a number or an array of the notebook that `function` reads in place of an argument, or None.

    That is its name, its value, where it was set, and the names of the arguments that `function` does not read.
    """
    for each in helpers_of(function):
        names = getattr(_python(each), "__globals__", {})
        for name in _global_names(each):
            if issubclass(type(value := names.get(name)), int | float | list | tuple | np.ndarray | np.generic):
                return name, value, _place(name, names.get("In")), _unread(function)
    return None


def parameters(function: object) -> dict[str, tuple]:
    """Return the arguments of `function`, each with its usual value in a tuple, if it has one."""
    if not (inner := _python(function)):
        return {}
    names, usual = inner.__code__.co_varnames[: inner.__code__.co_argcount], inner.__defaults__ or ()
    return dict(zip(names, [()] * (len(names) - len(usual)) + [(value,) for value in usual], strict=True))


def _python(function: object) -> types.FunctionType | None:
    """Return what runs as Python code when `function` is called."""
    function = function.pyfunc if type(function) is np.vectorize else function
    return function if type(function) is types.FunctionType else None


def _unread(function: object) -> list[str]:
    """Return the arguments that `function` does not read, and that no function inside it reads."""
    code = _python(function).__code__
    read = {*code.co_cellvars}
    for step in dis.get_instructions(code):
        if "LOAD_FAST" in step.opname:
            read |= {*step.argval} if isinstance(step.argval, tuple) else {step.argval}
    return [name for name in parameters(function) if name not in read]


def line_of(function: object, error: BaseException) -> str:
    """Return the line of `function`, or of one that it calls in the notebook, in which `error` happened, or ""."""
    files = {each.__code__.co_filename for each in map(_python, helpers_of(function)) if each}
    lines = [(frame.f_code.co_filename, number) for frame, number in traceback.walk_tb(error.__traceback__)]
    return next((linecache.getline(*line).strip() for line in reversed(lines) if line[0] in files), "")


def _global_names(function: object) -> list[str]:
    return [value for step, value in steps(function) if step in ("LOAD_GLOBAL", "LOAD_NAME")]


def _place(name: str, cells: object) -> str:
    """Return which of the `cells` that ran set `name` last."""
    if isinstance(cells, list):  # IPython keeps the source of each cell that ran
        sets = re.compile(rf"^(\w+\s*,\s*)*{name}\s*(,\s*\w+\s*)*[-+*/]?=(?!=)|^for {name}\b", flags=re.M)
        for i in range(len(cells) - 1, -1, -1):
            if sets.search(cells[i]):
                return f"cell [{i}]"
    return "another cell"
