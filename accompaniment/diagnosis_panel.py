"""What a diagnosis shows besides its texts: the shared criteria, and what it found by life area."""

from collections.abc import Iterable
from dataclasses import dataclass

from accompaniment.choices import CriterionAnswer
from accompaniment.models import Diagnosis, DiagnosisCriterion, DiagnosisFinding, FormerDiagnosis
from accompaniment.models.diagnoses import DiagnosisTexts
from households.models import Finding, Strength
from partners.configuration import Configuration
from veille.core import reference
from veille.core.actor import Actor

_TONES = {
    CriterionAnswer.MET: "success",
    CriterionAnswer.UNDER_WAY: "progress",
    CriterionAnswer.TO_WORK_ON: "warning",
    CriterionAnswer.NOT_CONCERNED: "neutral",
}


@dataclass(frozen=True)
class Answered:
    """A shared criterion under its label in the rules of the case."""

    label: str
    row: DiagnosisCriterion

    @property
    def tone(self) -> str:
        return _TONES[CriterionAnswer(self.row.answer)]


@dataclass(frozen=True)
class FoundArea:
    """A life area of which the diagnosis said something, the hardest difficulty first."""

    label: str
    difficulties: tuple[Finding, ...]
    strengths: tuple[Strength, ...]


def recommended(diagnosis: DiagnosisTexts) -> list[tuple[str, str]]:
    """What is recommended, word by word: the page and the paper say the same."""
    level = diagnosis.case.configuration.level(diagnosis.recommended_level)
    told = [
        ("Niveau", level.label if level else reference.label("support_level", diagnosis.recommended_level)),
        ("Rythme", reference.label("contact_rhythm", diagnosis.recommended_rhythm)),
        ("Durée", f"{diagnosis.recommended_months} mois" if diagnosis.recommended_months else ""),
        ("Revient au bailleur", diagnosis.landlord_part),
    ]
    return [(word, text) for word, text in told if text]


def answered(actor: Actor, diagnosis: Diagnosis) -> list[Answered]:
    """The shared criteria, for who reads the préconisation."""
    rows = DiagnosisCriterion.objects.visible_to(actor).filter(diagnosis=diagnosis).order_by("position", "pk")
    return labelled(rows, diagnosis.case.configuration)


def labelled(rows: Iterable[DiagnosisCriterion], rules: Configuration) -> list[Answered]:
    """Each answer under the label of its criterion."""
    labels = {one.code: one.label for one in rules.prediagnosis_grid}
    return [Answered(labels.get(row.criterion, row.criterion), row) for row in rows]


def criteria_kept(diagnosis: Diagnosis) -> list[dict[str, str]]:
    """The answers as a former version keeps them; their labels are in the rules of the case, which do not change."""
    return list(diagnosis.criteria.order_by("position", "pk").values("criterion", "answer", "remark"))


def former_criteria(former: FormerDiagnosis) -> list[DiagnosisCriterion]:
    """The same as rows, for who reads that version: they are saved nowhere else."""
    return [DiagnosisCriterion(case_id=former.case_id, **kept) for kept in former.criteria]


def found_areas(actor: Actor, diagnosis: Diagnosis) -> list[FoundArea]:
    """Difficulties and strengths of this diagnosis, in the order of the life areas; nothing for who reads no detail."""
    rows = DiagnosisFinding.objects.visible_to(actor).filter(diagnosis=diagnosis)
    rows = list(rows.select_related("finding", "strength").order_by("pk"))
    return _by_area([row.finding for row in rows if row.finding], [row.strength for row in rows if row.strength])


def found_kept(diagnosis: Diagnosis) -> dict[str, list]:
    """What was found, as a former version keeps it."""
    rows = list(diagnosis.found.select_related("finding", "strength").order_by("pk"))
    return {
        "difficulties": [[row.finding.difficulty, row.finding.severity] for row in rows if row.finding],
        "strengths": [row.strength.strength for row in rows if row.strength],
    }


def former_areas(former: FormerDiagnosis) -> list[FoundArea]:
    """The same for who reads the detail of that version."""
    difficulties = former.found.get("difficulties", [])
    findings = [Finding(difficulty=code, severity=severity) for code, severity in difficulties]
    return _by_area(findings, [Strength(strength=code) for code in former.found.get("strengths", [])])


def _by_area(findings: Iterable[Finding], strengths: Iterable[Strength]) -> list[FoundArea]:
    findings = sorted(findings, key=lambda one: -(one.severity or 0))
    strengths = sorted(strengths, key=lambda one: one.strength)
    areas = []
    for code, label in reference.choices("life_area"):
        hard = tuple(one for one in findings if reference.mapped("difficulty", one.difficulty, "life_area") == code)
        held = tuple(one for one in strengths if reference.mapped("strength", one.strength, "life_area") == code)
        if hard or held:
            areas.append(FoundArea(label, hard, held))
    return areas
