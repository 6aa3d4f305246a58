"""What a row adds to a file: each part under its own section, and only what is not already there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from households import services
from households.importing.fields import Problem
from households.importing.follow_up.known import Facts, Known, digits
from households.importing.importer import Values
from households.models import Case, ContactKind, FindingSource, ReferenceKind, Source, TeamPart, reference_key
from households.services.budget import Account
from partners.models import Commune, Organisation, OrganisationKind, User
from partners.roles import MANAGER_ROLES, Section
from veille.core import clock, formats
from veille.core.actor import Actor
from veille.core.spreadsheets.values import shown

_NOTHING = {"none", "unknown"}
_OF_A_DWELLING = ("residence", "dwelling_reference", "dwelling_type")
_NO_LANDLORD = "Le dossier ne dit pas quel bailleur loge ce ménage : cette case n’est pas reprise."
_NO_COMMUNE = "Un logement se note avec sa commune : cette case n’est pas reprise."


@dataclass
class Line:
    """A row understood: its values, with the commune and the colleague they name."""

    values: Values
    commune: Commune | None = None
    lead: User | None = None
    problems: list[Problem] = field(default_factory=list)

    def get(self, name: str) -> Any:
        return self.values.get(name)


@dataclass(frozen=True)
class Change:
    """One thing to write: what it is about, under which section, and the act."""

    field: str
    section: str
    act: Callable[[Case], object]


class Changes:
    """What the row adds to one file, or to a new one (`case` is None: everything)."""

    def __init__(self, line: Line, actor: Actor, facts: Facts):
        self.line, self.actor, self.facts = line, actor, facts
        self.kept: list[Problem] = []
        self.changes = [change for part in self._parts() for change in part]

    def allowed(self, known: Known, case: Case) -> tuple[list[Change], list[Problem]]:
        """Those she may write in this file; the others are told and left."""
        mine = [change for change in self.changes if known.may_write(case, change.section)]
        text = "Vous ne pouvez pas écrire cette partie du dossier : elle reste telle qu’elle est."
        left = [Problem(change.field, text, is_remark=True) for change in self.changes if change not in mine]
        return mine, self.kept + left

    def _parts(self) -> Iterator[Iterator[Change]]:
        yield self._housing()
        yield self._balance()
        yield self._procedure()
        yield self._difficulties()
        yield self._reference()
        yield self._phone()
        yield self._last_contact()
        yield self._next_step()
        yield self._team()

    @property
    def _landlord(self) -> Organisation | None:
        """Whose dwelling it is: hers when she is of a landlord, else the one that the file names."""
        if self.actor.organisation.kind == OrganisationKind.LANDLORD:
            return self.actor.organisation
        period = self.facts.period
        return period.dwelling.landlord if period and period.dwelling else None

    def _keep(self, name: str, stored: str) -> None:
        text = f"Le dossier dit déjà {shown(stored)} : il est gardé, votre ligne dit {shown(self.line.get(name))}."
        self.kept.append(Problem(name, text, is_remark=True))

    def _housing(self) -> Iterator[Change]:
        line, period = self.line, self.facts.period
        contract = line.get("contract") or ""
        if period is None:
            self._leave_dwelling()
            if any((contract, line.commune, line.get("residence"), line.get("dwelling_reference"))):
                yield Change("residence", Section.HOUSING, self._record_housing)
            return
        if contract and not period.contract_number:
            yield Change(
                "contract",
                Section.HOUSING,
                lambda case: services.set_contract_number(period=period, contract_number=contract, by=self.actor),
            )
        elif contract and reference_key(contract) != reference_key(period.contract_number):
            self._keep("contract", period.contract_number)

    def _leave_dwelling(self) -> None:
        """A dwelling is one of a landlord, in a commune: without them, what the row says of it is told and left."""
        if self._landlord is None:
            self._leave(*_OF_A_DWELLING, text=_NO_LANDLORD)
        elif self.line.commune is None:
            self._leave(*_OF_A_DWELLING, text=_NO_COMMUNE)

    def _leave(self, *names: str, text: str) -> None:
        said = [name for name in names if self.line.get(name) not in (None, "")]
        self.kept.extend(Problem(name, text, is_remark=True) for name in said)

    def _record_housing(self, case: Case) -> None:
        line, landlord = self.line, self._landlord
        dwelling = None
        if landlord and line.commune:
            dwelling = {
                "landlord": landlord,
                "commune": line.commune,
                "residence": line.get("residence") or "",
                "dwelling_type": line.get("dwelling_type") or "",
                "reference": line.get("dwelling_reference") or "",
            }
        services.record_housing(
            case=case,
            starts_on=line.get("entered_on") or clock.today(),
            by=self.actor,
            dwelling_fields=dwelling,
            situation="social_tenant" if landlord else "unknown",
            commune=line.commune,
            contract_number=line.get("contract") or "",
        )

    def _balance(self) -> Iterator[Change]:
        balance = self.line.get("balance")
        if balance is None or (self.facts.balance and self.facts.balance[0] == balance):
            return
        if landlord := self._landlord:
            account = Account(clock.today().replace(day=1), round(balance, 2))
            yield Change(
                "balance",
                Section.ARREARS,
                lambda case: services.record_arrears(case=case, landlord=landlord, account=account, by=self.actor),
            )
        else:
            self._leave("balance", text=_NO_LANDLORD)

    def _procedure(self) -> Iterator[Change]:
        step = self.line.get("step")
        if not step or step in _NOTHING or step in self.facts.steps:
            return
        if landlord := self._landlord:
            since = self.line.get("step_since") or clock.today()
            yield Change(
                "step",
                Section.PROCEDURE,
                lambda case: services.record_step(
                    case=case, landlord=landlord, step=step, starts_on=since, by=self.actor
                ),
            )
        else:
            self._leave("step", "step_since", text=_NO_LANDLORD)

    def _difficulties(self) -> Iterator[Change]:
        for code in self.line.get("difficulties") or ():
            if code in self.facts.difficulties or code in _NOTHING:
                continue
            confided = services.confided_by_default(self.actor, code)
            section = Section.FINDINGS_SUPPORT if confided else Section.FINDINGS_LANDLORD
            yield Change("difficulties", section, self._finding(code, confided))

    def _finding(self, code: str, confided: bool) -> Callable[[Case], object]:
        return lambda case: services.record_finding(
            case=case,
            difficulty=code,
            severity=None,  # a table says that there is a difficulty, not how strong
            source=FindingSource.REPORTED,
            is_confided=confided,
            by=self.actor,
        )

    def _reference(self) -> Iterator[Change]:
        reference = self.line.get("reference") or ""
        if reference and reference_key(reference) not in self.facts.references:
            source, section = self._told()
            yield Change(
                "reference",
                section,
                lambda case: services.record_reference(
                    case=case, kind=ReferenceKind.OWN, value=reference, source=source, by=self.actor
                ),
            )

    def _told(self) -> tuple[str, str]:
        """What a landlord's own table says is known to it; anybody else's was confided."""
        if self.actor.organisation.kind == OrganisationKind.LANDLORD:
            return Source.LANDLORD_KNOWN, Section.IDENTITY
        return Source.CONFIDED, Section.CONFIDED

    def _phone(self) -> Iterator[Change]:
        phone = self.line.get("phone") or ""
        if phone and digits(phone) not in self.facts.phones:
            source, section = self._told()
            section = Section.CONTACT if section == Section.IDENTITY else section
            yield Change(
                "phone",
                section,
                lambda case: services.record_contact(
                    case=case, kind=ContactKind.PHONE, value=phone, source=source, by=self.actor
                ),
            )

    def _last_contact(self) -> Iterator[Change]:
        day: date | None = self.line.get("last_contact")
        known = self.facts.last_contact
        if day and not (known and known >= day):
            yield Change(
                "last_contact",
                Section.CONTACT,
                lambda case: services.report_contact(case=case, on=day, by=self.actor),
            )

    def _next_step(self) -> Iterator[Change]:
        what, due = self.line.get("next_step") or "", self.line.get("next_due")
        stands = self.facts.next_step
        if not what or (stands and (stands.what, stands.due_on) == (what, due)):
            return
        if stands:
            when = f" pour le {formats.far_date(stands.due_on)}" if stands.due_on else ""
            self._keep("next_step", f"{stands.what}{when}")
            return
        yield Change(
            "next_step",
            Section.STATE,
            lambda case: services.plan_next_step(case=case, what=what, due_on=due, by=self.actor),
        )

    def _team(self) -> Iterator[Change]:
        lead = self.line.lead
        if lead and lead.pk not in self.facts.team and self.actor.has_role(*MANAGER_ROLES):
            yield Change("lead", Section.ACCESS_PANEL, self._take_in)

    def _take_in(self, case: Case) -> None:
        """Who follows a file that nobody leads becomes its lead person; nobody is replaced by a table."""
        is_led = case.team.current().filter(part=TeamPart.LEAD).exists()
        services.add_team_member(
            case=case,
            user=self.line.lead,
            organisation=self.actor.organisation,
            part=TeamPart.MEMBER if is_led else TeamPart.LEAD,
            by=self.actor,
        )
