"""The desk of a person: what waits for her, what she put off, what she handed on and to whom.

A line put off is hers alone and comes back by itself: on the day, or as soon as it stands for another day than the
one it was put off for. A line handed on leaves her desk as long as her colleague still sees the file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from households.models import Case, HandedOn, PutOff
from households.readers import actors_of
from households.standing_in import replaced_people
from veille.core.actor import Actor
from veille.core.todo import Word, WorkItem, gathered

Key = tuple[str, str]


@dataclass(frozen=True)
class Aside:
    """A line that left the desk, and why."""

    item: WorkItem
    row: PutOff | HandedOn


@dataclass(frozen=True)
class Desk:
    """The lines that wait now, and those set aside."""

    items: tuple[WorkItem, ...]
    put_off: tuple[Aside, ...] = ()
    handed_on: tuple[Aside, ...] = ()

    @property
    def aside_count(self) -> int:
        return len(self.put_off) + len(self.handed_on)

    def find(self, kind: str, about: str) -> WorkItem | None:
        """A line that waits for her now."""
        return next((item for item in self.items if item.key == (kind, about)), None)

    def find_anywhere(self, kind: str, about: str) -> WorkItem | None:
        """The same, or one set aside: sent twice, a form finds its line again."""
        aside = (one.item for one in (*self.put_off, *self.handed_on) if one.item.key == (kind, about))
        return self.find(kind, about) or next(aside, None)


def desk_of(actor: Actor) -> Desk:
    """Everything that awaits her, sorted by what she did with it."""
    replaced = replaced_people(actor)
    found = [replace(item, replaced=replaced.get(item.case, "")) for item in gathered(actor)]
    waits, given = _put_off(actor), _given(actor)
    taken = {(row.kind, row.about): row for row in handed_to(actor)}
    items, later, elsewhere = [], [], []
    for item in found:
        if (row := waits.get(item.key)) and row.cause == item.cause:
            later.append(Aside(item, row))
        elif item.key in given:
            elsewhere.append(Aside(item, given[item.key]))
        else:
            items.append(_with_word(item, taken.get(item.key)))
    return Desk(tuple(items), tuple(later), tuple(elsewhere))


def handed_to(actor: Actor) -> list[HandedOn]:
    """The lines that colleagues gave her and that she has not handed back."""
    rows = HandedOn.objects.visible_to(actor).standing().filter(taker=actor.user_id)
    return list(rows.select_related("giver").order_by("given_on", "pk"))


def _with_word(item: WorkItem, row: HandedOn | None) -> WorkItem:
    return replace(item, handed_on=Word(row.pk, str(row.giver), row.words)) if row else item


def _put_off(actor: Actor) -> dict[Key, PutOff]:
    rows = PutOff.objects.visible_to(actor).standing().filter(user=actor.user_id)
    return {(row.kind, row.about): row for row in rows}


def _given(actor: Actor) -> dict[Key, HandedOn]:
    rows = HandedOn.objects.visible_to(actor).standing().filter(giver=actor.user_id)
    found = list(rows.select_related("taker").order_by("given_on", "pk"))
    reached = _reached_by_takers(actor, found) if found else set()
    return {(row.kind, row.about): row for row in found if (row.taker_id, row.case_id) in reached}


def _reached_by_takers(actor: Actor, rows: Iterable[HandedOn]) -> set[tuple[UUID, UUID]]:
    """Colleague and file, for those who still see it: one question a colleague, whatever she was given."""
    cases: dict[UUID, set[UUID]] = {}
    for row in rows:
        cases.setdefault(row.taker_id, set()).add(row.case_id)
    colleagues = [one for one in actors_of([actor.organisation_id]) if one.user_id in cases]
    found: set[tuple[UUID, UUID]] = set()
    for colleague in colleagues:
        seen = Case.objects.visible_to(colleague).filter(pk__in=cases[colleague.user_id])
        found.update((colleague.user_id, case) for case in seen.values_list("pk", flat=True))
    return found


def colleagues_seeing(actor: Actor, case: UUID) -> list[Actor]:
    """Those of her organisation who see this file already: handing a line on opens nothing."""
    others = [one for one in actors_of([actor.organisation_id]) if one.user_id != actor.user_id]
    return [one for one in others if Case.objects.visible_to(one).filter(pk=case).exists()]
