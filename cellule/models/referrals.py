"""The orientation: how a household comes to the dispositif, true to the end for who sent it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cellule.choices import ReferralState, Urgency
from cellule.querysets import ReferralQuerySet
from households.models import Case
from partners.models import Instance, Organisation
from partners.roles import Section
from veille.core.models import UUIDModel


class Referral(UUIDModel):
    """One orientation of a case towards an instance. Created at submission; a draft is a `core.Draft`."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="referrals", verbose_name="dossier")
    instance = models.ForeignKey(Instance, models.PROTECT, related_name="referrals", verbose_name="instance")
    referrer_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="referrals_sent", verbose_name="organisme orienteur"
    )
    presenter = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme qui présente")
    source = models.SlugField("origine (liste referral_source)")
    state = models.CharField("état", max_length=20, choices=ReferralState.choices, default=ReferralState.SUBMITTED)
    urgency = models.CharField("urgence", max_length=10, choices=Urgency.choices, default=Urgency.NORMAL)
    situation = models.TextField("ce qui se passe", max_length=4000)
    already_tried = ArrayField(
        models.SlugField(), verbose_name="déjà essayé (liste already_tried)", default=list, blank=True
    )
    tried_text = models.TextField("précisions sur ce qui a été essayé", max_length=2000, blank=True)
    expectation = models.TextField("ce qui est attendu de la cellule", max_length=2000, blank=True)
    submitted_on = models.DateField("transmise le")
    submitted_at = models.DateTimeField("transmise à")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="transmise par",
    )
    came_by_link = models.BooleanField("déposée par un lien, sans compte", default=False)
    former = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name="orientation précédente",
    )
    spotted = ArrayField(models.SlugField(), verbose_name="signes repérés", default=list, blank=True)
    seen_on = models.DateField("vue le", null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="suivie par"
    )
    completed_on = models.DateField("complète le", null=True, blank=True)
    complement_asked = models.TextField("complément demandé", max_length=1000, blank=True)
    complement_asked_on = models.DateField("complément demandé le", null=True, blank=True)
    complement_answer = models.TextField("réponse au complément", max_length=4000, blank=True)
    withdrawal_reason = models.CharField("motif du retrait", max_length=300, blank=True)
    closed_on = models.DateField("terminée le", null=True, blank=True)
    answer_read_on = models.DateField("réponse lue par l’orienteur le", null=True, blank=True)

    objects = ReferralQuerySet.as_manager()
    section = Section.STATE  # its texts ask for Section.FINDINGS_LANDLORD besides

    personal = (
        "situation",
        "tried_text",
        "expectation",
        "complement_asked",
        "complement_answer",
        "already_tried",
        "withdrawal_reason",
        "spotted",
    )
    keep = "avec le dossier ; 12 mois si non retenue"
    column_sections = dict.fromkeys(
        (
            "situation",
            "tried_text",
            "expectation",
            "complement_asked",
            "complement_answer",
            "already_tried",
            "spotted",
        ),
        Section.FINDINGS_LANDLORD,
    )
    outlives_its_case = True
    erased_as = {"complement_asked": "effacé"}

    class Meta:
        verbose_name = "orientation"
        verbose_name_plural = "orientations"
        ordering = ["-submitted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "instance"],
                condition=~Q(state__in=["refused", "redirected", "taken_up", "withdrawn"]),
                name="referral_one_open_a_case",
                violation_error_message="Une orientation de ce dossier est déjà en cours dans cette instance.",
            ),
            models.CheckConstraint(
                name="referral_incomplete_says_what",
                condition=~Q(state=ReferralState.INCOMPLETE) | ~Q(complement_asked=""),
                violation_error_message="Dites quel complément est attendu.",
            ),
            models.CheckConstraint(
                name="referral_sent_by_somebody_or_a_link",
                condition=Q(came_by_link=True, submitted_by=None) | Q(came_by_link=False, submitted_by__isnull=False),
                violation_error_message="Une orientation est transmise par quelqu’un, ou déposée par un lien.",
            ),
        ]
        indexes = [models.Index(fields=["instance", "state"], name="referral_by_instance")]
