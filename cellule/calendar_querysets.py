"""Who sees what surrounds a session: its invitations, the habits and closings of its instance, her own feed."""

from django.db import models
from django.db.models import Q

from cellule.querysets import SESSION_TOLD, instances_kept_by, instances_seated_at
from partners.object_rights import roles_with
from veille.core.actor import Actor


class OfInstanceQuerySet(models.QuerySet):
    """Rows of an instance that only its secretary handles."""

    def visible_to(self, actor: Actor):
        return self.filter(instance__in=instances_kept_by(actor))


class InvitationQuerySet(models.QuerySet):
    """Those of the sessions she keeps, her own seat's, and those addressed to her organisation."""

    def visible_to(self, actor: Actor):
        kept = Q(session__instance__in=instances_kept_by(actor))
        seat = Q(user=actor.user_id, organisation=actor.organisation_id, session__state__in=SESSION_TOLD)
        seat &= Q(session__instance__in=instances_seated_at(actor))
        return self.filter(kept | seat | self._of_her_organisation(actor))

    def addressed_to(self, actor: Actor):
        """Of these, the ones made for the day to her organisation, that she may answer."""
        return self.filter(self._of_her_organisation(actor))

    def _of_her_organisation(self, actor: Actor) -> Q:
        answering = roles_with("session_invitation", "W", "own") | roles_with("session_invitation", "W", "own or seat")
        if actor.roles.isdisjoint(answering):
            return Q(pk__in=())
        return Q(user=None, organisation=actor.organisation_id, session__state__in=SESSION_TOLD)


class FeedQuerySet(models.QuerySet):
    """A feed has one owner."""

    def visible_to(self, actor: Actor):
        return self.filter(user=actor.user_id)

    def in_force(self):
        return self.filter(revoked_at=None)
