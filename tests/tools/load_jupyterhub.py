"""Measure a class that works in one lesson at once, on a real JupyterHub of this machine.

python tests/tools/load_jupyterhub.py                              20 students, lesson 1
python tests/tools/load_jupyterhub.py --users 2 --lesson 03_plot

Install: pip install jupyterhub -r requirements.txt, and npm install -g configurable-http-proxy.

Each student logs in, opens the lesson, runs all cells and moves each slider, by the messages that
JupyterLab sends. Each has a home with nothing but a clone of this repository, as nbgitpuller makes
it; what is not committed is not in it. Prints tables in Markdown; ends with 1 on any error. Linux.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import psutil
import requests
import websocket
from frontend import FrontEnd
from jupyter_client.session import Session, json_packer
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from runner import ROOT

PASSWORD = secrets.token_hex()
PATIENCE = 600  # seconds, for all servers to start at once
MEGABYTE = 2**20
FONTS = "Matplotlib is building the font cache; this may take a moment."  # once in each new home, if it takes 5 seconds


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def options(homes: Path, address: str) -> dict[str, object]:
    """Return the hub's options: one machine, no accounts of the system, one password."""
    return {
        "JupyterHub.bind_url": address,
        "JupyterHub.hub_bind_url": f"http://127.0.0.1:{free_port()}",
        "JupyterHub.spawner_class": "simple",
        "JupyterHub.authenticator_class": "shared-password",
        "SharedPasswordAuthenticator.user_password": PASSWORD,
        "Authenticator.allow_all": True,
        "ConfigurableHTTPProxy.api_url": f"http://127.0.0.1:{free_port()}",
        "SimpleLocalProcessSpawner.home_dir_template": f"{homes}/{{username}}",
        "Spawner.start_timeout": PATIENCE,
        "Spawner.http_timeout": PATIENCE,
    } | ({"Spawner.args": "--allow-root"} if os.geteuid() == 0 else {})


