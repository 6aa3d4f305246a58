"""The kernel's periodic tasks."""

from celery import shared_task

from veille.core import drafts, runs


@shared_task(name="veille.core.tasks.sweep_runs", expires=15)
def sweep_runs() -> None:
    runs.sweep()


@shared_task(name="veille.core.tasks.purge_drafts", expires=3600)
def purge_drafts() -> None:
    drafts.purge_expired()
