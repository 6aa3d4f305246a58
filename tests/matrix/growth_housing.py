"""Rows that multiply in the housing, the procedure and the difficulties of a file."""

from datetime import timedelta

from households.choices import HoldState, LeaseResult
from households.models import (
    Case,
    HoldReason,
    HousingCorrection,
    LeaseReview,
    ProcedureHold,
    ProcedureStep,
    SlidingLease,
    Strength,
)
from partners.roles import Role
from tests import factories
from tests.matrix.scene import Scene
from veille.core import clock


def in_the_file(scene: Scene, count: int) -> None:
    """Everything of the housing that repeats in one file."""
    case = Case.objects.get(pk=scene.ids["main"])
    known = SlidingLease.objects.count()
    for number in range(known, known + count):
        _housed(scene, case, number)
        _held(scene, case)
        step = {"case": case, "landlord": scene.world.landlord, "step": "over_indebtedness"}
        ProcedureStep.objects.create(**step, starts_on=clock.today(), due_on=clock.today())
    _leans(scene, case, count)


def _housed(scene: Scene, case: Case, number: int) -> None:
    day = clock.today() - timedelta(days=2000 + number)
    author = scene.cast.worker.user
    period = factories.HousingPeriodFactory(case=case, commune=scene.world.commune, starts_on=day, ends_on=day)
    HousingCorrection.objects.create(case=case, period=period, starts_on=day, corrected_on=day, author=author)
    lease = SlidingLease.objects.create(
        case=case,
        period=period,
        association=scene.world.association,
        signed_on=day,
        term_on=day + timedelta(days=90),
        result=LeaseResult.SLID,
        result_on=day,
    )
    for _ in range(2):
        LeaseReview.objects.create(case=case, lease=lease, planned_on=day)


def _held(scene: Scene, case: Case) -> None:
    day, manager = clock.today(), scene.cast[Role.LANDLORD_MANAGER].user
    hold = ProcedureHold.objects.create(
        case=case,
        landlord=scene.world.landlord,
        asked_on=day,
        asked_by=scene.cast.worker.user,
        organisation=scene.world.association,
        state=HoldState.AGREED,
        decided_on=day,
        decided_by=manager,
        starts_on=day,
        ends_on=day,
    )
    HoldReason.objects.create(case=case, hold=hold, text="Le lien vient d’être noué.")


def _leans(scene: Scene, case: Case, count: int) -> None:
    """Difficulties of several areas seen twice, and strengths."""
    author = {"case": case, "author": scene.cast.worker.user, "organisation": scene.world.association}
    codes = ("isolation", "parenting", "employment", "mobility_transport", "administrative", "overcrowding")
    for number in range(count):
        for days in (40, 10):
            day = clock.today() - timedelta(days=days + number)
            code = codes[number % len(codes)]
            factories.FindingFactory(**author, difficulty=code, severity=days // 10, found_on=day, is_confided=True)
        held = ("family_support", "clear_project", "asks_for_help", "work_training")[number % 4]
        Strength.objects.create(**author, strength=held, source="observed", found_on=clock.today(), is_confided=True)
