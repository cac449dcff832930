"""Measure how fast the sliders follow the hand, beside `ipywidgets.interact` with `plt.show`.

python tests/benchmark_sliders.py               about three minutes; prints tables in Markdown
python tests/benchmark_sliders.py --quick       a first look, in less than one minute

In one JupyterLab and one Chromium, in turns, each on the same plot: ReLU on 401 inputs with a
point that moves (flipbook), and ReLU on a range whose end moves (live).
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import nbformat
import numpy as np
from lab import CHROMIUM, ROOT, launch, open_notebook, serve
from playwright.sync_api import Locator, Page, sync_playwright

sys.path.insert(0, str(ROOT))

from helpers.figures import RELU, Sketch, grid

IMPORTS = """\
import sys

sys.path.insert(0, ".")
%matplotlib inline
import matplotlib.pyplot as plt
import numpy as np
from helpers import explorers
from ipywidgets import FloatRangeSlider, FloatSlider, interact

plt.plot([0, 1])
plt.show()  # the first figure of a kernel looks for fonts"""
INTERACT_POINT = """\
@interact(point=FloatSlider(value=-1.5, min=-5, max=5, step=0.25))
def show(point):
    x = np.linspace(-5, 5, 401)
    plt.plot(x, np.maximum(0, x))
    plt.plot([point], [max(0, point)], "o")
    plt.title(f"max(0, {point:g}) = {max(0, point):g}")
    plt.grid(True)
    plt.show()"""
INTERACT_RANGE = """\
@interact(ends=FloatRangeSlider(value=(-5, 5), min=-10, max=10, step=0.25))
def show(ends):
    x = np.linspace(*ends, 401)
    plt.plot(x, np.maximum(0, x))
    plt.xlim(-10.5, 10.5)
    plt.ylim(-1.8, 10.6)
    plt.title(f"ReLU from {ends[0]:g} to {ends[1]:g}")
    plt.grid(True)
    plt.show()"""


@dataclass
class Contestant:
    """One way to make a slider, the cell that shows it and what was measured."""

    name: str
    code: str
    handle: int = 0  # which handle moves: of a range, the right one
    moves: list[tuple] = field(default_factory=list)  # ms from a key press to painted pixels, and to the next frame
    drags: list[dict] = field(default_factory=list)
    starts: list[tuple] = field(default_factory=list)  # ms from running the cell to its picture, and to its end

    def middle(self, key: str) -> float:
        return statistics.median(drag[key] for drag in self.drags)


PAIRS = [
    (
        Contestant("`interact`, a point", INTERACT_POINT),
        Contestant("**flipbook**, a point", "explorers.explore_point()"),
    ),
    (
        Contestant("`interact`, a range", INTERACT_RANGE, handle=1),
        Contestant("**live**, a range", "explorers.explore_range()", handle=1),
    ),
]

