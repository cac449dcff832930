"""What the errors of Python and NumPy mean to a beginner: a sentence with the cure, for functions and for cells."""

from __future__ import annotations

import builtins
import re

import numpy as np

# A pattern for "type: message", one for the code, and the sentence; the first row that fits both is taken.
# For a function the code is the words that it uses, for a cell it is the line where the error is.
_VALUES = [
    ("truth value", r"(?<![.\w])(max|min)\b", r"Python's \1 asks one question, and an array has many answers: write "
     r"np.\1imum"),
    ("truth value", "", "if, and, or and not want one answer, and an array has many: np.where(question, yes, no) asks "
     "for each number, and np.maximum compares two"),
    ("either both or neither|where.. takes", "", "np.where takes three things: the question, what to take where the "
     "answer is yes, and what to take where it is no; a decimal number has a point, no comma"),
    ("scalar index|as an integer", r"\brange\b", "range takes one whole number: write range(len(x)) for an array x"),
    ("scalar index|AxisError|as an integer", r"\ba?(max|min)\b", r"np.\1 takes one array, and what follows is an axis: "
     r"to compare two, write np.\1imum"),
    ("from 2 to 3 positional arguments but 1 w", "", "it takes two things: write both, with a comma between them"),
    ("builtin_function_or_method", "", "a method is called with brackets: x.copy() makes a copy, x.copy does not"),
    ("as an integer|dimensions|scalar index", r"\b(zeros|ones|empty|full)\b", r"np.\1 takes a shape, not the numbers: "
     r"write np.\1(x.shape) for an array x"),
    (r"Cannot cast ufunc.*to dtype\('u?int", "", "an array of integers has no place for what stands after the point: "
     "begin with x = x.astype(float), a copy that has"),
    ("converted to Python scalar", "", "one number is wanted here, and an array has many: use a function of NumPy, or "
     "x.astype(float)"),
    ("'int' object is not iter", r"\bin len\(", "len(x) is one number: write range(len(x))"),
    ("'(int|float)' object (is not iter|is not subsc|has no attr|does not supp)|type '(int|float)' has no len", "", "a "
     "single number stands where a list or an array is needed"),
    ("only integers, slices", "", "a number of the array is used as a place in it: in for v in x, v is the number "
     "itself; for places write for i in range(len(x))"),
    ("out of bounds for axis . with size", "", "there is no such place: the first is 0, and the last is len(x) - 1"),
    ("ndarray' object has no attribute 'append'", "", "an array has no append: begin with a list, y = [], and end with "
     "np.array(y)"),
    ("(ufunc|function)' object is not subsc", "", "a function is called with round brackets"),
    (r"too many indices|float64' object (does not|is not (iter|subsc))|float64' has no|invalid index to scalar|tuple "
     r"index out|values to unpack", "", "the array that is given is one row of numbers, so it has no columns"),
    ("cannot assign .* input values|broadcast|shape mismatch", "", "both sides must have equally many numbers: choose "
     "with the same question on both, as in y[x < 0] = 2 * x[x < 0]"),
    ("inhomogeneous", "", "an array and a single number do not fit into one list: np.maximum compares the two"),
    ("'a_max'", "", "np.clip takes both ends: write None where there is no end"),
    ("'NoneType'", "", "something in it is None: a function without return gives None, and so do print and append"),
    (r"(instances of|type\(s\) for) .*'str'|'str' object cannot|StrDType|'maximum' did not contain a loop", "", "text "
     "cannot be compared or multiplied with numbers: leave out the quotation marks"),
    ("'tuple'", "", "a comma makes a tuple of several values: a decimal number is written with a point, as 0.01"),
    ("module 'numpy' has no", "", "NumPy has nothing of that name: look for a typing error, or for another name, as "
     "np.maximum"),
    ("UnboundLocalError", "", "there is a case in which no line before gives the name a value"),
    ("RecursionError", "", "it calls itself again and again: write what it does, without its own name"),
]  # fmt: skip
_WORD = r"(?i:if|elif|else|for|while|def|return|import)"
_SYNTAX = [
    ("leading zeros", r"\d,0\d", "A decimal number is written with a point and not with a comma, as 0.01."),
    ("", rf"^\s*(?!(?-i:[a-z]+)\b)({_WORD})\b", "Python's own words are written in small letters: "
     "if, else, return, def."),
    ("", r"^\s*else\s+if\b|^\s*elseif\b", "A second question begins with elif."),
    ("", r"^\s*else\b(?!\s*:).*\S", "else takes all other cases and asks nothing: write else: alone. A second question "
     "begins with elif."),
    ("", r"=>|=<", "Write >= and <=, with the = last."),
    ("", r"&&|\|\|", "Write and, or: Python has no && and ||."),
    ("invalid (non-printable )?character", r"[“”„«»‘’]", 'Write straight quotation marks, as in "b".'),
    ("invalid (non-printable )?character", r"[−–]", "Type the minus sign - of the keyboard."),
    ("cannot assign to function call", "", "A function begins with def: def f(x):"),
    ("instead of '='|cannot assign to", "", "= gives a name to a value. To ask whether two things are equal, "
     "write ==."),
    ("expected ':'", "", "Write a colon : at the end of the line that begins with if, else, for or def."),
    ("expected an indented block", "", "Begin this line with four spaces more than the line above, which ends in a "
     "colon."),
    ("unexpected indent", "", "This line begins with more spaces than the line above, which ends in no colon: take "
     "them away."),
    ("unindent does not match", "", "This line must begin with as many spaces as another line of its block."),
    ("TabError", "", "Tabs and spaces are mixed: begin each line with spaces only."),
    ("'return' outside", "", "return belongs into a function: begin its line with four spaces, below the line with "
     "def."),
    ("invalid decimal literal", "", "For a product write *: 2 * x. A name begins with a letter."),
    ("", "", "Look there, and in the line above, for a missing bracket, quotation mark, comma or colon."),
]  # fmt: skip


def explain(error: BaseException, code: str) -> str:
    """Return what `error` in `code` means, with a cure, or ""; one on syntax is whole, others go on after a colon."""
    kind, name = type(error), ""
    try:
        text = f"{kind.__name__}: {error}"
        name = getattr(error, "name", "")
    except Exception:  # an error of the student's own that fails when it is looked at
        return ""
    if issubclass(kind, NameError) and kind is not UnboundLocalError:
        return _name(name, code) if type(name) is str else ""
    if "not callable" in text:
        return ""
    for message, words, sentence in _SYNTAX if issubclass(kind, SyntaxError) else _VALUES:
        if re.search(message, text) and (found := re.search(words, code)):
            return found.expand(sentence)
    return ""


def _name(name: str, code: str) -> str:
    if name == "numpy":
        return "NumPy is called np here: write np in place of numpy"
    if name in ("question", "yes", "no"):
        return "this word stands for something that you write there, such as x > 0 or a number"
    if name in ("nan", "inf", "pi") or (callable(getattr(np, name, None)) and f"{name}(" in code):
        return f"for NumPy's {name} write np.{name}"
    for word in (name.lower(), name.capitalize()):
        if word != name and hasattr(builtins, word):
            return f"Python writes it {word}"
    return ""
