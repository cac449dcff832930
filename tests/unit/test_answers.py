"""Answers as people give them: right ones pass, and each wrong one is refused with a sentence that names its fault.

Where a comment names a place, the answer was published there: a number is a question of Stack Overflow,
numpy-ml is github.com/ddbourgin/numpy-ml, sieci is github.com/ksproska/sieci_neuronowe, cosmic is
github.com/cosmic-cortex/neural-networks-from-scratch, TensorTonic is github.com/hvbhanot/TensorTonic-Solutions,
bragitoff is bragitoff.com/2021/12/efficient-implementation-of-relu-function, atzy is notes.atzy.dev, deepml is
eetcode.com/deepml/42, Grokking is a listing of "Grokking Deep Learning".
"""

from __future__ import annotations

import re

import numpy as np
import pytest
from answers import run
from list_sentences import sentences

from helpers import activations, exercises
from helpers.core.source import parts_of
from helpers.notebook import _no_input


def leaky(body: str) -> str:
    return f"def f(x, negative_slope=0.01):\n    {body}"


def from_output(body: str) -> str:
    return f"def f(y):\n    {body}"


# -- right ------------------------------------------------------------------------------------------------------------

LOOP = (
    "def one(v):\n    if v > 0:\n        return v\n    return 0.0\n"
    "def f(x):\n    y = []\n    for v in x:\n        y.append(one(v))\n    return np.array(y)"
)
FINITE_RELU = [
    "return np.maximum(x, 0)",  # 32109319
    "return np.maximum(0, x)",  # 70860771
    "return np.clip(x, 0, None)",
    "return np.clip(x, 0, np.inf)",  # numpy-ml
    "return np.where(x <= 0, 0, x)",
    "y = x.copy()\n    y[y < 0] = 0\n    return y",
    "a = np.array(x)\n    np.maximum(a, 0, out=a)\n    return a",
    "return np.maximum(np.zeros(x.shape, dtype=np.float32), x)",  # bragitoff
    "return np.array(list(map(lambda v: 0 if v <= 0 else v, x)))",
    "return np.vectorize(lambda v: max(v, 0.0))(x)",  # sieci
    "@np.vectorize\ndef f(n):\n    if n < 0:\n        return 0.0\n    return n",
    "y = np.zeros(len(x))\n    for i in range(len(x)):\n        y[i] = max(x[i], 0)\n    return y",
    "return -np.minimum(-x, 0)",
    "f = lambda x: np.where(np.isnan(x), x, np.where(x > 0, x, 0))",
    "return np.maximum(x, 0).astype(np.float32)",
    "return np.maximum(x, -0.0)",
    "def f(x, place=np.zeros(12)):\n    return np.maximum(x, 0, out=place[: x.size].reshape(x.shape))",
    "y, i = 1.0 * x, 0\n    while i < x.size:\n        y.flat[i] = max(y.flat[i], 0)\n        i += 1\n    return y",
    "print('here')\n    return np.maximum(x, 0)",
]
LOSES_NAN = ["return np.where(x > 0, x, 0)", LOOP, "return np.fmax(x, 0)"]
LOSES_INFINITY = ["return x * (x > 0)", "return (abs(x) + x) / 2", "return np.multiply(x > 0, x)"]  # 32109319
LEAKY = [
    leaky("return np.where(x > 0, x, x * negative_slope)"),  # 50517545
    "def f(x, a=0.01):\n    y1 = ((x > 0) * x)\n    y2 = ((x <= 0) * x * a)\n    return y1 + y2",  # 50517545
    "def f(x, alpha=0.01):\n    return x * (x > 0) + alpha * x * (x <= 0)",  # cosmic
    "def f(x, gamma=0.01):\n    return np.maximum(0, x) + gamma * np.minimum(0, x)",
    "def f(x, leak=0.01):\n    return 0.5 * (1 + leak) * x + 0.5 * (1 - leak) * abs(x)",
    "def f(x, alpha=0.01):\n    x = np.array(x, dtype=float)\n    x[x < 0] = alpha * x[x < 0]\n"
    "    return x",  # TensorTonic
    "def f(z, alpha=0.01):\n    return np.array([x if x > 0 else alpha * x for x in z])",
    "def f(x, a=0.01):\n    return np.array(list(map(lambda v: v if v > 0 else a * v, x)))",
    "def one(v, a):\n    return v if v > 0 else a * v\ndef f(x, a=0.01):\n    y = []\n    for v in x:\n"
    "        y.append(one(v, a))\n    return np.array(y)",
    "def f(x, a=0.01):\n    return np.vectorize(lambda v: float(v if v > 0 else a * v))(x)",
    leaky("y = x.astype(float)\n    y[y < 0] *= negative_slope\n    return y"),
]
RIGHT = {
    "relu_if_else": [
        "if x < 0:\n        return 0\n    elif x >= 0:\n        return x",
        "if x > 0:\n        return x\n    return 0",
        "return x if x >= 0 else 0",
        "return max(0.0, x)",
        "return float(max(0.0, x))",
        "y = 0\n    if x > 0:\n        y = x\n    return y",
        "return np.maximum(0, x)",
        "return x * (x > 0)",
        "return (x + abs(x)) / 2",
        "if not x > 0:\n        return 0\n    else:\n        return x",
    ],
    "write_relu": FINITE_RELU,
    "mend_argument": [*FINITE_RELU, *LOSES_NAN, *LOSES_INFINITY],
    "shifted_relu": [
        "return np.maximum(0, -2 + x)",
        "return np.where(x > 2, x - 2, 0)",
        "return np.maximum(x, 2) - 2",
        "return (x - 2) * (x > 2)",
        "return (x - 2 + abs(x - 2)) / 2",
        "y = x - 2\n    y[y < 0] = 0\n    return y",
        "return np.array([max(v - 2, 0) for v in x])",
        "def relu(x):\n    return np.maximum(x, 0)\ndef f(x):\n    return relu(x - 2)",
        "return np.clip(x - 2, 0, None)",
    ],
    "write_relu_slope": [
        "return 1. * (x > 0)",  # 32109319
        "return np.greater(x, 0).astype(int)",  # 46411180
        "return np.where(x <= 0, 0, 1)",  # 46411180
        "return (x > 0) * np.ones(x.shape)",  # 54969120
        "return (x >= 0) + 0",  # 54969120
        "return np.heaviside(x, 1)",  # 42042561
        "y = np.ones_like(x)\n    y[x <= 0] = 0\n    return y",
        "return np.sign(np.maximum(x, 0))",
        "return x > 0",
        "return (np.sign(x) + 1) / 2",
        "return np.array([1 if v > 0 else 0 for v in x])",
        "def one(v):\n    if v > 0:\n        return 1\n    elif v <= 0:\n        return 0\n"
        "def f(x):\n    return np.array([one(v) for v in x])",  # 46411180
        "@np.vectorize\ndef f(x):\n    if x > 0:\n        return 1.0\n    if x == 0:\n        return 0.5\n"
        "    return 0.0",  # sieci
    ],
    "slope_from_output": [
        from_output(body)
        for body in (
            "return np.where(y <= 0, 0, 1)",
            "return (y > 0).astype(float)",
            "return 1 * (y > 0)",
            "return y > 0",  # Grokking
            "return np.sign(y)",
            "return np.heaviside(y, 0)",
            "return np.array([1 if v > 0 else 0 for v in y])",
            "return (y != 0) * 1.0",
            "z = y.copy()\n    z[z > 0] = 1\n    return z",
        )
    ],
    "write_leaky_relu": LEAKY,
    "write_leaky_relu_slope": [
        "def f(x, alpha=0.01):\n    return np.where(x > 0, 1, alpha)",  # 48102959
        "def f(x, alpha=.01):\n    return np.array([1 if i >= 0 else alpha for i in x])",  # 48102959, the question
        "def f(x, alpha=0.01):\n    return 1 * (x > 0) + alpha * (x <= 0)",  # cosmic
        "def f(x, alpha=0.01):\n    return np.where(x >= 0, 1, alpha)",
        "def f(x, a=0.01):\n    return np.where(x > 0, 1.0, np.where(x < 0, a, (1 + a) / 2))",
        "def f(x, a=0.01):\n    g = np.ones(x.shape)\n    g[x <= 0] = a\n    return g",
        "def f(x, a=0.01):\n    return a + (1 - a) * (x > 0)",
        "def f(x, a=0.01):\n    g = []\n    for v in x:\n        if v > 0:\n            g.append(1.0)\n        else:\n"
        "            g.append(a)\n    return np.array(g)",
        "def f(x, a=0.01):\n    return np.vectorize(lambda v: 1.0 if v > 0 else a, otypes=[float])(x)",
    ],
}

