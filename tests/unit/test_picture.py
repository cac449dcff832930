"""A picture on which pages are laid: the same drawing in fewer points, and nothing inherited."""

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.core.picture import STYLE, Picture, our_style, straight

finite = st.floats(-100, 100).map(lambda value: round(value, 3))


@given(st.lists(st.tuples(finite, finite), min_size=1, max_size=30))
def test_what_is_left_out_lay_on_the_line(points):
    x, y = np.array(sorted(points)).T
    fewer_x, fewer_y = straight(np.array([x, y]))
    assert (fewer_x[0], fewer_y[0], fewer_x[-1], fewer_y[-1]) == (x[0], y[0], x[-1], y[-1])
    if np.all(np.diff(x) > 0.01):
        assert np.interp(x, fewer_x, fewer_y) == pytest.approx(y, abs=1e-5)


def test_a_corner_a_gap_and_an_upright_line_stay():
    x = np.linspace(-5, 5, 201)
    assert [list(values) for values in straight(np.array([x, np.maximum(x, 0)]))] == [[-5, 0, 5], [0, 0, 5]]
    gap = np.array([[-2, -1, 0, 0, 0, 1, 2.0], [0, 0, 0, np.nan, 1, 1, 1]])
    assert np.array_equal(straight(gap)[0], [-2, 0, 0, 0, 2])
    for twin in (0, 1e-17, 1e-13):
        shape = straight(np.array([[-1, 0, twin, 1], [0, 0, twin, 1]]))
        assert shape == pytest.approx(np.array([[-1, 0, 1], [0, 0, 1]]))
    assert straight(np.array([x, x**2])).shape[1] == 201


def test_no_layout_engine_moves_the_axes_and_a_moving_part_leaves_no_trace(recwarn):
    @our_style()
    def pages():
        picture = Picture(200, 100)
        line = picture.line(picture.axes((20, 20, 160), (0, 2), (0, 1)))
        found = []
        with picture.drawing():
            for end in (1, 2, 1):
                line.set_data([0, end], [0, 1])
                found.append(picture.page())
            still = picture.still()
        return *found, still

    with mpl.rc_context({"figure.constrained_layout.use": True, "figure.autolayout": True}):
        first, second, third, still = pages()
    assert first == third != second
    assert "M 20 80 L 100 0" in first
    assert "M 20 80 L 180 0" in second
    assert "clipPath" in still
    assert "<svg" not in still
    assert [str(warning.message) for warning in recwarn] == []


def test_our_style_ends_where_the_function_ends():
    with mpl.rc_context({"font.size": 7, "axes.facecolor": "black"}):
        with our_style():
            assert mpl.rcParams["axes.facecolor"] == "white"
            assert mpl.rcParams["font.size"] == STYLE["font.size"]
        assert (mpl.rcParams["font.size"], mpl.rcParams["axes.facecolor"]) == (7, "black")
