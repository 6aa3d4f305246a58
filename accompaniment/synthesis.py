"""What this package says of a file on one page: the accompaniment, what was agreed, the last contacts."""

from collections.abc import Iterator

from accompaniment.choices import ActionState, InterventionOutcome, PlanState
from accompaniment.measure_panel import measure_panels
from accompaniment.models import Action, Assessment, Intervention, Objective, Solicitation
from accompaniment.papers import shared_summaries
from households.models import Case
from households.permissions import section_rights
from partners.roles import Section
from veille.core import clock, formats, reference
from veille.core.actor import Actor
from veille.core.synthesis import Part, part

_LAST_CONTACTS = 4


def parts(actor: Actor, case: Case) -> Iterator[Part]:
    yield from part("L’accompagnement", _measure(actor, case), Section.MEASURE)
    yield from part("Ce qui est convenu", _objectives(actor, case), Section.PLAN_SHARED)
    yield from part("Dernier bilan partagé", _summary(actor, case), Section.SUMMARY)
    yield from part("Dernière évaluation partagée", _assessed(actor, case), Section.SUMMARY)
    yield from part("Sollicitations en attente", _asked(actor, case), Section.INTERVENTIONS_SHARED)
    yield from part("Derniers contacts", _contacts(actor, case), Section.INTERVENTIONS_SHARED)


def _measure(actor: Actor, case: Case) -> Iterator[tuple[str, str]]:
    """The latest measure; of one known by its state alone, the state."""
    panel = next(iter(measure_panels(actor, case, section_rights(actor, case))), None)
    if panel is None:
        return
    yield "État", panel.sentence
    if panel.measure is not None:
        yield "Opérateur", panel.measure.operator.name
        review = panel.measure.next_review_on
        yield "Prochain point", formats.far_date(review) if review else ""


def _objectives(actor: Actor, case: Case) -> Iterator[tuple[str, str]]:
    objectives = Objective.objects.visible_to(actor).filter(case=case, plan__state=PlanState.AGREED)
    actions = Action.objects.visible_to(actor).filter(objective__in=objectives.values("pk"))
    waiting: dict = {}
    for action in actions.exclude(state__in=[ActionState.DONE, ActionState.CANCELLED]).order_by("due_on", "pk"):
        due = f" pour le {formats.far_date(action.due_on)}" if action.due_on else ""
        waiting.setdefault(action.objective_id, []).append(f"{action.label} ({action.who}{due})")
    for objective in objectives.order_by("position", "pk"):
        steps = " ; ".join(waiting.get(objective.pk, ()))
        told = f"{objective.label} – {steps}" if steps else objective.label
        yield reference.label("life_area", objective.theme), told


def _summary(actor: Actor, case: Case) -> Iterator[tuple[str, str]]:
    """What the household lets be read of its last bilan."""
    for summary in list(shared_summaries(actor, case))[:1]:
        yield formats.far_date(summary.review.held_on), summary.text


def _assessed(actor: Actor, case: Case) -> Iterator[tuple[str, str]]:
    """The shareable line of the last grid that has one."""
    grids = Assessment.objects.told_to(actor).filter(case=case).order_by("-assessed_on", "-pk")
    for grid in grids[:1]:
        yield formats.far_date(grid.assessed_on), grid.shared_line


def _asked(actor: Actor, case: Case) -> Iterator[tuple[str, str]]:
    """What still waits for an answer, and from whom; under the same right as the contacts it is printed beside."""
    rows = Solicitation.objects.visible_to(actor).waiting().filter(case=case).select_related("organisation")
    for row in rows.order_by("received_at", "pk"):
        received = row.received_at.astimezone(clock.PARIS)
        yield formats.far_date(received), f"{row.get_origin_display()} – {row.organisation.short_name} doit répondre"


def _contacts(actor: Actor, case: Case) -> Iterator[tuple[str, str]]:
    rows = Intervention.objects.visible_to(actor).filter(case=case, outcome=InterventionOutcome.EFFECTIVE)
    for row in rows.select_related("organisation").order_by("-happened_on", "-started_at", "pk")[:_LAST_CONTACTS]:
        yield formats.far_date(row.happened_on), f"{row.get_kind_display()} ({row.organisation.short_name})"
