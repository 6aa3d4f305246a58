"""Accompaniments nobody leads, decided and not begun, or to look at again."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from accompaniment.caseload import measures_without_lead
from accompaniment.choices import MeasureState
from accompaniment.models import Measure
from accompaniment.todo.lines import NOTICE, Line, line, rules_of
from veille.core import clock
from veille.core.actor import Actor
from veille.core.todo import TODAY, Kind, Topic

_TO_NAME = Kind("measure_without_lead", "Accompagnement sans référent·e", Topic.ACCOMPANIMENT)
TO_START = Kind("measure_to_start", "Accompagnement à démarrer", Topic.ACCOMPANIMENT, is_promise=True)
_TO_REVIEW = Kind("measure_review", "Point sur l’accompagnement", Topic.REVIEWS)


def to_name(actor: Actor) -> Iterator[Line]:
    """Where a landlord accompanies, its manager says which of its case workers leads."""
    for measure in measures_without_lead(actor):
        yield line(
            measure.case,
            kind=_TO_NAME,
            about=measure.pk,
            group=TODAY,
            title="Accompagnement sans référent·e de parcours",
            since=measure.decided_on,
            url=reverse("households:team_add", args=[measure.case_id]),
            act="Désigner",
        )


def to_start(actor: Actor, measures: list[Measure]) -> Iterator[Line]:
    waiting = [measure for measure in measures if measure.state == MeasureState.NOT_STARTED]
    rules = rules_of(waiting)
    for measure in waiting:
        due = measure.decided_on + timedelta(days=rules[measure.case.rules_id].first_contact_days)
        yield line(
            measure.case,
            kind=TO_START,
            about=measure.pk,
            title="Accompagnement à démarrer",
            since=measure.decided_on,
            due=due,
            url=reverse("cellule:measure_start", args=[measure.pk]),
            act="Démarrer",
        )


def to_review(actor: Actor, measures: list[Measure]) -> Iterator[Line]:
    soon = clock.today() + NOTICE
    for measure in measures:
        if measure.next_review_on and measure.next_review_on <= soon:
            yield line(
                measure.case,
                kind=_TO_REVIEW,
                about=measure.pk,
                title="Point sur l’accompagnement",
                since=measure.started_on or measure.decided_on,
                due=measure.next_review_on,
                url=reverse("accompaniment:measure_review", args=[measure.pk]),
                act="Fixer le prochain",
            )
