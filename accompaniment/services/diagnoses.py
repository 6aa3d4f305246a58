"""The diagnosis: ordered, rendered in two parts, or not made and why."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment import guards
from accompaniment.choices import DIAGNOSIS_MOVES, RESULTS_WHEN_DONE, DiagnosisResult, DiagnosisState
from accompaniment.models import Diagnosis
from households.grants import GrantLevel
from households.models import Case
from households.services import end_access, grant_access
from partners.models import Organisation
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import far_date
from veille.core.transitions import move

TEXTS = ("recommendation", "landlord_part", "detail", "autonomy", "wish")
RECOMMENDED = ("recommended_level", "recommended_rhythm", "recommended_months")


@transaction.atomic
def order_diagnosis(*, case: Case, operator: Organisation, ordered_by: str, by: Actor) -> Diagnosis:
    """Ask an operator for a diagnosis; it opens the file while its order runs."""
    _refuse_second_order(case)
    today = clock.today()
    diagnosis = Diagnosis(case=case, operator=operator, ordered_on=today, ordered_by=ordered_by)
    diagnosis.full_clean(exclude=["author"])
    diagnosis.save()
    _open_file(diagnosis, f"Diagnostic demandé le {far_date(today)}", by)
    audit.record("diagnosis.ordered", diagnosis, by=by, changes={"operator": str(operator.pk)})
    return diagnosis


@transaction.atomic
def report_diagnosis(*, diagnosis: Diagnosis, by: Actor, result: str, on: date | None = None, **parts) -> Diagnosis:
    """Render the diagnosis: its conclusion, and `parts` among `TEXTS`, `RECOMMENDED` and `at_home`.

    The order has run: the operator keeps its diagnosis (`Diagnosis.objects.kept_by`), not the file.
    """
    on = on or clock.today()
    guards.check_day(on, not_before=diagnosis.ordered_on, what="Diagnostic")
    if result not in RESULTS_WHEN_DONE:
        raise ValidationError("Dites ce que conclut le diagnostic.")
    if not parts.get("recommendation"):
        raise ValidationError("Écrivez la préconisation : c’est elle que lit l’instance.")
    before = move(
        diagnosis, DiagnosisState.DONE, allowed=DIAGNOSIS_MOVES, result=result, done_on=on, author=by.user, **parts
    )
    _close_file(diagnosis, by)
    audit.record("diagnosis.done", diagnosis, by=by, changes={"state": [before, diagnosis.state], "result": result})
    return diagnosis


@transaction.atomic
def report_not_done(*, diagnosis: Diagnosis, result: str, by: Actor) -> Diagnosis:
    """The diagnosis could not be made: unreachable, not wished, or another reason."""
    if result in RESULTS_WHEN_DONE or result not in DiagnosisResult.values:
        raise ValidationError("Dites pourquoi le diagnostic n’a pas été réalisé.")
    before = move(diagnosis, DiagnosisState.NOT_DONE, allowed=DIAGNOSIS_MOVES, result=result, author=by.user)
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
    before = move(diagnosis, DiagnosisState.ORDERED, allowed=DIAGNOSIS_MOVES, result="", author=None)
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
