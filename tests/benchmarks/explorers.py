"""Measure how fast every explorer follows the hand, beside `ipywidgets.interact` with `plt.show`.

python tests/benchmarks/explorers.py               about four minutes; prints a table in Markdown
python tests/benchmarks/explorers.py --quick       a first look, in about one minute

All in one JupyterLab and one Chromium, in turns.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import nbformat
import numpy as np
from playwright.sync_api import Locator, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from lab import CHROMIUM, ROOT, launch, open_notebook, serve

from helpers import explorers

IMPORTS = """\
import sys

sys.path.insert(0, ".")
%matplotlib inline
import matplotlib.pyplot as plt
import numpy as np
from helpers import explorers
from ipywidgets import FloatSlider, interact

plt.plot([0, 1])
plt.show()  # the first figure of a kernel looks for fonts"""
INTERACT = """\
@interact(left=FloatSlider(value=-5, min=-5, max=5, step=0.5), right=FloatSlider(value=5, min=-5, max=5, step=0.5))
def show(left, right):
    x = np.linspace(left, right, 401)
    plt.plot(x, np.maximum(0, x))
    plt.plot([left, right], [max(0, left), max(0, right)], "o")
    plt.xlim(-5, 5)
    plt.ylim(-1, 5.2)
    plt.title(f"ReLU from {left:g} to {right:g}")
    plt.grid(True)
    plt.show()"""


@dataclass
class Contestant:
    """One way to make a slider, the cell that shows it and what was measured."""

    name: str
    code: str
    moves: list[tuple] = field(default_factory=list)  # ms from a key press to painted pixels, and to the next frame
    drags: list[dict] = field(default_factory=list)
    starts: list[tuple] = field(default_factory=list)  # ms from running the cell to its picture, and to its end
    weight: tuple = ()  # pages, and their KiB

    def middle(self, key: str) -> float:
        return statistics.median(drag[key] for drag in self.drags)


EXPLORERS = [name for name in vars(explorers) if name.startswith("explore_")]
ALL = [Contestant("`interact` + `plt.show`, a range", INTERACT)]
ALL += [Contestant(f"`{name}`", f"explorers.{name}()") for name in EXPLORERS]

# A task that is posted in an animation frame runs when the page has painted that frame; the next
# animation frame begins when the screen shows it, up to 17 ms later. Both are measured.
WATCH = """
// Before all others: explorer.js keeps the keys of its sliders.
addEventListener('keydown', event => watch.pressed?.(event.timeStamp), true);
window.watch = {
  // Of an explorer one page is looked at, the one that is turned to: to search 200 takes some ms by itself.
  pictures: cell => (cell.getElementsByClassName('explorer-book').length
    ? [...cell.getElementsByClassName('explorer-seen')].map(page => page.lastElementChild)
    : [...cell.querySelectorAll('.jp-OutputArea img:not([hidden])')])
    .filter(image => image?.checkVisibility({visibilityProperty: true})),
  shown: cell => watch.pictures(cell).filter(image => image.nodeName === 'svg' || image.naturalWidth).at(-1),
  content: image => image.src ?? image.getAttribute('aria-label'),
  frame: () => new Promise(requestAnimationFrame),
  painted: () => new Promise(resolve => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(null);
  })),

  // Milliseconds from the next key press to the pixels of a picture that was not there before.
  async move(cell) {
    const before = watch.content(watch.shown(cell));
    const start = await new Promise(resolve => { watch.pressed = resolve; });
    await watch.changed(cell, image => watch.content(image) !== before);
    await watch.painted();
    const painted = performance.now() - start;
    await watch.frame();
    return [painted, performance.now() - start];
  },

  // Run a cell; milliseconds to the pixels of its new picture.
  async start(cell) {
    const before = new Set(cell.querySelectorAll('svg, img'));
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
    const start = performance.now(), tops = [], range = cell.querySelector('.explorer [type=range]');
    let changes = 0, blanks = 0, frames = 0, last = watch.content(watch.shown(cell));
    for (let share = 0; share < 1; share = (performance.now() - start) / 1000) {
      await watch.frame();
      frames += 1;
      const place = {clientX: x + (end - x) * share, clientY: y, buttons: 1, bubbles: true};
      if (range) {  // a browser moves it for a real mouse only
        range.value = range.max * share;
        range.dispatchEvent(new Event('input', {bubbles: true}));
      } else document.documentElement.dispatchEvent(new MouseEvent('mousemove', place));
      tops.push(next.getBoundingClientRect().top);
      const image = watch.shown(cell);
      if (!image) blanks += 1;
      else if (watch.content(image) !== last) { changes += 1; last = watch.content(image); }
    }
    return {changes, blanks, frames, jump: Math.max(...tops) - Math.min(...tops)};
  },
};
"""


