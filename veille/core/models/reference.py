"""Lists that only people read: a code that never changes, a French label."""

from django.db import models

from veille.core.models.base import UUIDModel


class ReferenceList(UUIDModel):
    """One list of the field (`difficulty`, `exit_reason`…)."""

    code = models.SlugField("code", unique=True)
    label = models.CharField("libellé", max_length=120)

    keep = "sans limite : donnée de référence"

    class Meta:
        verbose_name = "liste de référence"
        verbose_name_plural = "listes de référence"
        ordering = ["code"]

    def __str__(self):
        return self.label


class ReferenceItem(UUIDModel):
    """One code of a list. A code is never renamed nor reused; it is switched off."""

    reference_list = models.ForeignKey(ReferenceList, models.CASCADE, related_name="items", verbose_name="liste")
    code = models.SlugField("code")
    label = models.CharField("libellé", max_length=160)
    definition = models.TextField("définition", blank=True)
    position = models.PositiveIntegerField("rang", default=0)
    is_active = models.BooleanField("en usage", default=True)
    valid_from = models.DateField("valable du", null=True, blank=True)
    valid_to = models.DateField("valable jusqu’au", null=True, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="précise")
    is_sensitive = models.BooleanField("demande de la prudence (RGPD art. 9 et 10)", default=False)
    external_codes = models.JSONField("codes d’autres nomenclatures", default=dict, blank=True)

    keep = "sans limite : donnée de référence"

    class Meta:
        verbose_name = "code de référence"
        verbose_name_plural = "codes de référence"
        ordering = ["reference_list__code", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference_list", "code"],
                name="reference_item_once",
                violation_error_message="Ce code existe déjà dans cette liste.",
            )
        ]

    def __str__(self):
        return self.label
