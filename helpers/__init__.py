"""The plumbing of the ReLU lessons. A student can read it all; `activations.py` is read in class."""

import logging
import re
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

_OLDEST = {"numpy": (2, 0), "matplotlib": (3, 8), "ipywidgets": (8, 1)}  # as in requirements.txt


class CannotStart(ImportError):
    """The lessons cannot start; the message says what to do."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]  # IPython then shows this sentence alone


def no_longer_here(name: str) -> None:
    """Stand in for a name that a module of the lessons does not have, as its ``__getattr__``.

    A name that a lesson may ask for raises CannotStart: somebody's saved copy of a lesson can be older than
    this folder. A name of Python's own, which begins with _, raises AttributeError.
    """
    if name.startswith("_"):
        raise AttributeError(name)
    raise CannotStart(
        f"The folder helpers has nothing called {name}: a typing error, or this notebook is older than that "
        "folder. For a fresh copy, in the browser: File > Download keeps yours; then right click on its name "
        "in the list of files, Delete, and reload the page."
    )


def __getattr__(name: str) -> object:
    """Return a module of this folder that was not imported yet."""
    if not name.startswith("_") and find_spec(f"{__name__}.{name}"):
        return import_module(f"{__name__}.{name}")
    return no_longer_here(name)


def _need(package: str) -> None:
    # With the bounds, pip leaves alone what is new enough; it also brings what one of these packages lacks.
    cure = " ".join(f'"{name}>={first}.{second}"' for name, (first, second) in _OLDEST.items())
    raise CannotStart(
        f"The lessons need {package}. Run this in a cell, then restart the kernel and reload "
        f"this page: %pip install {cure}"
    )


def _find(package: str) -> None:
    """Refuse a package that is missing, and a student's own numpy.py, which Python would run for NumPy."""
    spec = find_spec(package)
    if spec is None:
        _need(package)
    file = Path(spec.origin or "/another/place")
    file = file.parent if file.name == "__init__.py" else file
    if file.resolve().parent in (Path.cwd(), Path.cwd().parent):
        raise CannotStart(
            f"Python takes your own {file.name} for the package {package}, which the lessons need. "
            f"Rename it, for example to my_{file.name}, then restart the kernel."
        )


if sys.version_info < (3, 11):  # noqa: UP036 - a hub may have an older one
    raise CannotStart("The lessons need Python 3.11 or newer, and this kernel has an older one.")
for _package in (*_OLDEST, "PIL"):
    _find(_package)
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # else a red box in the first run of all
try:
    import_module("matplotlib.figure")  # and with it all that matplotlib needs
    for _package, _oldest in _OLDEST.items():
        _version = re.findall(r"\d+", import_module(_package).__version__)
        if (int(_version[0]), int(_version[1])) < _oldest:
            _need(f"{_package} {_oldest[0]}.{_oldest[1]} or newer")
except ModuleNotFoundError as _error:
    _need(_error.name)
