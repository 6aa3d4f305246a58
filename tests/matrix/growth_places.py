"""Longer inventories, more places in a dwelling, more incidents."""

from households.models import Dwelling
from tests import factories
from tests.households.places import add_place, enter, note_incident
from tests.matrix.scene import Scene


def places(scene: Scene, count: int) -> None:
    """Places with a household of the worker in each."""
    dwelling = Dwelling.objects.get(pk=scene.ids["shared_dwelling"])
    known = dwelling.places.count()
    for number in range(known, known + count):
        place = add_place(scene.world, scene.cast.manager, f"Place {number}", dwelling=dwelling)
        enter(factories.make_accompanied_case(scene.world, scene.cast), place, scene.cast.worker)


def incidents(scene: Scene, count: int) -> None:
    dwelling = Dwelling.objects.get(pk=scene.ids["shared_dwelling"])
    for _ in range(count):
        note_incident(dwelling, scene.cast.worker)
