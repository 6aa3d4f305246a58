"""Promises that a colleague put off past their day: late to her manager, who brings them back."""

from uuid import UUID

from django.urls import reverse

from households.banner import household_names
from households.models import PutOff
from partners.roles import MANAGER_ROLES
from veille.core import clock, reads
from veille.core.actor import Actor
from veille.core.formats import far_date
from veille.core.models import AccessKind
from veille.core.offers import offered
from veille.core.todo import KINDS, LATE, Kind, Topic, WorkItem

_BROKEN = Kind("promise_put_off", "Promesse reportée au-delà de son échéance", Topic.ACCOMPANIMENT)


def work_items(actor: Actor) -> list[WorkItem]:
    """Those of her colleagues only: her own she put off herself."""
    if not actor.has_role(*MANAGER_ROLES):
        return []
    promises = [kind.key for kind in KINDS.values() if kind.is_promise]
    late = PutOff.objects.visible_to(actor).standing().exclude(user=actor.user_id)
    late = late.filter(kind__in=promises, cause__lt=clock.today(), case__isnull=False)
    rows = list(late.select_related("case", "user").order_by("cause", "pk"))
    unkept = _unkept(actor, rows) if rows else set()
    standing = [row for row in rows if row.pk in unkept]
    if standing:
        reads.record([row.case_id for row in standing], section="todo", kind=AccessKind.LIST)
    names = household_names(actor, [row.case for row in standing])
    return [_item(row, names) for row in standing]


def _unkept(actor: Actor, rows: list[PutOff]) -> set[UUID]:
    """Those whose matter is not settled: each package knows it of its own promises (`put_off_promises`)."""
    return {key for unkept in offered("put_off_promises") for key in unkept(actor, rows)}


def _item(row: PutOff, names: dict) -> WorkItem:
    return WorkItem(
        kind=_BROKEN,
        about=str(row.pk),
        case=row.case_id,
        group=LATE,
        door=row.case.door,
        number=row.case.number,
        name=names.get(row.case.household_id, ""),
        title=f"{KINDS[row.kind].label}, reporté par {row.user} au {far_date(row.until)}",
        since=row.put_off_on,
        due=row.cause,
        url=reverse("households:line_take_up", args=[row.pk]),
        action_label="Lever le report",
    )
