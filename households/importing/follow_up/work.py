"""A pass over a follow-up table: each row finds its file, or makes one, and adds what is missing there."""

from collections.abc import Iterable

from households import services
from households.grants import GrantLevel
from households.importing.fields import Problem, is_empty
from households.importing.follow_up.changes import Change, Changes, Line
from households.importing.follow_up.directory import Colleagues, Communes
from households.importing.follow_up.known import Facts, Known, full_name
from households.importing.follow_up.options import territories_open_to
from households.importing.importer import Checked, Options, Outcome, Values, Work, blocking
from households.models import Case, Household, InformationState, Source, TenancyRole, reference_key
from partners.models import OrganisationKind
from partners.roles import TEAM_ROLES
from veille.core import clock, formats
from veille.core.actor import Actor
from veille.core.spreadsheets import Unreadable

_TO_TELL_WITHIN = 1  # month: the household learns that a file exists
_TAKEN_FROM = "Repris du tableau de suivi de l’équipe"
_PAST = ("entered_on", "step_since", "last_contact", "birth_date")


class FollowUpWork(Work):
    """Rows of one file, each once."""

    def __init__(self, actor: Actor, options: Options):
        super().__init__(actor, options)
        wanted = options.get("territory")
        self.territory = territories_open_to(actor).filter(pk=wanted).first() if wanted else None
        self.known: Known | None = None

    def prepare(self, rows: Iterable[Values]) -> None:
        rows = list(rows)
        self.known = Known(self.actor, rows)
        self.communes = Communes({row["commune"] for row in rows if row.get("commune")}, self.territory)
        self.colleagues = Colleagues(self.actor)

    def key(self, values: Values) -> str:
        """A household stands once in a table."""
        for name in ("number", "contract", "reference"):
            if values.get(name):
                return f"{name}:{reference_key(values[name])}"
        return f"name:{full_name(values)}:{values.get('birth_date') or ''}" if full_name(values) else ""

    def check(self, values: Values) -> Checked:
        line = self._line(values)
        cases = self.known.matches(values)
        if len(cases) > 1:
            numbers = ", ".join(case.number for case in cases[:5])
            text = f"Plusieurs de vos dossiers correspondent ({numbers}) : donnez le numéro de dossier."
            line.problems.append(Problem("name", text))
        if blocking(line.problems):
            return Checked(Outcome.SAME, tuple(line.problems))
        return self._check_known(line, cases[0]) if cases else self._check_new(line)

    def _check_known(self, line: Line, case: Case) -> Checked:
        changes, remarks = self._changes(line, case)
        self.cases.add(case.pk)
        outcome = Outcome.CHANGED if changes else Outcome.SAME
        return Checked(outcome, (*line.problems, *remarks))

    def _check_new(self, line: Line) -> Checked:
        problems = list(line.problems)
        if not any(line.get(name) for name in ("contract", "reference", "name")):
            problems.append(Problem("", "Donnez au moins un nom, un numéro de contrat ou une référence."))
        if line.get("number"):
            text = "Aucun de vos dossiers ne porte ce numéro : laissez la case vide pour en créer un."
            problems.append(Problem("number", text))
        elif not self.options.get("creates"):
            problems.append(Problem("", "Ce ménage n’est pas dans vos dossiers, et l’import n’en crée pas."))
        elif self.territory is None:
            problems.append(Problem("", "Votre organisme n’ouvre pas de dossier dans ce territoire."))
        problems += Changes(line, self.actor, Facts()).kept
        return Checked(Outcome.NEW, tuple(problems))

    def _line(self, values: Values) -> Line:
        line = Line(values)
        self._read_days(line)
        try:
            line.commune = self.communes.find(values.get("commune") or "")
        except Unreadable as error:
            line.problems.append(Problem("commune", str(error)))
        if name := values.get("lead"):
            line.lead = self.colleagues.find(name)
            if line.lead is None:
                text = "Personne de ce nom dans votre organisme : le référent n’est pas repris."
                line.problems.append(Problem("lead", text, is_remark=True))
        return line

    def _read_days(self, line: Line) -> None:
        for name in _PAST:
            if (day := line.get(name)) and day > clock.today():
                text = f"Le {formats.far_date(day)} n’est pas encore passé : indiquez une date passée."
                line.problems.append(Problem(name, text))
        if line.get("next_due") and is_empty(line.get("next_step")):
            line.problems.append(Problem("next_step", "Dites ce qui est prévu ce jour-là."))

    def _changes(self, line: Line, case: Case) -> tuple[list[Change], list[Problem]]:
        return Changes(line, self.actor, self.known.facts[case.pk]).allowed(self.known, case)

    def apply(self, values: Values) -> Outcome:
        outcome = self.check(values).still_holds()
        line, cases = self._line(values), self.known.matches(values)
        if not cases:
            self._create(line)
            return Outcome.NEW
        changes, _ = self._changes(line, cases[0])
        for change in changes:
            change.act(cases[0])
        return outcome

    def _create(self, line: Line) -> None:
        """A household, its file and what opens it; then all that the row says."""
        household = Household.objects.create(dispositif=self.territory.dispositif)
        case = services.open_case(
            household=household,
            dispositif=self.territory.dispositif,
            door=line.get("door") or self.options["door"],
            territory=self.territory,
            main_reason=self._main_reason(line),
            by=self.actor,
        )
        self._open(case)
        self._name(household, case, line)
        for change in Changes(line, self.actor, Facts()).changes:
            change.act(case)
        self.cases.add(case.pk)

    def _main_reason(self, line: Line) -> str:
        """A difficulty of the row that may be a main reason, else the one chosen for the file."""
        return next(iter(line.get("difficulties") or ()), self.options["main_reason"])

    def _open(self, case: Case) -> None:
        """As for an orientation: the organisation presents it, and always follows its state."""
        for level in (GrantLevel.PRESENTING, GrantLevel.STATUS):
            services.grant_access(
                case=case, organisation=self.actor.organisation, level=level, ground=_TAKEN_FROM, by=self.actor
            )
        if self.actor.has_role(*TEAM_ROLES):
            services.add_team_member(
                case=case, user=self.actor.user, organisation=self.actor.organisation, by=self.actor
            )
        services.record_information(
            case=case,
            state=InformationState.NOT_YET,
            reason=_TAKEN_FROM,
            due_on=formats.plus_months(clock.today(), _TO_TELL_WITHIN),
            by=self.actor,
        )

    def _name(self, household: Household, case: Case, line: Line) -> None:
        is_landlord = self.actor.organisation.kind == OrganisationKind.LANDLORD
        services.add_person(
            household=household,
            case=case,
            by=self.actor,
            first_name=line.get("first_name") or "",
            last_name=(line.get("name") or "")[:80],
            birth_date=line.get("birth_date"),
            role="reference_person",
            tenancy_role=TenancyRole.HOLDER if is_landlord else TenancyRole.NONE,
            source=Source.LANDLORD_KNOWN,
        )
