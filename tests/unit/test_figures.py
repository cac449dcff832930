"""The pictures: no line through the jump, 0 among the points, colours that all can tell apart, words for each."""

import base64
import io
import re

import matplotlib as mpl
import matplotlib.style
import nbformat
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image
from runner import NOTEBOOKS

from helpers import figures
from helpers.activations import leaky_relu_slope, relu, relu_slope
from helpers.core import picture as core
from helpers.core.call import Problem
from helpers.core.picture import STYLE
from helpers.figures import Curve
from helpers.notebook import as_html

# Okabe and Ito, Color Universal Design, jfly.uni-koeln.de/color.
OKABE_ITO = {"blue": "#0072B2", "vermillion": "#D55E00"}


@pytest.fixture
def ax():
    return Figure(figsize=(6, 4), dpi=100).add_subplot()


def luminance(colour):
    """Relative luminance, from W3C, Web Content Accessibility Guidelines 2.2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in mpl.colors.to_rgb(colour)]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def contrast_on_white(colour):
    return 1.05 / (luminance(colour) + 0.05)


def test_contrast_of_the_reference_pair():
    # W3C's own examples: black on white is 21:1, and #767676 is the lightest grey with 4.5:1.
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("left", "right"), [(-5, 5), (-1, 2), (-0.7, 0.9), (0, 1), (-1, 0)])
def test_zero_is_among_the_points_while_it_lies_inside(left, right):
    x = figures.grid(left, right)
    assert 0 in x
    assert (x[0], x[-1]) == (left, right)
    assert np.all(np.diff(x) > 0)


@pytest.mark.parametrize(("left", "right"), [(1, 2), (-2, -1)])
def test_zero_is_not_added_outside(left, right):
    assert 0 not in figures.grid(left, right)


@pytest.mark.parametrize("slope", [relu_slope, lambda x: leaky_relu_slope(x, 0.1), lambda x: relu_slope(x, 0.5)])
def test_no_thin_line_joins_the_two_slopes(ax, slope):
    figures.draw_slope(ax, slope)
    for line in ax.get_lines():
        x, y = line.get_data()
        jumps = np.any(np.abs(np.diff(y)) > 1e-9)  # nan, which ends a line, is not above it
        # Only the wide grey bar of allowed slopes and the two open dots at 0 span the jump.
        at_zero = bool(np.all(np.asarray(x) == 0))
        assert not jumps or (at_zero and (line.get_linewidth() >= 5 or line.get_linestyle() == "None"))


def test_the_pixels_between_the_two_slopes_are_white():
    figure = Figure(figsize=(6, 4), dpi=100)
    ax = figure.add_axes((0, 0, 1, 1), xlim=(-3, 3), ylim=(-0.5, 1.5))
    ax.axis("off")
    figures.draw_slope(ax, relu_slope)
    ax.get_legend().remove()
    ax.set_title("")
    image = np.asarray(
        Image.open(io.BytesIO(base64.b64decode(re.search(r'base64,([^"]+)', as_html(figure))[1]))).convert("RGB")
    ).astype(int)
    height, width = image.shape[:2]
    assert (height, width) == (800, 1200)  # twice the pixels of the page
    middle = image[int(0.35 * height) : int(0.65 * height)]  # slopes from 0.2 to 0.8
    bar = slice(width // 2 - 30, width // 2 + 30)
    assert np.all(np.delete(middle, range(bar.start, bar.stop), axis=1) == 255)
    assert middle[:, width // 2].max() < 255


def test_open_dots_are_open_and_the_chosen_value_is_filled(ax):
    figures.draw_slope(ax, lambda x: relu_slope(x, 0.25))
    dots = [line for line in ax.get_lines() if line.get_linestyle() == "None" or line.get_marker() == "D"]
    (ends,) = (line for line in dots if line.get_label() == "line ends here")
    assert mpl.colors.to_hex(ends.get_markerfacecolor()) == "#ffffff"
    assert sorted(zip(*ends.get_data(), strict=True)) == [(0, 0), (0, 1)]
    (chosen,) = (line for line in dots if line.get_marker() == "D")
    assert [tuple(map(float, values)) for values in chosen.get_data()] == [(0.0,), (0.25,)]
    assert chosen.get_label() == "chosen at 0: 0.25"


def test_a_slope_is_drawn_in_one_colour_and_told_in_words():
    with mpl.rc_context(STYLE):
        ax = Figure().add_subplot()
        _, line, ends, chosen = figures.draw_slope(ax, relu_slope, label="slope")
    assert (line.get_color(), line.get_linestyle()) == (OKABE_ITO["blue"], "-")
    assert (ends.get_markeredgecolor(), chosen.get_color()) == (OKABE_ITO["blue"], "#000000")
    assert figures.describe(ax.figure) == (
        'Plot "relu_slope(x)", x across, slope up. "may be chosen at 0" goes from (0, 0) to (0, 1); lowest 0, '
        'highest 1. "slope" goes from (-3, 0) to (0, 0) and from (0, 1) to (3, 1); lowest 0, highest 1. '
        '"line ends here": dots at (0, 0) and (0, 1). "chosen at 0: 0": dots at (0, 0).'
    )


@pytest.mark.parametrize(("left", "right"), [(0, 3), (-3, 0), (0.5, 3)])
def test_a_slope_needs_0_inside(ax, left, right):
    with pytest.raises(
        ValueError, match=rf"^left and right must have 0 between them, but .* {left} and {right}\. Move"
    ):
        figures.draw_slope(ax, relu_slope, left, right)


def test_panels_and_lines_across_them_are_told():
    one, other = (figure := Figure()).subplots(1, 2)
    one.axline((-1, 1), (3, 9), label="secant")
    one.axhline(0.5, label="half")
    figures.draw_slope(other, relu_slope)
    assert figures.describe(figure).startswith(
        'Plot, x across, y up. "secant" is a straight line across the plot. "half" is a straight line across the plot. '
        'Plot "relu_slope(x)", x across, slope up. "may be chosen at 0" goes from (0, 0)'
    )


@pytest.mark.parametrize("colour", ["BLUE", "VERMILLION", "GREEN", "GREY", "BLACK"])
def test_lines_have_a_contrast_of_three_to_one_on_white(colour):
    assert contrast_on_white(getattr(core, colour)) >= 3


def stored_pictures(lesson, cell):
    """Return the pictures that the file of a lesson holds for a cell: the one with alt text and the other."""
    notebook = nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)
    (data,) = (o.data for c in notebook.cells if c.id == cell for o in c.outputs if "image/png" in o.get("data", {}))
    for picture in (re.search(r'base64,([^"]+)', data["text/html"])[1], data["image/png"]):
        yield np.asarray(Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB"))


def pixels_of(image, colour):
    return np.all(image == [int(colour[i : i + 2], 16) for i in (1, 3, 5)], axis=2)


@pytest.mark.parametrize(
    ("lesson", "cell", "names"),
    [
        ("03_plot", "first-plot-result", ["blue"]),
        ("04_slope", "draw-slope", ["blue"]),
        ("05_leaky_relu", "task-result", ["blue", "vermillion"]),
    ],
)
def test_the_pictures_in_the_lessons_have_the_colours_of_their_functions(lesson, cell, names):
    for image in stored_pictures(lesson, cell):
        assert [name for name, colour in OKABE_ITO.items() if np.any(pixels_of(image, colour))] == names


def test_no_line_goes_through_the_jump_of_the_slope():
    for image in stored_pictures("04_slope", "draw-slope"):
        height, width = image.shape[:2]
        between = image[int(0.4 * height) : int(0.6 * height), : int(0.55 * width)]  # left of the legend
        assert not np.any(pixels_of(between, OKABE_ITO["blue"]))


def test_describe_names_each_line_and_its_ends(ax):
    ax.plot([-3, 0, 4], [0, 0, 4], "o-", label="ReLU")
    ax.plot([1, 2], [5, 6], "o", label="dots")
    ax.set(title="A plot", xlabel="X", ylabel="F(x)")
    assert figures.describe(ax.figure) == (
        'Plot "A plot", X across, F(x) up. "ReLU" goes from (-3, 0) to (4, 4); lowest 0, highest 4. '
        '"dots": dots at (1, 5) and (2, 6).'
    )


def test_describe_leaves_out_what_is_not_a_number(ax):
    ax.plot([0, 1, 2], [np.nan, 1, np.inf], label="f")
    ax.plot([0, 1], [np.nan, np.nan], label="nothing")
    assert figures.describe(ax.figure) == 'Plot, x across, y up. "f" goes from (1, 1) to (1, 1); lowest 1, highest 1.'


def test_describe_names_three_dots_and_says_that_there_are_more(ax):
    ax.plot([1, 2, 3], [0, 0, 0], "o", label="three")
    ax.plot([1, 2, 3, 4], [0, 0, 0, 0], "o", label="four")
    dots = "dots at (1, 0) and (2, 0) and (3, 0)"
    assert figures.describe(ax.figure).endswith(f'"three": {dots}. "four": {dots} and more.')


def test_an_empty_figure_has_a_description_too():
    assert figures.describe(Figure()) == "An empty figure."


def test_a_slope_that_is_not_constant_is_drawn_up_to_0_on_both_sides(ax):
    def slope(x):
        return np.where(x > 0, 1 + x, x)

    figures.draw_slope(ax, slope)
    points = ax.get_lines()[1].get_xydata()
    assert points == pytest.approx(np.array([(-3, -3), (0, 0), (0, np.nan), (0, 1), (3, 4)]), abs=1e-6, nan_ok=True)
    (dots,) = (line.get_ydata() for line in ax.get_lines() if line.get_label() == "line ends here")
    assert dots == pytest.approx([0, 1], abs=1e-6)


def test_open_dots_are_open_and_the_chosen_value_is_seen_on_a_dark_ground_too():
    with mpl.style.context("dark_background"):
        ax = Figure().add_subplot()
        *_, ends, chosen = figures.draw_slope(ax, relu_slope)
    assert mpl.colors.to_hex(ends.get_markerfacecolor()) == "#000000"
    assert chosen.get_markeredgecolor() == "white"


def test_a_function_that_jumps_is_drawn_in_parts():
    line, open_dots, filled = Curve(relu_slope, figures.grid(-3, 3)).shown(-3, 3)
    x, y = line
    assert np.array_equal(x, [-3, 0, 0, 0, 3])
    assert np.array_equal(y, [0, 0, np.nan, 1, 1], equal_nan=True)
    assert sorted(zip(*open_dots, strict=True)) == [(0, 0), (0, 1)]
    assert list(zip(*filled, strict=True)) == [(0, 0)]


@pytest.mark.parametrize(
    ("function", "places"),
    [
        (relu, []),
        (np.square, []),
        (np.tanh, []),
        (lambda x: np.tanh(1000 * x), []),
        (lambda x: np.clip(1e4 * x, 0, 1), []),
        (lambda x: np.sqrt(np.abs(x)), []),
        (np.cbrt, []),
        (lambda x: np.maximum(x, 0) ** 0.2, []),
        (lambda x: 5 * x + np.where(x > 2.01, 0.15, 0), [2.01]),
        (lambda x: x * x + np.where(x > 4, 0.25, 0), [4]),
        (lambda x: np.where(x < 3, np.where(x > 0, 1.0, 0), np.nan), [0]),
        (relu_slope, [0]),
        (lambda x: relu_slope(x, 0.5), [0]),
        (lambda x: leaky_relu_slope(x, 0.95), [0]),
        (np.sign, [0]),
        (lambda x: np.where(x > 2, x, 0), [2]),
        (lambda x: np.where(x > 1 / 3, 1.0, 0.0), [1 / 3]),
        (np.floor, [-4, -3, -2, -1, 0, 1, 2, 3, 4, 5]),
    ],
)
def test_a_jump_is_told_from_a_steep_line(function, places):
    curve = figures.Curve(function, figures.grid(-5, 5))
    assert [jump.x for jump in curve.jumps] == pytest.approx(places, abs=1e-6)
    for jump in curve.jumps:
        sides = function(np.array([jump.x - 1e-5, jump.x + 1e-5]))
        assert (jump.left, jump.right) == pytest.approx(tuple(sides), abs=1e-3)


def test_a_second_jump_of_a_slope_gives_no_bar_at_0(ax):
    figures.draw_slope(ax, lambda x: np.where(x > 0, 1.0, 0) + np.where(x > 2, 1.0, 0))
    (bar,) = (line for line in ax.get_lines() if line.get_label() == "may be chosen at 0")
    assert [list(values) for values in bar.get_data()] == [[0, 0], [0, 1]]
    ax.clear()
    figures.draw_slope(ax, lambda x: 0 * x)
    assert "may be chosen" not in figures.describe(ax.figure)


@pytest.mark.parametrize("x", [0.1 + 0.2, -5.0, 5.0])
def test_only_what_was_sampled_can_be_looked_up(x):
    with pytest.raises(ValueError, match="not sampled") as error:
        Curve(np.abs, np.array([0.3, 1.0])).at(x)
    assert type(error.value) is not Problem  # it is not the student's fault