# A task that is posted in an animation frame runs when the page has painted that frame; the next
# animation frame begins when the screen shows it, up to 17 ms later. Both are measured.
WATCH = """
window.watch = {
  pictures: cell => [...cell.querySelectorAll('.jp-OutputArea img:not([alt=""])')]
    .filter(image => image.checkVisibility({visibilityProperty: true})),
  shown: cell => watch.pictures(cell).filter(image => image.complete && image.naturalWidth).at(-1),
  frame: () => new Promise(requestAnimationFrame),
  painted: () => new Promise(resolve => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(null);
  })),

  // Milliseconds from the next key press to the pixels of a picture that was not there before.
  async move(cell) {
    const before = watch.shown(cell).src;
    const start = await new Promise(resolve =>
      document.addEventListener('keydown', event => resolve(event.timeStamp), {capture: true, once: true}));
    await watch.changed(cell, image => image.src !== before);
    await watch.painted();
    const painted = performance.now() - start;
    await watch.frame();
    return [painted, performance.now() - start];
  },

  // Run a cell; milliseconds to the pixels of its new picture.
  async start(cell) {
    const before = new Set(watch.pictures(cell));
    const start = performance.now();
    const ended = window.jupyterapp.commands.execute('notebook:run-cell');
    await watch.changed(cell, image => !before.has(image));
    await watch.painted();
    const first = performance.now() - start;
    await ended;
    return [first, performance.now() - start];
  },

  async changed(cell, isNew) {
    let tell;
    const observer = new MutationObserver(() => tell());
    observer.observe(cell, {subtree: true, childList: true, attributes: true});
    const loaded = () => tell();
    cell.addEventListener('load', loaded, true);
    try {
      for (;;) {
        const happened = new Promise(resolve => { tell = resolve; });
        const image = watch.shown(cell);
        if (image && isNew(image)) return;
        await happened;
      }
    } finally {
      observer.disconnect();
      cell.removeEventListener('load', loaded, true);
    }
  },

  // Move the mouse from x to end in one second, at each animation frame, as a hand does, and look at each.
  // Playwright would wait for an answer to each move, and so move it 14 times.
  async drag(cell, next, x, end, y) {
    const start = performance.now(), tops = [];
    let changes = 0, blanks = 0, frames = 0, last = watch.shown(cell).src;
    for (let share = 0; share < 1; share = (performance.now() - start) / 1000) {
      await watch.frame();
      frames += 1;
      const place = {clientX: x + (end - x) * share, clientY: y, buttons: 1, bubbles: true};
      document.documentElement.dispatchEvent(new MouseEvent('mousemove', place));
      tops.push(next.getBoundingClientRect().top);
      const image = watch.shown(cell);
      if (!image) blanks += 1;
      else if (image.src !== last) { changes += 1; last = image.src; }
    }
    return {changes, blanks, frames, jump: Math.max(...tops) - Math.min(...tops)};
  },
};
"""


def notebook() -> nbformat.NotebookNode:
    """Return a notebook with one cell for each contestant, and a text below each that could jump."""
    cells = [nbformat.v4.new_code_cell(IMPORTS)]
    for contestant in everyone():
        cells.append(nbformat.v4.new_code_cell(contestant.code))
        cells.append(nbformat.v4.new_markdown_cell("The next cell."))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def everyone() -> list[Contestant]:
    return [contestant for pair in PAIRS for contestant in pair]


def cell(page: Page, index: int) -> Locator:
    return page.locator(f".jp-Notebook .jp-Cell[data-windowed-list-index='{index}']")


def run(page: Page, index: int) -> list[float]:
    """Run a cell; return the milliseconds to its first picture and to its end."""
    box = cell(page, index)
    box.scroll_into_view_if_needed()
    box.locator(".jp-InputPrompt").click()
    return box.evaluate("cell => watch.start(cell)")


def press(page: Page, index: int, contestant: Contestant, key: str) -> list[float]:
    """Press a key on the handle; return the milliseconds to the painted pixels and to the next frame."""
    box = cell(page, index)
    box.get_by_role("slider").nth(contestant.handle).focus()
    page.evaluate("cell => { window.moved = watch.move(cell); }", box.element_handle())
    page.keyboard.press(key)
    return page.evaluate("() => window.moved")


def drag(page: Page, index: int, contestant: Contestant) -> dict:
    """Drag the handle over 40 values in one second; return what was seen."""
    box, below = cell(page, index), cell(page, index + 1)
    handle = box.get_by_role("slider").nth(contestant.handle)
    handle.press("End" if contestant.handle else "Home")
    page.wait_for_timeout(500)
    track = box.locator(".noUi-base").bounding_box()
    end = track["x"] + track["width"] * (0.5 if contestant.handle else 1)
    spot = handle.bounding_box()
    x, y = spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    seen = page.evaluate("all => watch.drag(...all)", [box.element_handle(), below.element_handle(), x, end, y])
    page.mouse.up()
    return seen


