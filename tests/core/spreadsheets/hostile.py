"""Files that must not be read: bombs, lies, disguises, wrecks. Each with the sentence it is refused by."""

import io
import struct
import zipfile
import zlib

from tests.core.spreadsheets.made import (
    MAIN,
    ODS_MIME,
    ods,
    ods_cell,
    ods_rows,
    parts_of,
    sheet_xml,
    with_sheet,
    xlsx,
    zipped,
)
from tests.core.spreadsheets.made import changed as altered
from veille.core.spreadsheets import refusal

HONEST = [["Résidence", "Locataire"], ["Les Lilas", "Mme Exemple"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
MEGA = b" " * 1_000_000


def cell(reference: str, value="1", kind="") -> str:
    return f'<c r="{reference}"{kind}><v>{value}</v></c>'


def row(number: int, cells: str) -> str:
    return f'<row r="{number}">{cells}</row>'


def zip_bomb() -> bytes:
    """A hundred and fifty megabytes of spaces in a sheet."""
    return _streamed("xl/worksheets/sheet1.xml", sheet_xml("").encode(), MEGA, 150)


def comment_bomb() -> bytes:
    """Eighty megabytes that hold nothing: under the bound, far too light in the archive."""
    return _streamed("xl/worksheets/sheet1.xml", b"<worksheet><!-- ", MEGA, 80)


def shared_text_bomb() -> bytes:
    return _streamed("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}"><si><t>'.encode(), b"a" * 1_000_000, 60)


def _streamed(name: str, head: bytes, piece: bytes, times: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, content in parts_of(xlsx(HONEST)).items():
            if other != name:
                archive.writestr(other, content)
        with archive.open(name, "w") as part:
            part.write(head)
            for _ in range(times):
                part.write(piece)
    return target.getvalue()


def lying_sizes() -> bytes:
    """The directory announces a hundred bytes; thirty megabytes come out."""
    made = bytearray(_streamed("xl/worksheets/sheet1.xml", b"", MEGA, 30))
    start = made.rindex(b"PK\x01\x02", 0, made.rindex(b"xl/worksheets/sheet1.xml"))
    struct.pack_into("<I", made, start + 24, 100)
    return bytes(made)


def wrong_checksum() -> bytes:
    made = bytearray(xlsx(HONEST))
    start = made.rindex(b"PK\x01\x02", 0, made.rindex(b"xl/workbook.xml"))
    struct.pack_into("<I", made, start + 16, zlib.crc32(b"autre"))
    return bytes(made)


def far_corner() -> bytes:
    """Two cells at two ends: a reader that keeps the rectangle would need gigabytes."""
    return with_sheet(sheet_xml(row(1, cell("A1")) + row(1_048_576, cell("XFD1048576"))))


def wide() -> bytes:
    return with_sheet(sheet_xml(row(1, cell("A1") + cell("XFD1"))))


def one_cell_a_million_times() -> bytes:
    return with_sheet(sheet_xml(row(1, cell("A1") * 1_600_000)))


def text_shown_everywhere() -> bytes:
    """One text of thirty thousand characters, shown ten thousand times."""
    texts = f'<sst xmlns="{MAIN}"><si><t>{"a" * 30_000}</t></si></sst>'
    rows = "".join(row(n, cell(f"A{n}", "0", ' t="s"')) for n in range(1, 10_001))
    return altered(with_sheet(sheet_xml(rows)), xl__sharedStrings_dot_xml=texts)


def entity_bomb() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    dtd = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>'
    return with_sheet(sheet_xml(row(1, '<c r="A1" t="inlineStr"><is><t>&a11;</t></is></c>'), before=dtd))


def file_entity() -> bytes:
    dtd = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    return with_sheet(sheet_xml(row(1, '<c r="A1" t="inlineStr"><is><t>&f;</t></is></c>'), before=dtd))


def depth() -> bytes:
    return with_sheet(sheet_xml("<x>" * 100_000 + "</x>" * 100_000))


def external_links() -> bytes:
    relations = parts_of(xlsx(HONEST))["xl/_rels/workbook.xml.rels"].decode()
    link = (
        '<Relationship Id="rX" Type="http://x/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>'
    )
    return altered(xlsx(HONEST), xl___rels__workbook_dot_xml_dot_rels=relations.replace("</Relationships>", link))


def far_relation() -> bytes:
    relations = parts_of(xlsx(HONEST))["xl/_rels/workbook.xml.rels"].decode()
    return altered(
        xlsx(HONEST),
        xl___rels__workbook_dot_xml_dot_rels=relations.replace(
            'Target="worksheets/sheet1.xml"', 'Target="http://exemple.fr/a.xml" TargetMode="External"'
        ),
    )


def many_sheets() -> bytes:
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 500))
    names = f'xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    return altered(xlsx(HONEST), xl__workbook_dot_xml=f"<workbook {names}><sheets>{sheets}</sheets></workbook>")


def many_parts() -> bytes:
    return altered(xlsx(HONEST), **{f"xl/x{n}": b"" for n in range(3_000)})


def twin_parts() -> bytes:
    target = io.BytesIO(xlsx(HONEST))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("XL/workbook.xml", "<workbook/>")
    return target.getvalue()


def encrypted_part() -> bytes:
    made = bytearray(xlsx(HONEST))
    start = made.rindex(b"PK\x01\x02", 0, made.rindex(b"xl/workbook.xml"))
    made[start + 8] |= 1
    return bytes(made)


def odd_compression() -> bytes:
    return zipped(parts_of(xlsx(HONEST)), compression=zipfile.ZIP_LZMA)


def ods_repeated(attributes: str, row_attributes: str = "") -> bytes:
    filled = f"<table:table-row {row_attributes}>{ods_cell('x', attributes)}</table:table-row>"
    return ods(ods_rows([["a", "b"]]) + filled)


def ods_encrypted() -> bytes:
    manifest = '<m:manifest xmlns:m="x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    return altered(ods(ods_rows(HONEST)), **{"META-INF__manifest_dot_xml": manifest})


def ods_nested() -> bytes:
    return ods("<table:table-row><table:table-cell><table:table/></table:table-cell></table:table-row>")


def ods_program() -> bytes:
    return ods(ods_rows(HONEST), Basic__Standard__Module1_dot_xml="<x/>")


def ods_linked() -> bytes:
    formula = "table:formula=\"of:=['file:///etc/passwd'#$A.A1]\""
    return ods(f"<table:table-row>{ods_cell('x', formula)}{ods_cell('y')}</table:table-row>")


def missing_shared_text() -> bytes:
    return with_sheet(sheet_xml(row(1, cell("A1", "99", ' t="s"'))))


def csv_columns() -> bytes:
    return b";".join([b"a"] * 1_000_000)


FILES = {
    "zip bomb": (zip_bomb, refusal.INFLATES),
    "comment bomb": (comment_bomb, refusal.INFLATES),
    "shared text bomb": (shared_text_bomb, refusal.LONG_TEXT),
    "lying sizes": (lying_sizes, refusal.BROKEN),
    "wrong checksum": (wrong_checksum, refusal.BROKEN),
    "far corner": (far_corner, refusal.TOO_MANY_ROWS),
    "sixteen thousand columns": (wide, refusal.TOO_MANY_COLUMNS),
    "one cell a million times": (one_cell_a_million_times, refusal.INFLATES),
    "text shown everywhere": (text_shown_everywhere, refusal.TOO_MANY_CELLS),
    "entity bomb": (entity_bomb, refusal.FORBIDDEN_XML),
    "entity of a file": (file_entity, refusal.FORBIDDEN_XML),
    "depth": (depth, refusal.FORBIDDEN_XML),
    "external links": (external_links, refusal.OTHER_FILES),
    "sheet elsewhere": (far_relation, refusal.OTHER_FILES),
    "five hundred sheets": (many_sheets, refusal.TOO_MANY_SHEETS),
    "three thousand parts": (many_parts, refusal.INFLATES),
    "twin parts": (twin_parts, refusal.BROKEN),
    "encrypted part": (encrypted_part, refusal.PROTECTED),
    "odd compression": (odd_compression, refusal.BROKEN),
    "cut archive": (lambda: xlsx(HONEST)[:2_000], refusal.BROKEN),
    "archive of nothing": (lambda: zipped({}), refusal.UNKNOWN),
    "word document": (lambda: zipped({"word/document.xml": "<x/>"}), refusal.UNKNOWN),
    "macros": (lambda: altered(xlsx(HONEST), xl__vbaProject_dot_bin=b"x"), refusal.MACROS),
    "binary workbook": (lambda: zipped({"xl/workbook.bin": b"x"}), refusal.BINARY_EXCEL),
    "workbook without relations": (lambda: zipped({"xl/workbook.xml": "<workbook/>"}), refusal.BROKEN),
    "cell beyond any sheet": (lambda: with_sheet(sheet_xml(row(1, cell("ZZZ9999999")))), refusal.BROKEN),
    "cell without sense": (lambda: with_sheet(sheet_xml(row(1, cell("1A")))), refusal.BROKEN),
    "shared text that is not there": (missing_shared_text, refusal.BROKEN),
    "sheet cut short": (lambda: with_sheet(sheet_xml("")[:-20]), refusal.BROKEN),
    "sheet in another encoding": (lambda: with_sheet(sheet_xml("").replace("UTF-8", "UTF-7")), refusal.BROKEN),
    "empty workbook": (lambda: xlsx([]), refusal.EMPTY),
    "titles alone": (lambda: xlsx(HONEST[:1]), refusal.EMPTY),
    "old excel": (lambda: OLE + b"Workbook", refusal.OLD_EXCEL),
    "locked workbook": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), refusal.PROTECTED),
    "ods far repeat": (lambda: ods_repeated('table:number-columns-repeated="9999999"'), refusal.TOO_MANY_CELLS),
    "ods tall repeat": (lambda: ods_repeated("", 'table:number-rows-repeated="1048576"'), refusal.TOO_MANY_ROWS),
    "ods absurd repeat": (lambda: ods_repeated('table:number-columns-repeated="1e99"'), refusal.BROKEN),
    "ods locked": (ods_encrypted, refusal.PROTECTED),
    "ods nested": (ods_nested, refusal.BROKEN),
    "ods program": (ods_program, refusal.MACROS),
    "ods linked": (ods_linked, refusal.OTHER_FILES),
    "ods without content": (lambda: zipped({"mimetype": ODS_MIME}), refusal.UNKNOWN),
    "text document": (lambda: altered(ods(ods_rows(HONEST)), mimetype=ODS_MIME[:-11] + "text"), refusal.UNKNOWN),
    "web page": (lambda: b"<html><table><tr><td>a</td></tr></table></html>", refusal.WEB_PAGE),
    "web page behind a mark": (lambda: b"\xef\xbb\xbf\r\n <!DOCTYPE html><html>", refusal.WEB_PAGE),
    "old xml workbook": (lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', refusal.WEB_PAGE),
    "pdf": (lambda: b"%PDF-1.7\n;\n;", refusal.UNKNOWN),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n;", refusal.UNKNOWN),
    "program": (lambda: b"MZ;a;b", refusal.UNKNOWN),
    "gzip": (lambda: b"\x1f\x8b\x08;a;b", refusal.UNKNOWN),
    "nothing": (lambda: b"", refusal.EMPTY),
    "zeros": (lambda: b"\x00" * 5_000, refusal.EMPTY),
    "zeros in a text": (lambda: b"a;b\n1;\x00\x01\x022\n", refusal.NOT_A_TEXT),
    "bytes of no text": (lambda: b"a;b\n\x81\x8d;\x90\n", refusal.NOT_A_TEXT),
    "utf-16 cut": (lambda: "a;b\n1;2".encode("utf-16")[:-1], refusal.NOT_A_TEXT),
    "quote never closed": (lambda: b'a;b\n"1;2\n3;4\n', refusal.BROKEN),
    "text of a megabyte in a cell": (lambda: b"a;b\n" + b"x" * 1_000_000 + b";2\n", refusal.BROKEN),
    "a million columns": (csv_columns, refusal.TOO_MANY_COLUMNS),
    "sixty thousand lines": (lambda: b"a;b\n" * 60_000, refusal.TOO_MANY_ROWS),
    "one column": (lambda: b"a\nb\nc\n", refusal.ONE_COLUMN),
    "numbers without titles": (lambda: b"1;2\n" * 3, refusal.NO_HEADERS),
    "sixteen megabytes": (lambda: b"a;b\n" * 4_000_000, refusal.TOO_BIG),
}  # fmt: skip
