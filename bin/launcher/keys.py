"""The keys: protected data, TOTP secrets, drafts, and Django's own. Made with the data, dropped with them."""

import base64
import os
import secrets
import shutil
from pathlib import Path

from launcher.messages import LaunchError

# In bytes: three keys of AES-256, and Django's own, which wants fifty characters once written.
LENGTHS = {"protected.key": 32, "totp.key": 32, "drafts.key": 32, "secret.key": 48}


def make_keys(folder: Path) -> None:
    """New keys in a new folder, whole or not at all."""
    unfinished = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700, parents=True)
    for name, length in LENGTHS.items():
        write_private(unfinished / name, base64.b64encode(secrets.token_bytes(length)).decode() + "\n")
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)


def write_private(path: Path, text: str) -> None:
    """Readable by its owner from the first byte on."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def have_no_keys(folder: Path) -> bool:
    return not any((folder / name).exists() for name in LENGTHS)


def check_keys(folder: Path) -> None:
    """Data without the keys that wrote them cannot be read: better say so than fail on the first page."""
    missing = [name for name in LENGTHS if not (folder / name).exists()]
    if missing:
        raise LaunchError(
            f"Des données existent, mais leurs clés manquent : {_named(folder, missing)}.", way_out=_way_out()
        )
    broken = [name for name in LENGTHS if not _is_key(folder / name, LENGTHS[name])]
    if broken:
        raise LaunchError(f"Ces clés sont abîmées : {_named(folder, broken)}.", way_out=_way_out())


def _is_key(path: Path, length: int) -> bool:
    try:
        return len(base64.b64decode(path.read_text().strip(), validate=True)) == length
    except ValueError:
        return False


def _named(folder: Path, names: list[str]) -> str:
    return ", ".join(str(folder / name) for name in names)


def _way_out() -> str:
    return "Remettez ces fichiers depuis une sauvegarde, ou lancez bin/demo --reset pour repartir de données vides."
