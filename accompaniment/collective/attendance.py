"""Who is on the list of a session: participants of the action, members of its cooperative, ticked or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from accompaniment.models import CollectiveAttendance, CollectiveParticipant, CollectiveSession, CooperativeMember
from veille.core.actor import Actor

# Empty lines on paper, for those who come without being on the list.
_BLANK_LINES = 8


@dataclass(frozen=True)
class Listed:
    """Somebody of the list at one session."""

    somebody: CollectiveParticipant | CooperativeMember
    first_name: str
    is_child: bool
    is_present: bool

    @property
    def key(self) -> UUID:
        return self.somebody.pk


def listed_at(actor: Actor, session: CollectiveSession) -> list[Listed]:
    """Her list, by first name; members who had joined and not left on that day."""
    there = CollectiveAttendance.objects.visible_to(actor).filter(session=session)
    present = {key for pair in there.values_list("participant", "member") for key in pair if key}
    participants = participants_of(actor, session.action_id)
    people = [Listed(one, one.first_name, one.is_child, one.pk in present) for one in participants]
    people += [Listed(one, one.first_name, False, one.pk in present) for one in members_at(actor, session)]
    return sorted(people, key=lambda one: (one.first_name.casefold(), str(one.key)))


def participants_of(actor: Actor, action: UUID):
    return CollectiveParticipant.objects.visible_to(actor).filter(action=action).order_by("first_name", "pk")


def members_at(actor: Actor, session: CollectiveSession):
    day = session.held_on
    members = CooperativeMember.objects.visible_to(actor).filter(
        Q(left_on=None) | Q(left_on__gte=day), cooperative=session.action.cooperative_id, joined_on__lte=day
    )
    return members.order_by("first_name", "pk")


def one_of(actor: Actor, session: CollectiveSession, key: str) -> Any:
    """The person of a tap. Raises Http404 when she is not on the list of who taps."""
    found = next((one for one in listed_at(actor, session) if str(one.key) == key), None)
    if found is None:
        raise Http404
    return found.somebody


def counted(listed: Iterable[Listed]) -> dict[str, int]:
    """What the ticks add up to."""
    there = [one for one in listed if one.is_present]
    children = sum(1 for one in there if one.is_child)
    return {"adults": len(there) - children, "children": children}


def sheet_of(session: CollectiveSession, listed: list[Listed]) -> dict[str, Any]:
    return {"session": session, "action": session.action, "listed": listed, "blank": range(_BLANK_LINES)}
