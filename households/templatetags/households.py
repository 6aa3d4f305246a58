"""What the pages of a file need to say of a person."""

from django import template

from households.composition import age_on
from households.models import Person
from veille.core import clock, formats

register = template.Library()


@register.filter
def age(person: Person) -> str:
    """« 39 ans », « environ 39 ans » from the year alone, « à naître », or nothing."""
    if person.role == "unborn_child":
        return "à naître"
    years = age_on(person, clock.today())
    if years is None:
        return "non renseigné"
    words = formats.counted(years, "an", "ans") if years else "moins d’un an"
    return words if person.birth_date else f"environ {words}"
