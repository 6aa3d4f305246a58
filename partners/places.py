"""Where a dispositif works."""

from uuid import UUID

from partners.models import Commune


def departments_of(dispositif: UUID, territory: UUID | None) -> set[str]:
    """The departments of a territory; without one, of every territory of the dispositif."""
    if territory:
        communes = Commune.objects.filter(territories=territory)
    else:
        communes = Commune.objects.filter(territories__dispositif=dispositif)
    return set(communes.order_by("department_code").values_list("department_code", flat=True))
