"""Read a file whole: recognised, counted, then cut in a table."""

import hashlib
from collections.abc import Iterable, Iterator, Set
from io import BytesIO
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from veille.core.spreadsheets import bounds, cells_ods, cells_xlsx, dialects, headers, refusal, signatures
from veille.core.spreadsheets.archives import Archive
from veille.core.spreadsheets.guards import unguarded
from veille.core.spreadsheets.refusal import Refused
from veille.core.spreadsheets.table import ERROR, Row, Table, Value

Errors = Set[tuple[int, int]]


def digest_of(content: bytes) -> str:
    """What tells the same file again."""
    return hashlib.sha256(content).hexdigest()


def read(file: BinaryIO | bytes, sheet: str = "") -> Table:
    """The table of a file: of the sheet named, else of the first visible one that holds something.

    Raises Refused, a ValidationError whose French sentence says why and what to do.
    """
    content = file if isinstance(file, bytes) else _bounded(file)
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Refused(refusal.EMPTY)
    if len(content) > bounds.FILE_BYTES:
        raise Refused(refusal.TOO_BIG)
    if not signatures.is_archive(content):
        return _text(content)
    archive = Archive(content)
    reader = _xlsx if signatures.kind_of(archive) is signatures.Kind.XLSX else _ods
    return reader(archive, sheet)


def _bounded(file: BinaryIO) -> bytes:
    """Never more than the bound and one byte, whatever the file says of its size."""
    file.seek(0)
    return file.read(bounds.FILE_BYTES + 1)


def _text(content: bytes) -> Table:
    signatures.check_text(content)
    grid = dialects.grid_of(content)
    if all(len(row) < 2 for row in grid):
        raise Refused(refusal.ONE_COLUMN if grid else refusal.EMPTY)
    return _table(_numbered([map(unguarded, line) for line in grid]), frozenset())


def _xlsx(archive: Archive, wanted: str) -> Table:
    workbook = cells_xlsx.workbook_of(archive)
    pack = cells_xlsx.Pack(archive, workbook)
    for sheet in workbook.sheets:
        if wanted and sheet.name != wanted:
            continue
        cells, packed = pack.sheet(sheet)
        if cells.extent.rows:
            names = tuple(found.name for found in workbook.sheets)
            grid = _grid(packed, 0, cells.errors)
            merged = frozenset(cells.extent.merged)
            return _table(grid, merged, sheet=sheet.name, sheets=names, is_1904=workbook.is_1904)
    raise Refused(refusal.EMPTY)


def _ods(archive: Archive, wanted: str) -> Table:
    cells, packed = cells_ods.pack(archive)
    shown = [(i, t) for i, t in enumerate(cells.tables) if t.style not in cells.hidden_styles]
    for index, table in shown:
        if table.extent.rows and wanted in {"", table.name}:
            names = tuple(found.name for _, found in shown)
            grid = _grid(packed, index, set())
            return _table(grid, frozenset(table.extent.merged), sheet=table.name, sheets=names)
    raise Refused(refusal.EMPTY)


def _grid(packed: bytes, index: int, errors: Errors) -> list[Row]:
    """The values of one sheet, each line under its own number."""
    try:
        with CalamineWorkbook.from_object(_stream(packed)) as workbook:
            sheet = workbook.get_sheet_by_index(index)
            top = sheet.start[0] if sheet.start else 0
            rows = list(_numbered(sheet.to_python(skip_empty_area=False), errors))
            return rows[top:]
    except PasswordError as error:
        raise Refused(refusal.PROTECTED) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise Refused(refusal.BROKEN) from error


def _stream(packed: bytes):
    return BytesIO(packed)


def _numbered(grid: Iterable[Iterable[Value]], errors: Errors = frozenset()) -> Iterator[Row]:
    """Lines under their numbers, empty cells as None; a failed formula says so."""
    for number, line in enumerate(grid, start=1):
        values = tuple(map(_value, line))
        if errors:
            values = tuple(ERROR if (number, i) in errors else v for i, v in enumerate(values, start=1))
        yield Row(number, values)


def _value(value: Value) -> Value:
    if isinstance(value, str):
        return value.strip().replace("\x00", "") or None
    return value


def _table(lines: Iterable[Row], merged: headers.Merged, **facts) -> Table:
    grid = [row for row in lines if headers.filled(row.values)]
    width = max((len(row.values) for row in grid), default=0)
    grid = [Row(row.number, row.values + (None,) * (width - len(row.values))) for row in grid]
    titles, header_row, below = headers.find_titles(grid, merged)
    rows, totals = headers.set_totals_apart(below)
    if not rows:
        raise Refused(refusal.EMPTY)
    used = headers.used_columns(titles, rows)
    return Table(
        headers=tuple(headers.named_once(titles[index] for index in used)),
        rows=tuple(Row(row.number, tuple(row.values[index] for index in used)) for row in rows),
        header_row=header_row,
        totals=totals,
        **facts,
    )
