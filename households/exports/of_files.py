"""What hangs on files, taken away: rent accounts, budgets, accesses; of one file, or of one's whole perimeter."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from households.budget_reading import LISTS
from households.exports.base import FileRowListing
from households.models import ArrearsMonth, Case, CaseAccess, MoneyKind, MoneyLine
from partners.roles import Section
from veille.core import formats, reference
from veille.core.actor import ActingRequest, Actor
from veille.core.exports import Column, ColumnKind
from veille.core.exports.listings import State


class OfFiles(FileRowListing):
    """`?dossier=` in the address narrows the list to one file that she sees."""

    back = "households:case_list"
    one, many = "ligne", "lignes"

    def state(self, request: ActingRequest) -> State:
        key = request.GET.get("dossier", "")
        if not key:
            return {}
        try:
            case = get_object_or_404(Case.objects.visible_to(request.actor), pk=UUID(key))
        except ValueError as error:
            raise Http404 from error
        return {"case": str(case.pk)}

    def rows_seen(self, actor: Actor) -> QuerySet:
        """The rows that the actor reads, whatever the file, in their order."""
        raise NotImplementedError

    def all_rows(self, actor: Actor, state: State) -> QuerySet:
        rows = self.rows_seen(actor).select_related("case")
        return rows.filter(case=state["case"]) if state.get("case") else rows

    def columns(self, actor: Actor, state: State) -> list[Column]:
        number = Column("number", "Numéro de dossier", lambda row: row.case.number, is_named=True)
        return [number, *self.own_columns()]

    def own_columns(self) -> list[Column]:
        raise NotImplementedError


class RentAccounts(OfFiles):
    """Months of rent accounts, under the titles that the import of balances reads."""

    name, title = "comptes-locatifs", "Comptes locatifs"
    one, many = "mois", "mois"
    section = Section.ARREARS

    def rows_seen(self, actor: Actor) -> QuerySet[ArrearsMonth]:
        rows = ArrearsMonth.objects.visible_to(actor).standing().select_related("landlord")
        return rows.order_by("case__number", "month", "pk")

    def own_columns(self) -> list[Column]:
        amount = ColumnKind.AMOUNT
        return [
            Column("month", "Mois", lambda row: row.month, ColumnKind.DAY, width=12),
            Column("called", "Appelé", lambda row: row.called, amount, width=12),
            Column("received", "Reçu", lambda row: row.received, amount, width=12),
            Column("apl", "APL", lambda row: row.apl, amount, width=12),
            Column("balance", "Solde", lambda row: row.balance, amount, width=12),
            Column("landlord", "Bailleur", lambda row: row.landlord.name, width=30),
        ]


class Budgets(OfFiles):
    """Resources, charges and debts as they stand."""

    name, title = "budgets", "Budgets"
    section = Section.MONEY

    def rows_seen(self, actor: Actor) -> QuerySet[MoneyLine]:
        rows = MoneyLine.objects.visible_to(actor).filter(corrected_on=None)
        return rows.order_by("case__number", "kind", "code", "-starts_on", "pk")

    def own_columns(self) -> list[Column]:
        return [
            Column("kind", "Nature", lambda row: row.get_kind_display(), width=14),
            Column("code", "Poste", lambda row: reference.label(LISTS[MoneyKind(row.kind)], row.code), width=36),
            Column("scope", "De qui", lambda row: "une personne" if row.person_id else "le ménage", width=14),
            Column("amount", "Montant", lambda row: row.amount, ColumnKind.AMOUNT, width=12),
            Column("since", "À partir de", lambda row: formats.month(row.starts_on), width=18),
            Column("until", "Jusqu’en", lambda row: formats.month(row.ends_on) if row.ends_on else "", width=18),
            Column("granted", "Droit ouvert jusqu’au", lambda row: row.granted_until, ColumnKind.DAY, width=12),
            Column("proof", "Justificatif vu", lambda row: row.proof_seen, ColumnKind.YES_NO, width=12),
        ]


class Accesses(OfFiles):
    """Which organisations open which files, why and until when."""

    name, title = "acces", "Accès aux dossiers"
    section = Section.ACCESS_PANEL

    def rows_seen(self, actor: Actor) -> QuerySet[CaseAccess]:
        rows = CaseAccess.objects.visible_to(actor).select_related("organisation")
        return rows.order_by("case__number", "starts_on", "level", "pk")

    def own_columns(self) -> list[Column]:
        return [
            Column("organisation", "Organisme", lambda row: row.organisation.name, width=34),
            Column("level", "Accès", lambda row: row.get_level_display(), width=34),
            Column("since", "Depuis le", lambda row: row.starts_on, ColumnKind.DAY, width=12),
            Column("until", "Jusqu’au", lambda row: row.ends_on, ColumnKind.DAY, width=12),
            Column("ground", "Fondement", lambda row: row.ground, width=44),
        ]
