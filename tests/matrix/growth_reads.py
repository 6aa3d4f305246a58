"""Rows that multiply in what tells who looked, who is on duty, what was opened in an emergency."""

from datetime import timedelta

from households.models import Case, EmergencyAccess
from partners.models import DutyShift
from tests import factories
from tests.matrix.scene import Scene
from veille.core import clock
from veille.core.models import AccessEvent, AuditEvent


def shifts(scene: Scene, count: int) -> None:
    known = DutyShift.objects.count()
    for number in range(known, known + count):
        start = clock.now() + timedelta(days=10 + number)
        DutyShift.objects.create(
            organisation=scene.world.association,
            user=scene.cast.worker.user,
            starts_at=start,
            ends_at=start + timedelta(hours=8),
        )


def emergencies(scene: Scene, count: int) -> None:
    """Each on a file of its own, waiting for its review."""
    ended = clock.now() - timedelta(days=2)
    for _ in range(count):
        EmergencyAccess.objects.create(
            case=factories.make_accompanied_case(scene.world, scene.cast),
            user=scene.cast.other_worker.user,
            organisation=scene.world.association,
            reason="call",
            explanation="Elle attendait.",
            opened_at=ended - timedelta(hours=1),
            ends_at=ended,
            told=scene.cast.worker.user,
        )


def looked(scene: Scene, count: int) -> None:
    """Readings and acts of different people, of the association and of the landlord."""
    case = Case.objects.get(pk=scene.ids["main"])
    people = [scene.cast.manager, scene.cast.referent, scene.cast.other_worker]
    for number in range(count):
        who = {"user": people[number % 3].user_id, "organisation": people[number % 3].organisation_id}
        AccessEvent.objects.create(kind="page", section="identity", url_name="x", cases=[case.pk], **who)
        AuditEvent.objects.create(name="person.changed", object_type="households.person", case=case.pk, **who)
