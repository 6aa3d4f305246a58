"""What was asked and how it was answered, taken away."""

from collections.abc import Sequence

from django.db.models import QuerySet

from accompaniment import solicitation_lists as lists
from accompaniment.forms.solicitations import SolicitationFilterForm
from accompaniment.models import Solicitation
from households.exports.base import FileRowListing
from veille.core import clock
from veille.core.actor import Actor
from veille.core.exports import Column, ColumnKind
from veille.core.exports.listings import State


class SolicitationList(FileRowListing):
    """The list as it is narrowed on its page."""

    name, title, back = "sollicitations", "Sollicitations", "accompaniment:solicitation_list"
    one, many = "sollicitation", "sollicitations"
    section = "interventions"

    def all_rows(self, actor: Actor, state: State) -> QuerySet[Solicitation]:
        chosen = SolicitationFilterForm(self.query(state)).values()
        rows = lists.narrowed(Solicitation.objects.visible_to(actor), chosen, actor)
        return lists.with_list_data(lists.waiting_first(rows))

    def told(self, actor: Actor, rows: Sequence[Solicitation]) -> list[lists.Line]:
        return lists.lines(rows, lambda row: {})

    def cases(self, row: lists.Line) -> tuple:
        return (row.row.case_id,)

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("number", "Numéro de dossier", lambda line: line.row.case.number, is_named=True),
            Column("received_on", "Reçue le", lambda line: _day(line.row.received_at), ColumnKind.DAY, width=12),
            Column("received_time", "À", lambda line: _hour(line.row.received_at), width=8),
            Column("origin", "Qui demande", lambda line: line.row.get_origin_display(), width=22),
            Column("asker", "La personne ou le service", lambda line: line.row.asker, width=28, is_named=True),
            Column("about", "Ce qui est demandé", lambda line: line.row.about, width=44, is_ticked=False),
            Column("organisation", "Qui répond", lambda line: str(line.row.organisation), width=28),
            Column("state", "État", lambda line: line.words, width=34),
            Column("colour", "Délai", lambda line: line.colour.label, width=22),
            Column("answered_on", "Répondue le", lambda line: _day(line.row.answered_at), ColumnKind.DAY, width=12),
            Column("answered_time", "À (réponse)", lambda line: _hour(line.row.answered_at), width=8),
        ]


def _day(moment):
    return moment.astimezone(clock.PARIS).date() if moment else None


def _hour(moment) -> str:
    return moment.astimezone(clock.PARIS).strftime("%H:%M") if moment else ""
