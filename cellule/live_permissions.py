"""What somebody who sits in a session, or keeps it, may do around an item she sees."""

from cellule.choices import AgendaState, SessionState
from cellule.models import AgendaItem, Session
from cellule.permissions import holds_seat, keeps_session
from partners.competences import competences_of
from partners.object_rights import may, roles_with
from veille.core.actor import Actor

_BEFORE_THE_END = (SessionState.CONVENED, SessionState.OPEN)


def sits_at(actor: Actor, session: Session) -> bool:
    """Whether she reads the sheets of this session as a seat."""
    return holds_seat(actor, session, roles_with("sheet_frozen", "R"))


def may_give_opinion(actor: Actor, session: Session) -> bool:
    return holds_seat(actor, session, roles_with("opinion", "W", scope="seat"))


def may_advise(actor: Actor, session: Session) -> bool:
    """An expert who sits there, whatever her seat is called, under a competence that she holds."""
    advises = bool(actor.roles & roles_with("session_advice", "W", scope="seat")) and sits_at(actor, session)
    return advises and bool(competences_of(actor))


def can_advise_on(actor: Actor, item: AgendaItem) -> bool:
    """Before or during the session, as long as the item waits for a decision."""
    waits = item.state == AgendaState.LISTED and item.session.state in _BEFORE_THE_END
    return bool(item.case_id) and waits and may_advise(actor, item.session)


def can_withdraw(actor: Actor, item: AgendaItem) -> bool:
    """Anybody who sees a situation of this session says that she is concerned by it, before it ends."""
    seat = holds_seat(actor, item.session, roles_with("conflict_declare", "W", scope="seat"))
    keeps = may(actor, "conflict_lift", "W") and keeps_session(actor, item.session)
    return bool(item.case_id) and item.session.state in _BEFORE_THE_END and (seat or keeps)


def can_lift_withdrawal(actor: Actor, session: Session) -> bool:
    return may(actor, "conflict_lift", "W") and keeps_session(actor, session)
