"""« Mon tableau de suivi », under the titles that the import of such a table reads back."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from households import tracking
from households.exports.base import FileListing, own_references
from households.forms.tracking import TrackingFilterForm
from households.models import Case, HousingPeriod
from households.places import place_of
from households.tracking import TrackedRow
from partners.configuration import Door
from partners.models import Territory
from veille.core.actor import Actor
from veille.core.exports import Column, ColumnKind
from veille.core.exports.listings import State


@dataclass(frozen=True)
class ExportedRow:
    """A line of the table with what the page has no room for."""

    case: Case
    line: TrackedRow
    contract: str
    own_reference: str
    residence: str
    commune: str
    lead: str

    @property
    def balance(self) -> Decimal | None:
        return self.line.trend.balance if self.line.trend else None


class TrackingTable(FileListing):
    """The running files of one's perimeter, each column under its own right."""

    name, title, back = "tableau-de-suivi", "Mon tableau de suivi", "households:tracking_list"

    def all_cases(self, actor: Actor, state: State) -> QuerySet[Case]:
        form = TrackingFilterForm(self.query(state), territories=Territory.objects.order_by("name", "pk"))
        return tracking.tracked(actor, form.values())

    def rows_of(self, actor: Actor, cases: Sequence[Case]) -> list[ExportedRow]:
        keys = [case.pk for case in cases]
        periods, references = tracking.present_periods(actor, keys), own_references(actor, keys)
        led = tracking.cases_told_led(actor, keys)
        return [
            _row(line, periods.get(line.case.pk), references.get(line.case.pk, ""), line.case.pk in led)
            for line in tracking.rows_of(actor, cases)
        ]

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("number", "Numéro de dossier", lambda row: row.case.number, is_named=True),
            Column("contract", "Numéro de contrat", lambda row: row.contract, is_named=True),
            Column("reference", "Référence interne", lambda row: row.own_reference, is_named=True, is_ticked=False),
            Column("name", "Locataire", lambda row: row.line.name, is_named=True, width=28),
            Column("door", "Porte", lambda row: Door(row.case.door).label, width=12),
            Column("residence", "Résidence", lambda row: row.residence, is_named=True, width=28),
            Column("commune", "Commune", lambda row: row.commune, is_named=True),
            Column("balance", "Solde", lambda row: row.balance, ColumnKind.AMOUNT, width=12),
            Column("step", "Étape", lambda row: row.line.step, width=28),
            Column("held", "Procédure en attente jusqu’au", lambda row: row.line.held_until, ColumnKind.DAY, width=14),
            Column("lead", "Référent·e", lambda row: row.lead, width=28),
            Column("contact", "Dernier contact", lambda row: row.line.last_contact, ColumnKind.DAY, width=14),
            Column("next", "Prochaine échéance", _next("what"), width=40),
            Column("due", "Pour le", _next("due_on"), ColumnKind.DAY, width=12),
        ]


def _next(field: str):
    return lambda row: getattr(row.line.next_step, field) if row.line.next_step else None


def _row(line: TrackedRow, period: HousingPeriod | None, reference: str, is_led: bool) -> ExportedRow:
    place = place_of(period) if period else None
    told = place if place and not place.is_secret else None
    return ExportedRow(
        case=line.case,
        line=line,
        contract=period.contract_number if period else "",
        own_reference=reference,
        residence=told.residence if told else "",
        commune=told.commune.name if told and told.commune else "",
        lead=f"{line.case.lead_first_name or ''} {line.case.lead_last_name or ''}".strip() if is_led else "",
    )
