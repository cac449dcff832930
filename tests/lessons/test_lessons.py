"""The lessons in the hands of students: run in order, again, from the middle, backwards; wrong, half done, solved."""

import functools
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from course import FILES, FIRST_CELL, NOTEBOOKS_WITH_CODE, cells, lines, read
from frontend import FrontEnd
from runner import NOTEBOOKS, ROOT
from write_solutions import main

from helpers import exercises
from helpers.core.check import FunctionExercise, source

VERDICTS = ("Right", "Wrong", "Not attempted")
EXPLORER = re.compile(r"explorers\.\w+\(\)")  # drawn twice; then it waits for no other cell
MEMORY = (
    "for line in open('/proc/self/smaps_rollup'):\n    if line.startswith('Anonymous:'):\n        print(line)"
    if sys.platform == "linux"
    else "print('Anonymous: 0 kB')"
)


def write_solutions(place):
    """Write the copy of the lessons that an instructor opens, as the command does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.setattr(sys, "argv", ["write_solutions.py", str(place)])
        main()


@pytest.fixture(scope="module")
def solutions(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course") / "solutions"
    write_solutions(folder)
    return folder


@dataclass
class Lesson:
    """A notebook, and a kernel of its own that stands in the root: that it runs in its folder is tested elsewhere."""

    path: Path
    solved: Path
    kernel: FrontEnd

    def play(self, sources, reset=True):
        """Run cells, by default after the first cell in an empty kernel; return the outputs."""
        before = ["%reset -f", FIRST_CELL] if reset else []
        outputs = [output for each in (*before, *sources) for output in self.kernel.run(each)]
        assert [output for output in outputs if output.get("name") == "stderr"] == []
        return outputs

    @functools.cached_property
    def code(self):
        """Its cells below the first one, but for the one that is meant to fail."""
        return [cell for cell in cells(self.path)[1:] if "raises-exception" not in cell.metadata.get("tags", [])]

    @functools.cached_property
    def students(self):
        """Its cells that need more than the first one."""
        return [cell.source for cell in self.code if not EXPLORER.fullmatch(cell.source)]

    @property
    def exercises(self):
        return [getattr(exercises, name) for name in lines(self.path, r"exercises\.(\w+)\.check")]


@pytest.fixture(scope="module", params=NOTEBOOKS_WITH_CODE, ids=lambda path: path.stem)
def lesson(request, solutions):
    kernel = FrontEnd()
    yield Lesson(request.param, solutions / request.param.name, kernel)
    kernel.close()


def errors(outputs):
    """Return all that a student reads as an error."""
    return ["\n".join(output["traceback"]) for output in outputs if "traceback" in output]


def verdicts(outputs):
    said = [output["data"]["text/plain"].split(":")[0] for output in outputs if "data" in output]
    return [verdict for verdict in said if verdict in VERDICTS]


def test_all_cells_can_be_run_twice_and_a_lesson_keeps_little_memory(lesson):
    """Megabytes of the kernel's own after each run; files of libraries add at most 19 MB, less where kernels share."""
    megabytes = []
    for _ in range(2):
        outputs = lesson.play([FIRST_CELL, *(cell.source for cell in lesson.code), MEMORY], reset=False)
        assert errors(outputs) == []
        megabytes.append(int(outputs[-1]["text"].split()[1]) / 1024)
    assert megabytes[0] <= 85
    assert megabytes[1] <= megabytes[0] + 10


def test_a_lesson_can_be_started_at_each_heading(lesson):
    """Each part runs in an empty kernel below the first cell, so it takes no name from before."""
    parts, found = {}, []
    for cell in read(lesson.path).cells:
        if cell.cell_type == "markdown" and re.search(r"^## ", cell.source, flags=re.M):
            found = parts[cell.id] = []
        elif cell.source in lesson.students:
            found.append(cell.source)
    assert {name: errors(lesson.play(part)) for name, part in parts.items()} == {name: [] for name in parts}


def test_cells_in_the_wrong_order_end_in_the_sentence_to_run_those_above_first(lesson):
    for error in errors(lesson.play(reversed(lesson.students))):
        assert error.startswith("NameError") and "Run the cells above first" in error


def spoil(text):
    """Put the first classic wrong answer, or nonsense, in the place of the stub."""
    found = re.search(r"exercises\.(\w+)\.check\((\w+)\)", text)
    if not found:
        return text
    exercise, answer = getattr(exercises, found[1]), f"{found[2]} = 'I do not know'"
    if isinstance(exercise, FunctionExercise):
        answer = source(f"def {found[2]}{exercise.asked.signature}:", exercise.wrong[0][0])
    return text.replace(exercise.stub, answer)


def test_wrong_answers_end_in_sentences(lesson):
    outputs = lesson.play(spoil(text) for text in lesson.students if re.search(r"exercises\.|my_", text))
    assert errors(outputs) == []
    judged = verdicts(outputs)
    assert len(judged) == len(lesson.exercises) and "Right" not in judged


def half_done(text):
    """Begin a function and do not finish it; before each cell, take names of the lesson for something else."""
    if "exercises." in text:
        text = re.sub(r"^( +)(?:\.\.\.|return.*)$", r"\1y = x + 'a'", text, flags=re.M)
    return f"x = h = a = relu = history = 'something else'\n{text}"


def test_a_half_done_lesson_ends_in_no_error(lesson):
    assert errors(lesson.play(map(half_done, lesson.students))) == []


def test_in_the_copy_with_solutions_no_stub_is_left_and_each_exercise_is_right(lesson):
    solved = [text for text in (cell.source for cell in cells(lesson.solved)) if "exercises." in text]
    for exercise in lesson.exercises:
        assert any(exercise.answer in text for text in solved)
        assert not any(exercise.stub in text for text in solved)
    assert verdicts(lesson.play(solved)) == ["Right"] * len(lesson.exercises)


def test_the_copy_with_solutions_has_all_notebooks(solutions):
    assert {path.name for path in solutions.glob("*.ipynb")} == {path.name for path in FILES}


@pytest.mark.parametrize("place", ["notebooks", ".", "helpers/sol", "..", "README.md"])
def test_no_lesson_is_lost_to_its_own_copy(place, capsys):
    before = {path: path.read_bytes() for path in FILES}
    with pytest.raises(SystemExit):
        write_solutions(place)
    assert "The folder must be one of its own, but it is" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in NOTEBOOKS.glob("*.ipynb")} == before
