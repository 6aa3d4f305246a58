"""What awaits a person about the housing: leases and stays that end, deadlines, holds asked or ending."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from households.choices import HoldState, LeaseResult
from households.housing_due import Due, due_of_lease, due_of_stay
from households.models import Case, HousingPeriod, ProcedureHold, ProcedureStep, SlidingLease, StayTerm
from households.todo import her_cases
from households.todo_lines import Line, told
from partners.models import DispositifVersion
from partners.object_rights import may
from partners.roles import Right, Section
from partners.support_rules import StayRules
from veille.core import clock, reference
from veille.core.actor import Actor
from veille.core.todo import Kind, Topic, WorkItem

_STEP = Kind("procedure_deadline", "Procédure : échéance qui approche", Topic.DEADLINES)
_HOLD_ASKED = Kind("hold_asked", "Mise en attente de la procédure demandée", Topic.DEADLINES)
_HOLD_ENDS = Kind("hold_ends", "Mise en attente de la procédure qui prend fin", Topic.DEADLINES)
# How long before its day each is told.
_DEADLINE_DAYS = 30
_HOLD_DAYS = 14


def work_items(actor: Actor) -> list[WorkItem]:
    """The lines, with the names the actor may read (journalled as one list)."""
    hers = her_cases(actor).values("pk")
    lines = [
        *_leases(actor, hers),
        *_stays(actor, hers),
        *_deadlines(actor, hers),
        *_asked(actor),
        *_ending(actor, hers),
    ]
    return told(actor, lines)


def _address(name: str, *keys) -> str:
    return reverse(f"households:{name}", args=keys)


def _leases(actor: Actor, hers: QuerySet) -> Iterator[Line]:
    """Conventions whose prefect is to be told, whose term or review comes, whose review nobody has planned."""
    mine = SlidingLease.objects.visible_to(actor, Right.WRITE).filter(result=LeaseResult.PENDING, case__in=hers)
    leases = list(mine.select_related("case").prefetch_related("reviews").order_by("term_on", "pk"))
    rules = _rules({lease.case.rules_id for lease in leases})
    for lease in leases:
        yield from _told(lease.case, due_of_lease(lease, lease.reviews.all(), rules[lease.case.rules_id]))


def _stays(actor: Actor, hers: QuerySet) -> Iterator[Line]:
    """Temporary stays whose term comes, or that have none."""
    rules = _rules(her_cases(actor).order_by().values_list("rules", flat=True).distinct())
    modalities = sorted({modality for stay in rules.values() for modality in stay.modalities})
    running = HousingPeriod.objects.visible_to(actor, Right.WRITE).current(clock.today())
    terms = Prefetch("terms", StayTerm.objects.visible_to(actor).order_by("rank"), to_attr="told_terms")
    rows = running.filter(case__in=hers, modality__in=modalities).select_related("case").prefetch_related(terms)
    for period in rows.order_by("pk"):
        last = period.told_terms[-1] if period.told_terms else None
        due = due_of_stay(period, last, rules[period.case.rules_id])
        yield from _told(period.case, [due] if due else [])


def _rules(versions_of: Iterable[UUID]) -> dict[UUID, StayRules]:
    """Version of a dispositif → what it says of stays and leases, in one query."""
    versions = DispositifVersion.objects.in_bulk(set(versions_of))
    return {key: version.configuration.stay for key, version in versions.items()}


def _told(case: Case, found: Iterable[Due]) -> Iterator[Line]:
    for due in found:
        if due.is_told:
            yield Line(due.kind, due.about, case, due.title, due.since, due.due, due.url, due.action)


def _deadlines(actor: Actor, hers: QuerySet) -> Iterator[Line]:
    """For who keeps the procedure and notes what follows, and for who accompanies the household."""
    soon = clock.today() + timedelta(days=_DEADLINE_DAYS)
    steps = ProcedureStep.objects.visible_to(actor).current().filter(due_on__lte=soon, case__closed_on=None)
    kept = Case.objects.visible_to(actor, Section.PROCEDURE, Right.WRITE)
    mine = steps.filter(Q(case__in=kept.values("pk")) | Q(case__in=hers)).select_related("case")
    found = list(mine.order_by("due_on", "pk"))
    keeps = _among(kept, found)
    for step in found:
        title = f"Procédure, échéance : {reference.label('procedure_step', step.step)}"
        address, label = _to_procedure(step.case_id)
        if step.case_id in keeps:
            address, label = _address("step_add", step.case_id), "Noter la suite"
        yield Line(_STEP, step.pk, step.case, title, step.starts_on, step.due_on, address, label)


def _to_procedure(case: UUID) -> tuple[str, str]:
    """Where who can only read it follows it."""
    return f"{_address('case_housing', case)}#steps", "Voir la procédure"


def _among(cases: QuerySet, rows: list) -> set[UUID]:
    """Of the files of these rows, those of the query."""
    return set(cases.filter(pk__in=[row.case_id for row in rows]).values_list("pk", flat=True)) if rows else set()


def _asked(actor: Actor) -> Iterator[Line]:
    """Holds asked of her organisation, for who answers."""
    if not may(actor, "procedure_hold_decide", "W"):
        return
    asked = ProcedureHold.objects.visible_to(actor, Right.WRITE).filter(
        state=HoldState.ASKED, landlord=actor.organisation_id, case__closed_on=None
    )
    for hold in asked.select_related("case").order_by("asked_on", "pk"):
        address = _address("hold_decide", hold.case_id, hold.pk)
        title = "Mise en attente de la procédure demandée"
        yield Line(_HOLD_ASKED, hold.pk, hold.case, title, hold.asked_on, None, address, "Répondre")


def _ending(actor: Actor, hers: QuerySet) -> Iterator[Line]:
    """Holds that end soon and that no other follows, for who renews them and for who accompanies the household."""
    last = clock.today() + timedelta(days=_HOLD_DAYS)
    holds = ProcedureHold.objects.visible_to(actor).standing().unfollowed()
    concerned = Q(case__in=hers)
    if may(actor, "procedure_hold_decide", "W"):
        concerned |= Q(landlord=actor.organisation_id)
    near = holds.filter(concerned, ends_on__lte=last, case__closed_on=None).select_related("case")
    found = list(near.order_by("ends_on", "pk"))
    decided, asked = _deciding(actor, found), _asking(actor, found)
    for hold in found:
        address, label = _to_procedure(hold.case_id)
        if hold.case_id in decided and hold.landlord_id == actor.organisation_id:
            address, label = _address("hold_give", hold.case_id), "Prolonger"
        elif hold.case_id in asked:
            address, label = _address("hold_ask", hold.case_id), "Demander la suite"
        title = "La mise en attente de la procédure prend fin"
        yield Line(_HOLD_ENDS, hold.pk, hold.case, title, hold.starts_on, hold.ends_on, address, label)


def _deciding(actor: Actor, holds: list[ProcedureHold]) -> set[UUID]:
    """The files where she may hold the procedure of her organisation, as `can_decide_hold` says."""
    if not may(actor, "procedure_hold_decide", "W"):
        return set()
    return _among(Case.objects.visible_to(actor, Section.PROCEDURE, Right.WRITE), holds)


def _asking(actor: Actor, holds: list[ProcedureHold]) -> set[UUID]:
    """The files where she may ask for a hold, as `can_ask_hold` says, of a landlord whose procedure is open."""
    if not may(actor, "procedure_hold_ask", "W"):
        return set()
    seen = Case.objects.visible_to(actor, Section.PROCEDURE, Right.READ)
    known = Case.objects.visible_to(actor, Section.STATE, Right.READ)
    steps = ProcedureStep.objects.visible_to(actor).current()
    return _among(seen.filter(pk__in=known.values("pk"), procedure_steps__in=steps).distinct(), holds)
