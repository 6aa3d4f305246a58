"""Where the room is, for the pages of those who sit: never a situation they have left."""

from django.http import HttpRequest

from cellule.choices import SessionState
from cellule.instance_rules import rules_of
from cellule.live import timer_of
from cellule.models import AgendaItem, Session
from cellule.opinions import presence_at
from cellule.views.polling import seen_value
from veille.core import reads
from veille.core.models import AccessKind


def item_shown(request: HttpRequest, session: Session) -> tuple[AgendaItem | None, str]:
    """The item on the screen, if she sees it, and the mark of it: one she has left has no key either."""
    current = session.current_item_id if session.state == SessionState.OPEN else None
    shown = AgendaItem.objects.visible_to(request.actor).filter(pk=current).select_related("sheet").first()
    told = f"{shown.pk}-{shown.state}" if shown else "away" if current else ""
    return shown, f"{session.state}-{told}"


def room_now(request: HttpRequest, session: Session) -> dict:
    """Which situation the room examines, how long it has, who is there."""
    shown, mark = item_shown(request, session)
    if shown and shown.case_id:
        reads.record([shown.case_id], section="agenda", kind=AccessKind.LIST)
    is_open = session.state == SessionState.OPEN
    return {
        **around(session, shown),
        "is_open": is_open,
        "shown": shown,
        "is_away": is_open and shown is None and session.current_item_id is not None,
        "seen": seen_value(session, mark),
    }


def around(session: Session, shown: AgendaItem | None) -> dict:
    """Time and presence, which move without the item."""
    presence = presence_at(session, rules_of(session.instance))
    return {"session": session, "timer": timer_of(session, shown), "presence": presence}
