"""What a dispositif says of the work with the household: shared criteria, grids over time, agreement."""

from dataclasses import dataclass


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
