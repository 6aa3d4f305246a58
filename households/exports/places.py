"""The inventory of places, taken away: nobody is named, and no file is spoken of."""

from django.db.models import QuerySet

from households.forms.places import PlaceFilter
from households.models import TransitionalPlace
from households.place_board import dispositifs_of, narrowed, state_of_place
from partners.object_rights import may
from veille.core import reference
from veille.core.actor import ActingRequest, Actor
from veille.core.exports import Column, ColumnKind, RowListing
from veille.core.exports.listings import State

_NARROWING = ("dispositif", "modality", "state")


class PlaceList(RowListing):
    """The inventory, narrowed as on its page; a place is free or taken, by whom is not said."""

    name, title, back = "places-transitoires", "Places transitoires", "households:place_list"
    one, many = "place", "places"

    def may(self, actor: Actor) -> bool:
        return may(actor, "place_inventory", "R")

    def state(self, request: ActingRequest) -> State:
        return {name: request.GET[name] for name in _NARROWING if request.GET.get(name)}

    def rows(self, actor: Actor, state: State) -> QuerySet[TransitionalPlace]:
        return narrowed(actor, PlaceFilter(state, dispositifs=dispositifs_of(actor)).values())

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("dispositif", "Dispositif", lambda row: row.dispositif.public_name, width=30),
            Column("manager", "Gestionnaire", lambda row: row.manager.name, width=30),
            Column("name", "Place", lambda row: row.name, width=20),
            Column("where", "Où", lambda row: row.where.words, width=36),
            Column("modality", "Modalité", lambda row: reference.label("housing_modality", row.modality), width=28),
            Column("capacity", "Personnes au plus", lambda row: row.capacity, ColumnKind.NUMBER, width=10),
            Column("state", "État", lambda row: state_of_place(row)[0], width=16),
            Column("detail", "Précision", lambda row: state_of_place(row)[2], width=24),
            Column("from", "Disponible à partir du", lambda row: row.available_from, ColumnKind.DAY, width=12),
            Column("until", "Jusqu’au", lambda row: row.where.available_until, ColumnKind.DAY, width=12),
            Column("equipment", "Équipement", lambda row: row.equipment, width=40),
        ]
