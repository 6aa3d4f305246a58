"""A visit agreed on the main file, a collective session where its household was."""

from datetime import timedelta

from accompaniment import services
from tests.cast import Cast, World
from tests.matrix.scene_files import main_case
from veille.core import clock


def build(world: World, cast: Cast) -> dict:
    case = main_case()
    visit = services.plan_visit(case=case, on=clock.today() + timedelta(days=5), by=cast.worker)
    group = services.record_group(
        kind="collective",
        dispositif=world.dispositif,
        cases=[case],
        happened_on=clock.today(),
        minutes=90,
        by=cast.worker,
    )
    return {"visit": visit.pk, "group": group.pk}
