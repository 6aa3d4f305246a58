"""Who reads the ways to reach a household."""

from django.db.models import Q

from households.querysets import SectionQuerySet
from partners.roles import Right, Section
from veille.core.actor import Actor


class ContactQuerySet(SectionQuerySet):
    """Each under the section of its source; the telephone of somebody who was confided names her, whatever it is."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        told = self._of_open_case(actor, Section.CONFIDED, at_least)
        open_rows = super().visible_to(actor, at_least)
        return open_rows.filter(Q(person=None) | ~Q(person__source="confided") | told)
