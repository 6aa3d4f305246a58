"""What the pages of a budget need to write."""

from collections.abc import Iterable
from decimal import Decimal

from django import template

from households.budget_figures import Figure
from households.budget_reading import line_label as label_of
from households.models import MoneyLine
from veille.core import formats

register = template.Library()


@register.filter
def line_label(line: MoneyLine) -> str:
    return formats.spaced(label_of(line))


@register.filter
def figure_value(figure: Figure) -> str:
    """« 312,40 € », « 34,2 % »: the value with its unit."""
    if figure.unit == "€":
        return formats.euros(figure.value)
    return f"{formats.number(figure.value, 1)}{formats.NO_BREAK}{figure.unit}"


@register.filter
def plain_decimal(value: Decimal) -> str:
    """« 3 », « 2,5 », « 2,35 »: no more decimals than needed."""
    return formats.number(value, max(0, -int(value.normalize().as_tuple().exponent)))


@register.filter
def sentence(parts: Iterable[str]) -> str:
    """« les ressources et les charges », each once, in their order."""
    once = list(dict.fromkeys(parts))
    return formats.spaced(" et ".join([", ".join(once[:-1]), once[-1]] if len(once) > 1 else once))
