"""What stands beside the code: one version, an entry for it, and a form that names every lesson."""

import re

import pytest
from lab import ROOT


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_newest_entry_is_the_version_that_is_cited():
    version, released = (
        re.search(rf"^{key}: (\S+)$", text("CITATION.cff"), flags=re.M)[1] for key in ("version", "date-released")
    )
    assert re.findall(r"^## (.+)$", text("CHANGELOG.md"), flags=re.M)[0] == f"{version}, {released}"


def test_the_form_for_a_mistake_names_each_lesson():
    form = text(".github/ISSUE_TEMPLATE/mistake.yml")
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        title = re.search(r'"# ([^"\\]+)\\n"', path.read_text(encoding="utf-8"))[1]
        assert f"        - {title}\n" in form
    assert [word for word in ("lesson", "cell", "expected") if f"id: {word}\n" not in form] == []


@pytest.mark.parametrize(
    "line",
    [
        "from helpers import gone",
        "from helpers.notebook import gone",
        "from helpers import exercises; exercises.gone.check(1)",
        "from helpers import explorers; explorers.gone()",
    ],
)
def test_a_saved_lesson_that_asks_for_what_is_gone_says_how_to_get_a_fresh_copy(line):
    with pytest.raises(ImportError, match="nothing called gone: a typing error, or this notebook is older") as raised:
        exec(line)
    assert raised.value._render_traceback_() == [str(raised.value)]  # IPython shows the sentence alone
