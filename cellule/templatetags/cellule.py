"""The dispositif's own words for what was decided."""

from django import template

from cellule.models import Decision
from cellule.services.decisions import decision_label
from cellule.services.sheets import weight_in_words

register = template.Library()
register.filter("decision_label", decision_label)
register.filter("weight", weight_in_words)


@register.filter
def level_label(decision: Decision) -> str:
    """The label of the level in the rules of the case."""
    level = decision.case.configuration.level(decision.level)
    return level.label if level else ""


@register.filter
def at(mapping, key):
    """The value of a key that another object holds: `operators|at:item.case_id`."""
    return mapping.get(key, "")
