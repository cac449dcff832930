"""Each error that Python and NumPy raise for a beginner's line gets its own sentence, and no other error gets it."""

from __future__ import annotations

import numpy as np
import pytest

from helpers import exercises
from helpers.mistakes import _ERRORS, _SYNTAX, explain


def told(line: str) -> str:
    """Run `line` with an array x, and return what its error is explained as."""
    try:
        exec(
            compile(line, "<cell>", "exec"),
            {"np": np, "exercises": exercises, "x": np.array([-3.0, 2.0]), "m": np.float64(3)},
        )
    except Exception as error:
        return explain(error, getattr(error, "text", None) or line)
    raise AssertionError("It raises nothing.")


KNOWN = {
    "x.maximum(0)": "maximum is a function of NumPy: write np.maximum",
    "x[0] = x": "one place takes one number",
    "-(x > 0)": "True and False are answers, no numbers: 1.0 * (x > 0) makes numbers of them",
    "my_leaky_relu(3)": "a function of another lesson is not known here",
    "1.0 * x * np.array(['a', 'b'])": "leave out the quotation marks",
    "max(0, x)": "Python's max asks one question",
    "min(x, 0)": "write np.minimum",
    "x or 0": 'the word "or" wants one answer, and an array has many',
    "np.max(x) if x > 0 else 0": 'the word "if" wants one answer',
    "bool(x)": "one answer is wanted here, and an array has many",
    "np.where(x > 0, 1)": "np.where takes three things",
    "np.where(x > 0, 1, 0, 5)": "np.where takes three things",
    "np.max(0, x)": "np.max takes one array",
    "np.min(x, 2)": "to compare two, write np.minimum",
    "np.maximum(x)": "it takes two things",
    "import matplotlib.figure as m; m.Figure().gca().plot([1, 2], [3])": "each input needs one height",
    "y = []; y[0] = 3": "a list has only the places that were appended",
    "relu(3)": "np.maximum compares with 0, as ReLU does",
    "np.linspace(-4, 4, 0.5)": "the third thing in np.linspace is how many points",
    "np.array(-2.0, 0.0, 3.0)": "put square brackets around the numbers",
    "[-2.0, 3.0] > 0": "this is a list and no array",
    "[-2.0, 3.0] > 0 and [1] > 0": 'the word "and" wants one answer, and a list has many numbers: np.maximum compares',
    "max(0, [-2.0, 3.0])": "Python's max compares the whole list with a number: write np.maximum",
    "min([-2.0, 3.0], 0.5)": "write np.minimum",
    "m = 0.5; m(3)": "for a product write *",
    "max = 3; max(1, 2)": "choose Kernel > Restart Kernel and Run All Cells",
    "np = 3; np.maximum(3, 0)": "np is no longer what the first cell made it: run the first cell again, then this one",
    "np = abs; np.where(3)": "np is no longer what the first cell made it",
    "exercises = [3]; exercises.write_relu.check(abs)": "exercises is no longer what the first cell made it",
    "x(0)": "what stands before the opening bracket is no function",
    "np.maximun(x, 0)": "is maximum meant?",
    "np.arrange(3)": "is arange meant?",
    "np.int(3)": "NumPy has no int of its own: write int in place of np.int",
    "x.astype(np.float)": "write float in place of np.float",
    "exercises.write_relu.hints()": "there is no hints: is hint meant?",
    "exercises.write_rleu.hint()": "there is no write_rleu: is write_relu meant?",
    "exercises.gone.hint()": "this notebook is older than the folder helpers. Then download the lessons",
    "from helpers import gone": "this notebook is older than the folder helpers.",
    "import helpers.gone": "this notebook is older than the folder helpers.",
    "exercises.write_relu.solutions()": "is solution meant?",
    "retrun(x)": "is return meant?",
    "abs([-2.0])": "this is a list and no array",
    "np.heaviside(x)": "it takes two things",
    "x.copy[0]": "a method is called with brackets",
    "x.copy < 0": "a method is called with brackets",
    "np.zeros(x)": "write np.zeros(x.shape)",
    "np.ones(np.array([-3, 2]))": "write np.ones(x.shape)",
    "range(x)": "write range(len(x))",
    "[max(0, v) for v in range(x)]": "write range(len(x))",
    "y = np.array([1, 2]); y *= 0.5": "an array of integers has no place",
    "float(x)": "one number is wanted here, and an array has many",
    "import math; math.exp(x)": "one number is wanted here, and an array has many",
    "for i in len(x): pass": "len(x) is one number",
    "for v in 3: pass": "a single number stands where a list or an array is needed",
    "n = 3; n[0]": "a single number stands where",
    "len(3)": "a single number stands where",
    "x[2.0]": "v is the number itself",
    "x.append(3)": "an array has no append",
    "np.maximum[x, 0]": "a function is called with round brackets",
    "x[x < 0] = np.array([1.0, 2.0])": "both sides must have equally many numbers",
    "x + np.array([1, 2, 3])": "both sides must have equally many numbers",
    "np.max([x, 0])": "do not fit into one list",
    "np.maximum(None, 0) + None * x": "something in it is None",
    "x > 0 and '3' > 2": 'the word "and" wants one answer',
    "3 > '0'": "leave out the quotation marks",
    "3 - '2'": "leave out the quotation marks",
    "(0, 5) < 3": "a tuple, several values, stands where one value is needed",
    "np.where(x) > 0": "np.where needs three things",
    "np.relu(x)": "NumPy has nothing of that name",
    "def f():\n    if False: y = 1\n    return y\nf()": "no line before gives ",
    "f = lambda: f()\nf()": "it calls itself again and again",
    "maximum(x, 0)": "for NumPy's maximum write np.maximum",
    "y = nan": "for NumPy's nan write np.nan",
    "numpy.abs(x)": "NumPy is called np here",
    "max[0, x]": "a function is called with round brackets",
    "3 > O": "the letter O stands there: zero is 0",
    "Print(3)": "Python writes it print",
    "y = true": "Python writes it True",
}
SYNTAX = {
    "if 3 > 2:\n    pass\nelseif 2 > 3:\n    pass": "A second question begins with elif.",
    "retrun x": "Python has no word retrun: is return meant?",
    "if 3 > 2:\n    pass\nesle:\n    pass": "is else meant?",
    "fro i in range(3):\n    pass": "is for meant?",
    "x < 0 = 0": "write x[x < 0] = 0.",
    "np.where(x = 0, 0.5, 1)": "To ask whether two things are equal, write ==.",
    "y = 0,01 * 3": "A decimal number is written with a point",
    "If 3 > 2: pass": "small letters",
    "if 3 > 2:\n    pass\nelse if 2 > 3:\n    pass": "A second question begins with elif.",
    "if 3 > 2:\n    pass\nelse 2 > 3:\n    pass": "else takes all other cases",
    "def f(y):\n    if y > 2:\n        return y\nelse:\n    return 2": "else begins in the same column as its if",
    "np.clip([1], a_min=0, 1)": "stands last in the brackets",
    "3 => 2": "Write >= and <=",
    "3 > 2 && 2 > 1": "Write and, or",
    "y = “b”": "straight quotation marks",
    "y = −3": "minus sign",
    "f(y) = 3": "A function begins with def",
    "y(y < 0) = 0": "use square brackets, as in y[y < 0] = 0. To give a value a name, write the name alone left of =.",
    "x.copy() = y": "write the name alone left of =.",
    "def f(y):\n    return y[y < 0] = 0": "Two lines are needed: first the one with =, such as y[y < 0] = 0,",
    "IF(3 > 2):\n    pass": "small letters",
    "f(y, a) = 3": "A function begins with def",
    "y(0) = 3": "To write into places of an array use square brackets",
    "def f(y):\n    Return y": "small letters",
    "if y = 3: pass": "write ==.",
    "def f(y):\nreturn y": "Below a line that ends in a colon, a line begins with four spaces more.",
    "y = 3\n  z = 4": "Every other line begins in the column of a line above.",
    "if 3 > 2:\n        y = 3\n    z = 4": "Every other line begins in the column of a line above.",
    "return 3": "return belongs into a function",
    "y = 2x": "For a product write *",
    "print(3": "missing bracket",
    "if 3 > 2\n    pass": "missing bracket, quotation mark, comma or colon",
}


