"""An Excel workbook: its sheets found, its cells counted, and one sheet packed again with what it needs alone.

The pack handed on holds our own description of the workbook: whatever the file says in two places is
read once, here.
"""

import posixpath
import re
import zipfile
from array import array
from dataclasses import dataclass, field
from io import BytesIO

from veille.core.spreadsheets import bounds, refusal
from veille.core.spreadsheets.archives import Archive
from veille.core.spreadsheets.extent import Extent
from veille.core.spreadsheets.markup import Attributes, Flow, local
from veille.core.spreadsheets.refusal import Refused

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_TRUE = {"1", "true", "on"}
_OURS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


@dataclass(frozen=True)
class Sheet:
    """A visible sheet and the part that holds it."""

    name: str
    part: str


@dataclass
class Workbook:
    """What the directory of the workbook says."""

    sheets: list[Sheet] = field(default_factory=list)
    is_1904: bool = False
    strings: str = ""
    styles: str = ""


def position(reference: str) -> tuple[int, int]:
    """« C12 » → (12, 3); refused when no sheet has such a place."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise Refused(refusal.BROKEN)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    if row > bounds.LAST_ROW or column > bounds.LAST_COLUMN:
        raise Refused(refusal.BROKEN)
    return row, column


class _Relations(Flow):
    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def on_start(self, name: str, attributes: Attributes) -> None:
        if name != "Relationship":
            return
        if attributes.get("TargetMode") == "External" or attributes.get("Type", "").endswith("/externalLink"):
            raise Refused(refusal.OTHER_FILES)
        target = attributes.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        self.targets[attributes.get("Id", "")] = part
        self.kinds[attributes.get("Type", "").rpartition("/")[2]] = part


class _Directory(Flow):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.is_1904 = False

    def on_start(self, name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            self.is_1904 = attributes.get("date1904", "").lower() in _TRUE
        elif name == "sheet":
            if len(self.found) >= bounds.SHEETS:
                raise Refused(refusal.TOO_MANY_SHEETS)
            if attributes.get("state", "visible") == "visible":
                self.found.append((attributes.get("name", ""), local(attributes, "id")))


def workbook_of(archive: Archive) -> Workbook:
    """The visible sheets and where the shared texts and the formats lie."""
    relations, directory = _Relations(), _Directory()
    relations.read([archive.small_part(_RELATIONS)])
    directory.read([archive.small_part(_WORKBOOK)])
    sheets = [Sheet(name, relations.targets.get(key, "")) for name, key in directory.found]
    return Workbook(
        sheets=[sheet for sheet in sheets if "worksheets/" in sheet.part],
        is_1904=directory.is_1904,
        strings=relations.kinds.get("sharedStrings", ""),
        styles=relations.kinds.get("styles", ""),
    )


class SharedTexts(Flow):
    """The length of each shared text: shown a million times, it takes a million times its room."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths = array("L")
        self._length = self._total = 0

    def on_start(self, name: str, attributes: Attributes) -> None:
        if name == "si":
            self._length = 0
        elif name == "t":
            self.listen(True)

    def on_text(self, text: str) -> None:
        self._length += len(text)
        self._total += len(text)
        if self._length > bounds.CELL_TEXT or self._total > bounds.TEXT_BYTES:
            raise Refused(refusal.LONG_TEXT)

    def on_end(self, name: str) -> None:
        if name == "t":
            self.listen(False)
        elif name == "si":
            self.lengths.append(self._length)
            if len(self.lengths) > bounds.CELLS:
                raise Refused(refusal.TOO_MANY_CELLS)


class Cells(Flow):
    """One sheet: how far its values go, where its titles are merged, which cells show an error."""

    def __init__(self, lengths: array) -> None:
        super().__init__()
        self.extent = Extent()
        self.errors: set[tuple[int, int]] = set()
        self._lengths = lengths
        self._row = self._column = 0
        self._kind = self._text = ""

    def on_start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._cell(attributes)
        elif name in {"v", "is"}:
            self._value(name)
        elif name == "row":
            self._row = position(f"A{attributes['r']}")[0] if "r" in attributes else self._row + 1
            self._column = 0
        elif name == "mergeCell":
            self._merged(attributes.get("ref", ""))

    def _cell(self, attributes: Attributes) -> None:
        if "r" in attributes:
            self._row, self._column = position(attributes["r"])
        else:
            self._column += 1
        self._kind = attributes.get("t", "n")

    def _value(self, name: str) -> None:
        self.extent.reach(max(self._row, 1), max(self._column, 1))
        if self._kind == "e":
            self.errors.add((self._row, self._column))
        if name == "is" or self._kind in {"s", "str"}:
            self._text = ""
            self.listen(True)

    def on_text(self, text: str) -> None:
        self._text += text
        if len(self._text) > bounds.CELL_TEXT:
            raise Refused(refusal.LONG_TEXT)

    def on_end(self, name: str) -> None:
        if name not in {"v", "is"} or not self._text:
            return
        self.listen(False)
        self.extent.hold(self._shown_length() if self._kind == "s" and name == "v" else len(self._text))
        self._text = ""

    def _shown_length(self) -> int:
        index = self._text.strip()
        if not (index.isascii() and index.isdigit() and len(index) < 9 and int(index) < len(self._lengths)):
            raise Refused(refusal.BROKEN)
        return self._lengths[int(index)]

    def _merged(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (row, left), (_, right) = position(first), position(last or first)
        self.extent.merge(row, left, right)


class Pack:
    """The workbook written again with one sheet, its shared texts and its formats."""

    def __init__(self, archive: Archive, workbook: Workbook):
        self._archive, self._workbook = archive, workbook
        self._lengths = self._scan_strings()

    def _scan_strings(self) -> array:
        if not self._workbook.strings:
            return array("L")
        texts = SharedTexts()
        texts.read(self._archive.chunks(self._workbook.strings))
        return texts.lengths

    def sheet(self, sheet: Sheet) -> tuple[Cells, bytes]:
        """A sheet counted, with the archive to hand on."""
        cells, packed = Cells(self._lengths), BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
            with target.open("xl/worksheets/sheet1.xml", "w") as part:
                cells.through(self._archive.chunks(sheet.part), part.write)
            self._describe(target)
        return cells, packed.getvalue()

    def _describe(self, target: zipfile.ZipFile) -> None:
        kinds = {"worksheet": "worksheets/sheet1.xml"}
        for kind, part in (("sharedStrings", self._workbook.strings), ("styles", self._workbook.styles)):
            if part:
                kinds[kind] = f"{kind}.xml"
                with target.open(f"xl/{kind}.xml", "w") as copy:
                    Flow().through(self._archive.chunks(part), copy.write)
        target.writestr(_RELATIONS, _relations(kinds))
        target.writestr(_WORKBOOK, _directory(self._workbook.is_1904))
        target.writestr("_rels/.rels", _relations({"officeDocument": _WORKBOOK}))


def _relations(kinds: dict[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{rank}" Type="{_OFFICE}/{kind}" Target="{part}"/>'
        for rank, (kind, part) in enumerate(kinds.items(), start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _directory(is_1904: bool) -> str:
    return (
        f'<workbook xmlns="{_OURS}" xmlns:r="{_OFFICE}"><workbookPr date1904="{int(is_1904)}"/>'
        '<sheets><sheet name="Feuille" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
