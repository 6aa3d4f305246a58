"""Longer lists of landlords asked."""

from cellule.models import Session
from households.grants import GrantLevel
from tests import factories
from tests.matrix.scene import Scene
from tests.matrix.scene_searches import candidature, decided_by
from veille.core import clock


def asked(scene: Scene, count: int) -> None:
    """Households for whom the landlord is asked, decided by the closed session."""
    for _ in range(count):
        case = factories.make_case(scene.world, door="access")
        factories.grant(case, scene.world.association, GrantLevel.LEAD)
        factories.grant(case, scene.world.landlord, GrantLevel.CANDIDATURE)
        factories.put_in_team(case, scene.cast.worker)
        candidature(scene.world, scene.cast, case, None, state="asked")


def decided(scene: Scene, count: int) -> None:
    """Searches that the closed session decided: some run, some are over without a dwelling."""
    session = Session.objects.get(pk=scene.ids["session_closed"])
    for number in range(count):
        case, decision = decided_by(scene.world, scene.cast, session)
        said = {"state": "refused", "refusal_reason": "other", "answered_on": clock.today()}
        candidature(scene.world, scene.cast, case, decision, **(said if number % 2 else {"state": "asked"}))