@pytest.mark.parametrize(("line", "sentence"), (KNOWN | SYNTAX).items())
def test_an_error_is_explained(line, sentence):
    assert sentence in told(line)


def test_every_row_is_needed():
    shown = {told(line) for line in KNOWN | SYNTAX}
    sentences = [sentence for _, _, sentence in _ERRORS + _SYNTAX]
    begins = [sentence.split(r"\1")[0][:25] for sentence in sentences]
    assert [begin for begin in begins if not any(begin in text for text in shown) and begin] == []
    assert len(sentences) == len(set(sentences))


OTHER = {
    "print(rise / 3)": "meant",
    "int y = 3": "meant",
    "if 3 > 2:\n\ty = 3\n        z = 4": "bracket",
    "form = 3 3": "meant",
    "nubmer = 1; nubmer 2": "meant",
    "x.size()": "broadcast",
    "x.maximum(0) + np.maximum(x, 0)": "first cell",
    "np.float64(3).maximum(0)": "first cell",
    "y = np.array([1,2,3]": "decimal",
    "for i in range(0,3) print(i)": "decimal",
    "t = (1, 2); t(3)": "decimal",
    "[max(0, x[i][0]) for i in range(len(x))]": "range",
    "np.multiply(x)": "compare",
    "y = x > 0; y *= x": "integers",
    "size(3)": "typing error",
    "shape": "NumPy",
    "e": "NumPy",
    "import gone": "older",
    "{}['a']": "place",
    "y(y < 0) = 0": "def",
    "def f(y):\n    return y == 3 3": "Two lines",
    "def f(y):\n    return y >= 3 3": "Two lines",
    "def f(y):\n    return f(y=3) 3": "Two lines",
    "form(3 3": "meant",
    "None = 3": "small letters",
}


@pytest.mark.parametrize(("line", "words"), OTHER.items())
def test_another_error_gets_no_false_sentence(line, words):
    assert words not in told(line)
