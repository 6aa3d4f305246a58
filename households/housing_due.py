"""What is due about a sliding lease or a temporary stay, and the act that clears it: À faire and the path read it here.

Each is told some days before its day: nobody learns of a term on the morning it comes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from households.choices import LeaseResult
from households.models import HousingPeriod, LeaseReview, SlidingLease, StayTerm
from partners.support_rules import StayRules
from veille.core import clock
from veille.core.formats import plus_months
from veille.core.todo import Kind, Topic

_PREFECT = Kind("lease_prefect", "Bail glissant : préfet à informer", Topic.DEADLINES)
_TERM = Kind("lease_term", "Bail glissant dont le terme approche", Topic.DEADLINES)
_REVIEW = Kind("lease_review", "Bilan de bail glissant", Topic.DEADLINES)
_STAY = Kind("stay_term", "Séjour temporaire qui prend fin", Topic.DEADLINES)
# How long before its day each is told.
_PREFECT_DAYS = 60
_TERM_DAYS = _REVIEW_DAYS = 30


@dataclass(frozen=True)
class Due:
    """Something to do before a day; `url` is the page of the act, for who writes the housing."""

    kind: Kind
    about: UUID
    title: str
    since: date
    due: date
    told_from: date
    url: str
    action: str

    @property
    def is_told(self) -> bool:
        return self.told_from <= clock.today()


def _due(kind: Kind, about: UUID, title: str, since: date, due: date, days: int, url: str, action: str) -> Due:
    return Due(kind, about, title, since, due, due - timedelta(days=days), url, action)


def due_of_lease(lease: SlidingLease, reviews: Iterable[LeaseReview], rules: StayRules) -> Iterator[Due]:
    """Of a convention that runs: the prefect told, then the term; a review, planned or to plan."""
    if lease.result != LeaseResult.PENDING:
        return
    keys = (lease.case_id, lease.pk)
    if lease.prefect_told_on is None:
        url = reverse("households:lease_prefect", args=keys)
        title = "Bail glissant : informer le préfet"
        yield _due(_PREFECT, lease.pk, title, lease.signed_on, lease.prefect_due_on, _PREFECT_DAYS, url, "Noter")
    else:
        url = reverse("households:lease_settle", args=keys)
        title = "Bail glissant : le terme approche"
        yield _due(_TERM, lease.pk, title, lease.signed_on, lease.term_on, _TERM_DAYS, url, "Noter l’issue")
    yield from _reviews(lease, list(reviews), rules)


def _reviews(lease: SlidingLease, reviews: list[LeaseReview], rules: StayRules) -> Iterator[Due]:
    """The situation is looked at together from time to time (CCH, L442-8-3): a day is always set, until the term."""
    planned = [review for review in reviews if review.done_on is None]
    for review in sorted(planned, key=lambda review: (review.planned_on, review.pk)):
        url = reverse("households:lease_review_conclude", args=[lease.case_id, lease.pk, review.pk])
        title = "Bilan du bail glissant"
        yield _due(_REVIEW, review.pk, title, lease.signed_on, review.planned_on, _REVIEW_DAYS, url, "Noter")
    last = max((review.done_on for review in reviews if review.done_on), default=lease.signed_on)
    following = plus_months(last, rules.lease_review_months)
    if not planned and following <= lease.term_on:
        url = reverse("households:lease_review_plan", args=[lease.case_id, lease.pk])
        title = "Bail glissant : prévoir un bilan"
        yield _due(_REVIEW, lease.pk, title, last, following, _REVIEW_DAYS, url, "Prévoir")


def due_of_stay(period: HousingPeriod, last: StayTerm | None, rules: StayRules) -> Due | None:
    """Of a temporary stay that runs: its term to note, then what follows it to decide."""
    if not is_temporary(period, rules):
        return None
    url = reverse("households:stay_term", args=[period.case_id, period.pk])
    if last is None:
        title, due = "Séjour temporaire : son terme n’est pas noté", plus_months(period.starts_on, rules.months)
        return Due(_STAY, period.pk, title, period.starts_on, due, period.starts_on, url, "Noter le terme")
    title = "Le séjour temporaire prend fin : décider de la suite"
    days = rules.notice_days
    return _due(_STAY, period.pk, title, last.decided_on, last.term_on, days, url, "Renouveler ou conclure")


def is_temporary(period: HousingPeriod, rules: StayRules) -> bool:
    """Whether this situation, which runs, ends at a term in its dispositif."""
    return period.is_current and period.modality in rules.modalities
