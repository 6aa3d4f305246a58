"""A procedure held by the landlord: asked, agreed or not, renewed, ended. The application records its decision."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from households import notifications
from households.choices import HOLD_MOVES, HoldState
from households.models import Case, HoldReason, ProcedureHold
from households.versions import hold_case
from partners.models import Organisation
from veille.core import audit, clock, formats
from veille.core.actor import Actor
from veille.core.transitions import move


@transaction.atomic
def ask_hold(*, case: Case, landlord: Organisation, by: Actor, reason: str = "") -> ProcedureHold:
    """Ask a landlord to hold its procedure; the reason, when there is one, lies apart."""
    hold = _new(case, landlord, by)
    if reason:
        HoldReason.objects.create(case=case, hold=hold, text=reason)
    audit.record("hold.asked", hold, by=by)
    return hold


def _new(case: Case, landlord: Organisation, by: Actor, **fields) -> ProcedureHold:
    hold = ProcedureHold(
        case=case,
        landlord=landlord,
        asked_on=clock.today(),
        asked_by=by.user,
        organisation=by.organisation,
        **fields,
    )
    hold.full_clean()
    hold.save()
    return hold


@transaction.atomic
def agree_hold(*, hold: ProcedureHold, starts_on: date, ends_on: date, by: Actor) -> ProcedureHold:
    """The landlord holds its procedure from … to …"""
    hold_case(hold.case_id)
    _check_days(hold.case, hold.landlord, starts_on, ends_on)
    move(
        hold,
        HoldState.AGREED,
        allowed=HOLD_MOVES,
        starts_on=starts_on,
        ends_on=ends_on,
        decided_on=clock.today(),
        decided_by=by.user,
    )
    audit.record("hold.agreed", hold, by=by)
    notifications.hold_answered(hold=hold, by=by)
    return hold


@transaction.atomic
def refuse_hold(*, hold: ProcedureHold, by: Actor) -> ProcedureHold:
    """The landlord goes on with its procedure."""
    move(hold, HoldState.REFUSED, allowed=HOLD_MOVES, decided_on=clock.today(), decided_by=by.user)
    audit.record("hold.refused", hold, by=by)
    notifications.hold_answered(hold=hold, by=by)
    return hold


@transaction.atomic
def give_hold(*, case: Case, landlord: Organisation, starts_on: date, ends_on: date, by: Actor) -> ProcedureHold:
    """The landlord decides without being asked, or renews: the former keeps its days."""
    hold_case(case.pk)
    _check_days(case, landlord, starts_on, ends_on)
    former = _agreed(case, landlord).order_by("-ends_on", "pk").first()
    hold = _new(
        case,
        landlord,
        by,
        state=HoldState.AGREED,
        starts_on=starts_on,
        ends_on=ends_on,
        decided_on=clock.today(),
        decided_by=by.user,
        renews=former,
    )
    audit.record("hold.agreed", hold, by=by, changes={"renewal": former is not None})
    return hold


@transaction.atomic
def end_hold(*, hold: ProcedureHold, by: Actor) -> ProcedureHold:
    """The landlord takes its procedure up again before the term."""
    move(hold, HoldState.ENDED, allowed=HOLD_MOVES, ended_on=clock.today())
    audit.record("hold.ended", hold, by=by)
    notifications.hold_answered(hold=hold, by=by)
    return hold


def _agreed(case: Case, landlord: Organisation):
    return ProcedureHold.objects.filter(case=case, landlord=landlord, state=HoldState.AGREED)


def _check_days(case: Case, landlord: Organisation, starts_on: date, ends_on: date) -> None:
    if ends_on < max(starts_on, clock.today()):
        raise ValidationError({"ends_on": "Indiquez une fin qui ne soit ni passée, ni antérieure au début."})
    met = _agreed(case, landlord).filter(starts_on__lte=ends_on, ends_on__gte=starts_on).order_by("-ends_on").first()
    if met:
        last = formats.far_date(met.ends_on)
        raise ValidationError({"starts_on": f"Une mise en attente court jusqu’au {last} : commencez le lendemain."})
