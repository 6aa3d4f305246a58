"""The life of a file as dated events, told by each package as far as the reader may know.

A package declares `timeline = "accompaniment.timeline.events"` in its AppConfig: a function of an actor
and a case that answers events. It asks its own rights; here nothing is filtered but what is asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from veille.core.actor import Actor
from veille.core.offers import offered


class Track(models.TextChoices):
    """The lines of the drawing, from top to bottom."""

    HOUSING = "housing", "Logement"
    PROCEDURE = "procedure", "Procédure"
    SUPPORT = "support", "Accompagnement"
    LEVEL = "level", "Niveau"
    CONTACT = "contact", "Visites et contacts"
    WRITING = "writing", "Notes et documents"
    FINDING = "finding", "Difficultés et forces"
    DECISION = "decision", "Décisions"
    AGREEMENT = "agreement", "Information et accords"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened, or that held for a time.

    `section` is the part of the file it tells, for the journal of reads. A period (`is_period`) runs to
    `ends_on`, or is still running without it; `is_pause` draws it pale, and its `weight` against the
    heaviest of its line draws it high.
    """

    day: date
    track: Track
    section: str
    title: str
    detail: str = ""
    author: str = ""
    url: str = ""
    is_period: bool = False
    ends_on: date | None = None
    is_pause: bool = False
    weight: float = 1


def events_of(actor: Actor, case: Any) -> list[Event]:
    """Everything the packages tell the actor of a case, newest first."""
    told = [event for tell in offered("timeline") for event in tell(actor, case)]
    return sorted(told, key=lambda event: (event.day, event.track, event.title), reverse=True)


def narrowed(
    events: Iterable[Event], *, track: str = "", since: date | None = None, until: date | None = None
) -> list[Event]:
    """The events of one line, and those that touch a stretch of days."""
    return [
        event
        for event in events
        if (not track or event.track == track)
        and (until is None or event.day <= until)
        and (since is None or _last_day(event) >= since)
    ]


def _last_day(event: Event) -> date:
    if not event.is_period:
        return event.day
    return event.ends_on or date.max
