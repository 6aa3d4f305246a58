"""A place of the association in a dwelling of the landlord: a household there, its charter, two incidents."""

from accompaniment.services import give_charter
from households.services import share_incident, write_charter
from households.versions import version_of
from tests import factories
from tests.cast import Cast, World
from tests.households.places import add_place, enter, note_incident


def build(world: World, cast: Cast) -> dict:
    case = factories.make_accompanied_case(world, cast)
    place = add_place(world, cast.manager, "Chambre 1", modality="shared_sublease")
    stay = enter(case, place, cast.worker)
    write_charter(dwelling=place.dwelling, after=0, common_parts="Cuisine.", text="Chacun son tour.", by=cast.manager)
    shared = note_incident(place.dwelling, cast.worker, done="Fuite réparée.")
    share_incident(incident=shared, version=version_of(shared), by=cast.manager)
    return {
        "case_place": case.pk,
        "transitional_place": place.pk,
        "shared_dwelling": place.dwelling_id,
        "place_stay": stay.pk,
        "charter_given": give_charter(period=stay, by=cast.worker).pk,
        "dwelling_incident": note_incident(place.dwelling, cast.worker).pk,
    }
