"""The experts: what is asked of them, what they answer, the time they give, and what others may learn from it."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from cellule.expertise_choices import (
    EXPERT_ENDS,
    ON_A_REQUEST,
    Awaits,
    CapitalisedSource,
    CapitalisedState,
    ExpertActivity,
    ExpertState,
    MessageKind,
)
from cellule.expertise_querysets import (
    CapitalisedQuerySet,
    ExpertMessageQuerySet,
    ExpertRequestQuerySet,
    ExpertTimeQuerySet,
)
from cellule.models.sessions import AgendaItem
from households.models import Case
from partners.models import Dispositif, Organisation
from veille.core.models import UUIDModel
from veille.core.normalise import sort_text

_UNTAKEN = (ExpertState.ASKED, ExpertState.WITHDRAWN)
_BEFORE_ADVICE = (*_UNTAKEN, ExpertState.ANALYSIS)


class ExpertRequest(UUIDModel):
    """A question to one competence of the cellule, without anything that tells who the household is.

    The file it may be about is known to who asked only: the experts never learn it.
    """

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="+", verbose_name="dispositif")
    competence = models.SlugField("compétence sollicitée (liste competence)")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme demandeur")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="demandée par"
    )
    asked_on = models.DateField("demandée le")
    due_on = models.DateField("réponse attendue le")
    case = models.ForeignKey(
        Case, models.CASCADE, null=True, blank=True, related_name="expert_requests", verbose_name="dossier"
    )
    subject = models.CharField("objet", max_length=160)
    question = models.TextField("question, sans rien qui identifie le ménage", max_length=4000)
    expected = models.TextField("ce qui est attendu", max_length=1000, blank=True)
    state = models.CharField("étape", max_length=16, choices=ExpertState.choices, default=ExpertState.ASKED)
    awaits = models.CharField("en attente de", max_length=10, choices=Awaits.choices, default=Awaits.EXPERT)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="suivie par",
    )
    taken_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organisme de l’expert·e"
    )
    analysed_on = models.DateField("analyse commencée le", null=True, blank=True)
    advised_on = models.DateField("préconisation rendue le", null=True, blank=True)
    supported_on = models.DateField("premier appui sur le terrain", null=True, blank=True)
    ended_on = models.DateField("close le", null=True, blank=True)
    answer = models.TextField("réponse", max_length=6000, blank=True)
    recommendation = models.TextField("préconisation", max_length=3000, blank=True)

    objects = ExpertRequestQuerySet.as_manager()

    personal = ("subject", "question", "expected", "answer", "recommendation")
    keep = "2 ans après la clôture, puis sans texte"
    outlives_its_case = True

    class Meta:
        verbose_name = "demande d’expertise"
        verbose_name_plural = "demandes d’expertise"
        ordering = ["-asked_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="expert_request_taken_says_by_whom",
                condition=Q(state__in=_UNTAKEN)
                | Q(taken_by__isnull=False, taken_organisation__isnull=False, analysed_on__isnull=False),
                violation_error_message="Une demande en analyse dit qui la suit et depuis quand.",
            ),
            models.CheckConstraint(
                name="expert_request_advised_on_a_day",
                condition=Q(state__in=_BEFORE_ADVICE) | Q(advised_on__isnull=False),
                violation_error_message="Une préconisation rendue porte sa date.",
            ),
            models.CheckConstraint(
                name="expert_request_ended_on_a_day",
                condition=Q(state__in=EXPERT_ENDS, ended_on__isnull=False)
                | (~Q(state__in=EXPERT_ENDS) & Q(ended_on=None)),
                violation_error_message="Une demande close ou retirée porte sa date de fin, et elle seule.",
            ),
        ]

    def __str__(self):
        return f"Demande d’expertise du {self.asked_on:%d/%m/%Y}"


class ExpertMessage(UUIDModel):
    """A word of the exchange, or what was done on the ground: read by who asked and by the experts of the request."""

    request = models.ForeignKey(ExpertRequest, models.CASCADE, related_name="messages", verbose_name="demande")
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="dossier")
    kind = models.CharField("nature", max_length=16, choices=MessageKind.choices, default=MessageKind.EXCHANGE)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="de")
    is_from_expert = models.BooleanField("écrit par l’expertise")
    said_on = models.DateField("date")
    written_at = models.DateTimeField("écrit le", auto_now_add=True)
    text = models.TextField("texte", max_length=3000)

    objects = ExpertMessageQuerySet.as_manager()

    personal = ("text",)
    keep = "avec la demande"
    outlives_its_case = True

    class Meta:
        verbose_name = "message d’une demande d’expertise"
        verbose_name_plural = "messages des demandes d’expertise"
        ordering = ["said_on", "written_at", "id"]


class ExpertTime(UUIDModel):
    """Half-days that an expert gave to the cellule, by competence: followed against what was planned."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="+", verbose_name="dispositif")
    competence = models.SlugField("compétence (liste competence)")
    request = models.ForeignKey(
        ExpertRequest, models.CASCADE, null=True, blank=True, related_name="time", verbose_name="demande"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    expert = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="expert·e")
    activity = models.CharField("activité", max_length=16, choices=ExpertActivity.choices)
    spent_on = models.DateField("date")
    half_days = models.PositiveSmallIntegerField("demi-journées")

    objects = ExpertTimeQuerySet.as_manager()

    keep = "10 ans"
    outlives_its_case = True

    class Meta:
        verbose_name = "temps d’expertise"
        verbose_name_plural = "temps d’expertise"
        ordering = ["-spent_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="expert_time_between_half_a_day_and_a_week",
                condition=Q(half_days__gte=1, half_days__lte=10),
                violation_error_message="Notez de une à dix demi-journées à la fois.",
            ),
            models.CheckConstraint(
                name="expert_time_on_a_request_or_apart",
                condition=Q(activity__in=ON_A_REQUEST, request__isnull=False)
                | (~Q(activity__in=ON_A_REQUEST) & Q(request=None)),
                violation_error_message="Le temps d’analyse ou d’appui se note sur sa demande, le reste à part.",
            ),
        ]


