"""The private folder of the servers' sockets. Its path must be short and plain, and closed to everybody else."""

import hashlib
import os
import re
import stat
from pathlib import Path

from launcher.accounts import Account
from launcher.messages import LaunchError
from launcher.places import Places

# The system allows 107 bytes for a socket's path; the longest name in the folder is `.s.PGSQL.5432.lock`.
LONGEST_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
# Anything else would have to be escaped differently in each of the addresses we write.
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")


def socket_folder(places: Places, account: Account) -> Path:
    """In `var/` when the path allows it, else in a private folder named after this `var/`."""
    folder = places.var / "sockets"
    if not _fits(folder):
        folder = _outside(account) / f"veille-{hashlib.sha256(os.fsencode(places.var)).hexdigest()[:12]}"
    _make_private(folder, account)
    return folder


def remove_outside(folder: Path, places: Places) -> None:
    """Leave nothing behind in the folder everybody shares."""
    if folder.parent == places.var:
        return
    for path in folder.glob("*"):
        path.unlink(missing_ok=True)
    folder.rmdir()


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder)) <= LONGEST_FOLDER and PLAIN.fullmatch(str(folder)) is not None


def _outside(account: Account) -> Path:
    own = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent")
    if account.is_mine and _fits(own / "veille-0123456789ab") and os.access(own, os.W_OK | os.X_OK):
        return own
    return Path("/tmp")  # noqa: S108 - the only short path every account has; what we make in it is checked


def _make_private(folder: Path, account: Account) -> None:
    """In a shared place somebody else may have made the folder first: then it is not ours to trust."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), account.uid}:
        raise LaunchError(
            f"{folder} appartient à un autre compte.",
            way_out="Supprimez-le, ou clonez le dépôt dans un dossier au chemin plus court.",
        )
    folder.chmod(0o700)
    account.own(folder)
