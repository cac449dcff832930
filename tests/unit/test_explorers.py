"""Every explorer: each page over the whole domain of its sliders, in words and in points."""

import functools
import itertools
import re

import matplotlib as mpl
import matplotlib.style
import numpy as np
import pytest
from books import html_of, pages_of
from runner import NOTEBOOKS

from helpers import explorers

EXPLORERS = [name for name in vars(explorers) if name.startswith("explore_")]
LESSONS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(NOTEBOOKS.glob("0*.ipynb"))}
each_explorer = pytest.mark.parametrize("name", EXPLORERS)


@functools.cache
def made(name):
    return getattr(explorers, name)()


@functools.cache
def pages(name):
    return pages_of(made(name))


def numbers(text):
    return [float(found) for found in re.findall(r"-?\d+\.?\d*(?:e[-+]\d+)?", text)]


def on_wide(x, y):
    """Return where (x, y) lies: the axis goes from 62 to 462 points for -5 to 5, and y has the same scale."""
    return 262 + 40 * x, 218 - 40 * y


def test_point_reads_the_definition_at_every_input():
    for (x,), page in pages("explore_point").items():
        assert page.sentence.startswith(f"max(0, {x:g}) = {max(0, x):g}. ")
        signs = {"input is negative": x < 0, "input is 0": x == 0, "input is positive": x > 0}
        assert {words: words in page.sentence for words in signs} == signs
        assert page.dots() == [pytest.approx(on_wide(x, max(0, x)))]


def test_range_tells_and_draws_every_range_whichever_end_is_moved_past_the_other():
    for given, page in pages("explore_range").items():
        left, right = min(given), max(given)
        if left == right:
            assert page.sentence == f"relu for the one input {left:g}: the output is {max(0, left):g}."
            assert page.dots() == [pytest.approx(on_wide(left, max(0, left)))] * 2
            continue
        outputs = f"go from {max(0, left):g} to {max(0, right):g}." if right > 0 else "are all 0."
        assert f"from {left:g} to {right:g}: the outputs {outputs}" in page.sentence
        assert ("The line is flat." in page.sentence) == (right <= 0)
        assert ("straight line" in page.sentence) == (left >= 0)
        ends = [on_wide(left, max(0, left)), on_wide(right, max(0, right))]
        assert page.dots() == [pytest.approx(end) for end in ends]
        (line,) = page.lines()
        bends = [on_wide(0, 0)] if left < 0 < right else []
        assert line == pytest.approx(np.array([ends[0], *bends, ends[1]]))


def test_bends_come_closer_to_a_curve_and_each_part_is_a_relu():
    # Between two inputs w apart, a straight line that meets x * x at both is at most w**2 / 4 away from it.
    for (count,), page in pages("explore_bends").items():
        distance = (2 / count) ** 2 / 4
        assert page.sentence.endswith(f"The largest distance from the curve is {distance:.3g}.")
        assert re.search(r"\d+", page.sentence)[0] == f"{count:g}"
        total, *parts, bar = page.lines()
        # The sum and its parts are drawn from -1 to 2, 370 points wide; 4.7 is 128 points high.
        x, y = (total[:, 0] - 62) / 370 * 3 - 1, (142 - total[:, 1]) / 128 * 4.7 - 0.3
        corners = np.arange(count) * 2 / count
        assert x == pytest.approx(np.r_[-1, corners, 2], abs=1e-6)
        assert y == pytest.approx(np.r_[0, corners**2, 4], abs=1e-6)  # it meets the curve where it bends
        assert len(parts) == count
        assert [part[1, 0] for part in parts] == pytest.approx(62 + (corners + 1) / 3 * 370)
        assert np.ptp(bar[:, 1]) == pytest.approx(distance / 1.12 * 220, rel=1e-3)


def test_a_weight_tilts_the_line_and_a_bias_moves_the_corner():
    for (w, b), page in pages("explore_weight_and_bias").items():
        (line,) = page.lines()
        x, y = (line[:, 0] - 262) / 40, (218 - line[:, 1]) / 40
        seen = y <= 5.2
        assert y[seen] == pytest.approx(np.maximum(w * x + b, 0)[seen], abs=1e-4)
        assert w == 0 or f"the corner is at x = {-b / w + 0.0:.4g}" in page.sentence
        assert ("rises to the left" in page.sentence) == (w < 0)
    assert "the output is 2 for every input." in pages("explore_weight_and_bias")[0, 2].sentence


