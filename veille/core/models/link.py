"""What opens to somebody without an account: one address, one object, some days."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from veille.core import clock
from veille.core.models.base import UUIDModel


class ExternalLink(UUIDModel):
    """A link given to a professional who has no account.

    The token is in the address she got and nowhere else: the row keeps its digest. `purpose` says which pages
    it opens (`link_pages` of the AppConfigs), `object_id` which single object.
    """

    purpose = models.SlugField("ce qu’il ouvre", max_length=40)
    object_id = models.UUIDField("objet")
    digest = models.CharField("empreinte du jeton", max_length=64, unique=True, editable=False)
    given_at = models.DateTimeField("remis le", auto_now_add=True)
    given_by = models.UUIDField("remis par")
    organisation = models.UUIDField("organisme qui le remet")
    expires_at = models.DateTimeField("ouvert jusqu’au")
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    keep = "90 jours après son terme"

    class Meta:
        verbose_name = "lien remis"
        verbose_name_plural = "liens remis"
        ordering = ["-given_at", "id"]
        indexes = [models.Index(fields=["purpose", "object_id"], name="link_by_object")]

    @property
    def open_until(self) -> datetime:
        """Its term as pages tell it: links live in real time, like journals and runs."""
        return clock.told(self.expires_at)

    @property
    def opens(self) -> bool:
        """Whether it still leads somewhere."""
        return self.revoked_at is None and self.expires_at > timezone.now()
