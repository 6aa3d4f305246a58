"""The Django project's own preparation, each part done again only when what it depends on changed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from launcher import fingerprints, processes, programs
from launcher.messages import LaunchError, note, reason, step
from launcher.places import Places

APPS = ("veille", "partners", "households", "funding", "accompaniment", "cellule", "reports")


def manage(places: Places, env: Mapping[str, str], *words: str) -> str:
    """Run a management command to its end and give back what it printed."""
    log = places.log("manage")
    words = ("manage.py", *words)
    done = programs.run([places.python, *words], cwd=places.root, env=dict(env), umask=processes.PRIVATE)
    with log.open("a") as output:
        output.write(f"$ {' '.join(words)}\n{done.stdout}{done.stderr}\n")
    if done.returncode:
        raise LaunchError(f"La commande « {words[1]} » a échoué.\n{reason(log, 1)}", way_out=f"Détail : {log}")
    return done.stdout.strip()


def prepare_database(places: Places, env: Mapping[str, str], *, is_private: bool) -> None:
    """A database of our own is known by its note; one given from outside may have changed: it is always prepared."""
    wanted = _migrations(places.root)
    if is_private and fingerprints.read(places.prepared).get("database") == wanted:
        return
    with step("Base de données : structure et listes de référence"):
        manage(places, env, "prepare_database")
    fingerprints.note(places.prepared, database=wanted)


def collect_static(places: Places, env: Mapping[str, str]) -> None:
    wanted = _static(places.root)
    if fingerprints.read(places.prepared).get("static") == wanted and (places.var / "static").is_dir():
        return
    with step("Fichiers statiques"):
        manage(places, env, "collectstatic", "--noinput")
    fingerprints.note(places.prepared, static=wanted)


def load_demonstration(places: Places, env: Mapping[str, str], *, is_private: bool) -> None:
    """The command itself loads nothing into a database that holds something, and says so."""
    if is_private and fingerprints.read(places.prepared).get("demonstration"):
        return
    with step("Données de démonstration"):
        answer = manage(places, env, "load_demonstration")
    if answer:
        note(answer)
    fingerprints.note(places.prepared, demonstration=True)


def _migrations(root: Path) -> str:
    """Everything `prepare_database` reads. The month counts: the journal gets its next partitions then."""
    files = [path for app in APPS for path in _files(root / app) if _is_prepared(path.relative_to(root))]
    return fingerprints.of_files(files, datetime.now(UTC).strftime("%Y-%m"))


def _is_prepared(path: Path) -> bool:
    folders = set(path.parts)
    return bool(folders & {"migrations", "data", "management"}) or path.stem in {"reference", "communes"}


def _static(root: Path) -> str:
    """Ours, and those that the pinned packages bring."""
    files = [path for folder in ("static", *APPS) for path in _files(root / folder)]
    own = [path for path in files if "static" in path.relative_to(root).parts]
    return fingerprints.of_files([*own, root / "requirements.txt"])


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
