"""Who takes part in a dispositif today."""

from uuid import UUID

from django.db.models import Q, QuerySet

from partners.models import Dispositif, Organisation, Partnership
from veille.core.actor import Actor


def partners_of(dispositif: Dispositif | UUID, *parts: str) -> QuerySet[Organisation]:
    """The active organisations that hold one of these parts in a dispositif (any part when none is named)."""
    held = Partnership.objects.current().filter(dispositif=dispositif)
    if parts:
        held = held.filter(part__in=parts)
    return Organisation.objects.filter(is_active=True, pk__in=held.values("organisation")).order_by("sort_name", "id")


def dispositifs_reached(actor: Actor, *roles: str, named_only: bool = False) -> QuerySet[Dispositif]:
    """The dispositifs where one of these roles of the actor applies.

    A role given inside a dispositif or an instance stays there; one given without place follows the
    organisation in those it is a partner of, unless only a named place counts.
    """
    memberships = actor.memberships_as(*roles)
    places = {m.dispositif_id or (m.instance.dispositif_id if m.instance_id else None) for m in memberships}
    reached = Q(pk__in=places - {None})
    if None in places and not named_only:
        held = Partnership.objects.current().filter(organisation=actor.organisation_id)
        reached |= Q(pk__in=held.values("dispositif")) | Q(carrier=actor.organisation_id)
    return Dispositif.objects.filter(reached)