@contextlib.contextmanager
def hub(folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    """Start JupyterHub; give its address and its process, and leave no process behind."""
    address, log = f"http://127.0.0.1:{free_port()}", Path(folder, "log")
    flags = (f"--{name}={value}" for name, value in options(folder / "homes", address).items())
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # for jupyterhub-singleuser
    with open(log, "w") as out:
        process = psutil.Popen(
            [sys.executable, "-m", "jupyterhub", *flags],
            env=os.environ | {"PATH": path},
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        family = [process]
        try:
            wait_for(process, f"{address}/hub/api")
            yield address, process
        except BaseException:
            print(log.read_text()[-3000:], file=sys.stderr)
            raise
        finally:
            with contextlib.suppress(psutil.NoSuchProcess):
                family += process.children(recursive=True)
                process.terminate()  # the hub then ends its servers
            end(family)


def end(family: list[psutil.Process]) -> None:
    """Wait until all processes have ended, and kill those that do not."""
    for late in psutil.wait_procs(family, timeout=60)[1]:
        with contextlib.suppress(psutil.NoSuchProcess):
            late.kill()


def wait_for(process: psutil.Popen, address: str) -> None:
    """Return when the hub answers; before that its proxy says that there is no such page."""
    for _ in range(600):
        with contextlib.suppress(requests.RequestException):
            requests.get(address, timeout=5).raise_for_status()
            return
        with contextlib.suppress(psutil.TimeoutExpired):
            process.wait(0.1)
            break
    raise RuntimeError("JupyterHub did not start.")


class Channels:
    """The channels of a kernel through one websocket; to a FrontEnd it is a jupyter_client."""

    def __init__(self, url: str, cookie: str):
        self.session = Session()
        self.shell_channel = self
        self.socket = websocket.create_connection(
            url, cookie=cookie, subprotocols=["v1.kernel.websocket.jupyter.org"], timeout=PATIENCE
        )

    def send(self, message: dict) -> str:
        parts = [json_packer(message[part]) for part in ("header", "parent_header", "metadata", "content")]
        self.socket.send_binary(serialize_msg_to_ws_v1(parts, "shell"))
        return message["header"]["msg_id"]

    def execute(self, code: str) -> str:
        return self.send(self.session.msg("execute_request", {"code": code, "store_history": True}))

    def get_iopub_msg(self, timeout: float) -> dict:
        while True:
            channel, parts = deserialize_msg_from_ws_v1(self.socket.recv())
            if channel == "iopub":
                header, parent, _, content = map(json.loads, parts[:4])
                return {"msg_type": header["msg_type"], "parent_header": parent, "content": content}

    def stop_channels(self) -> None:
        self.socket.close()


class Student(FrontEnd):
    """One student, from the login to the last cell."""

    def __init__(self, address: str, homes: Path, number: int, lesson: str):
        self.name = f"student{number:03}"
        self.hub, self.server = f"{address}/hub", f"{address}/user/{self.name}"
        self.path = f"relu/notebooks/{lesson}.ipynb"
        self.web = requests.Session()
        self.errors = []
        self.saw_fonts = False
        subprocess.run(["git", "clone", "--quiet", "--depth=1", ROOT.as_uri(), homes / self.name / "relu"], check=True)

    def token(self, path: str) -> str:
        return self.web.cookies.get("_xsrf", path=path)

    def log_in(self) -> None:
        """Log in, and wait for the server as the hub's own page does."""
        self.web.get(f"{self.hub}/login").raise_for_status()
        form = {"username": self.name, "password": PASSWORD, "_xsrf": self.token("/hub/")}
        self.web.post(f"{self.hub}/login", data=form).raise_for_status()
        progress = f"{self.hub}/api/users/{self.name}/server/progress?_xsrf={self.token('/hub/')}"
        with self.web.get(progress, stream=True, timeout=PATIENCE) as events:
            events.raise_for_status()
            told = [json.loads(line[6:]) for line in events.iter_lines() if line.startswith(b"data: ")]
        if not told[-1].get("ready"):
            raise RuntimeError(f"The server did not start: {told[-1]}")

    def open(self) -> None:
        """Open the lesson in JupyterLab, start its kernel and wait until it answers."""
        self.web.get(f"{self.server}/lab/tree/{self.path}").raise_for_status()
        lesson = self.web.get(f"{self.server}/api/contents/{self.path}")
        lesson.raise_for_status()
        self.cells = [cell for cell in lesson.json()["content"]["cells"] if cell["cell_type"] == "code"]
        wanted = {"path": self.path, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        headers = {"X-XSRFToken": self.token(f"/user/{self.name}/")}
        session = self.web.post(f"{self.server}/api/sessions", json=wanted, headers=headers)
        session.raise_for_status()
        url = f"{self.server}/api/kernels/{session.json()['kernel']['id']}/channels"
        cookie = self.web.prepare_request(requests.Request("GET", url)).headers["Cookie"]
        self.client = Channels(url.replace("http", "ws", 1), cookie)
        self._until_idle(self.client.send(self.client.session.msg("kernel_info_request")))

    def run_all(self) -> None:
        """Run all cells; an error or a warning in one is kept."""
        for number, cell in enumerate(self.cells, 1):
            for output in self.run(cell["source"]):
                if output.get("text", "").strip() == FONTS:
                    self.saw_fonts = True
                elif output.get("name") == "stderr" or "ename" in output:
                    self.errors.append(f"cell {number}: {output.get('text') or output['evalue']}")
                elif "Controls: " in output.get("data", {}).get("text/plain", ""):
                    self.compare(number, output["data"]["text/plain"], cell["outputs"])

    def compare(self, number: int, text: str, committed: list[dict]) -> None:
        """An explorer must say what it says in the committed lesson, picture or not."""
        if text not in [output.get("data", {}).get("text/plain") for output in committed]:
            self.errors.append(f"cell {number}: {text}")


def at_once(students: list[Student], act: Callable[[Student], None]) -> list[float]:
    """Let all students do something at the same time; return the seconds of each."""

    def timed(student: Student) -> float:
        start = time.perf_counter()
        try:
            act(student)
        except Exception as error:
            student.errors.append(f"{act.__name__}: {type(error).__name__}: {error}")
        return time.perf_counter() - start

    with ThreadPoolExecutor(len(students)) as pool:
        return list(pool.map(timed, students))


def memory(process: psutil.Process) -> dict[str, list[float]]:
    """Return the megabytes of all servers and kernels, each in order; memory that n share counts 1/n for each."""
    found = {"server": {}, "kernel": {}}
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if name := child.environ().get("JUPYTERHUB_USER"):
                kind = "kernel" if "ipykernel_launcher" in child.cmdline() else "server"
                found[kind][name] = child.memory_full_info().pss / MEGABYTE  # from /proc/PID/smaps_rollup
    both = sorted(found["server"].keys() & found["kernel"].keys())  # a student whose lesson failed may lack one
    return {kind: [sizes[name] for name in both] for kind, sizes in found.items()}


def use(address: str, process: psutil.Process, students: list[Student]) -> tuple[str, str]:
    """Let the students work; return the table of seconds and that of megabytes."""
    acts = {
        "log in, until the server is there": Student.log_in,
        "open the lesson, until its kernel answers": Student.open,
        "run all cells": Student.run_all,
    }
    seconds = {name: at_once(students, act) for name, act in acts.items()}
    sizes = memory(process)
    both = list(map(sum, zip(*sizes.values(), strict=True)))
    return (
        table("seconds", seconds, "slowest", ".2f"),
        table("megabytes of each student", sizes | {"server and kernel": both}, "largest", ".0f"),
    )


def table(title: str, rows: dict[str, list[float]], most: str, digits: str) -> str:
    lines = [f"| {title} | median | {most} |", "|---|---|---|"]
    for name, values in rows.items():
        if values:
            lines.append(f"| {name} | {statistics.median(values):{digits}} | {max(values):{digits}} |")
    return "\n".join(lines)


def machine() -> str:
    packages = ("jupyterhub", "jupyterlab", "ipykernel", "ipywidgets", "matplotlib", "numpy")
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {psutil.virtual_memory().total / 2**30:.0f} GB, "
        f"{platform.system()}, Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in packages)
    )


def main() -> None:
    """Measure, print the tables and the errors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=20, help="students (default 20)")
    parser.add_argument("--lesson", default="01_definition", help="a notebook (default 01_definition)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, hub(Path(folder)) as (address, process):
        students = [Student(address, Path(folder, "homes"), k, chosen.lesson) for k in range(chosen.users)]
        seconds, megabytes = use(address, process, students)
    print(f"{chosen.users} students in {chosen.lesson}, all at once.\n\n{seconds}\n\n{megabytes}\n\n{machine()}.")
    errors = [f"{student.name}, {error}" for student in students for error in student.errors]
    print("\n".join(errors) or "No error.")
    if waited := sum(student.saw_fonts for student in students):
        print(f'{waited} students read "{FONTS}"')
    sys.exit(bool(errors))


if __name__ == "__main__":
    main()
