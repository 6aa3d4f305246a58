"""Who reaches what concerns the rights of the person and the end of files."""

from django.db import models

from households.rights_choices import RIGHTS_OPEN
from partners.object_rights import cells, may
from partners.roles import Right, Section
from veille.core.actor import Actor
from veille.core.models.base import DatedQuerySet


def asks(actor: Actor) -> bool:
    """others.csv, rights_requests « asks »: she may hand on what a person asks."""
    return "asks" in cells(actor, "rights_requests")


class RightsRequestQuerySet(models.QuerySet):
    """Requests: for the data protection officer of the organisation asked, and for who follows the household there.

    The officer reaches a file by no other way, and its rows only while the request is open.
    """

    def visible_to(self, actor: Actor):
        asked_here = self.filter(organisation=actor.organisation_id)
        if may(actor, "rights_requests", "W"):
            return asked_here
        if not asks(actor):
            return asked_here.none()
        case_model = self.model._meta.get_field("case").related_model
        return asked_here.filter(
            case__in=case_model.objects.visible_to(actor, Section.IDENTITY, Right.READ).values("pk")
        )

    def open(self):
        return self.filter(state__in=RIGHTS_OPEN)


class OfRequestQuerySet(models.QuerySet):
    """Rows under a request: reached through it."""

    def visible_to(self, actor: Actor):
        requests = self.model._meta.get_field("request").related_model.objects.visible_to(actor)
        return self.filter(request__in=requests.values("pk"))


class OfficerQuerySet(DatedQuerySet):
    """Rows that the data protection officer keeps for her own organisation."""

    def visible_to(self, actor: Actor):
        if not may(actor, "retention", "W"):
            return self.none()
        return self.filter(organisation=actor.organisation_id)
