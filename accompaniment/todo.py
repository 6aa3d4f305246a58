"""What awaits a person in the work of accompaniment."""

from veille.core.actor import Actor
from veille.core.todo import WorkItem


def work_items(actor: Actor) -> list[WorkItem]:
    """Nothing in this package waits for anybody yet."""
    return []
