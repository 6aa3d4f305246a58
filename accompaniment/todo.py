"""What awaits a person in the accompaniments: start, render, look at again, get in touch, agree."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import prefetch_related_objects
from django.urls import reverse

from accompaniment.caseload import is_led_by, led_measures, measures_without_lead
from accompaniment.choices import (
    RUNNING_STATES,
    DiagnosisState,
    MeasureState,
    PlanState,
)
from accompaniment.clocks import preparation_end
from accompaniment.models import Diagnosis, Measure, Plan, ProgressReview
from accompaniment.papers import due_reviews, expected, is_awaited
from accompaniment.plan_choices import ReviewState
from accompaniment.solicitation_lists import waiting_words
from accompaniment.solicited import carried_by
from households.banner import household_names
from households.last_contacts import last_contacts
from households.models import Case
from households.models.agreements import AGREED
from partners.models import DispositifVersion
from partners.object_rights import may
from partners.roles import MANAGER_ROLES, Right, Section
from veille.core import clock, reads
from veille.core.actor import Actor
from veille.core.formats import counted
from veille.core.models import AccessKind
from veille.core.todo import FOLLOW, LATE, TODAY, WorkItem, group_for

_PLAN_NOTICE = timedelta(days=7)

Line = tuple[Case, WorkItem]


def work_items(actor: Actor) -> list[WorkItem]:
    """The lines of this package, with the names the actor may read (journalled as one list)."""
    measures = list(led_measures(actor))
    lines = [
        *_to_name(actor),
        *_to_start(measures),
        *_to_review(measures),
        *_prepared(measures),
        *_without_contact(actor, measures),
        *_without_adhesion(measures),
        *_plans_to_review(actor),
        *_reviews(actor, measures),
        *_diagnoses(actor),
        *_solicitations(actor),
    ]
    if lines:
        reads.record([case.pk for case, _ in lines], section="todo", kind=AccessKind.LIST)
    names = household_names(actor, [case for case, _ in lines])
    return [replace(item, name=names.get(case.household_id, "")) for case, item in lines]


def _item(case: Case, *, group: str, title: str, since: date, url: str, act: str, due: date | None = None) -> Line:
    item = WorkItem(
        group=group, door=case.door, number=case.number, title=title, since=since, url=url, action_label=act, due=due
    )
    return case, item


def _rules(measures: Iterable[Measure]) -> dict:
    """The configurations of these measures, each read once."""
    versions = DispositifVersion.objects.in_bulk({measure.case.rules_id for measure in measures})
    return {pk: version.configuration for pk, version in versions.items()}


def _to_name(actor: Actor) -> Iterator[Line]:
    """Where a landlord accompanies, its manager says which of its case workers leads."""
    for measure in measures_without_lead(actor):
        yield _item(
            measure.case,
            group=TODAY,
            title="Accompagnement sans référent·e de parcours",
            since=measure.decided_on,
            url=reverse("households:team_add", args=[measure.case_id]),
            act="Désigner",
        )


def _to_start(measures: Iterable[Measure]) -> Iterator[Line]:
    waiting = [measure for measure in measures if measure.state == MeasureState.NOT_STARTED]
    rules = _rules(waiting)
    for measure in waiting:
        due = measure.decided_on + timedelta(days=rules[measure.case.rules_id].first_contact_days)
        yield _item(
            measure.case,
            group=group_for(due),
            title="Accompagnement à démarrer",
            since=measure.decided_on,
            due=due,
            url=reverse("cellule:measure_start", args=[measure.pk]),
            act="Démarrer",
        )


def _to_review(measures: Iterable[Measure]) -> Iterator[Line]:
    soon = clock.today() + _PLAN_NOTICE
    for measure in measures:
        if measure.next_review_on and measure.next_review_on <= soon:
            yield _item(
                measure.case,
                group=group_for(measure.next_review_on),
                title="Point sur l’accompagnement",
                since=measure.started_on or measure.decided_on,
                due=measure.next_review_on,
                url=reverse("accompaniment:measure_review", args=[measure.pk]),
                act="Fixer le prochain",
            )


def _prepared(measures: Iterable[Measure]) -> Iterator[Line]:
    """Preparations that come to their end: the accompaniment becomes active, or somebody says why not."""
    preparing = [measure for measure in measures if measure.state == MeasureState.PREPARATION]
    prefetch_related_objects(preparing, "case__rules", "suspensions", "former_exits")
    for measure in preparing:
        ends_on = preparation_end(measure)
        if ends_on and ends_on <= clock.today() + _PLAN_NOTICE:
            yield _item(
                measure.case,
                group=group_for(ends_on),
                title="Préparation qui s’achève",
                since=measure.started_on,
                due=ends_on,
                url=reverse("accompaniment:measure_activate", args=[measure.pk]),
                act="Terminer la préparation",
            )


def _without_contact(actor: Actor, measures: Iterable[Measure]) -> Iterator[Line]:
    """Nobody was met for longer than the dispositif allows; a suspended accompaniment owes nothing."""
    running = (MeasureState.PREPARATION, MeasureState.ACTIVE, MeasureState.RELAY)
    followed = [measure for measure in measures if measure.state in running]
    rules, met = _rules(followed), last_contacts(actor, [measure.case_id for measure in followed])
    for measure in followed:
        since = _silent_since(measure, met.get(measure.case_id))
        days = (clock.today() - since).days
        if days > rules[measure.case.rules_id].no_contact_alert_days:
            yield _item(
                measure.case,
                group=FOLLOW,
                title=f"Aucun contact depuis {counted(days, 'jour')}",
                since=since,
                url=reverse("accompaniment:quick_entry", args=[measure.case_id]),
                act="Noter un contact",
            )


def _silent_since(measure: Measure, met_on: date | None) -> date:
    """The last contact, or the day the accompaniment began, resumed or reopened if it is later."""
    days = (met_on, measure.started_on, measure.resumed_on, measure.reopened_on)
    return max(day for day in days if day)


def _without_adhesion(measures: Iterable[Measure]) -> Iterator[Line]:
    for measure in measures:
        if measure.state in RUNNING_STATES and measure.adhesion not in AGREED:
            yield _item(
                measure.case,
                group=FOLLOW,
                title="Accord du ménage à recueillir",
                since=measure.started_on,
                url=reverse("households:adhesion_add", args=[measure.case_id]),
                act="Noter l’accord",
            )


def _plans_to_review(actor: Actor) -> Iterator[Line]:
    """Agreed plans whose day has come, in the files she leads."""
    hers = is_led_by(actor)
    plans = Plan.objects.visible_to(actor, Right.WRITE).filter(
        hers, state=PlanState.AGREED, measure__state__in=RUNNING_STATES, review_on__lte=clock.today() + _PLAN_NOTICE
    )
    for plan in plans.select_related("case").order_by("review_on", "pk"):
        yield _item(
            plan.case,
            group=group_for(plan.review_on),
            title="Plan à revoir avec le ménage",
            since=plan.agreed_on,
            due=plan.review_on,
            url=reverse("households:case_plan", args=[plan.case_id]),
            act="Revoir le plan",
        )


def _reviews(actor: Actor, measures: list[Measure]) -> Iterator[Line]:
    """Bilans whose day has come, or comes soon, in the accompaniments she leads."""
    begun = [measure for measure in measures if measure.started_on]
    prefetch_related_objects(begun, "former_exits")
    rules = _rules(begun)
    made = ProgressReview.objects.visible_to(actor).filter(measure__in=begun).order_by("held_on", "pk")
    reviews = list(made)
    for measure in begun:
        due = expected(due_reviews(measure, reviews, rules[measure.case.rules_id].review_months))
        if due and is_awaited(due):
            yield _item(
                measure.case,
                group=group_for(due.due_on),
                title=f"{due.title} à faire avec le ménage",
                since=measure.started_on,
                due=due.due_on,
                url=_review_address(measure, reviews),
                act="Faire le bilan",
            )


def _review_address(measure: Measure, reviews: Iterable[ProgressReview]) -> str:
    """The one under way, else the page that begins it."""
    under_way = (one for one in reviews if one.measure_id == measure.pk and one.state == ReviewState.DRAFT)
    draft = next(under_way, None)
    if draft is not None:
        return reverse("accompaniment:review_edit", args=[draft.pk])
    return reverse("accompaniment:review_begin", args=[measure.pk])


def _diagnoses(actor: Actor) -> Iterator[Line]:
    """Diagnoses asked of her organisation in the files she opens; a manager sees them all."""
    writes = Case.objects.visible_to(actor, Section.DIAGNOSIS, Right.WRITE)
    reads_all = Case.objects.visible_to(actor, Section.DIAGNOSIS) if actor.has_role(*MANAGER_ROLES) else writes
    ordered = Diagnosis.objects.visible_to(actor).filter(
        state=DiagnosisState.ORDERED, operator=actor.organisation_id, case__in=reads_all.values("pk")
    )
    for diagnosis in ordered.select_related("case").order_by("ordered_on", "pk"):
        yield _item(
            diagnosis.case,
            group=_diagnosis_group(diagnosis),
            title="Diagnostic demandé",
            since=diagnosis.ordered_on,
            url=reverse("accompaniment:diagnosis_detail", args=[diagnosis.pk]),
            act="Ouvrir",
        )


def _diagnosis_group(diagnosis: Diagnosis) -> str:
    """A diagnosis has no promised day; after a month it is late all the same."""
    return LATE if diagnosis.ordered_on < clock.today() - timedelta(days=30) else FOLLOW


def _solicitations(actor: Actor) -> Iterator[Line]:
    """What waits for an answer of hers, with the hour at which its promise is broken."""
    now, answers = clock.now(), may(actor, "solicitation", "W")
    for row in carried_by(actor).select_related("case").order_by("received_at", "pk"):
        due = row.due_at.astimezone(clock.PARIS).date() if row.due_at else None
        late = row.due_at is not None and row.due_at < now
        words = f"{row.get_origin_display()} sollicite{' en urgence' if row.is_urgent else ''}"
        yield _item(
            row.case,
            group=LATE if late else group_for(due),
            title=f"{words} : {waiting_words(row, now)}",
            since=row.received_at.astimezone(clock.PARIS).date(),
            due=due,
            url=reverse("accompaniment:solicitation_answer", args=[row.pk]) if answers else _followup(row.case),
            act="Répondre" if answers else "Voir",
        )


def _followup(case: Case) -> str:
    return reverse("households:case_followup", args=[case.pk])
