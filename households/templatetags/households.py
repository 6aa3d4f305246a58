"""What the pages of a file need to say of a person."""

from django import template

from households.composition import age_on
from households.models import ContactDetail, Person
from veille.core import clock, formats

register = template.Library()


@register.filter
def age(person: Person) -> str:
    """« 39 ans », « environ 39 ans » from the year alone, « à naître », « non renseigné »."""
    if person.role == "unborn_child":
        return "à naître"
    years = age_on(person, clock.today())
    if years is None:
        return "non renseigné"
    if not years:
        return "moins d’un an"
    words = formats.counted(years, "an", "ans")
    return words if person.birth_date else f"environ {words}"


@register.filter
def presence(person: Person) -> str:
    """Since when she is here, how much of the time, or when she is expected."""
    parts = []
    if person.custody_rhythm:
        share = f" ({person.custody_share}{formats.NO_BREAK}% du temps)" if person.custody_share else ""
        parts.append(f"{person.get_custody_rhythm_display().lower()}{share}")
    if person.expected_month:
        parts.append(f"naissance attendue en {formats.month(person.expected_month)}")
    if person.arrived_on:
        parts.append(f"depuis le {formats.far_date(person.arrived_on)}")
    return " · ".join(parts)


@register.filter
def how_to_reach(contact: ContactDetail) -> str:
    """« Par SMS, entre 14 h et 17 h ; ne pas laisser de message »."""
    first = ", ".join(part for part in (contact.preference, contact.hours) if part)
    parts = [first, "ne pas laisser de message" if contact.no_message else ""]
    return formats.spaced(" ; ".join(part for part in parts if part))
