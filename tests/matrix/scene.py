"""One scene with at least one object behind each address, and everybody who tries it."""

from dataclasses import dataclass, field
from uuid import UUID

from tests.cast import Cast, World, build_world
from tests.matrix import (
    scene_budget,
    scene_calendar,
    scene_capacity,
    scene_collective,
    scene_coordination,
    scene_diagnoses,
    scene_documents,
    scene_doors,
    scene_expertise,
    scene_field,
    scene_files,
    scene_household_preparation,
    scene_housing,
    scene_housing_path,
    scene_live,
    scene_meetings,
    scene_network,
    scene_others,
    scene_outside,
    scene_page,
    scene_people,
    scene_places,
    scene_plans,
    scene_preparation,
    scene_reads,
    scene_rights,
    scene_searches,
    scene_sheets,
    scene_solicitations,
    scene_team,
    scene_waiting,
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

    def add(self, found: dict[str, object]) -> None:
        """The objects of a part, under names that no other part gives."""
        if taken := self.ids.keys() & found.keys():
            raise AssertionError(f"deux objets portent le même nom : {', '.join(sorted(taken))}")
        self.ids |= found

    def kwargs(self, at: dict[str, str]) -> dict[str, object]:
        """The arguments of an address: names of objects, or words taken as they are."""
        return {name: self.ids.get(word, word) for name, word in at.items()}


def build_scene() -> Scene:
    world = build_world()
    scene = Scene(world, Cast(world))
    scene.add(scene_files.build(world, scene.cast))
    scene.add(scene_housing.build(world, scene.cast))
    scene.add(scene_places.build(world, scene.cast))
    scene.add(scene_meetings.build(world, scene.cast))
    scene.add(scene_diagnoses.build(world, scene.cast, scene.ids))
    scene.add(scene_others.build(world, scene.cast))
    scene.add(scene_field.build(world, scene.cast))
    scene.add(scene_documents.build(world, scene.cast))
    scene.add(scene_budget.build(world, scene.cast))
    scene.add(scene_people.build(world, scene.cast))
    scene.add(scene_page.build(world, scene.cast))
    scene.add(scene_preparation.build(world, scene.cast))
    scene.add(scene_sheets.build(world, scene.cast))
    scene.add(scene_reads.build(world, scene.cast, scene.ids))
    scene.add(scene_rights.build(world, scene.cast, scene.ids))
    scene.add(scene_expertise.build(world, scene.cast, scene.ids))
    scene.add(scene_network.build(world, scene.cast))
    scene.add(scene_doors.build(world, scene.cast))
    scene.add(scene_capacity.build(world, scene.cast, scene.ids))
    scene.add(scene_calendar.build(world, scene.cast, scene.ids))
    scene.add(scene_outside.build(world, scene.cast, scene.ids))
    scene.add(scene_live.build(world, scene.cast, scene.ids))
    scene.add(scene_plans.build(world, scene.cast))
    scene.add(scene_searches.build(world, scene.cast, scene.ids))
    scene.add(scene_solicitations.build(world, scene.cast, scene.ids))
    scene.add(scene_collective.build(world, scene.cast))
    scene.add(scene_coordination.build(world, scene.cast))
    scene.add(scene_team.build(world, scene.cast))
    scene.add(scene_waiting.build(world, scene.cast, scene.ids))
    scene.add(scene_household_preparation.build(world, scene.cast, scene.ids))
    scene.add(scene_housing_path.build(world, scene.cast))
    scene.people = company(scene.cast, scene_files.main_case())
    scene.facts = Facts(clock.today())
    return scene
