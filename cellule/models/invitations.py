"""Who is expected at a session, and what they answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cellule.calendar_querysets import InvitationQuerySet
from cellule.invitation_choices import InvitationAnswer
from cellule.models.sessions import Session
from partners.models import Organisation
from veille.core.models import UUIDModel


class SessionInvitation(UUIDModel):
    """The answer of a seat, or an invitation made for one session.

    A seat (`user`) has a row once it has answered or been reminded. An organisation invited for the day
    has one without `user`. A person without an account has neither: a function, a body, an address
    erased a year later.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="invitations", verbose_name="séance")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organisme"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="membre"
    )
    function = models.CharField("fonction", max_length=80, blank=True)
    body = models.CharField("organisme sans compte", max_length=120, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    answer = models.CharField("réponse", max_length=8, choices=InvitationAnswer.choices, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    reminded_at = models.DateTimeField("relancé le", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    personal = ("function", "email")
    keep = "10 ans ; l’adresse d’une personne sans compte, un an"

    class Meta:
        verbose_name = "invitation à une séance"
        verbose_name_plural = "invitations aux séances"
        constraints = [
            models.CheckConstraint(
                name="session_invitation_says_who",
                condition=Q(organisation__isnull=False, body="", function="", email="")
                | (Q(organisation=None, user=None) & ~Q(body="")),
                violation_error_message=(
                    "Une invitation s’adresse à un membre, à un organisme, ou dit l’organisme sans compte."
                ),
            ),
            models.CheckConstraint(
                name="session_invitation_answered_at_with_answer",
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                violation_error_message="Une réponse porte sa date.",
            ),
            models.UniqueConstraint(
                fields=["session", "user"],
                name="session_invitation_of_a_seat_once",
                violation_error_message="Ce membre est déjà invité à cette séance.",
            ),
            models.UniqueConstraint(
                fields=["session", "organisation"],
                condition=Q(user=None),
                name="session_invitation_of_an_organisation_once",
                violation_error_message="Cet organisme est déjà invité à cette séance.",
            ),
        ]
