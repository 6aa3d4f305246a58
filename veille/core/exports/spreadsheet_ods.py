"""ODS, written as it flows: the two libraries that exist keep the whole sheet in memory, twenty seconds and 2 GB."""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from veille.core.exports.columns import Cell, Column

_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_URN = "urn:oasis:names:tc:opendocument:xmlns"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<office:document-content xmlns:office="{_URN}:office:1.0" xmlns:table="{_URN}:table:1.0" '
    f'xmlns:text="{_URN}:text:1.0" xmlns:style="{_URN}:style:1.0" xmlns:number="{_URN}:datastyle:1.0" '
    f'xmlns:fo="{_URN}:xsl-fo-compatible:1.0" office:version="1.3">'
    "<office:automatic-styles>"
    '<number:date-style style:name="jour"><number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
    "</number:date-style>"
    '<style:style style:name="d" style:family="table-cell" style:data-style-name="jour"/>'
    '<style:style style:name="t" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
)
_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<manifest:manifest xmlns:manifest="{_URN}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def write(target: BinaryIO, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    """One sheet."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _MIME, compress_type=zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        with archive.open("content.xml", "w", force_zip64=True) as content:
            content.write(f"{_HEAD}<table:table table:name={quoteattr(title[:31])}>".encode())
            titles = "".join(_text(column.label, ' table:style-name="t"') for column in columns)
            content.write(_row(titles))
            for row in rows:
                content.write(_row("".join(map(_cell, row))))
            content.write(_TAIL.encode())


def _row(cells: str) -> bytes:
    return f"<table:table-row>{cells}</table:table-row>".encode()


def _cell(value: Cell) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        shown = f"<text:p>{value:%d/%m/%Y}</text:p>"
        kind = f'table:style-name="d" office:value-type="date" office:date-value="{value.isoformat()}"'
        return f"<table:table-cell {kind}>{shown}</table:table-cell>"
    if isinstance(value, int | Decimal):
        number = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {number}><text:p>{value}</text:p></table:table-cell>"
    return _text(value)


def _text(value: str, style: str = "") -> str:
    """Each line a paragraph; runs of spaces and tabs are kept by the elements the format has for them."""
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in value.replace("\r\n", "\n").split("\n"))
    return f'<table:table-cell{style} office:value-type="string">{lines}</table:table-cell>'


def _spaced(line: str) -> str:
    return escape(line.replace("\r", " ")).replace("\t", "<text:tab/>").replace("  ", " <text:s/>")
