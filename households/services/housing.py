"""Where the household lives, one period after the other.

What one may not read is as if it did not exist: a confided situation neither refuses nor ends what a
landlord's people write.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from households.grants import GrantLevel
from households.models import Case, Dwelling, HousingCorrection, HousingPeriod
from households.services.access import end_access, grant_access
from households.services.accounts import take_account
from households.versions import hold_case, lock_version
from partners.configuration import Door
from veille.core import audit, clock, formats
from veille.core.actor import Actor


@transaction.atomic
def record_housing(
    *,
    case: Case,
    starts_on: date,
    by: Actor,
    dwelling: Dwelling | None = None,
    dwelling_fields: dict | None = None,
    **fields,
) -> HousingPeriod:
    """Write the present situation: the former period ends the day before, the former landlord's access with it.

    The landlord of the new dwelling opens the housing part: from the start in maintien, from the signed
    lease in accès.
    """
    if starts_on > clock.today():
        raise ValidationError("Indiquez une date d’entrée passée ou d’aujourd’hui.")
    hold_case(case.pk)
    _end_former(case, starts_on, by)
    place = dwelling or dwelling_for(by=by, fields=dwelling_fields)
    period = HousingPeriod(case=case, starts_on=starts_on, dwelling=place, **fields)
    period.full_clean()
    period.save()
    audit.record("housing.recorded", period, by=by, changes={"situation": period.situation})
    _open_to_landlord(period, by)
    if place is not None:
        take_account(case=case, landlord=place.landlord, contract_number=period.contract_number, by=by)
    return period


@transaction.atomic
def insert_housing(
    *,
    case: Case,
    starts_on: date,
    ends_on: date,
    by: Actor,
    dwelling: Dwelling | None = None,
    dwelling_fields: dict | None = None,
    **fields,
) -> HousingPeriod:
    """Write a past situation among those already noted; the landlord of that time learns nothing of it."""
    if ends_on > clock.today():
        raise ValidationError({"ends_on": "Indiquez une date de fin passée : la situation actuelle se note à part."})
    hold_case(case.pk)
    _refuse_overlap(case, starts_on, ends_on, by)
    place = dwelling or dwelling_for(by=by, fields=dwelling_fields)
    period = HousingPeriod(case=case, starts_on=starts_on, ends_on=ends_on, dwelling=place, **fields)
    period.full_clean()
    period.save()
    audit.record("housing.inserted", period, by=by, changes={"situation": period.situation})
    return period


@transaction.atomic
def correct_housing(
    *,
    period: HousingPeriod,
    version: str,
    starts_on: date,
    ends_on: date | None,
    lease_signed_on: date | None,
    by: Actor,
) -> HousingPeriod:
    """Correct dates by a dated act: those of before stay readable, the landlord's access follows."""
    hold_case(period.case_id)
    stored = lock_version(period, version)
    _refuse_overlap(stored.case, starts_on, ends_on, by, apart=stored)
    before = HousingCorrection(
        case=stored.case,
        period=stored,
        starts_on=stored.starts_on,
        ends_on=stored.ends_on,
        corrected_on=clock.today(),
        author=by.user,
    )
    stored.starts_on, stored.ends_on, stored.lease_signed_on = starts_on, ends_on, lease_signed_on
    stored.full_clean()
    stored.save(update_fields=["starts_on", "ends_on", "lease_signed_on"])
    before.save()
    audit.record("housing.corrected", stored, by=by)
    _follow_with_access(stored, by)
    return stored


def _follow_with_access(period: HousingPeriod, by: Actor) -> None:
    if period.ends_on is None:
        _open_to_landlord(period, by)
    elif period.dwelling and not _still_houses(period):
        _close_to_landlord(period, by)


def _still_houses(period: HousingPeriod) -> bool:
    """Another open situation in a dwelling of the same landlord keeps its access."""
    others = HousingPeriod.objects.filter(
        case=period.case, ends_on=None, dwelling__landlord=period.dwelling.landlord_id
    )
    return others.exclude(pk=period.pk).exists()


def _known_to(by: Actor, case: Case) -> QuerySet[HousingPeriod]:
    return HousingPeriod.objects.visible_to(by).filter(case=case)


def _end_former(case: Case, starts_on: date, by: Actor) -> None:
    for period in _known_to(by, case).filter(ends_on=None).select_for_update(of=("self",)).order_by("pk"):
        if period.starts_on >= starts_on:
            raise ValidationError("Une situation plus récente est déjà notée : indiquez une date d’entrée postérieure.")
        end_housing(period=period, on=starts_on - timedelta(days=1), by=by)


def _refuse_overlap(
    case: Case, starts_on: date, ends_on: date | None, by: Actor, apart: HousingPeriod | None = None
) -> None:
    """Two situations do not stand at once."""
    others = _known_to(by, case).exclude(ends_on__lt=starts_on)
    if ends_on:
        others = others.filter(starts_on__lte=ends_on)
    met = others.exclude(pk=apart.pk if apart else None).order_by("starts_on", "pk").first()
    if met:
        until = f"au {formats.far_date(met.ends_on)}" if met.ends_on else "à aujourd’hui"
        raise ValidationError(
            f"Une autre situation est notée du {formats.far_date(met.starts_on)} {until} : corrigez d’abord ses dates."
        )


@transaction.atomic
def end_housing(*, period: HousingPeriod, on: date, by: Actor) -> HousingPeriod:
    """Close a period; the landlord's access ends with the lease and never shows the next dwelling."""
    period.ends_on = on
    period.full_clean()
    period.save(update_fields=["ends_on"])
    audit.record("housing.ended", period, by=by)
    if period.dwelling:
        _close_to_landlord(period, by)
    return period


def _close_to_landlord(period: HousingPeriod, by: Actor) -> None:
    landlord = period.dwelling.landlord
    end_access(case=period.case, level=GrantLevel.LANDLORD_OF_DWELLING, organisation=landlord, by=by)


def dwelling_for(*, by: Actor, fields: dict | None) -> Dwelling | None:
    """The dwelling as it was typed. Only the landlord's own people meet one it already has under this reference:
    for anybody else, an answer would tell that it exists. One to keep secret is another: no place already told of.
    """
    if not fields:
        return None
    is_told = bool(fields.get("reference")) and not fields.get("is_secret")
    if is_told and fields["landlord"].pk == by.organisation_id:
        known = own_dwellings(by).filter(reference=fields["reference"]).first()
        if known:
            return known
    dwelling = Dwelling(**fields)
    dwelling.full_clean()
    dwelling.save()
    return dwelling


def own_dwellings(by: Actor) -> QuerySet[Dwelling]:
    """The dwellings of the actor's organisation, those kept secret left out."""
    rows = Dwelling.objects.filter(landlord=by.organisation_id, is_secret=False)
    return rows.select_related("commune", "landlord").order_by("residence", "reference", "pk")


def _open_to_landlord(period: HousingPeriod, by: Actor) -> None:
    if period.dwelling is None:
        return
    if period.case.door == Door.ACCESS and period.lease_signed_on is None and not _is_in_place_of_landlord(period):
        return
    grant_access(
        case=period.case,
        organisation=period.dwelling.landlord,
        level=GrantLevel.LANDLORD_OF_DWELLING,
        ground="Bailleur du logement occupé",
        by=by,
    )


def _is_in_place_of_landlord(period: HousingPeriod) -> bool:
    """Entering a place that the landlord itself manages opens to it, as a signed lease does."""
    place = period.place_held
    return place is not None and place.manager_id == period.dwelling.landlord_id
