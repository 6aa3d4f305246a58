"""The assessment grid: filled at its moments, corrected by who leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment import guards
from accompaniment.models import Assessment, AssessmentMark, Measure
from accompaniment.waves import is_after_end
from partners.configuration import AssessmentRules
from veille.core import audit, clock, reference
from veille.core.actor import Actor
from veille.core.versions import lock_version


@dataclass(frozen=True)
class Mark:
    """What is said of one area: a level from 0 to 4, or whether a link with care exists."""

    level: int | None = None
    has_link: bool | None = None


Marks = Mapping[str, Mark]


@transaction.atomic
def record_assessment(
    *, measure: Measure, wave: str, marks: Marks, by: Actor, on: date | None = None, **words
) -> Assessment:
    """Fill the grid of a moment; `words`: with_household, household_word, observation, shared_line.

    Raises ValidationError when this moment already has its grid: it is corrected instead.
    """
    rules = measure.case.configuration.assessment
    if wave not in rules.waves:
        raise ValidationError("Ce dispositif ne remplit pas de grille à ce moment.")
    assessment = Assessment(
        case=measure.case,
        measure=measure,
        wave=wave,
        round=_round(measure, wave),
        assessed_on=_checked(measure, on),
        organisation=by.organisation,
        author=by.user,
        **words,
    )
    assessment.full_clean()
    assessment.save()
    _write_marks(assessment, marks, rules)
    audit.record("assessment.recorded", assessment, by=by, changes={"wave": wave, "areas": len(marks)})
    return assessment


@transaction.atomic
def correct_assessment(
    *, assessment: Assessment, marks: Marks, by: Actor, version: str, on: date | None = None, **words
) -> Assessment:
    """Put a mistake right; of two people who correct at once, the second reads what the first wrote."""
    stored = lock_version(assessment, version)
    rules = stored.case.configuration.assessment
    for name, value in {**words, "assessed_on": _checked(stored.measure, on)}.items():
        setattr(stored, name, value)
    stored.full_clean()
    stored.save()
    stored.marks.all().delete()
    _write_marks(stored, marks, rules)
    audit.record("assessment.corrected", stored, by=by, changes={"wave": stored.wave, "areas": len(marks)})
    return stored


def _checked(measure: Measure, on: date | None) -> date:
    on = on or clock.today()
    guards.check_day(on, not_before=measure.decided_on, what="Grille d’évaluation")
    return on


def _round(measure: Measure, wave: str) -> int:
    """The moments of an end come again after a return; the others count from the start, once."""
    return measure.former_exits.count() if is_after_end(wave) else 0


def _write_marks(assessment: Assessment, marks: Marks, rules: AssessmentRules) -> None:
    if not marks:
        raise ValidationError("Évaluez au moins un domaine.")
    for area, given in marks.items():
        if area not in rules.areas:
            raise ValidationError("Ce domaine ne fait pas partie de la grille de ce dispositif.")
        if (given.has_link is None) == asks_link(area):
            raise ValidationError("De ce domaine, on dit seulement si un lien avec le soin existe.")
        mark = AssessmentMark(
            case=assessment.case, assessment=assessment, area=area, level=given.level, has_link=given.has_link
        )
        mark.full_clean()
        mark.save()


def asks_link(area: str) -> bool:
    """Of some areas, only the existence of a link with care may be written (list life_area)."""
    return reference.mapped("life_area", area, "scale") == "link"
