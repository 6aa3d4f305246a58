"""Where the room is, for the pages of those who sit: never a situation they have left."""

from django.http import HttpRequest

from cellule.choices import SessionState
from cellule.instance_rules import rules_of
from cellule.live import timer_of
from cellule.models import AgendaItem, Session
from cellule.opinions import presence_at
from cellule.room import Room, room_of
from veille.core import reads
from veille.core.models import AccessKind


def item_shown(request: HttpRequest, room: Room) -> AgendaItem | None:
    """The item on the screen, if she sees it."""
    return AgendaItem.objects.visible_to(request.actor).filter(pk=room.item).select_related("sheet").first()


def room_now(request: HttpRequest, session: Session, room: Room | None = None) -> dict:
    """Which situation the room examines, how long it has, who is there."""
    room = room or room_of(request.actor, session.pk)
    shown = item_shown(request, room)
    if shown and shown.case_id:
        reads.record([shown.case_id], section="agenda", kind=AccessKind.LIST)
    return {
        **around(session, shown),
        "is_open": session.state == SessionState.OPEN,
        "shown": shown,
        "is_away": room.is_away,
        "seen": room.seen,
    }


def around(session: Session, shown: AgendaItem | None) -> dict:
    """Time and presence, which move without the item."""
    presence = presence_at(session, rules_of(session.instance), shown)
    return {"session": session, "timer": timer_of(session, shown), "presence": presence}
