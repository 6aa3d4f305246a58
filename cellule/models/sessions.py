"""Sessions of an instance, their agenda and who attends."""

from django.db import models
from django.db.models import Q

from cellule.choices import AgendaKind, AgendaState, SessionState
from cellule.models.referrals import Referral
from cellule.querysets import AgendaItemQuerySet, SessionQuerySet
from households.models import Case
from partners.models import Instance, Organisation
from veille.core.models import UUIDModel


class Session(UUIDModel):
    """One meeting of an instance."""

    instance = models.ForeignKey(Instance, models.PROTECT, related_name="sessions", verbose_name="instance")
    held_on = models.DateField("date")
    starts_at = models.TimeField("heure")
    place = models.CharField("lieu", max_length=160, blank=True)
    planned_minutes = models.PositiveSmallIntegerField("durée prévue (minutes)", default=120)
    state = models.CharField("état", max_length=10, choices=SessionState.choices, default=SessionState.PLANNED)
    convened_at = models.DateTimeField("convoquée le", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    # A synthesis brings people together about one situation; the other instances have none here.
    case = models.ForeignKey(
        Case, models.SET_NULL, null=True, blank=True, related_name="syntheses", verbose_name="situation"
    )
    regular_on = models.DateField("jour de la règle", null=True, blank=True)
    moved_from = models.DateField("prévue d’abord le", null=True, blank=True)
    change_reason = models.CharField("raison du changement", max_length=200, blank=True)
    # How many times its date changed, as calendars count it (SEQUENCE).
    sequence = models.PositiveSmallIntegerField("rang de la convocation", default=0)
    # Grows with each act of the session: a page that waits asks for nothing else.
    revision = models.PositiveIntegerField("révision", default=0)
    current_item = models.ForeignKey(
        "AgendaItem", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="point en cours"
    )
    shown_at = models.DateTimeField("à l’écran depuis", null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    keep = "10 ans"

    class Meta:
        verbose_name = "séance"
        verbose_name_plural = "séances"
        ordering = ["-held_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["instance", "held_on"],
                condition=~Q(state=SessionState.CANCELLED),
                name="session_once_a_day",
                violation_error_message="Une séance de cette instance est déjà prévue ce jour-là.",
            ),
            # Moved or cancelled, the session of a day of the rule is not made a second time.
            models.UniqueConstraint(
                fields=["instance", "regular_on"],
                name="session_once_a_regular_day",
                violation_error_message="La séance de cette échéance existe déjà.",
            ),
        ]

    def __str__(self):
        return f"{self.instance} du {self.held_on:%d/%m/%Y}"


class AgendaItem(UUIDModel):
    """A case, or a subject, on the agenda of a session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="items", verbose_name="séance")
    case = models.ForeignKey(
        Case, models.CASCADE, null=True, blank=True, related_name="agenda_items", verbose_name="dossier"
    )
    referral = models.ForeignKey(
        Referral, models.CASCADE, null=True, blank=True, related_name="agenda_items", verbose_name="orientation"
    )
    sheet = models.ForeignKey(
        "PresentationSheet", models.SET_NULL, null=True, blank=True, related_name="items", verbose_name="fiche figée"
    )
    kind = models.CharField("partie", max_length=10, choices=AgendaKind.choices)
    subject = models.CharField("sujet", max_length=200, blank=True)
    # Who brings a subject, who presents a situation that comes back; an entry is presented by its orientation.
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="porté par"
    )
    position = models.PositiveSmallIntegerField("rang")
    minutes = models.PositiveSmallIntegerField("minutes prévues", default=10)
    state = models.CharField("état", max_length=10, choices=AgendaState.choices, default=AgendaState.LISTED)

    objects = AgendaItemQuerySet.as_manager()

    personal = ("subject",)
    keep = "10 ans, sans nom"
    outlives_its_case = True

    class Meta:
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "points de l’ordre du jour"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "case"],
                name="agenda_case_once_a_session",
                violation_error_message="Ce dossier est déjà à l’ordre du jour de cette séance.",
            ),
            models.CheckConstraint(
                name="agenda_item_has_a_case_or_a_subject",
                condition=Q(case__isnull=False) | ~Q(subject=""),
                violation_error_message="Un point porte un dossier ou un sujet.",
            ),
        ]

    @property
    def presented_by(self) -> Organisation | None:
        return self.referral.presenter if self.referral_id else self.owner

    @property
    def name(self) -> str:
        """How the item is called in the room: its subject, or the pseudonym of its sheet."""
        return self.subject or (self.sheet.pseudonym if self.sheet else f"Situation {self.position}")

    @property
    def standing(self) -> str:
        """Where it stands, in words: nothing is decided on a subject, nor anew on what was decided elsewhere."""
        said = _SAID_OF.get(self.kind) if self.state == AgendaState.DECIDED else None
        return said or AgendaState(self.state).label


_SAID_OF: dict[str, str] = {AgendaKind.PRACTICE: "Abordé", AgendaKind.RATIFICATION: "Examinée en séance"}


class Attendance(UUIDModel):
    """An organisation at a session, by how many people; persons are not named."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances", verbose_name="séance")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="attendances", verbose_name="organisme")
    people = models.PositiveSmallIntegerField("personnes présentes", default=1)
    is_present = models.BooleanField("présent", default=True)

    keep = "10 ans"

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        ordering = ["organisation__sort_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "organisation"],
                name="attendance_once",
                violation_error_message="La présence de cet organisme est déjà notée.",
            )
        ]
