"""On the main file: a period with its sliding lease and review, a hold asked, another agreed, strengths."""

from datetime import timedelta

from households.choices import HoldState
from households.models import HousingPeriod, LeaseReview, ProcedureHold, SlidingLease, Strength
from partners.roles import Role
from tests.cast import Cast, World
from tests.matrix.scene_files import main_case
from veille.core import clock


def build(world: World, cast: Cast) -> dict:
    case, today = main_case(), clock.today()
    period = HousingPeriod.objects.filter(case=case).earliest("starts_on")
    lease = SlidingLease.objects.create(
        case=case,
        period=period,
        association=world.association,
        signed_on=today - timedelta(days=300),
        term_on=today + timedelta(days=400),
    )
    review = LeaseReview.objects.create(case=case, lease=lease, planned_on=today + timedelta(days=90))
    return {
        "period": period.pk,
        "lease": lease.pk,
        "review": review.pk,
        **_holds(case, world, cast),
        "strength_known": _strength(case, cast, is_confided=False),
        "strength_confided": _strength(case, cast, is_confided=True),
    }


def _holds(case, world: World, cast: Cast) -> dict:
    today, manager = clock.today(), cast[Role.LANDLORD_MANAGER].user
    who = {"case": case, "landlord": world.landlord, "asked_on": today, "asked_by": cast.worker.user}
    asked = ProcedureHold.objects.create(**who, organisation=world.association)
    agreed = ProcedureHold.objects.create(
        **who,
        organisation=world.landlord,
        state=HoldState.AGREED,
        decided_on=today,
        decided_by=manager,
        starts_on=today,
        ends_on=today + timedelta(days=90),
    )
    return {"hold_asked": asked.pk, "hold_agreed": agreed.pk}


def _strength(case, cast: Cast, *, is_confided: bool):
    row = Strength.objects.create(
        case=case,
        strength="asks_for_help",
        source="observed",
        found_on=clock.today(),
        organisation=cast.worker.organisation,
        author=cast.worker.user,
        is_confided=is_confided,
    )
    return row.pk
