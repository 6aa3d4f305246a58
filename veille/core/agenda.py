"""What agendas read (iCalendar): times under a neutral title, with the time zone of Paris described in the file.

A calendar leaves the application: it never holds a name, a number, nor the place where somebody lives.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from icalendar import Calendar, Event

from veille.core import clock

# What an agenda still shows of the past.
SINCE = timedelta(days=30)
CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar_of(events: Iterable[Event]) -> bytes:
    """One file of these events."""
    calendar = Calendar()
    calendar.add("prodid", "-//Veille sociale//Calendrier//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Veille sociale")
    calendar.add("x-wr-timezone", "Europe/Paris")
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def event_of(key: object, summary: str, day: date, at: time | None, minutes: int, *, page: str = "") -> Event:
    """An hour of Paris and what it lasts; the whole day when no hour is known. `page` tells more to who signs in."""
    event = Event()
    event.add("uid", f"{key}@veille-sociale")
    event.add("dtstamp", clock.now())
    event.add("summary", summary)
    event.add("class", "PRIVATE")
    if page:
        event.add("url", settings.SITE_ORIGIN + page)
    if at is None:
        event.add("dtstart", day)
        return event
    starts = datetime.combine(day, at, tzinfo=clock.PARIS)
    event.add("dtstart", starts)
    # Minutes pass alike on both sides of a change of hour: the end is counted on the clock of the world.
    event.add("dtend", (starts.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(clock.PARIS))
    return event
