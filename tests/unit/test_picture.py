"""A picture on which pages are laid: the same drawing for the same place, and nothing inherited."""

import re

import matplotlib as mpl

from helpers.core.picture import STYLE, Picture, our_style


def test_no_layout_engine_moves_the_axes_and_a_moving_part_leaves_no_trace(recwarn):
    with mpl.rc_context({"figure.constrained_layout.use": True, "figure.autolayout": True}), our_style():
        picture, found = Picture(200, 100), []
        line = picture.line(picture.axes((20, 20, 160), (0, 2), (0, 1)))
        for end in (1, 2, 1):
            line.set_data([0, end], [0, 1])
            found.append(picture.page())
        still = picture.still()
    first, second, third = found
    assert first == third != second
    assert "M 20 80 L 100 0" in first
    assert "M 20 80 L 180 0" in second
    assert "clipPath" in still
    assert "<svg" not in still
    assert [str(warning.message) for warning in recwarn] == []


@our_style()
def test_a_line_and_a_label_are_drawn_at_each_new_place_and_a_marker_is_defined_once():
    picture = Picture(200, 100)
    ax = picture.axes((20, 20, 160), (0, 2), (0, 1))
    dot, label = picture.line(ax, marker="o"), picture.label(ax, 0, 0)
    pages = []
    for x, text in ((0, "a"), (1, "a"), (1, "b"), (0, "a")):
        dot.set_data([x], [0])
        label.set(x=x, text=text)
        pages.append(picture.page())
    dot.set_data([], [])
    pages.append(picture.page())
    places = [re.findall(r'<use [^>]*x="([\d.]+)"', page) for page in pages]
    texts = [re.findall(r'<text [^>]*x="([\d.]+)"[^>]*>(\w)<', page) for page in pages]
    assert places == [["20"], ["100"], ["100"], ["20"], []]
    assert texts == [[("20", "a")], [("100", "a")], [("100", "b")], [("20", "a")], [("20", "a")]]
    assert [page.count("<defs>") for page in pages] == [1, 0, 0, 0, 0]


def test_our_style_ends_where_the_function_ends():
    with mpl.rc_context({"font.size": 7, "axes.facecolor": "black"}):
        with our_style():
            assert mpl.rcParams["axes.facecolor"] == "white"
            assert mpl.rcParams["font.size"] == STYLE["font.size"]
        assert (mpl.rcParams["font.size"], mpl.rcParams["axes.facecolor"]) == (7, "black")
