"""Numbers of collective actions, taken away: no name is in them, and small ones are masked as on the page."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from accompaniment.collective.lists import Line, lines, listed, place_words
from accompaniment.collective.rights import sees_actions
from accompaniment.forms.collective import CollectiveFilterForm
from accompaniment.models import CollectiveAction
from veille.core import reference
from veille.core.actor import ActingRequest, Actor
from veille.core.exports import Column, ColumnKind, RowListing
from veille.core.exports.listings import State

_NARROWING = ("state", "theme", "dispositif", "site", "year")


class CollectiveList(RowListing):
    """The list as it is narrowed on its page."""

    name, title, back = "actions-collectives", "Actions collectives", "accompaniment:collective_list"
    one, many = "action", "actions"

    def may(self, actor: Actor) -> bool:
        return sees_actions(actor)

    def state(self, request: ActingRequest) -> State:
        return {name: request.GET[name] for name in _NARROWING if request.GET.get(name)}

    def rows(self, actor: Actor, state: State) -> QuerySet[CollectiveAction]:
        return listed(actor, CollectiveFilterForm(state, actor=actor).values())

    def batches(self, actor: Actor, state: State) -> Iterator[Sequence[Any]]:
        for rows in super().batches(actor, state):
            yield lines(actor, rows)

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("title", "Intitulé", lambda line: line.action.title, width=40),
            Column("theme", "Thème", lambda line: reference.label("collective_theme", line.action.theme), width=30),
            Column("dispositif", "Dispositif", lambda line: line.action.dispositif.public_name, width=30),
            Column("organisation", "Tenue par", lambda line: line.action.organisation.name, width=30),
            Column("place", "Où", lambda line: place_words(line.action), width=36),
            Column("first", "Première séance", lambda line: line.first, ColumnKind.DAY, width=14),
            Column("last", "Dernière séance", lambda line: line.last, ColumnKind.DAY, width=14),
            Column("state", "État", lambda line: line.action.get_state_display(), width=12),
            Column("sessions", "Séances tenues", lambda line: line.figures.sessions, ColumnKind.NUMBER, width=12),
            *[Column(name, label, _told(name), width=16) for name, label in _FIGURES],
        ]


_FIGURES = (
    ("attendances", "Présences"),
    ("adults", "Dont adultes"),
    ("children", "Dont enfants"),
    ("not_accompanied", "Dont non accompagnés"),
    ("people", "Personnes différentes"),
    ("regulars", "Venues trois fois ou plus"),
)


def _told(name: str):
    """A number, or the words that stand for it."""

    def told(line: Line) -> str:
        return getattr(line.figures, name).words

    return told
