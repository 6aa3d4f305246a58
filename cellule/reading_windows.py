"""How long the members of an instance read the papers of a session once it is closed."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from cellule.instance_rules import rules_of_each
from partners.models import Instance
from veille.core import clock


def days_after(instances: Iterable[Instance]) -> dict[UUID, int]:
    """Instance → days, by the rules in force today."""
    return {key: rules.sheet_days_after for key, rules in rules_of_each(instances).items()}


def last_day_of_reading(session) -> date | None:
    """Until when a member reads the sheets of a closed session; nothing while it is not closed."""
    if session.closed_at is None:
        return None
    return session.closed_at.astimezone(clock.PARIS).date() + timedelta(
        days=days_after([session.instance])[session.instance_id]
    )
