"""The list of indicators: each is a function with its identifier, its words and its formula."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.indicators.figures import Figure, Kind
from reports.indicators.scope import Scope

Compute = Callable[[Scope], Figure]


@dataclass(frozen=True)
class Indicator:
    """What is computed, in which unit, how, and which table of rights holds it."""

    code: str
    label: str
    unit: str
    kind: Kind
    definition: str
    compute: Compute
    theme: str
    is_profile: bool = False
    counts_people: bool = True  # sessions and organisations are no small groups to hide
    door: str = ""
    years_add_up: bool = True  # false when the base is rounded, or the same organisation counts every year
    diagnosis_when: tuple[str, ...] = ()  # the dispositifs it speaks of, by when they diagnose; empty = all

    @property
    def formula(self) -> str:
        """The formula and its source, as the function says them."""
        return (self.compute.__doc__ or "").strip()


INDICATORS: dict[str, Indicator] = {}


def indicator(code: str, label: str, *, unit: str, kind: Kind, definition: str, **more) -> Callable[[Compute], Compute]:
    """Enter a function in the list."""

    def enter(compute: Compute) -> Compute:
        theme = compute.__module__.rsplit(".", 1)[-1]
        INDICATORS[code] = Indicator(code, label, unit, kind, definition, compute, theme, **more)
        return compute

    return enter
