"""Which notes a person reads: the level, her roles, and the case itself."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accompaniment.note_levels import NOTE_RIGHTS, NoteLevel
from partners.roles import Right, Section
from veille.core.actor import Actor

# Levels that stay inside the author's organisation.
OWN_ORGANISATION = frozenset({NoteLevel.LANDLORD_INTERNAL, NoteLevel.LANDLORD_SOCIAL, NoteLevel.ASSOCIATION_ONLY})

# Levels that cross organisations ask for a section that the grant opens; the others, for the case alone.
_SECTION_OF = {
    NoteLevel.FACTUAL_SHARED: Section.INTERVENTIONS_SHARED,
    NoteLevel.TEAM_SHARED: Section.INTERVENTIONS,
    NoteLevel.EXPERT_EXCHANGE: Section.INTERVENTIONS,
}


class NoteQuerySet(models.QuerySet):
    """Notes of visible cases whose level is open to one of the actor's roles."""

    def visible_to(self, actor: Actor):
        reasons = Q(pk__in=())
        for level, rights in NOTE_RIGHTS.items():
            cells = {rights[role] for role in actor.roles if role in rights}
            if cells & {"R", "W"}:
                reasons |= Q(level=level) & self._open_to(actor, level)
            elif "named" in cells:
                reasons |= Q(level=level) & Exists(self._readers().filter(note=OuterRef("pk"), user=actor.user_id))
        return self.filter(reasons, case__in=self._cases(actor))

    def _open_to(self, actor: Actor, level: str) -> Q:
        own = Q(organisation=actor.organisation_id)  # an organisation reads what its own people wrote
        if level in OWN_ORGANISATION:
            return own
        return own | Q(case__in=self._cases(actor, _SECTION_OF[level], Right.READ))

    def _readers(self):
        return self.model._meta.get_field("readers").related_model._base_manager.all()

    def _cases(self, actor: Actor, *section):
        return self.model._meta.get_field("case").related_model.objects.visible_to(actor, *section).values("pk")
