"""The mail that counts what awaits somebody, by topic: what she chose, and the days it was sent."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from partners.models.organisations import Organisation
from veille.core.actor import Actor
from veille.core.models import UUIDModel
from veille.core.todo import Topic

FRIDAY = 4


class WeekDay(models.IntegerChoices):
    """The days on which a weekly mail may come."""

    MONDAY = 0, "le lundi"
    TUESDAY = 1, "le mardi"
    WEDNESDAY = 2, "le mercredi"
    THURSDAY = 3, "le jeudi"
    FRIDAY = 4, "le vendredi"


class DigestQuerySet(models.QuerySet):
    """What a person chose is hers alone."""

    def visible_to(self, actor: Actor):
        return self.filter(user=actor.user_id, organisation=actor.organisation_id)

    def chosen(self):
        """Those that ask for something."""
        return self.exclude(daily=[], weekly=[])


def _topics(verbose_name: str) -> ArrayField:
    topic = models.CharField(max_length=20, choices=Topic.choices)
    return ArrayField(topic, verbose_name=verbose_name, default=list, blank=True)


class Digest(UUIDModel):
    """Of which topics one person wants a count, each day or once a week, for one organisation.

    Without a row nothing is sent: nobody gets a mail she did not ask for.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="personne")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name="organisme")
    daily = _topics("chaque jour ouvré")
    weekly = _topics("chaque semaine")
    weekday = models.PositiveSmallIntegerField("jour de la semaine", choices=WeekDay.choices, default=WeekDay.MONDAY)

    objects = DigestQuerySet.as_manager()

    keep = "tant que le compte existe"

    class Meta:
        verbose_name = "récapitulatif par courriel"
        verbose_name_plural = "récapitulatifs par courriel"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="digest_once_a_person",
                violation_error_message="Ces choix viennent d’être enregistrés : relisez-les.",
            ),
            models.CheckConstraint(
                name="digest_topic_once",
                condition=~Q(daily__overlap=F("weekly")),
                violation_error_message="Un sujet est compté chaque jour ou chaque semaine, pas les deux.",
            ),
            models.CheckConstraint(
                name="digest_on_a_working_day",
                condition=Q(weekday__lte=FRIDAY),
                violation_error_message="Choisissez un jour du lundi au vendredi.",
            ),
        ]


class DigestDay(UUIDModel):
    """A day on which a digest was looked at: written with the mail, so that it leaves once."""

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="days", verbose_name="récapitulatif")
    day = models.DateField("jour")
    lines = models.PositiveIntegerField("lignes comptées", default=0)

    keep = "30 jours"

    class Meta:
        verbose_name = "jour de récapitulatif"
        verbose_name_plural = "jours de récapitulatif"
        ordering = ["-day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "day"],
                name="digest_once_a_day",
                violation_error_message="Le récapitulatif de ce jour est déjà parti.",
            )
        ]
