"""A right or a number that ends: renewed until another day, or over; the amounts of the budget do not change."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from households.models import ExternalReference, MoneyLine
from households.services.budget import check_month, end_line
from households.versions import STALE, hold_case, lock_version
from veille.core import audit, clock
from veille.core.actor import Actor


@transaction.atomic
def renew_right(*, line: MoneyLine, version: str, until: date, by: Actor) -> MoneyLine:
    """The same right at the same amount, until another day. Raises ValidationError on a concurrent edit."""
    stored = _standing(line, version)
    stored.granted_until = until
    stored.save(update_fields=["granted_until"])
    audit.record("money_line.renewed", stored, by=by)
    return stored


@transaction.atomic
def end_right(*, line: MoneyLine, version: str, month: date, by: Actor) -> MoneyLine:
    """The right is paid no more from a month on: its line ends the month before, as in the budget."""
    check_month(month)
    stored = _standing(line, version)
    end_line(stored, month)
    audit.record("money_line.ended", stored, by=by, changes={"month": f"{month:%Y-%m}"})
    return stored


def _standing(line: MoneyLine, version: str) -> MoneyLine:
    hold_case(line.case_id)
    stored = lock_version(line, version)
    if stored.ends_on or stored.corrected_on:
        raise ValidationError(STALE, code="stale")
    return stored


@transaction.atomic
def renew_reference(*, reference: ExternalReference, version: str, until: date, by: Actor) -> ExternalReference:
    """Valid until another day; a number that was over is taken up again. ValidationError on a concurrent edit."""
    return _write(reference, version, "reference.renewed", by, valid_until=until, ended_on=None)


@transaction.atomic
def end_reference(*, reference: ExternalReference, version: str, by: Actor) -> ExternalReference:
    """The request is met or struck off, the commission has answered: the number stays, nothing waits any more."""
    return _write(reference, version, "reference.ended", by, ended_on=clock.today())


def _write(reference: ExternalReference, version: str, act: str, by: Actor, **values) -> ExternalReference:
    stored = lock_version(reference, version)
    for name, value in values.items():
        setattr(stored, name, value)
    stored.save(update_fields=list(values))
    audit.record(act, stored, by=by, changes={"kind": stored.kind})
    return stored
