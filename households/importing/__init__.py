"""Tables brought in: columns related once and remembered, a dry run, then all or nothing.

A package offers `importers` in its AppConfig: a function that returns its `Importer`s. Each says its
fields and what a row becomes; the file, its mapping, its messages and its run are here.
"""

from households.importing.fields import Choices, Field, Kind, Problem
from households.importing.importer import (
    Checked,
    Importer,
    Outcome,
    Values,
    Work,
    blocking,
    importer_for,
    importers_for,
)

__all__ = [
    "Checked",
    "Choices",
    "Field",
    "Importer",
    "Kind",
    "Outcome",
    "Problem",
    "Values",
    "Work",
    "blocking",
    "importer_for",
    "importers_for",
]
