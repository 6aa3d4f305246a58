"""An absence of the worker, with nobody in her place, and a file that a colleague passed to her."""

from datetime import timedelta

from accompaniment.services import Passing, hand_over
from households.models import TeamPart
from households.services import declare_absence
from tests import factories
from tests.cast import Cast, World
from veille.core import clock


def build(world: World, cast: Cast) -> dict:
    first = clock.today() + timedelta(days=30)
    absence = declare_absence(user=cast.worker.user, starts_on=first, ends_on=first + timedelta(days=7), by=cast.worker)
    case = factories.make_case(world)
    factories.grant(case, world.association, "lead")
    place = factories.put_in_team(case, cast.other_worker, TeamPart.LEAD)
    passing = Passing(place.pk, case.pk, cast.worker.user, note="Le compteur d’eau est à relever en janvier.")
    handover = hand_over(former=cast.other_worker.user, files=[passing], by=cast.manager)
    return {"absence": absence.pk, "handover": handover.pk, "worker_user": cast.worker.user_id}
