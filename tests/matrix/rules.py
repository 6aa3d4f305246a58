"""Who is expected where: small predicates over a person and the scene, put together by the rows."""

from collections.abc import Callable

from tests.matrix.cells import note_cell, reaches
from tests.matrix.people import Person

Rule = Callable[[Person, object], bool]


def everybody(person: Person, scene) -> bool:
    return True


def nobody(person: Person, scene) -> bool:
    return False


def only(*keys: str) -> Rule:
    """An own object: no cell speaks of it, it has one owner."""
    return lambda person, scene: person.key in keys


def all_of(*rules: Rule) -> Rule:
    return lambda person, scene: all(rule(person, scene) for rule in rules)


def any_of(*rules: Rule) -> Rule:
    return lambda person, scene: any(rule(person, scene) for rule in rules)


def sees(case: str) -> Rule:
    """A grant opens something of the file to her role (rights.md 2)."""
    return lambda person, scene: scene.facts.sees(person, scene.ids[case])


def section(name: str, least: str, case: str = "main") -> Rule:
    """The lower of grant and role on a section (grants.csv, roles.csv)."""
    return lambda person, scene: scene.facts.reads(person, scene.ids[case], name, least)


def cell(name: str, right: str, *scopes: str) -> Rule:
    """The cell of her role on an object (others.csv), without a scope word or with one of these."""
    return lambda person, scene: reaches(person.role, name, right, scopes)


def of(organisation: str) -> Rule:
    """She acts for this organisation of the world."""
    return lambda person, scene: person.organisation_id == getattr(scene.world, organisation).pk


def seated(person: Person, scene) -> bool:
    """She has a seat in the instance of the north."""
    return person.instance_id == scene.world.instance.pk


def seated_anywhere(person: Person, scene) -> bool:
    """She has a seat in some instance of the dispositif of the world."""
    instance = person.actor.memberships[0].instance
    return instance is not None and instance.dispositif_id == scene.world.dispositif.pk


def piloted(person: Person, scene) -> bool:
    """Her role is for the dispositif of the world."""
    return person.actor.memberships[0].dispositif_id == scene.world.dispositif.pk


def named(case: str) -> Rule:
    return lambda person, scene: (scene.ids[case], person.user_id) in scene.facts.named


def writes_note(*levels: str) -> Rule:
    """notes.csv: her role writes under one of these levels."""
    return lambda person, scene: any(note_cell(level, person.role) in {"W", "named"} for level in levels)


def reads_note(level: str) -> Rule:
    return lambda person, scene: note_cell(level, person.role) in {"W", "R"}


def made_the_diagnosis(person: Person, scene) -> bool:
    """rights.md 3: an operator keeps reading its own diagnosis (here its author and a manager), and its number."""
    return person.key in {"association_worker", "association_manager"}
