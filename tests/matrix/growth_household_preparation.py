"""Sessions of the programme, households invited to one."""

from accompaniment.models import Measure, PreparationInvitation, PreparationSession
from tests import factories
from tests.matrix.scene import Scene
from tests.matrix.scene_household_preparation import make_session


def sessions(scene: Scene, count: int) -> None:
    for _ in range(count):
        make_session(scene.world, scene.cast)


def invited(scene: Scene, count: int) -> None:
    """To the session of the scene: households of the worker in preparation."""
    session = PreparationSession.objects.get(pk=scene.ids["preparation_session"])
    for case in _prepared(scene, count):
        PreparationInvitation.objects.create(
            case=case, measure=Measure.objects.get(case=case), session=session, invited_by=scene.cast.worker.user
        )


def prepared(scene: Scene, count: int) -> None:
    _prepared(scene, count)


def followed(scene: Scene, count: int) -> None:
    """Sessions that the household of the scene was invited to."""
    measure = Measure.objects.get(pk=scene.ids["measure_preparation"])
    for _ in range(count):
        PreparationInvitation.objects.create(
            case=measure.case,
            measure=measure,
            session=make_session(scene.world, scene.cast),
            invited_by=scene.cast.worker.user,
        )


def _prepared(scene: Scene, count: int) -> list:
    cases = [factories.make_accompanied_case(scene.world, scene.cast) for _ in range(count)]
    for case in cases:
        factories.make_measure(case, scene.world.association, state="preparation")
    return cases
