"""Background work of the accompaniments."""

from celery import shared_task

from accompaniment import reminders
from accompaniment.services.handovers import TELL_TASK as TELL_HANDED_TASK
from accompaniment.services.planning import plan_after_moves
from accompaniment.solicited import TELL_TASK
from accompaniment.team.telling import tell_receivers


@shared_task(name=TELL_TASK)
def tell_solicited(solicitation_id: str) -> None:
    reminders.tell(solicitation_id)


@shared_task(name=TELL_HANDED_TASK)
def tell_handed(handover_id: str) -> None:
    tell_receivers(handover_id)


@shared_task(name="accompaniment.tasks.remind_solicitations", expires=60)
def remind_solicitations() -> None:
    """Each minute: a promise that is about to be broken is told to who made it."""
    reminders.remind()


@shared_task(name="accompaniment.tasks.plan_visits_after_moves", expires=3600)
def plan_visits_after_moves() -> None:
    """Each night; twice plans nothing more."""
    plan_after_moves()