# -- wrong: the source, and what must stand in the sentence; the rows of mistakes.py are tried as well ----------------

ONE_ANSWER = "wants one answer, and an array has many"
EACH = "gives one answer for all numbers, and each number needs its own"
ASKS = f"{EACH}. np.where(question, yes, no) asks for each"
COPY = "it writes into the array that was given. Begin with new = x.copy(), a new array"
LIST = "this is a list, and an array was asked. Give np.array(...) back"
TUPLE = "this is a tuple, several values with commas between them"
NO_RETURN = "Add a last line with return and what is given back"
NOTHING = "0.0, 2.0]: return gives back what stands behind it in its line, and behind one return nothing stands."
NOT_REACHED = "no return is reached for this input."
PLACE = "each number needs one output, at its own place."
LINE = "Write (x, negative_slope=0.01) there"
LEFT = "left of 0 the output must be negative_slope"
STEP = "a step from here reaches over the corner. Ask each x whether it is above 0."
INT = "whole numbers have no place for what stands after the point. Leave int out."
CUT = "whole numbers have no place for what stands after the point. Work with decimal numbers: 1.0 * x, 0.0, 1.0."
WRONG = {
    "relu_if_else": [
        ("if x > 0:\n        return x", NOT_REACHED),
        ("if x > 0:\n        return x\n    else:\n        return", "and behind one return nothing stands."),
        ("if x > 0:\n        return x\n    if x < 0:\n        return 0", f"gave None instead of 0: {NOT_REACHED}"),
        ("if x > 0:\n        return x\n    else:\n        None", NOT_REACHED),
        ("if x > 0:\n        x\n    else:\n        0", "x alone gives nothing back. Write return x."),
        ("if x > 0:\n        return x\n    else:\n        return None", "or what stands behind it is None, as"),
        ("if x > 0:\n        print(x)\n    else:\n        print(0)", "print shows a value to people, and only"),
        ("if x < 0:\n        return x\n    else:\n        return 0", "this keeps the negative side"),
        ("return 1 if x > 0 else 0", "right of 0 this is 1, or True, which counts as 1"),
        ("return -x if x > 0 else 0", "For x = 2, f gave -2 instead of 2: right of 0 the output must be x"),
        ("if x > 0.5:\n        return x\n    return 0", "gave 0 instead of 0.1: right of 0 the output must be x."),
        ("if x > 0:\n        return x ** 2\n    else:\n        print(0)", "gave 4 instead of 2"),
        ("if x > 0:\n        return x\n    else:\n        return -1", "gave -1 instead of 0: left of 0 the output"),
        ("return x if x > 0.05 else 0", "For x = 0.001, f gave 0"),
        ("return np.array([max(0, x)])", "gave [2] instead of 2: each number needs one output"),
        ("return int(max(0, x))", INT),
        ("return max(0, x), x", TUPLE),
        ("return [max(0, x)]", "the square brackets make a list of it. Leave them out"),
        ("if x > 0:\n        return 'x'\n    return 0", "gave the text 'x' instead of 2."),
        ("return abs", "a function stands there and not its result. Call it with round brackets"),
        ("x = int(input())\n    return max(0, x)", "input() would wait"),
        ("if x > 0:\n        y = x\n    return y", "there is a case in which no line before gives y a value"),
        ("return X if X > 0 else 0", "name 'X' is not defined: what it is given is called x"),
        ("def f(x, y):\n    return max(0, x)", "Write (x) there"),
    ],
    "write_relu": [
        ("return max(0, x)", "Python's max asks one question, and an array has many answers: write np.maximum"),
        ("return np.max(0, x)", "np.max takes one array, and what follows is an axis: to compare two, write"),
        ("return x if x > 0 else 0", f'the word "if" {ONE_ANSWER}'),  # 70860771
        ("return x or 0", f'the word "or" {ONE_ANSWER}'),
        ("return np.maximum(x)", "it takes two things: write both"),
        ("y = np.zeros(x)\n    return y", "write np.zeros(x.shape) for an array x"),
        ("return maximum(x, 0)", "for NumPy's maximum write np.maximum"),
        ("return relu(x)", "known only after its cell was run. np.maximum compares with 0"),
        ("return torch.relu(x)", "given is called x, and no line that was run makes or imports torch)"),
        ("return np.maximum(x, 0).astype(np.int)", "(NumPy has no int of its own: write int in place of np.int)"),
        ("retrun(x)", "is return meant?"),
        ("return f(x)", "it calls itself again and again"),
        ("return np.maximum(0, -2.5 * (x)(1))", "for a product write *"),
        ("def f():\n    return 3", "Write (x) there"),
        ("x[x < 0] = 0", NO_RETURN),  # 32109319
        ("print(np.maximum(x, 0))", "only return gives it back"),
        ("x[x < 0] == 0\n    return x", "== asks whether two things are equal, so x[x < 0] == 0 changes nothing"),
        ("np.maximum(x, 0)\n    return x", "np.maximum(x, 0) makes something new and keeps it nowhere"),
        ("y = x.copy()\n    y[y < 0] = 0\n    n = len(y)\n    return x", "x comes back as it was"),
        ("for n in x:\n        if n < 0:\n            n = 0\n    return x", "a new value for n, the name of the loop"),
        ("for v in x:\n        return max(0, v)", "return inside the loop ends it"),
        ("y = []\n    for v in x:\n        y.append(max(0, v))\n        return y", "return inside the loop ends it"),
        ("y = 2.0 * x\n    for v in x:\n        return y", "right of 0 the output must be x"),
        ("y = []\n    for v in x:\n        v = max(0, v)\n        y.append(v)\n    return x", "x comes back as it was"),
        ("y = [max(0, v) for v in x if v > 0]\n    return y", LIST),
        ("if np.any(np.isnan(x)):\n        print(1)\n    return np.maximum(x, 1)", "left of 0 the output must be 0"),
        ("if any(x > 0):\n        return x\n    return 0 * x", f"any {ASKS}"),
        ("if np.all(x >= 0):\n        return x\n    elif np.all(x < 0):\n        return 0 * x", f"all {ASKS}"),
        ("return x if sum(x) > 0 else 0", f"sum {ASKS}"),
        ("return any(x > 0)", f"any {EACH}."),
        ("y = np.maximum(x, 0).sum()\n    return y", f"sum {EACH}."),
        ("return len(x)", f"len {EACH}."),
        ("y = []\n    for v in x:\n        np.append(y, max(0, v))\n    return y", "makes something new and keeps"),
        ("return np.amax(x, 0)", f"amax {EACH}"),
        ("return x.max()", f"max {EACH}. np.maximum compares number by number"),
        ("return np.maximum(x, 0, out=x)", COPY),  # 32109319
        ("y = x\n    y[y < 0] = 0\n    return y", COPY),
        ("return [max(0, v) for v in x]", LIST),
        ("return np.maximum(0, x).tolist()", LIST),  # deepml
        ("return [np.maximum(x, 0)]", "the square brackets make a list of it"),
        ("return np.maximum(x, 0), x", TUPLE),
        ("return np.where(x > 0, x, '0')", "gave [the text '0', the text '2.0'] instead of [0.0, 2.0]."),
        ("return x[x > 0]", PLACE),
        ("return np.maximum(x, 0).astype(int)", INT),
        ("return np.vectorize(lambda v: v if v > 0 else 0)(x)", CUT),
        ("return np.sqrt(x ** 2)", "this makes negative numbers positive"),
        ("return np.where(x == 0, 0, x)", "x comes back as it was"),
        ("return np.where(x > 0, x, np.nan)", "gave [nan, 2.0] instead of [0.0, 2.0]: left of 0 the output must be 0"),
        ("return np.where(x <= 1e-6, 0, x)", "instead of [0.000000001, 0.0]: right of 0 the output must be x."),
        ("return np.round(np.maximum(x, 0))", "gave [0.0, 0.0] instead of [0.0, 0.5]: right of 0"),
        ("return np.maximum(-2, x)", "gave [-2.0, 2.0] instead of [0.0, 2.0]: left of 0 the output must be 0."),
        ("return np.clip(x, 0, x.max())", "instead of [0.0"),
        ("return np.maximum(x, 0) if len(x) > 1 else x", "instead of [0.0]"),
        ("return np.maximum(x, 0) * (2 if x.size == 3 else 1)", "gave [4.24691358, 0.0, 0.0] instead of"),
        (LOOP, "nan says that a value is missing"),
        ("return np.where(np.greater(x, 0), x, 0)", "nan says that a value is missing, and here it is lost"),
        *((body, "-inf + inf is nan" if "abs" in body else "0 * -inf is nan") for body in LOSES_INFINITY),
        ("return np.where(np.isnan(x), 0, np.where(x < 0, 0, x))", "here nan is found, and something else"),
        ("return x if np.isnan(x).any() else np.maximum(x, 0)", f"any {ASKS}"),
        ("y = print(x)\n    return y", "or what stands behind it is None, as print gives"),
        ("return print(x)", "or what stands behind it is None, as print gives"),
        ("y = np.maximum(x, 0)\n    return", NOTHING),
        ("y = np.maximum(x, 0)\n    return\n    y", NOTHING),
        ("x * (x > 0)", "x * (x > 0) alone gives nothing back. Write return x * (x > 0)."),
        ("np.where(x > 0, x, 0)\n    return x", "makes something new and keeps it nowhere"),
        ("return np.where(x > 0)", "at which places the answer is yes"),
    ],
    "mend_argument": [
        ("for i in range(len(x)):\n        if x[i] < 0:\n            x[i] = 0\n    return x", COPY),
        ("x[x < 0] = 0\n    return x.copy()", "before the new array is made. Make the new one first"),
        ("x *= x > 0\n    return x.copy()", "before the new array is made."),
        ("x[x < 0] = 0\n    y = np.copy(x)\n    return y", "before the new array is made."),
        ("z = [1]\n    z[0] = 2\n    y = x.copy()\n    x[x < 0] = 0\n    return y", "and not into the new one."),
        ("y = x.copy()\n    x[x < 0] = 0\n    return y", "and not into the new one. Write into the new array"),
        ("def f(values):\n    values[values < 0] = 0\n    return values", "Begin with new = values.copy()"),
        ("new = 1.0 * x\n    x[x < 0] = 0\n    return new", "Write into the new array, and return it"),
        ("x = x.copy\n    x[x < 0] = 0\n    return x", "a method is called with brackets: x.copy()"),
        ("y = x.copy()\n    y[y < 0] = 0\n    return x", "x comes back as it was"),
        ("y = x.copy()\n    y[y < 0] == 0\n    return y", "so y[y < 0] == 0 changes nothing"),
    ],
    "shifted_relu": [
        ("x -= 2\n    return np.maximum(x, 0)", COPY),
        ("np.subtract(x, 2, out=x)\n    return np.maximum(x, 0)", COPY),
        ("return np.max(x - 2, 0)", "max gives one answer for all numbers"),
        ("return np.where(x > 2, 0, x - 2)", "the two sides are exchanged"),
        ("return np.where(x > 2, x - 2, x)", "left of 2 the output must be 0"),
        ("return np.where(x > 2.2, x - 2, 0)", "right of 2 the output must be x - 2."),
        ("return np.clip(x - 2, 0, 10000)", "gave [10000.0, 0.0, 0.0, 0.0, 5.25, 0.0] instead of"),
    ],
    "write_relu_slope": [
        ("x[x <= 0] = 0\n    x[x > 0] = 1\n    return x", COPY),  # 46411180
        ("return max(0, 1)", "this is one number, and one for each input was asked"),
        ("return np.diff(np.maximum(x, 0)) / np.diff(x)", "np.diff compares each number with its neighbours"),
        ("return np.gradient(np.maximum(x, 0), x)", "np.gradient compares each number with its neighbours"),
        ("return x / abs(x)", "-1 on the left is the slope of the absolute value"),
        ("return np.where(x > 0, 0, 1)", "the two sides are exchanged"),
        ("y = 0 * x\n    y[0] = 1\n    return y", "[1.0, 0.0] instead of [0, 1]: left of 0 the output must be 0, and"),
        ("return np.where(x > -1e-3, 1., 0.)", "f gave [1.0, 1.0] instead of [1, 0]: left of 0"),
        ("return np.where(x == 0, 2, x > 0)", "gave [2] instead of a number from 0 to 1."),
        ("return np.heaviside(x, -0.1)", "gave [-0.1] instead of a number from 0 to 1."),
        ("return np.heaviside(x, np.inf)", "gave [inf] instead of a number from 0 to 1."),
        ("return (x + abs(x)) / (2 * x)", "at the corner this divides 0 by 0"),
        ("if np.all(x > 0):\n        return 1\n    return 0", f"all {ASKS}"),
        *((f"h = {h}\n    return (np.maximum(x + h, 0) - np.maximum(x - h, 0)) / (2 * h)", STEP)
          for h in (0.1, 1e-3, 1e-8)),
        ("h = 0.1\n    return (np.maximum(x + h, 0) - np.maximum(x, 0)) / h", STEP),
        ("return np.where(x > 1e-8, x / x, 0)", "right of 0 the output must be 1"),
    ],
    "slope_from_output": [
        (from_output(body), told)
        for body, told in (
            ("return np.where(y > 0, 0, 1)", "where y is 0 the output must be 0, and right of 0 the output"),
            ("return y[y > 0] / y[y > 0]", PLACE),
            ("return y > 1", "right of 0 the output must be 1."),
            ("return np.clip(y, 0, 1)", "right of 0 the output must be 1."),
        )
    ],
    "write_leaky_relu": [
        ("def f(x):\n    return np.where(x > 0, x, x * 0.01)", LINE),  # 50517545
        ("def f(x, alpha):\n    return np.where(x > 0, x, alpha * x)", LINE),
        ("def f(x, alpha=0.1):\n    return np.where(x > 0, x, alpha * x)", LINE),  # atzy
        ("def f(negative_slope=0.01, x=0):\n    return np.where(x > 0, x, negative_slope * x)", LINE),
        ("def f(x, y, negative_slope=0.01):\n    return np.where(x > 0, x, negative_slope * x)", LINE),
        *((leaky(body), told) for body, told in (
            ("x[x < 0] *= negative_slope\n    return x", "Begin with new = 1.0 * x, a new array"),
            ("return np.where(x > 0, x, slope * x)", "what it is given is called x and negative_slope"),
            ("return np.where(x > 0, x, 0,1 * x)", "a decimal number has a point"),
            ("y = x.copy()\n    y[y < 0] *= negative_slope\n    return y", "begin with y = 1.0 * x"),
            ("y = x.copy()\n    y[y < 0] = negative_slope * y[y < 0]\n    return y", CUT),
            ("y = x.astype(float)\n    y[y < 0] = negative_slope * x\n    return y", "equally many numbers"),
            ("y = x.astype(float)\n    y[y < 0] * negative_slope\n    return y", "makes something new and keeps"),
            ("return np.where(x > 0, x, 0.1 * x)", f"{LEFT} * x."),
            ("return leaky(x, 0.2)", f"{LEFT} * x."),
            ("return np.maximum(0, x) + 0.01 * x", "instead of [-0.03, 2.0]: right of 0 the output must be x."),
            ("return np.where(x > 0, x, round(negative_slope, 2) * x)", "and negative_slope = 0.125, f gave"),
            ("return np.where(x > 0, negative_slope * x, x)", "the two sides are exchanged: left of 0"),
            ("y = x > 0\n    y *= x\n    return y", "instead of giving [-0.03, 2.0]"),
        )),
    ],
    "write_leaky_relu_slope": [
        ("def f(x, a=.01):\n    return np.vectorize(lambda v: 1 if v > 0 else a)(x)", CUT),
        ("def f(x, alpha=0.01):\n    dx = np.ones_like(x)\n    dx[x < 0] = alpha\n    return dx", CUT),  # 48102959
        (leaky("return np.where(x > 0, 1, negative_slope).astype(int)"), INT),
        (leaky("return np.where(x > 0, 2, 0)"), LEFT),  # these whole numbers are its own
        (leaky("return np.where(x == 0, 1.1, np.where(x > 0, 1, negative_slope))"), "of a number from 0.2 to 1"),
        (leaky("return np.where(x > 0, 1, -negative_slope)"), f"{LEFT}."),
        (leaky("h = 1e-5\n    g = lambda x: np.where(x > 0, x, negative_slope * x)\n"
               "    return (g(x + h) - g(x - h)) / (2 * h)"), STEP),
    ],
}  # fmt: skip
FUNCTIONS = [name for name in exercises.names() if "def " in getattr(exercises, name).stub]
NAMES = {"input": _no_input, "leaky": activations.leaky_relu}
each_right = pytest.mark.parametrize(("name", "source"), [(n, source) for n in RIGHT for source in RIGHT[n]])
each_wrong = pytest.mark.parametrize(("name", "source", "told"), [(n, *wrong) for n in WRONG for wrong in WRONG[n]])


