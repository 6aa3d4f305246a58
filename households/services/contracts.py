"""The number under which a landlord knows the lease of a household."""

from django.db import transaction

from households.models import HousingPeriod
from veille.core import audit
from veille.core.actor import Actor


@transaction.atomic
def set_contract_number(*, period: HousingPeriod, contract_number: str, by: Actor) -> HousingPeriod:
    """Note the contract of a situation that has none yet: the monthly balances find the file by it."""
    period.contract_number = contract_number
    period.full_clean()
    period.save(update_fields=["contract_number"])
    audit.record("housing.contract_noted", period, by=by)
    return period
