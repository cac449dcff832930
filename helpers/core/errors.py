"""What the errors of Python and NumPy mean to a beginner: a sentence with the cure, for functions and for cells."""

from __future__ import annotations

import builtins
import re

import numpy as np

# A pattern for "type: message", one for the code, and the sentence; the first row that fits both is taken.
# For a function the code is the words that it uses, for a cell it is the line where the error is.
_VALUES = [
    ("truth value", r"\b(max|min)\b", r"Python's \1 asks one question, and an array has many answers: write np.\1imum"),
    ("truth value", "", "if, and, or and not want one answer, and an array has many: np.where(question, yes, no) asks "
     "for each number, and np.maximum compares two"),
    ("either both or neither|where.. takes", "", "np.where takes three things: the question, what to take where the "
     "answer is yes, and what to take where it is no; a decimal number has a point, no comma"),
    ("scalar index|AxisError|interpreted as an integer", r"\ba?(max|min)\b", r"np.\1 takes one array, and what follows "
     r"is an axis: to compare two, write np.\1imum"),
    ("from 2 to 3 positional", "", "it compares two things: write both, with a comma between them"),
    ("builtin_function_or_method", "", "a method is called with brackets: x.copy() makes a copy, x.copy does not"),
    ("as an integer|dimensions|scalar", r"\b(zeros|ones|empty|full)\b", r"np.\1 takes a shape, not the numbers: write "
     r"x.shape in place of x"),
    ("as an integer|scalar", r"\brange\b", "range takes one whole number: write range(len(x))"),
    ("Cannot cast ufunc", "", "an array of integers has no place for what stands after the point: begin with "
     "x.astype(float), a copy that has"),
    ("(int|float)' object (is not iter|is not subsc|has no len|has no attr|does not supp)|0-d", "", "one number "
     "is given here and not an array, so there is nothing to loop over or to choose from"),
    (r"too many indices|float64' object (does not|is not)|float64' has no|invalid index to scalar|tuple index out|"
     r"values to unpack", "", "the array that is given is one row of numbers, so it has no columns"),
    ("cannot assign .* input values|broadcast|shape mismatch", "", "both sides must have equally many numbers: choose "
     "with the same question on both, as in y[x < 0] = 2 * x[x < 0]"),
    ("'NoneType'", "", "something in it is None: a function without return gives None, and so does print"),
    ("between instances of 'str'|'str' and|'str' object cannot|ufunc .* did not contain a loop with", "", "text cannot "
     "be compared or multiplied with numbers: leave out the quotation marks"),
    ("'tuple'", r"", "a comma makes a tuple of several values: a decimal number is written with a point, as 0.01"),
    ("module 'numpy' has no", "", "NumPy has nothing of that name: look for a typing error, or write it without np."),
    ("UnboundLocalError", "", "a name is used before the function gives it a value: look at the order of the lines"),
    ("RecursionError", "", "it calls itself again and again: write what it does, without its own name"),
]  # fmt: skip
_WORD = r"(?i:if|elif|else|for|while|def|return|import)"
_SYNTAX = [
    ("", r"\d,\d", "A decimal number is written with a point and not with a comma, as 0.01."),
    ("", rf"^\s*(?!(?-i:[a-z]+)\b)({_WORD})\b", "Python's own words are written in small letters: "
     "if, else, return, def."),
    ("", r"^\s*else\s+if\b|^\s*elseif\b", "A second question begins with elif."),
    ("", r"^\s*else\b(?!\s*:).*\S", "else takes all other cases and asks nothing: write else: alone. A second question "
     "begins with elif."),
    ("", r"=>|=<", "Write >= and <=, with the = last."),
    ("", r"&&|\|\|", "Write and, or: Python has no && and ||."),
    ("invalid (non-printable )?character", r"[“”„«»‘’]", 'Write straight quotation marks, as in "b".'),
    ("invalid (non-printable )?character", r"[−–]", "Type the minus sign - of the keyboard."),
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
    try:
        text = f"{type(error).__name__}: {error}"
    except Exception:  # an error of the student's own whose text cannot be made
        return ""
    if isinstance(error, NameError) and not isinstance(error, UnboundLocalError):
        return _name(str(getattr(error, "name", "")))
    for message, words, sentence in _SYNTAX if isinstance(error, SyntaxError) else _VALUES:
        if re.search(message, text) and (found := re.search(words, code)):
            return found.expand(sentence)
    return ""


def _name(name: str) -> str:
    if name == "numpy":
        return "NumPy is called np here: write np in place of numpy"
    if hasattr(np, name) and not name.startswith("_"):
        return f"for NumPy's {name} write np.{name}"
    for word in (name.lower(), name.capitalize()):
        if word != name and hasattr(builtins, word):
            return f"Python writes it {word}"
    return ""
