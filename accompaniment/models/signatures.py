"""What is signed: the agreement on the accompaniment, and who signed the plan, the agreement or the bilan, how."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.models.charters import CharterAgreement
from accompaniment.models.measures import Measure
from accompaniment.models.plans import Plan
from accompaniment.models.reviews import ProgressReview
from accompaniment.plan_choices import AgreementState, SignatureWay, SignerPart
from households.models import Case, Document
from households.querysets import SectionQuerySet
from partners.roles import Section
from veille.core.models import UUIDModel


class SupportAgreement(UUIDModel):
    """What the household and who accompanies it agree on, in plain French; replaced by a new version, never edited."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="support_agreements", verbose_name="dossier")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="support_agreements", verbose_name="mesure")
    plan = models.ForeignKey(
        Plan, models.SET_NULL, null=True, blank=True, related_name="support_agreements", verbose_name="plan"
    )
    version = models.PositiveSmallIntegerField("version", default=1)
    state = models.CharField("état", max_length=8, choices=AgreementState.choices, default=AgreementState.CURRENT)
    title = models.CharField("intitulé", max_length=80)
    content = models.JSONField("texte", default=dict)
    digest = models.CharField("empreinte SHA-256 du texte", max_length=64)
    made_on = models.DateField("établi le")
    ends_on = models.DateField("valable jusqu’au", null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")

    objects = SectionQuerySet.as_manager()
    section = Section.PLAN

    personal = ("content",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "contrat d’accompagnement"
        verbose_name_plural = "contrats d’accompagnement"
        ordering = ["-version", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "version"],
                name="support_agreement_version_once",
                violation_error_message="Cette version du contrat existe déjà : relisez la page.",
            ),
            models.UniqueConstraint(
                fields=["measure"],
                condition=Q(state=AgreementState.CURRENT),
                name="support_agreement_one_current",
                violation_error_message="Un contrat est déjà en vigueur pour cet accompagnement.",
            ),
            models.CheckConstraint(
                name="support_agreement_ends_after_it_is_made",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("made_on")),
                violation_error_message="Le contrat ne peut pas finir avant d’être établi.",
            ),
        ]


_SIGNED = ("plan", "agreement", "review", "charter")


def _exactly_one(names: tuple[str, ...]) -> Q:
    cases = [Q(**{f"{other}__isnull": other != name for other in names}) for name in names]
    found = cases[0]
    for case in cases[1:]:
        found |= case
    return found


class Signature(UUIDModel):
    """Somebody signed, or did not wish to: one text, at one version, known by its digest. Never edited."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="signatures", verbose_name="dossier")
    plan = models.ForeignKey(
        Plan, models.CASCADE, null=True, blank=True, related_name="signatures", verbose_name="plan"
    )
    agreement = models.ForeignKey(
        SupportAgreement, models.CASCADE, null=True, blank=True, related_name="signatures", verbose_name="contrat"
    )
    review = models.ForeignKey(
        ProgressReview, models.CASCADE, null=True, blank=True, related_name="signatures", verbose_name="bilan"
    )
    charter = models.ForeignKey(
        CharterAgreement, models.CASCADE, null=True, blank=True, related_name="signatures", verbose_name="charte"
    )
    digest = models.CharField("empreinte SHA-256 du texte signé", max_length=64)
    part = models.CharField("qualité", max_length=9, choices=SignerPart.choices)
    name = models.CharField("nom", max_length=120)
    way = models.CharField("comment", max_length=8, choices=SignatureWay.choices)
    signed_on = models.DateField("le")
    drawing = models.BinaryField("tracé, scellé", null=True, blank=True)
    document = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="exemplaire signé"
    )
    remark = models.CharField("remarque", max_length=200, blank=True)
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="recueilli par"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SectionQuerySet.as_manager()
    section = Section.PLAN

    personal = ("name", "drawing", "remark")
    keep = "avec ce qui est signé"

    class Meta:
        verbose_name = "signature"
        verbose_name_plural = "signatures"
        ordering = ["signed_on", "created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="signature_of_one_text",
                condition=_exactly_one(_SIGNED),
                violation_error_message="Une signature porte sur un seul texte.",
            ),
            models.CheckConstraint(
                name="signature_drawn_on_screen_only",
                condition=Q(way=SignatureWay.SCREEN, drawing__isnull=False)
                | (~Q(way=SignatureWay.SCREEN) & Q(drawing=None)),
                violation_error_message="Une signature à l’écran garde son tracé, et elle seule.",
            ),
            *(
                models.UniqueConstraint(
                    fields=[subject, "name"],
                    condition=~Q(way=SignatureWay.DECLINED),
                    name=f"signature_once_on_{subject}",
                    violation_error_message="Cette personne a déjà signé ce texte.",
                )
                for subject in _SIGNED
            ),
        ]
