"""Sessions as agendas read them (iCalendar): a neutral title, a time, a place, a state; nothing of what is examined.

The title is the neutral public name of the dispositif: neither the instance nor what it decides. The meeting about one
situation gives no place, which may be somebody's home.
"""

from collections.abc import Iterable

from icalendar import Event

from cellule.choices import SessionState
from cellule.models import Session
from veille.core import agenda

FILE_NAME = "reunion.ics"
_STATUS = {SessionState.PLANNED: "TENTATIVE", SessionState.CANCELLED: "CANCELLED"}
_HELD = "CONFIRMED"


def calendar_of(sessions: Iterable[Session], others: Iterable[Event] = ()) -> bytes:
    """One calendar of these sessions, and of what another package adds to it."""
    return agenda.calendar_of([*map(_event, sessions), *others])


def _event(session: Session) -> Event:
    title = f"Réunion – {session.instance.dispositif.public_name}"
    event = agenda.event_of(session.pk, title, session.held_on, session.starts_at, session.planned_minutes)
    event.add("sequence", session.sequence)
    event.add("status", _STATUS.get(SessionState(session.state), _HELD))
    if session.place and session.case_id is None:
        event.add("location", session.place)
    return event
