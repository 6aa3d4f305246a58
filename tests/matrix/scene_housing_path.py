"""A household admitted, in a sublease whose term is noted: its stay is renewed, its file closed."""

from datetime import date

from households.grants import GrantLevel
from households.models import Dwelling, StayTerm
from tests import factories
from tests.cast import Cast, World


def build(world: World, cast: Cast) -> dict:
    case = factories.make_case(world, door="access", admitted_on=date(2018, 11, 15))
    factories.grant(case, world.association, GrantLevel.LEAD)
    factories.grant(case, world.landlord, GrantLevel.LANDLORD_OF_DWELLING)
    factories.put_in_team(case, cast.worker)
    dwelling = Dwelling.objects.create(landlord=world.landlord, commune=world.commune)
    period = factories.HousingPeriodFactory(
        case=case, dwelling=dwelling, modality="sublease", starts_on=date(2018, 7, 1)
    )
    StayTerm.objects.create(
        case=case,
        period=period,
        rank=0,
        term_on=date(2019, 1, 1),
        decided_on=date(2018, 7, 1),
        decided_by="Comité",
        author=cast.worker.user,
    )
    return {"case_stay": case.pk, "period_temporary": period.pk}
