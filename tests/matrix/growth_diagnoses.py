"""What grows in a diagnosis and in the grids of a file."""

from datetime import timedelta

from accompaniment.models import Diagnosis, DiagnosisCriterion, DiagnosisFinding
from households.models import Case, Strength
from tests import factories
from tests.matrix.scene import Scene
from tests.matrix.scene_diagnoses import fill
from veille.core import clock


def accompaniments(scene: Scene, count: int) -> None:
    """Former accompaniments of the main file, each with two grids and a diagnosis before it."""
    case = Case.objects.get(pk=scene.ids["main"])
    for _ in range(count):
        measure = factories.make_measure(case, scene.world.association, state="ended")
        fill(measure, scene.cast, "t0", clock.today() - timedelta(days=29), level=4)
        fill(measure, scene.cast, "exit", clock.today(), level=1)
        factories.DiagnosisFactory(case=case, operator=scene.world.association, state="not_done", result="unreachable")


def found(scene: Scene, count: int) -> None:
    """Difficulties, strengths and criteria of one diagnosis."""
    diagnosis = Diagnosis.objects.get(pk=scene.ids["diagnosis_done"])
    of_file = {"case": diagnosis.case, "diagnosis": diagnosis}
    author = {"case": diagnosis.case, "author": scene.cast.worker.user, "organisation": scene.world.association}
    known = diagnosis.criteria.count()
    for number in range(known, known + count):
        finding = factories.FindingFactory(**author, is_confided=True)
        strength = Strength.objects.create(
            **author, strength="asks_for_help", source="observed", found_on=clock.today(), is_confided=True
        )
        DiagnosisFinding.objects.create(**of_file, finding=finding)
        DiagnosisFinding.objects.create(**of_file, strength=strength)
        DiagnosisCriterion.objects.create(**of_file, criterion=f"c{number}", answer="met", position=number)
