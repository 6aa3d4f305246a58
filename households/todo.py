"""What awaits a person in the files: a household to inform, a dwelling that ends."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from households import todo_rights
from households.banner import household_names
from households.models import Case, HousingPeriod, InformationState, PutOff
from partners.models import DispositifVersion
from partners.roles import Right, Section
from veille.core import clock, reads
from veille.core.actor import Actor
from veille.core.models import AccessKind
from veille.core.todo import Kind, Topic, WorkItem, group_for

_INFORM = Kind("information", "Ménage à informer que son dossier existe", Topic.ACCOMPANIMENT, is_promise=True)
_REHOUSE = Kind("dwelling_ends", "Logement qui n’est plus disponible ensuite", Topic.DEADLINES)
# How long before a dwelling is no longer available somebody is told.
_DWELLING_NOTICE_DAYS = 90


def work_items(actor: Actor) -> list[WorkItem]:
    """The lines of this package, with the names the actor may read (journalled as one list)."""
    hers = her_cases(actor)
    untold, ends = _untold(hers), _dwelling_ends(actor, hers)
    due, names = _information_due(untold), household_names(actor, [*untold, *ends])
    shown = {case.pk for case in (*untold, *ends)}
    if shown:
        reads.record(sorted(shown), section="todo", kind=AccessKind.LIST)
    return [*_to_inform(untold, due, names), *_to_rehouse(actor, ends, names), *todo_rights.work_items(actor)]


def her_cases(actor: Actor) -> QuerySet[Case]:
    """Open cases whose household she may reach, unless another organisation leads them."""
    reachable = Case.objects.visible_to(actor, Section.CONTACT, Right.WRITE).filter(closed_on=None)
    return reachable.not_led_elsewhere(actor)


def _untold(hers: QuerySet[Case]) -> list[Case]:
    """Cases whose household was not told that a file exists."""
    pending = Q(information_state=None) | Q(information_state=InformationState.NOT_YET)
    return list(hers.with_information().filter(pending).order_by("opened_on", "pk"))


def put_off_promises(actor: Actor, rows: Iterable[PutOff]) -> set[UUID]:
    """The keys of these rows whose household still has to be told."""
    rows = [row for row in rows if row.kind == _INFORM.key]
    hers = Case.objects.visible_to(actor).filter(pk__in=[row.case_id for row in rows], closed_on=None)
    untold = {case.pk for case in _untold(hers)} if rows else set()
    return {row.pk for row in rows if row.case_id in untold}


def _information_due(untold: Iterable[Case]) -> dict:
    """Case → the day its household must have been told: the promise, else the delay of the dispositif."""
    versions = DispositifVersion.objects.in_bulk({case.rules_id for case in untold})
    due = {}
    for case in untold:
        delay = timedelta(days=versions[case.rules_id].configuration.information_delay_days)
        due[case.pk] = case.information_promised or case.opened_on + delay
    return due


def _dwelling_ends(actor: Actor, hers: QuerySet[Case]) -> dict[Case, date]:
    """Case → the day its present dwelling is no longer available (demolition, end of a lodging)."""
    today = clock.today()
    soon = today + timedelta(days=_DWELLING_NOTICE_DAYS)
    periods = (
        HousingPeriod.objects.visible_to(actor)
        .current(today)
        .filter(dwelling__available_until__lte=soon, case__in=hers.values("pk"))
    )
    rows = periods.select_related("case", "dwelling").order_by("dwelling__available_until", "pk")
    return {period.case: period.dwelling.available_until for period in rows}


def _to_inform(untold: Iterable[Case], due: dict, names: dict) -> Iterator[WorkItem]:
    for case in untold:
        yield WorkItem(
            kind=_INFORM,
            about=str(case.pk),
            case=case.pk,
            group=group_for(due[case.pk]),
            door=case.door,
            number=case.number,
            name=names.get(case.household_id, ""),
            title="Informer le ménage que son dossier existe",
            since=case.opened_on,
            due=due[case.pk],
            url=reverse("households:information_add", args=[case.pk]),
            action_label="Noter l’information",
        )


def _to_rehouse(actor: Actor, ends: dict[Case, date], names: dict) -> Iterator[WorkItem]:
    """Cleared by the next situation, that who writes the housing notes."""
    seen = Case.objects.visible_to(actor, Section.HOUSING, Right.WRITE).filter(pk__in=[case.pk for case in ends])
    writes = set(seen.values_list("pk", flat=True)) if ends else set()
    for case, day in ends.items():
        yield WorkItem(
            kind=_REHOUSE,
            about=str(case.pk),
            case=case.pk,
            group=group_for(day),
            door=case.door,
            number=case.number,
            name=names.get(case.household_id, ""),
            title="Le logement n’est plus disponible ensuite",
            since=case.opened_on,
            due=day,
            url=reverse("households:housing_add" if case.pk in writes else "households:case_housing", args=[case.pk]),
            action_label="Noter le nouveau logement" if case.pk in writes else "Voir le logement",
        )
