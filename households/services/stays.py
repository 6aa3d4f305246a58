"""A temporary stay: its first contract, then each renewal; a dated act that says who decided."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from households.housing_due import is_temporary
from households.models import HousingPeriod, StayTerm
from households.versions import STALE, hold_case
from veille.core import audit
from veille.core.actor import Actor
from veille.core.formats import counted, far_date


@transaction.atomic
def set_stay_term(
    *,
    period: HousingPeriod,
    version: str,
    term_on: date,
    decided_on: date,
    decided_by: str,
    by: Actor,
    onward: str = "",
    reason: str = "",
) -> StayTerm:
    """Note until when the stay is agreed: the first time its contract, then one renewal more.

    Beyond what the dispositif provides for, the stay goes on if somebody says why. Raises ValidationError on a
    concurrent renewal, and on a term that no stay can reach.
    """
    hold_case(period.case_id)
    former = list(StayTerm.objects.filter(period=period).order_by("rank"))
    if stay_version(former) != version:
        raise ValidationError(STALE, code="stale")
    _check_term(period, former, term_on)
    _check_rank(period, len(former), reason)
    term = StayTerm(
        case=period.case,
        period=period,
        rank=len(former),
        term_on=term_on,
        decided_on=decided_on,
        decided_by=decided_by,
        onward=onward,
        reason=reason,
        author=by.user,
    )
    term.full_clean()
    term.save()
    audit.record(
        "stay_term.recorded" if term.rank == 0 else "stay_term.renewed", term, by=by, changes={"rank": term.rank}
    )
    return term


def stay_version(terms: list[StayTerm]) -> str:
    """What a form was made from: so many terms."""
    return str(len(terms))


def _check_term(period: HousingPeriod, former: list[StayTerm], term_on: date) -> None:
    if not is_temporary(period, period.case.configuration.stay):
        raise ValidationError("Cette situation n’est pas un séjour temporaire en cours.")
    after = former[-1].term_on if former else period.starts_on
    if term_on <= after:
        raise ValidationError({"term_on": f"Indiquez un terme postérieur au {far_date(after)}."})
    until = period.place.available_until
    if until and term_on > until:
        raise ValidationError({"term_on": f"Le logement n’est disponible que jusqu’au {far_date(until)}."})


def _check_rank(period: HousingPeriod, rank: int, reason: str) -> None:
    allowed = period.case.configuration.stay.renewals
    if rank > allowed and not reason:
        said = counted(allowed, "renouvellement")
        raise ValidationError({"reason": f"Le dispositif prévoit {said} : dites pourquoi le séjour continue."})
