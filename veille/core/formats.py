"""How figures, dates and durations are written in French: one place for pages, PDFs and spreadsheets.

Pure functions: the day is an argument, so that a page of the demonstration and a test agree.
"""

import re
from calendar import monthrange
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from veille.core.normalise import sort_text

NARROW = "\u202f"  # between thousands, before ; ! ?
NO_BREAK = "\u00a0"  # before € and %, inside dates and ratios
NOTHING = "—"

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
NEAR_DAYS = {
    -2: "avant-hier",
    -1: "hier",
    0: "aujourd’hui",
    1: "demain",
    2: "après-demain",
}
_ELIDING = re.compile("[aeiou]|h[eiy]|hab|y[^aeiouy]")  # who says « de Hugo » and « d’Hugo » is understood both ways
NEAR = 7  # days on each side that are said in words


def number(value: Decimal | float | None, decimals: int = 0) -> str:
    """1234.5 → « 1 234,5 »: narrow spaces between thousands, decimal comma, halves rounded up."""
    if value is None:
        return NOTHING
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    grouped = f"{abs(rounded):,.{decimals}f}".replace(",", NARROW).replace(".", ",")
    return f"−{grouped}" if rounded < 0 else grouped


_KILO, _MEGA = 1_000, 1_000_000


def file_size(octets: int) -> str:
    """« 240 ko », « 3,2 Mo »."""
    if octets < _MEGA:
        return f"{max(1, round(octets / _KILO))} ko"
    return f"{number(octets / _MEGA, 1)} Mo"


def shortest(value: Decimal | float | None) -> str:
    """« 20 », « 1,5 », « 0,25 »: as many decimals as there are to say, two at most."""
    words = number(value, 2)
    return words.rstrip("0").rstrip(",") if "," in words else words


def euros(amount: Decimal | float | None) -> str:
    """1234.5 → « 1 234,50 € »."""
    return NOTHING if amount is None else f"{number(amount, 2)}{NO_BREAK}€"


def percent(n: int, total: int) -> str:
    """« 82,4 % », « 80 % »; never 100 % for a part of the whole, nor 0 % for somebody."""
    if not total:
        return NOTHING
    tenths = (Decimal(n) * 1000 / Decimal(total)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if 0 < n < total:
        tenths = min(max(tenths, Decimal(1)), Decimal(999))
    decimals = 1 if tenths % 10 else 0
    return f"{number(tenths / 10, decimals)}{NO_BREAK}%"


def ratio(n: int | None, total: int | None) -> str:
    """A rate never goes without its base: « 82,4 % (61 / 74) », « — » when there is no base."""
    if n is None or not total:
        return NOTHING
    return f"{percent(n, total)} ({number(n)}{NO_BREAK}/{NO_BREAK}{number(total)})"


def counted(n: int, singular: str, plural: str = "") -> str:
    """« 0 ménage », « 1 ménage », « 2 ménages »: in French zero is singular."""
    word = singular if abs(n) < 2 else plural or f"{singular}s"
    return f"{number(n)}{NO_BREAK}{word}"


def as_day(value: date | datetime) -> date:
    """The day of a moment; the caller has put it in local time."""
    return value.date() if isinstance(value, datetime) else value


def far_date(value: date | datetime | None) -> str:
    """« 12 mars 2016 », « 1er mars 2016 »."""
    if value is None:
        return NOTHING
    day = as_day(value)
    ordinal = "1er" if day.day == 1 else str(day.day)
    return f"{ordinal}{NO_BREAK}{MONTHS[day.month - 1]} {day.year}"


def month(value: date | datetime) -> str:
    """« mars 2016 »."""
    day = as_day(value)
    return f"{MONTHS[day.month - 1]}{NO_BREAK}{day.year}"


def near_date(value: date | datetime | None, today: date) -> str:
    """« hier », « dans 3 jours », and « le 12 mars 2016 » past a week."""
    if value is None:
        return NOTHING
    days = (as_day(value) - today).days
    if days in NEAR_DAYS:
        return NEAR_DAYS[days]
    if abs(days) > NEAR:
        return f"le {far_date(value)}"
    return f"dans {days}{NO_BREAK}jours" if days > 0 else f"il y a {-days}{NO_BREAK}jours"


def spaced(text: str) -> str:
    """The same words, whose « : », « ? » or « » » never begins a line."""
    return re.sub(r" (?=[;:!?»%€](?:\W|$))|(?<=«) ", NO_BREAK, text)


def of_name(name: object) -> str:
    """« de La Vie active », « d’Élodie Marchetti »: before a vowel, a mute h as most names have it, a y that is one."""
    return f"d’{name}" if _ELIDING.match(sort_text(str(name))) else f"de {name}"


def clock_time(value: datetime) -> str:
    """« 14 h 32 »."""
    return f"{value.hour}{NO_BREAK}h{NO_BREAK}{value.minute:02}"


def lasting(minutes: int) -> str:
    """« 45 min », « 2 h », « 2 h 05 »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NO_BREAK}min"
    return f"{hours}{NO_BREAK}h{NO_BREAK}{rest:02}" if rest else f"{hours}{NO_BREAK}h"


def duration(start: date | datetime | None, end: date | datetime | None) -> str:
    """« 4 mois et 2 semaines »: the two largest units between two days, whole ones only."""
    if start is None or end is None:
        return NOTHING
    first, last = sorted((as_day(start), as_day(end)))
    months, days = _months_and_days(first, last)
    parts = _two_largest(months, days)
    return " et ".join(counted(n, *words) for n, words in parts) or f"moins d’un{NO_BREAK}jour"


def _months_and_days(first: date, last: date) -> tuple[int, int]:
    """Whole calendar months, then the days left over."""
    months = (last.year - first.year) * 12 + last.month - first.month
    anniversary = plus_months(first, months)
    if anniversary > last:
        months -= 1
        anniversary = plus_months(first, months)
    return months, (last - anniversary).days


def plus_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))


_YEAR, _MONTH, _WEEK, _DAY = ("an", "ans"), ("mois", "mois"), ("semaine", "semaines"), ("jour", "jours")


def _two_largest(months: int, days: int) -> list[tuple[int, tuple[str, str]]]:
    if months >= 12:
        parts = [(months // 12, _YEAR), (months % 12, _MONTH)]
    elif months:
        parts = [(months, _MONTH), (days // 7, _WEEK)]
    else:
        parts = [(days // 7, _WEEK), (days % 7, _DAY)]
    return [(n, words) for n, words in parts if n]