@each_right
def test_a_right_answer_is_right(name, source):
    status, told = getattr(exercises, name).judge(run(source))
    assert status == "right", told


@each_wrong
def test_a_wrong_answer_is_told_its_own_fault(name, source, told):
    answer = run(source, **NAMES)
    status, message = getattr(exercises, name).judge(answer)
    assert status == "wrong" and told in message, message
    # Before its cure, the sentence names no function of NumPy that the answer does not use.
    did, _, reason = message.partition(" instead of ")
    faults = [did.partition(" (")[2].split(": ")[0], reason.partition(": ")[2].split(". ")[0].split(": ")[0]]
    assert {name for fault in faults for name in re.findall(r"np\.(\w+)", fault)} <= parts_of(answer)


# -- what passes is right everywhere ----------------------------------------------------------------------------------


def plain_relu(x: float) -> float:
    return x if x > 0 else 0.0


def leaky_relu(x: float, a: float) -> float:
    return x if x > 0 else a * x


def leaky_slopes(x: float, a: float = 0.01) -> tuple[float, float]:
    if x == 0:
        return min(a, 1.0), max(a, 1.0)
    return (1.0, 1.0) if x > 0 else (a, a)


# What is asked at one number, as its lowest and its highest value.
ASKED = {
    "relu_if_else": lambda x: (plain_relu(x),) * 2,
    "shifted_relu": lambda x: (plain_relu(x - 2),) * 2,
    "write_relu_slope": lambda x: (float(x > 0), float(x >= 0)),
    "slope_from_output": lambda y: (float(y > 0),) * 2,
    "write_leaky_relu": lambda x, a=0.01: (leaky_relu(x, a),) * 2,
    "write_leaky_relu_slope": leaky_slopes,
}
ASKED |= dict.fromkeys(("write_relu", "mend_argument"), ASKED["relu_if_else"])


