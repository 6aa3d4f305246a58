"""Who sees the accounts of tenants."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from households.grants import GrantLevel
from households.querysets import SectionQuerySet
from partners.object_rights import may
from partners.roles import Right
from veille.core.actor import Actor


class ArrearsQuerySet(SectionQuerySet):
    """Months of the rent account of a case."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        """A landlord reads the account it keeps: holding the dwelling opens nothing of a former landlord's."""
        open_rows = super().visible_to(actor, at_least)
        accesses = self.model._meta.get_field("case").related_model._meta.get_field("accesses").related_model
        wider = accesses.objects.opening(actor, self.model.section, at_least).exclude(
            level=GrantLevel.LANDLORD_OF_DWELLING
        )
        own = Q(landlord=actor.organisation_id)
        return open_rows.filter(own | Q(Exists(wider.filter(case=OuterRef("case")))))

    def standing(self):
        """What counts today: without the rows that a correction replaced."""
        return self.filter(replaced_on=None)


class TenancyQuerySet(models.QuerySet):
    """Leases of a landlord's file: its own people who refer households, nobody else."""

    def visible_to(self, actor: Actor):
        """A dwelling kept secret has no tenant here, whatever the file says: neither by its number nor by its lease."""
        if not may(actor, "tenants_to_pick", "R"):
            return self.none()
        dwellings = self.model._meta.get_field("landlord").related_model._meta.get_field("dwellings").related_model
        secret = dwellings._default_manager.filter(landlord=OuterRef("landlord"), is_secret=True)
        by_number = secret.filter(reference=OuterRef("dwelling_reference")).exclude(reference="")
        by_lease = secret.filter(periods__contract_number=OuterRef("contract_number"))
        return self.filter(~Exists(by_number), ~Exists(by_lease), landlord=actor.organisation_id)


class TenancyMonthQuerySet(models.QuerySet):
    """Months of these leases, under the same rule."""

    def visible_to(self, actor: Actor):
        tenancies = self.model._meta.get_field("tenancy").related_model
        return self.filter(tenancy__in=tenancies.objects.visible_to(actor).values("pk"))
