"""Who opens a document: its makers while it is a draft, the partners once it is published."""

from django.db import models
from django.db.models import Q

from partners.models import Dispositif, Partnership
from partners.object_rights import roles_with
from veille.core.actor import Actor


def _scopes(actor: Actor, scope: str | None) -> list:
    """The dispositifs whose drafts her roles read: all of them (None), or the evaluations."""
    roles = roles_with("reports_draft", "R", scope=scope)
    return [m.dispositif_id for m in actor.memberships_as(*roles) if m.dispositif_id]


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor):
        reasons = Q(dispositif__in=_scopes(actor, None)) | Q(
            dispositif__in=_scopes(actor, "evaluation"), kind="evaluation"
        )
        if actor.has_role(*roles_with("reports_published", "R")):
            reasons |= Q(published_at__isnull=False, dispositif__in=self._dispositifs(actor))
        return self.filter(reasons)

    def _dispositifs(self, actor: Actor):
        """Those in which her organisation holds a part, or which she follows."""
        followed = [m.dispositif_id for m in actor.memberships if m.dispositif_id]
        partners = Partnership.objects.current().filter(organisation=actor.organisation_id).values("dispositif")
        return Dispositif.objects.filter(Q(pk__in=followed) | Q(pk__in=partners)).values("pk")

    def with_list_data(self):
        return self.select_related("dispositif", "organisation").order_by("-made_at", "pk")
