"""Longer lists of landlords asked."""

from households.grants import GrantLevel
from tests import factories
from tests.matrix.scene import Scene
from tests.matrix.scene_searches import candidature


def asked(scene: Scene, count: int) -> None:
    """Households for whom the landlord is asked, decided by the closed session."""
    for _ in range(count):
        case = factories.make_case(scene.world, door="access")
        factories.grant(case, scene.world.association, GrantLevel.LEAD)
        factories.grant(case, scene.world.landlord, GrantLevel.CANDIDATURE)
        factories.put_in_team(case, scene.cast.worker)
        candidature(scene.world, scene.cast, case, None, state="asked")
