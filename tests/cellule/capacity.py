"""Declarations of the capacity board, as their services write them."""

from datetime import timedelta
from decimal import Decimal

from cellule.models import AvailableDwelling, HousingWish, PlaceDeclaration
from cellule.services import capacity
from veille.core import clock
from veille.core.actor import Actor


def say_places(world, by: Actor, places: str = "4", **fields) -> PlaceDeclaration:
    said = {"territory": None, "remark": "", "valid_until": clock.today() + timedelta(days=30)}
    return capacity.declare_places(dispositif=world.dispositif, places=Decimal(places), by=by, **said | fields)


def say_dwellings(world, by: Actor, **fields) -> AvailableDwelling:
    said = {
        "territory": world.territory,
        "site": None,
        "commune": world.commune,
        "dwelling_type": "t3",
        "number": 2,
        "monthly_rent": Decimal(350),
        "is_accessible": None,
        "reservation": "none",
        "is_confirmed": False,
        "conditions": "",
        "expires_on": clock.today() + timedelta(days=30),
    }
    return capacity.declare_dwellings(dispositif=world.dispositif, by=by, **said | fields)


def note_wish(case, by: Actor, **fields) -> HousingWish:
    said = {
        "communes": [],
        "dwelling_types": ["t3"],
        "maximum_rent": Decimal(400),
        "needs_accessible": False,
        "reservations": [],
        "version": "",
    }
    return capacity.note_wish(case=case, by=by, **said | fields)
