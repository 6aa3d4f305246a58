"""Situations to look at again at the next session, for who keeps it."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from cellule.choices import SessionState
from cellule.models import Session
from cellule.reviews import due_measures
from partners.object_rights import may
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import counted, far_date
from veille.core.todo import Kind, Topic, WorkItem, group_for

_REVIEW = Kind("reviews_of_session", "Situations à revoir en séance", Topic.SESSIONS)

# As long before the session as the other sheets are asked for.
_SHOWN_BEFORE = timedelta(days=21)
_NOTICE = timedelta(days=7)


def review_items(actor: Actor) -> list[WorkItem]:
    if not may(actor, "session_agenda", "W"):
        return []
    return list(_due(actor))


def _due(actor: Actor) -> Iterator[WorkItem]:
    """How many come back at each session to prepare; the next one of each instance only."""
    states = (SessionState.PLANNED, SessionState.CONVENED)
    horizon = clock.today() + _SHOWN_BEFORE
    sessions = Session.objects.kept_by(actor).filter(state__in=states, held_on__range=(clock.today(), horizon))
    sessions = sessions.select_related("instance__dispositif").order_by("instance_id", "held_on", "pk")
    for session in sessions.distinct("instance_id"):
        due = due_measures(session, actor).count()
        if due:
            day = session.held_on - _NOTICE
            yield WorkItem(
                kind=_REVIEW,
                about=str(session.pk),
                group=group_for(day),
                title=f"{session.instance.label}, {far_date(session.held_on)} : "
                f"{counted(due, 'situation à revoir', 'situations à revoir')}",
                since=clock.today(),
                due=day,
                url=reverse("cellule:session_detail", args=[session.pk]) + "#reviews",
                action_label="Mettre à l’ordre du jour",
            )
