"""Notes and documents: rows under a level that says who reads, found by one rule."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from households.note_levels import NOTE_RIGHTS, OWN_ORGANISATION, SECTION_OF, cells, is_open_to
from partners.roles import Right
from veille.core.actor import Actor


class LevelledQuerySet(models.QuerySet):
    """Rows of visible cases whose level is open to one of the actor's roles."""

    def visible_to(self, actor: Actor):
        reasons = Q(pk__in=())
        for level in NOTE_RIGHTS:
            if is_open_to(actor, level):
                reasons |= Q(level=level) & self._open_to(actor, level)
            elif cells(actor, level):
                reasons |= Q(level=level) & self._names(actor)
        return self.filter(reasons, case__in=self._case_model().objects.visible_to(actor).values("pk"))

    def _open_to(self, actor: Actor, level: str) -> Q:
        own = Q(organisation=actor.organisation_id)  # an organisation reads what its own people wrote
        if level in OWN_ORGANISATION:
            return own
        section = self._case_model().objects.visible_to(actor, SECTION_OF[level], Right.READ)
        return own | Q(Exists(section.filter(pk=OuterRef("case"))))

    def _names(self, actor: Actor) -> Exists:
        """She is one of the readers named on the row."""
        named = self.model._meta.get_field("readers")
        rows = named.related_model._base_manager.filter(**{named.field.name: OuterRef("pk")}, user=actor.user_id)
        return Exists(rows)

    def _case_model(self) -> type[models.Model]:
        return self.model._meta.get_field("case").related_model
