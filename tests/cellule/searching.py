"""Scenes of a search for a dwelling: a household to enter housing, admitted, its landlords asked."""

from datetime import timedelta

from accompaniment.models import Measure
from cellule.candidature_choices import CandidatureState
from cellule.models import AgendaItem, Candidature, HousingOffer
from cellule.services.candidatures import Asking, answer_candidature, ask_landlords
from cellule.services.decisions import record_decision
from cellule.services.housing_offers import propose_dwelling
from households.models import Case
from partners.roles import Role
from tests import factories
from tests.cellule import scenes
from veille.core import clock


def asking(world, *landlords, days: int = 21, **fields) -> Asking:
    given = {"dwelling_types": ("t3",), "communes": (world.commune,)} | fields
    return Asking(landlords or (world.other_landlord,), clock.today() + timedelta(days=days), **given)


def admitted_in_session(world, cast, *landlords, **fields) -> AgendaItem:
    """An entry into housing, admitted in a session that is still open; landlords are to be asked."""
    item = scenes.in_session(world, cast, door="access")
    decided = scenes.admission(world, cast) | {"asking": asking(world, *landlords)} | fields
    record_decision(item=item, by=cast.secretary, **decided)
    item.refresh_from_db()
    return item


def accompanied(world, cast, state: str = "active") -> Case:
    """A household that the association accompanies towards a dwelling."""
    case = factories.make_accompanied_case(world, cast, door="access")
    case.accesses.filter(level="landlord_of_dwelling").delete()
    factories.make_measure(case, world.association, state)
    return case


def asked(world, cast, **fields) -> Candidature:
    """A candidature that the other landlord reads, asked by who accompanies."""
    case = fields.pop("case", None) or accompanied(world, cast)
    return ask_landlords(case=case, asking=asking(world, **fields), by=cast.worker)[0]


def allocation(world, cast):
    """Who answers for the landlord asked."""
    return cast.play(Role.LANDLORD_ALLOCATION, world.other_landlord)


def accepted(world, cast, **fields) -> Candidature:
    found = asked(world, cast, **fields)
    return answer_candidature(candidature=found, accepted=True, by=allocation(world, cast))


def offered(world, cast, **fields) -> HousingOffer:
    found = accepted(world, cast, **fields)
    return propose_dwelling(
        candidature=found, by=allocation(world, cast), commune=world.commune, dwelling_type="t3", monthly_rent=420
    )


def measure_of(case: Case) -> Measure:
    return Measure.objects.get(case=case)


def in_state(world, cast, state: str) -> Candidature:
    """A candidature written as it stands in a state."""
    found = asked(world, cast)
    fields = {"state": state}
    if state == CandidatureState.REFUSED:
        fields |= {"refusal_reason": "other", "answered_on": clock.today()}
    Candidature.objects.filter(pk=found.pk).update(**fields)
    found.refresh_from_db()
    return found
