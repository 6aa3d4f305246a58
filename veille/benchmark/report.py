"""The tables of a run, printed and kept in docs/bench.md."""

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from veille.benchmark.measures import Times
from veille.benchmark.targets import Verdict

_INTRODUCTION = Path(__file__).parent / "introduction.md"


@dataclass
class Report:
    """What was measured, in the order of the issue."""

    households: int
    notes: int
    rounds: int
    lists: list[tuple[str, dict[str, Times]]] = field(default_factory=list)
    pages: list[tuple[str, dict[str, Times]]] = field(default_factory=list)
    screens: list[tuple[str, dict[int, int], dict[str, Times]]] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def as_markdown(self) -> str:
        parts = [_INTRODUCTION.read_text().strip(), self._conditions(), self._lists()]
        parts += [self._pages()] if self.pages else []
        return "\n\n".join([*parts, self._screens(), self._verdicts()]) + "\n"

    def _conditions(self) -> str:
        size = f"{_spaced(self.households)} households, {_spaced(self.notes)} notes"
        machine = f"Python {platform.python_version()}, PostgreSQL {_postgres()}, {os.cpu_count()} cores"
        return f"## Last run\n\n{size}; {self.rounds} rounds; {machine}."

    def _lists(self) -> str:
        head = (
            "reader and question",
            "raw cursor",
            "rows",
            "request",
            "admin",
            "rows/raw",
            "request/raw",
            "req./admin",
        )
        lines = [(label, *map(_both, times.values()), *_ratios(times)) for label, times in self.lists]
        return "### The list (ms: p50, p95)\n\n" + _table(head, lines)

    def _pages(self) -> str:
        lines = [
            (label, _both(times["first"]), _both(times["far"]), _ratio(times["far"], times["first"]))
            for label, times in self.pages
        ]
        return "### Far from the first page (ms: p50, p95)\n\n" + _table(
            ("reader", "page 1", "page 500", "ratio"), lines
        )

    def _screens(self) -> str:
        lines = [
            (label, str(notes), str(count), _both(times[str(notes)]))
            for label, queries, times in self.screens
            for notes, count in queries.items()
        ]
        head = ("reader", "notes in the file", "queries", "request (ms: p50, p95)")
        return "### The first screen of a file\n\n" + _table(head, lines)

    def _verdicts(self) -> str:
        lines = [
            (one.what, f"{one.value:.2f}", f"{one.most:g}", "yes" if one.is_met else "**no**") for one in self.verdicts
        ]
        return "### Against what is promised\n\n" + _table(("what", "measured", "at most", "met"), lines)


def _ratios(times: dict[str, Times]) -> tuple[str, str, str]:
    return (
        _ratio(times["rows"], times["raw"]),
        _ratio(times["request"], times["raw"]),
        _ratio(times["request"], times["admin"]),
    )


def _ratio(part: Times, whole: Times) -> str:
    return f"{part.p50 / whole.p50:.2f}"


def _both(times: Times) -> str:
    return f"{times.p50:.1f}, {times.p95:.1f}"


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _postgres() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return cursor.fetchone()[0].split()[0]
