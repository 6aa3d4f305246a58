"""Residents' cooperatives: opened, their charter adopted again, members in and out, land and rooms lent."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.models import CooperativeCharter, CooperativeLoan, CooperativeMember, ResidentCooperative
from accompaniment.services.collective_people import refuse_landlord
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.versions import hold, lock_version

FIELDS = ("dispositif", "name", "purpose", "site", "commune", "aimed", "starts_on", "ends_on")


@transaction.atomic
def open_cooperative(*, by: Actor, **fields: Any) -> ResidentCooperative:
    cooperative = ResidentCooperative(organisation=by.organisation, author=by.user, **fields)
    _check(cooperative)
    cooperative.save()
    audit.record("cooperative.opened", cooperative, by=by)
    return cooperative


@transaction.atomic
def change_cooperative(
    *, cooperative: ResidentCooperative, version: str, by: Actor, **fields: Any
) -> ResidentCooperative:
    stored = lock_version(cooperative, version)
    for name in FIELDS:
        if name in fields:
            setattr(stored, name, fields[name])
    _check(stored)
    stored.save(update_fields=list(FIELDS))
    audit.record("cooperative.changed", stored, by=by)
    return stored


def _check(cooperative: ResidentCooperative) -> None:
    if cooperative.site_id and cooperative.site.dispositif_id != cooperative.dispositif_id:
        raise ValidationError({"site": "Choisissez un site de ce dispositif."})
    cooperative.full_clean()


@transaction.atomic
def adopt_charter(
    *, cooperative: ResidentCooperative, text: str, adopted_on: date, adopted_by: int, by: Actor
) -> CooperativeCharter:
    """The text as it was adopted becomes the next version; the former ones stay as they were."""
    hold(cooperative, "ends_on")
    if adopted_on > clock.today():
        raise ValidationError({"adopted_on": "Indiquez une date passée ou celle d’aujourd’hui."})
    last = CooperativeCharter.objects.filter(cooperative=cooperative).order_by("-number").first()
    if last and adopted_on < last.adopted_on:
        raise ValidationError({"adopted_on": "Une version plus récente a déjà été adoptée."})
    number = last.number + 1 if last else 1
    charter = CooperativeCharter(
        cooperative=cooperative, number=number, text=text, adopted_on=adopted_on, adopted_by=adopted_by
    )
    charter.full_clean()
    charter.save()
    audit.record("cooperative_charter.adopted", charter, by=by, changes={"version": number})
    return charter


@transaction.atomic
def add_member(*, cooperative: ResidentCooperative, has_signed: bool, by: Actor, **fields: Any) -> CooperativeMember:
    """Somebody joins; the charter she signs is the one in force."""
    refuse_landlord(by)
    member = CooperativeMember(cooperative=cooperative, charter=_in_force(cooperative, has_signed), **fields)
    _check_member(member)
    member.save()
    audit.record("cooperative_list.added", cooperative, by=by)
    return member


def _in_force(cooperative: ResidentCooperative, has_signed: bool) -> CooperativeCharter | None:
    if not has_signed:
        return None
    charter = CooperativeCharter.objects.filter(cooperative=cooperative).order_by("-number").first()
    if charter is None:
        raise ValidationError({"has_signed": "Aucune charte n’est encore adoptée."})
    return charter


def _check_member(member: CooperativeMember) -> None:
    if member.left_on and member.left_on > clock.today():
        raise ValidationError({"left_on": "Indiquez une date passée ou celle d’aujourd’hui."})
    member.full_clean()


@transaction.atomic
def change_member(
    *, member: CooperativeMember, version: str, has_signed: bool, by: Actor, **fields: Any
) -> CooperativeMember:
    """Her part, her contact, the day she leaves; the charter she signed stays the one she signed."""
    refuse_landlord(by)
    stored = lock_version(member, version)
    for name, value in fields.items():
        setattr(stored, name, value)
    if not has_signed or stored.charter_id is None:
        stored.charter = _in_force(member.cooperative, has_signed)
    _check_member(stored)
    stored.save()
    audit.record("cooperative_list.changed", member.cooperative, by=by)
    return stored


@transaction.atomic
def remove_member(*, member: CooperativeMember, by: Actor) -> None:
    """She asks to be forgotten, or was written by mistake."""
    audit.record("cooperative_list.removed", member.cooperative, by=by)
    member.delete()


@transaction.atomic
def note_loan(*, cooperative: ResidentCooperative, by: Actor, **fields: Any) -> CooperativeLoan:
    loan = CooperativeLoan(cooperative=cooperative, **fields)
    _check_loan(loan)
    loan.save()
    audit.record("cooperative_loan.noted", loan, by=by)
    return loan


@transaction.atomic
def change_loan(*, loan: CooperativeLoan, version: str, by: Actor, **fields: Any) -> CooperativeLoan:
    stored = lock_version(loan, version)
    for name, value in fields.items():
        setattr(stored, name, value)
    _check_loan(stored)
    stored.save()
    audit.record("cooperative_loan.changed", stored, by=by)
    return stored


def _check_loan(loan: CooperativeLoan) -> None:
    if loan.convention_id and loan.convention.dispositif_id != loan.cooperative.dispositif_id:
        raise ValidationError({"convention": "Choisissez une convention de ce dispositif."})
    loan.full_clean()
