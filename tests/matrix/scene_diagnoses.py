"""On the main file: two grids of its measure; on the diagnosis already rendered, what it found and a criterion."""

from datetime import timedelta

from accompaniment.models import (
    Assessment,
    AssessmentMark,
    Diagnosis,
    DiagnosisCriterion,
    DiagnosisFinding,
    FormerDiagnosis,
    Measure,
)
from tests import factories
from tests.cast import Cast, World
from veille.core import clock


def build(world: World, cast: Cast, ids: dict) -> dict:
    _render(Diagnosis.objects.get(pk=ids["diagnosis_done"]), world, cast)
    measure = Measure.objects.get(pk=ids["measure_active"])
    entry = fill(measure, cast, "t0", clock.today() - timedelta(days=29), level=3)
    fill(measure, cast, "m6", clock.today(), level=1)
    return {"grid": entry.pk, "diagnosis_former": FormerDiagnosis.objects.get().pk}


def fill(measure: Measure, cast: Cast, wave: str, day, *, level: int) -> Assessment:
    """A grid with its words and two areas."""
    grid = Assessment.objects.create(
        case=measure.case,
        measure=measure,
        wave=wave,
        assessed_on=day,
        organisation=cast.worker.organisation,
        author=cast.worker.user,
        household_word="Je respire.",
        observation="Elle ouvre son courrier.",
        shared_line="Le loyer est repris.",
    )
    for area in ("budget", "social_ties"):
        AssessmentMark.objects.create(case=grid.case, assessment=grid, area=area, level=level)
    return grid


def _render(diagnosis: Diagnosis, world: World, cast: Cast) -> None:
    author = {"case": diagnosis.case, "author": cast.worker.user, "organisation": world.association}
    finding = factories.FindingFactory(**author, difficulty="isolation", is_confided=True)
    DiagnosisFinding.objects.create(case=diagnosis.case, diagnosis=diagnosis, finding=finding)
    DiagnosisCriterion.objects.create(
        case=diagnosis.case, diagnosis=diagnosis, criterion="housing_demand", answer="met", remark="Numéro à jour."
    )
    FormerDiagnosis.objects.create(
        case=diagnosis.case,
        diagnosis=diagnosis,
        version=1,
        result="support_not_recommended",
        recommendation="Le droit commun suffit.",
        detail="Elle n’avait rien dit encore.",
        criteria=[{"criterion": "housing_demand", "answer": "to_work_on", "remark": "Numéro périmé."}],
        found={"difficulties": [["isolation", 2]], "strengths": []},
        replaced_at=clock.now(),
        replaced_by=cast.worker.user,
        reason="Une conclusion mal cochée.",
    )
    Diagnosis.objects.filter(pk=diagnosis.pk).update(version=2, corrected_on=clock.today())
