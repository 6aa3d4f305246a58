"""Rights and requests of more households that come to their end."""

from datetime import timedelta

from households.grants import GrantLevel
from households.models import ExternalReference, MoneyLine, TeamPart
from tests import factories
from tests.matrix.scene import Scene
from veille.core import clock


def ending(scene: Scene, count: int) -> None:
    """Of files she leads."""
    soon = clock.today() + timedelta(days=7)
    for _ in range(count):
        case = factories.make_case(scene.world)
        factories.grant(case, scene.world.association, GrantLevel.LEAD)
        factories.put_in_team(case, scene.cast.worker, TeamPart.LEAD)
        told = {"case": case, "organisation": scene.world.association}
        MoneyLine.objects.create(
            kind="resource",
            code="rsa",
            amount=550,
            starts_on=clock.today().replace(day=1),
            granted_until=soon,
            author=scene.cast.worker.user,
            **told,
        )
        ExternalReference.objects.create(
            kind="nur", value=str(case.number), noted_on=clock.today(), valid_until=soon, **told
        )
