"""What people get wrong, as rows: wrong answers that the exercises know, and what errors mean."""

from __future__ import annotations

import builtins
import difflib
import keyword
import re
import types

import numpy as np

from helpers import OLDER

# fmt: off
# A wrong answer: what somebody wrote below the first line, what is told, and parts that the source must have
# for that to be true: names, or kinds of nodes of Python's ast, such as "Compare". NumPy's functions that are
# told of before the first full stop must occur as well.

CHOOSE_A_NUMBER = "the slope at 0 is undefined, but a network cannot learn with nan, so choose a number"
FACTOR = "the leak is a slope"

IF_ELSE = [  # those of one number are those of an array too
    ("return x", "x comes back as it was, and negative numbers must become 0"),
    ("return np.abs(x)", "this makes negative numbers positive, and ReLU makes them 0"),
    ("return np.minimum(0, x)", "this keeps the negative side, and ReLU keeps the positive one"),
    ("return np.maximum(0.01 * x, x)", "this is Leaky ReLU, and ReLU itself gives 0 for negative inputs"),
    ("return np.where(x > 0, 1.0, 0.0)",
     "right of 0 this is 1, or True, which counts as 1, and ReLU gives the input itself there"),
    ("return np.maximum(-x, 0)", "this is ReLU of -x, so left and right are exchanged"),
    ("return np.clip(x, 0, 1)", "everything above 1 is cut off, and ReLU has no upper end"),
    ("return x + np.abs(x)", "this is twice as much. Divide the whole sum by 2", "Add"),
    ("return x + np.abs(x) / 2", "only the absolute value is divided by 2. Write brackets around the sum",
     "Add", "Div"),
    ("return x * x > 0",
     "the product is computed before the question is asked. Write brackets around the question", "Mult",
     "Compare"),
]
FINITE_RELU = [
    *IF_ELSE,
    ("return np.array([max(x), 0])",
     "max of the array alone gives its one largest number. np.maximum compares number by number", "max"),
]
RELU = [
    *FINITE_RELU,
    ("return np.where(x == np.nan, x, np.where(x > 0, x, 0))",
     "no comparison finds nan: == nan is always False, and != nan always True. Ask np.isnan(x)", "Compare", "nan"),
    ("return np.where(np.isnan(x), 0, np.maximum(x, 0))",
     "here nan is found, and something else is put in its place. It must stay", "isnan"),
    ("return np.where(x > 0, x, 0)",
     "nan is neither above 0 nor below, so here it goes the way of the negative numbers and is lost. Use "
     "np.maximum", "Compare"),
    ("return np.where(x > 0, x, 0)", "nan says that a value is missing, and here it is lost"),
    ("return np.array([max(0, value) for value in x])",
     "max compares, and nan is not above the other number, so the other one is kept. Use np.maximum", "max"),
    ("return np.fmax(x, 0)", "np.fmax drops a nan whenever it has another number. np.maximum keeps it"),
    ("return np.maximum(np.nan_to_num(x), 0)",
     "np.nan_to_num puts a number in the place of nan, and here nan must stay"),
    ("return (x + abs(x)) / 2", "-inf + inf is nan. np.maximum chooses, and computes nothing", "Add"),
    ("return x * (x > 0)", "0 * -inf is nan. np.maximum chooses, and computes nothing", "Compare"),
]
SHIFTED_RELU = [
    ("return np.maximum(x + 2, 0)", "x + 2 is 0 at -2, so the corner moves left"),
    ("return np.maximum(x, 0) - 2",
     "this is ReLU moved down by 2, and not to the right. Change x before it is compared with 0"),
    ("return np.maximum(x, 0) + 2",
     "this is ReLU moved up by 2, and not to the right. Change x before it is compared with 0"),
    ("return np.maximum(x, 2)", "this puts the flat part at the height 2, and it must stay at 0"),
    ("return np.where(x > 2, x, 0)",
     "this cuts ReLU off at 2 and leaves a jump: at x = 2 the plot must begin to rise from the height 0"),
    ("return np.maximum(x, 0)",
     "this is ReLU itself, with its corner at 0. Change x before it is compared with 0"),
    ("return np.maximum(2 * x, 0)", "this is twice as steep as ReLU, and its corner stays at 0"),
    ("return np.maximum(2 - x, 0)", "2 - x falls where x - 2 rises, so the plot is mirrored"),
    ("return np.where(x > 0, x - 2, 0)",
     "the question is asked of x and not of x - 2, so some outputs are below 0", "Compare"),
]
RELU_SLOPE = [
    ("return np.sign(x)", "-1 on the left is the slope of the absolute value, and ReLU is flat there"),
    ("return np.where(x > 0, 1.0, np.nan)", "a flat line does have a slope, and it is 0"),
    ("return np.maximum(x, 0)", "this is ReLU itself, and its slope says how fast it rises"),
    ("return np.maximum(x, 0) / x", "at the corner this divides 0 by 0, and that is nan", "Div"),
    ("return np.where(x == 0, np.nan, np.where(x > 0, 1.0, 0.0))", CHOOSE_A_NUMBER, "nan"),
    ("y = x.copy()\ny[y < 0] = 0\ny[y >= 0] = 1\nreturn y",
     "what is set to 0 first is set to 1 afterwards. Keep x as it is, and ask x in both lines",
     "Lt", "GtE"),
]
SLOPE_FROM_OUTPUT = [
    ("return np.where(y >= 0, 1.0, 0.0)", "an output of ReLU is never below 0, so this is 1 for every input",
     "Compare"),
    ("return y", "this is the output itself, and the slope is only 0 or 1"),
    ("return np.heaviside(y, 0.5)",
     "y = 0 comes from every negative input, and the slope is 0 at all of them"),
    ("return y / y", "0 / 0 is nan, and y is 0 for every negative input", "Div"),
]
LEAKY_RELU = [
    ("return np.maximum(x, 0)", "this is ReLU, and Leaky ReLU is not 0 on the left"),
    ("return np.where(x > 0, x, negative_slope)", f"{FACTOR}, and no output: x is multiplied by it"),
    ("return np.where(x > 0, x, -negative_slope)", f"{FACTOR}, and it is multiplied by x, with its sign"),
    ("return np.where(x > 0, x, x + negative_slope)", f"{FACTOR}, so x is multiplied by it, and it is not added"),
    ("return np.where(x > 0, x, -negative_slope * x)",
     "a positive slope must keep negative inputs negative, and this makes them positive"),
    ("return np.maximum(x, 0) + negative_slope * x",
     "the leak is added right of 0 as well, where the output is x itself"),
    ("return np.where(x > 0, 1.0, negative_slope)", "this is the slope, and the function multiplies it by x"),
    ("return np.maximum(x, negative_slope * x)",
     "with a slope above 1, x is larger than negative_slope * x on the left, and the larger one is taken "
     "here"),
]
LEAKY_RELU_SLOPE = [
    ("y = 1.0 * x\ny[y < 0] = negative_slope\ny[y >= 0] = 1\nreturn y",
     "what is set to negative_slope first is set to 1 afterwards. Keep x as it is, and ask x in both lines",
     "Lt", "GtE"),
    ("return np.where(x > 0, x, negative_slope)", "right of 0 this gives x itself, and the slope there is 1"),
    ("return np.where(x > 0, 1.0, negative_slope * x)",
     "negative_slope * x is the output on the left, and its slope is negative_slope alone"),
    ("return np.where(x > 0, x, negative_slope * x)",
     "this is Leaky ReLU itself, and its slope says how fast it rises"),
    ("return negative_slope * (x < 0) + 1.0 * (x > 0)",
     "0 is not between the slopes on the left and on the right, so choose from negative_slope to 1"),
    ("return np.where(x > 0, x, negative_slope * x) / x",
     "at the corner this divides 0 by 0, and that is nan", "Div"),
    ("return np.where(x == 0, np.nan, np.where(x > 0, 1.0, negative_slope))", CHOOSE_A_NUMBER, "nan"),
    ("return np.maximum(x > 0, negative_slope)",
     "with a slope above 1 the larger one of the two is negative_slope, on the right as well", "maximum"),
    ("return np.clip(x > 0, negative_slope, 1.0)",
     "np.clip holds numbers between two ends, so it is right for a slope from 0 to 1 only"),
]
# fmt: on

