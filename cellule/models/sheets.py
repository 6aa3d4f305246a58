"""The anonymised sheet a case is presented by: an allow-list, frozen, versioned, never a live join."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cellule.choices import SheetState
from cellule.models.referrals import Referral
from cellule.models.sessions import Session
from cellule.querysets import SheetQuerySet
from households.models import Case
from partners.configuration import Door
from partners.models import Organisation
from veille.core.models import UUIDModel

# Characters that a screen of 1920 by 1080 shows at its largest size.
_LONG = 700


class PresentationSheet(UUIDModel):
    """What the members read: pseudonym, age bands, composition, territory, facts, tried, question, proposal.

    Every column is typed or copied for the sheet, nothing is read from the file when it is shown.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="sheets", verbose_name="séance")
    case = models.ForeignKey(Case, models.CASCADE, related_name="presentation_sheets", verbose_name="dossier")
    referral = models.ForeignKey(
        Referral, models.CASCADE, null=True, blank=True, related_name="sheets", verbose_name="orientation"
    )
    # Of a situation that comes back: who accompanies it. An entry is presented by its orientation.
    presenter = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="présentée par"
    )
    version = models.PositiveSmallIntegerField("version", default=1)
    state = models.CharField("état", max_length=10, choices=SheetState.choices, default=SheetState.DRAFT)
    pseudonym = models.CharField("pseudonyme", max_length=20)
    door = models.CharField("porte d’entrée", max_length=10, choices=Door.choices)
    territory = models.CharField("territoire", max_length=80)
    composition = models.CharField("composition du ménage", max_length=160)
    age_bands = models.CharField("tranches d’âge", max_length=300)
    profile = models.CharField("profil", max_length=160, blank=True)
    findings = models.JSONField("difficultés", default=list)
    since_on = models.DateField("examen précédent", null=True, blank=True)
    changes = models.JSONField("depuis l’examen précédent", default=list, blank=True)
    facts = models.TextField("faits", max_length=2500)
    tried = models.TextField("ce qui a été essayé", max_length=1500, blank=True)
    question = models.TextField("question posée à la cellule", max_length=600)
    proposal = models.TextField("proposition", max_length=800, blank=True)
    # Counts the corrections: a form made from an older edition overwrites nothing.
    edition = models.PositiveIntegerField("édition", default=1, editable=False)
    written_at = models.DateTimeField("corrigée le", null=True, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="corrigée par",
    )
    frozen_at = models.DateTimeField("figée le", null=True, blank=True)

    objects = SheetQuerySet.as_manager()

    personal = ("facts", "tried", "question", "proposal", "findings", "changes", "composition", "age_bands", "profile")
    keep = "2 ans, puis effacée"

    class Meta:
        verbose_name = "fiche de présentation"
        verbose_name_plural = "fiches de présentation"
        ordering = ["-version", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "case", "version"],
                name="sheet_version_once",
                violation_error_message="Cette version de la fiche existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["session", "pseudonym"],
                condition=Q(state=SheetState.FROZEN),  # a new version is prepared beside the frozen one
                name="sheet_pseudonym_once_a_session",
                violation_error_message="Ce pseudonyme est déjà pris dans cette séance.",
            ),
            models.CheckConstraint(
                name="sheet_says_who_presents",
                condition=Q(referral__isnull=False) | Q(presenter__isnull=False),
                violation_error_message="Une fiche dit quel organisme présente la situation.",
            ),
        ]

    @property
    def is_follow_up(self) -> bool:
        """A situation that comes back: its sheet says what changed since the last examination."""
        return self.referral_id is None

    @property
    def presented_by(self) -> Organisation:
        return self.presenter or self.referral.presenter

    @property
    def is_long(self) -> bool:
        """Whether the screen of the room must write smaller to show it whole."""
        return sum(len(text) for text in (self.facts, self.tried, self.question, self.proposal)) > _LONG
