"""Write the journal of acts."""

from django.db import models

from veille.core.actor import Actor
from veille.core.models import AuditEvent


def record(name: str, obj: models.Model, *, by: Actor | None, changes: dict | None = None, case=None) -> AuditEvent:
    """Journal one act on `obj`.

    `changes` holds codes and identifiers only, never a text. `case` defaults to the object's own.
    `by=None` is the application itself (a nightly job).
    """
    return AuditEvent.objects.create(
        name=name,
        user=by.user_id if by else None,
        organisation=by.organisation_id if by else None,
        object_type=obj._meta.label_lower,
        object_id=obj.pk,
        case=case.pk if case is not None else getattr(obj, "case_id", None),
        changes=changes or {},
    )
