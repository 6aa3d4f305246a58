"""The tables this package knows how to bring in."""

from households.balances import BalancesImporter
from households.importing import Importer
from households.importing.follow_up import FollowUpImporter


def importers() -> list[Importer]:
    return [FollowUpImporter(), BalancesImporter()]
