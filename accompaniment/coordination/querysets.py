"""Which meetings and what of them a person reads.

Who accompanies reads the whole. An organisation that was invited reads when, who and what was made to be shared;
an organisation that was not reads nothing, not even that there was a meeting.
"""

from django.db.models import Exists, OuterRef, Q

from accompaniment.coordination.choices import Audience, GuestKind
from households.querysets import SectionQuerySet
from partners.roles import Right, Section
from veille.core.actor import Actor


class MeetingQuerySet(SectionQuerySet):
    """Meetings of the files she accompanies, and those that her organisation is invited to."""

    meeting = "pk"

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        inner = self._of_open_case(actor, Section.INTERVENTIONS, at_least)
        return self.filter(inner | self._invited(actor) & self._of_open_case(actor, Section.SUMMARY, at_least))

    def _invited(self, actor: Actor) -> Q:
        """Her organisation is among those invited."""
        guests = self._guest_model()._base_manager.filter(organisation=actor.organisation_id)
        return Q(Exists(guests.filter(meeting=OuterRef(self.meeting))))

    def _guest_model(self):
        named = self.model if self.meeting == "pk" else self.model._meta.get_field("meeting").related_model
        return named._meta.get_field("guests").related_model


class OfMeetingQuerySet(MeetingQuerySet):
    """What hangs on a meeting."""

    meeting = "meeting"


class GuestQuerySet(OfMeetingQuerySet):
    """Who is invited: read with the meeting; who has no account, by others than the team once the household agrees."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        inner = self._of_open_case(actor, Section.INTERVENTIONS, at_least)
        agreed = ~Q(kind=GuestKind.OUTSIDE) | Q(agreed_on__isnull=False)
        return super().visible_to(actor, at_least).filter(inner | agreed)


class ConclusionsQuerySet(OfMeetingQuerySet):
    """Conclusions: for others than who accompanies, once the household agrees, under the section they were made for."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        inner = self._of_open_case(actor, Section.INTERVENTIONS, at_least)
        read = Q(pk__in=())
        for audience in Audience.values:
            read |= Q(audience=audience) & self._of_open_case(actor, audience, at_least)
        return self.filter(inner | Q(is_agreed=True) & self._invited(actor) & read)


class DecisionQuerySet(OfMeetingQuerySet):
    """What was decided: for others than who accompanies, what is told with the conclusions that they read."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        inner = self._of_open_case(actor, Section.INTERVENTIONS, at_least)
        told = self._of_open_case(actor, Section.INTERVENTIONS_SHARED, at_least)
        return self.filter(inner | Q(is_shared=True) & self._with_conclusions(actor) & told)

    def _with_conclusions(self, actor: Actor) -> Q:
        """Those that stand: as long as the household has not agreed to them, nothing of the meeting is told."""
        meeting = self.model._meta.get_field("meeting").related_model
        standing = meeting._meta.get_field("conclusions").related_model.objects.visible_to(actor)
        return Q(Exists(standing.filter(meeting=OuterRef("meeting"), is_current=True)))
