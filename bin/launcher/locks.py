"""One run at a time in a folder. The system drops the lock with the process, however that one ends."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from launcher.messages import LaunchError, note


@contextmanager
def single_run(folder: Path, about: dict[str, Any]) -> Iterator[None]:
    """Refuse a second run, and say where the first one answers."""
    with _open(folder / "lock") as file:
        if not _try(file):
            raise LaunchError(
                _already_running(file), way_out="Arrêtez-la par Ctrl-C dans son terminal, ou utilisez-la."
            )
        _write(file, {**about, "pid": os.getpid()})
        try:
            yield
        finally:
            file.truncate(0)


def is_running(folder: Path) -> bool:
    path = folder / "lock"
    if not path.exists():
        return False
    with _open(path) as file:
        return not _try(file)


@contextmanager
def taking_turns(folder: Path, name: str) -> Iterator[None]:
    """Wait for another command that prepares the same thing."""
    with _open(folder / f"{name}.lock") as file:
        if not _try(file):
            note("Une autre commande prépare ce dossier, on attend son tour…")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _open(path: Path) -> IO[str]:
    return open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")


def _try(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write(file: IO[str], content: dict[str, Any]) -> None:
    file.seek(0)
    file.truncate()
    file.write(json.dumps(content))
    file.flush()


def _already_running(file: IO[str]) -> str:
    try:
        about = json.loads(file.read())
    except ValueError:
        return "Une commande tourne déjà dans ce dossier."
    where = f", à l’adresse {about['address']}" if about.get("address") else ""
    return f"Une commande tourne déjà dans ce dossier (processus {about.get('pid')}){where}."
