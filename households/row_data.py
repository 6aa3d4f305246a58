"""What the lines of a page show besides the case: rights, name, lead person; one query each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from households.banner import household_name, lead_in_words
from households.grants import GrantLevel, opens_alike, right
from households.models import CaseAccess, CaseTeamMember, Person, TeamPart
from households.models.people import NAME_PARTS, full_name
from households.querysets import SECTION_OF_PERSON
from partners.actors import outline
from partners.roles import Right, Section
from veille.core import clock
from veille.core.actor import Actor
from veille.core.prepared import Among, prepared

Grants = dict[UUID, set[tuple[str, str]]]


class ListedCase(Protocol):
    """A case as a list reads it: a whole one, or the columns that the line shows."""

    pk: UUID
    household_id: UUID
    number: str
    door: str
    opened_on: date
    admitted_on: date | None
    closed_on: date | None
    is_restricted: bool
    territory_name: str


@dataclass(frozen=True)
class RowData:
    """A page of cases, and through which (level, role) each opens to the reader."""

    cases: list[ListedCase]
    grants: Grants
    names: dict[UUID, str]
    leads: dict[UUID, str]

    def opens(self, case: ListedCase, section: str, at_least: Right) -> bool:
        return _opens(self.grants, case, section, at_least)

    def name(self, case: ListedCase) -> str:
        return self.names.get(case.pk, "")

    def lead(self, case: ListedCase) -> str:
        return self.leads.get(case.pk, "")


def opened(actor: Actor, section: str) -> Q:
    """Of the cases she sees, those whose section she reads; nothing to ask when it is all of them. It shows none."""
    if opens_alike(actor.roles, section, Right.READ):
        return Q(pk__isnull=False)
    return Q(Exists(CaseAccess.objects.opening(actor, section, Right.READ).filter(case=OuterRef("pk"))))


def of_cases(actor: Actor, cases: list[ListedCase]) -> RowData:
    """The cases are hers to see: they come from `visible_to`."""
    keys = [case.pk for case in cases]
    grants = _grants(actor, keys)
    led = [case.pk for case in cases if _opens(grants, case, Section.MEASURE, Right.STATE)]
    return RowData(cases, grants, _names(cases, grants), _leads(led))


def _opens(grants: Grants, case: ListedCase, section: str, at_least: Right) -> bool:
    return any(right(level, role, section) >= at_least for level, role in grants.get(case.pk, ()))


def _grants(actor: Actor, cases: list[UUID]) -> Grants:
    found: Grants = {}
    shape = outline(actor)
    for rank, membership in enumerate(actor.memberships):
        rows = _grants_through(shape, rank).rows(cases=cases, user=actor.user_id, organisation=actor.organisation_id)
        for case, level in rows:
            found.setdefault(case, set()).add((level, membership.role))
    return found


@prepared
def _grants_through(actor: Actor, rank: int) -> QuerySet:
    rows = _through(actor, actor.memberships[rank]).filter(Among("case", "cases"))
    return rows.order_by().values_list("case_id", "level")


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


def _names(cases: list[ListedCase], grants: Grants) -> dict[UUID, str]:
    """Case → the name its file goes by, among the people whose section this very case opens."""
    people: dict[UUID, list[_Member]] = {}
    for member in _members([case.household_id for case in cases]):
        people.setdefault(member.household, []).append(member)
    return {case.pk: household_name(_readable(people.get(case.household_id, []), case, grants)) for case in cases}


def _members(households: list[UUID]) -> Iterator[_Member]:
    for household, source, role, *names in _people_present().rows(households=households):
        yield _Member(household, source, role, full_name(*names))


@prepared
def _people_present() -> QuerySet:
    people = Person.objects.filter(Among("household", "households")).present_on(clock.today())
    return people.values_list("household_id", "source", "role", *NAME_PARTS)


def _readable(people: list[_Member], case: ListedCase, grants: Grants) -> list[_Member]:
    return [person for person in people if _opens(grants, case, SECTION_OF_PERSON[person.source], Right.READ)]


def _leads(cases: list[UUID]) -> dict[UUID, str]:
    """What `with_list_data` brings of the measure, asked only where it is shown."""
    people = {
        case: f"{first_name} {last_name}".strip() for case, first_name, last_name in _lead_people().rows(cases=cases)
    }
    operators = {case: acronym or name for case, name, acronym in _operators().rows(cases=cases)}  # the latest of two
    return {case: lead_in_words(people.get(case, ""), operators.get(case, "")) for case in cases}


@prepared
def _lead_people() -> QuerySet:
    members = CaseTeamMember.objects.current().filter(Among("case", "cases"), part=TeamPart.LEAD)
    return members.order_by().values_list("case_id", "user__first_name", "user__last_name")


@prepared
def _operators() -> QuerySet:
    grants = CaseAccess.objects.current().filter(Among("case", "cases"), level=GrantLevel.LEAD)
    return grants.order_by("starts_on", "-pk").values_list("case_id", "organisation__name", "organisation__acronym")
