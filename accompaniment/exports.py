"""The lists of this package that may be taken away."""

from accompaniment.collective.exports import CollectiveList
from accompaniment.solicitation_exports import SolicitationList
from accompaniment.visit_tables.exporting import VisitList
from veille.core.exports import Listing


def lists() -> list[Listing]:
    return [VisitList(), SolicitationList(), CollectiveList()]
