"""Every explorer: each page over the whole domain of its sliders, in words and in points."""

import functools
import itertools
import re
import sys
import time
from html import unescape

import matplotlib as mpl
import matplotlib.style
import numpy as np
import pytest
from books import html_of, pages_of
from frontend import FrontEnd

from helpers import explorers
from helpers.activations import relu_slope
from helpers.core.note import Note

EXPLORERS = {
    "explore_bends": 7,
    "explore_lines": 21,
    "explore_point": 41,
    "explore_range": 21 * 21,
    "explore_samples": 5 * 5 * 7,
    "explore_weight_and_bias": 9 * 9,
    "explore_zoom": 10,
    "explore_secants": 41 * 5,
    "explore_negative_slope": 51,
    "explore_neuron": 49,
}
LESSONS = {
    1: ("bends", "point", "range", "weight_and_bias"),
    3: ("samples", "zoom", "range"),
    4: ("lines", "secants"),
    5: ("negative_slope", "neuron"),
}


@functools.cache
def made(name):
    return getattr(explorers, name)()


@functools.cache
def pages(name):
    return pages_of(made(name))


def numbers(text):
    return [float(found) for found in re.findall(r"-?\d+\.?\d*(?:e[-+]\d+)?", text)]


# -- what the sentences say -----------------------------------------------------------------------------------


def test_bends_come_closer_to_a_curve_and_each_part_is_a_relu():
    # Between two inputs w apart, a straight line that meets x * x at both is at most w**2 / 4 away from it.
    for (count,), page in pages("explore_bends").items():
        distance = (2 / count) ** 2 / 4
        assert page.sentence.endswith(f"The largest distance from the curve is {distance:.2g}.")
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


def test_point_reads_the_definition_at_every_input():
    found = pages("explore_point")
    for (x,), page in found.items():
        assert page.sentence.startswith(f"max(0, {x:g}) = {max(0, x):g}. ")
        assert ("negative" in page.sentence) == (x < 0)
    assert {(-5,), (0,), (5,)} <= found.keys()


def test_range_tells_the_outputs_of_every_range_and_refuses_one_that_is_none():
    for (left, right), page in pages("explore_range").items():
        if left >= right:
            ends = f"The left end ({left:g}) must be smaller than the right end ({right:g})."
            assert page.problem and page.sentence == f"{ends} Move one of the two ends."
            continue
        outputs = (
            f"the outputs go from {max(0, left):g} to {max(0, right):g}." if right > 0 else "the outputs are all 0."
        )
        assert f"from {left:g} to {right:g}: {outputs}" in page.sentence
        assert ("The line is flat." in page.sentence) == (right <= 0)
        assert ("straight line" in page.sentence) == (left >= 0)


def test_samples_say_where_the_corner_is_cut():
    for (left, right, n), page in pages("explore_samples").items():
        step = (right - left) / (n - 1)
        assert page.sentence.startswith(f"{n:g} points from {left:g} to {right:g}, step {step:.4g}.")
        # 0 is a point exactly if -left is a whole number of steps of (right - left) / (n - 1).
        at_zero = (-left * (n - 1)) % (right - left) == 0
        assert ("No point is at 0" in page.sentence) != at_zero
        exact = np.any(np.linspace(left, right, int(n)) == 0)
        assert ("so the corner is in the right place" in page.sentence) == exact
        assert ("misses 0 by a rounding error" in page.sentence) == (at_zero and not exact)


@pytest.mark.parametrize(
    ("x", "words"),
    [
        (np.linspace(-7.75, 7.75, 31), "One of the points misses 0 by a rounding error"),
        (np.linspace(-5, 5, 101), "One of the points is 0"),
        (np.array([-1.0, 1e-300, 1.0]), "One of the points misses 0 by a rounding error"),
        (np.array([-1.0, 1e-8, 1.0]), "No point is at 0: the nearest are -1 and 1e-08."),
        (np.array([-1.0, -0.0, 1.0]), "One of the points is 0"),
        (np.linspace(0, 5, 6), "0 is not between the two ends"),
        (np.linspace(-5, -1, 5), "0 is not between the two ends"),
    ],
)
def test_whether_a_point_is_at_0_is_decided_by_the_number(x, words):
    assert explorers.corner(x).startswith(words)


def test_zoom_shows_the_same_corner_and_a_flatter_square():
    for (zoom,), page in pages("explore_zoom").items():
        assert ("relu looks the same as at zoom 1" in page.sentence) == (zoom > 1)
        assert numbers(page.sentence)[-1] == pytest.approx(1 / zoom**2, rel=1e-3)
        assert [text.count(f">{1 / zoom:.4g}<") for text in (page.svg,)] == [4]  # whole, at both ends of both panels
    assert zoom == 1000


