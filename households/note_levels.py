"""Levels of notes and documents: level × role → right.

One table, compared with `docs/rights/notes.csv` by a test. A grant that opens the case is needed as well.
"""

from django.db import models

from partners.roles import Role, Section
from veille.core.actor import Actor


class NoteLevel(models.TextChoices):
    """Who reads a note or a document."""

    FACTUAL_SHARED = "factual_shared", "Élément factuel partagé"
    LANDLORD_INTERNAL = "landlord_internal", "Interne au bailleur"
    LANDLORD_SOCIAL = "landlord_social", "Équipe sociale du bailleur"
    ASSOCIATION_ONLY = "association_only", "Interne à l’association"
    TEAM_SHARED = "team_shared", "Équipe d’accompagnement"
    EXPERT_EXCHANGE = "expert_exchange", "Échange avec l’expertise"
    HEALTH_RESTRICTED = "health_restricted", "Santé – accès restreint"
    CHILD_PROTECTION = "child_protection", "Protection de l’enfance"
    LEGAL_SENSITIVE = "legal_sensitive", "Procédure pénale"
    PROTECTED_CASE = "protected_case", "Personnes nommées"


NOTE_RIGHTS: dict[str, dict[str, str]] = {
    NoteLevel.FACTUAL_SHARED: {
        Role.LANDLORD_REFERENT: "W",
        Role.LANDLORD_CASE_WORKER: "W",
        Role.LANDLORD_MANAGER: "R",
        Role.LANDLORD_CLIENT_MANAGER: "W",
        Role.ASSOCIATION_WORKER: "W",
        Role.ASSOCIATION_MANAGER: "R",
    },
    NoteLevel.LANDLORD_INTERNAL: {
        Role.LANDLORD_REFERENT: "W",
        Role.LANDLORD_CASE_WORKER: "W",
        Role.LANDLORD_MANAGER: "R",
        Role.LANDLORD_CLIENT_MANAGER: "W",
    },
    NoteLevel.LANDLORD_SOCIAL: {
        Role.LANDLORD_REFERENT: "R",
        Role.LANDLORD_CASE_WORKER: "W",
    },
    NoteLevel.ASSOCIATION_ONLY: {
        Role.ASSOCIATION_WORKER: "W",
        Role.ASSOCIATION_MANAGER: "R",
    },
    NoteLevel.TEAM_SHARED: {
        Role.LANDLORD_CASE_WORKER: "W",
        Role.ASSOCIATION_WORKER: "W",
        Role.ASSOCIATION_MANAGER: "R",
    },
    NoteLevel.EXPERT_EXCHANGE: {
        Role.LANDLORD_REFERENT: "W",
        Role.LANDLORD_CASE_WORKER: "W",
        Role.ASSOCIATION_WORKER: "W",
        Role.ASSOCIATION_MANAGER: "R",
        Role.EXPERT: "W",
    },
    NoteLevel.HEALTH_RESTRICTED: {
        Role.ASSOCIATION_WORKER: "named",
        Role.ASSOCIATION_MANAGER: "named",
    },
    NoteLevel.CHILD_PROTECTION: {
        Role.ASSOCIATION_WORKER: "named",
        Role.ASSOCIATION_MANAGER: "named",
    },
    NoteLevel.LEGAL_SENSITIVE: {
        Role.ASSOCIATION_WORKER: "named",
        Role.ASSOCIATION_MANAGER: "named",
    },
    NoteLevel.PROTECTED_CASE: {
        Role.LANDLORD_REFERENT: "named",
        Role.LANDLORD_CASE_WORKER: "named",
        Role.ASSOCIATION_WORKER: "named",
        Role.ASSOCIATION_MANAGER: "named",
    },
}

# Levels that stay inside the author's organisation.
OWN_ORGANISATION = frozenset({NoteLevel.LANDLORD_INTERNAL, NoteLevel.LANDLORD_SOCIAL, NoteLevel.ASSOCIATION_ONLY})

# Levels that cross organisations ask for a section that the grant opens; the others, for the case alone.
SECTION_OF = {
    NoteLevel.FACTUAL_SHARED: Section.INTERVENTIONS_SHARED,
    NoteLevel.TEAM_SHARED: Section.INTERVENTIONS,
    NoteLevel.EXPERT_EXCHANGE: Section.INTERVENTIONS,
}


def cells(actor: Actor, level: str) -> frozenset[str]:
    """What the roles of the actor have on a level: R, W or named."""
    rights = NOTE_RIGHTS[level]
    return frozenset(rights[role] for role in actor.roles if role in rights)


def is_open_to(actor: Actor, level: str) -> bool:
    """Whether a role of the actor reads the level without being named on the note."""
    return bool(cells(actor, level) & {"R", "W"})


def is_named_level(level: str) -> bool:
    """Whether the level is read by the persons named on the note, and by nobody else."""
    return set(NOTE_RIGHTS[level].values()) == {"named"}


def reads_some_level(actor: Actor) -> bool:
    """Whether notes and documents exist for one of her roles at all."""
    return any(cells(actor, level) for level in NOTE_RIGHTS)