# What the errors of Python and NumPy mean to a beginner, with the cure, in functions and in cells.

# A pattern for "type: message", one for the code, and the sentence; the first row that fits both is taken.
# The code is the line where the error is; where no line of a function is known, it is the parts of its source.
_ERRORS = [
    ("not callable", "",
     "what stands before the opening bracket is no function: for a product write *, and if it was a "
     "function before, choose Kernel > Restart Kernel and Run All Cells"),
    ("truth value", r"(?<![.\w])(max|min)\b",
     r"Python's \1 asks one question, and an array has many answers: write np.\1imum"),
    ("truth value", r"\b(if|elif|while|and|or|not)\b",
     r'the word "\1" wants one answer, and an array has many: np.where(question, yes, no) asks for each number, '
     "and np.maximum takes the larger one"),
    ("truth value", "",
     "one answer is wanted here, and an array has many: np.where(question, yes, no) asks for each number, "
     "and np.maximum takes the larger one"),
    ("'list' and '(int|float)'|'(int|float)' and 'list'", r"(?<![.\w])(max|min)\b",
     r"Python's \1 compares the whole list with a number: write np.\1imum, which compares number by number"),
    ("'list' and '(int|float)'|'(int|float)' and 'list'", r"\b(if|elif|while|and|or|not)\b",
     r'the word "\1" wants one answer, and a list has many numbers: np.maximum compares number by number'),
    ("either both or neither|where.. takes", "",
     "np.where takes three things: the question, what to take where the answer is yes, and what to take "
     "where it is no; a decimal number has a point, no comma"),
    ("as an integer", r"\blinspace\b",
     "the third thing in np.linspace is how many points there are, a whole number; a step is for np.arange"),
    (r"array\(\) takes", "", "put square brackets around the numbers, as in np.array([1, 2])"),
    ("'list' and 'int'|'int' and 'list'|bad operand type for abs..: 'list'", "",
     "this is a list and no array: write np.array around it"),
    ("scalar index|as an integer", r"\brange\b",
     "range takes one whole number: write range(len(x)) for an array x"),
    ("scalar index|AxisError|as an integer", r"\ba?(max|min)\b",
     r"np.\1 takes one array, and what follows is an axis: to compare two, write np.\1imum"),
    ("from 2 to 3 positional arguments but 1 w", "",
     "it takes two things: write both, with a comma between them"),
    ("(ufunc|function|method)' object is not subsc", r"(?<![.\w])[a-z]+\[|np\.\w+\[",
     "a function is called with round brackets"),
    ("builtin_function_or_method", "",
     "a method is called with brackets: x.copy() makes a copy, x.copy does not"),
    ("as an integer|dimensions|scalar index", r"\b(zeros|ones|empty|full)\b",
     r"np.\1 takes a shape, not the numbers: write np.\1(x.shape) for an array x"),
    (r"Cannot cast ufunc.*to dtype\('u?int", "",
     "an array of integers has no place for what stands after the point: begin with y = 1.0 * x, a new "
     "array of decimal numbers"),
    ("converted to Python scalar", "",
     "one number is wanted here, and an array has many: use a function of NumPy, as np.maximum"),
    ("'int' object is not iter", r"\bin len\(", "len(x) is one number: write range(len(x))"),
    ("'(int|float)' object (is not iter|is not subsc|has no attr|does not supp)|type '(int|float)' has no "
     "len", "", "a single number stands where a list or an array is needed"),
    ("only integers, slices", "",
     "a number of the array is used as a place in it: in for v in x, v is the number itself; for places "
     "write for i in range(len(x))"),
    ("ndarray' object has no attribute 'append'", "",
     "an array has no append: begin with a list, y = [], and end with np.array(y)"),
    ("cannot assign .* input values|broadcast|shape mismatch", "",
     "both sides must have equally many numbers: choose with the same question on both, as in y[x < 0] = 2 "
     "* x[x < 0]"),
    ("inhomogeneous", "",
     "an array and a single number do not fit into one list: np.maximum compares two, and a loop takes single "
     "numbers"),
    ("'NoneType'", "",
     "something in it is None: a function without return gives None, and so do print and append"),
    (r"(instances of|type\(s\) for) .*'str'|'str' object cannot|StrDType|did not contain a loop",
     "", "text cannot be compared or multiplied with numbers: leave out the quotation marks"),
    ("'tuple'", "",
     "a tuple, several values, stands where one value is needed: np.where needs three things, and a decimal "
     "number is written with a point and not with a comma, as 0.01"),
    ("same first dimension", "",
     "each input needs one height: np.maximum gives one for each, np.max gives one number"),
    ("element with a sequence", "",
     "one place takes one number, and here it is given an array: write x[i] for the number at place i"),
    ("numpy boolean (negative|subtract)", "",
     "True and False are answers, no numbers: 1.0 * (x > 0) makes numbers of them"),
    ("list assignment index", "",
     "a list has only the places that were appended: write y.append(...) for the next one"),
    ("RecursionError", "", "it calls itself again and again: write what it does, without its own name"),
]  # fmt: skip
_SYNTAX = [
    ("leading zeros", r"\d,0\d", "A decimal number is written with a point and not with a comma, as 0.01."),
    ("", r"^\s*else\s+if\b|^\s*elseif\b", "A second question begins with elif."),
    ("", r"^\s*else\b(?!\s*:).*\S",
     "else takes all other cases and asks nothing: write else: alone. A second question begins with elif."),
    ("invalid syntax", r"^\s*(else|elif)\b", r"\1 begins in the same column as its if, below the lines of that if."),
    ("", "=>|=<", "Write >= and <=, with the = last."),
    ("", r"&&|\|\|", "Write and, or: Python has no && and ||."),
    ("invalid (non-printable )?character", "[“”„«»‘’]",
     'Write straight quotation marks, as in "b".'),
    ("invalid (non-printable )?character", "[−–]", "Type the minus sign - of the keyboard."),
    ("cannot assign to comparison", "", "To set the numbers below 0 of an array x, write x[x < 0] = 0."),
    ("cannot assign to function call", r"^\s*\w+\([A-Za-z_, ]*\)\s*=",
     "A place in an array has square brackets, as in y[i] = 0. A function begins with def, as in def f(x):"),
    ("cannot assign to function call", "",
     "To write into places of an array use square brackets, as in y[y < 0] = 0. To give a value a name, write the "
     "name alone left of =."),
    ("invalid syntax", r"^\s*return\s+\w+(\[[^\]]*\])?\s*=(?!=)",
     "Two lines are needed: first the one with =, such as y[y < 0] = 0, then return y."),
    ("argument follows keyword", r"^(?!.*where\()", "What has a name and = stands last in the brackets."),
    ("instead of '='|cannot assign to|argument follows keyword", "",
     "= gives a name to a value. To ask whether two things are equal, write ==."),
    ("^IndentationError", "",
     "Below a line that ends in a colon, a line begins with four spaces more. Every other line begins in the "
     "column of a line above."),
    ("'return' outside", "",
     "return belongs into a function: begin its line with four spaces, below the line with def."),
    ("invalid decimal literal", "", "For a product write *: 2 * x. A name begins with a letter."),
    ("^SyntaxError", "", "Look there, and in the line above, for a missing bracket, quotation mark, comma or colon."),
]  # fmt: skip


