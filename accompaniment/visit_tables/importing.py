"""Visits and reviews brought in: each finds its file by number or own reference, and is written once."""

from collections.abc import Iterable
from datetime import date

from accompaniment.choices import InterventionKind, InterventionOutcome
from accompaniment.models import Intervention
from accompaniment.permissions import noted_by_import
from accompaniment.services import record_intervention
from accompaniment.services.interventions import usual_minutes
from accompaniment.visit_tables.columns import FIELDS
from households.importing import Checked, Importer, Outcome, Problem, Values, Work, blocking
from households.importing.follow_up.directory import Colleagues
from households.importing.importer import Options
from households.models import Case, ExternalReference, reference_key
from veille.core import clock, formats
from veille.core.actor import Actor

_DAY = 24 * 60
_UNKNOWN = "Aucun dossier où vous notez les visites ne porte ce numéro ou cette référence."


class VisitImporter(Importer):
    """One row, one visit."""

    kind = "visites"
    title = "Visites et bilans"
    sentence = (
        "Pour les équipes qui tiennent déjà un relevé ailleurs : date, nature, durée, présence, thèmes. "
        "Les phrases restent à écrire dans le dossier, où vous choisissez qui les lit."
    )
    fields = FIELDS

    def work(self, actor: Actor, options: Options) -> "VisitWork":
        return VisitWork(actor, options)


class VisitWork(Work):
    """A visit is the same when its file, its day, its nature and its length are."""

    def prepare(self, rows: Iterable[Values]) -> None:
        rows = list(rows)
        self._files = self._found(rows)
        self._colleagues = Colleagues(self.actor)
        days = {row["happened_on"] for row in rows if row.get("happened_on")}
        known = Intervention.objects.visible_to(self.actor).filter(
            case__in={case.pk for case in self._files.values()},
            happened_on__in=days,
            organisation=self.actor.organisation_id,
        )
        self._known = set(known.order_by("pk").values_list("case", "happened_on", "kind", "minutes"))

    def _found(self, rows: Iterable[Values]) -> dict[str, Case]:
        """« n:VS-2018-… » and « r:… » → the file, of those where she may note a visit."""
        cases = noted_by_import(self.actor).select_related("rules").order_by("pk")
        numbers = {row["number"] for row in rows if row.get("number")}
        found = {f"n:{case.number}": case for case in cases.filter(number__in=numbers)}
        keys = {reference_key(row["reference"]) for row in rows if row.get("reference")}
        own = ExternalReference.objects.visible_to(self.actor).own().filter(search_value__in=keys)
        pairs = dict(own.order_by("pk").values_list("search_value", "case"))
        opened = cases.in_bulk(list(pairs.values()))
        return found | {f"r:{key}": opened[pk] for key, pk in pairs.items() if pk in opened}

    def _case(self, values: Values) -> Case | None:
        if number := values.get("number"):
            return self._files.get(f"n:{number}")
        return self._files.get(f"r:{reference_key(values.get('reference') or '')}")

    def key(self, values: Values) -> str:
        """Two visits of one day are told apart by their nature or their length."""
        whose = values.get("number") or values.get("reference") or ""
        return f"{whose}|{values['happened_on']}|{values['kind']}|{_minutes(values)}"

    def check(self, values: Values) -> Checked:
        case = self._case(values)
        problems = [*self._faults(values, case), *self._remarks(values)]
        if case is None or blocking(problems):
            return Checked(Outcome.SAME, tuple(problems))
        self.cases.add(case.pk)
        is_known = (case.pk, values["happened_on"], values["kind"], _minutes(values)) in self._known
        return Checked(Outcome.SAME if is_known else Outcome.NEW, tuple(problems))

    def _faults(self, values: Values, case: Case | None) -> Iterable[Problem]:
        if case is None:
            yield Problem("number" if values.get("number") else "reference", _UNKNOWN)
        elif fault := _wrong_day(values["happened_on"], case):
            yield Problem("happened_on", fault)
        if not 0 < _minutes(values) <= _DAY:
            yield Problem("minutes", "Une intervention dure de 1 à 1 440 minutes.")
        if not 0 <= (values.get("people_met") or 0) <= 20:
            yield Problem("people_met", "Indiquez de 0 à 20 personnes.")
        if values.get("was_announced") is False and not values.get("unannounced_reason"):
            yield Problem("unannounced_reason", "Dites pourquoi cette visite n’était pas annoncée.")

    def _remarks(self, values: Values) -> Iterable[Problem]:
        if values.get("author") and self._colleagues.find(values["author"]) is None:
            text = "Personne de ce nom dans votre organisme : la visite sera à votre nom."
            yield Problem("author", text, is_remark=True)

    def apply(self, values: Values) -> Outcome:
        outcome = self.check(values).still_holds()
        if outcome == Outcome.NEW:
            self._record(values)
        return outcome

    def _record(self, values: Values) -> None:
        announced = values.get("was_announced") is not False
        record_intervention(
            case=self._case(values),
            kind=values["kind"],
            happened_on=values["happened_on"],
            outcome=values.get("outcome") or InterventionOutcome.EFFECTIVE,
            minutes=_minutes(values),
            people_met=values.get("people_met") or 0,
            was_announced=announced,
            unannounced_reason="" if announced else values["unannounced_reason"],
            themes=values.get("themes") or [],
            is_shared=bool(values.get("is_shared")),
            author=self._colleagues.find(values.get("author") or ""),
            by=self.actor,
        )


def _minutes(values: Values) -> int:
    minutes = values.get("minutes")
    return usual_minutes(InterventionKind(values["kind"])) if minutes is None else minutes


def _wrong_day(day: date, case: Case) -> str:
    if day > clock.today():
        return "Indiquez une date passée ou celle d’aujourd’hui."
    return f"Indiquez une date à partir du {formats.far_date(case.opened_on)}." if day < case.opened_on else ""
