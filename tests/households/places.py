"""Transitional places, as their services write them."""

from datetime import date

from households import services
from households.models import Case, Dwelling, DwellingIncident, HousingPeriod, TransitionalPlace
from veille.core.actor import Actor

OPENED = date(2018, 1, 1)


def add_place(
    world, by: Actor, name: str = "Maison 3", dwelling: Dwelling | None = None, **fields
) -> TransitionalPlace:
    """A house of the landlord, or one room more of a dwelling."""
    where = {"landlord": world.landlord, "commune": world.commune, "residence": "Les Tilleuls", "dwelling_type": "t3"}
    secret = {"is_secret": fields.pop("is_secret", False)}
    told = {
        "dispositif": world.dispositif,
        "name": name,
        "modality": "sublease",
        "capacity": 3,
        "available_from": OPENED,
        "available_until": None,
        "equipment": "",
    }
    at = {"dwelling": dwelling} if dwelling else {"dwelling_fields": where | secret}
    return services.add_place(by=by, **told | at | fields)


def enter(case: Case, place: TransitionalPlace, by: Actor, on: date = date(2018, 11, 1), **fields) -> HousingPeriod:
    told = {"people_count": 1, "situation": "subletting"} | fields
    return services.enter_place(case=case, place=place, starts_on=on, by=by, **told)


def note_incident(dwelling: Dwelling, by: Actor, **fields) -> DwellingIncident:
    told = {"happened_on": date(2018, 12, 1), "kind": "equipment", "done": "Chaudière arrêtée, réparée le soir."}
    return services.note_incident(dwelling=dwelling, by=by, **told | fields)
