"""Background work of the sessions."""

from celery import shared_task

from cellule.services import planning, session_notices


@shared_task(name="cellule.tasks.tell_session")
def tell_session(session_id: str, kind: str) -> None:
    """Write to everybody concerned by a session; done twice, it writes twice and does no other harm."""
    session_notices.write_to_all(session_id, kind)


@shared_task(name="cellule.tasks.keep_sessions_ahead", expires=3600)
def keep_sessions_ahead() -> None:
    """Each night: instances that want it have their sessions planned some months ahead."""
    planning.keep_ahead()
