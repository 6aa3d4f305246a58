"""The preparation of a household for its dwelling: sessions, who was there, the paper that says what was followed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.choices import CAME, CertificateReader, PreparationState, Presence
from accompaniment.models.interventions import Intervention
from accompaniment.models.measures import Measure
from accompaniment.models.planning import GroupEntry
from accompaniment.querysets import PreparationSessionQuerySet
from households.models import Case
from households.querysets import SectionQuerySet
from partners.models import Dispositif, Organisation, Site
from partners.roles import Section
from veille.core.models import UUIDModel


class PreparationSession(UUIDModel):
    """A session of the operator's programme. It tells of no household: those invited are read through their files."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="+", verbose_name="dispositif")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    module = models.SlugField("module (configuration du dispositif)")
    # As it was called when the session was planned: a later version of the rules may say otherwise.
    title = models.CharField("intitulé", max_length=120)
    is_collective = models.BooleanField("séance collective", default=True)
    state = models.CharField("état", max_length=9, choices=PreparationState.choices, default=PreparationState.PLANNED)
    planned_on = models.DateField("jour")
    moved_from = models.DateField("prévue d’abord le", null=True, blank=True)
    starts_at = models.TimeField("heure", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("durée (minutes)", default=120)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="site")
    place = models.CharField("lieu", max_length=120, blank=True)
    places = models.PositiveSmallIntegerField("places", default=8)
    animator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="qui anime")
    # What it became once attendance was noted: the time of the session, counted once.
    entry = models.OneToOneField(
        GroupEntry,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="preparation_session",
        verbose_name="saisie de groupe",
    )

    objects = PreparationSessionQuerySet.as_manager()

    keep = "10 ans (activité)"

    class Meta:
        verbose_name = "séance de préparation"
        verbose_name_plural = "séances de préparation"
        ordering = ["-planned_on", "-starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="preparation_session_says_where",
                condition=Q(site__isnull=False) | ~Q(place=""),
                violation_error_message="Dites où se tient la séance : un lieu ou un site.",
            ),
            models.CheckConstraint(
                name="preparation_session_lasts_a_day_at_most",
                condition=Q(minutes__gte=1, minutes__lte=24 * 60),
                violation_error_message="Une séance dure de 1 à 1 440 minutes.",
            ),
            models.CheckConstraint(
                name="preparation_session_has_places",
                condition=Q(is_collective=True, places__gte=2) | Q(is_collective=False, places=1),
                violation_error_message="Une séance collective a deux places ou plus, une individuelle une seule.",
            ),
            models.CheckConstraint(
                name="preparation_session_noted_once_held",
                condition=Q(entry=None) | Q(state=PreparationState.HELD, is_collective=True),
                violation_error_message="Seule une séance collective tenue est notée pour plusieurs ménages.",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-planned_on"], name="preparation_by_organisation")]


class PreparationInvitation(UUIDModel):
    """A household asked to a session, and whether it came: read by who accompanies it, by no landlord."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="preparation_invitations", verbose_name="dossier")
    measure = models.ForeignKey(Measure, models.SET_NULL, null=True, related_name="+", verbose_name="mesure")
    session = models.ForeignKey(
        PreparationSession, models.PROTECT, related_name="invitations", verbose_name="séance de préparation"
    )
    presence = models.CharField("présence", max_length=8, choices=Presence.choices, default=Presence.EXPECTED)
    reason = models.SlugField("excuse (liste excuse_reason)", blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="invitation faite par"
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="noté par"
    )
    intervention = models.OneToOneField(
        Intervention,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="preparation_invitation",
        verbose_name="intervention au dossier",
    )

    objects = SectionQuerySet.as_manager()
    section = Section.INTERVENTIONS

    personal = ("reason",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "invitation à une séance de préparation"
        verbose_name_plural = "invitations aux séances de préparation"
        ordering = ["-session__planned_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "case"],
                name="preparation_invitation_once",
                violation_error_message="Ce ménage est déjà invité à cette séance.",
            ),
            models.CheckConstraint(
                name="preparation_excuse_says_why",
                condition=Q(presence=Presence.EXCUSED) & ~Q(reason="") | ~Q(presence=Presence.EXCUSED) & Q(reason=""),
                violation_error_message="Une absence excusée dit pourquoi, et elle seule.",
            ),
            models.CheckConstraint(
                name="preparation_presence_told_in_the_file",
                condition=Q(presence__in=CAME) | Q(intervention=None),
                violation_error_message="Seule une présence est une intervention au dossier.",
            ),
            models.CheckConstraint(
                name="preparation_presence_noted_by",
                condition=Q(presence=Presence.EXPECTED) | Q(noted_by__isnull=False),
                violation_error_message="Une présence notée dit par qui.",
            ),
        ]


class PreparationCertificate(UUIDModel):
    """The attestation handed over with the agreement of the household: what was followed and when, not a word said."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="+", verbose_name="mesure")
    reader = models.CharField("remise à", max_length=10, choices=CertificateReader.choices)
    agreed_on = models.DateField("accord du ménage le")
    made_on = models.DateField("établie le")
    content = models.JSONField("ce qu’elle dit")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")

    objects = SectionQuerySet.as_manager()
    section = Section.INTERVENTIONS

    personal = ("content",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "attestation de préparation"
        verbose_name_plural = "attestations de préparation"
        ordering = ["-made_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="preparation_certificate_after_agreement",
                condition=Q(agreed_on__lte=models.F("made_on")),
                violation_error_message="L’accord du ménage vient avant l’attestation.",
            )
        ]
