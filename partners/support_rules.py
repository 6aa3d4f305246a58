"""What a dispositif says of the work with the household: shared criteria, grids over time, agreement."""

from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True)
class GridCriterion:
    """A criterion that landlord and association agreed on, answered before the body that decides entries."""

    code: str
    label: str
    help: str = ""
    door: str | None = None


@dataclass(frozen=True)
class AssessmentRules:
    """When the same grid is filled again, and the life areas it looks at (lists assessment_wave and life_area)."""

    waves: tuple[str, ...] = ("t0", "m6", "m12", "m24", "exit")
    areas: tuple[str, ...] = (
        "budget",
        "rights",
        "administrative",
        "housing_upkeep",
        "neighbourhood",
        "health_access",
        "mental_health_access",
        "employment_training",
        "parenting",
        "social_ties",
        "autonomy",
        "will_to_act",
    )


@dataclass(frozen=True)
class AgreementRules:
    """How the agreement with the household is called, and what each side does unless they say otherwise."""

    title: str = "Contrat d’accompagnement"
    ours: tuple[str, ...] = (
        "Nous venons aux rendez-vous, ou nous vous prévenons.",
        "Nous vous disons ce que nous faisons, et nous ne faisons rien sans vous.",
        "Nous vous aidons dans vos démarches, avec les bons interlocuteurs.",
    )
    theirs: tuple[str, ...] = (
        "Vous venez aux rendez-vous, ou vous nous prévenez.",
        "Vous nous dites ce qui change et ce qui compte pour vous.",
    )


@dataclass(frozen=True)
class StayRules:
    """Temporary housing: the modalities that end at a term, how long a stay is agreed for, how often it is renewed.

    Beyond the renewals the stay may go on: whoever decides it says why. `notice_days` before a term, À faire
    tells it. A sliding lease is reviewed every `lease_review_months`.
    """

    modalities: tuple[str, ...] = (
        "sublease",
        "shared_sublease",
        "hosting_contract",
        "bridging_dwelling",
        "iml_sublet",
        "temporary_dedicated",
        "annexe_pre_demolition",
    )
    months: int = 6
    renewals: int = 2
    notice_days: int = 60
    lease_review_months: int = 6

    def __post_init__(self):
        if self.months < 1 or self.renewals < 0 or self.notice_days < 0 or self.lease_review_months < 1:
            raise ValueError("séjour temporaire : des durées d’au moins un mois, aucun nombre négatif")


class ModuleUnit(models.TextChoices):
    """What a module of the preparation is counted in."""

    SESSIONS = "sessions", "séances"
    HOURS = "hours", "heures"


@dataclass(frozen=True)
class PreparationModule:
    """A part of the preparation: what it is for, and how many sessions or hours of it a household follows."""

    code: str
    title: str
    purpose: str = ""
    expected: int = 1
    unit: str = ModuleUnit.SESSIONS

    def __post_init__(self):
        if self.unit not in ModuleUnit.values or not 1 <= self.expected <= 99:
            raise ValueError("un module compte de 1 à 99 séances ou heures")

    def is_done(self, sessions: int, minutes: int) -> bool:
        """After so many sessions attended, and the minutes they lasted."""
        return (minutes >= self.expected * 60) if self.unit == ModuleUnit.HOURS else sessions >= self.expected