def explain(error: BaseException, code: str) -> str:
    """Return what `error` in the line `code` means, or ""; of an error of syntax as a whole sentence."""
    text = f"{type(error).__name__}: {' '.join(str(error).split())}"
    if isinstance(error, UnboundLocalError) and (name := re.search(r"'(\w+)'", text)):
        return f"there is a case in which no line before gives {name[1]} a value"
    if isinstance(error, NameError):
        return _name(error.name or "", code)
    if isinstance(error, AttributeError) and (name := _overwritten(error, code)):
        return f"{name} is no longer what the first cell made it: run the first cell again, then this one"
    if alias := re.search(r"deprecated alias for the builtin `(\w+)`", text):
        return f"NumPy has no {alias[1]} of its own: write {alias[1]} in place of np.{alias[1]}"
    if isinstance(error, SyntaxError) and (told := _first_word(code)):
        return told
    for message, line, sentence in _SYNTAX if isinstance(error, SyntaxError) else _ERRORS:
        if re.search(message, text) and (found := re.search(line, code)):
            return found.expand(sentence)
    if isinstance(error, AttributeError) and isinstance(error.obj, np.ndarray) and hasattr(np, error.name):
        return f"{error.name} is a function of NumPy: write np.{error.name}, and the array into its brackets"
    if isinstance(error, AttributeError) and (meant := _near(error.name or "", _public(error.obj), 0.8)):
        return f"there is no {error.name}: is {meant} meant?"
    if re.search(r"module 'helpers|from 'helpers|named 'helpers\.", text):
        return OLDER
    other = "NumPy has nothing of that name: look for a typing error, or for another name, as np.maximum"
    return other if "module 'numpy' has no" in text else ""


