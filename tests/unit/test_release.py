"""What stands beside the code: one version, an entry for it, and what an older copy of a lesson is told."""

import re

import pytest
from lab import ROOT


def test_the_newest_entry_is_the_version_that_is_cited():
    cited, changes = ((ROOT / name).read_text(encoding="utf-8") for name in ("CITATION.cff", "CHANGELOG.md"))
    version, released = (re.search(rf"^{key}: (\S+)$", cited, flags=re.M)[1] for key in ("version", "date-released"))
    assert re.findall(r"^## (.+)$", changes, flags=re.M)[0] == f"{version}, {released}"


@pytest.mark.parametrize(
    "line", ["from helpers.notebook import gone", "from helpers.notebook import predict; predict('gone')"]
)
def test_a_saved_lesson_that_asks_for_what_is_gone_says_how_to_get_a_fresh_copy(line):
    with pytest.raises(ImportError, match="nothing called gone: a typing error, or this notebook is older") as raised:
        exec(line)
    assert raised.value._render_traceback_() == [str(raised.value)]  # IPython shows the sentence alone
