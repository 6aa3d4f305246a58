"""The sliding lease: its convention, its reviews, the prefect told in time, what became of it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from households.choices import LEASE_MOVES, LeaseResult
from households.models import HousingPeriod, LeaseReview, SlidingLease
from households.versions import lock_version
from partners.models import Organisation
from veille.core import audit
from veille.core.actor import Actor
from veille.core.transitions import move

_BEFORE_SIGNED = "Indiquez une date postérieure à la signature de la convention."


@transaction.atomic
def sign_lease(
    *, period: HousingPeriod, association: Organisation, signed_on: date, term_on: date, by: Actor
) -> SlidingLease:
    """Note the convention signed with the association and the landlord."""
    lease = _new(period, association, signed_on, term_on)
    audit.record("sliding_lease.signed", lease, by=by)
    return lease


def _new(period: HousingPeriod, association: Organisation, signed_on: date, term_on: date) -> SlidingLease:
    lease = SlidingLease(case=period.case, period=period, association=association, signed_on=signed_on, term_on=term_on)
    lease.full_clean()
    lease.save()
    return lease


@transaction.atomic
def plan_review(*, lease: SlidingLease, planned_on: date, by: Actor) -> LeaseReview:
    """Set the day of a review."""
    if not lease.signed_on <= planned_on <= lease.term_on:
        raise ValidationError({"planned_on": "Indiquez une date entre la signature et le terme de la convention."})
    review = LeaseReview(case=lease.case, lease=lease, planned_on=planned_on)
    review.full_clean()
    review.save()
    audit.record("lease_review.planned", review, by=by)
    return review


@transaction.atomic
def conclude_review(*, review: LeaseReview, version: str, done_on: date, conclusion: str, by: Actor) -> LeaseReview:
    """Write what a review concluded."""
    stored = lock_version(review, version)
    stored.done_on, stored.conclusion = done_on, conclusion
    stored.full_clean()
    stored.save(update_fields=["done_on", "conclusion"])
    audit.record("lease_review.concluded", stored, by=by)
    return stored


@transaction.atomic
def tell_prefect(*, lease: SlidingLease, version: str, on: date, by: Actor) -> SlidingLease:
    """The prefect was told whether a lease is proposed, and why (CCH, L442-8-3)."""
    stored = lock_version(lease, version)
    if on < stored.signed_on:
        raise ValidationError({"prefect_told_on": _BEFORE_SIGNED})
    stored.prefect_told_on = on
    stored.save(update_fields=["prefect_told_on"])
    audit.record("sliding_lease.prefect_told", stored, by=by)
    return stored


@transaction.atomic
def settle_lease(
    *, lease: SlidingLease, result: str, on: date, by: Actor, reason: str = "", new_term_on: date | None = None
) -> SlidingLease:
    """What became of the convention; a renewal begins another, to a later term, and keeps this one."""
    if on < lease.signed_on:
        raise ValidationError({"result_on": _BEFORE_SIGNED})
    if result == LeaseResult.NOT_SLID and not reason:
        raise ValidationError({"reason": "Dites pourquoi le bail n’a pas glissé."})
    if result == LeaseResult.RENEWED and (new_term_on is None or new_term_on <= lease.term_on):
        raise ValidationError({"new_term_on": "Indiquez le nouveau terme, postérieur à celui de la convention."})
    move(lease, result, allowed=LEASE_MOVES, field="result", result_on=on, reason=reason)
    if result == LeaseResult.RENEWED:
        _new(lease.period, lease.association, on, new_term_on)
    audit.record("sliding_lease.settled", lease, by=by, changes={"result": result})
    return lease
