"""Write the votes and the key of TEACHING.md from the questions and the exercises: what is said is kept once.

python tests/tools/write_teaching.py
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from helpers import exercises  # noqa: E402
from helpers.core.question import Question  # noqa: E402
from helpers.questions import QUESTIONS, REASONS  # noqa: E402

TEACHING = ROOT / "TEACHING.md"
BEGIN, END = (
    f"<!-- {words} tests/tools/write_teaching.py"
    for words in ("From here to the end of the key, written by", "End of what is written by")
)


def vote(question: Question) -> str:
    """Return the question as a vote by hands: what is right, and what each other choice means."""
    told = f"- **{question.right}** is right. {question.choices[question.right]}"
    wrong = [f"- {choice}: {means}" for choice, means in question.choices.items() if choice != question.right]
    return "\n".join([f"**{question.ask}** ({' / '.join(question.choices)})", "", told, *wrong, ""])


def key(name: str) -> str:
    """Return the solution of the exercise called `name`."""
    exercise = getattr(exercises, name)
    return f"**{name}.** {exercise.message}\n\n```python\n{exercise.answer}\n```\n"


def written() -> str:
    """Return TEACHING.md with its votes and its key as they are now."""
    lessons = sorted({each.lesson for each in QUESTIONS.values()})
    lines = ["## Votes", "", "Ask, let everybody raise a hand for one answer, and only then run the result.", ""]
    for lesson in lessons:
        lines += [f"### Votes of lesson {lesson}", ""]
        lines += [vote(each) for each in QUESTIONS.values() if each.lesson == lesson]
    lines += ["## Key to the exercises", "", "Other solutions are right as well; the check knows.", ""]
    for lesson in lessons:
        lines += [f"### Key to lesson {lesson}", ""]
        lines += [key(name) for name in exercises.names() if getattr(exercises, name).lesson == lesson]
        lines += [vote(each) for each in REASONS.values() if each.lesson == lesson]
    text = TEACHING.read_text(encoding="utf-8")
    between = rf"(?<={re.escape(BEGIN)} from helpers/questions.py and exercises.py. -->\n).*?(?={re.escape(END)})"
    return re.sub(between, lambda match: "\n" + "\n".join(lines), text, flags=re.S)


if __name__ == "__main__":
    TEACHING.write_text(written(), encoding="utf-8", newline="\n")
