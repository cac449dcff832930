"""The core serves a course on another function: a small lesson on abs, without any of the front rooms."""

import subprocess
import sys

import numpy as np
import pytest
from answers import run
from books import pages_of
from lab import ROOT

from helpers.core.call import number
from helpers.core.check import FunctionExercise
from helpers.core.explorer import Explorer, NumberControl
from helpers.core.picture import BLUE, Picture, our_style
from helpers.core.question import Question, QuestionBox
from helpers.core.record import Record


@our_style()
def explore_size():
    values = np.arange(-4, 5) / 2
    picture = Picture(300, 180)
    ax = picture.axes((40, 40, 240), (-2, 2), (0, 2), xlabel="x", ylabel="size")
    ax.plot([-2, 0, 2], [2, 0, 2], color=BLUE)
    dot = picture.line(ax, marker="o", color=BLUE)

    def draw(place):
        dot.set_data([place], [abs(place)])
        return f"The size of {number(place)} is {number(abs(place))}."

    return Explorer("Sizes", [NumberControl("x", values, 1, picture.ends_below(ax, values))], draw, picture)


WRONG = [
    ("return x", "the sign is kept, and a size has none"),
    ("return -x", "this turns the positive numbers round"),
]
TASK = ("size", 1, "Write it.", ["Two cases."], "def my_size(x):\n    return np.abs(x)")
write_size = FunctionExercise(
    *TASK,
    calls=[(2.0,), (-3.0,)],
    left="-x",
    right="x",
    wrong=WRONG,
)


@pytest.mark.filterwarnings("error")
def test_an_explorer_an_exercise_and_a_question_on_abs():
    for (x,), page in pages_of(explore_size()).items():
        assert page.sentence == f"The size of {x:g} is {abs(x):g}."
        assert page.dots() == [(160 + 60 * x, 140 - 60 * abs(x))]
    assert write_size.judge(lambda x: x if x > 0 else -x)[0] == "right"
    for body, told in WRONG:
        status, message = write_size.judge(run(body))
        assert (status, told in message) == ("wrong", True)
    assert "right of 0 the output must be x" in write_size.judge(lambda x: 0)[1]
    grows = FunctionExercise(*TASK, calls=[(2000.0,), (-1.0,)], left="np.exp(x)", right="x")
    assert grows.judge(lambda x: x if x > 0 else np.exp(x))[0] == "right"  # and no warning comes of exp(2000)
    asked = Question("size", 1, "What is the size of -3?", "3", {"3": "A size has no sign.", "-3": "It has a sign."})
    box = QuestionBox(asked, Record())
    box.control.value = "-3"
    assert "You chose: -3. It has a sign." in box.reveal(abs(-3)).value and "The result is 3." in box.verdict.value


def test_the_core_imports_no_front_room():
    code = f"import sys; sys.path.insert(0, '.'); import {', '.join(sorted(CORE))}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    ours = {name for name in loaded.split() if name.startswith("helpers")}
    assert ours == CORE | {"helpers", "helpers.core"}


CORE = {f"helpers.core.{path.stem}" for path in (ROOT / "helpers" / "core").glob("[a-z]*.py")}
