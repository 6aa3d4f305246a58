"""Where a dwelling of the capacity board is, in words."""

from django import template

from cellule.forms.capacity import site_label
from cellule.models import AvailableDwelling

register = template.Library()


@register.simple_tag
def whereabouts(offer: AvailableDwelling) -> str:
    """The commune that was said, else those of the site: never an address."""
    return offer.commune.name if offer.commune else site_label(offer.site)
