"""Grants: level → what it opens of a file, at the most.

One table, compared with `docs/rights/grants.csv` by a test.
"""

from collections.abc import Iterable
from functools import cache

from django.db import models

from partners.roles import SECTION_RIGHTS, Right, Role, Section, rights_table


class GrantLevel(models.TextChoices):
    """Why an organisation opens a case, and how far."""

    LEAD = "lead", "Opérateur de l’accompagnement"
    PRESENTING = "presenting", "Présente la situation"
    DIAGNOSIS_OPERATOR = "diagnosis_operator", "Opérateur du diagnostic"
    PARTNER_ASSOCIATION = "partner_association", "Association partenaire"
    LANDLORD_OF_DWELLING = "landlord_of_dwelling", "Bailleur du logement"
    CANDIDATURE = "candidature", "Bailleur sollicité pour un logement"
    SUMMARY = "summary", "Destinataire de la synthèse"
    ADMISSION = "admission", "Instance qui décide"
    STATUS = "status", "Orienteur : suit l’état"


GRANT_RIGHTS = rights_table(
    """
    lead                 W W W W W W W W W W W W W W W W W W W W W W W
    presenting           R W W W W W R - W W W W W W - - - - - R - R R
    diagnosis_operator   R W W W R R R - W R W W W R - - - - - R - - -
    partner_association  R R R R R R R - R R R R R R W R W W R R - R -
    landlord_of_dwelling R W W - W W W - - W - R - R R - W - S R - R -
    candidature          R R R - R - - - S - - S - R - - - - S - - W -
    summary              R - - - - - - - - - - - - R - - - - S S - - -
    admission            R S - - R R - - - R S R - R - - - - - W R - -
    status               R - - - - - - - - - - - - - - - - - - S - - -
    """
)

# The organiser of an instance opens its files through its secretary alone.
ONLY_ROLES = {GrantLevel.ADMISSION: frozenset({Role.INSTANCE_SECRETARY})}


@cache
def right(level: str, role: str, section: str) -> Right:
    """What a role may do in a section through a grant of this level: the lower of the two."""
    if role not in ONLY_ROLES.get(level, Role.values):
        return Right.NONE
    return min(GRANT_RIGHTS[level][section], SECTION_RIGHTS[role][section])


@cache
def levels_opening(role: str, section: str | None, at_least: Right = Right.STATE) -> tuple[str, ...]:
    """The grant levels through which a role reaches a section (any section when None)."""
    sections = [section] if section else Section.values
    return tuple(level for level in GrantLevel.values if any(right(level, role, s) >= at_least for s in sections))


def opens_alike(roles: Iterable[str], section: str, at_least: Right) -> bool:
    """Whether each grant that shows a case to one of these roles opens this section of it too: nothing more to ask."""
    return all(levels_opening(role, section, at_least) == levels_opening(role, None) for role in roles)
