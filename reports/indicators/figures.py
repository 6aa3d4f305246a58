"""What an indicator answers: never a bare number, always its base, what is missing and how sure it is."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from math import sqrt
from typing import Any

from veille.core.formats import NOTHING, number, percent

Z_95 = 1.959964
INTERVAL_UP_TO = 200


class Kind(StrEnum):
    """How a figure is read."""

    COUNT = "count"
    RATE = "rate"
    DURATION = "duration"
    MIX = "mix"


@dataclass(frozen=True)
class Part:
    """One line of a distribution, or one door of a rate; `n` is None when it is masked."""

    label: str
    n: int | None
    total: int | None = None
    code: str = ""

    @property
    def text(self) -> str:
        return "masqué" if self.n is None else number(self.n)

    @property
    def share(self) -> str:
        return NOTHING if self.n is None or not self.total else percent(self.n, self.total)


@dataclass(frozen=True)
class Figure:
    """The answer of an indicator on a scope.

    COUNT: `n`. RATE: `n` / `total`. DURATION: `value` days for half of the `n` that ended, among `total`.
    MIX: `parts` over `total`. `cases` leads to the rows behind the numerator.
    """

    kind: Kind
    n: int | None
    total: int | None = None
    value: int | None = None
    late_value: int | None = None
    missing: int = 0
    expected: int | None = None
    parts: tuple[Part, ...] = ()
    aside: tuple[tuple[str, Any], ...] = ()
    is_masked: bool = False
    cases: Any = field(default=None, repr=False, compare=False)

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """Wilson's 95 % interval in per cent, when the base is small enough for it to matter."""
        if self.kind != Kind.RATE or self.n is None or not self.total or not 0 <= self.n <= self.total:
            return None
        return wilson(self.n, self.total) if self.total <= INTERVAL_UP_TO else None

    @property
    def text(self) -> str:
        """The figure as it is read first."""
        if self.is_masked:
            return "masqué"
        if self.kind == Kind.RATE:
            return percent(self.n, self.total) if self.n is not None and self.total else NOTHING
        if self.kind == Kind.DURATION:
            return days(self.value)
        return number(self.total if self.kind == Kind.MIX else self.n)

    @property
    def base_text(self) -> str:
        """« 61 / 74 », what the figure stands on."""
        if self.is_masked:
            return "moins de cinq ménages d’un côté ou de l’autre"
        if self.kind in {Kind.RATE, Kind.DURATION} and self.total is not None:
            return f"{number(self.n)}\u00a0/\u00a0{number(self.total)}"
        return ""

    @property
    def interval_text(self) -> str:
        """« 72,2 à 89,4 % »."""
        bounds = None if self.is_masked else self.interval
        return f"{number(bounds[0], 1)} à {number(bounds[1], 1)}\u00a0%" if bounds else ""

    @property
    def beside(self) -> list[tuple[str, Any]]:
        """What is counted apart and is not nothing."""
        return [(label, value) for label, value in self.aside if value]

    @property
    def hidden_parts(self) -> int:
        return sum(1 for part in self.parts if part.n is None)

    @property
    def completeness_text(self) -> str:
        """How much of what should be known is known; never filled in silently."""
        if self.is_masked or not self.expected:
            return ""
        known = self.expected - self.missing
        return f"{percent(known, self.expected)} connus ({number(known)}\u00a0/\u00a0{number(self.expected)})"


def wilson(n: int, total: int) -> tuple[Decimal, Decimal]:
    """Wilson's score interval at 95 %, in per cent to a tenth."""
    share, z2 = n / total, Z_95**2
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = Z_95 * sqrt(share * (1 - share) / total + z2 / (4 * total**2)) / (1 + z2 / total)
    return _tenths(centre - half), _tenths(centre + half)


def _tenths(share: float) -> Decimal:
    return Decimal(max(0.0, min(1.0, share)) * 100).quantize(Decimal("0.1"))


def days(value: int | None) -> str:
    """« 23 jours », « 14,2 mois » past four months (a month = 30.4375 days)."""
    if value is None:
        return NOTHING
    if value < 122:
        return f"{number(value)}\u00a0jour{'s' if value > 1 else ''}"
    return f"{number(Decimal(value) / Decimal('30.4375'), 1)}\u00a0mois"


def count(n: int, **more: Any) -> Figure:
    return Figure(Kind.COUNT, n, **more)


def rate(n: int, total: int, **more: Any) -> Figure:
    return Figure(Kind.RATE, n, total, **more)


def mix(parts: list[tuple[str, str, int]], total: int, **more: Any) -> Figure:
    """A distribution: (code, label, number), over a base that the parts may not add up to."""
    shown = tuple(Part(label, n, total, code) for code, label, n in parts)
    return Figure(Kind.MIX, total, total, parts=shown, **more)
