"""System packages: which are missing, and installing them when that is allowed."""

import ctypes
import grp
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher import programs
from launcher.binaries import postgres_binaries, program, redis_binary
from launcher.messages import LaunchError, complain, note, step, table
from launcher.places import Places

LINE = "apt-get install -y --no-install-recommends"
# Debian's packages start servers of their own unless told not to. Ours are private: theirs would only take memory.
# Each thing forbidden is allowed again at the end, whatever happens.
INSTALL = r"""
set -u
policy=/usr/sbin/policy-rc.d
cluster=/etc/postgresql-common/createcluster.d/veille-no-main-cluster.conf
made_policy=; had_redis=
trap '[ -z "$made_policy" ] || rm -f "$policy"; rm -f "$cluster"' EXIT
[ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy" && made_policy=1; }
mkdir -p "${cluster%/*}" && echo 'create_main_cluster = false' > "$cluster"
[ -e /lib/systemd/system/redis-server.service ] && had_redis=1
trap 'exit 130' INT TERM HUP
export DEBIAN_FRONTEND=noninteractive
install() { apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@"; }
install "$@" || { apt-get -o DPkg::Lock::Timeout=120 update && install "$@"; } || exit 1
if [ -z "$had_redis" ] && command -v systemctl > /dev/null; then systemctl disable redis-server 2> /dev/null; fi
exit 0
"""


@dataclass(frozen=True)
class Need:
    """`feature`: what waits as long as the packages are missing. Vital: nothing works without.

    A server also comes as a Python wheel (`venv.add_servers`), so it is judged once that was tried.
    """

    feature: str
    packages: tuple[str, ...]
    present: Callable[[], bool]
    vital: bool = True
    is_server: bool = False


def needs_of_application(places: Places, *, own_database: bool, own_queue: bool) -> list[Need]:
    needs = [
        Need("l’environnement Python", ("python3-venv",), lambda: _has_venv(places)),
        Need("les documents PDF", ("libpangoft2-1.0-0", "libharfbuzz-subset0"), _has_pango, vital=False),
    ]
    if own_database:
        needs.append(_server("la base de données", "postgresql", lambda: bool(postgres_binaries(places.venv))))
    if own_queue:
        needs.append(_server("les tâches de fond", "redis-server", lambda: bool(redis_binary(places.venv))))
    return needs


def _server(feature: str, package: str, present: Callable[[], bool]) -> Need:
    return Need(feature, (package,), present, is_server=True)


def needs_of_tests() -> list[Need]:
    return [
        Need("les tests dans un navigateur", ("chromium",), lambda: bool(program("chromium"))),
        Need("la relecture des PDF", ("poppler-utils",), lambda: bool(program("pdftoppm"))),
    ]


def install_missing(needs: Sequence[Need], log: Path) -> None:
    """In one go, if this account may; what is still missing afterwards is for `require` to judge."""
    missing = _missing(needs)
    rights = _rights() if missing else None
    if rights is not None:
        _install(missing, rights, log)


def require(needs: Sequence[Need], *, later: Sequence[Need] = ()) -> None:
    """Stop with the exact line to run, or go on without what is optional and say what waits.

    The line names what is judged `later` as well: one run of it must be enough.
    """
    missing = _missing(needs)
    if not missing:
        return
    if any(need.vital for need in missing):
        missing += _missing(later)
        raise LaunchError(_explained(missing), way_out=f"Pour continuer, {_command(missing)}")
    complain(f"{_explained(missing)}\n→ Le reste fonctionne ; pour l’avoir aussi, {_command(missing)}")


def _missing(needs: Sequence[Need]) -> list[Need]:
    return [need for need in needs if not need.present()]


def _install(needs: Sequence[Need], rights: list[str], log: Path) -> None:
    packages = [package for need in needs for package in need.packages]
    note(f"Paquets du système manquants : {' '.join(packages)}")
    with step("Installation des paquets du système"):
        programs.run_into(log, [*rights, "sh", "-c", INSTALL, "install", *packages], cwd="/")


def _rights() -> list[str] | None:
    """The words that give the right to install, if any: root, sudo without a question, or sudo with somebody there."""
    if not program("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if not program("sudo"):
        return None
    if programs.succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() and _is_sudoer() else None


def _is_sudoer() -> bool:
    names = set()
    for group in os.getgroups():
        try:
            names.add(grp.getgrgid(group).gr_name)
        except KeyError:
            continue
    return bool(names & {"sudo", "wheel", "admin"})


def _command(needs: Sequence[Need]) -> str:
    packages = " ".join(package for need in needs for package in need.packages)
    return f"lancez cette ligne, puis recommencez :\n  {'' if os.geteuid() == 0 else 'sudo '}{LINE} {packages}"


def _explained(needs: Sequence[Need]) -> str:
    rows = [(" ".join(need.packages), need.feature) for need in needs]
    return "Des paquets du système manquent.\n" + table(("Paquet", "Ce qui attend"), rows)


def _has_venv(places: Places) -> bool:
    """Debian cuts `ensurepip` out of Python; an environment already made does without it."""
    if places.python.exists():
        return True
    return programs.succeeds([sys.executable, "-c", "import ensurepip, venv"])


def _has_pango() -> bool:
    return _loads("libpangoft2-1.0.so.0") and _loads("libharfbuzz-subset.so.0")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
