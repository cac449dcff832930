"""Every explorer, every slider, over its whole domain, by the messages that JupyterLab sends."""

import base64
import io
import itertools
import re

import numpy as np
import pytest
from frontend import FrontEnd
from PIL import Image

from helpers import explorers, sliders

SETUP = "import numpy as np, time\nfrom helpers import explorers"
FLIPBOOKS = ("explore_point", "explore_zoom", "explore_secants", "explore_negative_slope", "explore_neuron")


@pytest.fixture(scope="module")
def front():
    front = FrontEnd()
    assert front.run(SETUP) == []
    yield front
    front.close()


@pytest.fixture
def show(front):
    return lambda call: front.show(f"explorers.{call}")


def pages(explorer):
    """Turn a flipbook to each of its pages; yield the values of its sliders."""
    sliders = explorer.find("SelectionSlider")
    labels = [explorer.state(slider)["_options_labels"] for slider in sliders]
    for indexes in itertools.product(*(range(len(label)) for label in labels)):
        for slider, index in zip(sliders, indexes, strict=True):
            explorer.turn(slider, index)
        yield tuple(float(label[index]) for label, index in zip(labels, indexes, strict=True))


def numbers(text):
    return [float(found) for found in re.findall(r"-?\d+\.?\d*(?:e[-+]\d+)?", text)]


def pixels(explorer):
    data = re.search(r"base64,([^\"]+)", explorer.page())[1]
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")).astype(int)


def test_point_reads_the_definition_at_every_input(show):
    explorer = show("explore_point()")
    seen = []
    for (x,) in pages(explorer):
        assert explorer.alt().startswith(f"max(0, {x:g}) = {max(0, x):g}. ")
        assert ("negative" in explorer.alt()) == (x < 0)
        seen.append(x)
    assert (min(seen), max(seen)) == (-5, 5)
    assert 0 in seen


def test_zoom_shows_the_same_corner_and_a_flatter_square(show):
    explorer = show("explore_zoom()")
    for (zoom,) in pages(explorer):
        assert "relu looks the same as at zoom 1" in explorer.alt()
        assert numbers(explorer.alt())[-1] == pytest.approx(100 / zoom, rel=1e-3)
    assert zoom == 1000


def test_zoom_sees_that_a_round_function_changes(show):
    explorer = show("explore_zoom(np.square)")
    explorer.turn(explorer.find("SelectionSlider")[0], 9)
    assert "square does not look as at zoom 1" in explorer.alt()


def test_secants_have_the_slopes_of_the_difference_quotient(show):
    explorer = show("explore_secants()")
    seen = set()
    for x, h in pages(explorer):
        *_, backward, forward, central = numbers(explorer.alt())
        left, here, right = (max(0, value) for value in (x - h, x, x + h))
        expected = ((here - left) / h, (right - here) / h, (right - left) / (2 * h))
        assert (backward, forward, central) == pytest.approx(expected, rel=1e-3, abs=1e-9)
        assert ("are equal" in explorer.alt()) == (abs(x) >= h)
        seen.add((x, h))
    assert {(0, 0.01), (0, 1), (-2, 1), (2, 0.01)} <= seen


def test_negative_slope_gives_the_values_of_the_definition(show):
    explorer = show("explore_negative_slope()")
    seen = []
    for (a,) in pages(explorer):
        _, _, output, *_ = numbers(explorer.alt())
        assert output == pytest.approx(-2 * a)
        assert f"The slope is {a:g} left of 0 and 1 right of 0." in explorer.alt()
        assert ("This is ReLU." in explorer.alt()) == (a == 0)
        assert ("no corner" in explorer.alt()) == (a == 1)
        seen.append(a)
    assert (min(seen), max(seen)) == (-0.5, 1.5)


def test_neuron_is_dead_exactly_from_minus_one_down(show):
    # The pre-activation at the largest input, 1, is 1 + b: at b = -1 it is 0, not positive.
    explorer = show("explore_neuron()")
    for b, a in pages(explorer):
        assert ("dead" in explorer.alt()) == (a == 0 and b <= -1)
        assert "not active after" not in explorer.alt() or (a == 0.001 and b < -1.5)
        assert ("from the start" in explorer.alt()) == (b > -1)


