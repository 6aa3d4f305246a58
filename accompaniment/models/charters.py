"""The charter of a shared dwelling as a resident household was given it: a copy of its own, word for word."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.plan_choices import AgreementState
from households.models import Case, DwellingCharter, HousingPeriod
from households.querysets import SectionQuerySet
from partners.roles import Section
from veille.core.models import UUIDModel


class CharterAgreement(UUIDModel):
    """One household, one version of the charter: read and signed in its own file, where no other resident appears."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="charter_agreements", verbose_name="dossier")
    period = models.ForeignKey(HousingPeriod, models.CASCADE, related_name="charter_agreements", verbose_name="séjour")
    charter = models.ForeignKey(DwellingCharter, models.PROTECT, related_name="+", verbose_name="charte")
    state = models.CharField("état", max_length=8, choices=AgreementState.choices, default=AgreementState.CURRENT)
    title = models.CharField("intitulé", max_length=80)
    content = models.JSONField("texte", default=dict)
    digest = models.CharField("empreinte SHA-256 du texte", max_length=64)
    made_on = models.DateField("remis le")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")

    objects = SectionQuerySet.as_manager()
    section = Section.PLAN

    personal = ("content",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "charte remise à un ménage"
        verbose_name_plural = "chartes remises aux ménages"
        ordering = ["-made_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "charter"],
                name="charter_given_once",
                violation_error_message="Cette version de la charte est déjà dans ce dossier.",
            ),
            models.UniqueConstraint(
                fields=["period"],
                condition=Q(state=AgreementState.CURRENT),
                name="charter_agreement_one_current",
                violation_error_message="Une charte est déjà en vigueur pour ce séjour.",
            ),
        ]
