"""Two files side by side: what differs, who is who, what would move, who would read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from households.models import Case, CaseAccess, Person
from households.relations import references_to
from households.services.merging import EARLIEST, LATEST
from partners.models import Organisation
from veille.core import formats, reference
from veille.core.actor import Actor
from veille.core.normalise import sort_text

_NOT_CHOSEN = {"id", "household", "number", "rules", "is_restricted", "closed_on", "search_name", *EARLIEST, *LATEST}
_LISTS = {"main_reason": "main_reason", "target_profile": "target_profile", "role": "person_role"}
_BORN_APART = 1


@dataclass(frozen=True)
class Difference:
    """A column that the two rows fill differently, as people read it."""

    name: str
    label: str
    kept: str
    merged: str
    is_kept_empty: bool


def differences(kept: models.Model, merged: models.Model) -> list[Difference]:
    """The columns somebody may choose, those the two rows agree on left out."""
    found = []
    for column in kept._meta.concrete_fields:
        if column.name in _NOT_CHOSEN or not column.editable:
            continue
        one, other = getattr(kept, column.attname), getattr(merged, column.attname)
        if one != other:
            shown = [_in_words(row, column) for row in (kept, merged)]
            label = str(column.verbose_name).partition(" (liste")[0]
            found.append(Difference(column.name, label, *shown, is_kept_empty=one in (None, "")))
    return found


def _in_words(row: models.Model, column: models.Field) -> str:
    value = getattr(row, column.name)
    if value in (None, ""):
        return "non renseigné"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(column, models.DateField):
        return formats.far_date(value)
    if column.name in _LISTS:
        return reference.label(_LISTS[column.name], value)
    return str(getattr(row, f"get_{column.name}_display")()) if column.choices else str(value)


def proposed_pairs(kept: list[Person], merged: list[Person]) -> dict[Any, Any]:
    """Person of the merged file → the one of the kept file who seems to be the same, each taken once."""
    free, pairs = list(kept), {}
    for person in merged:
        twin = next((other for other in free if _seems_same(person, other)), None)
        if twin:
            pairs[person.pk] = twin.pk
            free.remove(twin)
    return pairs


def _seems_same(one: Person, other: Person) -> bool:
    names = [{sort_text(p.first_name), sort_text(p.last_name)} - {""} for p in (one, other)]
    same_name = bool(names[0]) and (names[0] <= names[1] or names[1] <= names[0])
    years = one.birth_year, other.birth_year
    return same_name and (None in years or abs(years[0] - years[1]) <= _BORN_APART)


def moving_counts(actor: Actor, merged: Case) -> list[tuple[str, int]]:
    """What the reader may see of what would move, counted by kind; the rest moves too, uncounted."""
    counts = []
    for found in references_to(Case):
        door = getattr(found.model._default_manager, "visible_to", None)
        number = door(actor).filter(**{found.field.name: merged.pk}).count() if door else 0
        if number:
            counts.append((str(found.model._meta.verbose_name_plural), number))
    return sorted(counts)


@dataclass(frozen=True)
class Reader:
    """An organisation and which of the two files it opens today; tomorrow it opens both."""

    organisation: Organisation
    opens_kept: bool
    opens_merged: bool


def readers(actor: Actor, kept: Case, merged: Case) -> list[Reader]:
    grants = CaseAccess.objects.visible_to(actor).current().filter(case__in=[kept.pk, merged.pk])
    opened: dict[Organisation, set] = {}
    for grant in grants.select_related("organisation").order_by("organisation__sort_name", "pk"):
        opened.setdefault(grant.organisation, set()).add(grant.case_id)
    return [Reader(who, kept.pk in cases, merged.pk in cases) for who, cases in opened.items()]


def people_of(actor: Actor, case: Case) -> list[Person]:
    """Everybody of the household, those who left included, the reference person first."""
    rows = Person.objects.visible_to(actor).filter(household=case.household_id)
    return sorted(rows, key=lambda p: (p.left_on is not None, p.role != "reference_person", p.search_name))


def described(person: Person) -> str:
    """« Aïcha Nord, conjointe, née en 1984 »."""
    year = f"né·e en {person.birth_year}" if person.birth_year else ""
    left = "partie du ménage" if person.left_on else ""
    parts = [person.full_name, reference.label("person_role", person.role).lower(), year, left]
    return ", ".join(part for part in parts if part)


def pairs_of(rows: list[Person], pairs: dict[Any, Any], twins: list[Person]) -> Iterator[tuple[Person, Person | None]]:
    """Each person of the merged file with who she is in the kept one, if anybody."""
    known = {str(twin.pk): twin for twin in twins}
    for person in rows:
        yield person, known.get(str(pairs.get(person.pk, "")))
