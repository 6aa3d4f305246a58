"""What awaits a person about rights and numbers that end: a resource to renew, a request for housing, a DALO appeal.

Told to the lead person and who stands in for her; where nobody leads, to who may write it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from households.budget_reading import LISTS
from households.models import ExternalReference, HandedOn, MoneyKind, MoneyLine
from households.standing_in import led_by, led_by_nobody
from households.todo import her_cases
from households.todo_lines import Line, told
from partners.models import DispositifVersion
from partners.roles import Right
from veille.core import clock, reference
from veille.core.actor import Actor
from veille.core.todo import Kind, Topic, WorkItem

_RIGHT = Kind("right_ends", "Droit bientôt échu", Topic.DEADLINES)
_NUMBER = Kind("reference_ends", "Demande de logement ou recours bientôt échu", Topic.DEADLINES)
_RENEW = "Renouveler ou terminer"


def work_items(actor: Actor) -> list[WorkItem]:
    """The lines, each for who may renew it."""
    return told(actor, [*_rights(actor), *_numbers(actor)])


def _rights(actor: Actor) -> Iterator[Line]:
    """Resources in force; of who has left the household, nothing."""
    rows = MoneyLine.objects.visible_to(actor, Right.WRITE).filter(
        kind=MoneyKind.RESOURCE, ends_on=None, corrected_on=None, granted_until__isnull=False
    )
    here = rows.exclude(person__left_on__lte=clock.today())
    for row in _soon(_hers(actor, here, _RIGHT), "granted_until"):
        name = reference.label(LISTS[MoneyKind.RESOURCE], row.code)
        url = reverse("households:right_end", args=[row.case_id, row.pk])
        title = f"{_how('Droit', row.granted_until)} : {name}"
        yield Line(_RIGHT, row.pk, row.case, title, row.starts_on, row.granted_until, url, _RENEW)


def _numbers(actor: Actor) -> Iterator[Line]:
    rows = ExternalReference.objects.visible_to(actor, Right.WRITE).filter(ended_on=None, valid_until__isnull=False)
    for row in _soon(_hers(actor, rows, _NUMBER), "valid_until"):
        url = reverse("households:reference_end", args=[row.case_id, row.pk])
        title = f"{_how('Échéance', row.valid_until)} : {row.get_kind_display()}"
        yield Line(_NUMBER, row.pk, row.case, title, row.noted_on, row.valid_until, url, _RENEW)


def _how(what: str, until: date) -> str:
    if what == "Droit":
        return "Droit échu" if until < clock.today() else "Droit bientôt échu"
    return "Échéance passée" if until < clock.today() else "Échéance qui approche"


def _hers(actor: Actor, rows: QuerySet, kind: Kind) -> QuerySet:
    """Files she leads or that nobody leads; a line of another that was handed to her."""
    handed = HandedOn.objects.visible_to(actor).standing().filter(taker=actor.user_id, kind=kind.key)
    wanted = led_by(actor) | led_by_nobody() | Q(pk__in=list(handed.values_list("about", flat=True)))
    return rows.filter(wanted, case__in=her_cases(actor).values("pk")).select_related("case")


def _soon(rows: QuerySet, column: str) -> Iterator:
    """Those whose day comes within the notice of their dispositif, or is past."""
    found = list(rows.order_by(column, "pk"))
    versions = DispositifVersion.objects.in_bulk({row.case.rules_id for row in found})
    for row in found:
        notice = timedelta(days=versions[row.case.rules_id].configuration.right_notice_days)
        if getattr(row, column) - notice <= clock.today():
            yield row
