"""What the pages of a seat have seen of the room, as a value made of what she may see.

An act on a situation she has left changes nothing in it: her page, asking every second, learns nothing of it.
"""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.utils.crypto import salted_hmac

from cellule.choices import AgendaState, SessionState
from cellule.models import AgendaItem, Attendance, Session
from households.models import Exclusion
from veille.core.actor import Actor


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
        return f"{self.around}.{self.mark}"


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
