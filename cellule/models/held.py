"""Orientations that have no file yet: brought by a link, or waiting for the landlord's own approval."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cellule.choices import HELD_ENDS, HeldState, HeldWay
from cellule.held_querysets import HeldReferralQuerySet
from cellule.models.referrals import Referral
from households.models import Case
from partners.models import Dispositif, Instance, Organisation
from partners.roles import Section
from veille.core.models import DatedModel, UUIDModel
from veille.core.models.base import ends_after_start


class HeldReferral(UUIDModel):
    """What was written, kept whole and sealed until somebody entitled takes it in: no file exists before.

    Once it is taken in, or ends otherwise, what was written is erased here. `words` is what who received it
    answers; on one that its service took back, why.
    """

    way = models.CharField("par où elle vient", max_length=12, choices=HeldWay.choices)
    state = models.CharField("état", max_length=12, choices=HeldState.choices)
    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="+", verbose_name="dispositif")
    instance = models.ForeignKey(Instance, models.PROTECT, related_name="+", verbose_name="instance")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme orienteur")
    service = models.CharField("service", max_length=120, blank=True)
    source = models.SlugField("origine (liste referral_source)", blank=True)
    mail = models.EmailField("adresse professionnelle", blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="écrite par"
    )
    draft = models.UUIDField("brouillon", null=True, blank=True)
    door = models.CharField("porte", max_length=10, blank=True)
    payload = models.BinaryField("contenu chiffré", blank=True)
    version = models.PositiveIntegerField("version", default=0)
    opened_on = models.DateField("ouverte le")
    sent_on = models.DateField("envoyée le", null=True, blank=True)
    words = models.TextField("réponse", max_length=1000, blank=True)
    answered_on = models.DateField("réponse le", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="répondu par"
    )
    referral = models.OneToOneField(
        Referral, models.CASCADE, null=True, blank=True, related_name="held", verbose_name="orientation"
    )
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="dossier")

    objects = HeldReferralQuerySet.as_manager()
    section = Section.STATE

    personal = ("service", "mail", "payload", "words")
    of_others = ("mail",)
    keep = "avec le dossier ; 90 jours sans suite"

    class Meta:
        verbose_name = "orientation en attente"
        verbose_name_plural = "orientations en attente"
        ordering = ["-opened_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="held_author_when_to_approve",
                condition=Q(way=HeldWay.LINK, author=None) | Q(way=HeldWay.VALIDATION, author__isnull=False),
                violation_error_message="Une orientation à valider dit qui l’a écrite ; celle d’un lien, non.",
            ),
            models.CheckConstraint(
                name="held_received_has_its_referral",
                condition=Q(state=HeldState.RECEIVED, referral__isnull=False, case__isnull=False)
                | (~Q(state=HeldState.RECEIVED) & Q(referral=None, case=None)),
                violation_error_message="Une orientation reçue a son dossier ; une autre n’en a pas.",
            ),
            models.CheckConstraint(
                name="held_ended_keeps_nothing_written",
                condition=~Q(state__in=HELD_ENDS) | Q(payload=b""),
                violation_error_message="Ce qui était écrit s’efface quand l’orientation n’attend plus.",
            ),
            models.UniqueConstraint(
                fields=["organisation", "draft"],
                name="held_once_a_draft",
                violation_error_message="Cette orientation attend déjà.",
            ),
        ]
        indexes = [models.Index(fields=["instance", "state"], name="held_by_instance")]


class ApprovalRule(DatedModel):
    """From a day to a day, the orientations of a landlord go through its own managers before they leave."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name="organisme")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="décidé par")

    keep = "sans limite : réglage d’un organisme"

    class Meta:
        verbose_name = "validation interne des orientations"
        verbose_name_plural = "validations internes des orientations"
        ordering = ["-starts_on", "id"]
        constraints = [
            ends_after_start("approval_rule_ends_after_start"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ends_on=None),
                name="approval_rule_open_once",
                violation_error_message="La validation interne est déjà demandée.",
            ),
        ]
