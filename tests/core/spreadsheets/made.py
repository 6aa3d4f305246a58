"""Files made by code as Excel, LibreOffice and hostile hands would make them."""

import io
import zipfile
from datetime import datetime

import xlsxwriter

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ODS_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {"office": "office", "table": "table", "text": "text", "style": "style"}.items()
)


def xlsx(rows, *, options=None, after=None) -> bytes:
    """A workbook of one sheet; `after(workbook, sheet)` adds what a test is about."""
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True, **(options or {})})
    sheet = workbook.add_worksheet("Suivi")
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(line, column, value, day)
            elif value is not None:
                sheet.write(line, column, value)
    if after:
        after(workbook, sheet)
    workbook.close()
    return target.getvalue()


def zipped(parts: dict[str, bytes | str], compression=zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(content: bytes, **parts: bytes | str) -> bytes:
    """The same archive with some parts replaced or added; `__` stands for the slash and `_dot_` for the dot."""
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    return zipped({**parts_of(content), **named})


def sheet_xml(data: str, before: str = "", after: str = "") -> str:
    head = f'<?xml version="1.0" encoding="UTF-8"?>{before}<worksheet xmlns="{MAIN}">'
    return f"{head}<sheetData>{data}</sheetData>{after}</worksheet>"


def with_sheet(xml: str | bytes) -> bytes:
    """An honest workbook whose only sheet was written by hand."""
    return changed(xlsx([["a", "b"], ["c", "d"]]), xl__worksheets__sheet1_dot_xml=xml)


def ods_cell(value, attributes="") -> str:
    if value is None:
        return f"<table:table-cell {attributes}/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, int | float):
        kind, text = f'office:value-type="float" office:value="{value}"', value
    elif isinstance(value, datetime):
        kind, text = f'office:value-type="date" office:date-value="{value:%Y-%m-%d}"', "affichée autrement"
    else:
        kind, text = f'office:value-type="string" {attributes}', value
    return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"


def ods_rows(rows) -> str:
    return "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)


def ods(rows_xml: str, *, others: str = "", styles: str = "", table='table:name="Suivi"', **parts) -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f"<table:table {table}>{rows_xml}</table:table>{others}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zipped({"mimetype": ODS_MIME, "META-INF/manifest.xml": manifest, "content.xml": content, **named})
