"""The life of a measure: opened, started, suspended, resumed, raised or lowered, ended, watched, reopened."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment import guards
from accompaniment.choices import MEASURE_MOVES, MeasureState
from accompaniment.coordination.choices import RELAY_MOVES, RelayState
from accompaniment.models import CaseRelay, Diagnosis, FormerExit, Measure, MeasureLevel, Suspension
from households.grants import GrantLevel
from households.models import Case
from households.services import grant_access
from partners.models import Organisation
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import far_date
from veille.core.offers import offered
from veille.core.transitions import move


@transaction.atomic
def open_measure(
    *,
    case: Case,
    operator: Organisation,
    level: str,
    rhythm: str,
    weight: Decimal,
    decided_by: str,
    decided_on: date,
    by: Actor,
    diagnosis: Diagnosis | None = None,
    next_review_on: date | None = None,
) -> Measure:
    """Open the measure that a decision gives to an operator; it waits for its start.

    The operator leads the case from then on. Raises ValidationError when a measure is already open, when
    the level is unknown, or when the operator made the diagnosis and the dispositif wants two.
    """
    if case.configuration.level(level) is None:
        raise ValidationError("Ce niveau n’existe pas dans ce dispositif.")
    guards.check_operator(case, operator, diagnosis)
    measure = Measure(
        case=case, operator=operator, diagnosis=diagnosis, decided_on=decided_on, next_review_on=next_review_on
    )
    measure.full_clean()
    measure.save()
    _add_level(measure, level=level, rhythm=rhythm, weight=weight, decided_by=decided_by, on=decided_on)
    ground = f"Opérateur de l’accompagnement décidé le {far_date(decided_on)}"
    grant_access(case=case, organisation=operator, level=GrantLevel.LEAD, ground=ground, by=by)
    audit.record("measure.opened", measure, by=by, changes={"operator": str(operator.pk), "level": level})
    return measure


@transaction.atomic
def start_measure(*, measure: Measure, by: Actor, on: date | None = None, without_adhesion: str = "") -> Measure:
    """Start the accompaniment, by its preparation where the dispositif has one."""
    on = on or clock.today()
    guards.check_day(on, not_before=measure.decided_on, what="Début de l’accompagnement")
    guards.check_start(measure, without_adhesion=without_adhesion)
    guards.check_level(measure.case, current_level(measure, on).level, on=on)
    prepares = measure.case.configuration.preparation_months > 0
    to = MeasureState.PREPARATION if prepares else MeasureState.ACTIVE
    before = move(
        measure,
        to,
        allowed=_only_from(MeasureState.NOT_STARTED),
        started_on=on,
        activated_on=None if prepares else on,
        start_without_adhesion=without_adhesion,
    )
    audit.record("measure.started", measure, by=by, changes={"state": [before, measure.state]})
    return measure


@transaction.atomic
def activate_measure(*, measure: Measure, by: Actor, on: date | None = None) -> Measure:
    """End the preparation, or the relay that did not hold: the accompaniment is active."""
    on = on or clock.today()
    guards.check_day(on, not_before=measure.started_on, what="Accompagnement actif")
    allowed = _only_from(MeasureState.PREPARATION, MeasureState.RELAY)
    before = move(measure, MeasureState.ACTIVE, allowed=allowed, activated_on=measure.activated_on or on)
    _take_relays_back(measure)
    audit.record("measure.activated", measure, by=by, changes={"state": [before, measure.state]})
    return measure


@transaction.atomic
def suspend_measure(*, measure: Measure, reason: str, by: Actor, on: date | None = None) -> Suspension:
    """Pause the accompaniment from a day on; its days leave the visits due and the delays."""
    on = on or clock.today()
    guards.check_day(on, not_before=measure.started_on, what="Suspension")
    before = move(measure, MeasureState.SUSPENDED, allowed=MEASURE_MOVES)
    suspension = Suspension(measure=measure, reason=reason, starts_on=on, decided_by=by.user)
    suspension.full_clean()
    suspension.save()
    audit.record("measure.suspended", measure, by=by, changes={"state": [before, measure.state], "reason": reason})
    _tell(measure, "suspend", by)
    return suspension


@transaction.atomic
def resume_measure(*, measure: Measure, by: Actor, on: date | None = None) -> Measure:
    """Take the accompaniment up again, in the preparation if that is where it had stopped."""
    on = on or clock.today()
    suspension = _open_suspension(measure)
    guards.check_day(on, not_before=suspension.starts_on if suspension else None, what="Reprise")
    unprepared = measure.activated_on is None and measure.case.configuration.preparation_months > 0
    to = MeasureState.PREPARATION if unprepared else MeasureState.ACTIVE
    before = move(measure, to, allowed=_only_from(MeasureState.SUSPENDED))
    _end_suspension(suspension, on)
    audit.record("measure.resumed", measure, by=by, changes={"state": [before, measure.state]})
    _tell(measure, "reactivate", by)
    return measure


@transaction.atomic
def begin_relay(*, measure: Measure, by: Actor, on: date | None = None) -> Measure:
    """Somebody else takes over little by little: the last stretch before the end."""
    on = on or clock.today()
    guards.check_day(on, not_before=measure.started_on, what="Relais")
    suspension = _open_suspension(measure)
    before = move(measure, MeasureState.RELAY, allowed=MEASURE_MOVES)
    _end_suspension(suspension, on)
    audit.record("measure.relayed", measure, by=by, changes={"state": [before, measure.state]})
    return measure


@transaction.atomic
def change_level(
    *, measure: Measure, level: str, rhythm: str, weight: Decimal, decided_by: str, by: Actor, on: date | None = None
) -> MeasureLevel:
    """Raise or lower the accompaniment from a day on; the former level keeps its days."""
    on = on or clock.today()
    Measure.objects.select_for_update().get(pk=measure.pk)
    former = current_level(measure, on)
    guards.check_day(on, not_before=former.starts_on, what="Changement de niveau")
    if measure.state in (MeasureState.ENDED, MeasureState.WATCH):
        raise ValidationError("Cet accompagnement est terminé : son niveau ne change plus.")
    guards.check_level(measure.case, level, on=on)
    if former.starts_on == on:
        former.delete()
    else:
        former.ends_on = on - timedelta(days=1)
        former.save(update_fields=["ends_on"])
    new = _add_level(measure, level=level, rhythm=rhythm, weight=weight, decided_by=decided_by, on=on)
    audit.record("measure.level_changed", measure, by=by, changes={"level": [former.level, level]})
    return new


@transaction.atomic
def end_measure(*, measure: Measure, reason: str, outcome: str, by: Actor, on: date | None = None) -> Measure:
    """End the accompaniment: why, and where the household lives. An open plan is left to be closed by its author."""
    on = on or clock.today()
    suspension = _open_suspension(measure)
    not_before = suspension.starts_on if suspension else measure.started_on or measure.decided_on
    guards.check_day(on, not_before=not_before, what="Fin de l’accompagnement")
    guards.check_exit(measure.case, reason=reason, outcome=outcome)
    before = move(
        measure,
        MeasureState.ENDED,
        allowed={**MEASURE_MOVES, MeasureState.WATCH: set()},
        ended_on=on,
        exit_reason=reason,
        exit_outcome=outcome,
        next_review_on=None,
    )
    _end_suspension(suspension, on)
    audit.record("measure.ended", measure, by=by, changes={"state": [before, measure.state], "reason": reason})
    _tell(measure, "end", by)
    return measure


@transaction.atomic
def watch_measure(*, measure: Measure, watching: bool, by: Actor, next_review_on: date | None = None) -> Measure:
    """Keep an eye on a household after the end, or stop doing so."""
    to = MeasureState.WATCH if watching else MeasureState.ENDED
    allowed = _only_from(MeasureState.ENDED) if watching else _only_from(MeasureState.WATCH)
    before = move(measure, to, allowed=allowed, next_review_on=next_review_on)
    audit.record("measure.watched", measure, by=by, changes={"state": [before, measure.state]})
    return measure


@transaction.atomic
def reopen_measure(*, measure: Measure, by: Actor, on: date | None = None) -> Measure:
    """Droit au recommencement: the accompaniment goes on, its former end stays in the history."""
    on = on or clock.today()
    guards.check_day(on, not_before=measure.ended_on, what="Reprise")
    if measure.case.closed_on:
        raise ValidationError("Ce dossier est clos : rouvrez-le avant de reprendre l’accompagnement.")
    if Measure.objects.filter(case=measure.case_id, ended_on=None).exclude(pk=measure.pk).exists():
        raise ValidationError("Un autre accompagnement est ouvert sur ce dossier.")
    former = _former_exit(measure, on, by)
    before = move(
        measure,
        MeasureState.ACTIVE,
        allowed=_only_from(MeasureState.ENDED, MeasureState.WATCH),
        started_on=measure.started_on or on,
        activated_on=measure.activated_on or on,
        ended_on=None,
        exit_reason="",
        exit_outcome="",
    )
    former.save()
    audit.record("measure.reopened", measure, by=by, changes={"state": [before, measure.state]})
    _tell(measure, "reopen", by)
    return measure


def _former_exit(measure: Measure, on: date, by: Actor) -> FormerExit:
    return FormerExit(
        measure=measure,
        ended_on=measure.ended_on,
        reopened_on=on,
        exit_reason=measure.exit_reason,
        exit_outcome=measure.exit_outcome,
        reopened_by=by.user,
    )


@transaction.atomic
def plan_review(*, measure: Measure, on: date, by: Actor) -> Measure:
    """Say when the accompaniment is looked at again."""
    if on < clock.today():
        raise ValidationError("Le prochain point : indiquez une date à venir.")
    measure.next_review_on = on
    measure.save(update_fields=["next_review_on"])
    audit.record("measure.review_planned", measure, by=by, changes={"next_review_on": on.isoformat()})
    return measure


def current_level(measure: Measure, on: date) -> MeasureLevel:
    """The level of a day; before the first one, the first; after the last one, the last."""
    levels = MeasureLevel.objects.filter(measure=measure).order_by("starts_on")
    return levels.filter(starts_on__lte=on).last() or levels.first()


def _only_from(*states: str) -> dict[str, set[str]]:
    """The table of moves, for an act that starts from these states alone."""
    return {state: MEASURE_MOVES[state] for state in states}


def _add_level(
    measure: Measure, *, level: str, rhythm: str, weight: Decimal, decided_by: str, on: date
) -> MeasureLevel:
    row = MeasureLevel(measure=measure, level=level, rhythm=rhythm, weight=weight, decided_by=decided_by, starts_on=on)
    row.full_clean()
    row.save()
    return row


def _open_suspension(measure: Measure) -> Suspension | None:
    return Suspension.objects.select_for_update().filter(measure=measure, ends_on=None).first()


def _end_suspension(suspension: Suspension | None, on: date) -> None:
    """The day of the return is a day of accompaniment; a pause that ends the day it began never was."""
    if suspension is None:
        return
    if suspension.starts_on == on:
        suspension.delete()
        return
    suspension.ends_on = on - timedelta(days=1)
    suspension.save(update_fields=["ends_on"])


def _take_relays_back(measure: Measure) -> None:
    """The relay that carried it did not hold; the line of the journal is that of the measure."""
    carrying = CaseRelay.objects.filter(measure=measure, carries_measure=True, state=RelayState.UNDER_WAY)
    for relay in carrying.order_by("pk"):
        move(relay, RelayState.TAKEN_BACK, allowed=RELAY_MOVES, closed_on=clock.today())


def _tell(measure: Measure, act: str, by: Actor) -> None:
    """Whoever asked for this act learns that it is done, in the same transaction."""
    for told in offered("measure_acts"):
        told(measure=measure, act=act, by=by)
