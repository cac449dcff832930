"""The site, which the tests of the book and of the lab share."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the site: the one that SITE names, which `python tests/support/book.py` made, or a new one."""
    if "SITE" in os.environ:
        return Path(os.environ["SITE"])
    from book import build  # only where the site is tested there is what it needs

    return build(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="session")
def address(site):
    from book import serve_below

    with serve_below(site) as address:
        yield address
