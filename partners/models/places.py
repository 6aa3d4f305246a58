"""Communes, with the associated and delegated ones the field still speaks of (Lomme, Pierrefitte)."""

from django.db import models


class Commune(models.Model):
    """A commune, arrondissement, commune associée or déléguée, by INSEE code."""

    code = models.CharField("code INSEE", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=80)
    sort_name = models.CharField("nom de tri", max_length=80, db_index=True)
    kind = models.CharField("nature", max_length=4)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="commune de rattachement")
    department_code = models.CharField("département", max_length=3)
    region_code = models.CharField("région", max_length=2)
    postal_codes = models.JSONField("codes postaux", default=list)

    personal = ()
    keep = "sans limite : donnée de référence"

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        ordering = ["sort_name", "code"]

    def __str__(self):
        return f"{self.name} ({self.department_code})"
