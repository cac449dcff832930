"""Figures: no line through the jump, corners in their place, colours for all eyes, words for each."""

import base64
import io
import re

import matplotlib as mpl
import nbformat
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image
from runner import NOTEBOOKS

from helpers import figures
from helpers.activations import relu_slope
from helpers.core import picture as core
from helpers.notebook import as_html

# Okabe and Ito, Color Universal Design, jfly.uni-koeln.de/color.
OKABE_ITO = {"blue": "#0072B2", "vermillion": "#D55E00"}


@pytest.fixture
def ax():
    return Figure(figsize=(6, 4), dpi=100).add_subplot()


# -- colours ----------------------------------------------------------------------------------------------


def luminance(colour):
    """Relative luminance, from W3C, Web Content Accessibility Guidelines 2.2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in mpl.colors.to_rgb(colour)]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def contrast_on_white(colour):
    return 1.05 / (luminance(colour) + 0.05)


def test_lines_have_a_contrast_of_three_to_one_on_white():
    # W3C's own examples: black on white is 21:1, and #767676 is the lightest grey with 4.5:1.
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.01)
    for name in ("BLUE", "VERMILLION", "GREEN", "GREY", "BLACK"):
        assert contrast_on_white(getattr(core, name)) >= 3, name


def stored_pictures(lesson, cell):
    """Return the pictures that the file of a lesson holds for a cell: the one with alt text and the other."""
    notebook = nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)
    (outputs,) = (each.outputs for each in notebook.cells if each.id == cell)
    (data,) = (output.data for output in outputs if "image/png" in output.get("data", {}))
    return [pixels(picture) for picture in (data["text/html"], f'base64,{data["image/png"]}"')]


def pixels(html):
    picture = base64.b64decode(re.search(r'base64,([^"]+)', html)[1])
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"))


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


# -- a slope ----------------------------------------------------------------------------------------------


def test_no_line_goes_through_the_jump_of_the_slope():
    for image in stored_pictures("04_slope", "draw-slope"):
        height, width = image.shape[:2]
        between = image[int(0.4 * height) : int(0.6 * height), : int(0.55 * width)]  # left of the legend
        assert not np.any(pixels_of(between, OKABE_ITO["blue"]))


def test_the_pixels_between_the_two_slopes_are_white_but_for_those_that_may_be_chosen():
    figure = Figure(figsize=(6, 4), dpi=100)
    ax = figure.add_axes((0, 0, 1, 1), xlim=(-3, 3), ylim=(-0.5, 1.5))
    ax.axis("off")
    figures.draw_slope(ax, relu_slope)
    ax.get_legend().remove()
    ax.set_title("")
    image = pixels(as_html(figure))
    assert image.shape == (800, 1200, 3)  # twice the pixels of the page
    middle = image[280:520]  # slopes from 0.2 to 0.8
    assert np.all(np.delete(middle, range(570, 630), axis=1) == 255)
    assert middle[:, 600].max() < 255


def test_a_slope_is_drawn_in_one_colour_with_open_ends_and_told_in_words(ax):
    figures.draw_slope(ax, relu_slope)
    _, line, ends, chosen = ax.get_lines()
    assert (line.get_color(), line.get_linestyle()) == (OKABE_ITO["blue"], "-")
    assert (ends.get_markeredgecolor(), ends.get_markerfacecolor()) == (OKABE_ITO["blue"], "white")
    assert (chosen.get_color(), chosen.get_marker()) == ("#000000", "D")
    assert figures.describe(ax.figure) == (
        'Plot "relu_slope(x)", x across, slope up. '
        '"may be chosen at 0" goes from (0, 0) to (0, 1); lowest 0, highest 1. '
        '"relu_slope(x)" goes from (-3, 0) to (0, 0) and from (0, 1) to (3, 1); lowest 0, highest 1. '
        '"line ends here": dots at (0, 0) and (0, 1). "chosen at 0: 0": dots at (0, 0).'
    )


# -- in words ---------------------------------------------------------------------------------------------


def test_panels_and_lines_across_them_are_told():
    one, other = (figure := Figure()).subplots(1, 2)
    one.axline((-1, 1), (3, 9), label="secant")
    one.axhline(0.5, label="half")
    other.plot([-3, 0, 4], [0, 0, 4], "o-", label="ReLU")
    other.plot([1, 2], [5, 6], "o", label="dots")
    other.set(title="A plot", xlabel="X", ylabel="F(x)")
    assert figures.describe(figure) == (
        'Plot, x across, y up. "secant" is a straight line across the plot. '
        '"half" is a straight line across the plot. '
        'Plot "A plot", X across, F(x) up. "ReLU" goes from (-3, 0) to (4, 4); lowest 0, highest 4. '
        '"dots": dots at (1, 5) and (2, 6).'
    )
    assert figures.describe(Figure()) == "An empty figure."


def test_what_is_not_a_number_is_left_out(ax):
    ax.plot([0, 1, 2], [np.nan, 1, np.inf], label="f")
    ax.plot([0, 1], [np.nan, np.nan], label="nothing")
    told = figures.describe(ax.figure)
    assert told == 'Plot, x across, y up. "f" goes from (1, 1) to (1, 1); lowest 1, highest 1.'


def test_three_dots_are_named_and_of_more_it_is_said(ax):
    ax.plot([1, 2, 3], [0, 0, 0], "o", label="three")
    ax.plot([1, 2, 3, 4], [0, 0, 0, 0], "o", label="four")
    dots = "dots at (1, 0) and (2, 0) and (3, 0)"
    assert figures.describe(ax.figure).endswith(f'"three": {dots}. "four": {dots} and more.')
