"""The plumbing of the ReLU lessons. A student can read it all; `activations.py` is read in class."""

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

_OLDEST = {"numpy": (2, 0), "matplotlib": (3, 9), "ipywidgets": (8, 1)}  # as in requirements.txt
_NEEDED = (*_OLDEST, "PIL", "IPython")


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


def _hidden_by(name: str) -> Path | None:
    """Return the student's own file or folder that Python would take for the package `name`, if there is one."""
    origin = find_spec(name).origin
    place = Path(origin).parent if origin and Path(origin).name == "__init__.py" else Path(origin or ".")
    return place if origin and place.resolve().parent in (Path.cwd(), Path.cwd().parent) else None


if _missing := [name for name in _NEEDED if find_spec(name) is None]:
    raise _ask_for(" and ".join(_missing))
for _name in _NEEDED:
    if _file := _hidden_by(_name):
        raise CannotStart(
            f"Python takes your own {_file.name} for the package {_name}, which the lessons need. "
            f"Rename it, for example to my_{_file.name}, then restart the kernel."
        )
try:
    import_module("matplotlib.figure")
    for _name, _oldest in _OLDEST.items():
        if tuple(map(int, re.findall(r"\d+", import_module(_name).__version__)[:2])) < _oldest:
            raise _ask_for(f"{_name} {_oldest[0]}.{_oldest[1]} or newer")
except ModuleNotFoundError as error:  # a package that one of these needs, such as kiwisolver
    raise _ask_for(error.name) from error
