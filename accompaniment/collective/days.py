"""Sessions in the days of who animates them: in her calendar, in her agenda, in her sheet of hours."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from icalendar import Event

from accompaniment.collective.choices import CollectiveSessionState
from accompaniment.models import CollectiveAnimator, CollectiveSession
from partners.models import Organisation, User
from veille.core import clock
from veille.core.actor import Actor
from veille.core.agenda import SINCE, event_of


def animated(actor: Actor, worker: User | None, first: date, last: date) -> QuerySet[CollectiveSession]:
    """Those that one person of her organisation animates, or anybody of it, not cancelled."""
    mine = CollectiveAnimator.objects.filter(session=OuterRef("pk"), organisation=actor.organisation_id)
    mine = mine.filter(user=worker) if worker else mine
    found = CollectiveSession.objects.visible_to(actor).filter(Exists(mine), held_on__range=(first, last))
    found = found.exclude(state=CollectiveSessionState.CANCELLED).select_related("action__dispositif")
    return found.order_by("held_on", "starts_at", "pk")


def noted(user: User, organisation: Organisation, first: date, last: date) -> Iterable[tuple]:
    """What it took, once, for the employer she animated it for: day, hour, minutes, dispositif."""
    rows = CollectiveAnimator.objects.filter(
        user=user,
        organisation=organisation,
        session__state=CollectiveSessionState.HELD,
        session__held_on__range=(first, last),
    )
    return rows.order_by("session__held_on", "pk").values_list(
        "session__held_on", "session__starts_at", "session__minutes", "session__action__dispositif"
    )


def events_for(actor: Actor) -> Iterable[Event]:
    """Hers to come, under a neutral title: neither the theme nor the place leaves the application."""
    first = clock.today() - SINCE
    for session in animated(actor, actor.user, first, date.max):
        title = f"Séance collective – {session.action.dispositif.public_name}"
        page = reverse("accompaniment:collective_session", args=[session.pk])
        yield event_of(session.pk, title, session.held_on, session.starts_at, session.minutes, page=page)
