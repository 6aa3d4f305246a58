"""Visits and reviews in and out, for teams who must keep a record elsewhere: the same columns both ways."""

from accompaniment.visit_tables.importing import VisitImporter
from households.importing import Importer


def importers() -> list[Importer]:
    return [VisitImporter()]
