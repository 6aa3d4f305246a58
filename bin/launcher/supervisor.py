"""Keeps what was started alive, shows its errors, and ends it in the right order."""

import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from launcher.messages import LaunchError, complain, reason
from launcher.processes import Process

ROUND = 0.3
MOST_RESTARTS = 5
RESTART_WINDOW = 60.0
# A constraint that refuses a row is PostgreSQL's daily work; of the servers only what ends them is an error.
ERRORS = {
    "postgres": re.compile(r"\b(FATAL|PANIC):(?!.*(starting up|not yet accepting))"),
    "redis": re.compile(r"(?i)\bfatal\b"),
}
ERROR = re.compile(r"\b(ERROR|CRITICAL)\b")


@dataclass
class Watched:
    """A process, how to start it again, and how far its log was read."""

    process: Process
    start: Callable[[], Process]
    read: int
    restarts: deque[float] = field(default_factory=deque)


class Supervisor:
    def __init__(self) -> None:
        self.watched: list[Watched] = []

    def run(self, start: Callable[[], Process]) -> Process:
        process = start()
        self.watched.append(Watched(process, start, read=process.log_from))
        return process

    def watch(self) -> None:
        """For ever: until an interruption, or a process that will not live."""
        while True:
            for watched in self.watched:
                self._show_errors(watched)
                if not watched.process.is_alive():
                    self._restart(watched)
            time.sleep(ROUND)

    def stop(self) -> None:
        """The last started first: the servers see everybody else leave."""
        while self.watched:
            self.watched.pop().process.stop()

    def _restart(self, watched: Watched) -> None:
        process, now = watched.process, time.monotonic()
        while watched.restarts and watched.restarts[0] < now - RESTART_WINDOW:
            watched.restarts.popleft()
        if watched.restarts and now < watched.restarts[-1] + len(watched.restarts):
            return  # each time a second later: what made it fail may need a moment to pass
        watched.restarts.append(now)
        if len(watched.restarts) > MOST_RESTARTS:
            raise LaunchError(
                f"« {process.name} » s’arrête sans cesse.\n{reason(process.log)}", way_out=f"Détail : {process.log}"
            )
        complain(f"[{process.name}] arrêté (code {process.popen.returncode}), relancé. Journal : {process.log}")
        process.stop()
        watched.process = watched.start()

    def _show_errors(self, watched: Watched) -> None:
        process = watched.process
        size = process.log.stat().st_size
        if size < watched.read:
            watched.read = 0  # the log was begun anew
        if size == watched.read:
            return
        with process.log.open("rb") as log:
            log.seek(watched.read)
            text = log.read(size - watched.read)
        watched.read = size
        wanted = ERRORS.get(process.name, ERROR)
        for line in text.decode(errors="replace").splitlines():
            if wanted.search(line):
                complain(f"[{process.name}] {line[:300]}")
