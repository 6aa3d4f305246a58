"""What a cell says: French dates and decimals, numbers that were texts, oui and non.

Each function takes the value as the reader gives it and returns None for an empty cell; what cannot
be understood raises Unreadable, whose sentence names what was found and what is expected.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from veille.core import clock, formats
from veille.core.normalise import sort_text
from veille.core.spreadsheets.table import ERROR, Value

_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_OLDEST, _NEWEST = 1880, 2100
_YES = {"oui", "o", "vrai", "x", "1", "✓", "✔", "☑", "yes", "true"}
_NO = {"non", "n", "faux", "0", "✗", "☐", "no", "false"}
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009\u2007']+")
_MONEY = re.compile(r"(€|eur(os?)?)", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}")
_PLAIN = re.compile(r"\d+([.,]\d+)?")
_MONTHS = {sort_text(name): rank for rank, name in enumerate(formats.MONTHS, start=1)} | {
    "janv": 1, "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_DAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim"
_FIGURES = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]\d.*)?")
_WORDS = re.compile(rf"(?:(?:{_DAYS})\.?,? +)?(\d{{1,2}})(?:er)?[ -]+([a-z]+)\.?[ -]+(\d{{4}}|\d{{2}})")
_MONTH_WORDS = re.compile(r"([a-z]+)\.?[ -]+(\d{4}|\d{2})")
_MONTH_FIGURES = re.compile(r"(\d{1,2})[/.\- ](\d{4})|(\d{4})[/.\- ](\d{1,2})")
_TIME = re.compile(r"[ t]+\d{1,2}[:h]\d{2}(:\d{2}.*)?$")


class Unreadable(Exception):
    """A cell that does not hold what its column says; the text is a French sentence."""


def shown(value: Value) -> str:
    """What was found, shortened, between French quotes."""
    text = as_text(value) if value != ERROR else "erreur de calcul"
    return f"« {text if len(text) <= 40 else text[:39] + '…'} »"


def _refuse_error(value: Value) -> None:
    if value == ERROR:
        raise Unreadable("Cette case porte une erreur de calcul : corrigez la formule ou écrivez la valeur.")


def as_text(value: Value) -> str:
    """The text; a whole number without its « .0 », a day as it is written in French."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value).replace(".", ",")
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def as_bool(value: Value) -> bool | None:
    """Oui, non, x, a tick, 1 or 0."""
    _refuse_error(value)
    if value is None or isinstance(value, bool):
        return value
    word = sort_text(as_text(value))
    if word in _YES or word in _NO:
        return word in _YES
    raise Unreadable(f"{shown(value)} n’est ni « oui » ni « non ».")


def as_integer(value: Value) -> int | None:
    """A whole number."""
    amount = as_decimal(value)
    if amount is None:
        return None
    if amount != amount.to_integral_value():
        raise Unreadable(f"{shown(value)} n’est pas un nombre entier.")
    return int(amount)


def as_decimal(value: Value) -> Decimal | None:
    """« 1 240,50 € », « (12,00) », « 12,00- », 1240.5: the number. « 1.240 » could be two numbers: refused."""
    _refuse_error(value)
    if value is None:
        return None
    if isinstance(value, bool | date | time | timedelta):
        raise Unreadable(f"{shown(value)} n’est pas un nombre.")
    if isinstance(value, int | float | Decimal):
        return _number(value)
    return _written_number(value)


def _number(value: float | Decimal) -> Decimal:
    amount = Decimal(str(value))
    if not amount.is_finite():
        raise Unreadable("Ce nombre est illisible.")
    return round(amount, 6).normalize() + 0


def _written_number(text: str) -> Decimal | None:
    bare = _SPACES.sub("", _MONEY.sub("", text)).replace("−", "-").replace("–", "-")
    if bare in {"", "-"}:
        return None
    negative = bare.startswith("-") or bare.endswith("-") or (bare.startswith("(") and bare.endswith(")"))
    digits = bare.strip("+-()")
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(".", "")
    elif re.fullmatch(r"\d{1,3}\.\d{3}", digits):
        whole = digits.replace(".", "")
        raise Unreadable(f"{shown(text)} peut se lire de deux façons : écrivez {whole} ou {digits.replace('.', ',')}.")
    if not _PLAIN.fullmatch(digits) or len(digits) > 20:
        raise Unreadable(f"{shown(text)} n’est pas un nombre : écrivez par exemple 1240,50.")
    amount = Decimal(digits.replace(",", "."))
    return -amount if negative else amount


def as_date(value: Value, *, is_1904: bool = False) -> date | None:
    """« 12/03/2016 », « 12-03-16 », « lundi 12 mars 2016 », 2016-03-12, or Excel's count of days."""
    _refuse_error(value)
    if value is None:
        return None
    if isinstance(value, datetime | date):
        return _plausible(formats.as_day(value), value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _counted_day(value, is_1904)
    if isinstance(value, str):
        return _written_day(value, is_1904)
    raise Unreadable(f"{shown(value)} n’est pas une date.")


def _counted_day(days: float, is_1904: bool) -> date:
    if not 1 <= days < 100_000:
        raise Unreadable(f"{shown(days)} n’est pas une date.")
    return _plausible((_EPOCH_1904 if is_1904 else _EPOCH_1900) + timedelta(days=int(days)), days)


def _written_day(text: str, is_1904: bool) -> date | None:
    bare = _TIME.sub("", sort_text(text)).strip(" .")
    if not bare or bare in {"-", "neant"}:
        return None
    if found := _ISO.fullmatch(text.strip().lower()):
        return _day(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _FIGURES.fullmatch(bare):
        return _day(_year(found[3]), int(found[2]), int(found[1]), text)
    if (found := _WORDS.fullmatch(bare)) and found[2] in _MONTHS:
        return _day(_year(found[3]), _MONTHS[found[2]], int(found[1]), text)
    if re.fullmatch(r"\d{5}", bare):
        return _counted_day(int(bare), is_1904)
    raise Unreadable(f"{shown(text)} n’est pas une date : écrivez par exemple 12/03/2016.")


def _year(digits: str) -> int:
    """« 16 » is 2016; two digits far ahead of today belong to the century before."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if 2000 + year <= clock.today().year + 10 else 1900 + year


def _day(year: int, month: int, day: int, found: Value) -> date:
    try:
        return _plausible(date(year, month, day), found)
    except ValueError as error:
        raise Unreadable(f"{shown(found)} n’existe pas au calendrier : écrivez le jour, puis le mois.") from error


def _plausible(day: date, found: Value) -> date:
    if not _OLDEST <= day.year <= _NEWEST:
        raise Unreadable(f"{shown(found)} donne l’année {day.year} : vérifiez la date.")
    return day


def as_month(value: Value, *, is_1904: bool = False) -> date | None:
    """The first day of a month: « mars 2016 », « 03/2016 », 2016-03, or any day of it."""
    if isinstance(value, str):
        bare = sort_text(value).replace("-", " ").strip(" .")
        if (found := _MONTH_WORDS.fullmatch(bare)) and found[1] in _MONTHS:
            return _day(_year(found[2]), _MONTHS[found[1]], 1, value)
        if found := _MONTH_FIGURES.fullmatch(bare):
            return _day(int(found[2] or found[3]), int(found[1] or found[4]), 1, value)
    day = as_date(value, is_1904=is_1904)
    return day.replace(day=1) if day else None
