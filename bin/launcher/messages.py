"""What the person in front of the terminal reads: short French sentences, never a traceback."""

import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

# The exception itself says more than what a server then says of its own end.
EXCEPTION_LINE = re.compile(r"^[\w.]+(Error|Exception|DoesNotExist|Configured|Found)\b(:|$)")
ERROR_LINE = re.compile(r"^(?=\S).*\b(ERROR|FATAL|PANIC|CRITICAL|Fatal|Bad file|Can't|Error)\b")


class LaunchError(Exception):
    """The command cannot go on: what is wrong, and the way out."""

    def __init__(self, sentence: str, *, way_out: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.way_out = way_out

    def __str__(self) -> str:
        return f"{self.sentence}\n→ {self.way_out}" if self.way_out else self.sentence


class Interrupted(BaseException):
    """Ctrl-C, a closed terminal or a polite kill: not an error, and not to be caught as one."""


def say(text: str) -> None:
    print(text, flush=True)


def complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def note(text: str) -> None:
    """Progress, beside what the command is asked for: `bin/manage dumpdata > file` keeps a clean file."""
    complain(f"· {text}")


def seconds(duration: float) -> str:
    return f"{duration:.1f} s".replace(".", ",")


@contextmanager
def step(label: str) -> Iterator[None]:
    """Name what takes a moment, then how long it took."""
    started = time.monotonic()
    print(f"· {label}…", end="", file=sys.stderr, flush=True)
    try:
        yield
    except BaseException:
        complain("")
        raise
    complain(f" {seconds(time.monotonic() - started)}")


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(line[column]) for line in [headings, *rows]) for column in range(len(headings))]
    lines = [headings, ["─" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def reason(log: Path, lines: int = 3) -> str:
    """Why a program failed, from the end of its log: the lines that name an error, not the path through the code."""
    if not log.exists():
        return ""
    last = [line for line in log.read_text(errors="replace").splitlines()[-200:] if line.strip()]
    named = _matching(EXCEPTION_LINE, last) or _matching(ERROR_LINE, last) or last
    return "\n".join(f"    {line[:300]}" for line in dict.fromkeys(named[-lines:]))


def _matching(pattern: re.Pattern[str], lines: Sequence[str]) -> list[str]:
    return [line for line in lines if pattern.search(line)]
