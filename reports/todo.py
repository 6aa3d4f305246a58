"""What awaits in the results: a document whose making failed."""

from django.urls import reverse

from reports.services import TASK
from veille.core.actor import Actor
from veille.core.models import Run, RunState
from veille.core.todo import TODAY, Kind, Topic, WorkItem

_FAILED = Kind("document_failed", "Document à demander à nouveau", Topic.PAPERS)


def work_items(actor: Actor) -> list[WorkItem]:
    """Her last attempt at each document, when it failed: she may ask again."""
    runs = Run.objects.filter(task=TASK, requested_by=actor.user_id, organisation=actor.organisation_id)
    last: dict[tuple, Run] = {}
    for run in runs.order_by("created_at"):
        last[run.parameters["dispositif"], run.parameters["kind"]] = run
    return [_item(run) for run in last.values() if run.state == RunState.FAILED]


def _item(run: Run) -> WorkItem:
    return WorkItem(
        kind=_FAILED,
        about=str(run.pk),
        group=TODAY,
        title=f"{run.label} : le document n’a pas pu être préparé",
        since=None,  # runs live in real time, the page in that of the demonstration
        url=reverse("core:run_detail", args=[run.pk]),
        action_label="Demander à nouveau",
    )
