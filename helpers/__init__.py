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


def _hidden_by(name: str) -> Path | None:
    """Return the student's own file or folder that Python would take for the package `name`, if there is one."""
    origin = find_spec(name).origin
    if origin is None:
        return None
    place = Path(origin).parent if Path(origin).name == "__init__.py" else Path(origin)
    return place if place.resolve().parent in (Path.cwd(), Path.cwd().parent) else None


def _is_old(name: str) -> bool:
    numbers = re.match(r"(\d+)\.(\d+)", import_module(name).__version__)
    return tuple(map(int, numbers.groups())) < _OLDEST[name]


def _ask_for(packages: list[str]) -> None:
    """Stop with the sentence that tells how to install `packages`, if there are any."""
    if packages:
        # With the bounds, pip leaves alone what is new enough.
        cure = " ".join(f'"{name}>={first}.{second}"' for name, (first, second) in _OLDEST.items())
        raise CannotStart(
            f"The lessons need {' and '.join(packages)}. Run this in a cell, then restart the kernel and reload "
            f"this page: %pip install {cure}"
        )


_ask_for([name for name in _NEEDED if find_spec(name) is None])
for _name in _NEEDED:
    if _file := _hidden_by(_name):
        raise CannotStart(
            f"Python takes your own {_file.name} for the package {_name}, which the lessons need. "
            f"Rename it, for example to my_{_file.name}, then restart the kernel."
        )
_ask_for([f"{name} {first}.{second} or newer" for name, (first, second) in _OLDEST.items() if _is_old(name)])
