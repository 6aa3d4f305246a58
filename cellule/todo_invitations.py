"""Sessions that wait for her answer: will she come?"""

from datetime import timedelta

from django.urls import reverse

from cellule.choices import SessionState
from cellule.invitations import seats_held_by
from cellule.models import Session, SessionInvitation
from partners.object_rights import may
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import far_date
from veille.core.todo import Kind, Topic, WorkItem, group_for

_COMING = Kind("session_answer", "Séance : dire si l’on vient", Topic.SESSIONS)

# An answer serves the secretary a few days before the session.
_ANSWER_NOTICE = timedelta(days=3)


def invitation_items(actor: Actor) -> list[WorkItem]:
    """Convened sessions of her seats, and of her organisation's invitations, that nobody has answered."""
    if not may(actor, "session_invitation", "W"):
        return []
    coming = Session.objects.dated_for(actor).filter(state=SessionState.CONVENED, held_on__gte=clock.today())
    found = coming.filter(pk__in=_awaited(actor)).select_related("instance").order_by("held_on", "id")
    return [_item(session) for session in found]


def _awaited(actor: Actor) -> set:
    rows = SessionInvitation.objects.visible_to(actor)
    addressed = set(rows.addressed_to(actor).filter(answer="").values_list("session", flat=True))
    seated = seats_held_by(actor)
    if not seated:
        return addressed
    answered = rows.filter(user=actor.user_id).exclude(answer="").values("session")
    mine = Session.objects.visible_to(actor).filter(instance__in=seated).exclude(pk__in=answered)
    return addressed | set(mine.values_list("pk", flat=True))


def _item(session: Session) -> WorkItem:
    due = session.held_on - _ANSWER_NOTICE
    return WorkItem(
        kind=_COMING,
        about=str(session.pk),
        group=group_for(due),
        title=f"{session.instance.label}, {far_date(session.held_on)} : dites si vous venez",
        since=session.convened_at.date() if session.convened_at else None,
        due=due,
        url=reverse("cellule:session_answer", args=[session.pk]),
        action_label="Répondre",
    )
