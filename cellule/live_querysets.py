"""What is said around an item while a session is under way: who reads it."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from cellule.querysets import instances_kept_by, instances_seated_at
from veille.core.actor import Actor


class _AroundAnItem(models.QuerySet):
    """Rows that hang on an item of an agenda: never more than the item opens."""

    def _items_seen(self, actor: Actor) -> models.QuerySet:
        return self.model._meta.get_field("item").related_model.objects.visible_to(actor)


class _SaidOfAnItem(_AroundAnItem):
    def counted(self):
        """Of who may still speak: a conflict of interest declared since, here or elsewhere, takes her word back."""
        case = self.model._meta.get_field("case").related_model
        exclusions = case._meta.get_field("exclusions").related_model.objects
        return self.exclude(Exists(exclusions.filter(case=OuterRef("case"), user=OuterRef("given_by"))))


class OpinionQuerySet(_SaidOfAnItem):
    """Opinions: the secretary reads them all, a seat the one of her own organisation, nobody else any."""

    def visible_to(self, actor: Actor):
        kept = Q(item__session__instance__in=instances_kept_by(actor))
        own = Q(item__session__instance__in=instances_seated_at(actor), organisation=actor.organisation_id)
        return self.counted().filter(kept | own, item__in=self._items_seen(actor)).select_related("organisation")


class SessionAdviceQuerySet(_SaidOfAnItem):
    """Advice of the experts: read with the sheet, by who keeps the session or sits there; not by who presents."""

    def visible_to(self, actor: Actor):
        kept = Q(item__session__instance__in=instances_kept_by(actor))
        sheets = self.model._meta.get_field("item").related_model._meta.get_field("sheet").related_model
        sheet = sheets.objects.visible_to(actor).filter(pk=OuterRef("item__sheet"))
        read = kept | Q(Exists(sheet), item__session__instance__in=instances_seated_at(actor))
        return self.counted().filter(read, item__in=self._items_seen(actor)).select_related("organisation")


class WithdrawalQuerySet(_AroundAnItem):
    """Who left the room for an item: known to who keeps the session, so that she asks her to leave."""

    def visible_to(self, actor: Actor):
        kept = Q(item__session__instance__in=instances_kept_by(actor))
        return self.filter(kept, item__in=self._items_seen(actor)).select_related("organisation", "user")

    def standing(self):
        return self.filter(lifted_at=None)
