"""The capacity board, taken away: nobody is named, no household is spoken of."""

from django.db.models import QuerySet

from cellule.capacity import boards_of, dwelling_lines
from cellule.capacity_permissions import can_read_board
from cellule.forms.capacity import BoardFilter, site_label
from cellule.models import AvailableDwelling, PlaceDeclaration
from veille.core import reference
from veille.core.actor import ActingRequest, Actor
from veille.core.exports import Column, ColumnKind, Listing, RowListing
from veille.core.exports.listings import State

_NARROWING = ("dispositif", "territory", "type")


def lists() -> list[Listing]:
    return [PlacesList(), DwellingsList()]


class _BoardList(RowListing):
    back = "cellule:capacity_board"
    one, many = "ligne", "lignes"

    def may(self, actor: Actor) -> bool:
        return can_read_board(actor)

    def state(self, request: ActingRequest) -> State:
        return {name: request.GET[name] for name in _NARROWING if request.GET.get(name)}

    def board(self, actor: Actor, state: State):
        """The dispositif of the page; another one she does not open narrows nothing."""
        return next((one for one in boards_of(actor) if str(one.pk) == state.get("dispositif")), None)


class PlacesList(_BoardList):
    """What each operator declared last."""

    name, title = "places-declarees", "Places déclarées"

    def rows(self, actor: Actor, state: State) -> QuerySet[PlaceDeclaration]:
        declared = PlaceDeclaration.objects.visible_to(actor).standing().with_list_data()
        board = self.board(actor, state)
        return declared.filter(dispositif=board) if board else declared

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("dispositif", "Dispositif", lambda row: row.dispositif.public_name, width=30),
            Column("operator", "Opérateur", lambda row: row.operator.name, width=36),
            Column("territory", "Territoire", lambda row: row.territory.name if row.territory else "tous", width=24),
            Column("places", "Places ouvertes (poids)", lambda row: row.places, ColumnKind.NUMBER, width=12),
            Column("load", "Charge ce jour-là (poids)", lambda row: row.weight_in_use, ColumnKind.NUMBER, width=12),
            Column("maximum", "Charge maximale (poids)", lambda row: row.maximum_weight, ColumnKind.NUMBER, width=12),
            Column("said", "Déclaré le", lambda row: row.declared_on, ColumnKind.DAY, width=12),
            Column("until", "Valable jusqu’au", lambda row: row.valid_until, ColumnKind.DAY, width=12),
            Column("remark", "Remarque", lambda row: row.remark, width=50),
        ]


class DwellingsList(_BoardList):
    """What landlords say they may have, narrowed as on the page."""

    name, title = "logements-disponibles", "Logements qui peuvent se libérer"

    def rows(self, actor: Actor, state: State) -> QuerySet[AvailableDwelling]:
        board = self.board(actor, state)
        if board is None:
            return AvailableDwelling.objects.visible_to(actor).standing().with_list_data()
        form = BoardFilter(state, dispositifs=boards_of(actor), dispositif=board)
        return dwelling_lines(actor, board, **form.chosen())

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("landlord", "Bailleur", lambda row: row.landlord.name, width=36),
            Column("territory", "Territoire", lambda row: row.territory.name, width=24),
            Column("place", "Commune ou site", _place_of, width=40),
            Column("type", "Type", lambda row: reference.label("dwelling_type", row.dwelling_type), width=10),
            Column("number", "Nombre", lambda row: row.number, ColumnKind.NUMBER, width=10),
            Column("rent", "Loyer hors charges (€)", lambda row: row.monthly_rent, ColumnKind.AMOUNT, width=14),
            Column("reservation", "Réservation", lambda row: row.get_reservation_display(), width=28),
            Column("access", "Accessible", lambda row: _ACCESS[row.is_accessible], width=12),
            Column("confirmed", "État", lambda row: "confirmé" if row.is_confirmed else "sous réserve", width=14),
            Column("conditions", "Conditions", lambda row: row.conditions, width=50),
            Column("said", "Dit le", lambda row: row.said_on, ColumnKind.DAY, width=12),
            Column("until", "Vaut jusqu’au", lambda row: row.expires_on, ColumnKind.DAY, width=12),
        ]


_ACCESS = {True: "oui", False: "non", None: ""}


def _place_of(row: AvailableDwelling) -> str:
    return row.commune.name if row.commune else site_label(row.site)
