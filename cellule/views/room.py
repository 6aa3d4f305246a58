"""Where the room is, for the pages of those who sit: never a situation they have left.

What they have seen is told by a value made of what each of them may see: an act on a situation that she has left
changes nothing in hers, so that her page, asking every second, learns nothing of it.
"""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from cellule.choices import AgendaState, SessionState
from cellule.instance_rules import rules_of
from cellule.live import timer_of
from cellule.models import AgendaItem, Attendance, Session
from cellule.opinions import presence_at
from cellule.views.polling import seen_value
from households.models import Exclusion
from veille.core import reads
from veille.core.actor import Actor
from veille.core.models import AccessKind


@dataclass(frozen=True)
class Room:
    """The room from one seat: the item shown, or that she is away, and the values of what she has seen."""

    state: str
    item: UUID | None
    item_state: str
    is_away: bool
    around: str

    @property
    def mark(self) -> str:
        told = f"{self.item}-{self.item_state}" if self.item else "away" if self.is_away else ""
        return f"{self.state}-{told}"

    @property
    def seen(self) -> str:
        return seen_value(self.around, self.mark)


def room_of(actor: Actor, pk: UUID) -> Room | None:
    """In one statement, as every seat asks it each second."""
    seen = _seen_from(actor).filter(pk=pk).first()
    if seen is None:
        return None
    state, item, item_state, shown_at, is_left, there, away = seen
    if state != SessionState.OPEN or item_state == AgendaState.HIDDEN:
        item = None
    is_away = item is not None and not is_left
    moved = [there, shown_at, away] if item and not is_away else [there]
    around = salted_hmac("cellule.room", repr(moved)).hexdigest()[:16]
    return Room(state, None if is_away else item, item_state or "", is_away, around)


def _seen_from(actor: Actor):
    """Sessions with what moves in their room; of the people who left, only for an item that she sees."""
    left = AgendaItem.objects.left_to(actor).filter(pk=OuterRef("current_item"))
    there = Attendance.objects.filter(session=OuterRef("pk"), is_present=True).order_by("organisation")
    away = Exclusion.objects.filter(case=OuterRef("current_item__case")).order_by("user")
    return (
        Session.objects.visible_to(actor)
        .annotate(
            is_left=Exists(left),
            there=ArraySubquery(there.values("organisation")),
            away=ArraySubquery(away.values("user")),
        )
        .order_by("pk")
        .values_list("state", "current_item", "current_item__state", "shown_at", "is_left", "there", "away")
    )


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
