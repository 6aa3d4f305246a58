"""The configuration of a dispositif as Python reads it; the data lie in `DispositifVersion.data`.

Everything that differs between two dispositifs is a field here: no code compares a name.
"""

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from partners.support_rules import AgreementRules, AssessmentRules, GridCriterion, PreparationModule, StayRules
from veille.core.working_time import WorkingHours


class Door(models.TextChoices):
    """The two ways in."""

    ACCESS = "access", "Accès"
    RETENTION = "retention", "Maintien"


class DiagnosisWhen(models.TextChoices):
    """When a dispositif wants its diagnosis."""

    BEFORE_DECISION = "before_decision", "Avant la décision"
    ORDERED_BY_INSTANCE = "ordered_by_instance", "Demandé par l’instance"
    AT_ENTRY = "at_entry", "À l’entrée, par l’opérateur"


class Opinions(models.TextChoices):
    """What an opinion of the seats is worth: a decision may depart from a binding one, if it says why."""

    NONE = "none", "Sans avis"
    ADVISORY = "advisory", "Avis consultatif"
    BINDING = "binding", "Avis suivi, sauf motif"


class InstanceRole(models.TextChoices):
    """What its decisions are worth."""

    BINDING = "binding", "Décide"
    ADVISORY = "advisory", "Donne un avis"


@dataclass(frozen=True)
class InstanceRules:
    """A kind of body: how often it meets, what it decides, whether its sheets are anonymous."""

    code: str
    kind: str
    label: str
    frequency: str
    per_territory: bool
    role: str
    decides_doors: tuple[str, ...]
    anonymous: bool
    planned_minutes: int
    day_rule: str
    # The months of a rule by month (those its frequency implies when empty); the day a rule by weeks counts from.
    months: tuple[int, ...] = ()
    anchor_on: date | None = None
    # The compte rendu is given out so many days after the session at the latest.
    minutes_after_days: int = 15
    # Its members read the sheets of a session so many days after it was closed.
    sheet_days_after: int = 30
    # Whether its seats give their opinion on each situation, and how many organisations must be there (0: any).
    opinions: str = Opinions.NONE
    quorum: int = 0
    # A running situation comes back so many months after it was last examined; 0: on the dates decided only.
    review_months: int = 0


@dataclass(frozen=True)
class DecisionRules:
    """A decision this dispositif may take, under its own label."""

    code: str
    label: str
    final: bool
    tone: str


@dataclass(frozen=True)
class LevelRules:
    """A level of accompaniment: its weight in a caseload, its rhythm, the housing it needs."""

    code: str
    label: str
    weight: Decimal
    rhythm: str
    requires_modality: tuple[str, ...] = ()


class PromiseKind(models.TextChoices):
    """How soon somebody who asks is answered."""

    NONE = "none", "Aucun délai promis"
    HALF_DAY = "half_day", "Dans la demi-journée"
    DAY = "day", "Dans la journée"
    NEXT_SESSION = "next_session", "À la prochaine séance"


class SatisfiedBy(models.TextChoices):
    """What keeps the promise."""

    ANSWER = "answer", "Une réponse"
    INTERVENTION = "intervention", "Une intervention"


