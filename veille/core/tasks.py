"""The kernel's periodic tasks."""

from celery import shared_task

from veille.core import drafts, links, runs, submissions
from veille.core.exports import making
from veille.core.offers import offered


@shared_task(name="veille.core.tasks.sweep_runs", expires=15)
def sweep_runs() -> None:
    runs.sweep()


@shared_task(name="veille.core.tasks.purge_expired", expires=3600)
def purge_expired() -> None:
    """Drafts, keys of sent forms, links, runs, exported files, what the packages keep: each has its own term."""
    for kept in (drafts, submissions, links, runs, making):
        kept.purge_expired()
    for purge in offered("purge"):
        purge()


@shared_task(name="veille.core.tasks.make_export")
def make_export(run_id: str) -> None:
    runs.carry_out(run_id, making.make_in_background)
