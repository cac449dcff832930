"""The plumbing of the ReLU lessons. A student can read it all; `activations.py` is read in class."""

import logging
import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

_OLDEST = {"numpy": (2, 0), "matplotlib": (3, 8), "ipywidgets": (8, 1)}  # as in requirements.txt


class CannotStart(ImportError):
    """The lessons cannot start; the message says what to do."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]  # IPython then shows this sentence alone


def _ask_for(package: str) -> CannotStart:
    # With the bounds, pip leaves alone what is new enough; it also brings what one of these packages lacks.
    cure = " ".join(f'"{name}>={first}.{second}"' for name, (first, second) in _OLDEST.items())
    return CannotStart(
        f"The lessons need {package}. Run this in a cell, then restart the kernel and reload "
        f"this page: %pip install {cure}"
    )


def no_longer_here(name: str) -> None:
    """Stand in for a name that a module of the lessons does not have, as its ``__getattr__``.

    Raises
    ------
    CannotStart
        If a lesson may ask for it: somebody's saved copy of a lesson can be older than this folder.
    AttributeError
        If it is a name of Python's own.
    """
    if name.startswith("_"):
        raise AttributeError(name)
    raise CannotStart(
        f"The folder helpers has nothing called {name}: a typing error, or this notebook is older than that folder. "
        "For a fresh copy, in the browser: File > Download keeps yours; then right click on its name in the list of "
        "files, Delete, and reload the page."
    )


def __getattr__(name: str) -> object:
    """Return a module of this folder that was not imported yet."""
    if not name.startswith("_") and find_spec(f"{__name__}.{name}"):
        return import_module(f"{__name__}.{name}")
    return no_longer_here(name)


for _name in (*_OLDEST, "PIL", "IPython"):
    if (_spec := find_spec(_name)) is None:
        raise _ask_for(_name)
    _file = Path(_spec.origin or "nowhere/else")
    _file = _file.parent if _file.name == "__init__.py" else _file
    if _file.resolve().parent in (Path.cwd(), Path.cwd().parent):  # Python would run it in place of the package
        raise CannotStart(
            f"Python takes your own {_file.name} for the package {_name}, which the lessons need. "
            f"Rename it, for example to my_{_file.name}, then restart the kernel."
        )
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # else a red box in the first run of all
try:
    import_module("matplotlib.figure")
    for _name, _oldest in _OLDEST.items():
        if tuple(map(int, re.findall(r"\d+", import_module(_name).__version__)[:2])) < _oldest:
            raise _ask_for(f"{_name} {_oldest[0]}.{_oldest[1]} or newer")
except ModuleNotFoundError as error:  # a package that one of these needs, such as kiwisolver
    raise _ask_for(error.name) from error