@dataclass(frozen=True)
class Promise:
    """What is promised to somebody who asks, in working time, and what keeps the promise.

    `half_days` are worked in Paris time on the `week_days` (Monday is 0) that are no public holiday; the
    reminder comes `alert_minutes` before the promise is broken.
    """

    kind: str
    satisfied_by: str
    half_days: tuple = (("08:00", "12:00"), ("14:00", "18:00"))
    week_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    alert_minutes: int = 60

    def __post_init__(self):
        if self.kind not in PromiseKind.values or self.satisfied_by not in SatisfiedBy.values:
            raise ValueError("promesse inconnue")
        if not 0 <= self.alert_minutes <= 24 * 60:
            raise ValueError("rappel de 0 à 1 440 minutes avant la fin du délai")
        WorkingHours.read(self.half_days, self.week_days)

    @property
    def hours(self) -> WorkingHours:
        return WorkingHours.read(self.half_days, self.week_days)

    def as_data(self) -> tuple:
        """The same for the same promise, whichever way its hours were written."""
        return self.kind, self.satisfied_by, self.hours, self.alert_minutes

    @property
    def words(self) -> str:
        """« Dans la demi-journée (8 h à 12 h, 14 h à 18 h, du lundi au vendredi) »: as who configures reads it."""
        label = PromiseKind(self.kind).label
        return f"{label} ({self.hours.words})" if self.is_timed else label

    @property
    def is_timed(self) -> bool:
        """Whether a delay runs from the moment somebody asks."""
        return self.kind in (PromiseKind.HALF_DAY, PromiseKind.DAY)


@dataclass(frozen=True)
class DiagnosisRules:
    """When a diagnosis is made, and whether its operator must not be the measure's."""

    when: str
    separate_operator: bool


@dataclass(frozen=True)
class Criterion:
    """A criterion of admission, for one door or both."""

    code: str
    label: str
    door: str


@dataclass(frozen=True)
class Target:
    """A number to reach: of what unit, in which period, said where."""

    indicator: str
    door: str | None
    value: int
    unit: str
    unit_label: str
    period_label: str
    starts_on: date
    ends_on: date
    source: str


@dataclass(frozen=True)
class MilestoneRules:
    """A date of the dispositif."""

    code: str
    label: str
    planned_on: date | None
    actual_on: date | None = None


@dataclass(frozen=True)
class Declared:
    """A figure published elsewhere, shown as declared and never recomputed."""

    indicator: str
    label: str
    text: str
    unit_label: str
    period_label: str
    source: str
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True)
class ExpertiseRules:
    """How the time of the experts is counted and how soon they answer; a year of one full-time post in days."""

    days_a_year: int = 200
    answer_days: int = 15
    source: str = ""


@dataclass(frozen=True)
class CompetenceRules:
    """A competence of the cellule: by how many people, for which share of a full-time post a year."""

    code: str
    people: int
    full_time: Decimal


@dataclass(frozen=True)
class SpottingSign:
    """A sign that tells a household may need the dispositif; one that is sensitive is told to nobody outside."""

    code: str
    label: str
    door: str | None = None
    sensitive: bool = False


@dataclass(frozen=True)
class PrescriberRules:
    """What the dispositif says to those who refer, until its pilot writes it: each text may be empty."""

    for_whom: str = ""
    brings: str = ""
    how_access: str = ""
    how_retention: str = ""
    asked: str = ""
    answers: str = ""
    contacts: str = ""


