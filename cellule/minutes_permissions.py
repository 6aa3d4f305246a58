"""What the actor may do with a compte rendu she sees; seeing it is `visible_to`."""

from cellule.choices import SessionState
from cellule.models import MinutesEntry, Session
from cellule.outside_choices import MinutesState
from cellule.permissions import can_read_record, keeps_session
from partners.object_rights import may
from veille.core.actor import Actor


def can_write_minutes(actor: Actor, session: Session) -> bool:
    """Write and give out: the secretary, once the session is closed."""
    closed = session.state == SessionState.CLOSED
    return closed and may(actor, "session_record", "W") and keeps_session(actor, session)


def can_read_minutes(actor: Actor, session: Session) -> bool:
    return can_read_record(actor, session)


def can_hand_over(actor: Actor, entry: MinutesEntry) -> bool:
    """Hand an extract over to somebody without an account."""
    given = entry.case_id is not None and entry.minutes.state == MinutesState.FROZEN
    return given and can_write_minutes(actor, entry.session)