def _first_word(code: str) -> str:
    """Return what is wrong with the first word of the line `code` if it looks like one of Python's, or ""."""
    word = re.match(r"\s*(\w*)", code)[1]
    if word not in keyword.kwlist and word.lower() in keyword.kwlist:
        return "Python's own words are written in small letters: if, else, return, def."
    stands_as_one = re.match(r"\s*\w+(\s+[\w(-]|\s*:)", code)  # before another word, a bracket or a colon
    if not stands_as_one or word == "elseif" or hasattr(builtins, word):  # a row below tells of elseif
        return ""
    meant = _near(word, keyword.kwlist, 0.65)
    return f"Python has no word {word}: is {meant} meant?" if meant else ""


def _overwritten(error: AttributeError, code: str) -> str:
    """Return the name of the first cell that stands before the dot in `code` and is no module any more, or ""."""
    before_dot = {*re.findall(rf"([\w)\]]*)\.{error.name}\b", code)}
    if isinstance(error.obj, types.ModuleType) or len(before_dot) != 1:
        return ""
    return next(iter(before_dot & {"np", "plt", "exercises", "explorers"}), "")


def _near(word: str, words: list[str], alike: float) -> str:
    """Return the one of `words` that was perhaps meant by `word`, which is none of them, or ""."""
    if word in words:
        return ""
    swapped = [each for each in words if sorted(each) == sorted(word)]
    return next(iter([*swapped, *difflib.get_close_matches(word, words, 1, alike)]), "")


def _public(thing: object) -> list[str]:
    return [name for name in dir(thing) if not name.startswith("_")]


def _name(name: str, code: str) -> str:
    """Return what to write in place of a `name` that is not known."""
    if name == "numpy":
        return "NumPy is called np here: write np in place of numpy"
    if name.lower() == "relu":
        return "this function is known only after its cell was run. np.maximum compares with 0, as ReLU does"
    if name in ("my_relu", "leaky_relu", "my_leaky_relu"):
        return "a function of another lesson is not known here, one of this lesson only after its cell was run"
    if name in ("O", "o"):
        return "the letter O stands there: zero is 0"
    if name in ("question", "yes", "no"):
        return "this word stands for something that you write there, such as x > 0 or a number"
    if name in ("nan", "inf", "pi") or (callable(getattr(np, name, None)) and f"{name}(" in code):
        return f"for NumPy's {name} write np.{name}"
    for word in (name.lower(), name.capitalize()):
        if word != name and hasattr(builtins, word):
            return f"Python writes it {word}"
    meant = _near(name, keyword.kwlist, 0.8) if f"{name}(" in code else ""  # as in retrun(x)
    return f"is {meant} meant?" if meant else ""
