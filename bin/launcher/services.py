"""The three processes of the application, and how we know that the first one answers."""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass

from launcher import processes
from launcher.accounts import mine
from launcher.messages import LaunchError, reason
from launcher.places import Places
from launcher.ports import HOST

PATIENCE = 60
PATIENCE_WITH_ERRORS = 10
HEALTH = "/sante/"


@dataclass(frozen=True)
class Services:
    places: Places
    env: Mapping[str, str]
    port: int

    def start_web(self) -> processes.Process:
        config = str(self.places.root / "bin" / "gunicorn.conf.py")
        return self._start("web", ["gunicorn", "--config", config, "--bind", f"{HOST}:{self.port}", "veille.wsgi"])

    def start_worker(self) -> processes.Process:
        alone = ["--without-gossip", "--without-mingle"]  # there is no other worker to talk to
        pool = ["--pool", "prefork", "--concurrency", "2"]
        return self._start("worker", ["celery", "-A", "veille", "worker", *pool, "--loglevel", "INFO", *alone])

    def start_beat(self) -> processes.Process:
        folder = self.places.var / "beat"
        folder.mkdir(mode=0o700, exist_ok=True)
        files = ["--schedule", str(folder / "schedule"), "--pidfile="]
        return self._start("beat", ["celery", "-A", "veille", "beat", *files, "--loglevel", "INFO"])

    def wait_for_web(self, web: processes.Process) -> None:
        until, status = time.monotonic() + PATIENCE, None
        while time.monotonic() < until and web.is_alive():
            status = self._health()
            if status == http.client.OK:
                return
            if status:  # it answers, and not well: that rarely mends itself
                until = min(until, time.monotonic() + PATIENCE_WITH_ERRORS)
            time.sleep(0.1)
        answer = f" ({HEALTH} répond {status})" if status else ""
        raise LaunchError(f"L’application ne démarre pas{answer}.\n{reason(web.log)}", way_out=f"Détail : {web.log}")

    def _start(self, name: str, module: list[str]) -> processes.Process:
        return processes.start(
            name,
            [str(self.places.python), "-m", *module],
            run=self.places.run,
            log=self.places.log(name),
            account=mine(),
            env=self.env,
            cwd=self.places.root,
        )

    def _health(self) -> int | None:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", HEALTH)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
