"""The plumbing of the ReLU lessons. A student can read it all; `activations.py` is read in class."""

from importlib.util import find_spec
from pathlib import Path

_NEEDED = ("numpy", "matplotlib", "PIL", "ipywidgets", "IPython")


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


_MISSING = [name for name in _NEEDED if find_spec(name) is None]
if _MISSING:
    raise CannotStart(
        f"The lessons need {' and '.join(_MISSING)}. Run this in a cell, then restart the kernel: "
        f"%pip install numpy matplotlib ipywidgets"
    )
for _name in _NEEDED:
    if _file := _hidden_by(_name):
        raise CannotStart(
            f"Python takes your own {_file.name} for the package {_name}, which the lessons need. "
            f"Rename it, for example to my_{_file.name}, then restart the kernel."
        )
