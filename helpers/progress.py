"""What a student has predicted and solved, kept from one day to the next in the course's folder."""

from __future__ import annotations

import os
from pathlib import Path

from helpers import exercises
from helpers.core import prediction
from helpers.core.note import Note, Table
from helpers.core.prediction import Prediction
from helpers.core.record import Record
from helpers.questions import QUESTIONS, question

# Nothing is kept while the lessons are tested, and where NO_ANSWERS is set, as by who writes their outputs.
_OFF = {"PYTEST_VERSION", "NO_ANSWERS"} & os.environ.keys()
RECORD = Record(None if _OFF else Path(__file__).resolve().parent.parent / "my_answers.jsonl")
for _name in exercises.names():
    getattr(exercises, _name).record = RECORD


def predict(name: str) -> Prediction:
    """Ask the question called `name`, before its result is shown."""
    return Prediction(question(name), RECORD)


def reveal(name: str, result: object = None) -> Note:
    """Put the prediction for the question called `name` beside the `result`, and say what it means."""
    asked = question(name)
    return prediction.reveal(asked, asked.right if result is None else result, RECORD)


def progress() -> Table:
    """Return what was predicted and solved in each lesson, and which exercises are left."""
    rows = []
    for lesson in sorted({each.lesson for each in QUESTIONS.values()}):
        asked = [each.name for each in QUESTIONS.values() if each.lesson == lesson]
        tasks = [name for name in exercises.names() if getattr(exercises, name).lesson == lesson]
        left = [name for name in tasks if RECORD.get(name) != "right"]
        kept = sum(RECORD.get(name) is not None for name in asked)
        rows.append(
            [str(lesson), f"{kept} of {len(asked)}", f"{len(tasks) - len(left)} of {len(tasks)}", ", ".join(left)]
        )
    return Table(["lesson", "predicted", "solved", "exercises that are left"], rows)
