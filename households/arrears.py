"""The rent account of a case, month after month: the curve, where it goes, and what replaced what."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from households.models import ArrearsMonth
from households.pages import CasePage
from partners.models import Organisation
from partners.roles import Section
from veille.core import charts, formats

# A trend compares with three months before: one late payment is no trend.
_LOOKS_BACK = 3
_LEAST_CHANGE = Decimal(10)
_SHOWN_MONTHS = 24
HEADS = ("Mois", "Appelé", "Reçu", "APL", "Solde dû")
_SHORT = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


@dataclass(frozen=True)
class Trend:
    """What is owed, and where it goes: a word, a sign, then a tone."""

    balance: Decimal
    month: date
    word: str
    arrow: str
    tone: str

    @property
    def label(self) -> str:
        """« dette 1 240 € ↘ en baisse », « compte à jour »."""
        if self.balance <= 0:
            return "compte à jour"
        amount = f"{formats.number(self.balance)}{formats.NO_BREAK}€"
        return f"dette {amount} {self.arrow} {self.word}".rstrip()


_UP, _DOWN, _LEVEL = ("en hausse", "↗", "danger"), ("en baisse", "↘", "success"), ("stable", "→", "neutral")


@dataclass(frozen=True)
class Series:
    """The months of one landlord, oldest first, with the rows that were replaced."""

    landlord: Organisation
    months: tuple[ArrearsMonth, ...]
    replaced: tuple[ArrearsMonth, ...]

    @property
    def trend(self) -> Trend | None:
        return trend_of(self.months)

    @property
    def latest_first(self) -> tuple[ArrearsMonth, ...]:
        return self.months[::-1]

    @property
    def chart(self) -> charts.Chart | None:
        """The balance of the last two years; one month makes no curve."""
        shown = self.months[-_SHOWN_MONTHS:]
        if len(shown) < 2:
            return None
        by_month = {row.month: row for row in shown}
        every = _every_month(shown[0].month, shown[-1].month)
        return charts.curve(
            title="Solde dû à la fin de chaque mois (€)",
            description=_sentence(shown),
            heads=HEADS,
            values=[(_tick(month), float(by_month[month].balance) if month in by_month else None) for month in every],
            rows=[],
        )


def _every_month(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month
    return [formats.plus_months(first, index) for index in range(count + 1)]


def _tick(month: date) -> str:
    return f"{_SHORT[month.month - 1]} {month.year % 100:02}"


def _sentence(months: tuple[ArrearsMonth, ...]) -> str:
    highest = max(months, key=lambda row: row.balance)
    ends = [f"{formats.euros(row.balance)} en {formats.month(row.month)}" for row in (months[0], months[-1], highest)]
    return f"De {ends[0]} à {ends[1]} ; au plus haut {ends[2]}."


def trend_of(months: tuple[ArrearsMonth, ...]) -> Trend | None:
    """The last balance, compared with the one known three months before or, failing that, the nearest after."""
    if not months:
        return None
    last = months[-1]
    reference = formats.plus_months(last.month, -_LOOKS_BACK)
    before = next((row for row in months if row.month >= reference), last)
    word, arrow, tone = _direction(last.balance - before.balance) if before is not last else ("", "", "neutral")
    return Trend(last.balance, last.month, word, arrow, tone)


def _direction(change: Decimal) -> tuple[str, str, str]:
    if abs(change) < _LEAST_CHANGE:
        return _LEVEL
    return _UP if change > 0 else _DOWN


def arrears_series(page: CasePage) -> list[Series]:
    """One series a landlord, the one of the latest month first."""
    rows = ArrearsMonth.objects.visible_to(page.actor).filter(case=page.case).select_related("landlord", "author")
    ordered = rows.order_by("landlord__sort_name", "landlord", "month", "created_at", "pk")
    found = [_series(list(group)) for _, group in groupby(ordered, key=lambda row: row.landlord_id)]
    return sorted(found, key=lambda one: one.months[-1].month if one.months else date.min, reverse=True)


def _series(rows: list[ArrearsMonth]) -> Series:
    standing = tuple(row for row in rows if row.replaced_on is None)
    return Series(rows[0].landlord, standing, tuple(row for row in rows if row.replaced_on))


def arrears_trend(page: CasePage) -> Trend | None:
    """Where the debt goes, for the first screen; None when nothing is noted or open to the reader. One query."""
    if not page.reads(Section.ARREARS):
        return None
    rows = ArrearsMonth.objects.visible_to(page.actor).standing().filter(case=page.case)
    latest = list(rows.order_by("-month", "-created_at", "pk")[: _LOOKS_BACK + 1])
    own = [row for row in reversed(latest) if row.landlord_id == latest[0].landlord_id]
    return trend_of(tuple(own))
