"""What was already done, and over which files: work is done again only when they change."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def of_files(files: Iterable[Path], *extra: str) -> str:
    """Names and contents; dates do not count, a fresh checkout changes them all."""
    digest = hashlib.sha256("\0".join(extra).encode())
    for path in sorted(files):
        digest.update(f"\0{path}\0".encode(errors="surrogateescape"))
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def note(path: Path, **done: Any) -> None:
    """Written whole or not at all: a half-written note would read as nothing done."""
    unfinished = path.with_name(f"{path.name}.partial")
    unfinished.write_text(json.dumps(read(path) | done))
    unfinished.replace(path)
