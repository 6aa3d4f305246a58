"""Sessions as agendas read them (iCalendar): a neutral title, a time, a place, a state; nothing of what is examined.

The title is the neutral public name of the dispositif: neither the instance nor what it decides. The meeting about one
situation gives no place, which may be somebody's home.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from cellule.choices import SessionState
from cellule.models import Session
from veille.core import clock

FILE_NAME = "reunion.ics"
_STATUS = {SessionState.PLANNED: "TENTATIVE", SessionState.CANCELLED: "CANCELLED"}
_HELD = "CONFIRMED"


def calendar_of(sessions: Iterable[Session]) -> bytes:
    """One calendar of these sessions, with the time zone of Paris described in it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Veille sociale//Calendrier//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Veille sociale")
    calendar.add("x-wr-timezone", "Europe/Paris")
    for session in sessions:
        calendar.add_component(_event(session))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(session: Session) -> Event:
    starts = datetime.combine(session.held_on, session.starts_at, tzinfo=clock.PARIS)
    event = Event()
    event.add("uid", f"{session.pk}@veille-sociale")
    event.add("dtstamp", clock.now())
    event.add("sequence", session.sequence)
    event.add("status", _STATUS.get(SessionState(session.state), _HELD))
    event.add("summary", f"Réunion – {session.instance.dispositif.public_name}")
    event.add("dtstart", starts)
    # Minutes pass alike on both sides of a change of hour: the end is counted on the clock of the world.
    event.add("dtend", (starts.astimezone(UTC) + _length(session)).astimezone(clock.PARIS))
    event.add("class", "PRIVATE")
    if session.place and session.case_id is None:
        event.add("location", session.place)
    return event


def _length(session: Session) -> timedelta:
    return timedelta(minutes=session.planned_minutes)
