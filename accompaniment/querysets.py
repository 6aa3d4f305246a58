"""Which diagnoses, objectives and actions a person reads (notes: `households.levelled`)."""

from dataclasses import replace

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accompaniment.choices import DiagnosisState, PlanState
from accompaniment.solicitation_choices import SolicitationState
from households.querysets import SectionQuerySet, in_scope
from partners.object_rights import may, roles_with
from partners.roles import SECTION_RIGHTS, TEAM_ROLES, Right, Section
from veille.core.actor import Actor


class DiagnosisQuerySet(SectionQuerySet):
    """Diagnoses of the cases whose section is open, and those that the actor's organisation made itself."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        opened = self._of_open_case(actor, self.model.section, at_least)
        return self.filter(opened | self._kept(actor, Right.READ))

    def kept_by(self, actor: Actor, at_least: Right = Right.READ):
        """What her organisation made: it stays hers to read once the order has ended and the file with it."""
        return self.filter(self._kept(actor, at_least))

    def _kept(self, actor: Actor, at_least: Right) -> Q:
        """Both parts, for who of it reads such diagnoses: its author, the team of the case, a manager."""
        case_model = self.model._meta.get_field("case").related_model
        made = Q(operator=actor.organisation_id) & ~Q(state=DiagnosisState.ORDERED)
        made &= Q(Exists(case_model.objects.not_hidden_from(actor).filter(pk=OuterRef("case"))))
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


class DiagnosisPartQuerySet(SectionQuerySet):
    """What a diagnosis found or answered: read with its part, as long as the diagnosis itself is."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        diagnosis_model = self.model._meta.get_field("diagnosis").related_model
        kept = diagnosis_model.objects.kept_by(actor, at_least).filter(pk=OuterRef("diagnosis"))
        return self.filter(self._of_open_case(actor, self.model.section, at_least) | Q(Exists(kept)))


class AssessmentQuerySet(SectionQuerySet):
    """The grid for who accompanies; its shareable line for who reads the summary of the file."""

    def told_to(self, actor: Actor):
        """Grids of which she may read the shareable line, and perhaps nothing else."""
        told = self._of_open_case(actor, Section.SUMMARY, Right.READ)
        return self.filter(told | self._of_open_case(actor, Section.DIAGNOSIS, Right.READ)).exclude(shared_line="")


class ObjectiveQuerySet(SectionQuerySet):
    """The plan for who accompanies; for the others, what was shared of it once it was agreed."""

    plan = "plan"
    shared = "is_shared"

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        inner = self._of_open_case(actor, Section.PLAN, at_least)
        agreed = Q(**{self.shared: True}) & ~Q(**{f"{self.plan}__state": PlanState.DRAFT})
        return self.filter(inner | agreed & self._of_open_case(actor, Section.PLAN_SHARED, at_least))


class ActionQuerySet(ObjectiveQuerySet):
    """Actions follow their objective."""

    plan = "objective__plan"
    shared = "objective__is_shared"


class GroupEntryQuerySet(models.QuerySet):
    """Collective sessions and visits to sites: hers; for her manager, those of the organisation."""

    def visible_to(self, actor: Actor):
        own = self.filter(organisation=actor.organisation_id)
        if actor.has_role(*roles_with("group_entry", "R", scope="own")):
            return own
        return own.filter(author=actor.user_id) if may(actor, "group_entry", "W") else self.none()


class PreparationSessionQuerySet(models.QuerySet):
    """The programme of her organisation, for its teams: a day, a place, a module, and no household."""

    def visible_to(self, actor: Actor):
        own = self.filter(organisation=actor.organisation_id)
        return own if may(actor, "preparation_session", "R") else self.none()


class SolicitationQuerySet(SectionQuerySet):
    """What was asked in confidence for who accompanies; what crosses to the landlord, or comes from it, for both.

    Within the roles that others.csv (solicitation) names: a manager of the landlord reads shared visits, not these.
    """

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        roles = roles_with("solicitation", "W" if at_least >= Right.WRITE else "R")
        asked = replace(actor, memberships=actor.memberships_as(*roles))
        shared = Q(is_shared=True) & self._of_open_case(asked, Section.INTERVENTIONS_SHARED, at_least)
        return self.filter(shared | self._of_open_case(asked, Section.INTERVENTIONS, at_least))

    def waiting(self):
        """Nobody has answered yet."""
        return self.filter(state=SolicitationState.OPEN)
