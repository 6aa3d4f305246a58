"""Spreadsheets from outside, read behind bounds: `read(file)` gives a table or says in French why not.

XLSX, ODS and CSV. Nothing of the file is believed before it was counted: an archive is inflated
piece by piece, its cells are counted without being kept, and only the parts that matter are handed
on (`archives`, `cells_xlsx`, `cells_ods`); a text is recognised before it is cut (`dialects`).
"""

from veille.core.spreadsheets.reading import digest_of, read
from veille.core.spreadsheets.refusal import Refused
from veille.core.spreadsheets.table import Row, Table
from veille.core.spreadsheets.values import (
    Unreadable,
    as_bool,
    as_date,
    as_decimal,
    as_integer,
    as_month,
    as_text,
)

__all__ = [
    "Refused",
    "Row",
    "Table",
    "Unreadable",
    "as_bool",
    "as_date",
    "as_decimal",
    "as_integer",
    "as_month",
    "as_text",
    "digest_of",
    "read",
]