def test_the_table_of_lesson_2_judges_each_line_by_each_input():
    table = explorers.compare_ways()
    assert len(table.rows) <= 4 and len(table.head) <= 5
    judged = {row[0]: row[1:] for row in table.rows}
    assert judged["np.maximum(x, 0)"] == ["right"] * 4
    assert judged["max(0, x)"] == ["wrong: ValueError", "wrong: ValueError", "wrong: TypeError", "right"]
    assert judged["np.max(x, 0)"] == ["wrong: 3.0", "wrong: nan", "wrong: 3.0", "wrong: -2.0"]
    assert judged["np.where(x > 0, x, 0)"] == ["right", "wrong: [0. 0. 3.]", "wrong: TypeError", "right"]


def test_samples_say_and_show_where_the_corner_is_cut():
    for (left, right, n), page in pages("explore_samples").items():
        step = (right - left) / (n - 1)
        assert page.sentence.startswith(f"{n:g} points from {left:g} to {right:g}, step {step:.4g}.")
        # 0 is a point exactly if -left is a whole number of steps of (right - left) / (n - 1).
        at_zero = (-left * (n - 1)) % (right - left) == 0
        exact = np.any(np.linspace(left, right, int(n)) == 0)
        assert ("No point is at 0" in page.sentence) != at_zero
        assert ("so the corner is in the right place" in page.sentence) == exact
        assert ("misses 0 by a rounding error" in page.sentence) == (at_zero and not exact)
        # In the small panel, 140 points wide for three steps, the drawn corner lies as high above the exact
        # one as the middle of the line between the two points near 0: that is the share of a step.
        before = (-left) % step / step  # how far the last point below 0 is from it, in steps
        _, drawn, _ = page.lines()
        high = 296 - 152 - 0.4 * 140 / 3 - np.interp(166, *drawn.T)  # above the exact corner
        assert high == pytest.approx(before * (1 - before) * 140 / 3, abs=0.01)


def test_samples_are_joined_by_straight_lines_and_few_of_them_are_dots():
    for (left, right, n), page in pages("explore_samples").items():
        x, fine = np.linspace(left, right, int(n)), np.linspace(left, right, 501)
        *_, line = page.lines()
        height = np.interp(fine, x, np.maximum(x, 0))
        assert np.interp(on_wide(fine, 0)[0], *line.T) == pytest.approx(on_wide(0, height)[1], abs=1e-3)
        dots = [on_wide(place, max(0, place)) for place in x]
        assert n > 10 or page.dots()[-int(n) :] == [pytest.approx(dot, abs=1e-3) for dot in dots]


def test_zoom_shows_the_same_corner_and_a_flatter_square():
    for (zoom,), page in pages("explore_zoom").items():
        assert ("relu looks the same as at zoom 1" in page.sentence) == (zoom > 1)
        assert numbers(page.sentence)[-1] == pytest.approx(1 / zoom**2, rel=1e-3)
        assert page.svg.count(f">{1 / zoom:.4g}<") == 4  # whole, at both ends of both panels
        corner, square = page.lines()
        assert corner == pytest.approx(np.array([(54, 136), (154, 136), (254, 36)]), abs=0.01)
        assert 136 - square[0, 1] == pytest.approx(100 / zoom, abs=0.01)
    assert zoom == 1000


def test_a_line_through_the_corner_may_be_chosen_if_it_is_nowhere_above_relu():
    x = np.linspace(-3, 3, 601)
    for (slope,), page in pages("explore_lines").items():
        above = np.any(slope * x > np.maximum(x, 0) + 1e-9)
        assert page.sentence.endswith(f"{slope:g} {'may not' if above else 'may'} be chosen.")
        assert ("nowhere above" in page.sentence) != above
        assert len(page.lines()) == 1 + above  # the part above ReLU is drawn once more
    assert {(0.3,), (0.8,), (-0.1,)} <= pages("explore_lines").keys()


def test_secants_have_the_slopes_of_the_difference_quotient():
    for (x, h), page in pages("explore_secants").items():
        left, here, right = (max(0, value) for value in (x - h, x, x + h))
        expected = ((here - left) / h, (right - here) / h, (right - left) / (2 * h))
        assert numbers(page.sentence)[-3:] == pytest.approx(expected, rel=1e-3, abs=1e-9)
        drawn = [(line[0, 1] - line[1, 1]) / (line[1, 0] - line[0, 0]) for line in page.lines()]
        assert drawn == pytest.approx(expected, abs=1e-4)
        assert ("are equal" in page.sentence) == (abs(x) > h - 1e-9)
        reaches = "The step to the left reaches over" if x > 0 else "The step to the right reaches over"
        assert (reaches in page.sentence) == (0 < abs(x) < h - 1e-9)


def test_negative_slope_gives_the_values_of_the_definition():
    for (a,), page in pages("explore_negative_slope").items():
        _, _, output, *_ = numbers(page.sentence)
        assert output == pytest.approx(-a)
        assert f"The slope is {a:g} left of 0 and 1 right of 0." in page.sentence
        assert ("This is ReLU." in page.sentence) == (a == 0)
        assert ("no corner" in page.sentence) == (a == 1)


