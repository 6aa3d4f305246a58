"""What the rules of rights.md need of the rows, read once and plainly: grants, teams, steps, named people."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from households.models import Case, CaseAccess, CaseTeamMember, Exclusion, NamedPerson, ProcedureStep
from tests.matrix.cells import RANKS, section_rank, sections
from tests.matrix.people import Person

_TEAM_ROLES = {"association_worker", "landlord_case_worker"}


def _current(model, today: date, *fields: str) -> set[tuple]:
    rows = model.objects.values_list("starts_on", "ends_on", *fields)
    return {tuple(rest) for starts, ends, *rest in rows if starts <= today and (ends is None or ends >= today)}


class Facts:
    """The rights of anybody on any case of the scene."""

    def __init__(self, today: date):
        self.grants: dict[tuple[UUID, UUID], set[str]] = defaultdict(set)
        for case, organisation, level in _current(CaseAccess, today, "case", "organisation", "level"):
            self.grants[case, organisation].add(level)
        self.team = _current(CaseTeamMember, today, "case", "user", "organisation")
        self.steps = _current(ProcedureStep, today, "case", "landlord")
        self.named = _current(NamedPerson, today, "case", "user")
        self.excluded = set(Exclusion.objects.values_list("case", "user"))
        self.restricted = set(Case.objects.filter(is_restricted=True).values_list("pk", flat=True))
        self.territories = dict(Case.objects.values_list("pk", "territory"))

    def rank(self, person: Person, case: UUID, section: str) -> int:
        """The best of her organisation's grants, each lowered by her role; 0 on a case she does not see."""
        if not self._reaches(person, case):
            return 0
        levels = self.grants.get((case, person.organisation_id), ())
        return max((section_rank(level, person.role, section) for level in levels), default=0)

    def reads(self, person: Person, case: UUID, section: str, least: str) -> bool:
        return self.rank(person, case, section) >= RANKS[least]

    def sees(self, person: Person, case: UUID) -> bool:
        return any(self.rank(person, case, section) for section in sections())

    def _reaches(self, person: Person, case: UUID) -> bool:
        if (case, person.user_id) in self.excluded:
            return False
        if case in self.restricted and (case, person.user_id) not in self.named:
            return False
        if person.role in _TEAM_ROLES and (case, person.user_id, person.organisation_id) not in self.team:
            return False
        if person.role == "landlord_litigation" and (case, person.organisation_id) not in self.steps:
            return False
        return self._in_scope(person, case)

    def _in_scope(self, person: Person, case: UUID) -> bool:
        """A seat in an instance reaches the cases of its territory; the scene has one dispositif."""
        membership = person.actor.memberships[0]
        return membership.instance is None or membership.instance.territory_id == self.territories[case]
