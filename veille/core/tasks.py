"""The kernel's periodic tasks."""

from celery import shared_task

from veille.core import drafts, runs, submissions


@shared_task(name="veille.core.tasks.sweep_runs", expires=15)
def sweep_runs() -> None:
    runs.sweep()


@shared_task(name="veille.core.tasks.purge_expired", expires=3600)
def purge_expired() -> None:
    """Drafts, keys of sent forms, runs: each has its own term."""
    for kept in (drafts, submissions, runs):
        kept.purge_expired()
