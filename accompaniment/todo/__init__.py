"""What awaits a person in the accompaniments: a file a subject, each with its functions named below.

To add a line: write `subject.py` with `the_subject(actor) -> Iterator[Line]`, made of `lines.line(...)`, and name it
in `_LINES` (or in `_OF_MEASURES` when it only asks the measures she leads, read once for all).
"""

from dataclasses import replace

from accompaniment.caseload import led_measures
from accompaniment.todo.diagnoses import diagnoses
from accompaniment.todo.plans import plans_to_review, reviews
from accompaniment.todo.silence import without_adhesion, without_contact
from accompaniment.todo.solicitations import solicitations
from accompaniment.todo.starting import prepared, to_name, to_review, to_start
from households.banner import household_names
from veille.core import reads
from veille.core.actor import Actor
from veille.core.models import AccessKind
from veille.core.todo import WorkItem

# Each takes the actor and the measures she leads.
_OF_MEASURES = (
    to_start,
    to_review,
    prepared,
    without_contact,
    without_adhesion,
    reviews,
)
# Each takes the actor.
_LINES = (
    to_name,
    plans_to_review,
    diagnoses,
    solicitations,
)


def work_items(actor: Actor) -> list[WorkItem]:
    """The lines of this package, with the names the actor may read (journalled as one list)."""
    measures = list(led_measures(actor))
    lines = [found for lines in _OF_MEASURES for found in lines(actor, measures)]
    lines += [found for lines in _LINES for found in lines(actor)]
    if lines:
        reads.record([case.pk for case, _ in lines], section="todo", kind=AccessKind.LIST)
    names = household_names(actor, [case for case, _ in lines])
    return [replace(item, name=names.get(case.household_id, "")) for case, item in lines]
