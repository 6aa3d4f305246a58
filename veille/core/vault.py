"""Files kept outside the database: sealed, under a name drawn at random, in a folder that nothing serves.

What a file holds opens only in its own place (the row it belongs to): swapped or copied elsewhere, it opens
nowhere. The database is the judge of what exists; a file that no row names is swept.
"""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from veille.core import crypto

_FOLDER = "sealed"
_SETTLED = timedelta(days=1)  # a younger file may belong to a transaction that is not over


def draw_name() -> str:
    """Where a new file will lie: it tells nothing of what it is, whose, or since when."""
    drawn = secrets.token_hex(20)
    return f"{_FOLDER}/{drawn[:2]}/{drawn[2:]}"


def keep(name: str, content: bytes, *, place: UUID) -> None:
    """Write a sealed file under this very name: the storage would choose another one beside a file left there."""
    erase(name)
    sealed = crypto.seal(content, purpose=crypto.PROTECTED, place=str(place))
    default_storage.save(name, ContentFile(sealed))


def fetch(name: str, *, place: UUID) -> bytes:
    """Read it back; raises FileNotFoundError once erased, DecryptionFailed when it is not the one of this place."""
    with default_storage.open(name) as kept:
        return crypto.unseal(kept.read(), purpose=crypto.PROTECTED, place=str(place))


def erase(name: str) -> None:
    """Erase a file; one that is gone already is no fault."""
    default_storage.delete(name)


def settled_names() -> Iterator[str]:
    """The files old enough to have their row, if they ever had one."""
    root = Path(default_storage.path(_FOLDER))
    oldest = (timezone.now() - _SETTLED).timestamp()
    for path in sorted(root.glob("??/*")):
        if path.stat().st_mtime < oldest:
            yield str(path.relative_to(root.parent))
