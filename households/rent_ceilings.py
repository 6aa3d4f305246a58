"""Rent ceilings of the housing allowance: dated reference data, by zone and family; nothing is carried over.

Ceilings: the orders that fix them, one period a line (`data/rent_ceilings.csv`). Zones: those of the order of
17 March 1978 as amended, one commune a line (`data/apl_zones.csv.gz`); overseas the rule is another one.
"""

import csv
import gzip
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Ceiling:
    """The ceilings of a zone from a day to a day (both included), in euros a month without charges."""

    zone: str
    valid_from: date
    valid_to: date
    single: Decimal
    couple: Decimal
    one_dependant: Decimal
    further_dependant: Decimal
    source: str

    def of(self, *, is_couple: bool, dependants: int) -> Decimal:
        """One dependant: the same for one parent or two; each further one adds a share."""
        if dependants:
            return self.one_dependant + self.further_dependant * (dependants - 1)
        return self.couple if is_couple else self.single


@lru_cache(maxsize=1)
def ceilings() -> tuple[Ceiling, ...]:
    with (_DATA / "rent_ceilings.csv").open(encoding="utf-8", newline="") as source:
        return tuple(_ceiling(row) for row in csv.DictReader(source))


def _ceiling(row: dict[str, str]) -> Ceiling:
    amounts = {name: Decimal(row[name]) for name in ("single", "couple", "one_dependant", "further_dependant")}
    days = {name: date.fromisoformat(row[name]) for name in ("valid_from", "valid_to")}
    return Ceiling(zone=row["zone"], source=row["source"], **days, **amounts)


def ceiling_on(zone: str, day: date) -> Ceiling | None:
    """The one in force on a day; None when none is recorded for it: a former one is never used instead."""
    return next((one for one in ceilings() if one.zone == zone and one.valid_from <= day <= one.valid_to), None)


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    with gzip.open(_DATA / "apl_zones.csv.gz", mode="rt", encoding="utf-8", newline="") as source:
        return {row["insee"]: row["zone"] for row in csv.DictReader(source)}


def zone_of(insee: str, parent: str | None = None) -> str:
    """The zone of a commune, or of the one it is a part of; empty when unknown."""
    zones = _zones()
    return zones.get(insee) or zones.get(parent or "", "")
