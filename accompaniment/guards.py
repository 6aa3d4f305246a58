"""What must hold before a measure starts, climbs or ends: each raises ValidationError with what to do."""

from datetime import date

from django.core.exceptions import ValidationError

from accompaniment.choices import CLOSED_STATES, DiagnosisState
from accompaniment.models import Diagnosis, Measure
from households.models import Adhesion, Case, HousingPeriod
from households.models.agreements import AGREED
from partners.models import Organisation
from veille.core import clock, reference
from veille.core.formats import far_date


def check_day(day: date, *, not_before: date | None, what: str) -> None:
    """An act is dated today or before, and after what it follows."""
    if day > clock.today():
        raise ValidationError(f"{what} : indiquez une date qui ne soit pas à venir.")
    if not_before and day < not_before:
        raise ValidationError(f"{what} : indiquez une date à partir du {far_date(not_before)}.")


def current_adhesion(case: Case) -> Adhesion | None:
    """The latest word of the household on being accompanied."""
    return Adhesion.objects.filter(case=case).order_by("-noted_on", "-created_at").first()


def has_agreed(case: Case) -> bool:
    adhesion = current_adhesion(case)
    return adhesion is not None and adhesion.state in AGREED


def check_start(measure: Measure, *, without_adhesion: str) -> None:
    """An admission, where the dispositif asks one, and the household's agreement or why it is missing."""
    case = measure.case
    if case.closed_on:
        raise ValidationError("Ce dossier est clos : rouvrez-le avant de démarrer l’accompagnement.")
    if case.configuration.entry_needs_admission and case.admitted_on is None:
        raise ValidationError("Ce ménage n’a pas encore été admis : la décision de l’instance vient d’abord.")
    if not has_agreed(case) and not without_adhesion:
        raise ValidationError("Enregistrez l’accord du ménage, ou dites pourquoi l’accompagnement démarre sans lui.")


def check_level(case: Case, level: str, *, on: date) -> None:
    """The level exists in the dispositif, and the dwelling of the day is of a kind it asks for."""
    rules = case.configuration.level(level)
    if rules is None:
        raise ValidationError("Ce niveau n’existe pas dans ce dispositif.")
    if not rules.requires_modality:
        return
    housed = HousingPeriod.objects.filter(case=case).current(on)
    if not housed.filter(modality__in=rules.requires_modality).exists():
        wanted = " ou ".join(reference.label("housing_modality", code) for code in rules.requires_modality)
        raise ValidationError(f"« {rules.label} » suppose un logement en {wanted} : enregistrez d’abord cette période.")


def check_operator(case: Case, operator: Organisation, diagnosis: Diagnosis | None) -> None:
    """Some dispositifs want the diagnosis and the measure made by two organisations."""
    if not case.configuration.diagnosis.separate_operator:
        return
    done = Diagnosis.objects.filter(case=case, operator=operator, state=DiagnosisState.DONE)
    if (diagnosis and diagnosis.operator_id == operator.pk) or done.exists():
        raise ValidationError("Dans ce dispositif, l’opérateur du diagnostic ne conduit pas l’accompagnement.")


def check_diagnosis_operator(case: Case, operator: Organisation) -> None:
    """The same, asked from the other side: who accompanies a household does not judge whether it should be."""
    if not case.configuration.diagnosis.separate_operator:
        return
    if Measure.objects.filter(case=case, operator=operator).exclude(state__in=CLOSED_STATES).exists():
        raise ValidationError("Dans ce dispositif, l’opérateur de l’accompagnement ne fait pas le diagnostic.")


def check_exit(case: Case, *, reason: str, outcome: str) -> None:
    """Two answers, never merged: why it ends, and where the household lives."""
    if reason not in case.configuration.exit_reasons:
        raise ValidationError("Choisissez un motif de fin de ce dispositif.")
    if outcome not in dict(reference.choices("exit_outcome")):
        raise ValidationError("Dites où vit le ménage à la fin de l’accompagnement.")
