"""What a person has in the files for some hours only; read with her memberships, so that it costs no query."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from households.models import EmergencyAccess


def hours(now: Any) -> dict[str, Any]:
    """Column of her memberships → the cases that an emergency opens to her now in that organisation."""
    opened = EmergencyAccess.objects.current(now).filter(user=OuterRef("user"), organisation=OuterRef("organisation"))
    return {"emergency_cases": ArraySubquery(opened.order_by("opened_at").values("case"))}
