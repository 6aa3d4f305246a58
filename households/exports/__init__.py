"""The lists of files that may be taken away."""

from households.exports.files import CaseList
from households.exports.of_files import Accesses, Budgets, RentAccounts
from households.exports.places import PlaceList
from households.exports.tracking import TrackingTable
from veille.core.exports import Listing


def lists() -> list[Listing]:
    return [CaseList(), TrackingTable(), RentAccounts(), Budgets(), Accesses(), PlaceList()]
