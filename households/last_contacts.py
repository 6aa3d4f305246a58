"""« Dernier contact »: the last day somebody met the household, as far as the reader may know. One rule for all pages.

A package declares `last_contacts` in its AppConfig: a function of an actor and keys of cases that answers
case → day. `Case.last_contact_on` is none of them: it counts the visits that are closed to a landlord, and serves the
term of the file alone.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Max

from households.models import Case, ReportedContact
from veille.core.actor import Actor
from veille.core.offers import offered


def last_contacts(actor: Actor, cases: Iterable[UUID]) -> dict[UUID, date]:
    """Case → its last contact, of all that the packages know."""
    keys = list(cases)
    latest: dict[UUID, date] = {}
    for tell in offered("last_contacts"):
        for case, day in tell(actor, keys).items():
            latest[case] = max(day, latest.get(case, day))
    return latest


def last_contact(actor: Actor, case: Case) -> date | None:
    return last_contacts(actor, [case.pk]).get(case.pk)


def reported(actor: Actor, cases: Iterable[UUID]) -> dict[UUID, date]:
    """What this package knows: the days that tables brought in, in one query."""
    rows = ReportedContact.objects.visible_to(actor).filter(case__in=list(cases)).order_by()
    return dict(rows.values("case").annotate(day=Max("happened_on")).values_list("case", "day"))
