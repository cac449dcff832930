"""Install as README says and run the lessons, in many environments; print a table in Markdown.

python tests/tools/run_matrix.py                      every Python from 3.11 to 3.13 that is found here
python tests/tools/run_matrix.py --python 3.14        this one, and an error if it is not here
python tests/tools/run_matrix.py --versions newest    only with the newest packages

Each row is a new folder with a new environment. All lessons run in it and must say what the committed
ones say, with the pinned versions to the last pixel; then JupyterLab starts and must serve lesson 1.

The full product would take hours. Each Python meets each of VERSIONS, and the three SURROUNDINGS are
laid over these pairs as a Latin square: each of them meets each Python and each of VERSIONS.
Linux and macOS.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pwd
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = ("3.11", "3.12", "3.13")
VERSIONS = ("lowest", "pinned", "newest")
PACKAGES = ("numpy", "matplotlib", "ipywidgets", "jupyterlab")
HEADINGS = ("Python", "versions", "by", "folder", "started in", "without", *PACKAGES, "lessons", "JupyterLab", "s")
PICTURE = re.compile(r'(?<="image/png": ")[^"]+|(?<=data:image/png;base64,)[A-Za-z0-9+/=]+')
NO_NETWORK = ("unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")  # only the loopback is left
CLOSED_PROXIES = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
CLOSED_PROXIES["no_proxy"] = "127.0.0.1,localhost"


class Surroundings(NamedTuple):
    """Where a row runs; `without` is taken away after the install: the network, or the right to write."""

    installer: str
    folder: str
    start: str
    without: str


SURROUNDINGS = (
    Surroundings("pip", "relu", ".", ""),
    Surroundings("uv", "Übung für ReLU, λ", "notebooks", "network"),
    Surroundings("pip", "cours nº 2 – été", ".", "writing"),
)


def surroundings(python: str, versions: str) -> Surroundings:
    return SURROUNDINGS[(int(python.split(".")[1]) - 11 + VERSIONS.index(versions)) % len(SURROUNDINGS)]


# -- outside: make an environment ----------------------------------------------------------------------------


def find_python(name: str) -> str | None:
    """Return an interpreter of this version that can make an environment; a shim of pyenv may be empty."""
    folders = [*os.get_exec_path(), *sorted(Path.home().glob(f".pyenv/versions/{name}.*/bin"))]
    for place in (Path(folder, f"python{name}") for folder in folders):
        if place.is_file() and subprocess.run([place, "-c", "import ensurepip"], capture_output=True).returncode == 0:
            return str(place)
    return None


def readme_commands() -> list[str]:
    """Return the commands of README's start: make an environment, install into it, start JupyterLab."""
    block = re.search(r"## Start.*?```bash\n(.*?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    return block[1].split(" &&\n")


def copy_checkout(folder: Path) -> None:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in names.split("\0"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)


def install(python: str, versions: str, installer: str, uv: str, folder: Path) -> None:
    """Make the environment; the lowest versions are the lowest of which there are wheels for this Python."""
    lowest = f"{uv} pip compile -q --resolution lowest-direct --only-binary :all: --python {python}"
    before = f"{lowest} requirements.txt -o lowest.txt" if versions == "lowest" else "true"
    limits = {"lowest": " -c lowest.txt", "pinned": " -c tests/constraints.txt", "newest": ""}[versions]
    make, fill, _ = readme_commands()
    if installer == "uv":
        make = f"{uv} venv -q --python {python} .venv"
        fill = f"{uv} pip install --link-mode copy --python .venv/bin/python -r requirements.txt"
    else:
        make = make.replace("python3", python, 1)
    subprocess.run(
        ["bash", "-ec", f"{before}\n{make}\n{fill}{limits}"], cwd=folder, check=True, capture_output=True, text=True
    )


def find_uv(folder: Path) -> str:
    """Return uv, installed into `folder` if it is not here."""
    if found := shutil.which("uv"):
        return shlex.quote(found)
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([folder / "bin/python", "-m", "pip", "install", "-q", "uv"], check=True)
    return shlex.quote(str(folder / "bin/uv"))


def run_row(python: str, versions: str, uv: str) -> tuple[list[str], list[str]]:
    """Run one row; return its cells and its problems."""
    by, name, start, without = around = surroundings(python, versions)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o755)  # for the ordinary user
        folder, home = Path(place, name), Path(place, "home")
        home.mkdir(0o777)
        home.chmod(0o777)
        copy_checkout(folder)
        try:
            install(shlex.quote(find_python(python)), versions, by, uv, folder)
            without, seen = look_from_outside(folder, home, versions, around)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            text = f"{error}\n{error.stdout or ''}\n{error.stderr or ''}"
            seen = {"lessons": "failed", "lab": "failed", "problems": [text[-3000:]]}
    states = [seen.get(part, "-") for part in (*PACKAGES, "lessons", "lab")]
    seconds = f"{time.monotonic() - began:.0f}"
    return [python, versions, by, name, start, without or "-", *states, seconds], seen["problems"]


