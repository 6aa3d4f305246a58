"""A meeting about a household: who is invited, what is concluded, what is decided, to whom it was handed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.coordination.choices import (
    Audience,
    GuestAnswer,
    GuestKind,
    HouseholdPart,
    MeetingKind,
    MeetingState,
    MeetingWay,
)
from accompaniment.coordination.querysets import (
    ConclusionsQuerySet,
    DecisionQuerySet,
    GuestQuerySet,
    MeetingQuerySet,
)
from accompaniment.models.interventions import Intervention
from accompaniment.models.plans import Action
from households.models import Case
from households.querysets import SectionQuerySet
from partners.models import Organisation
from partners.roles import Section
from veille.core.models import UUIDModel


class CaseMeeting(UUIDModel):
    """A meeting about one household: planned, held or cancelled. Once held it is an intervention of the file too."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="meetings", verbose_name="dossier")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="qui réunit")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="qui anime la réunion"
    )
    kind = models.CharField("nature", max_length=10, choices=MeetingKind.choices)
    state = models.CharField("état", max_length=9, choices=MeetingState.choices, default=MeetingState.PLANNED)
    held_on = models.DateField("jour")
    starts_at = models.TimeField("heure")
    minutes = models.PositiveSmallIntegerField("durée (minutes)", default=60)
    way = models.CharField("comment", max_length=9, choices=MeetingWay.choices, default=MeetingWay.IN_PERSON)
    place = models.CharField("lieu ou lien", max_length=200)
    agenda = models.CharField("ordre du jour, en mots neutres", max_length=300)
    sequence = models.PositiveSmallIntegerField("changements annoncés", default=0, editable=False)
    household_part = models.CharField(
        "le ménage", max_length=11, choices=HouseholdPart.choices, default=HouseholdPart.PRESENT
    )
    represented_by = models.CharField("représenté par", max_length=120, blank=True)
    household_word = models.TextField("la parole du ménage", max_length=4000, blank=True)
    intervention = models.OneToOneField(
        Intervention, models.SET_NULL, null=True, blank=True, related_name="meeting", verbose_name="intervention"
    )

    objects = MeetingQuerySet.as_manager()
    section = Section.INTERVENTIONS

    personal = ("place", "agenda", "represented_by", "household_word")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "réunion autour d’un ménage"
        verbose_name_plural = "réunions autour d’un ménage"
        ordering = ["-held_on", "-starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="meeting_represented_says_by_whom",
                condition=Q(household_part=HouseholdPart.REPRESENTED) & ~Q(represented_by="")
                | ~Q(household_part=HouseholdPart.REPRESENTED) & Q(represented_by=""),
                violation_error_message="Dites qui représente le ménage, et seulement s’il est représenté.",
            ),
            models.CheckConstraint(
                name="meeting_is_noted_once_held",
                condition=Q(state=MeetingState.HELD) | Q(intervention=None, household_word=""),
                violation_error_message="Seule une réunion tenue dit ce qui s’y est passé.",
            ),
            models.CheckConstraint(
                name="meeting_lasts_a_day_at_most",
                condition=Q(minutes__gte=1, minutes__lte=24 * 60),
                violation_error_message="Une réunion dure de 1 à 1 440 minutes.",
            ),
        ]
        indexes = [models.Index(fields=["worker", "held_on"], name="meeting_by_worker")]


