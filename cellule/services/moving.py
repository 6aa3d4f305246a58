"""A session changes its day or is cancelled, with notice; its agenda follows it, or goes to the next one."""

from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.choices import READY_STATES, SESSION_MOVES, AgendaKind, AgendaState, ReferralState, SessionState
from cellule.models import AgendaItem, Session, SessionInvitation
from cellule.services import session_notices
from cellule.services.referrals import schedule_referral
from cellule.services.sessions import add_item, postpone_undecided, touch
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move

MOVABLE = (SessionState.PLANNED, SessionState.CONVENED)


@transaction.atomic
def move_session(*, session: Session, held_on: date, starts_at: time, place: str, reason: str, by: Actor) -> Session:
    """Another day, hour or place: the agenda stays, answers are asked anew, everybody is told."""
    locked = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if locked.state not in MOVABLE:
        word = SessionState(locked.state).label.lower()
        raise ValidationError(f"La séance est {word} : elle ne peut plus changer de date.", code="session_state")
    if held_on < clock.today():
        raise ValidationError({"held_on": "Indiquez une date à venir."})
    before = locked.held_on
    if held_on != before:
        session.moved_from = before
        _forget_answers(session)
    session.held_on, session.starts_at, session.place, session.change_reason = held_on, starts_at, place, reason
    session.sequence = locked.sequence + 1
    session.full_clean()
    session.save(update_fields=["held_on", "starts_at", "place", "change_reason", "moved_from", "sequence"])
    touch(session)
    audit.record("session.moved", session, by=by, changes={"held_on": [str(before), str(held_on)]})
    session_notices.tell(session, session_notices.MOVED)
    return session


def _forget_answers(session: Session) -> None:
    """Who came on the former day has said nothing of the new one."""
    SessionInvitation.objects.filter(session=session).update(answer="", answered_at=None, reminded_at=None)


@transaction.atomic
def cancel_session(*, session: Session, by: Actor, reason: str = "", to_next: bool = False) -> Session:
    """Cancel before it is held: its situations wait for another session, or go to the next one at once."""
    move(session, SessionState.CANCELLED, allowed=SESSION_MOVES, change_reason=reason, sequence=session.sequence + 1)
    left = postpone_undecided(session=session)
    carried = _carry(left, session, by) if to_next else 0
    touch(session)
    audit.record("session.cancelled", session, by=by, changes={"carried": carried})
    session_notices.tell(session, session_notices.CANCELLED)
    return session


def next_after(session: Session) -> Session | None:
    """The session that would take over its agenda."""
    following = Session.objects.filter(instance=session.instance_id, state__in=MOVABLE, held_on__gte=clock.today())
    return following.exclude(pk=session.pk).order_by("held_on", "id").first()


def _carry(items: list[AgendaItem], session: Session, by: Actor) -> int:
    """Put again on the next agenda what was listed on this one; returns how many."""
    following = next_after(session)
    if following is None:
        raise ValidationError("Aucune autre séance n’est prévue : ajoutez-la avant d’y reporter l’ordre du jour.")
    listed = [item for item in items if item.state == AgendaState.POSTPONED]
    return sum(_carried(item, following, by) for item in sorted(listed, key=lambda item: (item.kind, item.position)))


def _carried(item: AgendaItem, following: Session, by: Actor) -> bool:
    if item.referral is not None:
        if ReferralState(item.referral.state) not in READY_STATES:
            return False
        schedule_referral(referral=item.referral, by=by)
        return True
    known = AgendaItem.objects.filter(session=following, case=item.case_id, case__isnull=False).exists()
    if known or item.kind not in (AgendaKind.FOLLOW_UP, AgendaKind.PRACTICE):
        return False
    parts = ("kind", "case", "sheet", "subject", "minutes", "owner")
    add_item(following, by, **{name: getattr(item, name) for name in parts})
    return True
