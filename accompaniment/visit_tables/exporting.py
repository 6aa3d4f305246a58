"""The visits and reviews of one's organisation, taken away."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from accompaniment.models import Intervention
from accompaniment.visit_tables.columns import LABELS
from households.exports.base import FileRowListing, own_references
from veille.core import reference
from veille.core.actor import Actor
from veille.core.exports import Column, ColumnKind
from veille.core.exports.listings import State


@dataclass(frozen=True)
class ExportedVisit:
    """A visit with her organisation's own reference of the file."""

    visit: Intervention
    reference: str

    @property
    def case_id(self) -> UUID:
        return self.visit.case_id

    @property
    def themes(self) -> str:
        return " ; ".join(reference.label("action_theme", code) for code in self.visit.themes)


class VisitList(FileRowListing):
    """What her organisation did with the households she reads, the latest first."""

    name, title, back = "visites", "Visites et bilans", "households:tracking_list"
    one, many = "visite", "visites"
    section = "interventions"

    def all_rows(self, actor: Actor, state: State) -> QuerySet[Intervention]:
        rows = Intervention.objects.visible_to(actor).filter(organisation=actor.organisation_id)
        return rows.select_related("case", "author").order_by("-happened_on", "-started_at", "pk")

    def told(self, actor: Actor, rows: Sequence[Intervention]) -> list[ExportedVisit]:
        references = own_references(actor, {row.case_id for row in rows})
        return [ExportedVisit(row, references.get(row.case_id, "")) for row in rows]

    def columns(self, actor: Actor, state: State) -> list[Column]:
        day, number, yes_no = ColumnKind.DAY, ColumnKind.NUMBER, ColumnKind.YES_NO
        return [
            _column("number", lambda row: row.visit.case.number, is_named=True),
            _column("reference", lambda row: row.reference, is_named=True),
            _column("happened_on", lambda row: row.visit.happened_on, day, width=12),
            _column("kind", lambda row: row.visit.get_kind_display(), width=28),
            _column("outcome", lambda row: row.visit.get_outcome_display(), width=28),
            _column("minutes", lambda row: row.visit.minutes, number, width=10),
            _column("people_met", lambda row: row.visit.people_met, number, width=10),
            _column("was_announced", lambda row: row.visit.was_announced, yes_no, width=10),
            _column("unannounced_reason", lambda row: row.visit.unannounced_reason, is_ticked=False),
            _column("themes", lambda row: row.themes, width=40),
            _column("is_shared", lambda row: row.visit.is_shared, yes_no, width=12),
            _column("author", lambda row: row.visit.author.get_full_name(), width=24),
        ]


def _column(name: str, value, kind: ColumnKind = ColumnKind.TEXT, **more) -> Column:
    return Column(name, LABELS[name], value, kind, **more)
