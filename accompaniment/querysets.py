"""Which diagnoses, notes, objectives and actions a person reads."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accompaniment.choices import DiagnosisState, PlanState
from accompaniment.note_levels import NOTE_RIGHTS, NoteLevel
from households.querysets import SectionQuerySet, in_scope
from partners.roles import SECTION_RIGHTS, TEAM_ROLES, Right, Section
from veille.core.actor import Actor

# Levels that stay inside the author's organisation.
OWN_ORGANISATION = frozenset({NoteLevel.LANDLORD_INTERNAL, NoteLevel.LANDLORD_SOCIAL, NoteLevel.ASSOCIATION_ONLY})

# Levels that cross organisations ask for a section that the grant opens; the others, for the case alone.
SECTION_OF = {
    NoteLevel.FACTUAL_SHARED: Section.INTERVENTIONS_SHARED,
    NoteLevel.TEAM_SHARED: Section.INTERVENTIONS,
    NoteLevel.EXPERT_EXCHANGE: Section.INTERVENTIONS,
}


def cells(actor: Actor, level: str) -> frozenset[str]:
    """What the roles of the actor have on a level: R, W or named."""
    rights = NOTE_RIGHTS[level]
    return frozenset(rights[role] for role in actor.roles if role in rights)


def is_open_to(actor: Actor, level: str) -> bool:
    """Whether a role of the actor reads the level without being named on the note."""
    return bool(cells(actor, level) & {"R", "W"})


def is_named_level(level: str) -> bool:
    """Whether the level is read by the persons named on the note, and by nobody else."""
    return set(NOTE_RIGHTS[level].values()) == {"named"}


class DiagnosisQuerySet(SectionQuerySet):
    """Diagnoses of the cases whose section is open, and those that the actor's organisation made itself."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        opened = Q(case__in=self._cases(actor, self.model.section, at_least))
        return self.filter(opened | self._kept(actor, Right.READ))

    def kept_by(self, actor: Actor, at_least: Right = Right.READ):
        """What her organisation made: it stays hers to read once the order has ended and the file with it."""
        return self.filter(self._kept(actor, at_least))

    def _kept(self, actor: Actor, at_least: Right) -> Q:
        """Both parts, for who of it reads such diagnoses: its author, the team of the case, a manager."""
        case_model = self.model._meta.get_field("case").related_model
        made = Q(operator=actor.organisation_id) & ~Q(state=DiagnosisState.ORDERED)
        made &= Q(case__in=case_model.objects.not_hidden_from(actor).values("pk"))
        reasons = Q(pk__in=())
        for membership in actor.memberships:
            if SECTION_RIGHTS[membership.role][Section.DIAGNOSIS] >= at_least:
                reasons |= made & in_scope(membership) & self._hers(actor, membership.role)
        return reasons

    def _hers(self, actor: Actor, role: str) -> Q:
        if role not in TEAM_ROLES or actor.organisation.has_open_team:
            return Q()
        case_model = self.model._meta.get_field("case").related_model
        team = case_model._meta.get_field("team").related_model.objects.current()
        mine = team.filter(case=OuterRef("case"), user=actor.user_id, organisation=actor.organisation_id)
        return Q(author=actor.user_id) | Q(Exists(mine))


class NoteQuerySet(models.QuerySet):
    """Notes of visible cases whose level is open to one of the actor's roles."""

    def visible_to(self, actor: Actor):
        reasons = Q(pk__in=())
        for level in NOTE_RIGHTS:
            if is_open_to(actor, level):
                reasons |= Q(level=level) & self._open_to(actor, level)
            elif cells(actor, level):
                reasons |= Q(level=level) & Exists(self._readers().filter(note=OuterRef("pk"), user=actor.user_id))
        return self.filter(reasons, case__in=self._cases(actor))

    def _open_to(self, actor: Actor, level: str) -> Q:
        own = Q(organisation=actor.organisation_id)  # an organisation reads what its own people wrote
        if level in OWN_ORGANISATION:
            return own
        return own | Q(case__in=self._cases(actor, SECTION_OF[level], Right.READ))

    def _readers(self):
        return self.model._meta.get_field("readers").related_model._base_manager.all()

    def _cases(self, actor: Actor, *section):
        return self.model._meta.get_field("case").related_model.objects.visible_to(actor, *section).values("pk")


class ObjectiveQuerySet(SectionQuerySet):
    """The plan for who accompanies; for the others, what was shared of it once it was agreed."""

    plan = "plan"
    shared = "is_shared"

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        inner = Q(case__in=self._cases(actor, Section.PLAN, at_least))
        agreed = Q(**{self.shared: True}) & ~Q(**{f"{self.plan}__state": PlanState.DRAFT})
        return self.filter(inner | agreed & Q(case__in=self._cases(actor, Section.PLAN_SHARED, at_least)))


class ActionQuerySet(ObjectiveQuerySet):
    """Actions follow their objective."""

    plan = "objective__plan"
    shared = "objective__is_shared"
