"""Sessions to come in the days of who animates them: in her calendar, in her agenda. Held, they are what was done."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from icalendar import Event

from accompaniment.choices import PreparationState
from accompaniment.models import PreparationSession
from partners.models import User
from veille.core import clock
from veille.core.actor import Actor
from veille.core.agenda import SINCE, event_of


def sessions_between(actor: Actor, worker: User | None, first: date, last: date) -> QuerySet[PreparationSession]:
    """Those planned, that one person animates or anybody of her organisation."""
    planned = PreparationSession.objects.visible_to(actor).filter(
        planned_on__range=(first, last), state=PreparationState.PLANNED
    )
    planned = planned.filter(animator=worker) if worker else planned
    return planned.select_related("animator", "dispositif").order_by("planned_on", "starts_at", "pk")


def events_for(actor: Actor) -> Iterable[Event]:
    """Under a neutral title: neither the module nor the place leaves the application."""
    for session in sessions_between(actor, actor.user, clock.today() - SINCE, date.max):
        title = f"Séance – {session.dispositif.public_name}"
        page = reverse("accompaniment:preparation_detail", args=[session.pk])
        yield event_of(session.pk, title, session.planned_on, session.starts_at, session.minutes, page=page)
