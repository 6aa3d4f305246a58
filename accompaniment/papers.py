"""What is agreed in a file as a page shows it: the agreement, the bilans, who signed what."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from accompaniment.agreed_texts import SIGNED_AS
from accompaniment.agreed_texts import Signed as Subject
from accompaniment.choices import CLOSED_STATES, MeasureState
from accompaniment.drawn import path_of
from accompaniment.models import (
    Measure,
    Plan,
    PlanReview,
    ProgressReview,
    ReviewSummary,
    Signature,
    SupportAgreement,
)
from accompaniment.permissions import can_write_plan
from accompaniment.plan_choices import AgreementState, ReviewKind, ReviewState
from households.models import Case
from households.permissions import Rights
from partners.roles import Right, Section
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import plus_months

REVIEW_TONES = {ReviewState.DRAFT: "progress", ReviewState.SETTLED: "success", ReviewState.REPLACED: "neutral"}


@dataclass(frozen=True)
class Signed:
    """A signature with what a page draws of it."""

    signature: Signature
    path: str


@dataclass(frozen=True)
class ReviewRow:
    review: ProgressReview
    title: str
    tone: str
    summary: ReviewSummary | None
    signatures: tuple[Signed, ...]


@dataclass(frozen=True)
class DueReview:
    """A bilan that is awaited, the day it is due, the word by which its form knows it."""

    measure: Measure
    title: str
    due_on: date
    which: str

    @property
    def is_late(self) -> bool:
        return self.due_on < clock.today()


@dataclass(frozen=True)
class Papers:
    """Nothing of it for who reads the shared objectives alone, but the summaries that the household lets her read."""

    may_write: bool = False
    measure: Measure | None = None
    agreement_title: str = ""
    agreement: SupportAgreement | None = None
    agreement_signatures: tuple[Signed, ...] = ()
    former_agreements: tuple[SupportAgreement, ...] = ()
    reviews: tuple[ReviewRow, ...] = ()
    due: DueReview | None = None
    plan_signatures: tuple[Signed, ...] = ()
    plan_reviews: tuple[PlanReview, ...] = ()
    summaries: tuple[ReviewSummary, ...] = field(default_factory=tuple)


def review_title(review: ProgressReview) -> str:
    if review.kind == ReviewKind.PLANNED:
        return f"Bilan à {review.after_months} mois"
    return "Bilan de sortie" if review.kind == ReviewKind.EXIT else "Bilan"


def papers_of(actor: Actor, case: Case, rights: Rights, plan: Plan | None) -> Papers:
    if rights[Section.PLAN] < Right.READ:
        return Papers(summaries=tuple(shared_summaries(actor, case)))
    signed = _signatures(actor, case)
    agreements = SupportAgreement.objects.visible_to(actor).filter(case=case).order_by("-made_on", "-version", "pk")
    current = next((one for one in agreements if one.state == AgreementState.CURRENT), None)
    measure = _open_measure(actor, case)
    reviews = _reviews(actor, case)
    return Papers(
        may_write=can_write_plan(rights),
        measure=measure,
        agreement_title=current.title if current else case.configuration.agreement.title,
        agreement=current,
        agreement_signatures=signed.get(current.pk, ()) if current else (),
        former_agreements=tuple(one for one in agreements if one != current),
        reviews=tuple(_row(review, signed) for review in reviews),
        due=expected(due_reviews(measure, reviews)) if measure else None,
        plan_signatures=signed.get(plan.pk, ()) if plan else (),
        plan_reviews=tuple(PlanReview.objects.visible_to(actor).filter(plan=plan)) if plan else (),
    )


def shared_summaries(actor: Actor, case: Case) -> Iterable[ReviewSummary]:
    """What was shared of the settled bilans, the latest first."""
    found = ReviewSummary.objects.visible_to(actor).filter(case=case, is_agreed=True, review__state=ReviewState.SETTLED)
    return found.select_related("review").order_by("-review__held_on", "pk")


def _open_measure(actor: Actor, case: Case) -> Measure | None:
    found = Measure.objects.visible_to(actor).filter(case=case, started_on__isnull=False)
    return found.prefetch_related("former_exits").order_by("-decided_on", "pk").first()


def _reviews(actor: Actor, case: Case) -> list[ProgressReview]:
    summaries = Prefetch("summary", ReviewSummary.objects.visible_to(actor))
    found = ProgressReview.objects.visible_to(actor).filter(case=case).prefetch_related(summaries)
    return list(found.order_by("-held_on", "-version", "pk"))


def _row(review: ProgressReview, signed: dict[UUID, tuple[Signed, ...]]) -> ReviewRow:
    summary = getattr(review, "summary", None)
    return ReviewRow(review, review_title(review), REVIEW_TONES[review.state], summary, signed.get(review.pk, ()))


def _signatures(actor: Actor, case: Case) -> dict[UUID, tuple[Signed, ...]]:
    """What was signed → its signatures, in one query."""
    found: dict[UUID, tuple[Signed, ...]] = {}
    rows = Signature.objects.visible_to(actor).filter(case=case).select_related("witness")
    for signature in rows.order_by("signed_on", "created_at", "pk"):
        key = signature.plan_id or signature.agreement_id or signature.review_id or signature.charter_id
        found[key] = (*found.get(key, ()), drawn(signature))
    return found


def drawn(signature: Signature) -> Signed:
    return Signed(signature, path_of(signature.drawing, signature.pk) if signature.drawing else "")


def signatures_on(actor: Actor, subject: Subject) -> list[Signed]:
    rows = Signature.objects.visible_to(actor).filter(case=subject.case_id, digest=subject.digest)
    named = SIGNED_AS[type(subject)]
    found = rows.filter(**{named: subject}).select_related("witness").order_by("signed_on", "created_at", "pk")
    return [drawn(signature) for signature in found]


def due_reviews(
    measure: Measure, reviews: Iterable[ProgressReview], months: Iterable[int] | None = None
) -> list[DueReview]:
    """The bilans this accompaniment still owes, the earliest first.

    `months` (those of the dispositif) run from its start, or from its latest reopening; the one of the exit is owed
    once it has ended. `measure` comes with its former exits.
    """
    planned = measure.case.configuration.review_months if months is None else months
    made = [one for one in reviews if one.measure_id == measure.pk and one.state == ReviewState.SETTLED]
    begun = max([measure.started_on, *(former.reopened_on for former in measure.former_exits.all())])
    if measure.state in CLOSED_STATES:
        ended = any(one.kind == ReviewKind.EXIT and one.held_on >= begun for one in made)
        return [] if ended else [DueReview(measure, "Bilan de sortie", measure.ended_on, ReviewKind.EXIT)]
    held = {one.after_months for one in made if one.held_on >= begun}
    owed = [number for number in planned if number not in held and not _passed(made, begun, number)]
    return [_planned(measure, begun, number) for number in sorted(owed)]


def _planned(measure: Measure, begun: date, months: int) -> DueReview:
    return DueReview(measure, f"Bilan à {months} mois", plus_months(begun, months), str(months))


def _passed(made: Iterable[ProgressReview], begun: date, months: int) -> bool:
    """A later bilan stands for one that was never made."""
    later = (one.after_months for one in made if one.after_months and one.held_on >= begun)
    return any(number > months for number in later)


def expected(due: list[DueReview]) -> DueReview | None:
    """The one to make now: the latest whose day has come, or the next to come."""
    past = [one for one in due if one.due_on <= clock.today()]
    return past[-1] if past else next(iter(due), None)


def is_awaited(due: DueReview) -> bool:
    """Its day has come, or comes within two weeks; a suspended accompaniment is not asked for a bilan.

    One that nobody made for half a year is asked for on the page of the plan only.
    """
    ahead = (due.due_on - clock.today()).days
    return -180 <= ahead <= 14 and due.measure.state != MeasureState.SUSPENDED
