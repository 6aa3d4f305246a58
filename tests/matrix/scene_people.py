"""Two files of one household, one made of two, one closed; numbers of other registers on the main file."""

from households import services
from households.services.merging import MergeChoices
from tests import factories
from tests.cast import Cast, World
from tests.matrix.scene_files import main_case


def build(world: World, cast: Cast) -> dict:
    ids = {"twin": _accompanied(world, cast).pk, "other_twin": _accompanied(world, cast).pk}
    joined = _accompanied(world, cast)
    merge = services.merge_cases(kept=joined, merged=_accompanied(world, cast), choices=MergeChoices(), by=cast.worker)
    closed = services.close_case(case=_accompanied(world, cast), by=cast.worker)
    confided = services.record_reference(
        case=main_case(), kind="siao", value="59123456", source="confided", by=cast.worker
    )
    own = services.record_reference(
        case=main_case(), kind="own", value="L-4521", source="landlord_known", by=cast.referent
    )
    return ids | {
        "joined": joined.pk,
        "merge": merge.pk,
        "closed": closed.pk,
        "reference_confided": confided.pk,
        "reference_own": own.pk,
    }


def _accompanied(world: World, cast: Cast):
    return factories.make_accompanied_case(world, cast)
