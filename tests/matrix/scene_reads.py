"""A shift to come, a restricted file on the rota, an emergency access that has ended and awaits its review."""

from datetime import timedelta

from households.models import Case, DutyCase, EmergencyAccess
from partners.models import DutyShift
from tests.cast import Cast, World
from veille.core import clock


def build(world: World, cast: Cast, ids: dict) -> dict:
    tomorrow, yesterday = (clock.now() + timedelta(days=days) for days in (1, -1))
    shift = DutyShift.objects.create(
        organisation=world.association,
        user=cast.other_worker.user,
        starts_at=tomorrow,
        ends_at=tomorrow + timedelta(hours=12),
    )
    duty_case = DutyCase.objects.create(case=Case.objects.get(pk=ids["restricted"]), organisation=world.association)
    emergency = EmergencyAccess.objects.create(
        case=Case.objects.get(pk=ids["main"]),
        user=cast.other_worker.user,
        organisation=world.association,
        reason="call",
        explanation="Elle attendait à l’accueil.",
        opened_at=yesterday - timedelta(hours=24),
        ends_at=yesterday,
        told=cast.worker.user,
    )
    return {"shift": shift.pk, "duty_case": duty_case.pk, "emergency": emergency.pk}
