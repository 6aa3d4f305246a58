"""Visits agreed, done and owed; households of a collective session; half-days declared."""

from datetime import timedelta

from accompaniment.models import GroupEntry, PlannedVisit
from funding.models import TimeEntry
from tests import factories
from tests.matrix import growth
from tests.matrix.scene import Scene
from veille.core import clock


def visits(scene: Scene, count: int) -> None:
    """Accompaniments of the worker, each with a visit agreed this week and one done."""
    growth.accompanied(scene, count)
    worker = scene.cast.worker
    for measure in worker.organisation.measures.order_by("-pk")[:count]:
        PlannedVisit.objects.create(
            case=measure.case,
            measure=measure,
            organisation=worker.organisation,
            worker=worker.user,
            reason="appointment",
            due_on=clock.today(),
        )


def present(scene: Scene, count: int) -> None:
    """Households that were at the collective session of the scene."""
    group = GroupEntry.objects.get(pk=scene.ids["group"])
    for _ in range(count):
        case = factories.make_accompanied_case(scene.world, scene.cast)
        author = {"author": scene.cast.worker.user, "organisation": scene.world.association}
        factories.InterventionFactory(case=case, group=group, kind="collective_session", **author)


def half_days(scene: Scene, count: int) -> None:
    held = TimeEntry.objects.count()
    for number in range(count):
        TimeEntry.objects.create(
            user=scene.cast.worker.user,
            organisation=scene.world.association,
            dispositif=scene.world.dispositif,
            worked_on=clock.today() - timedelta(days=held + number),
            half="morning",
        )
