"""Write the journal of acts."""

from collections.abc import Iterable

from django.db import models

from veille.core.actor import Actor
from veille.core.models import AuditEvent


def record(name: str, obj: models.Model, *, by: Actor | None, changes: dict | None = None, case=None) -> AuditEvent:
    """Journal one act on `obj`.

    `changes` holds codes and identifiers only, never a text. `case` defaults to the object's own.
    `by=None` is the application itself (a nightly job).
    """
    event = _event(name, obj, by, changes, case)
    event.save(force_insert=True)
    return event


def record_each(name: str, told: Iterable[tuple[models.Model, dict]], *, by: Actor | None) -> None:
    """The same for each file of an act on many, written at once."""
    AuditEvent.objects.bulk_create([_event(name, obj, by, changes) for obj, changes in told])


def _event(name: str, obj: models.Model, by: Actor | None, changes: dict | None, case=None) -> AuditEvent:
    return AuditEvent(
        name=name,
        user=by.user_id if by else None,
        organisation=by.organisation_id if by else None,
        object_type=obj._meta.label_lower,
        object_id=obj.pk,
        case=case.pk if case is not None else getattr(obj, "case_id", None),
        changes=changes or {},
    )
