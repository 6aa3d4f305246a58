"""Who reads the documents of a file: the level of each, as for a note; a version, a letter follow their document."""

from django.db import models

from households.levelled import LevelledQuerySet
from veille.core.actor import Actor


class DocumentQuerySet(LevelledQuerySet):
    """Documents of visible cases whose level is open to one of the actor's roles."""

    def standing(self):
        """Without those that were withdrawn."""
        return self.filter(withdrawn_on=None)


class OfDocumentQuerySet(models.QuerySet):
    """Rows that hang on a document: never more open than it is today, whatever its level was then."""

    def visible_to(self, actor: Actor):
        document_model = self.model._meta.get_field("document").related_model
        return self.filter(document__in=document_model.objects.visible_to(actor).values("pk"))
