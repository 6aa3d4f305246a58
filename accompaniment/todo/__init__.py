"""What awaits a person in the accompaniments: a file a subject, each with its functions named below.

To add a line: write `subject.py` with `the_subject(actor) -> Iterator[Line]`, made of `lines.line(...)`, and name it
in `_LINES`; in `_OF_FILES` when it asks the files she leads (`is_led_by`), in `_OF_MEASURES` when it only asks the
measures she leads, read once for all.
"""

from collections.abc import Iterator
from dataclasses import replace

from accompaniment.caseload import led_measures, lent_lines
from accompaniment.models import Measure
from accompaniment.todo.collective import collective_lines
from accompaniment.todo.coordination import (
    conclusions_to_write,
    decisions_due,
    first_appointments,
    meetings_to_answer,
    meetings_to_note,
)
from accompaniment.todo.diagnoses import diagnoses
from accompaniment.todo.handed import left_behind, taken_over
from accompaniment.todo.lines import Line
from accompaniment.todo.owed import agreements_that_end, agreements_to_sign, grids_due, visits_to_note
from accompaniment.todo.plans import plans_to_review, reviews
from accompaniment.todo.preparation import attendance_to_note, prepared
from accompaniment.todo.silence import without_adhesion, without_contact
from accompaniment.todo.solicitations import solicitations
from accompaniment.todo.starting import to_name, to_review, to_start
from households.banner import household_names
from households.models import Case
from partners.roles import MANAGER_ROLES, Right, Section
from veille.core import reads
from veille.core.actor import Actor
from veille.core.models import AccessKind
from veille.core.todo import WorkItem

# Each takes the actor and the measures she leads.
_OF_MEASURES = (
    to_start,
    to_review,
    prepared,
    without_adhesion,
)
# The same, where she meets the household herself: a manager without a lead to name it reads, and writes none of it.
_OF_MEETINGS = (
    without_contact,
    reviews,
    grids_due,
)
# Each takes the actor, and asks the files she leads.
_OF_FILES = (
    plans_to_review,
    solicitations,
    visits_to_note,
    agreements_to_sign,
    agreements_that_end,
    meetings_to_note,
    conclusions_to_write,
    decisions_due,
    first_appointments,
)
# Each takes the actor.
_LINES = (
    to_name,
    taken_over,
    left_behind,
    diagnoses,
    meetings_to_answer,
)
# Each takes the actor, and speaks of no file.
_OF_NO_FILE = (attendance_to_note, collective_lines)


def work_items(actor: Actor) -> list[WorkItem]:
    """The lines of this package, with the names the actor may read (journalled as one list)."""
    lines = [*_led(actor), *(found for lines in _LINES for found in lines(actor))]
    if lines:
        reads.record([case.pk for case, _ in lines], section="todo", kind=AccessKind.LIST)
    names = household_names(actor, [case for case, _ in lines])
    named = [replace(item, name=names.get(case.household_id, "")) for case, item in lines]
    return [*named, *(item for items in _OF_NO_FILE for item in items(actor))]


def _led(actor: Actor) -> Iterator[Line]:
    """Of the files she leads; of those she only received a line of, that line alone."""
    measures = list(led_measures(actor))
    met = _met(actor, measures)
    found = [line for lines in _OF_MEETINGS for line in lines(actor, met)]
    found += [line for lines in _OF_MEASURES for line in lines(actor, measures)]
    found += [line for lines in _OF_FILES for line in lines(actor)]
    lent = lent_lines(actor) if found else {}
    for case, item in found:
        if case.pk not in lent or item.key in lent[case.pk]:
            yield case, item


def _met(actor: Actor, measures: list[Measure]) -> list[Measure]:
    """Those whose contacts she notes."""
    if not actor.has_role(*MANAGER_ROLES):
        return measures
    written = Case.objects.visible_to(actor, Section.INTERVENTIONS, Right.WRITE)
    cases = set(written.filter(pk__in=[measure.case_id for measure in measures]).values_list("pk", flat=True))
    return [measure for measure in measures if measure.case_id in cases]
