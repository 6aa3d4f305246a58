"""The jobs of the results. A job takes the identifier of its run and nothing else."""

from celery import shared_task

from reports.documents import make
from veille.core import runs


@shared_task(name="reports.tasks.make_document")
def make_document(run_id: str) -> None:
    runs.carry_out(run_id, make)
