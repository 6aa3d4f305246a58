"""Somebody who left the room for the situation under way."""

from cellule.models import AgendaItem
from cellule.services.live import withdraw_from
from partners.roles import Role
from tests.cast import Cast, World


def build(world: World, cast: Cast, ids: dict) -> dict:
    member = cast.play(Role.INSTANCE_MEMBER, world.other_landlord, "Retirée")
    item = AgendaItem.objects.select_related("session", "case").get(pk=ids["item_open"])
    return {"withdrawal": withdraw_from(item=item, by=member).pk}
