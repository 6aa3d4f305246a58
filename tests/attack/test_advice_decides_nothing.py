"""An instance that only advises in session decides nothing between two sessions either."""

from datetime import date

from accompaniment.models import Measure
from cellule.models import Referral
from cellule.services.consultations import decide_consultation
from partners.models import DispositifVersion
from tests.cellule import outside_scenes, scenes


def _advise_only(world) -> None:
    """From now on, files follow a version whose instances advise."""
    instances = [rules | {"role": "advisory"} for rules in world.version.data["instances"]]
    DispositifVersion.objects.create(
        dispositif=world.dispositif,
        number=world.version.number + 1,
        data={**world.version.data, "instances": instances},
        published_on=date(2018, 12, 1),
    )


def test_an_advisory_instance_admits_nobody_by_consulting(world, cast):
    _advise_only(world)
    consultation = outside_scenes.answered(world, cast)
    type(consultation.case).objects.filter(pk=consultation.case_id).update(rules=world.dispositif.rules)
    before = Referral.objects.get(case=consultation.case).state
    outside = decide_consultation(consultation=consultation, by=cast.secretary, **scenes.admission(world, cast))
    assert outside.decision.role == "advisory"
    assert not Measure.objects.filter(case=consultation.case).exists()
    assert Referral.objects.get(case=consultation.case).state == before
