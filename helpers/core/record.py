"""What a student predicted and solved, in one small file that is there tomorrow."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path


class Record:
    """Values by name, one line of JSON in the file at `path` for each change, the last one of a name counts.

    A line is written whole, at the end of the file, so that two open lessons do not disturb each other. Where
    nothing can be written, or without a path, values live as long as the kernel does.
    """

    def __init__(self, path: Path | None = None):
        self.path, self._values = path, {}

    def get(self, name: str) -> object:
        """Return what was put under `name` last, also by another kernel, or None."""
        with contextlib.suppress(OSError):  # there is no file yet, or it cannot be read
            self._read()
        return self._values.get(name)

    def put(self, name: str, value: object) -> None:
        """Keep `value`, which JSON can hold, under `name`."""
        if self.get(name) != value:
            self._values[name] = value
            if self.path:
                with contextlib.suppress(OSError), self.path.open("a", encoding="utf-8") as file:  # or it is read-only
                    file.write("\n" + json.dumps({"name": name, "value": value}))  # the last line may be damaged

    def _read(self) -> None:
        text = self.path.read_text(encoding="utf-8", errors="replace") if self.path else ""
        for line in text.splitlines():
            with contextlib.suppress(ValueError, TypeError, KeyError):  # a line that is damaged, or not yet whole
                entry = json.loads(line)
                self._values[entry["name"]] = entry["value"]
