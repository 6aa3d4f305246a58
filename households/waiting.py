"""What awaits a person in the files: information and rights, housing, emergencies, promises a colleague put off."""

from households import todo, todo_emergencies, todo_ends, todo_housing, todo_put_off
from veille.core.actor import Actor
from veille.core.todo import WorkItem

_SUBJECTS = (todo, todo_housing, todo_ends, todo_emergencies, todo_put_off)


def work_items(actor: Actor) -> list[WorkItem]:
    return [item for subject in _SUBJECTS for item in subject.work_items(actor)]
