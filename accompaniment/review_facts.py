"""The figures of a bilan: what was done between two days, prefilled so that nobody counts by hand."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from accompaniment.agreed_texts import section
from accompaniment.assessment_panel import grid_panel, grids_of
from accompaniment.choices import CONTACT_KINDS, ActionState, InterventionKind, InterventionOutcome, PlanState
from accompaniment.models import Action, Intervention, Measure, Objective, Plan, ProgressReview, Suspension
from accompaniment.plan_choices import ReviewState
from accompaniment.visits import visit_compliance, with_visits
from veille.core.actor import Actor
from veille.core.formats import counted, far_date


def since(measure: Measure, until: date) -> date:
    """The day after the last settled bilan before this one; the start of the accompaniment for the first."""
    last = ProgressReview.objects.filter(measure=measure, state=ReviewState.SETTLED, held_on__lt=until)
    found = last.order_by("-held_on").values_list("held_on", flat=True).first()
    return found + timedelta(days=1) if found else (measure.started_on or measure.decided_on)


def plan_of(measure: Measure) -> Plan | None:
    """The plan in force; without one, the last that was agreed."""
    plans = Plan.objects.filter(measure=measure, agreed_on__isnull=False)
    return plans.order_by("-version").first()


def facts(measure: Measure, plan: Plan | None, until: date, by: Actor) -> dict[str, Any]:
    """Sections of figures, as `agreed_texts` prints them, since the last bilan; the grids, as far as she reads."""
    first = since(measure, until)
    found = [section(f"Du {far_date(first)} au {far_date(until)}", _meetings(measure, first, until))]
    if plan is not None:
        found.append(section("Où en sont les objectifs", _objectives(plan)))
    found.append(section("Avant et maintenant", _grids(measure, until, by)))
    return {"sections": [one for one in found if one["lines"]]}


def _meetings(measure: Measure, first: date, until: date) -> Iterator[str]:
    rows = Intervention.objects.filter(measure=measure, happened_on__gte=first, happened_on__lte=until)
    met = Q(kind__in=CONTACT_KINDS, outcome=InterventionOutcome.EFFECTIVE)
    missed = Q(outcome=InterventionOutcome.NO_SHOW)
    told = rows.aggregate(
        met=Count("pk", filter=met & ~Q(kind=InterventionKind.HOME_VISIT)),
        missed=Count("pk", filter=missed),
        steps=Count("pk", filter=Q(kind=InterventionKind.ACCOMPANIED_STEP)),
        partners=Count("pk", filter=Q(kind=InterventionKind.PARTNER_CONTACT)),
    )
    yield _visits(measure, first, until)
    if told["met"]:
        yield f"Autres rencontres et échanges avec le ménage : {told['met']}."
    if told["steps"]:
        yield f"Démarches faites ensemble : {told['steps']}."
    if told["partners"]:
        yield f"Contacts avec les partenaires : {told['partners']}."
    if told["missed"]:
        yield f"Rendez-vous sans rencontre : {told['missed']}."
    yield from _pauses(measure, first, until)


def _visits(measure: Measure, first: date, until: date) -> str:
    """Done against due (P-08); where nothing was due, what was done."""
    counted_measure = with_visits(Measure.objects.filter(pk=measure.pk)).get()
    rate = visit_compliance(counted_measure, until=until, since=first)
    due = f" pour {counted(rate.total, 'prévue')}" if rate.total else ""
    return f"Visites à domicile : {counted(rate.n, 'faite')}{due}."


def _pauses(measure: Measure, first: date, until: date) -> Iterator[str]:
    held = Suspension.objects.filter(measure=measure, starts_on__lte=until)
    for pause in held.filter(Q(ends_on=None) | Q(ends_on__gte=first)).order_by("starts_on", "pk"):
        days = f"du {far_date(pause.starts_on)} au {far_date(pause.ends_on)}" if pause.ends_on else "en ce moment"
        yield f"Accompagnement suspendu {days}."


def _grids(measure: Measure, until: date, by: Actor) -> Iterator[str]:
    """The first grid beside the last one filled by then: how many areas moved, and which."""
    filled = [grid for grid in grids_of(by, [measure]) if grid.assessed_on <= until]
    compared = grid_panel(measure, filled).compared
    if compared is None:
        return
    yield compared.sentence
    for row in compared.rows:
        if row.trend not in ("", "stable"):
            yield f"{row.label} : {row.trend}."


def _objectives(plan: Plan) -> Iterator[str]:
    waiting: dict[Any, list[str]] = {}
    for state, objective in Action.objects.filter(objective__plan=plan).values_list("state", "objective"):
        waiting.setdefault(objective, []).append(state)
    for objective in Objective.objects.filter(plan=plan).order_by("position", "pk"):
        states = waiting.get(objective.pk, [])
        parts = [objective.get_outcome_display(), objective.result, _actions(states)]
        yield f"{objective.label} : " + " ; ".join(part for part in parts if part) + "."


def _actions(states: list[str]) -> str:
    kept = [state for state in states if state != ActionState.CANCELLED]
    done = kept.count(ActionState.DONE)
    return f"{counted(done, 'action faite', 'actions faites')} sur {len(kept)}" if kept else ""


def done_and_left(plan: Plan | None) -> tuple[str, str]:
    """What a bilan is begun with: the actions done, and those still to be done, one a line."""
    if plan is None:
        return "", ""
    actions = Action.objects.filter(objective__plan=plan).order_by("objective__position", "position", "pk")
    done = [action.label for action in actions if action.state == ActionState.DONE]
    left = [_to_do(action) for action in actions if action.state in (ActionState.TODO, ActionState.DOING)]
    is_open = plan.state != PlanState.CLOSED
    return "\n".join(done), "\n".join(left) if is_open else ""


def _to_do(action: Action) -> str:
    due = f", pour le {far_date(action.due_on)}" if action.due_on else ""
    return f"{action.label} ({action.who}{due})"
