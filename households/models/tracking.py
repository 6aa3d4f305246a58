"""What an organisation tells of its own follow-up: what it means to do next, when it last met the household."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from households.contact_querysets import ReportedContactQuerySet
from households.models.cases import Case
from households.querysets import NextStepQuerySet
from partners.models import Organisation
from partners.roles import Section
from veille.core.models import UUIDModel


class NextStep(UUIDModel):
    """The next step of one organisation on a case; writing another ends the one before."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="next_steps", verbose_name="dossier")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    what = models.CharField("prochaine échéance", max_length=160)
    due_on = models.DateField("pour le", null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="notée par")
    written_at = models.DateTimeField(auto_now_add=True)
    done_on = models.DateField("faite le", null=True, blank=True)

    objects = NextStepQuerySet.as_manager()
    section = Section.STATE

    personal = ("what",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "prochaine échéance"
        verbose_name_plural = "prochaines échéances"
        ordering = ["due_on", "written_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(done_on=None),
                name="next_step_one_open",
                violation_error_message="Quelqu’un de votre organisme vient de changer cette échéance : relisez-la.",
            )
        ]


class ReportedContact(UUIDModel):
    """A day on which an organisation met the household, taken from its own table: no visit is noted for it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reported_contacts", verbose_name="dossier")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    happened_on = models.DateField("dernier contact le")

    objects = ReportedContactQuerySet.as_manager()
    section = Section.INTERVENTIONS

    personal = ()
    keep = "avec le dossier"
    outlives_its_case = True

    class Meta:
        verbose_name = "contact repris d’un tableau"
        verbose_name_plural = "contacts repris d’un tableau"
        ordering = ["-happened_on", "id"]
        indexes = [models.Index(fields=["case", "-happened_on"], name="reported_contact_by_case")]
