"""Who reads the documents of a file: the level of each, as for a note; a version, a letter follow their document."""

from django.db import models
from django.db.models import OuterRef, Subquery

from households.levelled import LevelledQuerySet
from veille.core.actor import Actor


class DocumentQuerySet(LevelledQuerySet):
    """Documents of visible cases whose level is open to one of the actor's roles."""

    def standing(self):
        """Without those that were withdrawn."""
        return self.filter(withdrawn_on=None)

    def with_list_data(self):
        """The latest version of each, in the query of the list."""
        files = self.model._meta.get_field("files").related_model._base_manager
        latest = files.filter(document=OuterRef("pk")).order_by("-number")
        columns = {"file_pk": "pk", "file_kind": "kind", "file_size": "size", "file_scan": "scan", "version": "number"}
        found = {name: Subquery(latest.values(column)[:1]) for name, column in columns.items()}
        return (
            self.annotate(**found).select_related("organisation", "author").order_by("-dated_on", "-created_at", "pk")
        )


class OfDocumentQuerySet(models.QuerySet):
    """Rows that hang on a document: never more open than it is today, whatever its level was then."""

    def visible_to(self, actor: Actor):
        document_model = self.model._meta.get_field("document").related_model
        return self.filter(document__in=document_model.objects.visible_to(actor).values("pk"))
