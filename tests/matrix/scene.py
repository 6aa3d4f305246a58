"""One scene with at least one object behind each address, and everybody who tries it."""

from dataclasses import dataclass, field
from uuid import UUID

from tests.cast import Cast, World, build_world
from tests.matrix import (
    scene_budget,
    scene_calendar,
    scene_capacity,
    scene_diagnoses,
    scene_documents,
    scene_doors,
    scene_expertise,
    scene_field,
    scene_files,
    scene_housing,
    scene_live,
    scene_meetings,
    scene_network,
    scene_others,
    scene_outside,
    scene_page,
    scene_people,
    scene_plans,
    scene_preparation,
    scene_reads,
    scene_rights,
    scene_searches,
    scene_sheets,
    scene_solicitations,
)
from tests.matrix.facts import Facts
from tests.matrix.people import Person, company
from veille.core import clock

# An identifier that nothing bears.
MISSING = UUID("00000000-0000-4000-8000-000000000000")


@dataclass
class Scene:
    """`ids` names the objects of the scene; rows of the table speak of them by these names."""

    world: World
    cast: Cast
    ids: dict[str, object] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    facts: Facts | None = None

    def kwargs(self, at: dict[str, str]) -> dict[str, object]:
        """The arguments of an address: names of objects, or words taken as they are."""
        return {name: self.ids.get(word, word) for name, word in at.items()}


def build_scene() -> Scene:
    world = build_world()
    scene = Scene(world, Cast(world))
    scene.ids |= scene_files.build(world, scene.cast)
    scene.ids |= scene_housing.build(world, scene.cast)
    scene.ids |= scene_meetings.build(world, scene.cast)
    scene.ids |= scene_diagnoses.build(world, scene.cast, scene.ids)
    scene.ids |= scene_others.build(world, scene.cast)
    scene.ids |= scene_field.build(world, scene.cast)
    scene.ids |= scene_documents.build(world, scene.cast)
    scene.ids |= scene_budget.build(world, scene.cast)
    scene.ids |= scene_people.build(world, scene.cast)
    scene.ids |= scene_page.build(world, scene.cast)
    scene.ids |= scene_preparation.build(world, scene.cast)
    scene.ids |= scene_sheets.build(world, scene.cast)
    scene.ids |= scene_reads.build(world, scene.cast, scene.ids)
    scene.ids |= scene_rights.build(world, scene.cast, scene.ids)
    scene.ids |= scene_expertise.build(world, scene.cast, scene.ids)
    scene.ids |= scene_network.build(world, scene.cast)
    scene.ids |= scene_doors.build(world, scene.cast)
    scene.ids |= scene_capacity.build(world, scene.cast, scene.ids)
    scene.ids |= scene_calendar.build(world, scene.cast, scene.ids)
    scene.ids |= scene_outside.build(world, scene.cast, scene.ids)
    scene.ids |= scene_live.build(world, scene.cast, scene.ids)
    scene.ids |= scene_plans.build(world, scene.cast)
    scene.ids |= scene_searches.build(world, scene.cast, scene.ids)
    scene.ids |= scene_solicitations.build(world, scene.cast, scene.ids)
    scene.people = company(scene.cast, scene_files.main_case())
    scene.facts = Facts(clock.today())
    return scene
