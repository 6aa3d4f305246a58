"""A rendered diagnosis put right: what it said before is kept, for who could read it."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.choices import DiagnosisState
from accompaniment.diagnosis_panel import criteria_kept, found_kept
from accompaniment.models import Diagnosis, DiagnosisFinding, FormerDiagnosis
from accompaniment.models.diagnoses import DiagnosisTexts
from accompaniment.services.diagnoses import Answer, Found, check_conclusion, write_answers
from households.services import record_finding, record_strength
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.versions import lock_version

TEXTS = tuple(field.name for field in DiagnosisTexts._meta.fields if field.name != "id")
# How a difficulty that was noted by mistake stands in the file: looked at, and none.
_NO_DIFFICULTY = 0


@transaction.atomic
def correct_diagnosis(
    *,
    diagnosis: Diagnosis,
    version: str,
    reason: str,
    result: str,
    found: Found,
    answers: Iterable[Answer],
    by: Actor,
    **parts,
) -> Diagnosis:
    """Put a rendered diagnosis right, from the text that was read (`version`); its day stays that of the rendering.

    Raises ValidationError when somebody was faster, when the file is closed, or when nothing says what was wrong.
    """
    stored = lock_version(diagnosis, version)
    _check(stored, reason, result, parts)
    former = _keep(stored, reason, by)
    told = {**parts, "result": result, "version": stored.version + 1, "corrected_on": clock.today()}
    for name, value in told.items():
        setattr(stored, name, value)
    stored.full_clean()
    stored.save()
    stored.criteria.all().delete()
    write_answers(stored, {one.criterion: one for one in answers})
    _find_again(stored, found, by)
    changed = [name for name in TEXTS if getattr(stored, name) != getattr(former, name)]
    audit.record("diagnosis.corrected", stored, by=by, changes={"version": stored.version, "columns": changed})
    return stored


def _check(diagnosis: Diagnosis, reason: str, result: str, parts: Mapping) -> None:
    if diagnosis.state != DiagnosisState.DONE:
        raise ValidationError("Seul un diagnostic rendu se corrige.")
    if diagnosis.case.closed_on:
        raise ValidationError("Ce dossier est clos : son diagnostic ne se corrige plus.")
    if diagnosis.case.frozen_on:
        raise ValidationError("Le ménage a fait limiter ce qu’on écrit de lui : son diagnostic ne se corrige pas.")
    if not reason:
        raise ValidationError("Dites ce qui était à corriger.")
    check_conclusion(result, parts)


def _keep(diagnosis: Diagnosis, reason: str, by: Actor) -> FormerDiagnosis:
    return FormerDiagnosis.objects.create(
        case=diagnosis.case,
        diagnosis=diagnosis,
        version=diagnosis.version,
        criteria=criteria_kept(diagnosis),
        found=found_kept(diagnosis),
        replaced_at=clock.now(),
        replaced_by=by.user,
        reason=reason,
        **{name: getattr(diagnosis, name) for name in TEXTS},
    )


def _find_again(diagnosis: Diagnosis, found: Found, by: Actor) -> None:
    """What changed is noted in the file on the day of the diagnosis, after what stood wrong; the rest stays."""
    rows = list(diagnosis.found.select_related("finding", "strength").order_by("pk"))
    stood = {row.finding.difficulty: row for row in rows if row.finding}
    leaned = {row.strength.strength: row for row in rows if row.strength}
    noted = {"case": diagnosis.case, "source": found.source, "by": by, "is_confided": True, "on": diagnosis.done_on}
    strengths = set(found.strengths)
    wrong = [row for code, row in stood.items() if found.difficulties.get(code) != row.finding.severity]
    wrong += [row for code, row in leaned.items() if code not in strengths]
    for row in wrong:
        row.delete()
    for code in [code for code, row in stood.items() if row in wrong and code not in found.difficulties]:
        record_finding(difficulty=code, severity=_NO_DIFFICULTY, **noted)
    for code in sorted(set(leaned) - strengths):
        record_strength(strength=code, holds=False, **noted)
    for code, severity in found.difficulties.items():
        if code not in stood or stood[code].finding.severity != severity:
            _link(diagnosis, finding=record_finding(difficulty=code, severity=severity, **noted))
    for code in sorted(strengths - set(leaned)):
        _link(diagnosis, strength=record_strength(strength=code, **noted))


def _link(diagnosis: Diagnosis, **row) -> None:
    DiagnosisFinding.objects.create(case=diagnosis.case, diagnosis=diagnosis, **row)
