"""Where a household lives, as it may be shown: the one rule of every page, list, sheet, letter and export.

A secret dwelling (a dedicated residence, a new address after violence) is shown to nobody, named persons
included: they open the sealed address by a separate act. A test refuses any other way to these columns.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

HIDDEN = "Lieu tenu secret"


@dataclass(frozen=True)
class Place:
    """A commune and a dwelling; everything is empty when the place is secret."""

    is_secret: bool = False
    commune: Any = None
    landlord: Any = None
    residence: str = ""
    dwelling_type: str = ""
    financing: str = ""
    surface: Any = None
    reference: str = ""
    available_until: date | None = None

    @property
    def is_known(self) -> bool:
        return self.is_secret or self.commune is not None

    @property
    def words(self) -> str:
        """« Les Tilleuls, Harnes », the commune alone, or that it is kept secret."""
        if self.is_secret:
            return HIDDEN
        commune = self.commune.name if self.commune else ""
        return ", ".join(word for word in (self.residence, commune) if word)


def place_of(period: Any) -> Place:
    """The place of a housing period (fetched with its commune and its dwelling)."""
    dwelling = period.dwelling
    return Place(commune=period.commune) if dwelling is None else place_at(dwelling)


def place_at(dwelling: Any) -> Place:
    """The place of a dwelling, whoever lives there or nobody."""
    if dwelling.is_secret:
        return Place(is_secret=True, available_until=dwelling.available_until)
    return Place(
        commune=dwelling.commune,
        landlord=dwelling.landlord,
        residence=dwelling.residence,
        dwelling_type=dwelling.dwelling_type,
        financing=dwelling.financing,
        surface=dwelling.surface,
        reference=dwelling.reference,
        available_until=dwelling.available_until,
    )