def look_from_outside(folder: Path, home: Path, versions: str, around: Surroundings) -> tuple[str, dict]:
    """Run `look` with the row's own Python, as README's reader would; return what was taken away, and what it saw."""
    command = [folder / ".venv/bin/python", folder / "tests/tools/run_matrix.py"]
    command += ["--look", versions, around.start, around.without]
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}
    without, options = around.without, {}
    if without == "network":
        sealed = shutil.which("unshare") and not subprocess.run([*NO_NETWORK, "true"], capture_output=True).returncode
        command = [*NO_NETWORK, *command] if sealed else [*command[:-1], "proxies"]
        environment |= {} if sealed else CLOSED_PROXIES
        without += " (unshare)" if sealed else " (closed proxies)"
    elif without == "writing":
        subprocess.run(["chmod", "-R", "a-w", folder], check=True)
        if os.geteuid() == 0:  # root may write everywhere
            options = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
            if not _reaches(folder, options):
                return without, {"problems": [], "lessons": "skipped: only root reaches this Python", "lab": "skipped"}
            without += " (user nobody)"
    run = subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True, text=True, timeout=900, **options
    )
    return without, json.loads(run.stdout.splitlines()[-1])


def _reaches(folder: Path, options: dict) -> bool:
    try:
        return subprocess.run([folder / ".venv/bin/python", "-c", ""], **options).returncode == 0
    except OSError:
        return False


# -- inside: look at the lessons and at JupyterLab, with the row's own Python --------------------------------


def look(versions: str, start: str, without: str) -> dict:
    """Return the versions, whether the lessons and JupyterLab are as they should be, and the problems."""
    exact = versions == "pinned" and sys.platform == "linux" and os.uname().machine == "x86_64"
    lessons, lab = lesson_problems(ROOT / start, exact), lab_problems(start)
    problems = lessons + lab
    if without == "network" and [name for _, name in socket.if_nameindex()] != ["lo"]:
        problems.append("The network was still there.")
    if without == "writing" and os.access(ROOT, os.W_OK):
        problems.append("The folder could still be written.")
    states = {
        "lessons": "differ" if lessons else "same pictures" if exact else "same text",
        "lab": "failed" if lab else "serves lesson 1",
    }
    return {name: version(name) for name in PACKAGES} | states | {"problems": problems}


def lesson_problems(folder: Path, exact: bool) -> list[str]:
    """Run each lesson in a kernel that stands in `folder`; return the cells that say something else than committed."""
    import nbformat
    from nbclient.exceptions import CellExecutionError

    sys.path.insert(0, str(ROOT / "tests" / "support"))
    from runner import paths, run

    problems = []
    for path in paths([]):
        notebook = nbformat.read(path, as_version=4)
        committed = [_said(cell, exact) for cell in notebook.cells]
        try:
            run(notebook, folder)
        except CellExecutionError as error:
            problems.append(f"{path.name}: {error}")
            continue
        for cell, before in zip(notebook.cells, committed, strict=True):
            if (now := _said(cell, exact)) != before:
                k = next((k for k, pair in enumerate(zip(before, now, strict=False)) if len(set(pair)) == 2), 0)
                k = max(0, k - 30)
                problems.append(f"{path.name}, {cell.id}: {before[k : k + 200]!r} became {now[k : k + 200]!r}")
    return problems


