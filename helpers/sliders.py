"""Controls and the two kinds of explorers: flipbooks (all pictures drawn first) and live ones."""

from __future__ import annotations

import base64
import html
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ipywidgets as widgets
import matplotlib as mpl
import numpy as np
import traitlets

from helpers.core.student import Problem, number
from helpers.figures import Sketch, as_image, shown_height, text_size

CELL_PATIENCE = 5.0  # seconds, for a class that waits for a cell: after that no further page is drawn

# ipywidgets gives the handle of a slider no accessible name, and a SelectionSlider tells a screen
# reader the position of a value, not the value. This puts both right in the browser: the handle
# gets the slider's label, and as its value the sentence that is seen.
_NAME_HANDLES = """
(function start(mark, tries) {
  const box = mark.closest('.relu-explorer');
  const sliders = box ? [...box.querySelectorAll('.widget-slider')] : [];
  if (!sliders.length && tries) return requestAnimationFrame(() => start(mark, tries - 1));
  if (!box) return;
  const turns = box.querySelectorAll('.relu-turn');
  const tell = () => {
    let page = box;
    turns.forEach((turn, depth) => { page = page?.querySelectorAll('.relu-page-' + depth)[turn.style.order]; });
    if (!page) return;
    const sentence = page.querySelector('.relu-frame').textContent;
    for (const slider of sliders) {
      const handles = slider.querySelectorAll('[role=slider]');
      handles.forEach((handle, i) => {
        const end = handles.length > 1 ? [', left end', ', right end'][i] : '';
        handle.ariaLabel = slider.querySelector('label').textContent + end;
        if (!end) handle.setAttribute('aria-valuetext', sentence);
      });
    }
  };
  const turned = new MutationObserver(tell);
  turns.forEach(turn => turned.observe(turn, {attributeFilter: ['style']}));
  tell();
})(this, 100)
"""
_NO_PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="  # one clear pixel
_NAMED = (
    f'<img src="{_NO_PICTURE}" alt="" style="position: absolute; width: 0; height: 0" '
    f'onload="{html.escape(" ".join(_NAME_HANDLES.split()))}">'
)


@dataclass(frozen=True)
class Frame:
    """A sentence with its picture; a problem, or an explorer in words, has no picture."""

    sentence: str
    width: int
    height: int
    png: bytes | None = None
    problem: bool = False

    def html(self) -> str:
        """Return the HTML, of the same height with and without a picture, so that no page jumps."""
        text = html.escape(self.sentence)
        if self.png is not None:
            seen = as_image(self.png, self.width, self.height, self.sentence) + _sentence(text)
        else:
            role, edge, ground = ("alert", "#B00020", "#FFF4F4") if self.problem else ("status", "#0072B2", "#F4F9FF")
            seen = (
                f'<div role="{role}" style="box-sizing: border-box; width: {self.width}px; max-width: 100%; '
                f"min-height: {shown_height(self.height)}; padding: 1.5em; border: 3px solid {edge}; "
                f'background: {ground}; color: #1A1A1A; line-height: 1.5; font-size: {text_size()}">{text}</div>'
                f"{_sentence('') if self.problem else ''}"
            )
        return f'<div class="relu-frame">{seen}</div>'


def _sentence(text: str) -> str:
    # The picture's alt text says the same, so a screen reader skips this copy.
    return (
        f'<p aria-hidden="true" style="margin: 0.3em 0; min-height: 4.5em; line-height: 1.5; '
        f'font-size: {text_size()}">{text}</p>'
    )


# ipywidgets sends each change back to the browser that made it; one browser needs no such echo.
_QUIET = {"sync": True, "echo_update": False}


class _Slider(widgets.SelectionSlider):
    index = traitlets.Int(None, allow_none=True).tag(**_QUIET)


class _Menu(widgets.Dropdown):
    index = traitlets.Int(None, allow_none=True).tag(**_QUIET)


class _RangeSlider(widgets.FloatRangeSlider):
    value = traitlets.Tuple(traitlets.CFloat(), traitlets.CFloat()).tag(**_QUIET)


class _Turn(widgets.Layout):
    """A layout whose CSS property `order` is the number of the page that is seen."""

    order = traitlets.Int(0).tag(**_QUIET)  # in Layout a text, but a slider's index is a number


