"""The rota: who is on duty for her organisation, and until when."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from partners.models import DutyShift, Membership, Organisation, User
from partners.roles import MANAGER_ROLES, TEAM_ROLES
from veille.core import audit, clock
from veille.core.actor import Actor

LONGEST = timedelta(days=7)
_KEPT = timedelta(days=365)


def possible_on_duty(organisation: Organisation):
    """Those who open files there: workers, and their managers."""
    roles = TEAM_ROLES | MANAGER_ROLES
    holders = Membership.objects.current().filter(organisation=organisation, role__in=roles).values("user")
    return User.objects.filter(pk__in=holders, is_active=True).order_by("last_name", "first_name", "pk")


@transaction.atomic
def plan_shift(*, user: User, starts_at: datetime, ends_at: datetime, by: Actor) -> DutyShift:
    """Put somebody else on duty. Raises ValidationError on hours that are past, too long or taken, or a stranger."""
    Organisation.objects.select_for_update().get(pk=by.organisation_id)  # one planner at a time: no two shifts at once
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": "La fin de l’astreinte vient après son début."})
    if ends_at <= clock.now():
        raise ValidationError({"ends_at": "Indiquez une fin à venir."})
    if ends_at - starts_at > LONGEST:
        raise ValidationError({"ends_at": "Une astreinte dure une semaine au plus : prévoyez-en plusieurs."})
    if user.pk == by.user_id:
        raise ValidationError({"user": "Votre propre astreinte est prévue par quelqu’un d’autre."})
    if not possible_on_duty(by.organisation).filter(pk=user.pk).exists():
        raise ValidationError({"user": "Cette personne n’ouvre aucun dossier dans votre organisme."})
    shift = DutyShift(
        organisation=by.organisation, user=user, starts_at=starts_at, ends_at=ends_at, planned_by=by.user_id
    )
    shift.full_clean()
    shift.save()
    audit.record("duty.planned", shift, by=by, changes={"user": str(user.pk)})
    return shift


@transaction.atomic
def end_shift(*, shift: DutyShift, by: Actor) -> None:
    """Take somebody off duty from her next request on; a shift that has not begun is removed."""
    audit.record("duty.ended", shift, by=by, changes={"user": str(shift.user_id)})
    now = clock.now()
    if shift.starts_at >= now:
        shift.delete()
    elif shift.ends_at > now:
        shift.ends_at = now
        shift.save(update_fields=["ends_at"])


def forget_old_shifts() -> int:
    """Delete the shifts that ended a year ago; returns how many."""
    return DutyShift.objects.filter(ends_at__lt=clock.now() - _KEPT).delete()[0]
