"""Which funding plans the actor opens: whole ones for who runs the dispositif, else those she has a share in."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from partners.object_rights import may, roles_with
from veille.core.actor import Actor

WHOLE = roles_with("funding_plan", "R", scope=None)
BY_FUNDING = roles_with("funding_plan", "R", scope="own share") | roles_with("funding_plan", "R", scope="its grants")
BY_LINE = roles_with("funding_plan", "R", scope="own lines")


def whole_dispositifs(actor: Actor) -> list:
    """The dispositifs whose plans she reads to the last line."""
    return [m.dispositif_id for m in actor.memberships_as(*WHOLE) if m.dispositif_id]


class FundingPlanQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor):
        shares = self._lines().own(actor).filter(volet__plan=OuterRef("pk"))
        return self.filter(Q(dispositif__in=whole_dispositifs(actor)) | Exists(shares))

    def with_list_data(self):
        return self.select_related("dispositif").prefetch_related("volets").order_by("dispositif__name", "-version")

    def _lines(self):
        volet = self.model._meta.get_field("volets").related_model
        return volet._meta.get_field("lines").related_model.objects.all()


class BudgetLineQuerySet(models.QuerySet):
    def own(self, actor: Actor):
        """The lines of the actor's organisation, by what it funds or carries."""
        reasons = Q(pk__in=())
        if actor.has_role(*BY_FUNDING):
            reasons |= Q(fundings__funder=actor.organisation_id)
        if actor.has_role(*BY_LINE):
            reasons |= Q(carrier=actor.organisation_id)
        return self.filter(reasons).distinct()

    def with_fundings(self):
        """What the figures read of each line."""
        return self.prefetch_related("fundings")


class TimeEntryQuerySet(models.QuerySet):
    """Half-days declared: hers; for a manager, those of her organisation; for a pilot, those of her dispositif."""

    def visible_to(self, actor: Actor):
        piloted = [m.dispositif_id for m in actor.memberships_as(*roles_with("time_entries", "R", scope=None))]
        reasons = Q(dispositif__in=[pk for pk in piloted if pk])
        if actor.has_role(*roles_with("time_entries", "W", scope="own")):
            reasons |= Q(organisation=actor.organisation_id)
        elif may(actor, "time_entries", "W"):
            reasons |= Q(organisation=actor.organisation_id, user=actor.user_id)
        return self.filter(reasons)
