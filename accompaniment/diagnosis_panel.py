"""What a diagnosis shows besides its texts: the shared criteria, and what it found by life area."""

from collections.abc import Iterable
from dataclasses import dataclass

from accompaniment.choices import CriterionAnswer
from accompaniment.models import Diagnosis, DiagnosisCriterion, DiagnosisFinding
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


def recommended(diagnosis: Diagnosis) -> list[tuple[str, str]]:
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


def found_areas(actor: Actor, diagnosis: Diagnosis) -> list[FoundArea]:
    """Difficulties and strengths of this diagnosis, in the order of the life areas; nothing for who reads no detail."""
    rows = DiagnosisFinding.objects.visible_to(actor).filter(diagnosis=diagnosis)
    rows = list(rows.select_related("finding", "strength").order_by("pk"))
    findings = sorted((row.finding for row in rows if row.finding), key=lambda one: -(one.severity or 0))
    strengths = sorted((row.strength for row in rows if row.strength), key=lambda one: one.strength)
    areas = []
    for code, label in reference.choices("life_area"):
        hard = tuple(one for one in findings if reference.mapped("difficulty", one.difficulty, "life_area") == code)
        held = tuple(one for one in strengths if reference.mapped("strength", one.strength, "life_area") == code)
        if hard or held:
            areas.append(FoundArea(label, hard, held))
    return areas
