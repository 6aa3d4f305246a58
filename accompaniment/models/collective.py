"""Collective actions: sessions, headcounts, and the short list of participants that an association keeps."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accompaniment.collective.choices import CollectiveSessionState, CollectiveState
from accompaniment.collective.querysets import (
    AttendanceQuerySet,
    CollectiveActionQuerySet,
    OfAction,
    OfSession,
    ParticipantQuerySet,
)
from accompaniment.models.cooperatives import CooperativeMember, ResidentCooperative
from funding.models import BudgetLine
from partners.models import Commune, Dispositif, Organisation, Site
from veille.core.models import UUIDModel

_KEPT = "10 ans"


class CollectiveAction(UUIDModel):
    """A workshop, a residents' meeting, an activity of a cooperative: one session or a series."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="+", verbose_name="dispositif")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="tenue par")
    cooperative = models.ForeignKey(
        ResidentCooperative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="activité de la coopérative",
    )
    title = models.CharField("intitulé", max_length=120)
    theme = models.SlugField("thème (liste collective_theme)")
    purpose = models.TextField("à quoi elle sert", max_length=1000, blank=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="site")
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    place = models.CharField("lieu, salle", max_length=160, blank=True)
    budget_line = models.ForeignKey(
        BudgetLine, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="ligne de budget"
    )
    state = models.CharField("état", max_length=10, choices=CollectiveState.choices, default=CollectiveState.PLANNED)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="créée par")
    ended_on = models.DateField("terminée le", null=True, blank=True)
    # Counted on the list of who keeps the action when it ends: the list goes, the numbers stay.
    people = models.PositiveSmallIntegerField("personnes différentes", null=True, blank=True)
    regulars = models.PositiveSmallIntegerField("personnes venues trois fois ou plus", null=True, blank=True)
    assessment = models.TextField("bilan en quelques mots", max_length=2000, blank=True)

    objects = CollectiveActionQuerySet.as_manager()

    keep = _KEPT

    class Meta:
        verbose_name = "action collective"
        verbose_name_plural = "actions collectives"
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="collective_action_assessed_with_words",
                condition=~Q(state=CollectiveState.ASSESSED) | ~Q(assessment=""),
                violation_error_message="Dites en quelques mots ce que l’action a donné.",
            ),
            models.CheckConstraint(
                name="collective_action_ended_on_a_day",
                condition=Q(state__in=["held", "assessed"], ended_on__isnull=False)
                | Q(state__in=["planned", "cancelled"], ended_on=None, people=None, regulars=None),
                violation_error_message="Une action terminée porte sa date et ses chiffres ; une autre n’en porte pas.",
            ),
            models.CheckConstraint(
                name="collective_action_regulars_among_people",
                condition=Q(people=None, regulars=None) | Q(regulars__lte=F("people")),
                violation_error_message="Les personnes assidues font partie des personnes venues.",
            ),
        ]

    def __str__(self):
        return self.title


class CollectiveCoOrganiser(UUIDModel):
    """Another organisation that organises it: it reads when and where, and writes nothing of it."""

    action = models.ForeignKey(
        CollectiveAction, models.CASCADE, related_name="co_organisers", verbose_name="action collective"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")

    objects = OfAction.as_manager()

    keep = _KEPT

    class Meta:
        verbose_name = "co-organisateur d’une action collective"
        verbose_name_plural = "co-organisateurs d’actions collectives"
        ordering = ["organisation__sort_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "organisation"],
                name="collective_co_organiser_once",
                violation_error_message="Cet organisme organise déjà cette action.",
            )
        ]


