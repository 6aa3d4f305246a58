"""The whole application running beside the tests: web server, worker, beat, on a demonstration database of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# Apart from the database number of the developer's own instance.
REDIS_DATABASE = 5
START_SECONDS = 60


class InstanceError(Exception):
    """A process of the instance did not start; its output is in the message."""


class Instance:
    """Processes on a database copied for them; everything lies in `folder`."""

    def __init__(self, folder: Path, database: str):
        self.folder = folder
        self.port = _free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.environment = self._environment(database)
        self.processes: dict[str, subprocess.Popen] = {}

    def _environment(self, database: str) -> dict[str, str]:
        redis = f"{settings.REDIS_URL.partition('?')[0]}?db={REDIS_DATABASE}"
        return os.environ | {
            "VEILLE_ENV": "demo",
            "VEILLE_TODAY": "2018-12-14",
            "VEILLE_VAR_DIR": str(self.folder),
            "VEILLE_KEYS_DIR": str(settings.VEILLE_KEYS_DIR),
            "DATABASE_URL": _at(os.environ["DATABASE_URL"], database),
            "DATABASE_OWNER_URL": _at(os.environ["DATABASE_OWNER_URL"], database),
            "REDIS_URL": redis,
            "SITE_ORIGIN": self.origin,
        }

    def manage(self, *words: str) -> str:
        """Run a Django command on this instance; raises with its output when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise InstanceError(f"{' '.join(words)}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def start(self, *names: str) -> None:
        """Start some of `web`, `worker`, `beat`."""
        for name in names:
            with (self.folder / f"{name}.log").open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    self._command(name), cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
                )
        if "web" in names:
            wait_until(self._answers, START_SECONDS, lambda: self.log("web"))

    def _command(self, name: str) -> list[str]:
        celery = [sys.executable, "-m", "celery", "-A", "veille"]
        return {
            "web": [
                *(sys.executable, "-m", "gunicorn", "veille.wsgi", "--config", "bin/gunicorn.conf.py"),
                *("--bind", f"127.0.0.1:{self.port}"),
            ],
            "worker": [*celery, "worker", "--concurrency", "1", "--loglevel", "warning"],
            "beat": [*celery, "beat", "--schedule", str(self.folder / "beat"), "--pidfile", ""],
        }[name]

    def _answers(self) -> bool:
        try:
            return urllib.request.urlopen(f"{self.origin}/sante/", timeout=2).status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def kill(self, name: str) -> None:
        """As a machine that loses power: kill -9 of the process and its children."""
        os.killpg(self.processes.pop(name).pid, signal.SIGKILL)

    def stop(self) -> None:
        for process in self.processes.values():
            os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        self.processes.clear()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")[-4000:]

    def accounts(self) -> dict[str, dict]:
        """The demonstration accounts by role: of several, the first one that needs no second factor."""
        listed = json.loads((self.folder / "demo-accounts.json").read_text(encoding="utf-8"))
        return {account["role"]: account for account in sorted(reversed(listed), key=lambda one: not one["totp"])}


def wait_until(ready: Callable[[], bool], seconds: float, explain: Callable[[], str] = lambda: "") -> None:
    """Wait for a condition, or raise with what is known."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise InstanceError(f"Rien au bout de {seconds} s.\n{explain()}")
        time.sleep(0.1)


@contextmanager
def demonstration(folder: Path, databases) -> Iterator[Instance]:
    """An instance with the demonstration data, its processes not started yet."""
    name = f"veille_instance_{os.getpid()}"
    databases.prepare()
    databases.create_copy(name)
    instance = Instance(folder, name)
    try:
        instance.manage("prepare_database", "--verbosity", "0")
        instance.manage("collectstatic", "--noinput", "--verbosity", "0")
        instance.manage("load_demonstration")
        yield instance
    finally:
        instance.stop()
        databases.drop(name)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _at(address: str, database: str) -> str:
    """The same server, another database."""
    head, _, _ = address.rpartition("/")
    return f"{head}/{database}"
