"""What the lines of a page show besides the case: rights, name, lead person; one query each."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from households.banner import household_name, lead_sentence
from households.grants import GrantLevel, opens_alike, right
from households.models import Case, CaseAccess, CaseTeamMember, Person, TeamPart
from households.models.people import NAME_PARTS, full_name
from households.querysets import SECTION_OF_PERSON
from partners.roles import Right, Section
from veille.core import clock
from veille.core.actor import Actor

Grants = dict[UUID, set[tuple[str, str]]]


@dataclass(frozen=True)
class RowData:
    """A page of cases, and through which (level, role) each opens to the reader."""

    cases: list[Case]
    grants: Grants
    names: dict[UUID, str]

    def opens(self, case: Case, section: str, at_least: Right) -> bool:
        return _opens(self.grants, case, section, at_least)

    def name(self, case: Case) -> str:
        return self.names.get(case.pk, "")

    def lead(self, case: Case) -> str:
        return lead_sentence(case, is_short=True)


def opened(actor: Actor, section: str) -> Q:
    """Of the cases she sees, those whose section she reads; nothing to ask when it is all of them. It shows none."""
    if opens_alike(actor.roles, section, Right.READ):
        return Q(pk__isnull=False)
    return Q(Exists(CaseAccess.objects.opening(actor, section, Right.READ).filter(case=OuterRef("pk"))))


def of_cases(actor: Actor, cases: list[Case]) -> RowData:
    """The cases are hers to see: they come from `visible_to`."""
    keys = [case.pk for case in cases]
    grants = _grants(actor, keys)
    _add_leads({case.pk: case for case in cases if _opens(grants, case, Section.MEASURE, Right.STATE)})
    return RowData(cases, grants, _names(cases, grants))


def _opens(grants: Grants, case: Case, section: str, at_least: Right) -> bool:
    return any(right(level, role, section) >= at_least for level, role in grants.get(case.pk, ()))


def _grants(actor: Actor, cases: list[UUID]) -> Grants:
    found: Grants = {}
    for membership in actor.memberships:
        rows = _through(actor, membership).filter(case__in=cases)
        for case, level in rows.order_by().values_list("case_id", "level"):
            found.setdefault(case, set()).add((level, membership.role))
    return found


def _through(actor: Actor, membership):
    """With one role, whatever team or scope it asks was asked already, since she sees these cases."""
    if len(actor.memberships) == 1:
        return CaseAccess.objects.current().filter(organisation=actor.organisation_id)
    return CaseAccess.objects.opening_through(actor, membership)


@dataclass(frozen=True)
class _Member:
    """What the name of a file is made of."""

    household: UUID
    source: str
    role: str
    full_name: str


def _names(cases: list[Case], grants: Grants) -> dict[UUID, str]:
    """Case → the name its file goes by, among the people whose section this very case opens."""
    people: dict[UUID, list[_Member]] = {}
    for member in _members([case.household_id for case in cases]):
        people.setdefault(member.household, []).append(member)
    return {case.pk: household_name(_readable(people.get(case.household_id, []), case, grants)) for case in cases}


def _members(households: list[UUID]) -> Iterator[_Member]:
    people = Person.objects.filter(household__in=households).present_on(clock.today())
    for household, source, role, *names in people.values_list("household_id", "source", "role", *NAME_PARTS):
        yield _Member(household, source, role, full_name(*names))


def _readable(people: list[_Member], case: Case, grants: Grants) -> list[_Member]:
    return [person for person in people if _opens(grants, case, SECTION_OF_PERSON[person.source], Right.READ)]


def _add_leads(cases: dict[UUID, Case]) -> None:
    """What `with_list_data` brings of the measure, asked only where it is shown."""
    members = CaseTeamMember.objects.current().filter(case__in=list(cases), part=TeamPart.LEAD).order_by()
    people = {case: names for case, *names in members.values_list("case_id", "user__first_name", "user__last_name")}
    grants = CaseAccess.objects.current().filter(case__in=list(cases), level=GrantLevel.LEAD)
    rows = grants.order_by("starts_on", "-pk").values_list("case_id", "organisation__name", "organisation__acronym")
    operators = {case: names for case, *names in rows}  # the latest of them, should two stand
    for key, case in cases.items():
        case.lead_first_name, case.lead_last_name = people.get(key, ("", ""))
        case.operator_name, case.operator_acronym = operators.get(key, ("", ""))
