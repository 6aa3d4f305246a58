"""French public holidays: those of the whole country, and those of the departments that have their own."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from holidays import HolidayBase, country_holidays

# Departments with public holidays of their own, as the library calls them.
_ZONES = {"57": "57", "67": "6AE", "68": "6AE", **{code: code for code in ("971", "972", "973", "974", "976")}}


class PublicHolidays:
    """Asked for each day: the name of the holiday, or an empty text."""

    def __init__(self, departments: Iterable[str] = ()):
        zones = sorted({_ZONES[code] for code in departments if code in _ZONES})
        self._calendars = [_calendar(zone) for zone in (None, *zones)]

    def __call__(self, day: date) -> str:
        return next((str(calendar.get(day)) for calendar in self._calendars if day in calendar), "")


@cache
def _calendar(zone: str | None) -> HolidayBase:
    """One a zone: it learns each year once."""
    return country_holidays("FR", subdiv=zone, language="fr")
