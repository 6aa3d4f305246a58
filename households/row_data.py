"""What the lines of a page show besides the case: rights, name, lead person; one query each."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Protocol
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

Through = frozenset[tuple[str, str]]
Grants = dict[UUID, Through]
_CLOSED: Through = frozenset()


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
        return _reach(self.grants.get(case.pk, _CLOSED), section) >= at_least

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
    led = [key for key in keys if _reach(grants.get(key, _CLOSED), Section.MEASURE) >= Right.STATE]
    return RowData(cases, grants, _names(cases, grants), _leads(led))


@lru_cache(maxsize=4096)
def _reach(through: Through, section: str) -> Right:
    """The most these grants allow in a section: a page asks it of the same few at each line."""
    return max((right(level, role, section) for level, role in through), default=Right.NONE)


def _grants(actor: Actor, cases: list[UUID]) -> Grants:
    found: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    shape = outline(actor)
    for rank, membership in enumerate(actor.memberships):
        rows = _grants_through(shape, rank).rows(cases=cases, user=actor.user_id, organisation=actor.organisation_id)
        for case, level in rows:
            found[case].add((level, membership.role))
    return {case: frozenset(through) for case, through in found.items()}


@prepared
def _grants_through(actor: Actor, rank: int) -> QuerySet:
    rows = _through(actor, actor.memberships[rank]).filter(Among("case", "cases"))
    return rows.order_by().values_list("case_id", "level")


def _through(actor: Actor, membership):
    """With one role, whatever team or scope it asks was asked already, since she sees these cases."""
    if len(actor.memberships) == 1:
        return CaseAccess.objects.current().filter(organisation=actor.organisation_id)
    return CaseAccess.objects.opening_through(actor, membership)


class _Member(NamedTuple):
    """What the name of a file is made of."""

    household: UUID
    source: str
    role: str
    first_name: str
    last_name: str
    alias: str

    @property
    def full_name(self) -> str:
        return full_name(self.first_name, self.last_name, self.alias)


def _names(cases: list[ListedCase], grants: Grants) -> dict[UUID, str]:
    """Case → the name its file goes by, among the people whose section this very case opens."""
    people: dict[UUID, list[_Member]] = defaultdict(list)
    for row in _people_present().rows(households=[case.household_id for case in cases]):
        people[row[0]].append(_Member(*row))
    return {
        case.pk: household_name(_readable(people[case.household_id], grants.get(case.pk, _CLOSED))) for case in cases
    }


@prepared
def _people_present() -> QuerySet:
    people = Person.objects.filter(Among("household", "households")).present_on(clock.today())
    return people.values_list("household_id", "source", "role", *NAME_PARTS)


def _readable(people: list[_Member], through: Through) -> list[_Member]:
    return [person for person in people if _reach(through, SECTION_OF_PERSON[person.source]) >= Right.READ]


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