def test_a_line_through_the_corner_may_be_chosen_if_it_is_nowhere_above_relu():
    x = np.linspace(-3, 3, 601)
    for (slope,), page in pages("explore_lines").items():
        above = np.any(slope * x > np.maximum(x, 0) + 1e-9)
        assert page.sentence.endswith(f"{slope:g} {'may not' if above else 'may'} be chosen.")
        assert ("nowhere above" in page.sentence) != above
        assert len(page.lines()) == 1 + above  # the part above ReLU is drawn once more
    assert {(0.3,), (0.8,), (-0.1,)} <= pages("explore_lines").keys()


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


def test_secants_have_the_slopes_of_the_difference_quotient():
    for (x, h), page in pages("explore_secants").items():
        *_, backward, forward, central = numbers(page.sentence)
        left, here, right = (max(0, value) for value in (x - h, x, x + h))
        expected = ((here - left) / h, (right - here) / h, (right - left) / (2 * h))
        assert (backward, forward, central) == pytest.approx(expected, rel=1e-3, abs=1e-9)
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
        assert "not active after" not in page.sentence or (a == 0.001 and b < -1.5)
        assert ("from the start" in page.sentence) == (b > -1)
        if b == -3 and a in steps:
            assert f"becomes active at step {steps[a]}." in page.sentence
    assert "it moves, but is not yet active after 5000 steps." in pages("explore_neuron")[-3, 0.001].sentence


# -- what the pictures show -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "count"), EXPLORERS.items())
def test_each_page_is_small_differs_from_its_neighbours_and_has_its_sentence_as_its_name(name, count):
    found = list(pages(name).values())
    assert len(found) == count
    assert len(html_of(made(name)).encode()) <= 700 * 1024
    for before, page in itertools.pairwise(found):
        assert page != before
        assert page.problem or (page.svg and page.name == page.sentence)


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_explorers_of_a_lesson_are_together_below_a_megabyte(lesson):
    assert sum(len(html_of(made(f"explore_{name}")).encode()) for name in LESSONS[lesson]) <= 1000 * 1024


def test_the_point_and_the_ends_lie_where_the_sentence_says():
    # The axis goes from 62 to 462 points for -5 to 5, and up by as much for each 1: slope 1 is 45 degrees.
    for (x,), page in pages("explore_point").items():
        assert page.dots() == [pytest.approx((262 + 40 * x, 218 - 40 * max(0, x)))]
    for (left, right), page in pages("explore_range").items():
        ends = [(262 + 40 * x, 218 - 40 * max(0, x)) for x in (left, right)]
        assert page.problem or page.dots() == [pytest.approx(end) for end in ends]


def test_the_corner_is_exact_on_every_range():
    for (left, right), page in pages("explore_range").items():
        if not page.problem:
            (line,) = page.lines()
            corner = [(0, 0)] if left < 0 < right else []
            points = [(left, max(0, left)), *corner, (right, max(0, right))]
            assert line == pytest.approx(np.array([(262 + 40 * x, 218 - 40 * y) for x, y in points]))


def test_a_neuron_that_has_learned_is_drawn_on_its_targets_with_their_corner():
    # Inputs from -1.05 to 1.05 lie between 62 and 462 points, outputs from -0.35 to 1.6 between 230 and 30.
    for b in (-0.99, -0.5, 0):
        (line,) = pages("explore_neuron")[b, 0].lines()
        x, y = (line[:, 0] - 62) / 400 * 2.1 - 1.05, (230 - line[:, 1]) / 200 * 1.95 - 0.35
        targets = np.linspace(-1, 1, 41)
        assert np.interp(targets, x, y) == pytest.approx(np.maximum(targets + 0.5, 0), abs=0.001)


def test_the_cut_corner_is_seen_at_every_number_of_points():
    # In the small panel, 140 points wide for three steps, the drawn corner lies as high above the exact
    # one as the middle of the line between the two points near 0: that is the share of a step.
    for (left, right, n), page in pages("explore_samples").items():
        step = (right - left) / (n - 1)
        before = (-left) % step / step  # how far the last point below 0 is from it, in steps
        _, drawn, _ = page.lines()
        high = 296 - 152 - 0.4 * 140 / 3 - np.interp(166, *drawn.T)  # above the exact corner
        assert high == pytest.approx(before * (1 - before) * 140 / 3, abs=0.01)


def step_at_2(x):
    return np.where(x > 2, x, 0)


def tan(x):
    return np.tanh(50 * x)


