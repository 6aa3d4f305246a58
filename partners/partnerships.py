"""Who takes part in a dispositif today."""

from uuid import UUID

from django.db.models import QuerySet

from partners.models import Dispositif, Organisation, Partnership


def partners_of(dispositif: Dispositif | UUID, *parts: str) -> QuerySet[Organisation]:
    """The active organisations that hold one of these parts in a dispositif (any part when none is named)."""
    held = Partnership.objects.current().filter(dispositif=dispositif)
    if parts:
        held = held.filter(part__in=parts)
    return Organisation.objects.filter(is_active=True, pk__in=held.values("organisation")).order_by("sort_name", "id")
