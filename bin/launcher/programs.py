"""Programs run to their end, silently: the caller judges the exit code and says what it means."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def run(words: Sequence[str | Path], **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, check=False, capture_output=True, text=True, errors="replace", **options)


def run_into(log: Path, words: Sequence[str | Path], **options: Any) -> int:
    """The output goes to `log`, begun anew; gives the exit code."""
    with log.open("wb") as output:
        return subprocess.run(words, check=False, stdout=output, stderr=subprocess.STDOUT, **options).returncode


def succeeds(words: Sequence[str | Path], **options: Any) -> bool:
    try:
        return run(words, **options).returncode == 0
    except OSError:
        return False
