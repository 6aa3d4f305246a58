"""Where the household lives, one period after the other, and the steps of a procedure."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from households.grants import GrantLevel
from households.models import Case, Dwelling, HousingPeriod, ProcedureStep
from households.services.access import end_access, grant_access
from partners.configuration import Door
from partners.models import Organisation
from veille.core import audit, clock
from veille.core.actor import Actor


@transaction.atomic
def record_housing(
    *, case: Case, starts_on: date, by: Actor, dwelling_fields: dict | None = None, **fields
) -> HousingPeriod:
    """Write the present situation: the former period ends the day before, the former landlord's access with it.

    The landlord of the new dwelling opens the housing part: from the start in maintien, from the signed
    lease in accès.
    """
    if starts_on > clock.today():
        raise ValidationError("Indiquez une date d’entrée passée ou d’aujourd’hui.")
    _hold(case)
    _end_former(case, starts_on, by)
    dwelling = _dwelling(**dwelling_fields) if dwelling_fields else None
    period = HousingPeriod(case=case, starts_on=starts_on, dwelling=dwelling, **fields)
    period.full_clean()
    period.save()
    audit.record("housing.recorded", period, by=by, changes={"situation": period.situation})
    _open_to_landlord(period, by)
    return period


def _hold(case: Case) -> None:
    """One writer at a time: with nothing to end yet, two would both begin."""
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def _end_former(case: Case, starts_on: date, by: Actor) -> None:
    for period in HousingPeriod.objects.filter(case=case, ends_on=None).select_for_update().order_by("pk"):
        if period.starts_on >= starts_on:
            raise ValidationError("Une situation plus récente est déjà notée : indiquez une date d’entrée postérieure.")
        end_housing(period=period, on=starts_on - timedelta(days=1), by=by)


@transaction.atomic
def end_housing(*, period: HousingPeriod, on: date, by: Actor) -> HousingPeriod:
    """Close a period; the landlord's access ends with the lease and never shows the next dwelling."""
    period.ends_on = on
    period.full_clean()
    period.save(update_fields=["ends_on"])
    audit.record("housing.ended", period, by=by)
    if period.dwelling:
        landlord = period.dwelling.landlord
        end_access(case=period.case, level=GrantLevel.LANDLORD_OF_DWELLING, organisation=landlord, by=by)
    return period


def _dwelling(*, landlord: Organisation, **fields) -> Dwelling:
    """The dwelling as the landlord names it, made once when it has a reference."""
    if fields.get("reference"):
        known = Dwelling.objects.filter(landlord=landlord, reference=fields["reference"]).first()
        if known:
            return known
    dwelling = Dwelling(landlord=landlord, **fields)
    dwelling.full_clean()
    dwelling.save()
    return dwelling


def _open_to_landlord(period: HousingPeriod, by: Actor) -> None:
    if period.dwelling is None:
        return
    if period.case.door == Door.ACCESS and period.lease_signed_on is None:
        return
    grant_access(
        case=period.case,
        organisation=period.dwelling.landlord,
        level=GrantLevel.LANDLORD_OF_DWELLING,
        ground="Bailleur du logement occupé",
        by=by,
    )


@transaction.atomic
def record_step(*, case: Case, landlord: Organisation, step: str, starts_on: date, by: Actor) -> ProcedureStep:
    """Open a step of a procedure; the step before ends the day before. Litigation staff open the case meanwhile."""
    _hold(case)
    for former in ProcedureStep.objects.filter(case=case, landlord=landlord, ends_on=None).order_by("pk"):
        is_later = starts_on > former.starts_on
        end_step(step=former, on=starts_on - timedelta(days=1) if is_later else former.starts_on, by=by)
    row = ProcedureStep(case=case, landlord=landlord, step=step, starts_on=starts_on)
    row.full_clean()
    row.save()
    audit.record("procedure.recorded", row, by=by, changes={"step": step})
    return row


@transaction.atomic
def end_step(*, step: ProcedureStep, on: date, by: Actor) -> ProcedureStep:
    """Close a step: litigation staff no longer open the case."""
    step.ends_on = on
    step.full_clean()
    step.save(update_fields=["ends_on"])
    audit.record("procedure.ended", step, by=by, changes={"step": step.step})
    return step
