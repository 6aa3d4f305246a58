"""Write down a difficulty; the last one of a kind is the current one, the former stay."""

from datetime import date

from django.db import transaction

from households.models import Case, Finding
from veille.core import audit, clock
from veille.core.actor import Actor


@transaction.atomic
def record_finding(
    *, case: Case, difficulty: str, severity: int, source: str, by: Actor, is_confided: bool, on: date | None = None
) -> Finding:
    """Note a difficulty with its severity (0–4). `is_confided` keeps it from the landlord."""
    finding = Finding(
        case=case,
        difficulty=difficulty,
        severity=severity,
        source=source,
        found_on=on or clock.today(),
        organisation=by.organisation,
        author=by.user,
        is_confided=is_confided,
    )
    finding.full_clean()
    finding.save()
    audit.record("finding.recorded", finding, by=by, changes={"difficulty": difficulty, "severity": severity})
    return finding