def notebook() -> nbformat.NotebookNode:
    """Return a notebook with one cell for each contestant, and a text below each that could jump."""
    cells = [nbformat.v4.new_code_cell(IMPORTS)]
    for contestant in ALL:
        cells.append(nbformat.v4.new_code_cell(contestant.code))
        cells.append(nbformat.v4.new_markdown_cell("The next cell."))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def cell(page: Page, index: int) -> Locator:
    return page.locator(f".jp-Notebook .jp-Cell[data-windowed-list-index='{index}']")


def run(page: Page, index: int) -> list[float]:
    """Run a cell; return the milliseconds to its first picture and to its end."""
    box = cell(page, index)
    box.scroll_into_view_if_needed()
    box.locator(".jp-InputPrompt").click()
    return box.evaluate("cell => watch.start(cell)")


def press(page: Page, index: int, key: str) -> list[float]:
    """Press a key on the first handle; return the milliseconds to the painted pixels and to the next frame."""
    box = cell(page, index)
    box.get_by_role("slider").first.focus()
    page.evaluate("cell => { window.moved = watch.move(cell); }", box.element_handle())
    page.keyboard.press(key)
    return page.evaluate("() => window.moved")


def drag(page: Page, index: int) -> dict:
    """Drag the first handle over its whole track in one second; return what was seen."""
    box, below = cell(page, index), cell(page, index + 1)
    handle = box.get_by_role("slider").first
    handle.press("Home")
    page.wait_for_timeout(500)
    track = box.locator("[type=range], .noUi-base").first.bounding_box()
    spot = box.locator("[type=range], .noUi-handle").first.bounding_box()
    x, y = spot["x"] + min(10, spot["width"] / 2), spot["y"] + spot["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    place = [box.element_handle(), below.element_handle(), x, track["x"] + track["width"], y]
    seen = page.evaluate("all => watch.drag(...all)", place)
    page.mouse.up()
    handle.press("Home")
    return seen


def in_turns(page: Page, moves: int, drags: int, starts: int) -> None:
    """Run, press and drag, always one contestant after the other."""
    cells = [(1 + 2 * i, contestant) for i, contestant in enumerate(ALL)]
    for turn in range(starts + 1):
        for i, contestant in cells:
            first, end = run(page, i)
            if turn:  # the first run of a kernel imports and looks for fonts
                contestant.starts.append((first, end))
    for i, contestant in cells[1:]:
        contestant.weight = (
            cell(page, i)
            .locator(".explorer-book")
            .evaluate("book => [book.querySelectorAll('p').length, new Blob([book.innerHTML]).size / 1024]")
        )
    for turn in range(moves // 10):
        for i, contestant in cells:
            cell(page, i).scroll_into_view_if_needed()
            cell(page, i).get_by_role("slider").first.press("Home")
            page.wait_for_timeout(500)
            for k in range(10):
                contestant.moves.append(press(page, i, "ArrowLeft" if k % 4 > 1 else "ArrowRight"))
                page.wait_for_timeout(100 + 7 * k)  # at any time of a frame, with the kernel idle
        print(f"{10 * (turn + 1)} of {moves} moves", file=sys.stderr)
    for _ in range(drags):
        for i, contestant in cells:
            cell(page, i).scroll_into_view_if_needed()
            contestant.drags.append(drag(page, i))
            page.wait_for_timeout(1500)  # interact draws what has piled up


def p95(values: list[float]) -> float:
    return float(np.percentile(values, 95))


def table() -> str:
    """Return what the browser showed."""
    lines = [
        "| | pages | KiB | key to painted pixels, median / p95 | ratio | to the next frame of the screen | ratio "
        "| pictures in a drag of 1 s | frames without a picture | jump of the next cell "
        "| first picture / cell complete, median (slowest) |",
        "|---" * 11 + "|",
    ]
    base = list(zip(*ALL[0].moves, strict=True))
    for one in ALL:
        first, end = zip(*one.starts, strict=True)
        painted, shown = (
            f"{statistics.median(own):.1f} / {p95(own):.0f} ms | {statistics.median(ours) / statistics.median(own):.1f}"
            for own, ours in zip(zip(*one.moves, strict=True), base, strict=True)
        )
        pages, size = one.weight or (0, 0)
        lines.append(
            f"| {one.name} | {pages} | {size:.0f} | {painted} | {shown} | {one.middle('changes'):.0f} "
            f"| {sum(drag['blanks'] for drag in one.drags)} of {sum(drag['frames'] for drag in one.drags)} "
            f"| {max(drag['jump'] for drag in one.drags):.0f} px | {seconds(first)} / {seconds(end)} |"
        )
    return "\n".join(lines)


def seconds(values: list[float]) -> str:
    return f"{statistics.median(values) / 1000:.2f} ({max(values) / 1000:.2f}) s"


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
            print(f"{table()}\n\n{machine(browser.version)}, {moves} moves each.")
            browser.close()


if __name__ == "__main__":
    main()
