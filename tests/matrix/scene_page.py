"""What the association means to do next about the main file."""

from households import services
from tests.cast import Cast, World
from tests.matrix.scene_files import main_case
from veille.core import clock


def build(world: World, cast: Cast) -> dict:
    step = services.plan_next_step(case=main_case(), what="La rappeler", due_on=clock.today(), by=cast.worker)
    return {"next_step": step.pk}
