"""Longer ways to a dwelling: landlords asked, offers, commissions; more stays that end."""

from datetime import timedelta

from cellule.models import Candidature, CommissionPassage, HousingOffer
from households.grants import GrantLevel
from households.models import Case, StayTerm
from tests import factories
from tests.matrix.scene import Scene
from veille.core import clock


def searched(scene: Scene, count: int) -> None:
    """On one file, landlords that said yes, each with two dwellings and a commission."""
    case = Case.objects.get(pk=scene.ids["case_stay"])
    for number in range(count):
        landlord = factories.OrganisationFactory(name=f"Bailleur {Candidature.objects.count()}", kind="landlord")
        row = _accepted(scene, case, landlord)
        by = {"case": case, "candidature": row, "commune": scene.world.commune, "dwelling_type": "t2"}
        told = {"offered_on": clock.today(), "offered_by": scene.cast.worker.user}
        ended = {"state": "ended", "ended_on": clock.today(), "ended_by": "household", "end_reason": "place"}
        HousingOffer.objects.create(**by, **told, **ended)
        HousingOffer.objects.create(**by, **told, state="accepted" if number % 2 else "proposed")
        CommissionPassage.objects.create(
            case=case,
            landlord=landlord,
            candidature=row,
            state="passed",
            prepared_on=clock.today(),
            prepared_by=scene.cast.worker.user,
            passed_on=clock.today(),
        )


def _accepted(scene: Scene, case: Case, landlord) -> Candidature:
    today = clock.today()
    return Candidature.objects.create(
        case=case,
        landlord=landlord,
        state="accepted",
        planned_on=today,
        planned_by=scene.cast.worker.user,
        asked_on=today,
        answered_on=today,
        answer_expected_on=today + timedelta(days=20),
    )


def renewed(scene: Scene, count: int) -> None:
    """Households in a sublease whose term has come."""
    for _ in range(count):
        case = factories.make_case(scene.world, door="access")
        factories.grant(case, scene.world.association, GrantLevel.LEAD)
        factories.put_in_team(case, scene.cast.worker)
        start = clock.today() - timedelta(days=200)
        period = factories.HousingPeriodFactory(case=case, modality="sublease", starts_on=start)
        decided = {"decided_on": start, "decided_by": "Comité", "author": scene.cast.worker.user}
        for rank in range(2):
            StayTerm.objects.create(case=case, period=period, rank=rank, term_on=clock.today(), **decided)
