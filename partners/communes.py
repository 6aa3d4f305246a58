"""Communes of France, from the file of the project (see docs/data.md for its source and licence)."""

import csv
import gzip
from collections.abc import Collection, Iterator
from pathlib import Path

from django.db import transaction

from partners.models import Commune
from veille.core.normalise import sort_text

COMMUNES_FILE = Path(__file__).parent / "data" / "communes.csv.gz"
_COLUMNS = ["name", "sort_name", "kind", "parent_id", "department_code", "region_code", "postal_codes"]


def read_communes(codes: Collection[str] | None = None) -> Iterator[Commune]:
    """The communes of the file, not saved: all, or these and the communes they belong to."""
    with gzip.open(COMMUNES_FILE, "rt", encoding="utf-8", newline="") as source:
        rows = {row["code"]: row for row in csv.DictReader(source)}
    wanted = rows if codes is None else {rows[code]["parent"] or code for code in codes} | set(codes)
    for code in wanted:
        yield _commune(rows[code])


def _commune(row: dict[str, str]) -> Commune:
    return Commune(
        code=row["code"],
        name=row["name"],
        sort_name=sort_text(row["name"]),
        kind=row["kind"],
        parent_id=row["parent"] or None,
        department_code=row["department"],
        region_code=row["region"],
        postal_codes=row["postal_codes"].split(),
    )


@transaction.atomic
def load_communes(codes: Collection[str] | None = None) -> int:
    """Write the communes that are new or have changed, and say how many.

    A commune that leaves the file is kept: addresses and sites point to it. A parent may come after
    its children: the key is checked at commit.
    """
    wanted = list(read_communes(codes))
    stored = Commune.objects.in_bulk([row.code for row in wanted])
    changed = [row for row in wanted if row.code not in stored or _values(row) != _values(stored[row.code])]
    Commune.objects.bulk_create(
        changed, batch_size=5000, update_conflicts=True, unique_fields=["code"], update_fields=_COLUMNS
    )
    return len(changed)


def _values(row: Commune) -> list:
    return [getattr(row, column) for column in _COLUMNS]
