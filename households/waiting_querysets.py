"""Lines of « À faire » put off or handed on: of whom, and who else may know."""

from django.db import models
from django.db.models import Q

from partners.roles import MANAGER_ROLES
from veille.core import clock
from veille.core.actor import Actor


class PutOffQuerySet(models.QuerySet):
    """What each person puts off is hers; a manager knows of it in the files she sees."""

    def visible_to(self, actor: Actor):
        hers = Q(user=actor.user_id)
        if actor.has_role(*MANAGER_ROLES):
            hers |= Q(case__in=_seen(self.model, actor))
        return self.filter(hers, organisation=actor.organisation_id)

    def standing(self):
        """Those whose day has not come."""
        return self.filter(until__gt=clock.today())


class HandedOnQuerySet(models.QuerySet):
    """A line handed on is known to both colleagues and to their manager, while they see its file."""

    def visible_to(self, actor: Actor):
        found = self.filter(organisation=actor.organisation_id, case__in=_seen(self.model, actor))
        if actor.has_role(*MANAGER_ROLES):
            return found
        return found.filter(Q(giver=actor.user_id) | Q(taker=actor.user_id))

    def standing(self):
        """Those neither handed back nor taken back."""
        return self.filter(ended_on=None)


def _seen(model: type[models.Model], actor: Actor):
    return model._meta.get_field("case").related_model.objects.visible_to(actor).values("pk")