class NumberControl(widgets.HBox):
    """A slider over a list of numbers, and a menu with the same numbers to choose one exactly.

    Both are linked in the browser, so they also move with the kernel stopped. Typing the first
    digits of a number selects it in the menu.

    Parameters
    ----------
    label : str
        What the number is; the accessible name of both.
    values : sequence of float
        In the order of the slider.
    start : float
        One of `values`.
    """

    value = traitlets.Float()

    def __init__(self, label: str, values: Sequence[float], start: float):
        self.label, self.values = label, [float(value) for value in values]
        index = self.values.index(start)
        options = [(number(value), value) for value in self.values]
        style = {"description_width": "max-content"}
        self.slider = _Slider(
            options=options, index=index, description=label, readout=False, style=style, layout={"flex": "1 1 auto"}
        )
        self.menu = _Menu(
            options=options,
            index=index,
            description=label,
            style=style,
            layout={"width": "max-content", "margin": "2px 2px 2px 16px"},
        )
        self._link = widgets.jslink((self.slider, "index"), (self.menu, "index"))
        super().__init__([self.slider, self.menu], value=self.values[index])
        traitlets.dlink((self.slider, "value"), (self, "value"))

    def __str__(self) -> str:
        low, high = number(min(self.values)), number(max(self.values))
        return f"{self.label}, from {low} to {high} ({len(self.values)} values)"


class ChoiceControl(widgets.HBox):
    """A menu of texts.

    Parameters
    ----------
    label : str
        What is chosen; the accessible name.
    values : sequence of str
        The first one is chosen at the start.
    """

    value = traitlets.Unicode()

    def __init__(self, label: str, values: Sequence[str]):
        self.label, self.values = label, list(values)
        style = {"description_width": "max-content"}
        self.slider = _Menu(options=self.values, description=label, style=style)
        self.slider.layout.width = "max-content"
        super().__init__([self.slider], value=self.values[0])
        traitlets.dlink((self.slider, "value"), (self, "value"))

    def __str__(self) -> str:
        return f"{self.label}, one of {len(self.values)}"


class RangeControl(widgets.HBox):
    """A slider with two ends, and a box for each end in which a number can be typed.

    Parameters
    ----------
    label : str
        What the range is; the accessible name of the slider.
    start : tuple of float
        The left and the right end.
    limit : float
        The slider goes from -limit to limit; the boxes take any number.
    """

    value = traitlets.Tuple()

    def __init__(self, label: str, start: tuple[float, float], limit: float = 10.0):
        self.label, self.limit = label, limit
        style = {"description_width": "max-content"}
        self.slider = _RangeSlider(
            value=start, min=-limit, max=limit, step=0.25, description=label, readout=False, style=style
        )
        self.slider.layout.flex = "1 1 auto"
        layout = {"width": "155px", "margin": "2px 2px 2px 14px"}  # the right handle must not touch the label
        self.left, self.right = (
            widgets.FloatText(value=end, step=0.25, description=name, style=style, layout=layout)
            for name, end in zip(("left end", "right end"), start, strict=True)
        )
        super().__init__([self.slider, self.left, self.right], value=tuple(start))
        self._following = False
        self.slider.observe(lambda change: self._moved(), "value")
        for box in (self.left, self.right):
            box.observe(lambda change: self._follow((self.left.value, self.right.value)), "value")

    def _moved(self) -> None:
        """Take what the slider says, but of an end that did not move, what was typed."""
        typed = sorted((self.left.value, self.right.value))
        shown = self._shown(typed)
        if self.slider.value != shown:
            ends = zip(self.slider.value, shown, typed, strict=True)
            self._follow(tuple(old if new == at else new for new, at, old in ends))

    def _shown(self, value: Sequence[float]) -> tuple[float, ...]:
        """Return where the handles stand for `value`: in order, on the slider and on its steps."""
        on_slider = np.clip(np.sort(value), -self.limit, self.limit)
        return tuple((np.round(on_slider / self.slider.step) * self.slider.step).tolist())

    def _follow(self, value: tuple[float, float]) -> None:
        """Take `value` from the slider or the boxes, and let the others show it."""
        if self._following:
            return
        self._following = True
        try:
            self.value = value
            self.left.value, self.right.value = value
            self._put(self._shown(value))
        finally:
            self._following = False

    def _put(self, shown: tuple[float, ...]) -> None:
        """Put the handles without an answer from the browser.

        A slider that updates continuously says where its handles are, also after the kernel has put
        them there. Said too late, that would take back the number that was typed next.
        """
        if self.slider.value != shown:
            with self.slider.hold_sync():
                self.slider.continuous_update = False
                self.slider.value = shown
            self.slider.continuous_update = True

    def __str__(self) -> str:
        return f"{self.label}, two ends from {number(-self.limit)} to {number(self.limit)}"


