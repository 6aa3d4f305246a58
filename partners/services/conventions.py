"""Conventions: prepared by the pilot, signed by each, then changed by an amendment only."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from partners.conventions import is_signed
from partners.models import (
    Convention,
    ConventionPurchase,
    ConventionSignatory,
    Organisation,
    SharedInformation,
)
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.versions import STALE, version_of

_SIGNED = "Cette convention est signée : elle se modifie par un avenant."
# What may still be noted on a signed convention: nothing of what was agreed.
_ALWAYS = {"kept_at", "reminder_days"}


@transaction.atomic
def create_convention(*, by: Actor, **fields) -> Convention:
    """A convention in preparation. Raises ValidationError."""
    convention = Convention(**fields)
    convention.full_clean()
    convention.save()
    audit.record("convention.created", convention, by=by, changes={"kind": convention.kind})
    return convention


@transaction.atomic
def correct_convention(*, convention: Convention, version: str, by: Actor, **fields) -> Convention:
    """Correct it while it is prepared; once signed, only where the original lies and when to be reminded."""
    stored = _held(convention)
    if version_of(stored) != version:
        raise ValidationError(STALE, code="stale")
    changed = {name for name, value in fields.items() if getattr(stored, name) != value}
    if changed - _ALWAYS and is_signed(stored):
        raise ValidationError(_SIGNED)
    for name, value in fields.items():
        setattr(stored, name, value)
    stored.full_clean()
    stored.save()
    audit.record("convention.corrected", stored, by=by, changes={"columns": sorted(changed)})
    return stored


def _held(convention: Convention) -> Convention:
    """The stored row: of two acts on a convention, the second reads what the first wrote."""
    return Convention.objects.select_for_update(of=("self",)).get(pk=convention.pk)


def _to_prepare(convention: Convention) -> Convention:
    stored = _held(convention)
    if stored.stopped_on or is_signed(stored):
        raise ValidationError(_SIGNED if not stored.stopped_on else "Cette convention n’a pas de suite.")
    return stored


@transaction.atomic
def add_signatory(*, convention: Convention, by: Actor, **fields) -> ConventionSignatory:
    """Name an organisation that signs. Raises ValidationError once everybody has."""
    signatory = ConventionSignatory(convention=_to_prepare(convention), **fields)
    _check_signature(signatory.signed_on)
    signatory.full_clean()
    signatory.save()
    _told("convention.signatory_added", signatory, by)
    return signatory


@transaction.atomic
def note_signature(*, signatory: ConventionSignatory, signed_on: date | None, by: Actor) -> ConventionSignatory:
    """Note the day it signed, or correct it."""
    _held(signatory.convention)
    _check_signature(signed_on)
    signatory.signed_on = signed_on
    signatory.full_clean()
    signatory.save()
    _told("convention.signed", signatory, by)
    return signatory


def _check_signature(day: date | None) -> None:
    if day and day > clock.today():
        raise ValidationError({"signed_on": "La signature est passée, ou n’a pas encore de date."})


@transaction.atomic
def remove_signatory(*, signatory: ConventionSignatory, by: Actor) -> None:
    """Take an organisation out of a convention in preparation."""
    _to_prepare(signatory.convention)
    _told("convention.signatory_removed", signatory, by)
    signatory.delete()


def _told(name: str, part: Any, by: Actor) -> None:
    audit.record(name, part.convention, by=by, changes={"organisation": str(part.organisation_id)})


@transaction.atomic
def add_purchase(*, convention: Convention, by: Actor, **fields) -> ConventionPurchase:
    """Say what is bought: how many, of what, from whom, for which days."""
    purchase = ConventionPurchase(convention=_to_prepare(convention), **fields)
    purchase.full_clean()
    purchase.save()
    changes = {"unit": purchase.unit, "quantity": purchase.quantity}
    audit.record("convention.purchase_added", purchase.convention, by=by, changes=changes)
    return purchase


@transaction.atomic
def remove_purchase(*, purchase: ConventionPurchase, by: Actor) -> None:
    _to_prepare(purchase.convention)
    audit.record("convention.purchase_removed", purchase.convention, by=by, changes={"unit": purchase.unit})
    purchase.delete()


@transaction.atomic
def add_sharing(
    *, convention: Convention, recipients: Iterable[Organisation], by: Actor, **fields
) -> SharedInformation:
    """A line of the sharing annex: its recipients sign the convention."""
    line = SharedInformation(convention=_to_prepare(convention), **fields)
    recipients = list(recipients)
    signing = set(line.convention.signatories.values_list("organisation", flat=True))
    if not recipients or any(one.pk not in signing for one in recipients):
        raise ValidationError({"recipients": "Les destinataires sont des signataires de la convention."})
    line.full_clean()
    line.save()
    line.recipients.set(recipients)
    audit.record("convention.sharing_added", line.convention, by=by, changes={"section": line.section})
    return line


@transaction.atomic
def remove_sharing(*, line: SharedInformation, by: Actor) -> None:
    _to_prepare(line.convention)
    audit.record("convention.sharing_removed", line.convention, by=by, changes={"section": line.section})
    line.delete()


@transaction.atomic
def follow_convention(*, convention: Convention, by: Actor, **fields) -> Convention:
    """Prepare an amendment or the next convention: same signatories, to sign anew, and the same annex."""
    former = _held(convention)
    if former.stopped_on or not is_signed(former):
        raise ValidationError("Seule une convention signée, et qui a une suite, se renouvelle ou s’amende.")
    if Convention.objects.filter(follows=former).exists():
        raise ValidationError("Une suite est déjà préparée : ouvrez-la.")
    names = ("dispositif", "kind", "purpose", "reminder_days")
    following = Convention(follows=former, **{name: getattr(former, name) for name in names} | fields)
    following.full_clean()
    following.save()
    _copy_parts(former, following)
    changes = {"follows": str(former.pk), "is_amendment": following.is_amendment}
    audit.record("convention.followed", following, by=by, changes=changes)
    return following


def _copy_parts(former: Convention, following: Convention) -> None:
    for one in former.signatories.order_by("pk"):
        ConventionSignatory.objects.create(
            convention=following, organisation=one.organisation, part=one.part, undertaking=one.undertaking
        )
    for line in former.shared_information.order_by("pk"):
        fields = {name: getattr(line, name) for name in ("section", "purpose", "basis")}
        copy = SharedInformation.objects.create(convention=following, **fields)
        copy.recipients.set(line.recipients.all())


@transaction.atomic
def stop_convention(*, convention: Convention, reason: str, by: Actor) -> Convention:
    """Say that it is denounced, or that nothing follows: it is reminded no more."""
    stored = _held(convention)
    if stored.stopped_on:
        raise ValidationError("C’est déjà dit.")
    stored.stopped_on, stored.stopped_because = clock.today(), reason
    stored.full_clean()
    stored.save()
    audit.record("convention.stopped", stored, by=by)
    return stored
