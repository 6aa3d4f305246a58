"""The tables this package knows how to bring in."""

from households.balances import BalancesImporter
from households.importing import Importer


def importers() -> list[Importer]:
    return [BalancesImporter()]
