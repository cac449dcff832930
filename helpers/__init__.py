"""The plumbing of the ReLU lessons. A student can read it all; `activations.py` is read in class."""

import logging
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

_OLDEST = {"numpy": (2, 0), "matplotlib": (3, 8), "ipywidgets": (8, 1)}  # as in requirements.txt
# With the bounds, pip leaves alone what is new enough; it also brings what one of these packages lacks.
_CURE = "Run this in a cell, then restart the kernel and reload this page: %pip install " + " ".join(
    f'"{name}>={first}.{second}"' for name, (first, second) in _OLDEST.items()
)


class CannotStart(ImportError):
    """The lessons cannot start; the message says what to do."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]  # IPython then shows this sentence alone


# What it means that a lesson asks for something that this folder does not have, with the cure.
OLDER = "a typing error, or this notebook is older than the folder helpers. " + (
    "For a fresh copy: File > Download keeps yours; then right click on its name in the list of files, Delete, "
    "and reload the page"
    if sys.platform == "emscripten"
    else "Then download the lessons and that folder again, together"
)


def no_longer_here(name: str) -> NoReturn:
    """Raise CannotStart for a name that a lesson asks for, and AttributeError for one of Python's own."""
    if f"{name}".startswith("_"):
        raise AttributeError(name)
    raise CannotStart(f"The folder helpers has nothing called {name}: {OLDER}.")


if sys.version_info < (3, 11):  # noqa: UP036 - a hub may have an older one
    raise CannotStart("The lessons need Python 3.11 or newer, and this kernel has an older one.")
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # else a red box in the first run of all
for _name, _oldest in _OLDEST.items():
    for _own in (f"{_name}.py", f"../{_name}.py", f"{_name}/__init__.py"):
        if Path(_own).exists():
            raise CannotStart(
                f"Python takes your own {_own} for the package {_name}, which the lessons need. "
                f"Give it another name, for example my_{_name}, then restart the kernel."
            )
    try:
        _version = re.findall(r"\d+", import_module(_name).__version__)
    except ModuleNotFoundError as _error:  # the package itself, or one that it needs
        raise CannotStart(f"The lessons need {_error.name}. {_CURE}") from None
    if (int(_version[0]), int(_version[1])) < _oldest:
        raise CannotStart(f"The lessons need {_name} {_oldest[0]}.{_oldest[1]} or newer. {_CURE}")
