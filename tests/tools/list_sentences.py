"""List each known wrong answer with what is told of it in each exercise, to be read as a whole.

python tests/tools/list_sentences.py
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from helpers import exercises
from helpers.core.check import define, source


def sentences() -> list[tuple[str, Callable, str, str]]:
    """Return of each row the exercise, what somebody wrote, what its row tells, and what is told."""
    found = []
    for name in exercises.names():
        exercise = getattr(exercises, name)
        for lines, told, *_ in getattr(exercise, "wrong", ()):
            function = define(source(f"def attempt{exercise.asked.signature}:", lines))
            found.append((name, function, told, exercise.judge(function)[1]))
    return found


if __name__ == "__main__":
    for exercise, function, _, message in sentences():
        print(f"{exercise}:\n{inspect.getsource(function)}\n    {message}")
