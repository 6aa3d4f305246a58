"""The day it is for the business: fixed in the demonstration, real everywhere else.

The journal and the runs use real time instead: they tell what the machine did.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

PARIS = ZoneInfo("Europe/Paris")


def today() -> date:
    """The current day in Paris, or the fixed day of the demonstration."""
    return settings.VEILLE_TODAY or timezone.localdate(timezone=PARIS)


def now() -> datetime:
    """The current instant, on the fixed day if there is one."""
    real = timezone.now().astimezone(PARIS)
    if settings.VEILLE_TODAY:
        return datetime.combine(settings.VEILLE_TODAY, real.timetz().replace(tzinfo=None), tzinfo=PARIS)
    return real


def told(moment: datetime) -> datetime:
    """A moment of real time as pages tell it: on the fixed day, as many days before it as it is really before today."""
    real = moment.astimezone(PARIS)
    ahead = timezone.localdate(timezone=PARIS) - today()
    return datetime.combine(real.date() - ahead, real.timetz().replace(tzinfo=None), tzinfo=PARIS)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """The instant of an hour of a day in Paris."""
    return datetime.combine(day, time(hour, minute), tzinfo=PARIS)
