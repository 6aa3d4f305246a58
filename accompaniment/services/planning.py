"""Visits agreed with a household: planned, moved, given up; done by what is noted."""

from datetime import date, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.choices import (
    VISIT_MOVES,
    InterventionKind,
    InterventionOutcome,
    MeasureState,
    VisitReason,
    VisitState,
)
from accompaniment.models import Intervention, Measure, PlannedVisit
from households.models import Case, CaseTeamMember, HousingPeriod, TeamPart
from partners.configuration import Door
from partners.models import User
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import plus_months
from veille.core.transitions import move

# An appointment is kept by a visit of its day or of the days around; one owed since a move, by any of its month.
_NEAR = timedelta(days=3)
_AROUND_MOVE = timedelta(days=31)
_FURTHEST = timedelta(days=366)
_FRIDAY = 4
_KEPT_BY = (InterventionKind.HOME_VISIT, InterventionKind.NO_SHOW)
_FOLLOWED = (MeasureState.PREPARATION, MeasureState.ACTIVE, MeasureState.RELAY, MeasureState.WATCH)


@transaction.atomic
def plan_visit(
    *,
    case: Case,
    on: date,
    by: Actor,
    starts_at: time | None = None,
    minutes: int = 45,
    worker: User | None = None,
    reason: str = VisitReason.APPOINTMENT,
) -> PlannedVisit:
    """Agree on a day; who plans goes herself, unless she names somebody of the team."""
    _check_day(on, case)
    visit = PlannedVisit(
        case=case,
        measure=running_measure(case),
        organisation=by.organisation,
        worker=worker or by.user,
        reason=reason,
        due_on=on,
        starts_at=starts_at,
        minutes=minutes,
    )
    visit.full_clean()
    visit.save()
    audit.record("visit.planned", visit, by=by, changes={"due_on": on.isoformat()})
    return visit


@transaction.atomic
def move_visit(
    *, visit: PlannedVisit, on: date, by: Actor, starts_at: time | None, minutes: int, worker: User | None
) -> PlannedVisit:
    """Another day, hour or person; one given up is agreed anew. It is from then on in the calendar of who moves it."""
    _check_day(on, visit.case)
    if visit.state == VisitState.CANCELLED:
        move(visit, VisitState.PLANNED, allowed=VISIT_MOVES)
    stored = PlannedVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if stored.state != VisitState.PLANNED:
        raise ValidationError("Cette visite est déjà faite : prévoyez-en une autre.")
    before = stored.due_on
    stored.due_on, stored.starts_at, stored.minutes, stored.worker = on, starts_at, minutes, worker
    stored.organisation = by.organisation
    stored.full_clean()
    stored.save(update_fields=["due_on", "starts_at", "minutes", "worker", "organisation"])
    audit.record("visit.moved", stored, by=by, changes={"due_on": [before.isoformat(), on.isoformat()]})
    return stored


@transaction.atomic
def cancel_visit(*, visit: PlannedVisit, by: Actor) -> PlannedVisit:
    """It will not take place; nothing is held against anybody."""
    before = move(visit, VisitState.CANCELLED, allowed=VISIT_MOVES)
    audit.record("visit.cancelled", visit, by=by, changes={"state": [before, visit.state]})
    return visit


def _check_day(on: date, case: Case) -> None:
    if case.closed_on:
        raise ValidationError("Ce dossier est clos : rouvrez-le avant de prévoir une visite.")
    if not clock.today() <= on <= clock.today() + _FURTHEST:
        raise ValidationError({"due_on": "Indiquez un jour à venir, dans l’année."})


def running_measure(case: Case) -> Measure | None:
    return Measure.objects.filter(case=case).exclude(state=MeasureState.ENDED).order_by("-decided_on").first()


def complete_visit(intervention: Intervention, visit: PlannedVisit | None = None) -> None:
    """Mark what was planned as done; the line of the journal is that of the intervention.

    An appointment is over even when nobody was there: the absence is what was noted. A visit owed since a
    relogement stays owed until somebody was met.
    """
    met = intervention.outcome == InterventionOutcome.EFFECTIVE
    if visit is None:
        visit = _waiting_for(intervention, met)
    if visit is None or (visit.reason == VisitReason.AFTER_MOVE and not met):
        return
    if visit.state == VisitState.PLANNED:
        move(visit, VisitState.DONE, allowed=VISIT_MOVES, intervention=intervention)


def _waiting_for(intervention: Intervention, met: bool) -> PlannedVisit | None:
    """The nearest visit of this file that such an intervention keeps."""
    if intervention.kind not in _KEPT_BY:
        return None
    day = intervention.happened_on
    waiting = PlannedVisit.objects.filter(
        case=intervention.case_id,
        organisation=intervention.organisation_id,
        state=VisitState.PLANNED,
        due_on__range=(day - _AROUND_MOVE, day + _AROUND_MOVE),
    )
    kept = [visit for visit in waiting if _is_kept(visit, day, met)]
    return min(kept, key=lambda visit: (abs(visit.due_on - day), visit.due_on, str(visit.pk)), default=None)


def _is_kept(visit: PlannedVisit, day: date, met: bool) -> bool:
    return met if visit.reason == VisitReason.AFTER_MOVE else abs(visit.due_on - day) <= _NEAR


def plan_after_moves() -> int:
    """The visits that a relogement plans by itself, a month ahead of their day; a second pass adds none.

    The dispositif says how many months after the lease. Closed files and suspended accompaniments are left alone.
    """
    today = clock.today()
    signed = HousingPeriod.objects.filter(
        lease_signed_on__isnull=False, ends_on=None, case__door=Door.ACCESS, case__closed_on=None
    )
    made = 0
    for period in signed.select_related("case__rules").order_by("pk"):
        for months in period.case.configuration.visits_after_move_months:
            due = plus_months(period.lease_signed_on, months)
            if abs(due - today) <= _AROUND_MOVE:
                made += _plan_after_move(period.case, due)
    return made


@transaction.atomic
def _plan_after_move(case: Case, due: date) -> bool:
    measure = Measure.objects.filter(case=case, state__in=_FOLLOWED).first()
    if measure is None:
        return False
    lead = CaseTeamMember.objects.current().filter(case=case, part=TeamPart.LEAD, organisation=measure.operator_id)
    member = lead.order_by("pk").first()
    visit, is_new = PlannedVisit.objects.get_or_create(
        case=case,
        anchored_on=due,
        defaults={
            "measure": measure,
            "organisation": measure.operator,
            "worker": member.user if member else None,
            "reason": VisitReason.AFTER_MOVE,
            "due_on": _working_day(due),
        },
    )
    if is_new:
        audit.record("visit.planned", visit, by=None, changes={"due_on": visit.due_on.isoformat()})
    return is_new


def _working_day(day: date) -> date:
    """The same day, or the Monday after a week-end."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > _FRIDAY else 0)
