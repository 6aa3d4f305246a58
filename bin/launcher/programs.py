"""Programs run to their end, silently: the caller judges the exit code and says what it means."""

import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from launcher.messages import Interrupted

HEARD_IT_TOO = 2  # Ctrl-C reaches the child as well, a kill of this command alone does not
GENTLE_END = 60


def run(words: Sequence[str | Path], **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, check=False, capture_output=True, text=True, errors="replace", **options)


def run_into(log: Path, words: Sequence[str | Path], **options: Any) -> int:
    """The output goes to `log`, begun anew; gives the exit code."""
    with log.open("wb") as output:
        return wait_for(subprocess.Popen(words, stdout=output, stderr=subprocess.STDOUT, **options))


def wait_for(child: subprocess.Popen[bytes]) -> int:
    """An interruption lets the child end in its own way: an installation cut short leaves more to mend."""
    try:
        return child.wait()
    except Interrupted:
        if not _ended(child, HEARD_IT_TOO):
            with suppress(PermissionError):  # sudo's child hears the terminal, not us
                child.terminate()
            if not _ended(child, GENTLE_END):
                child.kill()
        raise


def _ended(child: subprocess.Popen[bytes], patience: float) -> bool:
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        return False
    return True


def succeeds(words: Sequence[str | Path], **options: Any) -> bool:
    try:
        return run(words, **options).returncode == 0
    except OSError:
        return False