@pytest.mark.parametrize("function", [relu_slope, step_at_2, lambda x: relu_slope(x, 0.5)])
def test_no_line_joins_the_two_sides_of_a_jump(function):
    for values, page in pages_of(explorers.explore_range(function)).items():
        for line in page.lines():
            rises = np.diff(line, axis=0)
            flat = np.isclose(rises[:, 1], 0)
            as_steep_as_relu = np.isclose(-rises[:, 1], rises[:, 0])
            assert np.all(flat | as_steep_as_relu), f"a ramp at {values}"
        inside = values[0] <= (2 if function is step_at_2 else 0) <= values[1]
        assert page.problem or ("It jumps at" in page.sentence) == inside


def test_a_jump_has_open_dots_on_both_sides_and_a_filled_one():
    page = pages_of(explorers.explore_range(lambda x: relu_slope(x, 0.5)))[-5, 5]
    assert sorted(page.dots()) == [(62, 218), (262, 178), (262, 198), (262, 218), (462, 178)]
    assert page.svg.count("fill: #ffffff") == 2
    # From the place itself on, only what lies inside the range is drawn.
    assert (262, 218) in (page := pages_of(explorers.explore_range(relu_slope))[0, 5]).dots()
    assert page.svg.count("fill: #ffffff") == 1


@pytest.mark.parametrize("place", [1 / 3, 2 / 3, -1 / 3])
def test_no_ramp_is_drawn_at_a_jump_that_a_point_hits(place):
    for page in pages_of(explorers.explore_range(lambda x: np.where(x > place, 1.0, 0.0))).values():
        assert all(np.allclose(line[:, 1], line[0, 1]) for line in page.lines())


@pytest.mark.parametrize(
    "function",
    [
        lambda x: np.asarray(x, float) ** 10 * 1e300,
        lambda x: np.exp(300 * x),
        lambda x: np.log(x),
        lambda x: 1 / x,
        lambda x: np.full_like(x, np.nan),
        lambda x: np.round(np.maximum(x, 0), 1),
        np.floor,
    ],
)
def test_an_odd_function_is_told_in_a_sentence_and_in_a_small_picture(function, recwarn):
    explorer = explorers.explore_range(function)
    assert len(html_of(explorer).encode()) < 1500 * 1024
    for page in pages_of(explorer).values():
        assert len(page.sentence) < 300
        assert "cannot be drawn" not in page.sentence
        assert "slope nan" not in page.sentence
    assert [str(warning.message) for warning in recwarn] == []


def test_a_steep_function_that_does_not_jump_stays_one_line():
    assert all("jumps" not in page.sentence for page in pages_of(explorers.explore_range(tan)).values())


def test_an_output_below_the_usual_axis_is_in_the_picture():
    page = pages_of(explorers.explore_range(lambda x: x))[-5, 5]
    assert all(0 < y < 472 for _, y in page.dots())
    assert page.dots()[0][1] > 400


@pytest.mark.parametrize("name", EXPLORERS)
def test_two_explorers_on_a_page_share_no_name_and_refer_only_to_their_own(name):
    ids = []
    for html in (html_of(made(name)), html_of(getattr(explorers, name)())):
        ids.append(set(re.findall(r' id="([^"]+)"', html)))
        assert set(re.findall(r'(?:url\(|href=")#(\w+)', html)) <= ids[-1]
    assert ids[0].isdisjoint(ids[1])


@pytest.mark.parametrize("name", EXPLORERS)
def test_what_a_student_does_to_the_style_changes_no_picture(name):
    plain = lambda html: re.sub(r"\b[mph][0-9a-f]{10}\b", "ID", html)  # noqa: E731
    wild = {"font.size": 6, "font.family": "serif", "lines.linewidth": 9, "xtick.labelsize": 30, "axes.grid": False}
    with mpl.style.context("dark_background"), mpl.rc_context(wild):
        other = getattr(explorers, name)()
    assert plain(html_of(other)) == plain(html_of(made(name)))
    assert other._repr_mimebundle_()[0]["image/png"] == made(name)._repr_mimebundle_()[0]["image/png"]


@pytest.mark.parametrize("name", EXPLORERS)
def test_text_is_text_in_a_list_of_fonts_and_large_and_lines_are_thick(name):
    html = html_of(made(name))
    fonts = re.findall(r"font-size: ([\d.]+)px; font-family: ([^;\"]*)", html)
    assert min(float(size) for size, _ in fonts) >= 12
    assert {families for _, families in fonts} == {"'DejaVu Sans', 'Verdana', sans-serif"}
    for pages_and_still in (page.svg for page in pages(name).values()):
        for width in re.findall(r"fill: none[^\"]*stroke-width: ([\d.]+)", pages_and_still):
            assert float(width) >= 2