def _said(cell: dict, exact: bool) -> str:
    """Return the outputs of a cell without the random names of widgets; without pictures unless `exact`."""
    text = re.sub(r'"model_id": "[0-9a-f]{32}"', '"model_id"', json.dumps(cell.get("outputs", []), sort_keys=True))
    return text if exact else PICTURE.sub("PICTURE", text)


@contextlib.contextmanager
def readme_lab(start: str) -> Iterator[tuple[str, str]]:
    """Start JupyterLab by README's command, in the root or in notebooks; give the address it prints and its log."""
    command = readme_commands()[2]
    if start == "notebooks":
        command = command.replace(".venv", "../.venv").replace("notebooks/", "")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command += f" --no-browser --ip=127.0.0.1 --port={port}" + (" --allow-root" if os.geteuid() == 0 else "")
    process = subprocess.Popen(
        ["bash", "-c", f"exec {command}"], cwd=ROOT / start, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    limit = threading.Timer(120, process.kill)  # then the log ends, and so does the wait
    limit.start()
    try:
        log = ""
        for line in process.stdout:
            log += line
            if found := re.search(rf"http://127\.0\.0\.1:{port}/\S*token=\S+", line):
                _wait_for(process, port)
                yield found[0], log
                break
        else:
            yield "", log
    finally:
        limit.cancel()
        process.terminate()
        process.communicate(timeout=30)


def _wait_for(process: subprocess.Popen, port: int) -> None:
    """Return when the server answers or has ended; JupyterLab prints its address a moment before it answers."""
    while process.poll() is None:
        with contextlib.suppress(OSError):
            return socket.create_connection(("127.0.0.1", port), timeout=5).close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.1)


def lab_problems(start: str) -> list[str]:
    """Return what is wrong with the page that JupyterLab opens, and with the lesson that the page loads."""
    with readme_lab(start) as (address, log):
        if not address:
            return [f"JupyterLab did not start:\n{log[-2000:]}"]
        if "/lab/tree/" not in address:
            return [f"JupyterLab opens {address}, not the lesson."]
        try:
            with urllib.request.urlopen(address, timeout=60) as page:
                served = "<title>JupyterLab</title>" in page.read().decode()
            with urllib.request.urlopen(address.replace("/lab/tree/", "/api/contents/"), timeout=60) as answer:
                title = json.load(answer)["content"]["cells"][0]["source"]
        except OSError as error:
            return [f"{address}: {error}"]
    right = served and title.startswith("# 1. ")
    return [] if right else [f"{address} shows {title[:80]!r}."]


def print_table(pythons: Sequence[str], chosen: Sequence[str], missing: Sequence[str]) -> list[str]:
    """Run all rows, print each when it has ended, and return their problems."""
    print("| " + " | ".join(HEADINGS) + " |\n|" + "---|" * len(HEADINGS), flush=True)
    found = []
    with tempfile.TemporaryDirectory() as tools:
        uv = find_uv(Path(tools))
        for python in pythons:
            if python in missing:
                print(f"| {python} | not found |" + " |" * (len(HEADINGS) - 2), flush=True)
                continue
            for versions in chosen:
                cells, problems = run_row(python, versions, uv)
                print("| " + " | ".join(cells) + " |", flush=True)
                found += [f"{python}, {versions}: {problem}" for problem in problems]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", nargs="+", metavar="3.X", help="only these; one that is missing is an error")
    parser.add_argument("--versions", nargs="+", choices=VERSIONS, default=VERSIONS, help="only these packages")
    parser.add_argument("--look", nargs=3, help=argparse.SUPPRESS)  # what a row calls inside
    options = parser.parse_args()
    if options.look:
        print(json.dumps(look(*options.look)))
        return 0
    missing = [python for python in options.python or PYTHONS if not find_python(python)]
    if options.python and missing:
        parser.error(f"there is no Python {' and no '.join(missing)} here")
    problems = print_table(options.python or PYTHONS, options.versions, missing)
    print(*problems, sep="\n\n", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
