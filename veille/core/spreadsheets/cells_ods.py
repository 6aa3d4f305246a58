"""A LibreOffice workbook: every sheet counted, repeats included, and packed again with its content alone."""

import zipfile
from dataclasses import dataclass, field
from io import BytesIO

from veille.core.spreadsheets import bounds, refusal
from veille.core.spreadsheets.archives import Archive
from veille.core.spreadsheets.extent import Extent
from veille.core.spreadsheets.markup import Attributes, Flow, local
from veille.core.spreadsheets.refusal import Refused

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_CELLS = {"table-cell", "covered-table-cell"}
_FROM_ELSEWHERE = {"dde-link", "dde-source", "table-source", "cell-range-source"}
_MOST_REPEATS = 10_000_000


@dataclass
class Table:
    """One sheet: its name and how far its values go."""

    name: str
    style: str
    extent: Extent = field(default_factory=Extent)


def repeated(attributes: Attributes, name: str) -> int:
    """How many times a row or a cell stands there."""
    text = local(attributes, name, "1")
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= _MOST_REPEATS) or len(text) > 8:
        raise Refused(refusal.BROKEN)
    return int(text)


class Cells(Flow):
    """Every sheet of the workbook; the memory they take is counted together, for they are read together."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.hidden_styles: set[str] = set()
        self._all = Extent()
        self._style = ""
        self._inside = False
        self._row = self._column = self._row_repeats = self._cell_repeats = self._text = 0

    def on_start(self, name: str, attributes: Attributes) -> None:
        if name in _CELLS:
            self._cell(attributes)
        elif name == "table-row":
            self._row_repeats, self._column = repeated(attributes, "number-rows-repeated"), 0
        elif name == "table":
            self._table(attributes)
        elif name in _FROM_ELSEWHERE:
            raise Refused(refusal.OTHER_FILES)
        elif name in {"style", "table-properties"}:
            self._note_style(name, attributes)

    def _note_style(self, name: str, attributes: Attributes) -> None:
        if name == "style":
            self._style = local(attributes, "name")
        elif local(attributes, "display") == "false":
            self.hidden_styles.add(self._style)

    def _table(self, attributes: Attributes) -> None:
        if self._inside:
            raise Refused(refusal.BROKEN)
        if len(self.tables) >= bounds.SHEETS:
            raise Refused(refusal.TOO_MANY_SHEETS)
        self._inside, self._row = True, 0
        self.tables.append(Table(local(attributes, "name"), local(attributes, "style-name")))

    def _cell(self, attributes: Attributes) -> None:
        if not self._inside:
            raise Refused(refusal.BROKEN)
        if "'file:" in local(attributes, "formula"):
            raise Refused(refusal.OTHER_FILES)
        self._cell_repeats, self._text = repeated(attributes, "number-columns-repeated"), 0
        if local(attributes, "value-type"):
            self._reach()
        spanned = repeated(attributes, "number-columns-spanned")
        self.tables[-1].extent.merge(self._row + 1, self._column + 1, self._column + spanned)
        self._text += len(local(attributes, "string-value"))
        self.listen(True)

    def _reach(self) -> None:
        row, column = self._row + self._row_repeats, self._column + self._cell_repeats
        times = self._row_repeats * self._cell_repeats
        for extent in (self.tables[-1].extent, self._all):
            extent.reach(row, column, times)

    def on_text(self, text: str) -> None:
        self._text += len(text)
        if self._text > bounds.CELL_TEXT:
            raise Refused(refusal.LONG_TEXT)

    def on_end(self, name: str) -> None:
        if name in _CELLS:
            self._all.hold(self._text, self._row_repeats * self._cell_repeats)
            self._column += self._cell_repeats
            self.listen(False)
        elif name == "table-row":
            self._row += self._row_repeats
        elif name == "table":
            self._inside = False


def pack(archive: Archive) -> tuple[Cells, bytes]:
    """The sheets counted, with the archive to hand on."""
    if _MANIFEST in archive and b"encryption-data" in archive.small_part(_MANIFEST):
        raise Refused(refusal.PROTECTED)
    cells, packed = Cells(), BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        target.writestr(zipfile.ZipInfo("mimetype"), _MIME)
        target.writestr(_MANIFEST, '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
        with target.open(_CONTENT, "w") as part:
            cells.through(archive.chunks(_CONTENT), part.write)
    return cells, packed.getvalue()
