"""The expected side: what docs/rights/*.csv say, computed here and nowhere in the application.

A right on a section of a file is the lower of the grant's cell and the role's; grants add up. An object
outside the file has one cell a role: a right, then the word of its scope.
"""

import csv
from functools import cache
from pathlib import Path

from django.conf import settings

RANKS = {"-": 0, "S": 1, "R": 2, "W": 3}
_OBJECT_RANKS = {"N": 1, "Nm": 1, "P": 2, "R": 3, "W": 4}


@cache
def table(name: str) -> dict[str, dict[str, str]]:
    """A table as written: first column → {column: cell}."""
    path = Path(settings.BASE_DIR) / "docs" / "rights" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    key = next(iter(rows[0]))
    return {row.pop(key): row for row in rows}


def section_rank(level: str, role: str, section: str) -> int:
    """The lower of what the grant opens and what the role may do; the instance opens to its secretary alone."""
    if level == "admission" and role != "instance_secretary":
        return 0
    return min(RANKS[table("grants")[level][section]], RANKS[table("roles")[role][section]])


def sections() -> list[str]:
    return list(table("roles")["landlord_referent"])


def reaches(role: str, name: str, right: str, scopes: tuple[str, ...] = ()) -> bool:
    """Whether the cell of a role on an object reaches a right: without a scope word, or with one of these."""
    rank, _, scope = table("others")[name][role].partition(" ")
    return _OBJECT_RANKS.get(rank, 0) >= _OBJECT_RANKS[right] and (not scope or scope in scopes)


def note_cell(level: str, role: str) -> str:
    return table("notes")[level][role]
