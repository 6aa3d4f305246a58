"""Caseloads, absences and hand-overs, multiplied."""

from datetime import timedelta

from accompaniment.models import HandedFile, Handover
from households.models import TeamPart
from partners.models import Absence
from tests import factories
from tests.matrix.scene import Scene
from veille.core import clock

HERS = {"pk": "worker_user"}
HANDED = {"pk": "handover"}


def led(scene: Scene, count: int) -> None:
    """Files she leads, some restricted with her manager named, some where she stands in."""
    world, cast = scene.world, scene.cast
    for number in range(count):
        case = factories.make_accompanied_case(world, cast)
        factories.make_measure(case, world.association)
        if number % 2:
            factories.restrict(case, cast.worker, cast.manager)
        other = factories.make_case(world)
        factories.grant(other, world.association, "lead")
        place = factories.put_in_team(other, cast.worker, TeamPart.STAND_IN)
        place.ends_on = clock.today() + timedelta(days=3)
        place.save()


def colleagues(scene: Scene, count: int) -> None:
    for number in range(count):
        scene.cast.play("association_worker", scene.world.association, f"Collègue {number}")


def away(scene: Scene, count: int) -> None:
    first, known = clock.today() + timedelta(days=60), Absence.objects.count()
    for number in range(known, known + count):
        start = first + timedelta(days=10 * number)
        Absence.objects.create(
            organisation=scene.world.association,
            user=scene.cast.worker.user,
            stand_in=scene.cast.other_worker.user,
            starts_on=start,
            ends_on=start + timedelta(days=5),
        )


def handed(scene: Scene, count: int) -> None:
    """Hand-overs, and files in one of them."""
    told = {
        "organisation": scene.world.association,
        "former": scene.cast.other_worker.user,
        "handed_by": scene.cast.manager.user,
        "handed_on": clock.today(),
    }
    whole = Handover.objects.get(pk=scene.ids["handover"])
    for _ in range(count):
        for handover in (whole, Handover.objects.create(**told)):
            case = factories.make_accompanied_case(scene.world, scene.cast)
            receiver = scene.cast.worker.user
            HandedFile.objects.create(case=case, handover=handover, receiver=receiver, part=TeamPart.LEAD)
