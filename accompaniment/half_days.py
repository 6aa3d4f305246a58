"""Half-days of work as they can be read in what was noted: proposed, never declared for anybody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID

from accompaniment.collective.days import noted
from accompaniment.models import GroupEntry, Intervention
from funding.models import HalfDay
from partners.models import Organisation, User

_NOON = time(13)
Key = tuple[date, str]
_Noted = tuple[date, time | None, int, UUID]


@dataclass
class Proposed:
    """What was noted in a half-day: minutes by dispositif, and how many entries say so."""

    minutes: dict[UUID, int] = field(default_factory=dict)
    entries: int = 0

    @property
    def total(self) -> int:
        return sum(self.minutes.values())

    @property
    def dispositif(self) -> UUID | None:
        """The one that took most of it; of two alike, always the same."""
        return max(self.minutes, key=lambda pk: (self.minutes[pk], str(pk)), default=None)

    def add(self, minutes: int, dispositif: UUID) -> None:
        self.minutes[dispositif] = self.minutes.get(dispositif, 0) + minutes
        self.entries += 1


def proposed(user: User, organisation: Organisation, first: date, last: date) -> dict[Key, Proposed]:
    """Half-day → what this person noted in it for this organisation: time and dispositif, nothing of a household.

    An entry without an hour goes to the half-day of its day that holds less.
    """
    found: dict[Key, Proposed] = {}
    rows = sorted(_noted(user, organisation, first, last), key=lambda row: (row[0], row[1] is None, row[1] or _NOON))
    for day, at, minutes, dispositif in rows:
        half = _half_of(at) if at else _lighter(found, day)
        found.setdefault((day, half), Proposed()).add(minutes, dispositif)
    return found


def _half_of(at: time) -> str:
    return HalfDay.MORNING if at < _NOON else HalfDay.AFTERNOON


def _lighter(found: dict[Key, Proposed], day: date) -> str:
    held = {half: found[day, half].total if (day, half) in found else 0 for half in HalfDay.values}
    return min(HalfDay.values, key=lambda half: held[half])


def _noted(user: User, organisation: Organisation, first: date, last: date) -> Iterator[_Noted]:
    """What was noted for several households counts once, as the time it took; a collective action, for who animated."""
    hers = {"author": user, "organisation": organisation, "happened_on__range": (first, last)}
    columns = ("happened_on", "started_at", "minutes")
    alone = Intervention.objects.filter(**hers, group=None).order_by("happened_on", "pk")
    yield from alone.values_list(*columns, "case__rules__dispositif")
    yield from noted(user, organisation, first, last)
    for_several: Iterable = GroupEntry.objects.filter(**hers).order_by("happened_on", "pk")
    yield from for_several.values_list(*columns, "dispositif")
