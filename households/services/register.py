"""The register of an organisation: what data are kept for."""

from django.db import transaction

from households.models import ProcessingPurpose
from veille.core import audit, clock
from veille.core.actor import Actor


@transaction.atomic
def record_purpose(
    *, purpose: str, basis: str, by: Actor, sensitive_exception: str = "", recipients: str = ""
) -> ProcessingPurpose:
    """Write a line of the register, or rewrite the one of this purpose."""
    row = ProcessingPurpose.objects.filter(organisation=by.organisation_id, purpose=purpose).first()
    row = row or ProcessingPurpose(organisation=by.organisation, purpose=purpose)
    row.basis, row.sensitive_exception, row.recipients = basis, sensitive_exception, recipients
    row.recorded_on, row.recorded_by = clock.today(), by.user
    row.full_clean()
    row.save()
    audit.record("register.recorded", row, by=by, changes={"purpose": purpose, "basis": basis})
    return row
