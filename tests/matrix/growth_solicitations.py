"""What is asked and what the landlord does, multiplied: in one file, and in as many files."""

from datetime import timedelta

from accompaniment.models import Intervention, Solicitation
from households.models import Case
from tests import factories
from tests.matrix.scene import Scene
from veille.core import clock


def asked(scene: Scene, count: int) -> None:
    """Waiting ones in one file and in files of their own; some answered."""
    main = Case.objects.get(pk=scene.ids["main"])
    for number in range(count):
        for case in (main, factories.make_accompanied_case(scene.world, scene.cast)):
            _ask(scene, case, is_shared=number % 2 == 0)
            _ask(scene, case, is_shared=True, is_answered=True)


def _ask(scene: Scene, case: Case, *, is_shared: bool, is_answered: bool = False) -> None:
    answer = {"state": "answered", "answered_at": clock.now(), "answered_with": "answer"} if is_answered else {}
    Solicitation.objects.create(
        case=case,
        organisation=scene.world.association,
        noted_by=scene.cast.worker.user,
        noted_for=scene.world.association,
        answered_by=scene.cast.worker.user if is_answered else None,
        origin="household",
        is_shared=is_shared,
        received_at=clock.now() - timedelta(hours=30),
        **answer,
    )


def both_parts(scene: Scene, count: int) -> None:
    main = Case.objects.get(pk=scene.ids["main"])
    for actor in (scene.cast.worker, scene.cast.referent):
        is_landlord = actor.organisation == scene.world.landlord
        for _ in range(count):
            factories.InterventionFactory(
                case=main,
                organisation=actor.organisation,
                author=actor.user,
                kind="mediation",
                is_shared=True,
                is_landlord_part=is_landlord,
            )
    assert Intervention.objects.filter(case=main, is_landlord_part=True).exists()
