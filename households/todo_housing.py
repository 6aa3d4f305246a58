"""What awaits a person about the housing: the prefect to tell, reviews, deadlines, holds asked or ending."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from households.banner import household_names
from households.choices import HoldState, LeaseResult
from households.models import Case, LeaseReview, ProcedureHold, ProcedureStep, SlidingLease
from households.models.leases import PREFECT_NOTICE_MONTHS
from households.todo import her_cases
from partners.object_rights import may
from partners.roles import Right, Section
from veille.core import clock, formats, reads, reference
from veille.core.actor import Actor
from veille.core.models import AccessKind
from veille.core.todo import WorkItem, group_for

# How long before its day each is told.
_REVIEW_DAYS = _DEADLINE_DAYS = _TERM_DAYS = 30
_PREFECT_DAYS = 60
_HOLD_DAYS = 14


@dataclass(frozen=True)
class _Line:
    """What is due about a case, before its name is known."""

    case: Case
    title: str
    since: date
    due: date | None  # None: it waits for an answer, today
    url: str
    action: str


def work_items(actor: Actor) -> list[WorkItem]:
    """The lines, with the names the actor may read (journalled as one list)."""
    hers = her_cases(actor).values("pk")
    lines = [
        *_leases(actor, hers),
        *_reviews(actor, hers),
        *_deadlines(actor, hers),
        *_asked(actor),
        *_ending(actor, hers),
    ]
    if not lines:
        return []
    reads.record(sorted({line.case.pk for line in lines}), section="todo", kind=AccessKind.LIST)
    names, known = household_names(actor, [line.case for line in lines]), set(_known(actor, lines))
    return [_item(line, names, line.case.pk in known) for line in lines]


def _known(actor: Actor, lines: list[_Line]) -> QuerySet:
    """The files of which she reads the state: to litigation staff, neither number nor door."""
    cases = Case.objects.visible_to(actor, Section.STATE, Right.READ)
    return cases.filter(pk__in={line.case.pk for line in lines}).values_list("pk", flat=True)


def _item(line: _Line, names: dict, is_known: bool) -> WorkItem:
    return WorkItem(
        group=group_for(line.due or clock.today()),
        door=line.case.door if is_known else None,
        number=line.case.number if is_known else "",
        name=names.get(line.case.household_id, ""),
        title=line.title,
        since=line.since,
        due=line.due,
        url=line.url,
        action_label=line.action,
    )


def _address(name: str, *keys) -> str:
    return reverse(f"households:{name}", args=keys)


def _leases(actor: Actor, hers: QuerySet) -> Iterator[_Line]:
    """Conventions whose prefect is to be told, or whose term has come."""
    today = clock.today()
    before = formats.plus_months(today + timedelta(days=_PREFECT_DAYS), PREFECT_NOTICE_MONTHS)
    waiting = Q(prefect_told_on=None, term_on__lte=before) | Q(term_on__lte=today + timedelta(days=_TERM_DAYS))
    mine = SlidingLease.objects.visible_to(actor, Right.WRITE).filter(
        waiting, result=LeaseResult.PENDING, case__in=hers
    )
    for lease in mine.select_related("case").order_by("term_on", "pk"):
        keys = (lease.case_id, lease.pk)
        if lease.prefect_told_on is None:
            words = ("Bail glissant : informer le préfet", lease.prefect_due_on)
            yield _Line(lease.case, words[0], lease.signed_on, words[1], _address("lease_prefect", *keys), "Noter")
        else:
            title = "Bail glissant : le terme approche"
            address = _address("lease_settle", *keys)
            yield _Line(lease.case, title, lease.signed_on, lease.term_on, address, "Noter l’issue")


def _reviews(actor: Actor, hers: QuerySet) -> Iterator[_Line]:
    soon = clock.today() + timedelta(days=_REVIEW_DAYS)
    mine = LeaseReview.objects.visible_to(actor, Right.WRITE).filter(
        done_on=None, planned_on__lte=soon, lease__result=LeaseResult.PENDING, case__in=hers
    )
    for review in mine.select_related("case", "lease").order_by("planned_on", "pk"):
        address = _address("lease_review_conclude", review.case_id, review.lease_id, review.pk)
        yield _Line(review.case, "Bilan du bail glissant", review.lease.signed_on, review.planned_on, address, "Noter")


def _deadlines(actor: Actor, hers: QuerySet) -> Iterator[_Line]:
    """For who keeps the procedure, and for who accompanies the household."""
    soon = clock.today() + timedelta(days=_DEADLINE_DAYS)
    steps = ProcedureStep.objects.visible_to(actor).current().filter(due_on__lte=soon, case__closed_on=None)
    kept = Case.objects.visible_to(actor, Section.PROCEDURE, Right.WRITE).values("pk")
    mine = steps.filter(Q(case__in=kept) | Q(case__in=hers))
    for step in mine.select_related("case").order_by("due_on", "pk"):
        title = f"Procédure, échéance : {reference.label('procedure_step', step.step)}"
        address = _address("case_housing", step.case_id)
        yield _Line(step.case, title, step.starts_on, step.due_on, address, "Voir la procédure")


def _asked(actor: Actor) -> Iterator[_Line]:
    """Holds asked of her organisation, for who answers."""
    if not may(actor, "procedure_hold_decide", "W"):
        return
    asked = ProcedureHold.objects.visible_to(actor, Right.WRITE).filter(
        state=HoldState.ASKED, landlord=actor.organisation_id, case__closed_on=None
    )
    for hold in asked.select_related("case").order_by("asked_on", "pk"):
        address = _address("hold_decide", hold.case_id, hold.pk)
        title = "Mise en attente de la procédure demandée"
        yield _Line(hold.case, title, hold.asked_on, None, address, "Répondre")


def _ending(actor: Actor, hers: QuerySet) -> Iterator[_Line]:
    """Holds that end soon and that no other follows, for who renews them and for who accompanies the household."""
    last = clock.today() + timedelta(days=_HOLD_DAYS)
    holds = (
        ProcedureHold.objects.visible_to(actor)
        .standing()
        .filter(ends_on__lte=last, renewals=None, case__closed_on=None)
    )
    concerned = Q(case__in=hers)
    if may(actor, "procedure_hold_decide", "W"):
        concerned |= Q(landlord=actor.organisation_id)
    for hold in holds.filter(concerned).select_related("case").order_by("ends_on", "pk"):
        address = _address("case_housing", hold.case_id)
        title = "La mise en attente de la procédure prend fin"
        yield _Line(hold.case, title, hold.starts_on, hold.ends_on, address, "Voir la procédure")
