"""What a list must say to be taken away."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from veille.core.actor import ActingRequest, Actor
from veille.core.exports.columns import Column
from veille.core.offers import offered

State = dict[str, Any]
BATCH = 500


class Listing:
    """One list: its rows as the actor reads them, narrowed and sorted as on its page.

    `state` is what narrows it, kept as JSON: rows are asked again from it when a worker makes the file.
    """

    name = ""
    title = ""
    one, many = "ligne", "lignes"
    section = "list"
    back = "home"

    def may(self, actor: Actor) -> bool:
        """Whether she takes this list away at all."""
        raise NotImplementedError

    def may_name(self, actor: Actor) -> bool:
        """Whether the columns that tell who somebody is are offered to her."""
        return False

    def state(self, request: ActingRequest) -> State:
        """How her page is narrowed. Raises Http404 when the list hangs on something she does not see."""
        return {}

    def columns(self, actor: Actor, state: State) -> Sequence[Column]:
        """Every column she may be offered, in order; named ones are left out where she may not name."""
        raise NotImplementedError

    def count(self, actor: Actor, state: State) -> int:
        """How many rows there would be."""
        raise NotImplementedError

    def batches(self, actor: Actor, state: State) -> Iterator[Sequence[Any]]:
        """The rows, some hundreds at a time."""
        raise NotImplementedError

    def cases(self, row: Any) -> Iterable[UUID]:
        """The cases a row speaks of, for the journal."""
        return ()

    def left_out(self, actor: Actor, state: State) -> str:
        """What stays out of the file whatever she answers, in a sentence; nothing when everything may leave."""
        return ""

    def extra_fields(self, actor: Actor, state: State) -> dict[str, forms.Field]:
        """What else must be answered before the file leaves; the answers join the state."""
        return {}

    def leaving(self, actor: Actor, state: State) -> None:
        """The last word before the file is made, in its transaction. Raises ValidationError to stop it."""

    def still_open(self, actor: Actor, cases: Sequence[UUID]) -> bool:
        """Whether she still sees every case of a file made before."""
        return not cases

    def standing(self, actor: Actor, cases: Sequence[UUID]) -> str:
        """A print of the rights under which these cases are read: another one, and the file is made anew."""
        return ""

    def behind(self, actor: Actor, state: State, cases: Sequence[UUID]) -> set[str]:
        """The rows that a file of these cases tells of, as she reads them now: one less, and it is made anew."""
        return set()


class RowListing(Listing):
    """A list of plain rows that name no household."""

    def rows(self, actor: Actor, state: State) -> QuerySet:
        """The rows she reads, in their order."""
        raise NotImplementedError

    def count(self, actor: Actor, state: State) -> int:
        return self.rows(actor, state).count()

    def batches(self, actor: Actor, state: State) -> Iterator[Sequence[Any]]:
        rows = self.rows(actor, state)
        for start in range(0, self.count(actor, state), BATCH):
            yield list(rows[start : start + BATCH])


def listing_named(name: str) -> Listing | None:
    """The list of this name, whichever package offers it."""
    found = (listing for offer in offered("exports") for listing in offer() if listing.name == name)
    return next(found, None)


def columns_for(listing: Listing, actor: Actor, state: State) -> list[Column]:
    """The columns offered to her."""
    names = listing.may_name(actor)
    return [column for column in listing.columns(actor, state) if names or not column.is_named]
