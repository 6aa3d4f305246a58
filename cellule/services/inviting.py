"""Invitations to a session: answered by those expected, added for the day, reminded, minimal addresses forgotten."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.invitation_choices import InvitationAnswer
from cellule.invitations import ANSWERED_IN, awaited_seats, invited_for
from cellule.models import Session, SessionInvitation
from cellule.services import session_notices
from partners.models import Membership, Organisation
from veille.core import audit, clock
from veille.core.actor import Actor

# The address of somebody without an account serves to tell her of the session, and is erased so long after it.
ADDRESS_KEPT = timedelta(days=365)
_BEFORE = ("planned", "convened")


@transaction.atomic
def answer_as_seat(*, session: Session, seat: Membership, answer: InvitationAnswer, by: Actor) -> SessionInvitation:
    """A member says whether she comes; she may change her mind until the session opens."""
    _lock(session, ANSWERED_IN)
    invitation, _ = SessionInvitation.objects.update_or_create(
        session=session,
        user_id=seat.user_id,
        defaults={"organisation_id": seat.organisation_id, "answer": answer, "answered_at": clock.now()},
    )
    audit.record("session.invitation_answered", invitation, by=by, changes={"answer": answer})
    return invitation


@transaction.atomic
def answer_invitation(*, invitation: SessionInvitation, answer: InvitationAnswer, by: Actor) -> SessionInvitation:
    """The same for an organisation invited for the day; the secretary notes what people without an account said."""
    _lock(invitation.session, ANSWERED_IN)
    invitation.answer, invitation.answered_at = answer, clock.now()
    invitation.save(update_fields=["answer", "answered_at"])
    audit.record("session.invitation_answered", invitation, by=by, changes={"answer": answer})
    return invitation


@transaction.atomic
def invite_organisation(*, session: Session, organisation: Organisation, by: Actor) -> SessionInvitation:
    """Invite a partner for this session: it reads the day and the place, nothing of the agenda."""
    return _invite(session, by, organisation=organisation)


@transaction.atomic
def invite_person(*, session: Session, function: str, body: str, email: str, by: Actor) -> SessionInvitation:
    """Invite somebody without an account: a function, an organisation, an address to be told at."""
    return _invite(session, by, function=function, body=body, email=email)


def _invite(session: Session, by: Actor, **fields) -> SessionInvitation:
    _lock(session, _BEFORE)
    invitation = SessionInvitation(session=session, **fields)
    invitation.full_clean()
    invitation.save()
    audit.record("session.invitation_made", invitation, by=by)
    if session.state in ANSWERED_IN:
        session_notices.tell_one(invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: SessionInvitation, by: Actor) -> None:
    """Take back an invitation made for the day; a seat is withdrawn with the seats."""
    _lock(invitation.session, _BEFORE)
    audit.record("session.invitation_withdrawn", invitation, by=by)
    invitation.delete()


@transaction.atomic
def remind(*, session: Session, by: Actor) -> int:
    """Write to whom has not answered, once a day at most; returns how many are awaited."""
    _lock(session, ANSWERED_IN)
    seats = awaited_seats(session)
    invited = [row for row in invited_for(session) if not row.answer]
    if not seats and not invited:
        raise ValidationError("Chacun a répondu.")
    if SessionInvitation.objects.filter(session=session, answer="", reminded_at__date=clock.today()).exists():
        raise ValidationError("Une relance est déjà partie aujourd’hui.")
    for seat in seats:
        SessionInvitation.objects.update_or_create(
            session=session,
            user_id=seat.user_id,
            defaults={"organisation_id": seat.organisation_id, "reminded_at": clock.now()},
        )
    SessionInvitation.objects.filter(pk__in=[row.pk for row in invited]).update(reminded_at=clock.now())
    audit.record("session.invitation_reminded", session, by=by, changes={"awaited": len(seats) + len(invited)})
    session_notices.tell(session, session_notices.REMINDER)
    return len(seats) + len(invited)


def forget_addresses() -> int:
    """Erase the addresses, and the functions, of people without an account a year after their session."""
    before = clock.today() - ADDRESS_KEPT
    old = SessionInvitation.objects.filter(session__held_on__lt=before, organisation=None)
    return old.exclude(email="", function="").update(email="", function="")


def _lock(session: Session, states: tuple[str, ...]) -> None:
    state = Session.objects.select_for_update(of=("self",)).values_list("state", flat=True).get(pk=session.pk)
    if state not in states:
        raise ValidationError("Les invitations de cette séance ne changent plus.", code="session_state")
