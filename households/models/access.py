"""Who opens a case, why, and until when."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from households.grants import GrantLevel
from households.models.cases import Case
from households.querysets import CaseAccessQuerySet, SectionQuerySet
from partners.models import Absence, Organisation
from partners.roles import Section
from veille.core.models import DatedModel, UUIDModel
from veille.core.models.base import ends_after_start


class CaseAccess(DatedModel):
    """A grant: this organisation opens this case at this level, on this ground, from … to …"""

    case = models.ForeignKey(Case, models.CASCADE, related_name="accesses", verbose_name="dossier")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="accesses", verbose_name="organisme")
    level = models.CharField("niveau", max_length=24, choices=GrantLevel.choices)
    ground = models.CharField("fondement", max_length=160)
    given_by = models.UUIDField("donné par", null=True)
    ended_by = models.UUIDField("retiré par", null=True)
    is_paused = models.BooleanField("suspendu par une opposition", default=False)

    objects = CaseAccessQuerySet.as_manager()

    keep = "avec le dossier"
    outlives_its_case = True

    class Meta:
        verbose_name = "accès d’un organisme"
        verbose_name_plural = "accès des organismes"
        ordering = ["starts_on", "level", "id"]
        constraints = [
            ends_after_start("case_access_ends_after_start"),
            models.UniqueConstraint(
                fields=["case", "organisation", "level"],
                condition=Q(ends_on=None),
                name="case_access_open_once",
                violation_error_message="Cet organisme a déjà cet accès.",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "level", "case"], name="case_access_by_org"),
            # « Does she see this row? » is asked once a row: answered from the index alone.
            models.Index(
                fields=["case", "organisation"],
                include=["level", "starts_on", "ends_on", "is_paused"],
                name="case_access_by_case",
            ),
        ]


class TeamPart(models.TextChoices):
    LEAD = "lead", "Référent·e de parcours"
    MEMBER = "member", "Équipe"
    STAND_IN = "stand_in", "Remplaçant·e"


class CaseTeamMember(DatedModel):
    """A worker named on a case for her organisation; a stand-in has an end."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="team", verbose_name="dossier")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="personne")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    part = models.CharField("part", max_length=10, choices=TeamPart.choices, default=TeamPart.MEMBER)
    absence = models.ForeignKey(
        Absence, models.SET_NULL, null=True, blank=True, related_name="stand_ins", verbose_name="pendant l’absence"
    )

    objects = SectionQuerySet.as_manager()
    section = Section.ACCESS_PANEL

    keep = "avec le dossier"

    class Meta:
        verbose_name = "membre de l’équipe"
        verbose_name_plural = "équipe"
        ordering = ["part", "starts_on", "id"]
        constraints = [
            ends_after_start("team_member_ends_after_start"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(part=TeamPart.LEAD, ends_on=None),
                name="team_one_lead",
                violation_error_message="Ce dossier a déjà une référente ou un référent de parcours.",
            ),
            models.UniqueConstraint(
                fields=["case", "user", "organisation"],
                condition=Q(ends_on=None),
                name="team_member_open_once",
                violation_error_message="Cette personne est déjà dans l’équipe.",
            ),
        ]


class NamedPerson(DatedModel):
    """On a restricted case, the only people who see that it exists."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="named_people", verbose_name="dossier")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="personne")
    named_by = models.UUIDField("nommée par", null=True)
    absence = models.ForeignKey(
        Absence, models.SET_NULL, null=True, blank=True, related_name="names", verbose_name="pendant l’absence"
    )

    objects = SectionQuerySet.as_manager()
    section = Section.ACCESS_PANEL

    keep = "avec le dossier"

    class Meta:
        verbose_name = "personne nommée"
        verbose_name_plural = "personnes nommées"
        ordering = ["starts_on", "id"]
        constraints = [
            ends_after_start("named_person_ends_after_start"),
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(ends_on=None),
                name="named_person_open_once",
                violation_error_message="Cette personne est déjà nommée sur ce dossier.",
            ),
        ]


class Exclusion(UUIDModel):
    """A declared conflict of interest: the case no longer exists for that person. No reason is kept."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="exclusions", verbose_name="dossier")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="personne")
    declared_on = models.DateField("déclarée le")
    declared_by = models.UUIDField("déclarée par", null=True)

    keep = "avec le dossier"

    class Meta:
        verbose_name = "retrait pour conflit d’intérêts"
        verbose_name_plural = "retraits pour conflit d’intérêts"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], name="exclusion_once", violation_error_message="Ce retrait est déjà déclaré."
            )
        ]
