"""Indicators: a function each, over the cases an actor may count. Formulas and numbering: chapter 6 of the domain."""

from reports.indicators import activity, process, profile, reactivity, results, teams
from reports.indicators.figures import Figure, Kind, Part
from reports.indicators.registry import INDICATORS, Indicator
from reports.indicators.scope import Scope, whole_scope

THEMES = {
    activity.__name__.rsplit(".", 1)[-1]: "Activité et entrées",
    process.__name__.rsplit(".", 1)[-1]: "Délais et rythme",
    reactivity.__name__.rsplit(".", 1)[-1]: "Réactivité",
    results.__name__.rsplit(".", 1)[-1]: "Résultats pour les ménages",
    teams.__name__.rsplit(".", 1)[-1]: "Équipes et expertise",
    profile.__name__.rsplit(".", 1)[-1]: "Qui est accompagné",
}

__all__ = ["INDICATORS", "THEMES", "Figure", "Indicator", "Kind", "Part", "Scope", "whole_scope"]
