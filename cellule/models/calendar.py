"""How an instance meets, when it does not, and the calendar a person follows from her own agenda."""

from datetime import time

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from cellule.calendar_querysets import FeedQuerySet, OfInstanceQuerySet
from partners.models import Instance
from veille.core.models import UUIDModel
from veille.core.models.base import ends_after_start


class MeetingHabits(UUIDModel):
    """Where and when an instance usually meets, and how many months its secretary wants to be ahead."""

    instance = models.OneToOneField(Instance, models.CASCADE, related_name="habits", verbose_name="instance")
    starts_at = models.TimeField("heure", default=time(9, 30))
    place = models.CharField("lieu", max_length=160, blank=True)
    planned_minutes = models.PositiveSmallIntegerField("durée prévue (minutes)", default=120)
    months_ahead = models.PositiveSmallIntegerField("mois d’avance", default=0, validators=[MaxValueValidator(18)])

    objects = OfInstanceQuerySet.as_manager()

    keep = "sans limite : configuration"

    class Meta:
        verbose_name = "habitudes d’une instance"
        verbose_name_plural = "habitudes des instances"


class ClosingPeriod(UUIDModel):
    """Days on which an instance does not meet: a bridge, a week of closing."""

    instance = models.ForeignKey(Instance, models.CASCADE, related_name="closings", verbose_name="instance")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    label = models.CharField("motif", max_length=80)

    objects = OfInstanceQuerySet.as_manager()

    keep = "sans limite : configuration"

    class Meta:
        verbose_name = "fermeture"
        verbose_name_plural = "fermetures"
        ordering = ["starts_on", "id"]
        constraints = [ends_after_start("closing_ends_after_start")]


class CalendarFeed(UUIDModel):
    """The address by which a person's own agenda reads her sessions; only a digest of it is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feeds", verbose_name="personne")
    digest = models.CharField("empreinte de l’adresse", max_length=64, unique=True)
    given_at = models.DateTimeField("donnée le")
    revoked_at = models.DateTimeField("retirée le", null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    keep = "jusqu’au retrait, puis un an"

    class Meta:
        verbose_name = "abonnement à un calendrier"
        verbose_name_plural = "abonnements aux calendriers"
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(revoked_at=None),
                name="feed_in_force_once",
                violation_error_message="Un abonnement est déjà en cours.",
            )
        ]
