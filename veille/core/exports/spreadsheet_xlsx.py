"""XLSX, line by line in constant memory; a text is a text, whatever it begins with."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import BinaryIO

import xlsxwriter

from veille.core.exports.columns import Cell, Column, ColumnKind

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}
_FORMATS = {ColumnKind.AMOUNT: "#,##0.00", ColumnKind.DAY: "dd/mm/yyyy"}
_LAST_FILTERED = 200_000


def write(target: BinaryIO, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    """One sheet, its titles fixed above and ready to be filtered."""
    workbook = xlsxwriter.Workbook(target, _OPTIONS)
    try:
        _fill(workbook, title, columns, rows)
    finally:
        workbook.close()  # lets go of the rows kept on the disk, whatever stopped them


def _fill(workbook: xlsxwriter.Workbook, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    sheet = workbook.add_worksheet(title[:31])
    bold = workbook.add_format({"bold": True, "bottom": 1})
    formats = [workbook.add_format({"num_format": _FORMATS.get(column.kind, "General")}) for column in columns]
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.label, bold)
    line = 0
    for line, row in enumerate(rows, start=1):
        for index, value in enumerate(row):
            _write(sheet, line, index, value, formats[index])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, min(line, _LAST_FILTERED), len(columns) - 1)


def _write(sheet, line: int, index: int, value: Cell, style) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(line, index, value, style)
    elif isinstance(value, int | Decimal):
        sheet.write_number(line, index, value, style)
    else:
        sheet.write_string(line, index, value)
