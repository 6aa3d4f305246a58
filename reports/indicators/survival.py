"""Durations with open cases: Kaplan and Meier, so that who still waits is neither dropped nor counted as arrived."""

from collections.abc import Iterable
from fractions import Fraction

Duration = tuple[int, bool]  # days, whether the event came


def survival(durations: Iterable[Duration]) -> list[tuple[int, Fraction]]:
    """Steps of the curve: after so many days, the share still waiting."""
    ordered = sorted(durations)
    curve, share, at_risk = [], Fraction(1), len(ordered)
    for day in sorted({day for day, _ in ordered}):
        events = sum(1 for at, came in ordered if at == day and came)
        if events:
            share *= Fraction(at_risk - events, at_risk)
            curve.append((day, share))
        at_risk -= sum(1 for at, _ in ordered if at == day)
    return curve


def quantile(durations: Iterable[Duration], share: Fraction) -> int | None:
    """The first day by which at least this share has arrived; None when it has not happened yet."""
    return next((day for day, waiting in survival(durations) if waiting <= 1 - share), None)


def median(durations: Iterable[Duration]) -> int | None:
    return quantile(durations, Fraction(1, 2))


def arrived_by(durations: Iterable[Duration], day: int) -> Fraction:
    """The share that has arrived by a day."""
    waiting = Fraction(1)
    for at, share in survival(durations):
        if at > day:
            break
        waiting = share
    return 1 - waiting
