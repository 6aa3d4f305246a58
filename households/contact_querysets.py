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


class ReportedContactQuerySet(SectionQuerySet):
    """What the actor's own organisation reported; all of it where the inner work of the file is open to her."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        own = self._of_open_case(actor, Section.CONTACT, at_least) & Q(organisation=actor.organisation_id)
        return self.filter(own | self._of_open_case(actor, self.model.section, at_least))
