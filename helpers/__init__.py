"""The plumbing of the ReLU lessons. A student can read it all; `activations.py` is read in class."""

from importlib.util import find_spec

_MISSING = [name for name in ("numpy", "matplotlib", "PIL", "ipywidgets", "IPython") if find_spec(name) is None]


class MissingPackages(ImportError):
    """A package that the lessons need is not installed."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]  # IPython then shows this sentence alone


if _MISSING:
    raise MissingPackages(
        f"The lessons need {' and '.join(_MISSING)}. Run this in a cell, then restart the kernel: "
        f"%pip install numpy matplotlib ipywidgets"
    )
