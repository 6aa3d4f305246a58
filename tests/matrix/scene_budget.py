"""Money of the main file: a line of the household, one of its person, a month of its rent account."""

from decimal import Decimal

from households import services
from households.models import MoneyKind
from households.services.budget import Account, MoneyEntry, lines_version
from tests.cast import Cast, World
from tests.matrix.scene_files import main_case
from veille.core import clock


def build(world: World, cast: Cast) -> dict:
    case, month = main_case(), clock.today().replace(day=1)
    entries = [MoneyEntry(MoneyKind.RESOURCE, "rsa", Decimal(560)), MoneyEntry(MoneyKind.CHARGE, "water", Decimal(20))]
    for person in (None, case.household.people.get(role="reference_person")):
        services.record_budget(
            case=case, person=person, month=month, entries=entries, version=lines_version([]), by=cast.worker
        )
    account = Account(month, Decimal(1240), Decimal(480), Decimal(100), Decimal(250))
    services.record_arrears(case=case, landlord=world.landlord, account=account, by=cast.referent)
    return {"right": case.money_lines.get(person=None, code="rsa").pk}
