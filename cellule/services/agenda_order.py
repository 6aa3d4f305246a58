"""The order of an agenda: given whole from the version that was read, so that two secretaries lose nothing."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.models import AgendaItem, Session
from cellule.services.sessions import UNDER_WAY, agenda, hold_session, touch
from veille.core import audit
from veille.core.actor import Actor


class StaleOrder(ValidationError):
    """Somebody changed this part of the agenda meanwhile; nothing was changed."""

    def __init__(self):
        super().__init__(
            "L’ordre du jour a été modifié entre-temps : votre ordre n’est pas encore enregistré.", code="stale_order"
        )


def order_version(items: Sequence[AgendaItem]) -> str:
    """What tells whether a part still holds these items in this order."""
    return hashlib.sha256(" ".join(str(item.pk) for item in items).encode()).hexdigest()[:16]


def part_of(session: Session, kind: str) -> list[AgendaItem]:
    """Every item of a part, those hidden from somebody included: their place must not move for it."""
    return list(agenda(session).filter(kind=kind))


@transaction.atomic
def order_agenda(*, session: Session, kind: str, order: Sequence[UUID], version: str, by: Actor) -> None:
    """Give a part the order she sees; items she does not see keep their place among the others.

    Raises StaleOrder when the part is no longer the one of `version`.
    """
    hold_session(session, UNDER_WAY)
    part = part_of(session, kind)
    if order_version(part) != version:
        raise StaleOrder
    _write(_reordered(part, order))
    touch(session)
    audit.record("agenda.ordered", session, by=by, changes={"kind": kind, "items": [str(pk) for pk in order]})


def _reordered(part: Sequence[AgendaItem], order: Sequence[UUID]) -> list[AgendaItem]:
    """The part in which the items of `order` take, among themselves, the places they hold together."""
    moving = {item.pk: item for item in part if item.pk in set(order)}
    following = iter([moving[pk] for pk in dict.fromkeys(order) if pk in moving])
    return [next(following) if item.pk in moving else item for item in part]


@transaction.atomic
def place_item(*, item: AgendaItem, before: UUID | None, by: Actor) -> None:
    """Put an item before another of its part, at the end when there is none."""
    hold_session(item.session, UNDER_WAY)
    part = [other for other in part_of(item.session, item.kind) if other.pk != item.pk]
    at = next((index for index, other in enumerate(part) if other.pk == before), len(part))
    part.insert(at, item)
    _write(part)
    audit.record("agenda.item_moved", item, by=by, changes={"position": at + 1})


def _write(part: Sequence[AgendaItem]) -> None:
    for position, item in enumerate(part, start=1):
        item.position = position
    AgendaItem.objects.bulk_update(part, ["position"])
