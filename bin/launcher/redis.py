"""The private Redis or Valkey: on a socket only, every write kept in its append-only file."""

import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from launcher import processes
from launcher.accounts import Account
from launcher.binaries import redis_binary
from launcher.messages import LaunchError, note, reason
from launcher.places import Places

PATIENCE = 30
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}

# What the server says of its own file before it gives up.
DAMAGE = (
    "bad file format",
    "unexpected end of file",
    "wrong signature",
    "can't handle rdb",
    "invalid aof manifest",
    "format error",
    "short read",
    "is missing",
    "doesn't exist",
)


@dataclass(frozen=True)
class Queue:
    places: Places
    account: Account
    sockets: Path

    @property
    def socket(self) -> Path:
        return self.sockets / "redis.sock"

    def addresses(self) -> dict[str, str]:
        return {"REDIS_URL": f"unix://{self.socket}?db=0"}

    def start(self) -> processes.Process:
        """A kill may have cut the file: what cannot be read is set aside, the jobs' rows in the database remain."""
        process = self._launch()
        if self._answers(process):
            return process
        process.stop()
        if not _file_is_damaged(process.log):
            raise _failed(process.log)
        self._set_aside()
        process = self._launch()
        if not self._answers(process):
            process.stop()
            raise _failed(process.log)
        return process

    def _launch(self) -> processes.Process:
        binary = redis_binary(self.places.venv)
        if not binary:
            raise LaunchError("Redis n’est pas installé.", way_out="sudo apt-get install -y redis-server")
        self.places.redis.mkdir(mode=0o700, exist_ok=True)
        self.account.own(self.places.redis)
        self.places.log("redis").unlink(missing_ok=True)
        return processes.start(
            "redis",
            [binary, *self._options()],
            run=self.places.run,
            log=self.places.log("redis"),
            account=self.account,
            env=ENVIRONMENT,
            cwd=Path("/"),
            stop_signal=signal.SIGTERM,
        )

    def _options(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.places.redis),
            "appendonly": "yes",
            "save": "",
            "daemonize": "no",
            "maxmemory-policy": "noeviction",
        }
        return [word for name, value in options.items() for word in (f"--{name}", value)]

    def _answers(self, process: processes.Process) -> bool:
        until = time.monotonic() + PATIENCE
        while process.is_alive() and time.monotonic() < until:
            if _pings(self.socket):
                return True
            time.sleep(0.03)
        return False

    def _set_aside(self) -> None:
        aside = self.places.redis.with_name(f"redis.abime-{time.strftime('%Y%m%d-%H%M%S')}")
        self.places.redis.rename(aside)
        note(f"La file d’attente était abîmée par un arrêt brutal : mise de côté dans {aside}, on repart d’une vide.")


def _pings(path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def _file_is_damaged(log: Path) -> bool:
    text = log.read_text(errors="replace").lower()
    return any(sign in text for sign in DAMAGE)


def _failed(log: Path) -> LaunchError:
    return LaunchError(
        f"Redis ne démarre pas.\n{reason(log)}", way_out=f"Corrigez cette cause, puis recommencez ({log})."
    )
