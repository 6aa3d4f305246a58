"""The shape of a line about a file, and what several subjects read."""

from collections.abc import Iterable
from datetime import date, timedelta

from accompaniment.models import Measure
from households.models import Case
from partners.models import DispositifVersion
from veille.core.todo import Kind, WorkItem, group_for

# How long before its day a thing to plan is told.
NOTICE = timedelta(days=7)

Line = tuple[Case, WorkItem]


def line(
    case: Case,
    *,
    kind: Kind,
    about: object,
    title: str,
    since: date,
    url: str,
    act: str,
    due: date | None = None,
    group: str | None = None,
    is_urgent: bool = False,
) -> Line:
    """A line about a file: `about` is the key of its object, `kind` and `about` together never change.

    Without a group, the day it is due says it.
    """
    item = WorkItem(
        kind=kind,
        about=str(about),
        case=case.pk,
        group=group or group_for(due),
        door=case.door,
        number=case.number,
        title=title,
        since=since,
        due=due,
        url=url,
        action_label=act,
        is_urgent=is_urgent,
    )
    return case, item


def rules_of(measures: Iterable[Measure]) -> dict:
    """The configurations of these measures, each read once."""
    versions = DispositifVersion.objects.in_bulk({measure.case.rules_id for measure in measures})
    return {pk: version.configuration for pk, version in versions.items()}
