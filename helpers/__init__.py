"""The plumbing of the ReLU lessons. A student can read it all; `activations.py` is read in class."""

from importlib import import_module
from importlib.util import find_spec

# All lessons ran with these; an Anaconda may have older ones. requirements.txt asks for newer ones.
_OLDEST = {"numpy": (1, 26), "matplotlib": (3, 8), "ipywidgets": (8, 0)}


class MissingPackages(ImportError):
    """A package that the lessons need is not installed, or is too old."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]  # IPython then shows this sentence alone


def _is_old(name: str) -> bool:
    return tuple(map(int, import_module(name).__version__.split(".")[:2])) < _OLDEST[name]


_needed = [name for name in (*_OLDEST, "PIL", "IPython") if find_spec(name) is None] or [
    f"{name} {first}.{second} or newer" for name, (first, second) in _OLDEST.items() if _is_old(name)
]
if _needed:
    # With the bounds, pip leaves alone what is new enough.
    _cure = " ".join(f'"{name}>={first}.{second}"' for name, (first, second) in _OLDEST.items())
    raise MissingPackages(
        f"The lessons need {' and '.join(_needed)}. Run this in a cell, then restart the kernel and reload this page: "
        f"%pip install {_cure}"
    )
