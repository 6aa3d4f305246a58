"""The capacity board: places of the association, dwellings of the landlord, what the main household looks for."""

from households.models import Case
from partners.roles import Role
from tests.cast import Cast, World
from tests.cellule.capacity import note_wish, say_dwellings, say_places


def build(world: World, cast: Cast, ids: dict) -> dict:
    say_places(world, cast.manager)
    dwelling = say_dwellings(world, cast[Role.LANDLORD_MANAGER])
    note_wish(Case.objects.get(pk=ids["main"]), cast.worker, communes=[world.commune])
    return {"available_dwelling": dwelling.pk}
