"""The diagnosis: ordered, rendered in two parts, or not made and why."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment import guards
from accompaniment.choices import DIAGNOSIS_MOVES, RESULTS_WHEN_DONE, DiagnosisResult, DiagnosisState
from accompaniment.models import Diagnosis, DiagnosisCriterion, DiagnosisFinding
from households.grants import GrantLevel
from households.models import Case, FindingSource
from households.services import end_access, grant_access, record_finding, record_strength
from partners.models import Organisation
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import far_date
from veille.core.transitions import move


@dataclass(frozen=True)
class Found:
    """What a diagnosis found: difficulty → severity (0–4), strengths, and how it is known."""

    difficulties: Mapping[str, int] = field(default_factory=dict)
    strengths: Iterable[str] = ()
    source: str = FindingSource.OBSERVED


@dataclass(frozen=True)
class Answer:
    """To one shared criterion."""

    criterion: str
    answer: str
    remark: str = ""


@transaction.atomic
def order_diagnosis(*, case: Case, operator: Organisation, ordered_by: str, by: Actor) -> Diagnosis:
    """Ask an operator for a diagnosis; it opens the file while its order runs.

    `ordered_by` says who asks in words (a session, a convention); the organisation is the actor's.
    """
    _refuse_second_order(case)
    guards.check_diagnosis_operator(case, operator)
    today = clock.today()
    orderer = by.organisation if by else None
    diagnosis = Diagnosis(case=case, operator=operator, ordered_on=today, ordered_by=ordered_by, orderer=orderer)
    diagnosis.full_clean(exclude=["author"])
    diagnosis.save()
    _open_file(diagnosis, f"Diagnostic demandé le {far_date(today)}", by)
    audit.record("diagnosis.ordered", diagnosis, by=by, changes={"operator": str(operator.pk)})
    return diagnosis


@transaction.atomic
def report_diagnosis(
    *,
    diagnosis: Diagnosis,
    by: Actor,
    result: str,
    on: date | None = None,
    found: Found | None = None,
    answers: Iterable[Answer] = (),
    **parts,
) -> Diagnosis:
    """Render the diagnosis: its conclusion, what it found, the shared criteria, and `parts` (columns of both parts).

    The order has run: the operator keeps its diagnosis (`Diagnosis.objects.kept_by`), not the file.
    """
    on = on or clock.today()
    _check_report(diagnosis, result, on, parts)
    told = {**parts, "result": result, "done_on": on, "author": by.user}
    _check_columns(diagnosis, {**told, "state": DiagnosisState.DONE})
    before = move(diagnosis, DiagnosisState.DONE, allowed=DIAGNOSIS_MOVES, **told)
    write_answers(diagnosis, {one.criterion: one for one in answers})
    _write_found(diagnosis, found or Found(), by)
    _close_file(diagnosis, by)
    audit.record("diagnosis.done", diagnosis, by=by, changes={"state": [before, diagnosis.state], "result": result})
    return diagnosis


def _check_report(diagnosis: Diagnosis, result: str, on: date, parts: Mapping) -> None:
    guards.check_day(on, not_before=diagnosis.ordered_on, what="Diagnostic")
    check_conclusion(result, parts)


def check_conclusion(result: str, parts: Mapping) -> None:
    """What no rendered diagnosis goes without."""
    if result not in RESULTS_WHEN_DONE:
        raise ValidationError("Dites ce que conclut le diagnostic.")
    if not parts.get("recommendation"):
        raise ValidationError("Écrivez la préconisation : c’est elle que lit l’instance.")


def _check_columns(diagnosis: Diagnosis, told: Mapping) -> None:
    """What the constraints refuse is said in their words before anything moves."""
    wanted = copy(diagnosis)
    for name, value in told.items():
        setattr(wanted, name, value)
    wanted.full_clean()


def write_answers(diagnosis: Diagnosis, answers: Mapping[str, Answer]) -> None:
    """One to each criterion of the rules of the case, in their order; none is left without."""
    criteria = diagnosis.case.configuration.grid(diagnosis.case.door)
    if any(criterion.code not in answers for criterion in criteria):
        raise ValidationError("Répondez à chaque critère partagé : « Sans objet » est une réponse.")
    for position, criterion in enumerate(criteria):
        given = answers[criterion.code]
        row = DiagnosisCriterion(
            case=diagnosis.case,
            diagnosis=diagnosis,
            criterion=criterion.code,
            answer=given.answer,
            remark=given.remark,
            position=position,
        )
        row.full_clean()
        row.save()


def _write_found(diagnosis: Diagnosis, found: Found, by: Actor) -> None:
    """Rows of the file like any others, kept from the landlord, and remembered as those of this diagnosis."""
    noted = {"case": diagnosis.case, "source": found.source, "by": by, "is_confided": True, "on": diagnosis.done_on}
    rows = [
        {"finding": record_finding(difficulty=code, severity=severity, **noted)}
        for code, severity in found.difficulties.items()
    ]
    rows += [{"strength": record_strength(strength=code, **noted)} for code in found.strengths]
    for row in rows:
        DiagnosisFinding.objects.create(case=diagnosis.case, diagnosis=diagnosis, **row)


@transaction.atomic
def report_not_done(
    *,
    diagnosis: Diagnosis,
    result: str,
    by: Actor,
    on: date | None = None,
    attempts: int | None = None,
    note: str = "",
) -> Diagnosis:
    """The diagnosis could not be made: why, since when, after how many attempts."""
    on = on or clock.today()
    guards.check_day(on, not_before=diagnosis.ordered_on, what="Diagnostic non réalisé")
    if result in RESULTS_WHEN_DONE or result not in DiagnosisResult.values:
        raise ValidationError("Dites pourquoi le diagnostic n’a pas été réalisé.")
    if result == DiagnosisResult.NOT_DONE_OTHER and not note:
        raise ValidationError("Un autre motif : dites lequel en quelques mots.")
    told = {"result": result, "not_done_on": on, "attempts": attempts, "not_done_note": note, "author": by.user}
    _check_columns(diagnosis, {**told, "state": DiagnosisState.NOT_DONE})
    before = move(diagnosis, DiagnosisState.NOT_DONE, allowed=DIAGNOSIS_MOVES, **told)
    _close_file(diagnosis, by)
    changes = {"state": [before, diagnosis.state], "result": result}
    audit.record("diagnosis.not_done", diagnosis, by=by, changes=changes)
    return diagnosis


@transaction.atomic
def order_again(*, diagnosis: Diagnosis, by: Actor) -> Diagnosis:
    """The household can be met after all: the order runs again, and opens the file again."""
    if diagnosis.case.closed_on:
        raise ValidationError("Ce dossier est clos : le diagnostic ne peut plus être repris.")
    _refuse_second_order(diagnosis.case)
    nothing = {"result": "", "author": None, "not_done_on": None, "attempts": None, "not_done_note": ""}
    before = move(diagnosis, DiagnosisState.ORDERED, allowed=DIAGNOSIS_MOVES, **nothing)
    _open_file(diagnosis, f"Diagnostic repris le {far_date(clock.today())}", by)
    audit.record("diagnosis.ordered_again", diagnosis, by=by, changes={"state": [before, diagnosis.state]})
    return diagnosis


def _refuse_second_order(case: Case) -> None:
    if Diagnosis.objects.filter(case=case, state=DiagnosisState.ORDERED).exists():
        raise ValidationError("Un diagnostic est déjà demandé pour ce ménage.")


def _open_file(diagnosis: Diagnosis, ground: str, by: Actor) -> None:
    level = GrantLevel.DIAGNOSIS_OPERATOR
    grant_access(case=diagnosis.case, organisation=diagnosis.operator, level=level, ground=ground, by=by)


def _close_file(diagnosis: Diagnosis, by: Actor) -> None:
    level = GrantLevel.DIAGNOSIS_OPERATOR
    end_access(case=diagnosis.case, organisation=diagnosis.operator, level=level, by=by)
