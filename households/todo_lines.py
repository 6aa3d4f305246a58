"""Lines about files, before the names are known: the same right to the name and the number for all."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from households.banner import household_names
from households.models import Case
from partners.roles import Right, Section
from veille.core import clock, reads
from veille.core.actor import Actor
from veille.core.models import AccessKind
from veille.core.todo import Kind, WorkItem, group_for


@dataclass(frozen=True)
class Line:
    """What is due about a case, before its name is known."""

    kind: Kind
    about: UUID
    case: Case
    title: str
    since: date
    due: date | None  # None: it waits for an answer, today
    url: str
    action: str


def told(actor: Actor, lines: list[Line]) -> list[WorkItem]:
    """The lines with the names the actor may read, journalled as one list."""
    if not lines:
        return []
    reads.record(sorted({line.case.pk for line in lines}), section="todo", kind=AccessKind.LIST)
    names, known = household_names(actor, [line.case for line in lines]), set(_known(actor, lines))
    return [_item(line, names, line.case.pk in known) for line in lines]


def _known(actor: Actor, lines: list[Line]) -> QuerySet:
    """The files of which she reads the state: to litigation staff, neither number nor door."""
    cases = Case.objects.visible_to(actor, Section.STATE, Right.READ)
    return cases.filter(pk__in={line.case.pk for line in lines}).values_list("pk", flat=True)


def _item(line: Line, names: dict, is_known: bool) -> WorkItem:
    return WorkItem(
        kind=line.kind,
        about=str(line.about),
        case=line.case.pk,
        group=group_for(line.due or clock.today()),
        door=line.case.door if is_known else None,
        number=line.case.number if is_known else "",
        name=names.get(line.case.household_id, ""),
        title=line.title,
        since=line.since,
        due=line.due,
        url=line.url,
        action_label=line.action,
    )
