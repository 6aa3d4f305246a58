"""Who may decide for an instance between two of its sessions: named, and ended, by who gives its seats."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.models import Entitlement
from partners.models import Instance, Membership
from veille.core import audit
from veille.core.actor import Actor


@transaction.atomic
def entitle(*, instance: Instance, membership: Membership, by: Actor) -> Entitlement:
    """Name somebody; nobody names herself."""
    if membership.user_id == by.user_id:
        raise ValidationError({"person": "On ne s’habilite pas soi-même : demandez-le au pilote ou au secrétariat."})
    entitlement = Entitlement(instance=instance, user=membership.user, organisation=membership.organisation)
    entitlement.full_clean()
    entitlement.save()
    changes = {"instance": str(instance.pk), "user": str(membership.user_id)}
    audit.record("entitlement.given", entitlement, by=by, changes=changes)
    return entitlement


@transaction.atomic
def end_entitlement(*, entitlement: Entitlement, by: Actor) -> None:
    """From her next request on she decides nothing for this instance any more."""
    changes = {"instance": str(entitlement.instance_id), "user": str(entitlement.user_id)}
    audit.record("entitlement.ended", entitlement, by=by, changes=changes)
    entitlement.end_now()