def in_turns(page: Page, moves: int, drags: int, starts: int) -> None:
    """Run, press and drag, always one contestant after the other."""
    cells = list(enumerate(everyone()))
    for turn in range(starts + 1):
        for i, contestant in cells:
            first, end = run(page, 1 + 2 * i)
            if turn:  # the first run of a kernel imports and looks for fonts
                contestant.starts.append((first, end))
    for turn in range(moves // 10):
        for i, contestant in cells:
            cell(page, 1 + 2 * i).scroll_into_view_if_needed()
            for k in range(10):
                contestant.moves.append(press(page, 1 + 2 * i, contestant, "ArrowLeft" if k % 4 > 1 else "ArrowRight"))
                page.wait_for_timeout(100 + 7 * k)  # at any time of a frame, with the kernel idle
        print(f"{10 * (turn + 1)} of {moves} moves", file=sys.stderr)
    for _ in range(drags):
        for i, contestant in cells:
            cell(page, 1 + 2 * i).scroll_into_view_if_needed()
            contestant.drags.append(drag(page, 1 + 2 * i, contestant))
            page.wait_for_timeout(1500)  # interact draws what has piled up


def p95(values: list[float]) -> float:
    return float(np.percentile(values, 95))


def table() -> str:
    """Return what the browser showed."""
    lines = [
        "| one slider, one ReLU plot, 401 inputs | key to painted pixels, median / p95 | ratio "
        "| key to the next frame of the screen | ratio | frames in a 1 s drag | ratio "
        "| frames without a picture | jump of the next cell "
        "| first picture / cell complete, median (slowest) |",
        "|---" * 10 + "|",
    ]
    for pair in PAIRS:
        for contestant in pair:
            base = pair[0]
            first, end = zip(*contestant.starts, strict=True)
            painted, shown = (
                f"{statistics.median(own):.0f} / {p95(own):.0f} ms "
                f"| {statistics.median(other) / statistics.median(own):.1f}x"
                for own, other in zip(zip(*contestant.moves, strict=True), zip(*base.moves, strict=True), strict=True)
            )
            lines.append(
                f"| {contestant.name} | {painted} | {shown} "
                f"| {contestant.middle('changes'):.0f} "
                f"| {contestant.middle('changes') / base.middle('changes'):.1f}x "
                f"| {sum(drag['blanks'] for drag in contestant.drags)} of "
                f"{sum(drag['frames'] for drag in contestant.drags)} "
                f"| {max(drag['jump'] for drag in contestant.drags):.0f} px "
                f"| {seconds(first)} / {seconds(end)} |"
            )
    return "\n".join(lines)


def seconds(values: list[float]) -> str:
    return f"{statistics.median(values) / 1000:.2f} ({max(values) / 1000:.2f}) s"


def kernel_table(repeats: int) -> str:
    """Return what one move of a live figure costs the kernel: a function of n inputs drawn, and its PNG."""
    lines = ["| inputs of a live figure | kernel, median / p95 |", "|---|---|"]
    for points in (100, 401, 10_000, 1_000_000):
        sketch = Sketch()
        line = sketch.line(sketch.axes((0.1, 0.14, 0.87, 0.76), (-10.5, 10.5), (-1.8, 10.6), ("x", "")), **RELU)
        times = []
        for k in range(repeats + 1):
            x = grid(-10, 10 - 0.25 * (k % 40), points)
            y = np.maximum(x, 0)
            start = time.perf_counter()
            line.set_data(x, y)
            sketch.png()
            times.append(1000 * (time.perf_counter() - start))
        times = times[1:]  # the first one draws the axes too
        lines.append(f"| {points} | {statistics.median(times):.1f} / {p95(times):.1f} ms |")
    return "\n".join(lines)


def machine(browser: str) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "matplotlib", "ipywidgets", "jupyterlab"))
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {platform.python_version()}, "
        f"{packages}, Chromium {browser}"
    )


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moves", type=int, default=60, help="key presses for each slider (default 60)")
    parser.add_argument("--quick", action="store_true", help="10 moves, one drag, one start")
    options = parser.parse_args()
    if CHROMIUM is None:
        sys.exit("No Chromium found: install it, for example with 'apt install chromium', to run the benchmark.")
    moves, repeats = (10, 1) if options.quick else (max(10, options.moves), 5)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shutil.copytree(ROOT / "helpers", Path(folder, "helpers"), ignore=shutil.ignore_patterns("__pycache__"))
        nbformat.write(notebook(), Path(folder, "sliders.ipynb"))
        with serve(Path(folder)) as address:
            browser = launch(playwright)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(30_000)
            page.add_init_script(WATCH)
            open_notebook(page, address, "sliders.ipynb")
            page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.ready")
            run(page, 0)
            in_turns(page, moves, repeats, repeats)
            print(f"{table()}\n\n{kernel_table(10 * repeats)}\n\n{machine(browser.version)}, {moves} moves each.")
            browser.close()


if __name__ == "__main__":
    main()