def test_neuron_revives_at_the_published_step(show):
    # Steps to the first positive pre-activation from b = -3, computed once in plain Python.
    # With a = 0.001 it takes 11602 steps, more than the explorer trains.
    steps = {0.01: 1139, 0.02: 558, 0.05: 211, 0.1: 97, 0.3: 25}
    explorer = show("explore_neuron()")
    seen = {
        a: f"becomes active at step {steps[a]}." in explorer.alt() for b, a in pages(explorer) if b == -3 and a in steps
    }
    assert seen == dict.fromkeys(steps, True)
    explorer.turn(explorer.find("SelectionSlider")[0], 0)
    explorer.turn(explorer.find("SelectionSlider")[1], 1)
    assert explorer.alt().startswith("Start b = -3, a = 0.001: it moves, but is not yet active after 5000 steps.")


def test_ways_agree_with_numpy_for_every_input(show):
    explorer = show("explore_ways()")
    way, kind = explorer.find("Dropdown")
    verdicts = {}
    for i, j in itertools.product(range(8), range(6)):
        explorer.turn(way, i)
        explorer.turn(kind, j)
        names = explorer.state(way)["_options_labels"][i], explorer.state(kind)["_options_labels"][j]
        verdicts[names] = "This is right." in explorer.page()
    right_everywhere = {w for w, _ in verdicts if all(verdicts[w, k] for _, k in verdicts)}
    assert right_everywhere == {"np.maximum(x, 0)", "np.clip(x, 0, None)"}
    assert not verdicts["x * (x > 0)", "an array with -inf"]
    assert not verdicts["np.where(x > 0, x, 0)", "an array with nan"]
    assert not verdicts["np.max(x, 0)", "an array"]
    assert verdicts["max(0, x)", "one number"]


def test_range_follows_both_ends_over_the_whole_slider(show):
    explorer = show("explore_range()")
    (slider,) = explorer.find("FloatRangeSlider")
    steps = np.arange(-10, 10.25, 0.25)
    for left, right in [*((left, 10) for left in steps[:-1]), *((-10, right) for right in steps[1:])]:
        assert explorer.front.set(slider, value=[float(left), float(right)]) == []
        outputs = f"the outputs go from {max(0, left):g} to {max(0, right):g}."
        assert f"from {left:g} to {right:g}: {outputs}" in explorer.alt()
        assert ("flat: every output is 0" in explorer.alt()) == (right <= 0)
        assert ("straight line" in explorer.alt()) == (left >= 0)
    boxes = [explorer.state(box)["value"] for box in explorer.find("FloatText")]
    assert boxes == [-10, 10]


def test_range_takes_typed_numbers_beyond_the_slider(show):
    explorer = show("explore_range()")
    left, right = explorer.find("FloatText")
    explorer.front.set(right, value=250.0)
    assert "from -5 to 250: the outputs go from 0 to 250." in explorer.alt()
    assert explorer.state(explorer.find("FloatRangeSlider")[0])["value"] == [-5, 10]
    explorer.front.set(left, value=-0.125)
    assert "from -0.125 to 250" in explorer.alt()


def test_a_typed_number_stays_when_the_handle_of_the_other_end_moves(show):
    explorer = show("explore_range()")
    (slider,) = explorer.find("FloatRangeSlider")
    left, right = explorer.find("FloatText")
    explorer.front.set(left, value=-3.1)
    explorer.front.set(slider, value=[-3.0, 5.0])  # what the handles show already
    assert "from -3.1 to 5:" in explorer.alt()
    explorer.front.set(slider, value=[-3.0, 4.75])
    assert "from -3.1 to 4.75:" in explorer.alt()
    explorer.front.set(slider, value=[-3.25, 4.75])
    assert "from -3.25 to 4.75:" in explorer.alt()
    explorer.front.set(right, value=250.0)
    explorer.front.set(slider, value=[-1.0, 10.0])
    assert "from -1 to 250:" in explorer.alt()