def fits(name: str, value: object, x: np.ndarray, *rest) -> bool:
    """Return whether `value` is what the task asks for `x`, by a reference that looks at one number at a time."""
    with np.errstate(all="ignore"):
        numbers = np.asarray(value, dtype=float) if isinstance(value, int | float | np.generic | np.ndarray) else None
    if numbers is None or np.asarray(value).dtype.kind not in "biuf" or numbers.shape != np.shape(x):
        return False
    pairs = zip(numbers.ravel().tolist(), np.ravel(x).tolist(), strict=True)
    for number, at in pairs:
        low, high = (at, at) if np.isnan(at) else ASKED[name](at, *rest)
        near = 1e-6 * max(abs(low), abs(high)) + 1e-12
        if not (low == number == high or low - near <= number <= high + near or (number != number and low != low)):
            return False
    return True


def arrays(name: str, count: int = 1000):
    """Return inputs in other orders and sizes, as the task of `name` allows them."""
    rng, stub = np.random.default_rng(7), getattr(exercises, name).stub
    for i in range(count):
        size = int(rng.integers(1, 12))
        x = rng.normal(0, 10.0 ** rng.integers(-9, 4), size) if i % 3 else rng.integers(-9, 10, size)
        x[rng.random(size) < 0.1] = 0
        x = (np.sort(x), np.sort(x)[::-1].copy(), x)[i % 3 if i % 2 else 2]
        if name == "write_relu" and x.dtype.kind == "f" and i % 5 == 0:
            x[rng.random(size) < 0.3] = np.nan
            x[rng.random(size) < 0.2] = rng.choice([np.inf, -np.inf])
        if name == "slope_from_output":
            x = np.maximum(x, 0)
        rest = (float(rng.choice([0.01, 0.2, 0.5, 1.0, 3.0, -0.5, 0.0])),) * ("negative_slope" in stub)
        yield (x.tolist()[0] if name == "relu_if_else" else x), *rest


