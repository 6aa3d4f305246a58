"""Households nobody has met for long, and those whose agreement is still to be asked."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accompaniment.choices import RUNNING_STATES, MeasureState
from accompaniment.models import Measure
from accompaniment.todo.lines import Line, line, rules_of
from households.last_contacts import last_contacts
from households.models.agreements import AGREED
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import counted
from veille.core.todo import FOLLOW, Kind, Topic

_SILENT = Kind("no_contact", "Ménage que personne n’a vu depuis longtemps", Topic.CONTACTS)
_NO_ADHESION = Kind("no_adhesion", "Accord du ménage à recueillir", Topic.ACCOMPANIMENT)


def without_contact(actor: Actor, measures: list[Measure]) -> Iterator[Line]:
    """Nobody was met for longer than the dispositif allows; a suspended accompaniment owes nothing."""
    running = (MeasureState.PREPARATION, MeasureState.ACTIVE, MeasureState.RELAY)
    followed = [measure for measure in measures if measure.state in running]
    rules, met = rules_of(followed), last_contacts(actor, [measure.case_id for measure in followed])
    for measure in followed:
        since = _silent_since(measure, met.get(measure.case_id))
        days = (clock.today() - since).days
        if days > rules[measure.case.rules_id].no_contact_alert_days:
            yield line(
                measure.case,
                kind=_SILENT,
                about=measure.pk,
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


def without_adhesion(actor: Actor, measures: list[Measure]) -> Iterator[Line]:
    for measure in measures:
        if measure.state in RUNNING_STATES and measure.adhesion not in AGREED:
            yield line(
                measure.case,
                kind=_NO_ADHESION,
                about=measure.pk,
                group=FOLLOW,
                title="Accord du ménage à recueillir",
                since=measure.started_on,
                url=reverse("households:adhesion_add", args=[measure.case_id]),
                act="Noter l’accord",
            )
