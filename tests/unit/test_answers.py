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

from helpers import activations, exercises
from helpers.core.source import words
from helpers.notebook import no_input


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

# -- wrong: the source, and what must stand in the sentence ----------------------------------------------------------

NAME_OF_LOOP = "for n in x:\n        if n < 0:\n            n = 0\n    return x"
NO_RETURN = "Add a last line that begins with return"
RANGE = "write range(len(x)) for an array x"
BETWEEN = "this is between the slope on the left and the one on the right"
ONE_ANSWER = "wants one answer, and an array has many"
COPY = "Work on a copy, such as y = x.copy()"
MISSING = "each number needs one output, at its own place."
TEXT = "'x > 0' is text, which asks nothing. Leave out the quotation marks."
WRONG_ARRAYS = [  # for each ReLU of an array
    ("return max(0, x)", "Python's max asks one question, and an array has many answers: write np.maximum"),
    ("return np.max(0, x)", "np.max takes one array, and what follows is an axis: to compare two, write np.maximum"),
    ("return x if x > 0 else 0", ONE_ANSWER),  # 70860771
    ("return x or 0", ONE_ANSWER),
    ("return np.maximum(x)", "it takes two things: write both"),
    ("return np.where(x > 0, x)", "np.where takes three things"),
    ("return np.where(x > 0)", "at which places the answer is yes"),
    ("x[x < 0] = 0", NO_RETURN),  # 32109319
    ("np.maximum(x, 0)", NO_RETURN),
    ("print(np.maximum(x, 0))", "only return gives it back"),
    ("x[x < 0] == 0\n    return x", "== asks whether two things are equal"),
    ("return np.maximum(x, 0, out=x)", COPY),  # 32109319
    ("y = x\n    y[y < 0] = 0\n    return y", COPY),
    ("y = x.copy\n    y[y < 0] = 0\n    return y", "a method is called with brackets: x.copy()"),
    ("y = np.zeros(x)\n    return y", "write np.zeros(x.shape) for an array x"),
    ("y = np.zeros(len(x))\n    for i in range(x):\n        y[i] = max(x[i], 0)\n    return y", RANGE),
    ("return [max(0, v) for v in x]", "this is a list, and an array was asked. Give np.array(...) back"),
    ("return np.maximum(0, x).tolist()", "this is a list, and an array was asked. Give np.array(...) back"),  # deepml
    ("return np.maximum(x, 0).astype(int)", "no place for what stands after the point. Leave int out"),
    ("return np.vectorize(lambda v: v if v > 0 else 0)(x)", "Give it otypes=[float]"),
    ("y = []\n    for v in x:\n        if v > 0:\n            y.append(v)\n    return np.array(y)", MISSING),
    ("return x[x > 0]", MISSING),
    (NAME_OF_LOOP, "a new value for n, the name of the loop, leaves the array as it is"),
    ("return np.where(x > 0, x, np.nan)", "gave [nan, 2.0] instead of [0.0, 2.0]: left of 0 the output must be 0"),
    ("return np.minimum(x, 0)", "this keeps the negative side"),
    ("return np.sqrt(x ** 2)", "this makes negative numbers positive"),
    ("return x", "x comes back as it was"),
    ("return np.where(x > 0, 1, 0)", "this gives 1 on the right"),
    ("return np.maximum(0.01 * x, x)", "this is Leaky ReLU"),
    ("return np.maximum(-x, 0)", "this is ReLU of -x"),
    ("return np.clip(x, 0, 1)", "everything above 1 is cut off"),
    ("return np.where(x > 1, x, 0)", "instead of [0.0, 0.5]: right of 0 the output must be x."),
    ("return np.where(x <= 1e-6, 0, x)", "instead of [0.000000001, 0.0]: right of 0 the output must be x."),
    ("return np.zeros_like(x)", "right of 0 the output must be x"),
    ("return maximum(x, 0)", "for NumPy's maximum write np.maximum"),
    ("return relu(x)", "a function of another lesson is not known here"),
    ("return np.where(x > 0, yes, no)", "this word stands for something that you write there"),
    ("return np.maximun(x, 0)", "is maximum meant?"),
    ("return np.maximum(x, '0')", "text cannot be compared"),
    ("return f(x)", "it calls itself again and again"),
    ("return np.maximum(x, 0), x", "this is a tuple, several values with commas between them"),
    ("return str(np.maximum(x, 0))", "nobody can compute with text."),
    ("return input()", "input() would wait"),
    ("for v in x:\n        return max(0, v)", "return inside the loop ends it at the first number"),
    ("return np.array([max(0, x[v]) for v in x])", "v is the number itself"),
    ("y = []\n    for i in range(len(x) + 1):\n        y.append(max(0, x[i]))\n    return np.array(y)",
     "the last is len(x) - 1"),
    ("return float(np.maximum(x, 0))", "one number is wanted here, and an array has many"),
    ("return x.max()", "max gives one answer for all numbers, and each number needs its own. np.maximum"),
    ("return (x + abs(x))", "this is twice as much"),
    ("return x + abs(x) / 2", "Write brackets around the sum"),
    ("return x * x > 0", "Write brackets around the question"),
    ("return np.where(x == 0, 0, x)", "x comes back as it was"),
    ("return np.max((x, 0))", "do not fit into one list"),
    ("y = np.array([])\n    for v in x:\n        y.append(max(v, 0))\n    return y", "an array has no append"),
    ("return np.maximum[x, 0]", "a function is called with round brackets"),
    ("return [np.maximum(x, 0)]", "the square brackets make a list of it"),
    ("return np.round(np.maximum(x, 0))", "gave [0.0, 0.0] instead of [0.0, 0.5]: right of 0"),
    ("return np.round(np.maximum(x, 2))", "gave [2.0, 2.0] instead of [0.0, 2.0]: left of 0 the output must be 0."),
    ("return np.clip(x, 0, x.max())", "instead of [0.0"),
    ("return np.maximum(x, 0) if len(x) > 1 else x", "instead of [0.0]"),
    ("return np.maximum(x, 0) * (2 if x.size == 3 else 1)", "gave [4.24691358, 0.0, 0.0] instead of"),
    ("return np.where(x > 0, x, '0')", "text"),
    ("y = x\n    for i in len(x):\n        y[i] = 0\n    return y", "write range(len(x))"),
    ("return np.max(x) if x > 0 else 0", ONE_ANSWER),
    ("return np.maximum(x, 0).ravel()", "the rows and columns are lost"),
    ("for i in range(len(x)):\n        for k in range(len(x[i])):\n            x[i][k] = max(0, x[i][k])\n    return x",
     "one row of numbers, so it has no columns"),
]  # fmt: skip
# Where each number was meant: NumPy's own error leads people to any and all.
EACH = "gives one answer for all numbers, and each number needs its own"
ASKS = f"{EACH}. np.where(question, yes, no) asks for each"
WRONG_FOR_MANY = [
    ("if any(x > 0):\n        return x\n    return 0 * x", f"any {ASKS}"),
    ("if (x > 0).all():\n        return x\n    return np.zeros(x.shape)", f"all {ASKS}"),
    ("if x.any() > 0:\n        return x\n    else:\n        return 0", f"any {ASKS}"),
    ("if np.all(x >= 0):\n        return x\n    elif np.all(x < 0):\n        return 0 * x", f"all {ASKS}"),
    ("if sum(x) > 0:\n        return x\n    return 0 * x", f"sum {ASKS}"),
    ("return x if np.any(x > 0) else 0", f"any {ASKS}"),
    ("return any(x > 0)", f"any {EACH}."),
    ("return np.sum(np.maximum(x, 0))", f"sum {EACH}."),
    ("y = np.maximum(x, 0).sum()\n    return y", f"sum {EACH}."),
    ("return len(x)", f"len {EACH}."),
]
# What was told of them before was not true of them.
WRONG_OTHER = [
    ("y = x.copy()\n    for i in range(len(y)):\n        if y[i] < 0:\n            y[i] == 0\n    return y",
     "so y[i] == 0 changes nothing"),
    ("np.maximum(x, 0)\n    return x", "np.maximum(x, 0) computes numbers and keeps them nowhere"),
    ("y = x.copy()\n    y[y < 0] = 0\n    n = len(y)\n    return x", "The new numbers are in y: write return y"),
    ("for i in range(len(x)):\n        i = 0\n    return x", "a new value for i, the name of the loop"),
    ("return x.copy()", "x comes back as it was"),
    ("result = []\n    for v in x:\n        result.append(max(0, v))\n    return result",
     "gave the list [0, 2.0] instead of the array [0.0, 2.0]: this is a list, and an array was asked. "
     "Give np.array(result) back."),
    ("return np.where('x > 0', x, 0)", TEXT),
    ("return x and 0", '(the word "and" wants one answer, and an array has many: np.maximum'),
    ("return np.maximum(x, 0) if bool(x) else x", '(the word "if" wants one answer'),
    ("y = bool(x)\n    return x * y", "(one answer is wanted here, and an array has many: np.maximum"),
    ("return np.maximum(-2, x)", "gave [-2.0, 2.0] instead of [0.0, 2.0]: left of 0 the output must be 0."),
    ("return np.maximum(x, 0).astype(np.int)", "(NumPy has no int of its own: write int in place of np.int)"),
    ("return np.array([math.fabs(v) for v in x])", "math is a library, and no line imports it"),
    ("return torch.relu(x)", "(name 'torch' is not defined: torch is a library, and no line imports it."),
    ("return np.maximum(0, -2.5 * (x)(1))", "for a product write *"),
    ("y = x.tolist()\n    return max(0, y)", "compares the whole list with a number: write np.maximum"),
    ("y = x.tolist()\n    if y > 0:\n        return y", 'the word "if" wants one answer, and a list has many numbers'),
    ("retrun(x)", "is return meant?"),
    ("def f():\n    return 3", "Write (x) there"),
]  # fmt: skip
WRONG_NAN = [
    ("return np.where(x > 0, x, 0)", "every comparison with nan is False"),
    (LOOP, "every comparison with nan is False"),
    ("return np.array([max(0, v) for v in x])", "max compares, and every comparison with nan is False"),
    ("return np.fmax(x, 0)", "np.fmax drops a nan"),
    ("return np.maximum(np.nan_to_num(x), 0)", "np.nan_to_num puts a number in the place of nan"),
    ("return np.where(x == np.nan, x, np.where(x > 0, x, 0))", "Ask np.isnan(x)"),
    ("return np.where(np.greater(x, 0), x, 0)", "nan says that a value is missing, and here it is lost"),
    ("return np.where(x > 0, x, nan)", "for NumPy's nan write np.nan"),
]
WRONG_INFINITY = [(body, "-inf + inf is nan" if "abs" in body else "0 * -inf is nan") for body in LOSES_INFINITY]
LINE = "Write (x, negative_slope=0.01) there"
FIXED = "the result does not change with the argument negative_slope, and left of 0 the output must be"
WRONG_LEAKY = [
    (leaky("return np.where(x > 0, x, negative_slope)"), "x is multiplied by it and it is not an output"),
    (leaky("return np.where(x > 0, x, -negative_slope)"), "x is multiplied by it and it does not stand alone"),
    (leaky("return np.where(x > 0, x, x + negative_slope)"), "x is multiplied by it and it is not added"),
    (leaky("return np.where(x > 0, x, -negative_slope * x)"), "this makes them positive"),
    (leaky("return np.where(x > 0, negative_slope * x, x)"), "the two sides are exchanged: left of 0"),
    (leaky("return negative_slope * x"), "right of 0 the output must be x"),
    (leaky("return np.maximum(x, 0)"), "this is ReLU, and Leaky ReLU is not 0 on the left"),
    (leaky("return np.where(x > 0, 1, negative_slope)"), "this is the slope"),
    (leaky("return np.where(x > 0, x, 0.01 * x)"), "does not change with the argument negative_slope"),
    (leaky("return np.where(x > 0, x, abs(negative_slope) * x)"), "a slope below 0 loses its sign"),
    (leaky("x[x < 0] *= negative_slope\n    return x"), "Work on y = 1.0 * x"),
    (leaky("y = x.copy()\n    y[y < 0] *= negative_slope\n    return y"), "begin with y = 1.0 * x"),
    (leaky("y = x.copy()\n    y[y < 0] = negative_slope * y[y < 0]\n    return y"), "Begin with x = 1.0 * x"),
    (leaky("y = x.astype(float)\n    y[y < 0] = negative_slope * x\n    return y"), "equally many numbers"),
    (leaky("return max(x, negative_slope * x)"), "Python's max asks one question"),
    (leaky("return np.max(negative_slope * x, x)"), "np.max takes one array"),
    (leaky("return x if x > 0 else negative_slope * x"), ONE_ANSWER),
    (leaky("return np.where(x > 0, x, 0,01 * x)".replace("0,01", "0,1")), "a decimal number has a point"),
    (leaky("return x * 0,1"), "this is a tuple, several values with commas between them"),
    ("def f(x):\n    return np.where(x > 0, x, x * 0.01)", LINE),  # 50517545
    ("def f(x):\n    alpha = 0.1\n    return np.maximum(alpha * x, x)", LINE),  # 50517545
    ("def f(x, alpha):\n    return np.where(x > 0, x, alpha * x)", "Write alpha=0.01"),
    ("def f(x, alpha=0.1):\n    return np.where(x > 0, x, alpha * x)", "usual value of alpha is 0.1 here"),  # atzy
    ("def f(x, alpha=0.3):\n    z = x.copy()\n    z[x < 0] = z[x < 0] * alpha\n    return z",
     "is 0.3 here"),  # numpy-ml
    (leaky("return np.where(x > 1, x, negative_slope * x)"), "right of 0 the output must be x."),
    (leaky("return x[x < 0] * negative_slope"), MISSING),
    (leaky("np.where(x > 0, x, negative_slope * x)"), NO_RETURN),
    (leaky("return np.where(x > 0, x, 0.1 * x)"), FIXED),
    (leaky("return np.maximum(0, x) + 0.01 * x"), "argument negative_slope, and right of 0 the output must be x."),
    (leaky("return leaky(x)"), FIXED),
    (leaky("return leaky(x, 0.2)"), FIXED),
    (leaky("return np.where(x > 0, x, round(negative_slope, 2) * x)"), "and negative_slope = 0.125, f gave"),
    (leaky("return np.where(x > 0, x, negative_slope(x))"), "for a product write *"),
    (leaky("if np.all(x > 0):\n        return x\n    return negative_slope * x"), f"all {ASKS}"),
    (leaky("return np.where(x > 0, x, slope * x)"), "what it is given is called x and negative_slope"),
    (leaky("return np.maximum(0, negative_slope * x)"), "negative_slope * x, and right of 0 the output must be x"),
    (leaky("return np.maximum(x, 0) + negative_slope * x"), "the leak is added right of 0 as well"),
    (leaky("y = x.astype(float)\n    y[y < 0] * negative_slope\n    return y"), "computes numbers and keeps"),
    ("def f(negative_slope=0.01, x=0):\n    return np.where(x > 0, x, negative_slope * x)", LINE),
    ("def f(x, y, negative_slope=0.01):\n    return np.where(x > 0, x, negative_slope * x)", LINE),
    (leaky("y = x > 0\n    y *= x\n    return y"), "instead of giving [-0.03, 2.0]"),
]  # fmt: skip
WRONG = {
    "relu_if_else": [
        ("if x > 0:\n        return x", "no return with a value is reached for this input"),
        ("if x > 0:\n        return x\n    elif x < 0:\n        return 0",
         "For x = 0, f gave None instead of 0: no return with a value is reached"),
        ("if 'x > 0':\n        return x\n    return 0", TEXT),
        ("if x < 0:\n        return x\n    else:\n        return 0", "right of 0 the output must be x"),
        ("if x > 0:\n        print(x)\n    else:\n        print(0)",
         "print shows a value to people, and only return gives it back"),
        ("return x > 0", "this is the answer to the question"),
        ("return 1 if x > 0 else 0", "this gives 1 on the right"),
        ("return abs(x)", "this takes the minus away"),
        ("return x", "For x = -3, f gave -3 instead of 0: left of 0 the output must be 0."),
        ("return -x if x > 0 else 0", "right of 0 the output must be x"),
        ("return max(0, x), x", "this is a tuple, several values with commas between them"),
        ("return np.max(0, x)", "np.max takes one array"),
        ("return np.max(x, 0)", "left of 0 the output must be 0"),
        ("return int(max(0, x))", "whole numbers have no place for what stands after the point"),
        ("if x > 0.5:\n        return x\n    return 0", "gave 0 instead of 0.1: right of 0 the output must be x."),
        ("if x > 0:\n        return 'x'\n    return 0", "this is text"),
        ("return 0", "gave 0 instead of 2: right of 0 the output must be x"),
        ("x = int(input())\n    return max(0, x)", "input() would wait"),
        ("for v in x:\n        return max(0, v)", "a single number stands where a list or an array is needed"),
        ("if x > 0:\n        return x * 2", "gave 4 instead of 2"),
        ("if x > 0:\n        return x ** 2\n    else:\n        print(0)", "gave 4 instead of 2"),
        ("return min(0, x)", "gave 0 instead of 2: right of 0 the output must be x"),
        ("return [max(0, x)]", "the square brackets make a list of it. Leave them out"),
        ("return max('0', x)", "text cannot be compared"),
        ("return abs", "a function stands there and not its result. Call it with round brackets"),
        ("if x > 0:\n        return x\n    else:\n        return -1",
         "gave -1 instead of 0: left of 0 the output must be 0"),
        ("def f(x, y):\n    return max(0, x)", "Write (x) there"),
        ("if x > 0:\n        y = x\n    return y", "there is a case in which no line before gives "),
        ("return X if X > 0 else 0", "name 'X' is not defined"),
        ("if x > 0:\n        return x\n    else:\n        None", "no return with a value is reached"),
    ],
    "write_relu": [*WRONG_ARRAYS, *WRONG_FOR_MANY, *WRONG_OTHER, *WRONG_NAN, *WRONG_INFINITY],
    "mend_argument": [
        ("x[x < 0] = 0", NO_RETURN),
        ("x[x < 0] = 0.0\n    return x", COPY),
        ("y = x\n    y[y < 0] = 0\n    return y", COPY),
        ("return np.maximum(x, 0, out=x)", COPY),
        ("x = x.copy\n    x[x < 0] = 0\n    return x", "a method is called with brackets: x.copy()"),
        ("y = x.copy()\n    y[y < 0] = 0\n    return x", "The new numbers are in y: write return y"),
        ("y = x.copy()\n    x[x < 0] = 0\n    return y", "and not into the copy y. Write into y, and return y."),
        ("y = x.copy()\n    x[x < 0] = 0\n    return x", "argument x to [0.0, 2.0]: it writes into x, and not"),
        ("z = np.array(x)\n    for i in range(len(x)):\n        x[i] = max(x[i], 0)\n    return z", "into the copy z."),
        ("return np.minimum(x, 0)\n    print(x)", "this keeps the negative side"),
        ("y = x.copy()\n    return y\n    y[y < 0] = 0", "the line below it is never run: y[y < 0] = 0."),
        ("y = x.copy()\n    y[y < 0] == 0\n    return y", "so y[y < 0] == 0 changes nothing"),
        ("for i in range(len(x)):\n        if x[i] < 0:\n            x[i] = 0\n    return x", COPY),
        ("return x[x < 0] * 0", MISSING),
        ("return x", "x comes back as it was"),
    ],
    "shifted_relu": [
        ("return np.maximum(x, 0)", "this is ReLU itself, with its corner at 0"),
        ("return np.maximum(x + 2, 0)", "the corner moves left"),
        ("return np.maximum(x, 0) - 2", "moved down by 2, and not to the right"),
        ("return np.maximum(x, 0) + 2", "moved up by 2, and not to the right"),
        ("return np.maximum(x, 2)", "the height 2"),
        ("return np.where(x > 2, x, 0)", "leaves a jump"),
        ("return np.where(x > 0, x - 2, 0)", "the question is asked of x and not of x - 2"),
        ("return np.where(x > 2, x - 2, x)", "left of 2 the output must be 0"),
        ("return np.maximum(2 - x, 0)", "the plot is mirrored"),
        ("return np.maximum(2 * x, 0)", "twice as steep"),
        ("return x - 2", "this is a straight line"),
        ("return abs(x - 2)", "left of 2 the output must be 0"),
        ("return np.max(0, x - 2)", "np.max takes one array"),
        ("return np.maximum(x - 2)", "it takes two things"),
        ("return max(x - 2, 0)", "Python's max asks one question"),
        ("return np.where(x > 2, x - 2)", "np.where takes three things"),
        ("return np.maximum(x - 2, 0).astype(int)", "no place for what stands after the point"),
        ("x -= 2\n    return np.maximum(x, 0)", "x -= 2 writes into the array x. x = x - 2 makes a new one."),
        ("np.subtract(x, 2, out=x)\n    return np.maximum(x, 0)", "Let it work on a copy, such as new = x.copy()."),
        ("np.maximum(x - 2, 0)", NO_RETURN),
        ("return np.vectorize(lambda v: max(v - 2, 0))(x)", "Give it otypes=[float]"),
        ("return np.clip(x - 2, 0, 10000)", "gave [10000.0, 0.0, 0.0, 0.0, 5.25, 0.0] instead of"),
        ("return np.maximum(x - 1, 0)", "right of 2 the output must be x - 2."),
        ("return np.minimum(x - 2, 0)", "left of 2 the output must be 0, and right of 2 the output must be x - 2"),
        ("return np.where(x > 2, 0, x - 2)", "the two sides are exchanged"),
        ("return np.max(x - 2, 0)", "max gives one answer for all numbers"),
        ("return np.where(x > 2.2, x - 2, 0)", "right of 2 the output must be x - 2."),
    ],
    "write_relu_slope": [
        ("return np.sign(x)", "the slope of the absolute value"),
        ("return np.maximum(x, 0) / x", "at the corner this divides 0 by 0"),
        ("if x > 0:\n        return np.ones(x.shape)\n    return np.zeros(x.shape)", ONE_ANSWER),
        ("x[x <= 0] = 0\n    x[x > 0] = 1\n    return x", "a function must leave its argument as it is"),  # 46411180
        ("x[x >= 0] = 1\n    x[x < 0] = 0\n    return x", "a function must leave its argument as it is"),  # 54969120
        ("x[x < 0] = 0\n    x[x >= 0] = 1\n    return x", "the second line sets them to 1 as well"),
        ("x[x > 0] = 1\n    return x", "gave [-3.0, 1.0] instead of [0, 1]: left of 0 the output must be 0"),
        ("return max(0, 1)", "this is one number, and one for each input was asked"),
        ("return np.ones_like(x)", "gave [1.0, 1.0] instead of [0, 1]: left of 0 the output must be 0"),
        ("return np.maximum(x, 0)", "this is ReLU itself"),
        ("return np.where(x > 0, 0, 1)", "the two sides are exchanged"),
        ("return np.where(x > 0, 1, np.nan)", "a flat line does have a slope"),
        ("return np.where(x == 0, np.nan, np.where(x > 0, 1, 0))", "choose a number"),
        ("return np.gradient(np.maximum(x, 0), x)", "np.gradient joins neighbouring inputs"),
        ("return np.gradient(np.maximum(x, 0))", "takes each step between neighbours as 1"),
        ("return np.diff(np.maximum(x, 0)) / np.diff(x)", "np.diff compares neighbours"),
        ("return np.where(x > 0, 1, 0.01)", "this is the slope of Leaky ReLU"),
        ("return np.where(x > -1e-3, 1., 0.)",
         "For x = [0.000000001, -0.000000001], f gave [1.0, 1.0] instead of [1, 0]: left of 0"),
        ("return np.where(x > 1e-10, 1., 0.) + 0 * x - 0 + np.where(x > 0.01, 0, 0) - (abs(x) < 1e-8) * (x > 0)",
         "right of 0 the output must be 1."),
        *((f"h = {h}\n    return (np.maximum(x + h, 0) - np.maximum(x - h, 0)) / (2 * h)", BETWEEN)
          for h in ("0.1", "1e-3", "1e-5", "1e-8")),
        *((f"h = {h}\n    return (np.maximum(x + h, 0) - np.maximum(x, 0)) / h", BETWEEN)
          for h in ("0.1", "1e-3", "1e-6")),
        ("y = x.copy()\n    y[y < 0] = 0\n    return y", "this is ReLU itself"),
        ("return np.where(x != 0, 1, 0)", "left of 0 the output must be 0"),
        ("return np.where(x == 0, 2, x > 0)", "gave [2] instead of a number from 0 to 1."),
        ("return np.heaviside(x)", "it takes two things: write both"),
        ("return np.maximum(x, 0).ravel()", "right of 0 the output must be 1."),  # no call before has rows
        ("return np.where(x > 0, 1, 0).ravel()", "the rows and columns are lost"),
        ("return x / abs(x)", "left of 0 the output must be 0."),
        ("return (x + abs(x)) / (2 * x)", "at the corner this divides 0 by 0"),
        ("if np.all(x > 0):\n        return 1\n    return 0", f"all {ASKS}"),
        ("return (x > 0).any()", f"any {EACH}."),
        ("return np.where('x > 0', 1, 0)", TEXT),
        ("return 1 / (1 + np.exp(-x))", BETWEEN),
        ("return np.clip(100 * x, 0, 1)", BETWEEN),
    ],
    "slope_from_output": [
        (from_output(body), told)
        for body, told in (
            ("return y >= 0", "an output of ReLU is never below 0"),  # Grokking
            ("return np.where(y >= 0, 1, 0)", "an output of ReLU is never below 0"),
            ("z = np.ones(y.shape)\n    z[y < 0] = 0\n    return z", "an output of ReLU is never below 0"),
            ("y[y < 0] = 0\n    return y", "this is the output itself"),
            ("y[y <= 0] = 0\n    y[y > 0] = 1\n    return y", "Work on a copy, such as z = y.copy()"),
            ("return y / y", "0 / 0 is nan"),
            ("return np.heaviside(y, 0.5)", "y = 0 comes from every negative input"),
            ("return np.where(y > 0, 0, 1)", "where y is 0 the output must be 0, and right of 0 the output"),
            ("return np.where(y > 0, 1, 0.01)", "this is the slope of Leaky ReLU"),
            ("return np.where(y > 0, 1, np.nan)", "a flat line has the slope 0"),
            ("return np.gradient(y)", "np.gradient compares neighbouring outputs"),
            ("return np.where(y > 0, 1, -1)", "the slope of the absolute value"),
            ("return y[y > 0] / y[y > 0]", MISSING),
            ("return y > 1", "right of 0 the output must be 1."),
            ("return y if y > 0 else 0", ONE_ANSWER),
            ("return np.gradient(y, y)", "where y is 0 the output must be 0"),
            ("return np.clip(y, 0, 1)", "Ask only on which side of 0 y lies"),
            ("return np.where(y > 0)", "at which places the answer is yes"),
            ("return [1 if v > 0 else 0 for v in y]", "this is a list, and an array was asked"),
            ("return np.identity(y.shape[0]) * np.where(y <= 0, 0, 1)", MISSING),
            ("return (y > 0).astype(np.float)", "write float in place of np.float"),
            ("np.where(y > 0, 1, 0)", NO_RETURN),
        )
    ],
    "write_leaky_relu": [*WRONG_LEAKY, (leaky("return np.maximum(x, negative_slope * x)"), "with a slope above 1")],
    "write_leaky_relu_slope": [
        ("def f(x, a=.01):\n    return np.vectorize(lambda v: 1 if v > 0 else a)(x)", "Give it otypes=[float]"),
        ("def f(x, alpha=0.01):\n    dx = np.ones_like(x)\n    dx[x < 0] = alpha\n    return dx",
         "no place for what stands after the point"),  # 48102959
        ("def f(x, alpha=0.3):\n    out = np.ones_like(x)\n    out[x < 0] *= alpha\n    return out",
         "is 0.3 here"),  # numpy-ml
        (leaky("return np.clip(x > 0, negative_slope, 1.0)"), "np.clip holds numbers between two ends"),
        (leaky("return np.maximum(x > 0, negative_slope)"), "with a slope above 1"),
        (leaky("return 1 * (x > 0) + negative_slope * (x < 0)"), "0 is not between the slopes"),
        (leaky("return np.where(x > 0, x, negative_slope)"), "right of 0 this gives x itself"),
        (leaky("return np.where(x > 0, 1, -negative_slope)"), "left of 0 the output must be negative_slope."),
        (leaky("return np.where(x > 0, 1, negative_slope * x)"), "is the output on the left"),
        (leaky("return np.where(x > 0, x, negative_slope * x)"), "this is Leaky ReLU itself"),
        (leaky("return np.where(x > 0, 1, negative_slope).astype(int)"), "no place for what stands after the point"),
        (leaky("y = x.astype(float)\n    y[y < 0] = negative_slope\n    y[y > 0] = 1\n    return y"),
         "sets them to 1 as well"),
        (leaky("return np.where(x > 0, 1, 0.1)"), FIXED),
        (leaky("return np.where(x >= 0, 1, 0)"), FIXED),  # these whole numbers are its own
        (leaky("return np.full_like(x, negative_slope)"), "right of 0 the output must be 1."),
        (leaky("return leaky_slope(x)"), FIXED),
        (leaky("return np.where(x > 0, 1, 0)"), "0 on the left is the slope of ReLU"),
        (leaky("return np.where(x > 0, negative_slope, 1)"), "the two sides are exchanged"),
        (leaky("return np.where(x > 0, 1, 0.01)"), "does not change with the argument negative_slope"),
        (leaky("return np.full(x.shape, negative_slope)"), "right of 0 the output must be 1."),
        (leaky("return np.ones(x.shape)"), "does not change with the argument negative_slope, and left of 0"),
        (leaky("return np.where(x > 0, x, negative_slope * x) / x"), "at the corner this divides 0 by 0"),
        (leaky("return np.gradient(np.where(x > 0, x, negative_slope * x), x)"), "np.gradient joins neighbouring"),
        (leaky("return np.where(x > 1, 1, negative_slope)"), "right of 0 the output must be 1."),
        (leaky("h = 1e-5\n    g = lambda x: np.where(x > 0, x, negative_slope * x)\n"
               "    return (g(x + h) - g(x - h)) / (2 * h)"), BETWEEN),
        (leaky("return 1 if x > 0 else negative_slope"), ONE_ANSWER),
        ("def f(x):\n    return 1. * (x > 0) + 0.01 * (x <= 0)", LINE),
        ("def f(x, alpha):\n    return np.where(x > 0, 1, alpha)", "Write alpha=0.01"),
        (leaky("np.where(x > 0, 1, negative_slope)"), NO_RETURN),
    ],
}  # fmt: skip
FUNCTIONS = [name for name in exercises.names() if "def " in getattr(exercises, name).stub]
NAMES = {"input": no_input, "leaky": activations.leaky_relu, "leaky_slope": activations.leaky_relu_slope}
each_right = pytest.mark.parametrize(("name", "source"), [(n, source) for n in RIGHT for source in RIGHT[n]])
each_wrong = pytest.mark.parametrize(("name", "source", "told"), [(n, *wrong) for n in WRONG for wrong in WRONG[n]])