class MeetingGuest(UUIDModel):
    """Somebody invited: a member of the team, an organisation that opens the file, or a person without an account.

    Of the last one the household is asked first; her address serves this meeting and is forgotten after it.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")
    meeting = models.ForeignKey(CaseMeeting, models.CASCADE, related_name="guests", verbose_name="réunion")
    kind = models.CharField("qui", max_length=12, choices=GuestKind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="membre"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organisme"
    )
    name = models.CharField("nom", max_length=120, blank=True)
    function = models.CharField("fonction", max_length=120, blank=True)
    body = models.CharField("organisme (sans compte)", max_length=120, blank=True)
    email = models.EmailField("courriel", blank=True)
    agreed_on = models.DateField("le ménage est d’accord depuis le", null=True, blank=True)
    invited_at = models.DateTimeField("invitation envoyée le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=7, choices=GuestAnswer.choices, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    attended = models.BooleanField("était là", null=True, blank=True)

    objects = GuestQuerySet.as_manager()
    section = Section.INTERVENTIONS

    personal = ("name", "function", "body", "email")
    keep = "avec le dossier ; le courriel, 90 jours après la réunion"

    class Meta:
        verbose_name = "personne invitée à une réunion"
        verbose_name_plural = "personnes invitées à une réunion"
        ordering = ["kind", "name", "id"]
        constraints = [
            models.CheckConstraint(
                name="meeting_guest_is_one_of_three",
                condition=Q(kind=GuestKind.TEAM, user__isnull=False, organisation=None, name="")
                | Q(kind=GuestKind.ORGANISATION, user=None, organisation__isnull=False, name="")
                | (Q(kind=GuestKind.OUTSIDE, user=None, organisation=None) & ~Q(name="") & ~Q(body="")),
                violation_error_message="Donnez le nom et l’organisme de la personne invitée.",
            ),
            models.CheckConstraint(
                name="outside_guest_invited_with_agreement",
                condition=~Q(kind=GuestKind.OUTSIDE) | Q(invited_at=None) | Q(agreed_on__isnull=False),
                violation_error_message="Aucune invitation ne part sans l’accord du ménage pour cette personne.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "user"],
                name="meeting_guest_user_once",
                violation_error_message="Cette personne est déjà invitée.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "organisation"],
                name="meeting_guest_organisation_once",
                violation_error_message="Cet organisme est déjà invité.",
            ),
        ]

    def __str__(self):
        return self.name or str(self.user or self.organisation)


class MeetingConclusions(UUIDModel):
    """What may be read of a meeting outside the team. Never rewritten: a correction is another version."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")
    meeting = models.ForeignKey(CaseMeeting, models.CASCADE, related_name="conclusions", verbose_name="réunion")
    version = models.PositiveSmallIntegerField("version", default=1)
    text = models.TextField("conclusions partageables", max_length=3000)
    audience = models.CharField("qui les lit", max_length=20, choices=Audience.choices, default=Audience.FOLLOWED)
    is_agreed = models.BooleanField("relues avec le ménage, qui est d’accord", default=False)
    written_on = models.DateField("écrites le")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")
    is_current = models.BooleanField("version en vigueur", default=True)

    objects = ConclusionsQuerySet.as_manager()
    section = Section.SUMMARY

    personal = ("text",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "conclusions d’une réunion"
        verbose_name_plural = "conclusions d’une réunion"
        ordering = ["-version", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "version"],
                name="meeting_conclusions_one_a_version",
                violation_error_message="Quelqu’un vient d’écrire cette version : relisez-la.",
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(is_current=True),
                name="meeting_conclusions_one_current",
                violation_error_message="Quelqu’un vient d’écrire ces conclusions : relisez-les.",
            ),
        ]


class MeetingDecision(UUIDModel):
    """What was decided: who does what by when, until it is done or taken into the plan."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")
    meeting = models.ForeignKey(CaseMeeting, models.CASCADE, related_name="decisions", verbose_name="réunion")
    label = models.CharField("ce qui est décidé", max_length=250)
    who = models.CharField("qui s’en charge", max_length=120)
    due_on = models.DateField("pour le")
    is_shared = models.BooleanField("se lit avec les conclusions", default=True)
    done_on = models.DateField("fait le", null=True, blank=True)
    action = models.OneToOneField(
        Action, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="action du plan"
    )

    objects = DecisionQuerySet.as_manager()
    section = Section.INTERVENTIONS

    personal = ("label", "who")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "décision d’une réunion"
        verbose_name_plural = "décisions d’une réunion"
        ordering = ["due_on", "id"]


class HandedConclusions(UUIDModel):
    """The conclusions handed by an expiring link to a person without an account; the link is a core row."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")
    guest = models.ForeignKey(MeetingGuest, models.CASCADE, related_name="handed", verbose_name="remises à")
    version = models.PositiveSmallIntegerField("version remise")
    given_at = models.DateTimeField("remises le")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="remises par")

    objects = SectionQuerySet.as_manager()
    section = Section.INTERVENTIONS

    keep = "avec le dossier"

    class Meta:
        verbose_name = "conclusions remises"
        verbose_name_plural = "conclusions remises"
        ordering = ["-given_at", "id"]
