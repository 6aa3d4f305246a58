"""Accès d'urgence motivé: a file opened at once on somebody's word, told to another person, reviewed afterwards.

Asking tells nothing: a number that does not exist, one of another organisation and one that opens are
answered alike. What was opened appears in her list.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from households import notifications
from households.models import (
    Case,
    CaseAccess,
    CaseTeamMember,
    DutyCase,
    EmergencyAccess,
    Exclusion,
    NamedPerson,
    TeamPart,
    Verdict,
)
from households.versions import hold, hold_case
from partners.models import Membership, User
from partners.roles import MANAGER_ROLES, Role
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.models import AuditEvent

# Past this many in an hour, whoever asks is trying numbers.
TRIES_AN_HOUR = 5
_TRIES = ("emergency.opened", "emergency.refused")


@transaction.atomic
def open_emergency(*, number: str, reason: str, explanation: str, by: Actor) -> None:
    """Open the file of this number for some hours when the actor's organisation holds a grant that she could use.

    Raises ValidationError when she has asked too often, whatever the numbers.
    """
    User.objects.select_for_update().get(pk=by.user_id)  # one at a time: tries are counted before the next
    _refuse_too_many(by)
    case = _case_within_reach(number, by)
    if case is None:
        audit.record("emergency.refused", by.user, by=by, changes={"reason": reason})
    else:
        _open(case, reason, explanation, by)


def _refuse_too_many(by: Actor) -> None:
    """Each try leaves one line of the journal, whatever its answer: these are counted."""
    since = timezone.now() - timedelta(hours=1)
    tries = AuditEvent.objects.filter(user=by.user_id, name__in=_TRIES, at__gt=since)
    if tries.count() >= TRIES_AN_HOUR:
        raise ValidationError(
            "Vous avez fait trop de demandes en une heure : appelez la personne responsable de votre organisme."
        )


def _case_within_reach(number: str, by: Actor) -> Case | None:
    """A file her roles could open through a grant of her organisation, and that she does not open yet."""
    reachable = CaseAccess.objects.within_reach(by).values("case")
    case = Case.objects.filter(number__iexact=number.strip(), pk__in=reachable, archived_on=None).first()
    if case is None or Exclusion.objects.filter(case=case, user=by.user_id).exists():
        return None
    opened = EmergencyAccess.objects.current().filter(case=case, user=by.user_id, organisation=by.organisation_id)
    return None if opened.exists() or Case.objects.visible_to(by).filter(pk=case.pk).exists() else case


def _open(case: Case, reason: str, explanation: str, by: Actor) -> EmergencyAccess:
    now = clock.now()
    access = EmergencyAccess(
        case=case,
        user=by.user,
        organisation=by.organisation,
        reason=reason,
        explanation=explanation,
        opened_at=now,
        ends_at=now + timedelta(hours=settings.EMERGENCY_ACCESS_HOURS),
        told=_second_person(case, by),
    )
    access.full_clean()
    access.save()
    audit.record("emergency.opened", access, by=by, changes={"reason": reason})
    notifications.emergency_opened(access=access)
    return access


def _second_person(case: Case, by: Actor) -> User | None:
    """The lead person; else a manager who may know of the file; else the data protection officer."""
    away = Exclusion.objects.filter(case=case).values("user")
    leads = CaseTeamMember.objects.current().filter(case=case, part=TeamPart.LEAD).exclude(user=by.user_id)
    lead = leads.exclude(user__in=away).select_related("user").order_by("pk").first()
    if lead:
        return lead.user
    held = Membership.objects.current().filter(organisation=by.organisation_id, user__is_active=True)
    others = held.exclude(user=by.user_id).select_related("user").order_by("user__last_name", "pk")
    managers = others.filter(role__in=MANAGER_ROLES).exclude(user__in=away)
    if case.is_restricted:
        managers = managers.filter(user__in=NamedPerson.objects.current().filter(case=case).values("user"))
    chosen = managers.first() or others.filter(role=Role.DPO).first()
    return chosen.user if chosen else None


@transaction.atomic
def close_emergency(*, access: EmergencyAccess, by: Actor) -> None:
    """End it before its hour: the file is closed from the next request on."""
    hold(access, "ends_at")
    now = clock.now()
    if access.opened_at < now < access.ends_at:
        access.ends_at = now
        access.save(update_fields=["ends_at"])
        audit.record("emergency.closed", access, by=by)


@transaction.atomic
def review_emergency(*, access: EmergencyAccess, verdict: str, remark: str, by: Actor) -> EmergencyAccess:
    """Say what to think of it, once; one that was not justified ends at once."""
    held = EmergencyAccess.objects.select_for_update(of=("self",)).get(pk=access.pk)
    if held.reviewed_on:
        raise ValidationError("Cet accès d’urgence a déjà été revu.")
    if held.user_id == by.user_id:
        raise ValidationError("On ne revoit pas un accès que l’on a ouvert soi-même.")
    held.reviewed_on, held.reviewed_by, held.verdict, held.remark = clock.today(), by.user_id, verdict, remark
    held.full_clean()
    held.save()
    audit.record("emergency.reviewed", held, by=by, changes={"verdict": verdict})
    if verdict == Verdict.UNJUSTIFIED:
        close_emergency(access=held, by=by)
    return held


@transaction.atomic
def put_on_duty(*, case: Case, by: Actor) -> DutyCase:
    """Let whoever is on duty for the lead person's organisation open this restricted file, during her shift only."""
    if not hold_case(case.pk).is_restricted:
        raise ValidationError("Seul un dossier à accès restreint se confie à l’astreinte : elle ouvre déjà les autres.")
    row, is_new = DutyCase.objects.get_or_create(
        case=case,
        organisation=by.organisation,
        ends_on=None,
        defaults={"put_by": by.user_id, "starts_on": clock.today()},
    )
    if is_new:
        audit.record("duty.case_put", row, by=by)
    return row


@transaction.atomic
def take_off_duty(*, row: DutyCase, by: Actor) -> None:
    audit.record("duty.case_taken", row, by=by)
    row.end_now()
