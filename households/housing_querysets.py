"""Who sees where the household lives, the procedure, and the time it is held.

Litigation staff read the state of a file at most as « open » or « closed »: of the housing they read the
lease of their own organisation, of the procedure its own steps, of a hold that it stands.
"""

from django.db.models import Exists, OuterRef, Q

from households.choices import HoldState
from households.grants import GrantLevel
from households.querysets import SectionQuerySet
from partners.roles import Right, Section
from veille.core import clock, reference
from veille.core.actor import Actor


class _HousingRule(SectionQuerySet):
    """Rows of the housing, the procedure and what surrounds them."""

    def of_known_files(self, actor: Actor) -> Q:
        """Rows of the cases of which the actor reads the state: everybody but litigation staff."""
        return self._of_open_case(actor, Section.STATE, Right.READ)


class PeriodQuerySet(_HousingRule):
    """Situations of the household."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        """Situations of the sensitive list (hospital, prison…) are confided: the landlord does not read them.

        Litigation staff read the leases of their organisation, never what came before or after.
        """
        open_rows = super().visible_to(actor, at_least)
        ordinary = ~Q(situation__in=reference.sensitive_codes("housing_situation"))
        told = self._of_open_case(actor, Section.CONFIDED, Right.READ)
        own_lease = Q(dwelling__landlord=actor.organisation_id)
        return open_rows.filter(ordinary | told).filter(self.of_known_files(actor) | own_lease)

    def current(self, day):
        return self.filter(starts_on__lte=day).exclude(ends_on__lt=day)


class OfPeriodQuerySet(SectionQuerySet):
    """What was written about a situation is read with it."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        periods = self.model._meta.get_field("period").related_model.objects.visible_to(actor, at_least)
        return self.filter(period__in=periods.values("pk"))


class LeaseQuerySet(_HousingRule):
    """Sliding leases and their reviews: they name who accompanies, which litigation staff do not learn."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        return super().visible_to(actor, at_least).filter(self.of_known_files(actor))


class StayTermQuerySet(LeaseQuerySet):
    """Terms of a temporary stay, under the rule of the leases: read with the situation they belong to."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        periods = self.model._meta.get_field("period").related_model.objects.visible_to(actor, at_least)
        return super().visible_to(actor, at_least).filter(period__in=periods.values("pk"))


class _LandlordsOwn(_HousingRule):
    """What a landlord does: holding the dwelling opens nothing of a former landlord's."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        accesses = self.model._meta.get_field("case").related_model._meta.get_field("accesses").related_model
        wider = accesses.objects.opening(actor, Section.PROCEDURE, at_least).exclude(
            level=GrantLevel.LANDLORD_OF_DWELLING
        )
        own = Q(landlord=actor.organisation_id)
        return super().visible_to(actor, at_least).filter(own | Q(Exists(wider.filter(case=OuterRef("case")))))


class StepQuerySet(_LandlordsOwn):
    """Steps of a procedure."""


class HoldQuerySet(_LandlordsOwn):
    """Times a procedure is held."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        """Litigation staff see one that stands or has stood; that it was asked, or not agreed, says too much."""
        agreed = Q(state__in=[HoldState.AGREED, HoldState.ENDED])
        return super().visible_to(actor, at_least).filter(self.of_known_files(actor) | agreed)

    def standing(self, day=None):
        """Agreed and running on a day, today by default."""
        day = day or clock.today()
        return self.filter(state=HoldState.AGREED, starts_on__lte=day, ends_on__gte=day)

    def unfollowed(self):
        """Those after which nothing comes: neither asked of this landlord, nor agreed by it."""
        same = self.model._base_manager.filter(case=OuterRef("case"), landlord=OuterRef("landlord"))
        later = Q(state=HoldState.ASKED) | Q(state=HoldState.AGREED, ends_on__gt=OuterRef("ends_on"))
        return self.filter(~Exists(same.filter(later)))