# -- in the notebook ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def front():
    front = FrontEnd()
    assert front.run("import numpy as np, time\nfrom helpers import explorers") == []
    yield front
    front.close()


@pytest.mark.parametrize("call", ["explore_point()", "explore_secants()", "explore_samples()"])
def test_each_control_turns_the_page_without_the_kernel(front, call):
    explorer = front.show(f"explorers.{call}")
    expected = {values: page.sentence for values, page in pages_of(getattr(explorers, call[:-2])()).items()}
    sliders = explorer.find("SelectionSlider")
    labels = [explorer.state(slider)["_options_labels"] for slider in sliders]
    domain = itertools.product(*(range(len(label)) for label in labels))
    for indexes, sentence in zip(domain, expected.values(), strict=True):
        for slider, index in zip(sliders, indexes, strict=True):
            explorer.turn(slider, index)
        assert f">{sentence}</p>" in unescape(explorer.page())


def test_the_menu_and_the_slider_move_together_in_the_browser(front):
    explorer = front.show("explorers.explore_neuron()")
    for slider, menu in zip(explorer.find("SelectionSlider"), explorer.find("Dropdown"), strict=True):
        assert (menu, "index") in explorer.linked(slider)
        assert explorer.state(slider)["_options_labels"] == explorer.state(menu)["_options_labels"]


def test_the_kernel_hears_of_a_move_and_answers_nothing(front):
    explorer = front.show("explorers.explore_point()")
    slider = explorer.find("SelectionSlider")[0]
    before = len(front.messages)
    assert front.set(slider, index=3) == []
    assert front.messages[before:] == []


@pytest.mark.parametrize("name", EXPLORERS)
def test_before_a_run_there_is_a_picture_and_the_sentence(name):
    data, metadata = made(name)._repr_mimebundle_()
    assert metadata["image/png"]["alt"] == made(name).first
    assert data["image/png"].startswith("iVBORw0KGgo")
    assert data["text/plain"].startswith(f"{made(name).title}. {made(name).first} Controls: ")
    assert "object at" not in data["text/plain"]


def test_before_a_run_two_numbers_are_told_as_well_as_one():
    data, _ = made("explore_secants")._repr_mimebundle_()
    assert data["text/plain"].endswith(
        "Controls: Point x, from -2 to 2 (41 values); Step h, from 0.01 to 1 (5 values)."
    )


# -- a student's function -------------------------------------------------------------------------------------


def test_a_function_of_one_number_shows_what_one_of_arrays_shows():
    def relu(x):
        if x > 0:
            return x
        else:
            return 0

    found = [page.sentence for page in pages_of(explorers.explore_range(relu)).values()]
    assert found == [page.sentence for page in pages("explore_range").values()]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return 1 / 0", "ZeroDivisionError"),
        ("return 'text'", "text"),
        ("return None", "gave None"),
        ("...", "gave None"),
        ("return x * 1j", "complex"),
        ("return x > 0", "True or False"),
        ("return np.zeros((2, 2))", "shape (2, 2)"),
        ("return 3.0", "one number"),
        ("raise SystemError('<b>bold</b>')", "<b>bold</b>"),
    ],
)
def test_a_broken_function_gives_a_short_sentence_and_no_picture(body, words):
    names = {"np": np}
    exec(f"def my_relu(x):\n    {body}", names)
    told = explorers.explore_range(names["my_relu"])
    assert isinstance(told, Note)
    assert "my_relu" in told.message
    assert words in told.message
    assert "<b>bold" not in told._repr_html_()


def test_a_function_that_fails_on_some_inputs_is_told_with_the_first_of_them():
    def my_relu(x):
        if np.any(x < 0):
            raise ValueError("no negatives")
        return x

    assert re.match(r"my_relu\(-\d.*\) stopped with ValueError: no negatives", explorers.explore_range(my_relu).message)
    assert type(sys.last_value) is ValueError


def test_a_slow_function_ends_in_a_sentence_and_not_in_a_long_wait():
    calls = []

    def slow(x, a=0):
        calls.append(x)
        time.sleep(0.3 if np.ndim(x) == 0 else 0)
        return max(0, x)

    assert "slow" in explorers.explore_range(slow).message
    assert len(calls) < 40  # 5 seconds hold 17 of them; with one limit for each page there were 850


def test_what_is_no_number_is_told():
    for function in (lambda x: np.where(x > 0, np.inf, 0), lambda x: np.nan * x):
        assert "some outputs are nan or infinite." in pages_of(explorers.explore_range(function))[-5, 5].sentence