class CollectiveSession(UUIDModel):
    """One time of an action: planned, then held with how many came, no name in it."""

    action = models.ForeignKey(
        CollectiveAction, models.CASCADE, related_name="sessions", verbose_name="action collective"
    )
    held_on = models.DateField("date")
    starts_at = models.TimeField("heure", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("durée (minutes)", default=120)
    expected = models.PositiveSmallIntegerField("personnes attendues", null=True, blank=True)
    state = models.CharField(
        "état", max_length=10, choices=CollectiveSessionState.choices, default=CollectiveSessionState.PLANNED
    )
    adults = models.PositiveSmallIntegerField("adultes", null=True, blank=True)
    children = models.PositiveSmallIntegerField("enfants", null=True, blank=True)
    not_accompanied = models.PositiveSmallIntegerField("dont habitants non accompagnés", null=True, blank=True)

    objects = OfAction.as_manager()

    keep = _KEPT

    class Meta:
        verbose_name = "séance d’une action collective"
        verbose_name_plural = "séances d’actions collectives"
        ordering = ["held_on", "starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="collective_session_held_with_numbers",
                condition=Q(state="held", adults__isnull=False, children__isnull=False)
                | (~Q(state="held") & Q(adults=None, children=None, not_accompanied=None)),
                violation_error_message="Une séance qui a eu lieu dit combien de personnes sont venues.",
            ),
            models.CheckConstraint(
                name="collective_session_not_accompanied_among_people",
                condition=Q(not_accompanied=None) | Q(not_accompanied__lte=F("adults") + F("children")),
                violation_error_message="Les habitants non accompagnés font partie des personnes venues.",
            ),
            models.CheckConstraint(
                name="collective_session_lasts_a_day_at_most",
                condition=Q(minutes__gte=1, minutes__lte=24 * 60),
                violation_error_message="Une séance dure de 1 à 1 440 minutes.",
            ),
        ]
        indexes = [models.Index(fields=["held_on"], name="collective_session_by_day")]

    @property
    def reached(self) -> int:
        return (self.adults or 0) + (self.children or 0)


class CollectiveAnimator(UUIDModel):
    """Who animates a session, and for which employer: her time counts there, once."""

    session = models.ForeignKey(
        CollectiveSession, models.CASCADE, related_name="animators", verbose_name="séance d’action collective"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="personne")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")

    objects = OfSession.as_manager()

    keep = _KEPT

    class Meta:
        verbose_name = "animation d’une séance collective"
        verbose_name_plural = "animations de séances collectives"
        ordering = ["user__last_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"],
                name="collective_animator_once",
                violation_error_message="Cette personne anime déjà cette séance.",
            )
        ]


class CollectiveParticipant(UUIDModel):
    """Somebody who comes, as an association keeps her in mind to call her back: linked to no file."""

    action = models.ForeignKey(
        CollectiveAction, models.CASCADE, related_name="participants", verbose_name="action collective"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="liste tenue par")
    first_name = models.CharField("prénom", max_length=60)
    is_child = models.BooleanField("enfant", default=False)
    contact = models.CharField("téléphone ou courriel", max_length=120, blank=True)
    agreed_on = models.DateField("d’accord pour être recontactée le", null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    personal = ("first_name", "contact")
    keep = "6 mois après la dernière séance de l’action"

    class Meta:
        verbose_name = "participant à une action collective"
        verbose_name_plural = "participants aux actions collectives"
        ordering = ["first_name", "id"]
        constraints = [
            models.CheckConstraint(
                name="collective_contact_kept_with_agreement",
                condition=Q(contact="") | Q(agreed_on__isnull=False),
                violation_error_message="Un contact n’est gardé qu’avec l’accord daté de la personne.",
            )
        ]

    def __str__(self):
        return self.first_name


class CollectiveAttendance(UUIDModel):
    """Somebody of the list was there."""

    session = models.ForeignKey(
        CollectiveSession, models.CASCADE, related_name="attendances", verbose_name="séance d’action collective"
    )
    participant = models.ForeignKey(
        CollectiveParticipant,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="attendances",
        verbose_name="participant",
    )
    member = models.ForeignKey(
        CooperativeMember, models.CASCADE, null=True, blank=True, related_name="attendances", verbose_name="membre"
    )

    objects = AttendanceQuerySet.as_manager()

    keep = "comme la liste dont elle dépend"

    class Meta:
        verbose_name = "présence à une séance collective"
        verbose_name_plural = "présences aux séances collectives"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="collective_attendance_of_one_person",
                condition=Q(participant__isnull=False, member=None) | Q(participant=None, member__isnull=False),
                violation_error_message="Une présence est celle d’une personne de la liste ou d’un membre.",
            ),
            models.UniqueConstraint(
                fields=["session", "participant"],
                name="collective_attendance_once",
                violation_error_message="Cette présence est déjà notée.",
            ),
            models.UniqueConstraint(
                fields=["session", "member"],
                name="collective_attendance_of_member_once",
                violation_error_message="Cette présence est déjà notée.",
            ),
        ]
