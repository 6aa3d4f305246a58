"""A checkout that starts at once: the real `bin/`, and in place of the project a page, an empty worker and notes."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import venv
from contextlib import suppress
from pathlib import Path

from launcher import fingerprints, processes

ROOT = Path(__file__).resolve().parents[2]
APPS = ("partners", "households", "funding", "accompaniment", "cellule", "reports")
PATIENCE = 30

MANAGE = """
import json, os, pathlib, sys
var = pathlib.Path(os.environ["VEILLE_VAR_DIR"])
with open(var / "calls", "a") as calls:
    calls.write(sys.argv[1] + "\\n")
if sys.argv[1] == "collectstatic":
    (var / "static").mkdir(exist_ok=True)
if sys.argv[1] == "load_demonstration":
    account = {"label": "Secrétaire", "organisation": "Habitat", "email": "a@b.invalid", "password": "p4ss"}
    (var / "demo-accounts.json").write_text(json.dumps([account]))
"""
WSGI = """
def application(environ, start_response):
    found = environ["PATH_INFO"] == "/sante/"
    start_response("200 OK" if found else "404 Not Found", [("Content-Type", "text/plain")])
    return [b"ok"]
"""
CELERY = """
import os
from contextlib import suppress
from celery import Celery
address = os.environ["REDIS_URL"].replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
app = Celery("veille", broker=address)
"""


class StandIn:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.var = root / "var"
        self.port = _free_port()
        self.runs: list[subprocess.Popen[str]] = []
        self._write()
        self._make_environment()

    def demo(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        run = subprocess.Popen(
            [sys.executable, "bin/demo", *words],
            cwd=self.root,
            env=os.environ | {"PORT": str(self.port)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.runs.append(run)
        return run

    def started_demo(self, *words: str) -> tuple[subprocess.Popen[str], str]:
        """A demonstration that has said everything it says at its start, and what it said."""
        run, said = self.demo(*words), []
        for line in run.stdout:
            said.append(line)
            if line.startswith("Ctrl-C"):
                return run, "".join(said)
        raise AssertionError("".join(said))

    def failing_demo(self, *words: str, **environment: str) -> str:
        run = self.demo(*words, **environment)
        said, _ = run.communicate(timeout=PATIENCE)
        assert run.returncode == 1, said
        return said

    def calls(self) -> list[str]:
        return (self.var / "calls").read_text().split()

    def living(self) -> set[str]:
        """Names of the processes written down in `var/run` that are alive."""
        records = {}
        for record in (self.var / "run").glob("*.json"):
            with suppress(FileNotFoundError):  # its process may end while we look
                records[record.stem] = json.loads(record.read_text())
        return {name for name, about in records.items() if processes._ours(about["pid"], about["ticks"])}

    def pid(self, name: str) -> int:
        return json.loads((self.var / "run" / f"{name}.json").read_text())["pid"]

    def everything_below(self) -> list[str]:
        """Commands of all processes that name this checkout, children included."""
        return [command for command in map(_command, Path("/proc").glob("[0-9]*")) if str(self.root) in command]

    def end(self) -> None:
        for run in self.runs:
            if run.poll() is None:
                run.send_signal(signal.SIGTERM)
            run.communicate(timeout=PATIENCE)
        if (self.var / "run").is_dir():
            processes.stop_leftovers(self.var / "run")

    def _write(self) -> None:
        self.root.mkdir(parents=True)
        shutil.copytree(ROOT / "bin", self.root / "bin", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "requirements.txt", self.root)
        for app in APPS:
            (self.root / app / "migrations").mkdir(parents=True)
        (self.root / "veille").mkdir()
        (self.root / "manage.py").write_text(MANAGE)
        for name, text in {"__init__": "", "wsgi": WSGI, "celery": CELERY, "settings": "SECRET_KEY = 'x'\n"}.items():
            (self.root / "veille" / f"{name}.py").write_text(text)

    def _make_environment(self) -> None:
        """Our own packages, seen from another environment that counts as installed."""
        venv.create(self.root / ".venv", with_pip=False)
        [packages] = (self.root / ".venv" / "lib").glob("python3*/site-packages")
        (packages / "ours.pth").write_text(sysconfig.get_path("purelib"))
        installed = fingerprints.of_files([self.root / "requirements.txt"])
        fingerprints.note(self.root / ".venv" / "veille-installed.json", **{"requirements.txt": installed})


def wait_until(true) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def has_traceback(said: str) -> bool:
    return re.search(r"Traceback|File \"", said) is not None


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def _command(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
