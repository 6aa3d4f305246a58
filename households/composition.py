"""Who makes up a household, without naming anybody: type, sentence, age bands.

Pure functions over people who carry `role`, `gender`, `birth_date` and `birth_year`: a page, a sheet and
an indicator agree. The genre is never compulsory, an age may be unknown.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from veille.core.formats import counted

# A child of the family is under 25, as in the census; older, she makes the household intergenerational.
CHILD_UNTIL = 25
ADULT_FROM = 18

CHILD_ROLES = frozenset({"child", "child_alternate", "unborn_child"})
_KIN_ROLES = frozenset({"ascendant", "other_relative"})
# A carer who lives in does not change what the household is.
_UNCOUNTED_ROLES = frozenset({"caregiver_resident"})
_VAGUE_ROLES = frozenset({"unknown", ""})

_BANDS = (
    (0, 2, "de moins de 3 ans"),
    (3, 5, "de 3 à 5 ans"),
    (6, 10, "de 6 à 10 ans"),
    (11, 14, "de 11 à 14 ans"),
    (15, 17, "de 15 à 17 ans"),
    (18, 24, "de 18 à 24 ans"),
    (25, 34, "de 25 à 34 ans"),
    (35, 44, "de 35 à 44 ans"),
    (45, 54, "de 45 à 54 ans"),
    (55, 64, "de 55 à 64 ans"),
    (65, 74, "de 65 à 74 ans"),
    (75, 150, "de 75 ans ou plus"),
)
_UNKNOWN_AGE = "d’âge non renseigné"


def in_order(people: Iterable[Any]) -> list[Any]:
    """As a page lists them: the reference person first, then from the oldest."""
    return sorted(people, key=lambda one: (one.role != "reference_person", one.birth_year or 0, one.search_name))


class Member(Protocol):
    """What these functions read of a person."""

    role: Any
    gender: Any
    birth_date: Any
    birth_year: Any


def age_on(person: Member, day: date) -> int | None:
    """Age in whole years; from the year alone, the age reached that year."""
    if person.birth_date:
        born = person.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return day.year - person.birth_year if person.birth_year else None


def is_child(person: Member, day: date) -> bool:
    """A child of the family: its role says so, and it is under 25 or of unknown age."""
    if person.role not in CHILD_ROLES:
        return False
    age = age_on(person, day)
    return age is None or age < CHILD_UNTIL


def is_grown(person: Member, day: date) -> bool:
    """Whether she may answer for a household: not one of its children, or one who has come of age."""
    return person.role not in CHILD_ROLES or (age_on(person, day) or 0) >= ADULT_FROM


def household_type(people: Iterable[Member], day: date) -> str:
    """The code of `household_type` (domain 5.1), from roles, genders and ages; never stored.

    An unborn child counts as a child, as in the housing application form.
    """
    members = [p for p in people if p.role not in _UNCOUNTED_ROLES]
    children = [p for p in members if is_child(p, day)]
    adults = [p for p in members if not is_child(p, day)]
    if not adults:
        return "other" if children else "unknown"
    if any(p.role in _KIN_ROLES or p.role in CHILD_ROLES for p in adults):
        return "extended_family"
    if len(adults) == 1:
        return _alone(adults[0], bool(children))
    return _together(adults, bool(children))


def type_reasons(people: Iterable[Member], day: date) -> list[str]:
    """What the type rests on, line by line, so that whoever finds it wrong knows which answer to correct."""
    people = list(people)
    members = [p for p in people if p.role not in _UNCOUNTED_ROLES]
    children = [p for p in members if is_child(p, day)]
    adults = [p for p in members if not is_child(p, day)]
    lines = [_adults_counted(adults)] if adults else ["Aucun adulte n’est noté."]
    if children:
        lines.append(f"{counted(len(children), 'enfant')} de moins de {CHILD_UNTIL} ans, à naître compris.")
    grown = sum(p.role in CHILD_ROLES for p in adults)
    if grown:
        lines.append(f"{counted(grown, 'enfant')} de {CHILD_UNTIL} ans ou plus : la famille est intergénérationnelle.")
    elif any(p.role in _KIN_ROLES for p in adults):
        lines.append("Un ascendant ou un autre parent vit là : la famille est élargie.")
    if any(p.role in _VAGUE_ROLES for p in adults):
        lines.append("La place d’une personne n’est pas renseignée.")
    if len(adults) == 1 and not adults[0].gender:
        lines.append("Le genre n’est pas renseigné ; rien n’oblige à le faire.")
    if len(members) < len(people):
        lines.append("L’aidant qui vit au domicile ne change pas le type.")
    return lines


def _adults_counted(adults: list[Member]) -> str:
    roles = {p.role for p in adults}
    is_couple = len(adults) == 2 and roles == {"reference_person", "spouse_partner"}
    return "Deux adultes en couple." if is_couple else f"{counted(len(adults), 'adulte')}."


def _alone(adult: Member, with_children: bool) -> str:
    if with_children:
        return {"woman": "single_mother", "man": "single_father"}.get(adult.gender, "lone_parent_unspecified")
    return {"woman": "single_woman", "man": "single_man"}.get(adult.gender, "single_unspecified")


def _together(adults: list[Member], with_children: bool) -> str:
    roles = [p.role for p in adults]
    if sorted(roles) == ["reference_person", "spouse_partner"]:
        return "couple_children" if with_children else "couple_no_child"
    if _VAGUE_ROLES & set(roles):
        return "unknown"
    return "other" if with_children else "adults_group"


def composition_sentence(people: Iterable[Member], day: date) -> str:
    """« 2 adultes, 1 enfant, 1 enfant à naître »; a child of 18 or more counts as an adult here."""
    kinds = Counter(_kind(p, day) for p in people)
    parts = [
        counted(kinds[kind], *words)
        for kind, words in (
            ("adult", ("adulte", "adultes")),
            ("child", ("enfant", "enfants")),
            ("unborn", ("enfant à naître", "enfants à naître")),
        )
        if kinds[kind]
    ]
    return ", ".join(parts) or "Composition non renseignée"


def _kind(person: Member, day: date) -> str:
    if person.role == "unborn_child":
        return "unborn"
    age = age_on(person, day)
    is_minor = age < ADULT_FROM if age is not None else person.role in CHILD_ROLES
    return "child" if is_minor else "adult"


def age_bands(people: Iterable[Member], day: date) -> list[str]:
    """« 1 adulte de 35 à 44 ans », « 2 enfants de 6 à 10 ans »: from the oldest band to the youngest."""
    counts: Counter[tuple[int, str, str]] = Counter()
    for person in people:
        kind = _kind(person, day)
        if kind != "unborn":
            rank, words = _band(age_on(person, day))
            counts[rank, kind, words] += 1
    return [
        f"{counted(n, 'adulte' if kind == 'adult' else 'enfant')} {words}"
        for (_, kind, words), n in sorted(counts.items(), key=lambda item: (-item[0][0], item[0][1]))
    ]


def _band(age: int | None) -> tuple[int, str]:
    if age is None:
        return -1, _UNKNOWN_AGE
    return next(((low, words) for low, high, words in _BANDS if low <= age <= high), (-1, _UNKNOWN_AGE))
