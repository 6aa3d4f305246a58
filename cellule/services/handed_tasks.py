"""What a decision asked of somebody follows her files when they go to somebody else."""

from collections.abc import Iterable
from uuid import UUID

from cellule.choices import TaskState
from cellule.models import Assignment
from partners.models import Organisation, User


def hand_over_tasks(former: User, receiver: User, cases: Iterable[UUID], organisation: Organisation) -> int:
    """The tasks not done yet; the line of the journal is that of the hand-over. Returns how many."""
    waiting = Assignment.objects.filter(owner=former, organisation=organisation, state=TaskState.TODO)
    return waiting.filter(case__in=list(cases)).update(owner=receiver)
