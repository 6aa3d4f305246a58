"""Any list taken away as a spreadsheet: the list says its columns once, this package does the rest.

A package offers `exports` in its AppConfig: a function that returns its `Listing`s. The page (columns,
format, reason), the file, its journal and its short life are here; what may be read stays with the list.
"""

from veille.core.exports.columns import Column, ColumnKind
from veille.core.exports.listings import Listing, RowListing, listing_named

__all__ = ["Column", "ColumnKind", "Listing", "RowListing", "listing_named"]
