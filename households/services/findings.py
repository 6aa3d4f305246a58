"""Write down difficulties and strengths; the last word on each is the current one, the former stay."""

from datetime import date

from django.db import transaction

from households.models import Case, Finding, Strength
from partners.models import OrganisationKind
from veille.core import audit, clock, reference
from veille.core.actor import Actor


def confided_by_default(by: Actor, difficulty: str) -> bool:
    """What is told to anybody but a landlord was confided; and so are health, violence and justice, whoever writes."""
    is_landlord = by.organisation.kind == OrganisationKind.LANDLORD
    return not is_landlord or difficulty in reference.sensitive_codes("difficulty")


@transaction.atomic
def record_finding(
    *,
    case: Case,
    difficulty: str,
    severity: int | None,
    source: str,
    by: Actor,
    is_confided: bool,
    on: date | None = None,
) -> Finding:
    """Note a difficulty with its severity (0–4, None: not weighed). `is_confided` keeps it from the landlord."""
    finding = _write(case, by, difficulty, severity, source=source, is_confided=is_confided, on=on)
    audit.record("finding.recorded", finding, by=by, changes={"difficulty": difficulty, "severity": severity})
    return finding


@transaction.atomic
def reassess_findings(
    *, case: Case, former: list[Finding], severities: dict[str, int], source: str, by: Actor, on: date | None = None
) -> list[Finding]:
    """Look again at several difficulties in one act; each stays with those who read it before."""
    written = [
        _write(case, by, one.difficulty, severities[one.difficulty], source=source, is_confided=one.is_confided, on=on)
        for one in former
        if one.difficulty in severities
    ]
    audit.record("findings.reassessed", case, by=by, case=case, changes={"severities": severities})
    return written


def _write(
    case: Case, by: Actor, difficulty: str, severity: int | None, *, source: str, is_confided: bool, on: date | None
) -> Finding:
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
    return finding


@transaction.atomic
def record_strength(
    *,
    case: Case,
    strength: str,
    source: str,
    by: Actor,
    is_confided: bool,
    on: date | None = None,
    detail: str = "",
    holds: bool = True,
) -> Strength:
    """Note what the household can lean on, or (`holds=False`) that it no longer can."""
    row = Strength(
        case=case,
        strength=strength,
        detail=detail,
        holds=holds,
        source=source,
        found_on=on or clock.today(),
        organisation=by.organisation,
        author=by.user,
        is_confided=is_confided,
    )
    row.full_clean()
    row.save()
    audit.record("strength.recorded", row, by=by, changes={"strength": strength, "holds": holds})
    return row
