"""Fetch what the lab in the browser needs of Pyodide, once: python tests/tools/fetch_pyodide.py [FOLDER [ADDRESS]]

The folder is .pyodide, and the address Pyodide's own, if they are not given.
Needs docs/requirements.txt. Each package must have the checksum that Pyodide's lock file has for it.
"""

import hashlib
import json
import sys
import urllib.request
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "docs"))
from lab import ADDRESS, CORE, ROOT, needed


def fetch(folder: Path, address: str = ADDRESS) -> None:
    """Fetch the files from `address` into `folder`; those that are there stay.

    Raises
    ------
    ValueError
        If a package is not what the lock file says.
    """
    folder.mkdir(exist_ok=True)
    for name in (*CORE, "pyodide.mjs", "pyodide-lock.json"):
        fetch_file(folder / name, address)
    for package in needed(json.loads((folder / "pyodide-lock.json").read_text())):
        path = folder / package["file_name"]
        fetch_file(path, address)
        if hashlib.sha256(path.read_bytes()).hexdigest() != package["sha256"]:
            path.unlink()
            raise ValueError(
                f"{path.name} from {address} has another checksum than the lock file says. Fetch it again."
            )


def fetch_file(path: Path, address: str) -> None:
    """Fetch one file; it gets its name when it is whole."""
    if not path.exists():
        part = path.with_suffix(".part")
        urllib.request.urlretrieve(f"{address}{path.name}", part)
        part.replace(path)


if __name__ == "__main__":
    fetch(Path(sys.argv[1]) if sys.argv[1:] else ROOT / ".pyodide", *sys.argv[2:])
