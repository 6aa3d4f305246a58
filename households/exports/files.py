"""« Ménages », taken away as it is narrowed and searched."""

from collections.abc import Sequence

from django.db.models import QuerySet

from households import listing, searching
from households.exports.base import FileListing
from households.forms import CaseFilterForm
from households.models import Case
from partners.configuration import Door
from partners.models import Territory
from veille.core.actor import ActingRequest, Actor
from veille.core.exports import Column, ColumnKind
from veille.core.exports.listings import State


class CaseList(FileListing):
    """The list of one's perimeter; a column the reader may not see is empty, as on the page."""

    name, title, back = "menages", "Ménages", "households:case_list"

    def state(self, request: ActingRequest) -> State:
        return super().state(request) | {"text": searching.remembered(request)}

    def all_cases(self, actor: Actor, state: State) -> QuerySet[Case]:
        territories = Territory.objects.order_by("name", "pk").values_list("pk", "name")
        form = CaseFilterForm(self.query(state), territories=territories, knows_files=listing.knows_files(actor))
        return listing.listed(actor, form.values(), state.get("text", ""))

    def rows_of(self, actor: Actor, cases: Sequence[Case]) -> list[listing.CaseRow]:
        return listing.rows_of(actor, cases)

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("number", "Numéro de dossier", lambda row: row.case.number if row.door else "", is_named=True),
            Column("name", "Nom", lambda row: row.name, is_named=True, width=28),
            Column("door", "Porte", lambda row: Door(row.door).label if row.door else "", width=12),
            Column("territory", "Territoire", lambda row: row.territory, width=24),
            Column("state", "État", lambda row: row.state.label, width=22),
            Column("lead", "Référent·e de parcours", lambda row: row.lead, width=28),
            Column("opened", "Ouvert le", lambda row: row.case.opened_on, ColumnKind.DAY, width=12),
            Column("admitted", "Admis le", _if_known("admitted_on"), ColumnKind.DAY, is_ticked=False, width=12),
            Column("closed", "Clos le", _if_known("closed_on"), ColumnKind.DAY, is_ticked=False, width=12),
        ]


def _if_known(field: str):
    """A day of the file, for who reads its state."""
    return lambda row: getattr(row.case, field) if row.door else None