class Explorer(widgets.VBox):
    """Controls above a picture with its sentence; see `Flipbook` and `Live`.

    Parameters
    ----------
    title : str
        What the explorer shows, for who reads it as text.
    controls : sequence of NumberControl, ChoiceControl or RangeControl
    sketch : Sketch or None
        What `draw` draws on; None for a flipbook in words.
    draw : callable
        Takes the controls' values, moves the artists of `sketch` and returns the sentence that
        says what is seen. It may raise a Problem, whose sentence is then shown instead.
    """

    def __init__(self, title: str, controls: Sequence, sketch: Sketch | None, draw: Callable[..., str]):
        self.title, self.controls, self.sketch, self.draw = title, list(controls), sketch, draw
        dpi = mpl.rcParams["figure.dpi"]
        self.size = (sketch.width, sketch.height) if sketch else (round(6.4 * dpi), round(1.3 * dpi))
        self._deadline = time.monotonic() + CELL_PATIENCE
        self.first = self.show(*(control.value for control in self.controls))
        layout = {"max_width": f"{self.size[0] + 20}px"}
        super().__init__([*self.controls, self.picture()], layout=layout)
        self.add_class("relu-explorer")

    def picture(self) -> widgets.Widget:
        """Return the widget below the controls."""
        raise NotImplementedError

    def show(self, *values: float) -> Frame:
        """Draw the picture for `values`; whatever goes wrong becomes a sentence in its place."""
        try:
            with np.errstate(all="ignore"):  # the outputs of a student's function may be nan and infinity
                sentence = self.draw(*values)
            png = self.sketch.png() if self.sketch else None
            return Frame(sentence, *self.size, png)
        except Problem as problem:
            sentence = str(problem)
        except Exception as error:  # an error in a callback is invisible: a slider just looks dead
            sentence = f"This picture cannot be drawn ({type(error).__name__}: {error}). Move the slider on."
        return Frame(sentence, *self.size, problem=True)

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        """Add the first picture and its sentence, for GitHub, for nbval and for who has not run it."""
        data = super()._repr_mimebundle_(**kwargs)
        controls = "; ".join(map(str, self.controls))
        data["text/plain"] = f"{self.title}. {self.first.sentence} Controls: {controls}."
        if self.first.png is None:
            return data, {}
        data["image/png"] = base64.b64encode(self.first.png).decode()
        return data, {"image/png": dict(zip(("width", "height"), self.size, strict=True))}


class Flipbook(Explorer):
    """An explorer of one or two numbers: every picture is drawn first, and the browser turns the pages.

    A move needs no kernel and takes one frame of the screen. What drew the pictures is not kept.
    """

    def __init__(self, *args):
        super().__init__(*args)
        self.sketch = self.draw = None  # they hold some 10 MB

    def picture(self) -> widgets.Widget:
        """Draw all pages into one widget, and link the slider of each control to what shows its pages."""
        turns = [_Turn(order=control.slider.index, margin="0", overflow="visible") for control in self.controls]
        self._links = [
            widgets.jslink((control.slider, "index"), (turn, "order"))
            for control, turn in zip(self.controls, turns, strict=True)
        ]
        rules = "".join(_turning(depth, len(control.values)) for depth, control in enumerate(self.controls))
        book = widgets.HTML(f"<style>{rules}</style>{self._pages(())}{_NAMED}", layout=turns[-1])
        book.add_class("relu-turn").add_class(f"relu-turn-{len(turns) - 1}")
        for depth in reversed(range(len(turns) - 1)):
            book = widgets.Box([book], layout=turns[depth])
            book.add_class("relu-turn").add_class(f"relu-turn-{depth}")
        return book

    def _pages(self, values: tuple) -> str:
        """Return the page for `values`; while some are open, the pages of the next control, on each other."""
        depth = len(values)
        if depth == len(self.controls):
            return self._page(values).html()
        pages = (self._pages((*values, value)) for value in self.controls[depth].values)
        inside = "".join(f'<div class="relu-page-{depth}">{page}</div>' for page in pages)
        return f'<div style="display: grid; grid-template-columns: minmax(0, 1fr)">{inside}</div>'

    def _page(self, values: tuple) -> Frame:
        if values == tuple(control.value for control in self.controls):
            return self.first
        if time.monotonic() < self._deadline:
            return self.show(*values)
        sentence = (
            f"Drawing all pictures took more than {CELL_PATIENCE:g} seconds, so this one was left out. "
            f"Make your function faster and run the cell again."
        )
        return Frame(sentence, *self.size, problem=True)


def _turning(depth: int, count: int) -> str:
    """Return the CSS that shows one of `count` pages, by the `order` that stands in the style of a _Turn.

    Pages are hidden, not taken away: the browser then has nothing to build, to load or to lay out
    when one is turned, and a screen reader reads only the one that is seen.
    """
    page = f".relu-page-{depth}"
    shown = ",".join(f'.relu-turn-{depth}[style*="order: {i};"] {page}:nth-child({i + 1})' for i in range(count))
    return f"{page} {{grid-area: 1 / 1; visibility: hidden}} {shown} {{visibility: inherit}}"


class Live(Explorer):
    """An explorer whose picture the kernel draws again after each move."""

    def picture(self) -> widgets.Widget:
        """Return the picture and watch the controls."""
        page = widgets.HTML(self.first.html() + _NAMED, layout={"margin": "0"})
        self.sketch.changed()  # the pixels of the still part, 4 MB or more, are kept from the first move on
        lock = threading.Lock()  # JupyterLab may run callbacks in a second thread

        def update(change: dict) -> None:
            with lock:
                page.value = self.show(*(control.value for control in self.controls)).html() + _NAMED

        for control in self.controls:
            control.observe(update, "value")
        return page
