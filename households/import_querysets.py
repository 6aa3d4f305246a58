"""Which imported files a person reaches."""

from django.db import models

from partners.object_rights import roles_with
from veille.core.actor import Actor

# `import`, « W own » (docs/rights/others.csv): into her own organisation's files only.
IMPORTING = roles_with("import", "W", "own")


class ImportQuerySet(models.QuerySet):
    """Files hold names: each is read by who dropped it, for the organisation it was dropped for."""

    def visible_to(self, actor: Actor):
        """Her own files, as long as she may import there."""
        if not actor.has_role(*IMPORTING):
            return self.none()
        return self.filter(organisation=actor.organisation_id, dropped_by=actor.user_id)
