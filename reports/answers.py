"""Indicators as an actor reads them: computed on her scope, masked when her role asks for it."""

from dataclasses import dataclass

from partners.configuration import Door
from reports.indicators import INDICATORS, THEMES, Figure, Indicator, Kind, Scope
from reports.masking import masked
from reports.permissions import Audience


@dataclass(frozen=True)
class Answer:
    """An indicator and its figure."""

    indicator: Indicator
    figure: Figure


def answer(code: str, scope: Scope, reader: Audience) -> Answer:
    """One indicator for one reader."""
    indicator = INDICATORS[code]
    figure = indicator.compute(scope)
    if indicator.counts_people and reader.masks(indicator.is_profile):
        if scope.is_crossed:
            return Answer(indicator, masked(Figure(Kind.COUNT, 1)))
        figure = _hidden_with_the_other_door(indicator, masked(figure), scope)
    return Answer(indicator, figure)


def _hidden_with_the_other_door(indicator: Indicator, figure: Figure, scope: Scope) -> Figure:
    """A door is hidden with the other one: the total minus one of them would tell the other."""
    if not scope.door or figure.is_masked:
        return figure
    other = Door.ACCESS if scope.door == Door.RETENTION else Door.RETENTION
    hidden = masked(indicator.compute(scope.at_door(other))).is_masked
    return masked(Figure(Kind.COUNT, 1)) if hidden else figure


def answers(scope: Scope, reader: Audience) -> list[tuple[str, list[Answer]]]:
    """Every indicator that applies, by theme: those of one door only where this door exists."""
    themes = []
    for theme, label in THEMES.items():
        codes = [code for code, indicator in INDICATORS.items() if indicator.theme == theme]
        found = [answer(code, scope, reader) for code in codes if applies(INDICATORS[code], scope, reader)]
        themes.append((label, [one for one in found if one.figure.is_masked or _says_something(one.figure)]))
    return themes


def applies(indicator: Indicator, scope: Scope, reader: Audience) -> bool:
    """Whether the indicator speaks of this dispositif and door, to this reader."""
    if indicator.is_profile and not reader.reads_profile:
        return False
    if indicator.diagnosis_when and scope.configuration.diagnosis.when not in indicator.diagnosis_when:
        return False
    doors = (scope.door,) if scope.door else scope.configuration.doors
    return not indicator.door or indicator.door in doors


def _says_something(figure: Figure) -> bool:
    """An indicator without a base says nothing of this dispositif: it stays in its definition page."""
    return bool(figure.n) if figure.kind == Kind.COUNT else bool(figure.total)
