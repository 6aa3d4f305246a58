"""Numbers under which the household is known elsewhere."""

from datetime import date

from django.db import transaction

from households.models import Case, ExternalReference
from veille.core import audit, clock
from veille.core.actor import Actor


@transaction.atomic
def record_reference(
    *, case: Case, kind: str, value: str, source: str, by: Actor, valid_until: date | None = None
) -> ExternalReference:
    """Note a number; it belongs to the organisation that wrote it. Raises ValidationError when it is there already."""
    reference = ExternalReference(
        case=case,
        organisation=by.organisation,
        kind=kind,
        value=value,
        source=source,
        noted_on=clock.today(),
        valid_until=valid_until,
    )
    reference.clean_fields()
    reference.save()
    audit.record("reference.recorded", reference, by=by, changes={"kind": kind})
    return reference


@transaction.atomic
def forget_reference(*, reference: ExternalReference, by: Actor) -> None:
    """Take a wrong number off."""
    audit.record("reference.removed", reference, by=by, changes={"kind": reference.kind})
    reference.delete()
