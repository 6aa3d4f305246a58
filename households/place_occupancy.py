"""Occupancy of the places: days when somebody lived there, over days when somebody could.

A place can house somebody from the day it is available until it is taken out of the inventory or its dwelling is no
longer available, both days included but the day it is taken out. The day of entry and the day of exit count. Secret
places are in no figure; a stay erased at its term no longer counts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from households.models import HousingPeriod, TransitionalPlace
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import month, percent, plus_months

_DAY = timedelta(days=1)
Days = tuple[date, date]


@dataclass(frozen=True)
class Share:
    """So many days taken, of so many that could be."""

    label: str
    taken: int
    open: int


@dataclass(frozen=True)
class Today:
    """The places of a dispositif that house somebody today."""

    label: str
    taken: int
    open: int


@dataclass(frozen=True)
class _Place:
    place: TransitionalPlace
    stays: list[Days]

    def share(self, first: date, last: date, label: str = "") -> Share:
        open_days = _met(_open(self.place), (first, last))
        if open_days is None:
            return Share(label, 0, 0)
        taken = (_met(stay, open_days) for stay in self.stays)
        return Share(label, sum(_length(days) for days in taken if days), _length(open_days))


def today_of(actor: Actor) -> list[Today]:
    """By dispositif, in its order; nothing where she counts no place."""
    today = clock.today()
    found: dict[str, list[bool]] = {}
    for place in (
        TransitionalPlace.objects.countable_by(actor).open_on(today).select_related("dispositif").with_occupancy()
    ):
        found.setdefault(place.dispositif.public_name, []).append(place.is_taken)
    return [Today(label, sum(taken), len(taken)) for label, taken in found.items()]


@dataclass(frozen=True)
class History:
    """The rate over a period: whole, month by month, and place by place for who reads them."""

    whole: Share
    months: list[Share]
    places: list[tuple[TransitionalPlace, Share]]

    @property
    def rate(self) -> str:
        return percent(self.whole.taken, self.whole.open)


def history(actor: Actor, first: date, last: date, dispositif: object = None) -> History:
    """From the rows, to today at the latest."""
    last = min(last, clock.today())
    places = TransitionalPlace.objects.countable_by(actor).select_related(
        "dispositif", "dwelling__commune", "dwelling__landlord"
    )
    held = _with_stays(places.filter(dispositif=dispositif) if dispositif else places)
    months = [_sum(held, *span, month(span[0])) for span in _months(first, last)]
    seen = set(TransitionalPlace.objects.visible_to(actor).values_list("pk", flat=True))
    rows = [(one.place, one.share(first, last)) for one in held if one.place.pk in seen]
    return History(_sum(held, first, last, "Sur la période"), months, [row for row in rows if row[1].open])


def _with_stays(places: QuerySet[TransitionalPlace]) -> list[_Place]:
    """Days alone leave the rows: whose they are is not asked."""
    rows = list(places.order_by("dispositif__name", "manager__sort_name", "name", "pk"))
    stays: dict = {row.pk: [] for row in rows}
    days = HousingPeriod.objects.filter(place_held__in=places.order_by().values("pk")).order_by("starts_on", "pk")
    for place, starts_on, ends_on in days.values_list("place_held", "starts_on", "ends_on"):
        stays[place].append((starts_on, ends_on or date.max))
    return [_Place(row, stays[row.pk]) for row in rows]


def _sum(held: Iterable[_Place], first: date, last: date, label: str) -> Share:
    shares = [one.share(first, last) for one in held]
    return Share(label, sum(share.taken for share in shares), sum(share.open for share in shares))


def _months(first: date, last: date) -> Iterator[Days]:
    start = first
    while start <= last:
        following = plus_months(start.replace(day=1), 1)
        yield start, min(following - _DAY, last)
        start = following


def _open(place: TransitionalPlace) -> Days:
    ends = (place.withdrawn_on and place.withdrawn_on - _DAY, place.where.available_until)
    return place.available_from, min((day for day in ends if day), default=date.max)


def _met(one: Days, other: Days) -> Days | None:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def _length(days: Days) -> int:
    return (days[1] - days[0]).days + 1
