"""The bilan: begun with what is known, written with the household, settled, replaced by a new version."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment import guards
from accompaniment.agreed_texts import digest_of, paragraphs, summary_of, text_of
from accompaniment.models import Measure, ProgressReview, ReviewSummary
from accompaniment.plan_choices import REVIEW_MOVES, ReviewKind, ReviewState
from accompaniment.review_facts import done_and_left, facts, plan_of
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move
from veille.core.versions import lock_version

# What may be written while it is a draft, beside the shareable part.
WRITTEN = (
    "held_on", "with_household", "present", "work_done", "progress", "household_word", "partners_word", "next_steps",
    "next_on",
)  # fmt: skip
_COPIED = tuple(name for name in WRITTEN if name != "next_on")


@transaction.atomic
def begin_review(
    *, measure: Measure, kind: str, held_on: date, by: Actor, after_months: int | None = None, **fields: Any
) -> ProgressReview:
    """Begin a bilan with the actions done and those left; `fields`: with_household, present."""
    if measure.started_on is None:
        raise ValidationError("Cet accompagnement n’a pas commencé : il n’a pas encore de bilan.")
    guards.check_day(held_on, not_before=measure.started_on, what="Date du bilan")
    _refuse_twice(measure, kind, after_months)
    plan = plan_of(measure)
    work_done, next_steps = done_and_left(plan)
    review = ProgressReview(
        case=measure.case,
        measure=measure,
        plan=plan,
        kind=kind,
        after_months=after_months,
        held_on=held_on,
        work_done=work_done,
        next_steps=next_steps,
        author=by.user,
        **fields,
    )
    review.full_clean()
    review.save()
    audit.record("review.begun", review, by=by, changes={"kind": kind, "after_months": after_months})
    return review


def _refuse_twice(measure: Measure, kind: str, after_months: int | None) -> None:
    """A planned bilan is made once; it is replaced, not made again. An accompaniment taken up again may end again."""
    again = ProgressReview.objects.filter(
        measure=measure, kind=ReviewKind.PLANNED, after_months=after_months, state=ReviewState.SETTLED
    )
    if kind == ReviewKind.PLANNED and again.exists():
        raise ValidationError("Ce bilan est déjà fait : ouvrez-le pour en écrire une nouvelle version.")


@transaction.atomic
def write_review(
    *, review: ProgressReview, version: str, by: Actor, summary: str = "", is_agreed: bool = False, **fields: Any
) -> ProgressReview:
    """Write a draft: `fields` among WRITTEN, the shareable part and whether the household agrees to share it."""
    stored = lock_version(review, version)
    if stored.state != ReviewState.DRAFT:
        raise ValidationError("Ce bilan est arrêté : écrivez-en une nouvelle version pour le changer.")
    for name in WRITTEN:
        if name in fields:
            setattr(stored, name, fields[name])
    guards.check_day(stored.held_on, not_before=stored.measure.started_on, what="Date du bilan")
    stored.full_clean()
    stored.save()
    _write_summary(stored, summary, is_agreed)
    audit.record("review.saved", stored, by=by)
    return stored


def _write_summary(review: ProgressReview, text: str, is_agreed: bool) -> None:
    ReviewSummary.objects.filter(review=review).delete()
    if text:
        summary = ReviewSummary(case=review.case, review=review, text=text, is_agreed=is_agreed)
        summary.full_clean()
        summary.save()


@transaction.atomic
def write_and_settle_review(*, review: ProgressReview, version: str, by: Actor, **fields: Any) -> ProgressReview:
    """Keep what is on the page and settle it, or neither."""
    return settle_review(review=write_review(review=review, version=version, by=by, **fields), by=by)


@transaction.atomic
def settle_review(*, review: ProgressReview, by: Actor) -> ProgressReview:
    """Settle what is written, with its figures as they stand: from then on it is signed or replaced.

    The next point with the household moves to the day that was fixed together. Raises ValidationError when what
    changed is not said, or the word of a household that was there.
    """
    stored = ProgressReview.objects.select_for_update(of=("self",)).select_related("measure__case").get(pk=review.pk)
    if not paragraphs(stored.progress):
        raise ValidationError({"progress": "Écrivez ce qui a changé, même en une phrase."})
    if stored.with_household and not paragraphs(stored.household_word):
        raise ValidationError({"household_word": "Écrivez ce que le ménage en dit, avec ses mots à lui."})
    stored.facts = facts(stored.measure, stored.plan, stored.held_on, by)
    digest = digest_of(_settled(stored))
    before = move(
        stored, ReviewState.SETTLED, allowed=REVIEW_MOVES, facts=stored.facts, digest=digest, settled_on=clock.today()
    )
    _replace_former(stored, by)
    if stored.next_on:
        Measure.objects.filter(pk=stored.measure_id).update(next_review_on=stored.next_on)
    audit.record("review.frozen", stored, by=by, changes={"state": [before, stored.state]})
    return stored


def _settled(review: ProgressReview) -> dict[str, Any]:
    """What the print is made of: the text, when it was made and with whom."""
    told = {"held_on": str(review.held_on), "with_household": review.with_household, "present": review.present}
    return text_of(review) | told


def _replace_former(review: ProgressReview, by: Actor) -> None:
    if review.replaces is None:
        return
    move(review.replaces, ReviewState.REPLACED, allowed=REVIEW_MOVES)
    audit.record("review.replaced", review.replaces, by=by)


@transaction.atomic
def rewrite_review(*, review: ProgressReview, by: Actor) -> ProgressReview:
    """Begin a new version of a settled bilan with its words; the former stands until the new one is settled."""
    stored = ProgressReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if stored.state != ReviewState.SETTLED:
        raise ValidationError("Seul un bilan arrêté donne une nouvelle version.")
    new = ProgressReview(
        case=stored.case,
        measure=stored.measure,
        plan=stored.plan,
        kind=stored.kind,
        after_months=stored.after_months,
        version=stored.version + 1,
        replaces=stored,
        author=by.user,
        **{name: getattr(stored, name) for name in _COPIED},
    )
    new.full_clean()
    new.save()
    _write_summary(new, summary_of(stored), is_agreed=False)
    audit.record("review.begun", new, by=by, changes={"version": new.version})
    return new


@transaction.atomic
def share_summary(*, summary: ReviewSummary, is_agreed: bool, by: Actor) -> ReviewSummary:
    """The household agrees that the shareable part is read, or no longer does; its words do not change."""
    stored = ReviewSummary.objects.select_for_update(of=("self",)).get(pk=summary.pk)
    stored.is_agreed = is_agreed
    stored.save(update_fields=["is_agreed"])
    audit.record("review_summary.shared" if is_agreed else "review_summary.unshared", stored, by=by)
    return stored
