"""What is said around an item: opinions of the seats, advice of the experts, who leaves for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cellule.live_choices import OpinionValue
from cellule.live_querysets import OpinionQuerySet, SessionAdviceQuerySet, WithdrawalQuerySet
from cellule.models.sessions import AgendaItem
from households.models import Case
from partners.models import Organisation
from veille.core.models import UUIDModel


class Opinion(UUIDModel):
    """What an organisation thinks of the proposal, until the item is decided.

    One an organisation, as the quorum and the presence are counted: two seats of the same house say it once,
    the last word holds.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="opinions", verbose_name="dossier")
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="opinions", verbose_name="point")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="donné par")
    value = models.CharField("avis", max_length=12, choices=OpinionValue.choices)
    line = models.CharField("en une ligne", max_length=200, blank=True)
    given_at = models.DateTimeField("donné le", auto_now=True)

    objects = OpinionQuerySet.as_manager()

    personal = ("line",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "avis d’un siège"
        verbose_name_plural = "avis des sièges"
        ordering = ["organisation__sort_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "organisation"],
                name="opinion_once_an_organisation",
                violation_error_message="Votre organisme a déjà donné son avis sur ce point.",
            )
        ]


class SessionAdvice(UUIDModel):
    """What an expert says of a situation, under one competence: beside the sheet, before or during the session."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="session_advice", verbose_name="dossier")
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="advice", verbose_name="point")
    competence = models.SlugField("compétence (liste competence)")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="donné par")
    text = models.TextField("éclairage", max_length=2000)
    given_at = models.DateTimeField("donné le", auto_now=True)

    objects = SessionAdviceQuerySet.as_manager()

    personal = ("text",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "éclairage d’expert en séance"
        verbose_name_plural = "éclairages d’expert en séance"
        ordering = ["competence", "given_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "given_by", "competence"],
                name="session_advice_once_a_competence",
                violation_error_message="Vous avez déjà donné un éclairage sous cette compétence.",
            )
        ]


class Withdrawal(UUIDModel):
    """Somebody left the room for a situation: the conflict of interest declared from a session.

    The file is hidden from her by `households.Exclusion`; this row tells the secretary, and why it was lifted.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="withdrawals", verbose_name="dossier")
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="withdrawals", verbose_name="point")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="personne")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    declared_at = models.DateTimeField("déclaré le", auto_now_add=True)
    lifted_at = models.DateTimeField("levé le", null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="levé par"
    )
    lifted_reason = models.TextField("motif de la levée", max_length=500, blank=True)

    objects = WithdrawalQuerySet.as_manager()

    personal = ("lifted_reason",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "retrait d’une situation en séance"
        verbose_name_plural = "retraits d’une situation en séance"
        ordering = ["declared_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "user"],
                condition=Q(lifted_at=None),
                name="withdrawal_once_an_item",
                violation_error_message="Ce retrait est déjà déclaré.",
            ),
            models.CheckConstraint(
                name="withdrawal_lifted_says_who_and_why",
                condition=Q(lifted_at=None, lifted_by=None)
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_reason="")),
                violation_error_message="Un retrait levé dit par qui et pourquoi.",
            ),
        ]
