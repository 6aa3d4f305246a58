"""A file from its first line to its last: tried, then written, all of it or nothing."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from households.importing.fields import Problem
from households.importing.importer import Importer, Outcome, Work, blocking
from households.importing.mapping import Columns
from households.importing.rows import ReadRow, rows_of
from veille.core.actor import Actor
from veille.core.runs import Told
from veille.core.spreadsheets import Table

REFUSED = "refused"
_MESSAGES_KEPT = 5_000
_EVERY = 50


class Changed(Exception):
    """What the dry run found no longer holds: nothing was written."""


@dataclass(frozen=True)
class Report:
    """What became of the rows, by kind, and the messages line by line, as JSON keeps them."""

    rows: int
    counts: dict[str, int]
    lines: list[dict[str, Any]]
    cases: list[UUID] = field(default_factory=list)


def tried(importer: Importer, table: Table, columns: Columns, options: dict, actor: Actor, told: Told) -> Report:
    """The dry run: what each row would become, and every message. Writes nothing."""
    work, rows = _begun(importer, table, columns, options, actor)
    counts: Counter[str] = Counter()
    lines: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for rank, row in enumerate(rows):
        outcome, problems = _tried(work, row, seen)
        counts[outcome] += 1
        if problems and len(lines) < _MESSAGES_KEPT:
            lines.append(_line(row, outcome, problems, columns))
        if rank % _EVERY == 0:
            told(rank * 95 // len(rows), "Vérification des lignes")
    return Report(len(rows), dict(counts), lines, sorted(work.cases))


def _begun(importer, table, columns, options, actor) -> tuple[Work, list[ReadRow]]:
    work, rows = importer.work(actor, options), list(rows_of(importer, table, columns))
    work.prepare([row.values for row in rows])
    return work, rows


def _tried(work: Work, row: ReadRow, seen: dict[str, int]) -> tuple[str, list[Problem]]:
    problems = list(row.problems)
    if problems:
        return REFUSED, problems
    if (key := work.key(row.values)) and seen.setdefault(key, row.number) != row.number:
        return REFUSED, [Problem("", f"Cette ligne répète la ligne {seen[key]} : gardez-en une.")]
    checked = work.check(row.values)
    problems += checked.problems
    return (REFUSED if blocking(problems) else checked.outcome), problems


def _line(row: ReadRow, outcome: str, problems: list[Problem], columns: Columns) -> dict[str, Any]:
    messages = [
        {"column": columns.get(problem.field, ""), "text": problem.text, "is_remark": problem.is_remark}
        for problem in problems
    ]
    return {"number": row.number, "outcome": outcome, "messages": messages}


def written(
    importer: Importer, table: Table, columns: Columns, options: dict, actor: Actor, told: Told
) -> tuple[Report, Work]:
    """Write every row, in the transaction of who calls. Raises Changed at the first that can no longer be."""
    work, rows = _begun(importer, table, columns, options, actor)
    counts: Counter[str] = Counter()
    for rank, row in enumerate(rows):
        counts[_written(work, row)] += 1
        if rank % _EVERY == 0:
            told(rank * 95 // len(rows), f"Ligne {rank + 1} sur {len(rows)}")
    work.finish()
    return Report(len(rows), dict(counts), []), work


def _written(work: Work, row: ReadRow) -> Outcome:
    if row.problems:
        raise Changed(row.number)
    try:
        return work.apply(row.values)
    except ValidationError as error:
        raise Changed(row.number) from error
