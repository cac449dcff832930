"""Runs first in each kernel that makes a page: widgets then show themselves as HTML with plain inputs too."""

from ipywidgets import DOMWidget


def plain(widget: DOMWidget) -> str:
    """Return what stands for `widget` on a page without a kernel."""
    if hasattr(widget, "plain"):
        return widget.plain()
    return "".join(map(plain, widget.children)) if hasattr(widget, "children") else widget.value


get_ipython().display_formatter.mimebundle_formatter.for_type(  # noqa: F821
    DOMWidget, lambda widget, **_: {"text/html": plain(widget)}
)