def test_neuron_is_dead_exactly_from_minus_one_down_and_revives_at_the_published_step():
    # The pre-activation at the largest input, 1, is 1 + b: at b = -1 it is 0, not positive. Steps to
    # the first positive pre-activation from b = -3, computed once in plain Python; with a = 0.001 it
    # takes 11602 steps, more than the explorer trains.
    steps = {0.01: 1139, 0.02: 558, 0.05: 211, 0.1: 97, 0.3: 25}
    for (b, a), page in pages("explore_neuron").items():
        assert ("dead" in page.sentence) == (a == 0 and b <= -1)
        assert ("not yet active after 5000 steps" in page.sentence) == (a == 0.001 and b < -1.5)
        assert ("from the start" in page.sentence) == (b > -1)
        if b == -3 and a in steps:
            assert f"becomes active at step {steps[a]}." in page.sentence


def test_a_neuron_that_has_learned_is_drawn_on_its_targets_with_their_corner():
    # Inputs from -1.05 to 1.05 lie between 62 and 462 points, outputs from -0.35 to 1.6 between 230 and 30.
    for b in (-0.99, -0.5, 0):
        (line,) = pages("explore_neuron")[b, 0].lines()
        x, y = (line[:, 0] - 62) / 400 * 2.1 - 1.05, (230 - line[:, 1]) / 200 * 1.95 - 0.35
        targets = np.linspace(-1, 1, 41)
        assert np.interp(targets, x, y) == pytest.approx(np.maximum(targets + 0.5, 0), abs=0.001)


# -- all explorers ----------------------------------------------------------------------------------------


@each_explorer
def test_each_page_is_small_differs_from_its_neighbours_and_has_its_sentence_as_its_name(name):
    found = list(pages(name).values())
    assert len(found) <= 500
    assert len(html_of(made(name)).encode()) <= 500 * 1024
    for before, page in itertools.pairwise(found):
        assert page != before
        assert page.svg and page.name == page.sentence


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_explorers_of_a_lesson_are_together_below_a_megabyte(lesson):
    shown = re.findall(r"explorers\.(explore_\w+)\(", LESSONS[lesson])
    assert sum(len(html_of(made(name)).encode()) for name in shown) <= 1000 * 1024


def test_each_explorer_stands_in_a_lesson():
    assert [name for name in EXPLORERS if f"explorers.{name}(" not in "".join(LESSONS.values())] == []


@each_explorer
def test_two_explorers_on_a_page_share_no_name_and_refer_only_to_their_own(name):
    ids = []
    for html in (html_of(made(name)), html_of(getattr(explorers, name)())):
        found = re.findall(r' id="([^"]+)"', html)
        assert len(set(found)) == len(found)
        assert set(re.findall(r'(?:url\(|href=")#(\w+)', html)) <= set(found)
        ids += found
    assert len(set(ids)) == len(ids)


@each_explorer
def test_what_a_student_does_to_the_style_changes_no_picture(name):
    plain = lambda html: re.sub(r"\b[mph][0-9a-f]{10}\b", "ID", html)  # noqa: E731
    wild = {"font.size": 6, "font.family": "serif", "lines.linewidth": 9, "svg.fonttype": "path"}
    with mpl.style.context("dark_background"), mpl.rc_context(wild):
        other = getattr(explorers, name)()
    assert plain(html_of(other)) == plain(html_of(made(name)))
    assert other._repr_png_() == made(name)._repr_png_()


@each_explorer
def test_text_is_text_in_a_list_of_fonts_and_large_and_lines_are_thick(name):
    html = html_of(made(name))
    fonts = re.findall(r"font-size: ([\d.]+)px; font-family: ([^;\"]*)", html)
    assert min(float(size) for size, _ in fonts) >= 12
    assert {families for _, families in fonts} == {"'DejaVu Sans', 'Verdana', sans-serif"}
    for page in pages(name).values():
        for width in re.findall(r"fill: none[^\"]*stroke-width: ([\d.]+)", page.svg):
            assert float(width) >= 2


@each_explorer
def test_before_a_run_there_is_a_picture_with_its_sentence_and_the_controls_are_told(name):
    png, metadata = made(name)._repr_png_()
    assert png.startswith("iVBORw0KGgo") and metadata["alt"] == made(name).first
    told = {
        "explore_point": "Controls: Input x, from -5 to 5 (41 values).",
        "explore_secants": "Controls: Point x, from -2 to 2 (41 values); Step h, from 0.01 to 1 (5 values).",
    }
    assert repr(made(name)).startswith(f"{made(name).title}. {made(name).first} Controls: ")
    assert told.get(name, "") in repr(made(name))
