"""Who reads the capacity board: each organisation its own lines, the instance's people those of their dispositif."""

from django.db import models
from django.db.models import Q

from cellule.querysets import instances_kept_by
from households.querysets import SectionQuerySet
from partners.object_rights import roles_with
from partners.roles import Right, Section
from veille.core import clock
from veille.core.actor import Actor

_OWN = roles_with("capacity_board", "W", scope="own")
_BOARD = roles_with("capacity_board", "R", scope=None)


def boards_read_by(actor: Actor, dispositif: str = "dispositif") -> Q:
    """The rows of the dispositifs whose whole board she reads: her role is for them, or for an instance of theirs."""
    roles = actor.memberships_as(*_BOARD)
    named = {m.instance.dispositif_id if m.instance_id else m.dispositif_id for m in roles} - {None}
    kept = instances_kept_by(actor).values("dispositif")
    return Q(**{f"{dispositif}__in": named}) | Q(**{f"{dispositif}__in": kept})


class _BoardQuerySet(models.QuerySet):
    owner = ""

    def visible_to(self, actor: Actor):
        """Her organisation's own lines, and whole boards; a landlord does not read what another one has."""
        reasons = boards_read_by(actor)
        if actor.has_role(*_OWN):
            reasons |= Q(**{self.owner: actor.organisation_id})
        return self.filter(reasons)

    def kept_by(self, actor: Actor):
        """Those her organisation declares."""
        if not actor.has_role(*_OWN):
            return self.none()
        return self.filter(**{self.owner: actor.organisation_id})


class PlaceQuerySet(_BoardQuerySet):
    """Places, as operators declare them."""

    owner = "operator"

    def standing(self):
        """The last word of each operator."""
        return self.filter(replaced_on=None)

    def with_list_data(self):
        return self.select_related("operator", "territory", "dispositif").order_by(
            "operator__sort_name", "territory__name", "id"
        )


class DwellingQuerySet(_BoardQuerySet):
    """Dwellings, as landlords say them."""

    owner = "landlord"

    def standing(self):
        """Those that still hold today."""
        return self.filter(withdrawn_on=None, expires_on__gte=clock.today())

    def with_list_data(self):
        return (
            self.select_related("landlord", "territory", "dispositif", "commune", "site")
            .prefetch_related("site__communes")
            .order_by("landlord__sort_name", "territory__name", "dwelling_type", "id")
        )


class WishQuerySet(SectionQuerySet):
    """What a household looks for: read with its housing, by who knows the file and not by a lease alone."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        known = self._cases(actor, Section.STATE, Right.READ)
        return super().visible_to(actor, at_least).filter(case__in=known)

    def last_of(self, case):
        """The one that counts today."""
        return self.filter(case=case).prefetch_related("communes").order_by("-noted_on", "-noted_at", "pk").first()
