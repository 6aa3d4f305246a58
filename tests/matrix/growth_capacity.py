"""Longer capacity boards."""

from partners.models import Partnership
from partners.roles import Role
from tests import factories
from tests.cellule.capacity import say_dwellings, say_places
from tests.matrix.scene import Scene


def operators(scene: Scene, count: int) -> None:
    """Operators with their declaration."""
    world = scene.world
    for _ in range(count):
        operator = factories.OrganisationFactory()
        Partnership.objects.create(
            dispositif=world.dispositif, organisation=operator, part="operator", starts_on="2015-01-01"
        )
        say_places(world, scene.cast.play(Role.ASSOCIATION_MANAGER, operator))


def dwellings(scene: Scene, count: int) -> None:
    for number in range(count):
        say_dwellings(scene.world, scene.cast[Role.LANDLORD_MANAGER], conditions=f"Étage {number}")