@pytest.mark.parametrize("typed", [-3.1, -3.125, -3.375, -3.2, -0.1, 0.1, -9.8])
def test_a_handle_stands_on_a_step_and_one_step_moves_a_typed_number(show, typed):
    # From between two steps the browser would move the handle by itself.
    explorer = show("explore_range()")
    (slider,) = explorer.find("FloatRangeSlider")
    explorer.front.set(explorer.find("FloatText")[0], value=typed)
    at, right = explorer.state(slider)["value"]
    assert 4 * at == round(4 * at)
    assert abs(at - typed) <= 0.125
    for step in (0.25, -0.25):
        explorer.front.set(slider, value=[at + step, right])
        assert f"from {at + step:g} to 5:" in explorer.alt()


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        (5.0, 5.0, "must be smaller than the right end"),
        (6.0, 5.0, "must be smaller than the right end"),
        (-1e300, 5.0, "between -1000000 and 1000000"),
        (0.0, 1e-300, "too close"),
    ],
)
def test_a_range_that_cannot_be_drawn_shows_a_sentence_and_then_recovers(show, left, right, words):
    explorer = show("explore_range()")
    boxes = explorer.find("FloatText")
    outputs = [explorer.front.set(box, value=end) for box, end in zip(boxes, (left, right), strict=True)]
    assert outputs == [[], []]
    assert explorer.alt() is None
    assert words in explorer.alert()
    for box, end in zip(boxes, (-2.0, 3.0), strict=True):
        explorer.front.set(box, value=end)
    assert "from -2 to 3" in explorer.alt()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_range_set_to_nan_or_infinity_shows_a_sentence(value):
    # A browser's number box cannot send these; a cell can set them.
    explorer = explorers.explore_range()
    explorer.controls[0].left.value = value
    assert "between -1000000 and 1000000" in explorer.children[-1].value
    assert "image/png" not in explorer.children[-1].value


def test_samples_say_where_the_corner_is_cut(show):
    explorer = show("explore_samples()")
    slider = explorer.find("SelectionSlider")[0]
    (ends,) = explorer.find("FloatRangeSlider")
    for left, right in ((-3.5, 4.5), (-5, 5), (-10, 10), (1, 2), (-2, -1), (0, 10)):
        explorer.front.set(ends, value=[left, right])
        for index, n in enumerate(range(2, 62)):
            assert explorer.front.set(slider, index=index) == []
            alt = explorer.alt()
            assert alt.startswith(f"{n} points from {left:g} to {right:g}.")
            # 0 is a point exactly if -left is a whole number of steps of (right - left) / (n - 1).
            at_zero = left < 0 < right and (-left * (n - 1)) % (right - left) == 0
            assert ("so the corner is in the right place" in alt) == at_zero
            assert ("0 is not between the two ends" in alt) == (not left < 0 < right)


@pytest.mark.parametrize("call", FLIPBOOKS)
def test_a_flipbook_has_a_picture_on_every_page_and_no_two_neighbours_are_alike(show, call):
    explorer = show(f"{call}()")
    before = None
    for _ in pages(explorer):
        assert explorer.alt()
        assert explorer.page() != before
        before = explorer.page()


@pytest.mark.parametrize("call", [*FLIPBOOKS, "explore_range", "explore_samples"])
def test_before_a_run_there_is_a_picture_and_the_sentence(show, call):
    data = show(f"{call}()").data
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert "Controls: " in data["text/plain"]
    assert "object at" not in data["text/plain"]


def test_the_menu_and_the_slider_move_together_in_the_browser(show):
    for call in ("explore_point()", "explore_neuron()"):
        explorer = show(call)
        for slider, menu in zip(explorer.find("SelectionSlider"), explorer.find("Dropdown"), strict=True):
            assert (menu, "index") in explorer.linked(slider)
            assert explorer.state(slider)["_options_labels"] == explorer.state(menu)["_options_labels"]


def test_a_student_function_that_is_not_relu_is_called_by_its_name(front, show):
    front.run("def my_relu(x):\n    return x")
    explorer = show("explore_point(my_relu)")
    assert explorer.alt() == "my_relu(-1.5) = -1.5, but max(0, -1.5) = 0."


