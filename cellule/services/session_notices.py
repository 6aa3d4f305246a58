"""Mails about a session: convened, moved, cancelled, an answer awaited. Its date is in the agenda file they carry."""

from functools import partial
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import transaction

from cellule.ics import FILE_NAME, calendar_of
from cellule.invitations import awaited_seats, invited_for
from cellule.models import Session, SessionInvitation
from cellule.seats import seats_of
from partners.models import Membership
from partners.roles import MANAGER_ROLES
from veille.core.mails import write_to

# More mails than this are written in the background.
_A_HANDFUL = 5
TELL_TASK = "cellule.tasks.tell_session"
CONVENED, MOVED, CANCELLED, REMINDER = "convened", "moved", "cancelled", "reminder"
Attached = tuple[str, bytes, str]


def _write_convened(address: str, agenda: Attached) -> None:
    context = {"address": settings.SITE_ORIGIN}
    template = "cellule/email/convocation.txt"
    write_to(address, subject="une convocation vous attend", template=template, context=context, attachments=[agenda])


def _write_moved(address: str, agenda: Attached) -> None:
    context = {"address": settings.SITE_ORIGIN}
    template = "cellule/email/session_moved.txt"
    write_to(address, subject="une réunion change de date", template=template, context=context, attachments=[agenda])


def _write_cancelled(address: str, agenda: Attached) -> None:
    context = {"address": settings.SITE_ORIGIN}
    template = "cellule/email/session_cancelled.txt"
    write_to(address, subject="une réunion est annulée", template=template, context=context, attachments=[agenda])


def _write_reminder(address: str, agenda: Attached) -> None:
    context = {"address": settings.SITE_ORIGIN}
    template = "cellule/email/session_reminder.txt"
    write_to(address, subject="une réponse est attendue", template=template, context=context, attachments=[agenda])


_WRITERS = {
    CONVENED: _write_convened,
    MOVED: _write_moved,
    CANCELLED: _write_cancelled,
    REMINDER: _write_reminder,
}


def tell(session: Session, kind: str) -> None:
    """After commit, tell everybody concerned. A mail that cannot leave does not undo the act."""
    transaction.on_commit(partial(_tell_now, session, kind), robust=True)


def tell_one(invitation: SessionInvitation) -> None:
    """After commit, tell only who has just been invited."""
    transaction.on_commit(partial(_write_one, invitation), robust=True)


def _write_one(invitation: SessionInvitation) -> None:
    addresses = _managers([invitation.organisation_id]) if invitation.organisation_id else {invitation.email} - {""}
    _write(invitation.session, CONVENED, sorted(addresses))


def _tell_now(session: Session, kind: str) -> None:
    if len(recipients(session, kind)) > _A_HANDFUL:
        current_app.send_task(TELL_TASK, args=[str(session.pk), kind])
    else:
        write_to_all(session.pk, kind)


def write_to_all(session_id: UUID | str, kind: str) -> int:
    """Write to each of them; returns how many."""
    session = Session.objects.select_related("instance__dispositif").get(pk=session_id)
    return _write(session, kind, recipients(session, kind))


def _write(session: Session, kind: str, addresses: list[str]) -> int:
    agenda = (FILE_NAME, calendar_of([session]), "text/calendar")
    for address in addresses:
        _WRITERS[kind](address, agenda)
    return len(addresses)


def recipients(session: Session, kind: str) -> list[str]:
    """Seats, managers of organisations invited for the day, people without an account; a reminder, the silent ones."""
    invited, seats = invited_for(session), list(seats_of(session.instance))
    if kind == REMINDER:
        seats, invited = awaited_seats(session), [row for row in invited if not row.answer]
    found = {seat.user.email for seat in seats}
    found |= {row.email for row in invited if row.email}
    found |= _managers([row.organisation_id for row in invited if row.organisation_id])
    return sorted(found)


def _managers(organisations: list[UUID]) -> set[str]:
    held = Membership.objects.current().filter(
        organisation__in=organisations, role__in=MANAGER_ROLES, user__is_active=True
    )
    return set(held.order_by("user__email").values_list("user__email", flat=True))