@dataclass(frozen=True)
class Configuration:
    """The whole of it. Keys of the JSON = names here; `parse` refuses the others."""

    code_prefix: str
    name: str
    public_name: str
    description: str
    doors: tuple[str, ...]
    instances: tuple[InstanceRules, ...]
    decisions: tuple[DecisionRules, ...]
    levels: tuple[LevelRules, ...]
    rhythm: str
    promise: Promise
    preparation_months: int
    diagnosis: DiagnosisRules
    entry_needs_admission: bool
    housing_modalities: tuple[str, ...]
    target_profiles: tuple[str, ...]
    refusal_reasons: tuple[str, ...]
    exit_reasons: tuple[str, ...]
    admission_criteria: tuple[Criterion, ...]
    health_notes: bool
    information_delay_days: int
    no_contact_alert_days: int
    first_contact_days: int
    retention_years: int
    targets: tuple[Target, ...] = ()
    milestones: tuple[MilestoneRules, ...] = ()
    declared: tuple[Declared, ...] = ()
    keywords: tuple[str, ...] = ()
    expertise: ExpertiseRules = ExpertiseRules()
    competences: tuple[CompetenceRules, ...] = ()
    spotting_checklist: tuple[SpottingSign, ...] = ()
    prescribers: PrescriberRules = PrescriberRules()
    # Months after a lease is signed in which a visit plans itself.
    visits_after_move_months: tuple[int, ...] = (3, 6)
    prediagnosis_grid: tuple[GridCriterion, ...] = ()
    assessment: AssessmentRules = field(default_factory=AssessmentRules)
    agreement: AgreementRules = field(default_factory=AgreementRules)
    stay: StayRules = field(default_factory=StayRules)
    # How long before its end À faire tells a right or a number of another register.
    right_notice_days: int = 60
    # A bilan is due after so many months of accompaniment, besides the one of the exit.
    review_months: tuple[int, ...] = (3, 6)
    # The kinds of action a plan offers, of the list `action_kind` (all of them when empty).
    action_kinds: tuple[str, ...] = ()
    # What a household follows during its preparation; none where the dispositif only gives it time.
    preparation_modules: tuple[PreparationModule, ...] = ()
    narrative: dict[str, str] = field(default_factory=dict)

    def instance(self, code: str) -> InstanceRules:
        return next(rules for rules in self.instances if rules.code == code)

    def decision(self, code: str) -> DecisionRules | None:
        return next((rules for rules in self.decisions if rules.code == code), None)

    def signs(self, door: str) -> tuple[SpottingSign, ...]:
        """The signs to look for at this door."""
        return tuple(sign for sign in self.spotting_checklist if sign.door in (None, door))

    def grid(self, door: str) -> tuple[GridCriterion, ...]:
        """The shared criteria to answer at this door."""
        return tuple(criterion for criterion in self.prediagnosis_grid if criterion.door in (None, door))

    def level(self, code: str) -> LevelRules | None:
        return next((rules for rules in self.levels if rules.code == code), None)

    def target(self, indicator: str, door: str | None = None) -> Target | None:
        return next((t for t in self.targets if t.indicator == indicator and t.door == door), None)


_PARTS: dict[str, type] = {
    "instances": InstanceRules,
    "decisions": DecisionRules,
    "levels": LevelRules,
    "admission_criteria": Criterion,
    "targets": Target,
    "milestones": MilestoneRules,
    "declared": Declared,
    "competences": CompetenceRules,
    "spotting_checklist": SpottingSign,
    "prediagnosis_grid": GridCriterion,
    "preparation_modules": PreparationModule,
}
_SINGLES: dict[str, type] = {
    "promise": Promise,
    "diagnosis": DiagnosisRules,
    "expertise": ExpertiseRules,
    "prescribers": PrescriberRules,
    "assessment": AssessmentRules,
    "agreement": AgreementRules,
    "stay": StayRules,
}


def parse(data: dict[str, Any]) -> Configuration:
    """Read a configuration, or raise ValidationError saying what is unknown or missing."""
    values = dict(data)
    for name, part in _PARTS.items():
        values[name] = tuple(_build(part, item) for item in values.get(name, ()))
    for name, part in _SINGLES.items():
        values[name] = _build(part, values.get(name, {}))
    return _build(Configuration, values)


def _build(cls: type, values: dict[str, Any]) -> Any:
    known = {f.name: f for f in fields(cls)}
    unknown = set(values) - set(known)
    if unknown:
        raise ValidationError(f"Configuration : clés inconnues {', '.join(sorted(unknown))}.")
    try:
        return cls(**{name: _typed(known[name].type, value) for name, value in values.items()})
    except (TypeError, ValueError, ArithmeticError) as error:
        raise ValidationError(f"Configuration incomplète ou mal écrite ({cls.__name__}) : {error}") from error


def _typed(wanted: Any, value: Any) -> Any:
    if value is None:
        return () if str(wanted).startswith("tuple") else None
    if wanted is Decimal:
        return Decimal(str(value))
    if wanted is date or wanted == date | None:
        return date.fromisoformat(value) if isinstance(value, str) else value
    return tuple(value) if isinstance(value, list) else value
