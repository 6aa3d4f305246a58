"""Solicitations as pages show them: what waits, how an answer stood against the promise, the rate of those kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, DateTimeField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.text import capfirst

from accompaniment.models import Solicitation
from accompaniment.promises import colour
from accompaniment.solicitation_choices import (
    COLOUR_TONES,
    SolicitationColour,
    SolicitationOrigin,
    SolicitationState,
)
from partners.configuration import PromiseKind
from veille.core import clock, formats
from veille.core.actor import Actor

_COLOURS = SolicitationColour


@dataclass(frozen=True)
class Line:
    """One solicitation with its colour, and the buttons that are hers."""

    row: Solicitation
    colour: SolicitationColour
    now: datetime
    acts: Mapping[str, bool]
    name: str = ""

    @property
    def tone(self) -> str:
        return COLOUR_TONES[self.colour]

    @property
    def words(self) -> str:
        """« À répondre avant 12 h 00 », « Répondue dans la demi-journée », « Sans objet »."""
        if self.row.state == SolicitationState.DROPPED:
            return self.row.get_state_display()
        if self.row.state == SolicitationState.ANSWERED:
            said = "" if self.colour == _COLOURS.NONE else f" {self.colour.label.lower()}"
            return f"Répondue{said}"
        return capfirst(waiting_words(self.row, self.now))

    @property
    def contact(self) -> str:
        """What answered, in words; nothing of a visit kept from the landlord, where the landlord reads the answer."""
        met = self.row.intervention
        if met is None or (self.row.is_shared and not met.is_shared):
            return ""
        return met.get_kind_display().lower()

    @property
    def asker(self) -> str:
        """Who asked, as precisely as it was noted."""
        origin = SolicitationOrigin(self.row.origin).label
        return f"{origin} – {self.row.asker}" if self.row.asker else origin


def waiting_words(row: Solicitation, now: datetime) -> str:
    """Until when an answer is due, in the words of who reads it."""
    if row.promise == PromiseKind.NONE:
        return "à répondre"
    due, evening = row.due_at.astimezone(clock.PARIS), row.amber_until.astimezone(clock.PARIS)
    if now <= due:
        return f"à répondre avant {_moment(due, now)}"
    if now <= evening:
        return f"demi-journée dépassée, à répondre avant {_moment(evening, now)}"
    return f"délai dépassé depuis {_moment(due, now)}"


def _moment(moment: datetime, now: datetime) -> str:
    """« 12 h 00 » of today, « demain 12 h 00 », « le 17 décembre 2018 à 12 h 00 »."""
    today = now.astimezone(clock.PARIS).date()
    hour = formats.clock_time(moment)
    if moment.date() == today:
        return hour
    day = formats.near_date(moment, today)
    return f"{day} {hour}" if abs((moment.date() - today).days) <= 1 else f"{day} à {hour}"


def lines(rows: Iterable[Solicitation], acts, names: Mapping | None = None) -> list[Line]:
    """`acts` says which buttons of a row are hers; `names`, the households she may name."""
    now = clock.now()
    return [Line(row, colour(row, now), now, acts(row), (names or {}).get(row.case.household_id, "")) for row in rows]


def with_list_data(rows: QuerySet[Solicitation]) -> QuerySet[Solicitation]:
    return rows.select_related("case", "organisation", "noted_by", "noted_for", "answered_by", "intervention")


def waiting_first(rows: QuerySet[Solicitation]) -> QuerySet[Solicitation]:
    """What waits, from the first promise to be broken; then the rest, the latest first."""
    due = Case(When(promise=PromiseKind.HALF_DAY, then=F("green_until")), default=F("amber_until"))
    is_over = Case(When(state=SolicitationState.OPEN, then=0), default=1, output_field=IntegerField())
    waits_until = Case(When(state=SolicitationState.OPEN, then=due))
    return rows.order_by(is_over, waits_until.asc(nulls_last=True), "-received_at", "pk")


def narrowed(rows: QuerySet[Solicitation], chosen: Mapping[str, Any], actor: Actor) -> QuerySet[Solicitation]:
    """What waits unless something else is asked; of every team, or only of hers."""
    state = chosen.get("state") or SolicitationState.OPEN
    if state != "all":
        rows = rows.filter(state=state)
    if chosen.get("colour"):
        rows = in_colour(rows, chosen["colour"], clock.now())
    if chosen.get("whose") == "own":
        rows = rows.filter(organisation=actor.organisation_id)
    return rows


_TIMED = ~Q(promise=PromiseKind.NONE) & ~Q(state=SolicitationState.DROPPED)
_IN_COLOUR = {
    _COLOURS.GREEN: _TIMED & Q(stands_at__lte=F("green_until")),
    _COLOURS.AMBER: _TIMED & Q(stands_at__gt=F("green_until"), stands_at__lte=F("amber_until")),
    _COLOURS.LATE: _TIMED & Q(stands_at__gt=F("amber_until")),
    _COLOURS.NONE: ~_TIMED,
}


def timed(rows: QuerySet[Solicitation]) -> QuerySet[Solicitation]:
    """Those whose delay is promised, and counts: what is without object waits for nobody."""
    return rows.filter(_TIMED)


def in_colour(rows: QuerySet[Solicitation], wanted: str, now: datetime) -> QuerySet[Solicitation]:
    """The same question as `promises.colour`, asked of the database."""
    return _standing(rows, now).filter(_IN_COLOUR[_COLOURS(wanted)])


def _standing(rows: QuerySet[Solicitation], now: datetime) -> QuerySet[Solicitation]:
    return rows.annotate(stands_at=Coalesce(F("answered_at"), Value(now, output_field=DateTimeField())))


@dataclass(frozen=True)
class Rate:
    """Promises kept of those whose delay is known to have ended."""

    n: int
    total: int


def kept(rows: QuerySet[Solicitation], now: datetime) -> dict[str, Rate]:
    """P-06 and P-07: answered in the half-day, in the day, of what was answered or is overdue and still waits."""
    found = _standing(timed(rows).order_by(), now)
    answered = Q(state=SolicitationState.ANSWERED)
    return {
        name: Rate(**found.aggregate(n=Count("pk", filter=answered & ~late), total=Count("pk", filter=answered | late)))
        for name, late in (
            ("half_day", Q(stands_at__gt=F("green_until"))),
            ("day", Q(stands_at__gt=F("amber_until"))),
        )
    }
