"""What a student has predicted, remembered and solved, kept from one day to the next in the course's folder."""

from __future__ import annotations

import os
from pathlib import Path

from helpers import exercises
from helpers.core import prediction
from helpers.core.note import Note, Table
from helpers.core.prediction import Prediction, Question, Sheet
from helpers.core.record import Record
from helpers.exercises import CHECK, QUESTIONS, REASONS, REMEMBER

# Nothing is kept while the lessons are tested, and where NO_ANSWERS is set, as by who writes their outputs.
_OFF = {"PYTEST_VERSION", "NO_ANSWERS"} & os.environ.keys()
RECORD = Record(None if _OFF else Path(__file__).resolve().parent.parent / "my_answers.txt")
for _name in exercises.names():
    getattr(exercises, _name).record = RECORD


def _find(name: str, questions: dict[str, Question]) -> Question:
    if name not in questions:
        raise ValueError(f"name must be one of {', '.join(questions)}, but it is {name!r}. Choose one of them.")
    return questions[name]


def predict(name: str) -> Prediction:
    """Ask the question called `name`, before its result is shown."""
    return Prediction(_find(name, QUESTIONS), RECORD)


def reveal(name: str, result: object = None) -> Note:
    """Put the prediction for the question called `name` beside the `result`, and say what it means."""
    asked = _find(name, QUESTIONS)
    return prediction.reveal(asked, asked.right if result is None else result, RECORD)


def choose(name: str) -> Prediction:
    """Ask for a reason, in the exercise called `name`; it is told at once whether it is right."""
    return Prediction(_find(name, REASONS), RECORD, "Your answer", tell=True)


def remember(lesson: int) -> Sheet:
    """Ask two questions on what came before `lesson`; each answer is told at once, and not kept for tomorrow."""
    return Sheet(Prediction(each, Record(), "Your answer", tell=True) for each in REMEMBER if each.lesson == lesson)


def quiz() -> Sheet:
    """Ask ten questions on all lessons; after a score, all are empty again."""
    if RECORD.get("check-scored"):
        for each in CHECK:
            RECORD.put(each.name, None)
        RECORD.put("check-scored", False)
    return Sheet(Prediction(each, RECORD, "Your answer") for each in CHECK)


def score() -> Note:
    """Count the right answers of the quiz; after lesson 5, or the second time, say what each wrong one means."""
    attempts, chosen = _attempts(), {each.name: RECORD.get(each.name) for each in CHECK}
    left = [str(place) for place, each in enumerate(CHECK, 1) if chosen[each.name] not in each.choices]
    if not left and not RECORD.get("check-scored"):
        attempts = [*attempts, chosen]
        RECORD.put("check-attempts", attempts)
        RECORD.put("check-scored", True)
    last = max(each.lesson for each in QUESTIONS.values())
    after = any(RECORD.get(each.name) is not None for each in QUESTIONS.values() if each.lesson == last)
    told = [f"Not answered yet: {', '.join(left)}."] if left else []
    told += _scores(attempts)
    if attempts and not after and len(attempts) == 1:
        told.append("What was wrong is told after lesson 5.")
    elif attempts:
        told += [
            f"{place}. You chose: {answer}. {each.wrong[answer]} Read lesson {each.lesson} again."
            for place, each in enumerate(CHECK, 1)
            if (answer := attempts[-1].get(each.name)) in each.wrong
        ]
    again = [] if left else ["What you change now does not count: to start again, run the cell of the questions."]
    return Note("", "\n".join(told + again))


def _attempts() -> list[dict]:
    kept = RECORD.get("check-attempts")  # whoever edits the file may put anything there
    return [each for each in kept if isinstance(each, dict)] if isinstance(kept, list) else []


def _scores(attempts: list[dict]) -> list[str]:
    points = [sum(each.right == attempt.get(each.name) for each in CHECK) for attempt in attempts]
    return [f"Attempt {place}: {right} of {len(CHECK)}." for place, right in enumerate(points, 1)]


def progress() -> Table:
    """Return what was predicted and solved in each lesson, and which exercises are left."""
    tasks = [(getattr(exercises, name).lesson, name, "right") for name in exercises.names()]
    tasks += [(each.lesson, each.name, each.right) for each in REASONS.values()]
    rows = []
    for lesson in sorted({lesson for lesson, *_ in tasks}):
        asked = [RECORD.get(each.name) is not None for each in QUESTIONS.values() if each.lesson == lesson]
        solved = {name: RECORD.get(name) == right for place, name, right in tasks if place == lesson}
        left = ", ".join(name for name, done in solved.items() if not done) or "none"
        rows.append([str(lesson), f"{sum(asked)} of {len(asked)}", f"{sum(solved.values())} of {len(solved)}", left])
    rows += [["check", "", attempt, ""] for attempt in _scores(_attempts())]
    return Table(["lesson", "predicted", "solved", "exercises that are left"], rows)
