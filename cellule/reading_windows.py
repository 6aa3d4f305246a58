"""How long the members of an instance read the papers of a session once it is closed."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from partners.models import DispositifVersion, Instance
from veille.core import clock


def days_after(instances: Iterable[Instance]) -> dict[UUID, int]:
    """Instance → days, by the rules in force today: two small queries however many instances."""
    instances = list(instances)
    versions = DispositifVersion.objects.filter(dispositif__in={instance.dispositif_id for instance in instances})
    latest = dict(
        versions.order_by("dispositif", "-number").distinct("dispositif").values_list("dispositif", "pk"),
    )
    return {instance.pk: _days(latest[instance.dispositif_id], instance.code) for instance in instances}


@lru_cache(maxsize=256)
def _days(version: UUID, code: str) -> int:
    """A version never changes: it is read once in each process."""
    return DispositifVersion.objects.get(pk=version).configuration.instance(code).sheet_days_after


def last_day_of_reading(session) -> date | None:
    """Until when a member reads the sheets of a closed session; nothing while it is not closed."""
    if session.closed_at is None:
        return None
    return session.closed_at.astimezone(clock.PARIS).date() + timedelta(
        days=days_after([session.instance])[session.instance_id]
    )
