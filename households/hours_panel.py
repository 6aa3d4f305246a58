"""Astreinte et urgences: her shifts, the rota of a manager, the emergency accesses of each."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from households import permissions
from households.models import Case, EmergencyAccess
from partners.models import DutyShift, User
from partners.roles import Right, Section
from veille.core import clock
from veille.core.actor import Actor


@dataclass(frozen=True)
class EmergencyLine:
    """An emergency access as its reader may know it: the number only of a file whose state she reads."""

    access: EmergencyAccess
    number: str
    who: str
    told: str
    is_open: bool
    is_hers: bool
    can_review: bool

    @property
    def case_id(self) -> UUID | None:
        return self.access.case_id if self.number else None


def shifts(actor: Actor) -> QuerySet[DutyShift]:
    """Those to come: a manager's whole rota, else her own."""
    rows = DutyShift.objects.to_come().filter(organisation=actor.organisation_id).select_related("user")
    if not permissions.can_plan_duty(actor):
        rows = rows.filter(user=actor.user_id)
    return rows.order_by("starts_at", "pk")


def emergencies(actor: Actor) -> QuerySet[EmergencyAccess]:
    """Hers and those she reviews; for the data protection officer, those of her organisation."""
    if permissions.can_inspect_emergencies(actor):
        rows = EmergencyAccess.objects.opened_in(actor.organisation)
    else:
        rows = EmergencyAccess.objects.visible_to(actor)
    return rows.select_related("case", "user", "organisation", "told").order_by("-opened_at", "pk")


def lines_of(actor: Actor, rows: list[EmergencyAccess]) -> list[EmergencyLine]:
    """The lines of a page, in two queries more."""
    shown = [row.case_id for row in rows]
    readable = set(
        Case.objects.visible_to(actor, Section.STATE, Right.READ)
        .filter(pk__in=shown)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    inspects = permissions.can_inspect_emergencies(actor)
    now = clock.now()
    return [_line(actor, row, row.case_id in readable and not inspects, inspects, now) for row in rows]


def _line(actor: Actor, row: EmergencyAccess, shows_number: bool, inspects: bool, now) -> EmergencyLine:
    return EmergencyLine(
        access=row,
        number=row.case.number if shows_number else "",
        who=_name(actor, row.user, row),
        told=str(row.told) if row.told and row.organisation_id == actor.organisation_id else "",
        is_open=row.opened_at <= now < row.ends_at,
        is_hers=row.user_id == actor.user_id,
        can_review=row.reviewed_on is None and not inspects and permissions.can_review(actor, row),
    )


def _name(actor: Actor, user: User, row: EmergencyAccess) -> str:
    """A colleague by her name, somebody else as her organisation."""
    return str(user) if row.organisation_id == actor.organisation_id else row.organisation.short_name
