"""The household's money, month after month."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from households.models.cases import Case
from households.models.people import Person
from households.querysets import SectionQuerySet
from partners.models import Organisation
from partners.roles import Section
from veille.core.models import DatedModel
from veille.core.models.base import ends_after_start, first_of_month


class MoneyKind(models.TextChoices):
    """What a line of the budget is; its code belongs to the list of the same kind."""

    RESOURCE = "resource", "Ressource"
    CHARGE = "charge", "Charge"
    DEBT = "debt", "Dette"


class MoneyLine(DatedModel):
    """A resource, a charge (a month) or a debt (in all), of one person or of the whole household.

    In force from a month on: `starts_on` is its first day, `ends_on` the last day of the last month. A new amount is
    a new line; one noted by mistake keeps its row with `corrected_on`, and counts no more. A right renewed at the same
    amount changes its day, and the line goes on: the history tells amounts.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="money_lines", verbose_name="dossier")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, verbose_name="personne")
    kind = models.CharField("nature", max_length=8, choices=MoneyKind.choices)
    code = models.SlugField("code (liste de sa nature)")
    detail = models.CharField("précision", max_length=80, blank=True)
    amount = models.DecimalField("montant (€), vide si inconnu", max_digits=9, decimal_places=2, null=True, blank=True)
    months = models.PositiveSmallIntegerField("mois de dette", null=True, blank=True)
    proof_seen = models.BooleanField("justificatif vu", default=False)
    granted_until = models.DateField("droit ouvert jusqu’au", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")
    created_at = models.DateTimeField(auto_now_add=True)
    corrected_on = models.DateField("corrigée le", null=True, blank=True)

    objects = SectionQuerySet.as_manager()
    section = Section.MONEY

    personal = ("code", "detail", "amount", "months", "granted_until")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "ligne de budget"
        verbose_name_plural = "lignes de budget"
        ordering = ["kind", "code", "-starts_on", "-created_at", "id"]
        constraints = [
            ends_after_start("money_line_ends_after_start"),
            first_of_month("money_line_starts_on_a_month", "starts_on"),
            models.CheckConstraint(
                name="money_line_amount_not_negative",
                condition=Q(amount=None) | Q(amount__gte=0),
                violation_error_message="Un montant du budget n’est jamais négatif.",
            ),
            models.CheckConstraint(
                name="money_line_granted_is_a_resource",
                condition=Q(granted_until=None) | Q(kind=MoneyKind.RESOURCE),
                violation_error_message="Seule une ressource est un droit ouvert jusqu’à un jour.",
            ),
            models.UniqueConstraint(
                fields=["case", "person", "kind", "code", "detail"],
                name="money_line_one_in_force",
                condition=Q(ends_on=None, corrected_on=None),
                nulls_distinct=False,
                violation_error_message="Cette ligne du budget vient d’être notée : relisez la page.",
            ),
        ]
