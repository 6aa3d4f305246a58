"""Files brought in, one after the other."""

from datetime import timedelta

from households.models import ImportBatch
from tests.matrix.scene import Scene
from veille.core import clock


def imports(scene: Scene, count: int) -> None:
    referent, now = scene.cast.referent, clock.now()
    for number in range(count):
        ImportBatch.objects.create(
            organisation=referent.organisation,
            kind="suivi",
            digest=f"{number:064}",
            rows=12,
            dropped_by=referent.user_id,
            dropped_at=now - timedelta(days=number),
            expires_at=now + timedelta(days=7),
        )
