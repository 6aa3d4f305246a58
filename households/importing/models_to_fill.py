"""The tables this application hands out: an empty model with the right titles, the messages of a dry run."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import xlsxwriter

from households.importing.fields import Field, Kind
from households.importing.importer import Importer
from veille.core.exports import Column, ColumnKind, spreadsheet_xlsx

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}
_HEADS = ("Colonne", "Nécessaire", "Ce qu’on y écrit", "Valeurs possibles")
_FORMATS = {Kind.DAY: "dd/mm/yyyy", Kind.AMOUNT: "#,##0.00", Kind.MONTH: "mm/yyyy", Kind.TEXT: "@"}


def model_of(importer: Importer) -> bytes:
    """A sheet with the titles alone, each column in its format, and a second one that says how to fill it."""
    target = BytesIO()
    workbook = xlsxwriter.Workbook(target, _OPTIONS)
    bold = workbook.add_format({"bold": True, "bottom": 1})
    sheet, guide = workbook.add_worksheet("À remplir"), workbook.add_worksheet("Mode d’emploi")
    for index, field in enumerate(importer.fields):
        style = workbook.add_format({"num_format": _FORMATS.get(field.kind, "General")})
        sheet.set_column(index, index, max(len(field.label) + 4, 14), style)
        sheet.write_string(0, index, field.label, bold)
    sheet.freeze_panes(1, 0)
    guide.set_column(0, 3, 32)
    for line, row in enumerate((_HEADS, *map(_guide, importer.fields))):
        guide.write_row(line, 0, row, bold if line == 0 else None)
    workbook.close()
    return target.getvalue()


def _guide(field: Field) -> tuple[str, str, str, str]:
    values = " ; ".join(label for _, label in field.accepted())
    return field.label, "oui" if field.is_required else "non", field.help or field.kind.value, values


def messages_of(lines: Iterable[dict[str, Any]]) -> bytes:
    """One row a message."""
    columns = [
        Column("line", "Ligne", lambda row: row[0], ColumnKind.NUMBER, width=8),
        Column("column", "Colonne", lambda row: row[1], width=28),
        Column("what", "Message", lambda row: row[2], width=90),
        Column("stops", "Empêche l’import", lambda row: row[3], ColumnKind.YES_NO, width=18),
    ]
    rows = [(line["number"], m["column"], m["text"], not m["is_remark"]) for line in lines for m in line["messages"]]
    target = BytesIO()
    spreadsheet_xlsx.write(target, "Messages", columns, ([column.cell(row) for column in columns] for row in rows))
    return target.getvalue()