def test_a_function_of_one_number_works_everywhere(front, show):
    front.run("def my_relu(x):\n    if x > 0:\n        return x\n    else:\n        return 0")
    assert show("explore_point(my_relu)").alt().startswith("max(0, -1.5) = 0.")
    for call in ("explore_range", "explore_samples", "explore_secants", "explore_zoom"):
        assert show(f"{call}(my_relu)").alert() is None


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
@pytest.mark.parametrize(
    "call", ["explore_point", "explore_range", "explore_samples", "explore_secants", "explore_zoom"]
)
def test_a_broken_function_shows_a_sentence_where_the_picture_was(front, show, call, body, words):
    front.run(f"def my_relu(x):\n    {body}")
    explorer = show(f"{call}(my_relu)")
    if (call, body) == ("explore_point", "return 3.0"):
        # One point at a time, this is a function: not ReLU, but it has a picture.
        assert explorer.alt() == "my_relu(-1.5) = 3, but max(0, -1.5) = 0."
        return
    assert explorer.alt() is None
    assert "my_relu" in explorer.alert()
    assert words in explorer.alert()
    assert "<b>" not in explorer.page()


def test_a_function_that_fails_on_some_values_shows_the_others(front, show):
    front.run("def my_relu(x):\n    if x < 0:\n        raise ValueError('no negatives')\n    return x")
    explorer = show("explore_point(my_relu)")
    for (x,) in pages(explorer):
        assert (explorer.alt() is None) == (x < 0)
        if x < 0:
            assert f"my_relu({x:g}) stopped with ValueError: no negatives" in explorer.alert()
    live = show("explore_range(my_relu)")
    assert "no negatives" in live.alert()
    live.front.set(live.find("FloatRangeSlider")[0], value=[0.0, 5.0])
    assert live.alt()


def test_a_slow_function_ends_in_a_sentence_and_not_in_a_long_wait(front, show):
    front.run("def slow(x):\n    time.sleep(0.3)\n    return max(0, x)")
    assert "too slow" in show("explore_range(slow)").alert()


def test_pages_for_which_there_is_no_time_say_so(monkeypatch):
    monkeypatch.setattr(sliders, "CELL_PATIENCE", 0.0)
    pages = explorers.explore_zoom().children[-1].value
    assert pages.count("so this one was left out") == 9
    assert pages.count("image/png") == 1  # the first of the 10 is always drawn


def test_two_thousand_moves_open_no_figure_and_keep_the_memory(front, show):
    memory = (
        "import gc, os, matplotlib.pyplot as plt\ngc.collect()\nprint(len(plt.get_fignums()))\n"
        "print(int(open('/proc/self/statm').read().split()[1]) * os.sysconf('SC_PAGE_SIZE'))"
        if __import__("sys").platform == "linux"
        else "import matplotlib.pyplot as plt\nprint(len(plt.get_fignums()))\nprint(0)"
    )
    front.run("explorer = explorers.explore_range()")

    def move(times):
        assert front.run(f"for i in range({times}):\n    explorer.controls[0].slider.value = -10 + i % 40 / 4, 5") == []

    def measure():
        return [int(line) for line in front.run(memory)[0]["text"].split()]

    move(200)
    _, before = measure()
    move(2000)
    figures, after = measure()
    assert figures == 0
    assert after - before < 2_000_000


def test_the_point_lies_where_the_sentence_says(show):
    # Right of 0, the dot is the only black in the right half: text and axes are on the left and below.
    explorer = show("explore_point()")
    places = {}
    for (x,) in pages(explorer):
        image = pixels(explorer)
        black = image[: int(0.7 * len(image)), image.shape[1] * 3 // 5 :].max(axis=2) < 40
        if 1 <= x <= 4.5:
            rows, columns = np.nonzero(black)
            places[x] = (columns.mean(), -rows.mean())
    across, up = np.diff(np.array([places[x] for x in sorted(places)]), axis=0).T
    assert across.min() > 15
    assert across == pytest.approx(up, abs=1.5)  # equal axes: the slope 1 is 45 degrees
