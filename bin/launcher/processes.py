"""The processes we start: each in a group of its own, written down so that a later start can clean up after a kill."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from launcher.accounts import Account
from launcher.messages import LaunchError

PATIENCE = 10.0
PRIVATE = 0o077  # under root others walk through `var/`: what is written there is still closed to them
LOG_LIMIT = 5_000_000


@dataclass
class Process:
    name: str
    popen: subprocess.Popen[bytes]
    record: Path
    log: Path
    stop_signal: signal.Signals
    ticks: int | None
    log_from: int

    def is_alive(self) -> bool:
        return self.popen.poll() is None

    def stop(self, patience: float = PATIENCE) -> None:
        """Ask the first process, which knows how to end its own; what is left of the group then goes."""
        if self.is_alive():
            self.popen.send_signal(self.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self.popen.wait(patience)
        _kill_group(self.popen.pid, self.ticks)
        self.popen.wait()
        self.record.unlink(missing_ok=True)


def start(
    name: str,
    command: Sequence[str],
    *,
    run: Path,
    log: Path,
    account: Account,
    env: Mapping[str, str],
    cwd: Path,
    stop_signal: signal.Signals = signal.SIGTERM,
) -> Process:
    """Start a server in the background, its output in `log`."""
    _rotate(log)
    log_from = log.stat().st_size if log.exists() else 0
    with log.open("ab") as output:
        popen = subprocess.Popen(
            account.command(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=dict(env),
            start_new_session=True,
            umask=PRIVATE,
            **account.popen_options(),
        )
    return _noted(Process(name, popen, run / f"{name}.json", log, stop_signal, _ticks(popen.pid), log_from))


def _noted(process: Process) -> Process:
    about = {"pid": process.popen.pid, "signal": int(process.stop_signal), "ticks": process.ticks, "boot": _boot()}
    process.record.write_text(json.dumps(about))
    return process


def stop_leftovers(run: Path) -> list[str]:
    """End what an earlier, killed command left running in this folder, and nothing else."""
    stopped = []
    for record in sorted(run.glob("*.json"), key=_stopping_order):
        if _stop_leftover(record):
            stopped.append(record.stem)
        record.unlink(missing_ok=True)
    return stopped


def _stopping_order(record: Path) -> tuple[bool, str]:
    """The servers last: the others still write to them while they end."""
    return record.stem in {"postgres", "redis"}, record.stem


def _stop_leftover(record: Path) -> bool:
    try:
        about = json.loads(record.read_text())
        pid, ticks, polite = about["pid"], about["ticks"], about["signal"]
    except (ValueError, KeyError):
        return False
    if about.get("boot") != _boot():
        return False
    members = _ours(pid, ticks)
    if not members:
        return False
    try:
        os.kill(pid if pid in members else members[0], polite)
        _wait_gone(pid, ticks, PATIENCE / 2)
        _kill_group(pid, ticks)
    except PermissionError:
        raise LaunchError(
            f"Un reste du lancement précédent ({record.stem}, processus {pid}) appartient à un autre compte.",
            way_out="Relancez avec ce compte, ou demandez à root de l’arrêter.",
        ) from None
    return True


def _ours(pid: int, ticks: int | None) -> list[int]:
    """Living members of the group `pid` leads, if it is still the one we started.

    A pid is not given again while its group has members: a leader that is gone leaves a group that is surely ours,
    a leader with another starting time is a stranger.
    """
    leader = _stat(pid)
    if leader and leader.ticks != ticks:
        return []
    return _members(pid)


@dataclass(frozen=True)
class _Stat:
    state: str
    group: int
    ticks: int


def _stat(pid: int) -> _Stat | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = text.rpartition(")")[2].split()  # the command name before it may hold anything
    return _Stat(state=fields[0], group=int(fields[2]), ticks=int(fields[19]))


def _ticks(pid: int) -> int | None:
    stat = _stat(pid)
    return stat.ticks if stat else None


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def _members(group: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            stat = _stat(int(folder.name))
            if stat and stat.group == group and stat.state not in "ZX":
                found.append(int(folder.name))
    return found


def _kill_group(group: int, ticks: int | None) -> None:
    for pid in _ours(group, ticks):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    _wait_gone(group, ticks, PATIENCE)


def _wait_gone(group: int, ticks: int | None, patience: float) -> None:
    until = time.monotonic() + patience
    while _ours(group, ticks) and time.monotonic() < until:
        time.sleep(0.05)


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
