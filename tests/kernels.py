"""Kernels that cannot fail to start because another program has just taken one of their ports."""

import itertools
import os
import tempfile

from traitlets.config import Config

_PLACE = tempfile.TemporaryDirectory(prefix="relu-", ignore_cleanup_errors=True)
_NUMBERS = itertools.count()


def own_sockets() -> Config:
    """Return the options of a KernelManager whose sockets are files of its own; Windows has only ports."""
    if os.name == "nt":
        return Config()
    return Config(KernelManager={"transport": "ipc", "ip": f"{_PLACE.name}/{next(_NUMBERS)}"})