def test_each_exercise_has_enough_answers():
    assert set(RIGHT) == set(WRONG) == set(FUNCTIONS)
    assert all(len(set(RIGHT[name])) >= 8 and len(set(WRONG[name])) >= 12 for name in FUNCTIONS)


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
    assert {name for fault in faults for name in re.findall(r"np\.(\w+)", fault)} <= words(answer)


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


@each_wrong
def test_what_is_refused_differs_on_one_of_the_inputs_of_the_exercise(name, source, told):
    answer = run(source, **NAMES)
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
            assert any(np.ndim(call[0]) == 2 for call in exercise.calls)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_inputs_share_no_accident(name):
    calls = getattr(exercises, name).calls
    inputs = [np.ravel(np.asarray(call[0], dtype=float)) for call in calls]
    firsts = np.sign([x[0] for x in inputs])
    assert {1.0, 0.0} <= set(firsts.tolist()) and (name == "slope_from_output" or -1.0 in firsts)
    if name != "relu_if_else":
        assert {x.size for x in inputs} >= {1, 2, 3, 5}
        assert {np.asarray(call[0]).dtype.kind for call in calls} == {"i", "f"}
        assert any((np.diff(x) > 0).all() and x.size > 1 for x in inputs)
        assert any((np.diff(x) < 0).any() for x in inputs)
        assert max(np.nanmax(np.abs(x[np.isfinite(x)])) if np.isfinite(x).any() else 0 for x in inputs) >= 1000
    corner = 2 if name == "shifted_relu" else 0
    nearest = 0.1 if name == "relu_if_else" else 1e-3 if corner else 1e-9
    sides = np.concatenate(inputs) - corner
    assert sides[sides > 0].min() <= nearest * 1.001
    if name != "slope_from_output":
        assert sides[sides < 0].max() >= -max(nearest, 0.5) * 1.001