class Capitalised(UUIDModel):
    """What others may learn from, with nothing of any household in it: proposed by one person, reread by another."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="+", verbose_name="dispositif")
    source = models.CharField("origine", max_length=20, choices=CapitalisedSource.choices)
    request = models.ForeignKey(
        ExpertRequest, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="demande d’expertise"
    )
    agenda_item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="point de l’ordre du jour"
    )
    competence = models.SlugField("compétence (liste competence)", blank=True)
    title = models.CharField("titre", max_length=160)
    question = models.TextField("la question qui se posait", max_length=4000)
    answer = models.TextField("ce qu’il faut retenir", max_length=6000)
    recommendation = models.TextField("ce qui est conseillé", max_length=3000, blank=True)
    search_text = models.TextField(editable=False)
    state = models.CharField(
        "état", max_length=12, choices=CapitalisedState.choices, default=CapitalisedState.TO_REREAD
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="proposée par"
    )
    proposed_on = models.DateField("proposée le")
    reread_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="relue par"
    )
    published_on = models.DateField("capitalisée le", null=True, blank=True)
    set_aside_reason = models.CharField("pourquoi elle est écartée", max_length=300, blank=True)

    objects = CapitalisedQuerySet.as_manager()

    keep = "sans limite : ne parle de personne"

    class Meta:
        verbose_name = "réponse capitalisée"
        verbose_name_plural = "réponses capitalisées"
        ordering = ["-published_on", "-proposed_on", "id"]
        indexes = [GinIndex(fields=["search_text"], name="capitalised_text_trigram", opclasses=["gin_trgm_ops"])]
        constraints = [
            models.CheckConstraint(
                name="capitalised_reread_by_somebody_else",
                condition=Q(reread_by=None) | ~Q(reread_by=F("proposed_by")),
                violation_error_message="La seconde lecture est faite par une autre personne.",
            ),
            models.CheckConstraint(
                name="capitalised_published_says_by_whom",
                condition=~Q(state=CapitalisedState.PUBLISHED) | Q(reread_by__isnull=False, published_on__isnull=False),
                violation_error_message="Une réponse capitalisée dit qui l’a relue et quand.",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(request__isnull=False),
                name="capitalised_once_a_request",
                violation_error_message="Cette réponse est déjà proposée à la capitalisation.",
            ),
            models.UniqueConstraint(
                fields=["agenda_item"],
                condition=Q(agenda_item__isnull=False),
                name="capitalised_once_an_item",
                violation_error_message="Ce point est déjà proposé à la capitalisation.",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """What is searched is written with the texts, whoever writes them."""
        self.search_text = self.searched()
        super().save(*args, **kwargs)

    def searched(self) -> str:
        """The texts as they are searched."""
        return sort_text(" ".join((self.title, self.question, self.answer, self.recommendation)))
