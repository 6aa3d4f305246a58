"""What becomes of the household: a lease, an end, and where it lives then."""

from datetime import date, timedelta

from households.grants import GrantLevel
from households.models import HousingPeriod
from veille.demonstration.files import File, end_procedure, tenancy
from veille.demonstration.support import End, finish

_SITUATION_AFTER = {
    "evicted": "hosted_third",
    "adapted": "adapted_housing",
    "private_lease": "private_tenant",
    "shelter_return": "emergency_shelter",
    "third_party": "hosted_third",
    "neutral_institution": "care_facility",
}
_NOWHERE = {"neutral_death"}


def sign_lease(file: File, on: date, modality: str = "direct_lease") -> HousingPeriod:
    """The household enters a dwelling: its landlord opens the file from this day."""
    file.housing[-1].ends_on = on - timedelta(days=1)
    file.lease_signed_on = on
    file.grant(file.landlord, GrantLevel.LANDLORD_OF_DWELLING, "Bail signé", on)
    return tenancy(file, on, modality=modality)


def leave_with(file: File, end: End, *, is_watched: bool = False) -> None:
    """End the measure and write down where the household lives from then on."""
    finish(file, end, is_watched=is_watched)
    end_procedure(file, end.on)
    settle(file, end.on, end.outcome)
    _end_stay(file)


def _end_stay(file: File) -> None:
    """A stay lasts as long as the accompaniment that holds it: nobody would look at its term in a closed file."""
    last, kinds = file.housing[-1], file.case.rules.configuration.stay.modalities
    if file.case.closed_on and last.ends_on is None and last.modality in kinds:
        last.ends_on = max(file.case.closed_on, last.starts_on)
        file.end_grant(GrantLevel.LANDLORD_OF_DWELLING, last.ends_on)


def settle(file: File, on: date, outcome: str) -> None:
    """The housing of an outcome; the landlord's grant ends with the lease and never shows the next dwelling."""
    situation = _SITUATION_AFTER.get(outcome)
    if situation is None and outcome not in {*_NOWHERE, "retained_other_social"}:
        return
    file.housing[-1].ends_on = max(on - timedelta(days=1), file.housing[-1].starts_on)
    if outcome == "retained_other_social":
        tenancy(file, on)
        return
    file.end_grant(GrantLevel.LANDLORD_OF_DWELLING, on)
    if situation:
        file.housing.append(file.add(HousingPeriod, situation=situation, starts_on=on))