@each_right
@np.errstate(all="ignore")
def test_what_passes_is_right_for_a_thousand_other_inputs(name, source):
    answer = run(source)
    for x, *rest in arrays(name):
        before = np.copy(x)
        value = answer(x, *rest)
        assert fits(name, value, x, *rest), (x, rest, value)
        assert np.array_equal(before, x, equal_nan=True)


REFUSED = [(name, run(source, **NAMES)) for name in WRONG for source, _ in WRONG[name]]
REFUSED += [(name, function) for name, function, *_ in sentences()]


@pytest.mark.parametrize(("name", "answer"), REFUSED)
def test_what_is_refused_differs_on_one_of_the_inputs_of_the_exercise(name, answer):
    for x, *rest in getattr(exercises, name).calls:
        given = np.copy(x) if isinstance(x, np.ndarray) else x
        try:
            with np.errstate(all="ignore"):
                value = answer(given, *rest)
        except Exception:
            return
        if not fits(name, value, x, *rest) or not np.array_equal(given, x, equal_nan=True):
            return
    pytest.fail("It does what the task asks for each of these inputs.")


def test_only_what_a_task_says_is_tried():
    for name in FUNCTIONS:
        exercise = getattr(exercises, name)
        numbers = np.concatenate([np.ravel(np.asarray(call[0], dtype=float)) for call in exercise.calls])
        assert np.isnan(numbers).any() == ("nan stays nan" in exercise.message), name
        assert np.isinf(numbers).any() == ("-inf" in exercise.message), name
        if name != "relu_if_else":
            assert re.search(r"(leaves|leave) (x|it) as it is|[xy] stays as it is", exercise.message), name


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "relu_if_else"])
def test_inputs_share_no_accident(name):
    calls = getattr(exercises, name).calls
    inputs = [np.ravel(np.asarray(call[0], dtype=float)) for call in calls]
    assert {x.size for x in inputs} >= {1, 2, 3, 5}
    assert {np.asarray(call[0]).dtype.kind for call in calls} == {"i", "f"}
    assert any((np.diff(x) > 0).all() and x.size > 1 for x in inputs)
    assert any((np.diff(x) < 0).any() for x in inputs)
    assert {0.0, 1.0} <= {np.sign(x[0]) for x in inputs}
    every, corner = np.concatenate(inputs), 2 if name == "shifted_relu" else 0
    right = every[np.isfinite(every) & (every > corner)]
    assert right.max() >= 1000 and right.min() - corner <= (2e-3 if corner else 1e-9)
