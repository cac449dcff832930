"""Write KEY.md, the votes and the key, from the questions and the exercises: what is said is kept once.

python tests/tools/write_teaching.py
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from helpers import exercises  # noqa: E402
from helpers.core.question import Question  # noqa: E402
from helpers.questions import QUESTIONS, REASONS, REMEMBER  # noqa: E402

KEY = ROOT / "KEY.md"
ASKED = [*REMEMBER, *QUESTIONS.values(), *REASONS.values()]  # as they follow each other in a lesson
HEAD = """# Votes and key

For instructors: [TEACHING.md](TEACHING.md) says when to ask. Written by `tests/tools/write_teaching.py`.

A vote: ask, let everybody raise a hand for one answer, and only then show the result. The numbers are those of
the slides. Other solutions of an exercise are right as well; the check knows.
"""


def vote(number: str, question: Question) -> str:
    """Return the question as a vote by hands: what is right, and what each other choice means."""
    told = f"- **{question.right}** is right. {question.choices[question.right]}"
    wrong = [f"- {choice}: {means}" for choice, means in question.choices.items() if choice != question.right]
    return "\n".join([f"**Vote {number}. {question.ask}** ({' / '.join(question.choices)})", "", told, *wrong, ""])


def key(name: str) -> str:
    """Return the solution of the exercise called `name`."""
    exercise = getattr(exercises, name)
    return f"**{name}.** {exercise.message}\n\n```python\n{exercise.answer}\n```\n"


def written() -> str:
    """Return KEY.md as it is now."""
    lines = [HEAD]
    for lesson in sorted({each.lesson for each in ASKED}):
        asked = [each for each in ASKED if each.lesson == lesson]
        names = [name for name in exercises.names() if getattr(exercises, name).lesson == lesson]
        lines += [f"## Votes of lesson {lesson}", ""]
        lines += [vote(f"{lesson}.{number}", each) for number, each in enumerate(asked, 1)]
        lines += [f"## Key to lesson {lesson}", "", *map(key, names)]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    KEY.write_text(written(), encoding="utf-8", newline="\n")
