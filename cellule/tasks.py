"""Background work of the sessions and of what they ask."""

from celery import shared_task

from cellule.services import candidatures, closing_notices, planning, session_notices


@shared_task(name="cellule.tasks.tell_session")
def tell_session(session_id: str, kind: str) -> None:
    """Write to everybody concerned by a session; done twice, it writes twice and does no other harm."""
    session_notices.write_to_all(session_id, kind)


@shared_task(name="cellule.tasks.tell_closed")
def tell_closed(people: list[str]) -> None:
    """Write to each person for whom something waits since a session closed."""
    closing_notices.write_to_each(people)


@shared_task(name="cellule.tasks.keep_sessions_ahead", expires=3600)
def keep_sessions_ahead() -> None:
    """Each night: instances that want it have their sessions planned some months ahead."""
    planning.keep_ahead()


@shared_task(name="cellule.tasks.expire_candidatures", expires=3600)
def expire_candidatures() -> None:
    """Each night: what landlords let pass says so; their access has ended by itself."""
    candidatures.expire_candidatures()
