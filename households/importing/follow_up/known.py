"""What the files of one's perimeter already say, looked up once for all the rows of a table."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from households.importing.importer import Values
from households.last_contacts import last_contacts
from households.models import (
    ArrearsMonth,
    Case,
    CaseTeamMember,
    ContactDetail,
    ContactKind,
    ExternalReference,
    Finding,
    HousingPeriod,
    NextStep,
    Person,
    ProcedureStep,
    reference_key,
)
from partners.roles import Right, Section
from veille.core import clock
from veille.core.actor import Actor
from veille.core.normalise import sort_text

# What each part of a row asks for in the file: to write there, or what its own page asks.
_ASKED = dict.fromkeys(
    (
        Section.IDENTITY,
        Section.CONTACT,
        Section.CONFIDED,
        Section.HOUSING,
        Section.ARREARS,
        Section.PROCEDURE,
        Section.FINDINGS_LANDLORD,
        Section.FINDINGS_SUPPORT,
    ),
    Right.WRITE,
) | {Section.STATE: Right.READ, Section.ACCESS_PANEL: Right.READ}


@dataclass
class Facts:
    """What one file says already, as far as she reads it."""

    period: HousingPeriod | None = None
    balance: tuple[Decimal, object] | None = None
    steps: set[str] = field(default_factory=set)
    difficulties: set[str] = field(default_factory=set)
    next_step: NextStep | None = None
    last_contact: date | None = None
    team: set[UUID] = field(default_factory=set)
    references: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)


class Known:
    """The files found again, by what a row says of them; nothing outside the actor's perimeter answers."""

    def __init__(self, actor: Actor, rows: Iterable[Values]):
        self.actor = actor
        rows = list(rows)
        self._by_number = self._numbers(_said(rows, "number"))
        self._by_contract = self._contracts(_said(rows, "contract"))
        self._by_reference = self._references(_said(rows, "reference"))
        self._by_name = self._names({full_name(values) for values in rows} - {""})
        found = {case for index in self._indexes for cases in index.values() for case in cases}
        self.cases = {case.pk: case for case in self._visible().filter(pk__in=found).select_related("rules")}
        self.facts: dict[UUID, Facts] = defaultdict(Facts)
        self._writable = {section: self._open(section, right) for section, right in _ASKED.items()}
        self._gather(list(self.cases))

    @property
    def _indexes(self) -> tuple[dict[str, set[UUID]], ...]:
        return self._by_number, self._by_contract, self._by_reference, self._by_name

    def matches(self, values: Values) -> list[Case]:
        """The files a row speaks of: by its number, else by its contract, else by its reference, else by its name."""
        asked = (
            (self._by_number, values.get("number")),
            (self._by_contract, reference_key(values.get("contract") or "")),
            (self._by_reference, reference_key(values.get("reference") or "")),
            (self._by_name, full_name(values)),
        )
        for index, key in asked:
            if key and key in index:
                return [self.cases[pk] for pk in sorted(index[key])]
        return []

    def may_write(self, case: Case, section: str) -> bool:
        return case.pk in self._writable[section]

    def _open(self, section: str, at_least: Right) -> set[UUID]:
        return set(self._visible(section, at_least).filter(pk__in=self.cases).values_list("pk", flat=True))

    def _visible(self, section: str | None = None, at_least: Right = Right.STATE) -> QuerySet[Case]:
        cases = Case.objects.visible_to(self.actor, section, at_least) if section else None
        return (cases if cases is not None else Case.objects.visible_to(self.actor)).order_by("pk")

    def _numbers(self, numbers: set[str]) -> dict[str, set[UUID]]:
        rows = self._visible(Section.STATE, Right.READ).filter(number__in=numbers)
        return _index(rows.values_list("number", "pk"))

    def _contracts(self, contracts: set[str]) -> dict[str, set[UUID]]:
        rows = HousingPeriod.objects.visible_to(self.actor).filter(contract_number__in=contracts, case__closed_on=None)
        return _index(
            (reference_key(number), pk) for number, pk in rows.values_list("contract_number", "case").order_by("pk")
        )

    def _references(self, references: set[str]) -> dict[str, set[UUID]]:
        keys = {reference_key(text) for text in references}
        rows = ExternalReference.objects.visible_to(self.actor).own().filter(search_value__in=keys)
        return _index(rows.filter(case__closed_on=None).values_list("search_value", "case").order_by("pk"))

    def _names(self, names: set[str]) -> dict[str, set[UUID]]:
        people = Person.objects.visible_to(self.actor).filter(search_name__in=names).present_on(clock.today())
        households = defaultdict(set)
        for name, household in people.order_by("pk").values_list("search_name", "household"):
            households[household].add(name)
        cases = self._visible(Section.IDENTITY, Right.READ).filter(household__in=households, closed_on=None)
        return _index(
            (name, pk) for household, pk in cases.values_list("household", "pk") for name in households[household]
        )

    def _gather(self, keys: list[UUID]) -> None:
        actor, facts, today = self.actor, self.facts, clock.today()
        periods = HousingPeriod.objects.visible_to(actor).current(today).filter(case__in=keys)
        for period in periods.select_related("dwelling__landlord").order_by("starts_on", "pk"):
            facts[period.case_id].period = period
        for step in ProcedureStep.objects.visible_to(actor).current(today).filter(case__in=keys).order_by("pk"):
            facts[step.case_id].steps.add(step.step)
        for row in ArrearsMonth.objects.visible_to(actor).standing().filter(case__in=keys).order_by("month", "pk"):
            facts[row.case_id].balance = (row.balance, row.month)
        for finding in Finding.objects.visible_to(actor).filter(case__in=keys).order_by("pk"):
            facts[finding.case_id].difficulties.add(finding.difficulty)
        for step in NextStep.objects.visible_to(actor).filter(case__in=keys, done_on=None).order_by("pk"):
            facts[step.case_id].next_step = step
        for case, day in last_contacts(actor, keys).items():
            facts[case].last_contact = day
        self._gather_people(keys)

    def _gather_people(self, keys: list[UUID]) -> None:
        facts, own = self.facts, self.actor.organisation_id
        team = CaseTeamMember.objects.current().filter(case__in=keys, organisation=own).order_by("pk")
        for case, user in team.values_list("case", "user"):
            facts[case].team.add(user)
        references = ExternalReference.objects.visible_to(self.actor).own().filter(case__in=keys)
        for case, value in references.order_by("pk").values_list("case", "search_value"):
            facts[case].references.add(value)
        phones = ContactDetail.objects.visible_to(self.actor).filter(case__in=keys, kind=ContactKind.PHONE)
        for case, value in phones.order_by("pk").values_list("case", "value"):
            facts[case].phones.add(digits(value))


def full_name(values: Values) -> str:
    """The name of the row as names are compared."""
    return sort_text(f"{values.get('first_name') or ''} {values.get('name') or ''}")


def digits(phone: str) -> str:
    """The figures of a phone number, the national zero and the +33 being one."""
    figures = "".join(sign for sign in phone if sign.isdigit())
    return figures.removeprefix("33").removeprefix("0") if len(figures) > 9 else figures


def _said(rows: Iterable[Values], name: str) -> set[str]:
    return {values[name] for values in rows if values.get(name)}


def _index(pairs) -> dict[str, set[UUID]]:
    index = defaultdict(set)
    for key, case in pairs:
        index[key].add(case)
    return dict(index)
