"""Texts and workbooks: an archive counted before it is opened, without macros, nor guests, nor calls outside."""

import posixpath
import re
from collections.abc import Iterator
from itertools import chain
from xml.parsers import expat

from veille.core.spreadsheets import refusal as archive_refusal
from veille.core.spreadsheets.archives import Archive
from veille.core.spreadsheets.refusal import Refused as ArchiveRefused
from veille.core.uploads import refusal
from veille.core.uploads.kinds import FileKind
from veille.core.uploads.refusal import Refused

_MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": FileKind.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": FileKind.XLSX,
}
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": FileKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
}
_TYPES, _MIMETYPE = "[Content_Types].xml", "mimetype"
_MACRO_PARTS = re.compile(
    r"vbaproject|vbadata|macrosheets?/|activex/|^basic/|^scripts?/|\.(bas|cls|vbs|js|xba)$", re.IGNORECASE
)
_GUESTS = re.compile(
    r"embeddings/|(^|/)object ?\d+/|objectreplacements/.*\.bin$|\.(zip|jar|7z|rar|gz|exe|dll|bin|pdf|swf)$",
    re.IGNORECASE,
)
_HARMLESS_BIN = re.compile(r"printersettings\d*\.bin$", re.I)
# Relations that Word or Excel follow by themselves; a link waits for a click.
_FOLLOWED = re.compile(r"/(attachedTemplate|oleObject|frame|subDocument|externalLinkPath|image|aFChunk)$")
# Only where a programme reads an order: people write « la DDE du Pas-de-Calais » in their letters.
_FETCHING = re.compile(r"\b(DDE(AUTO)?|INCLUDE(TEXT|PICTURE))\b|\x1f\s*(LINK|IMPORT|DATABASE)\b", re.I)
_CALLING = re.compile(r"\b(WEBSERVICE|IMAGE|DDE)\s*\(|'(file|smb|ftp|https?):", re.I)
_ORDERS, _FORMULAS, _BEGINS = "instrtext", "f", "\x1f"
# In an open document, what stands outside it is fetched at the opening, but for what waits for a click.
_OUTSIDE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|/|\\\\|\.\./)(?<!data:)", re.I)
_CLICKED = {"a", "area-rectangle", "area-circle", "area-polygon", "form", "button", "template"}
# The main part of a text may bear any name: XML is known by how it begins, in either of its encodings. The scrambled
# fonts of Word begin with any byte.
_MARKUP = re.compile(
    rb"(\xef\xbb\xbf)?\s*<[?!A-Za-z_][^\x00-\x08\x0e-\x1f]{30}"
    rb"|(\xff\xfe)?<\x00[?!A-Za-z_]\x00|(\xfe\xff)?\x00<\x00[?!A-Za-z_]"
)
_TOLD = {archive_refusal.BROKEN: refusal.BROKEN, archive_refusal.PROTECTED: refusal.PROTECTED}


def clean(content: bytes) -> tuple[FileKind, bytes]:
    """The kind of the document and its bytes; refused when it could do anything but be read."""
    try:
        archive = Archive(content)
        _check_names(archive.names)
        kind = _kind_of(archive)
        for name in archive.names:
            _check_part(archive, name)
    except ArchiveRefused as error:
        raise Refused(_TOLD.get(error.messages[0], error.messages[0])) from error
    _check_edges(content)
    return kind, content


def _check_edges(content: bytes) -> None:
    """Nothing stands behind the archive: a second file could be read there (in front, it is no archive for us)."""
    end = content.rfind(b"PK\x05\x06")
    comment = int.from_bytes(content[end + 20 : end + 22], "little")
    if end < 0 or comment or end + 22 != len(content):
        raise Refused(refusal.BROKEN)


def _check_names(names: list[str]) -> None:
    for name in names:
        if name.startswith(("/", "\\")) or "\\" in name or ":" in name or "\x00" in name:
            raise Refused(refusal.BROKEN)
        if ".." in posixpath.normpath(name).split("/"):
            raise Refused(refusal.BROKEN)
        if _MACRO_PARTS.search(name):
            raise Refused(refusal.MACROS)
        if _GUESTS.search(name) and not _HARMLESS_BIN.search(name):
            raise Refused(refusal.EMBEDS)


def _kind_of(archive: Archive) -> FileKind:
    if _TYPES in archive:
        return _open_xml(archive)
    if archive.names[:1] == [_MIMETYPE]:
        kind = _OPEN_DOCUMENTS.get(archive.small_part(_MIMETYPE, most=200).strip())
        if kind and "content.xml" in archive:
            return kind
    raise Refused(refusal.UNKNOWN)


def _open_xml(archive: Archive) -> FileKind:
    types = [attributes.get("ContentType", "") for _, attributes in elements(archive.small_part(_TYPES))]
    if any("macroEnabled" in one or "vbaProject" in one for one in types):
        raise Refused(refusal.MACROS)
    kinds = {_MAIN_PARTS[one] for one in types if one in _MAIN_PARTS}
    if len(kinds) != 1:
        raise Refused(refusal.UNKNOWN)
    return kinds.pop()


def _check_part(archive: Archive, name: str) -> None:
    """Every part is inflated once, under the account of the archive; it is what it holds, whatever its name."""
    if name.lower().endswith(".rels"):
        _check_relations(archive.small_part(name))
        return
    pieces = archive.chunks(name)
    first = next(pieces, b"")
    if name.lower().endswith((".xml", ".vml", ".rdf")) or _MARKUP.match(first):
        _check_markup(chain([first], pieces))
    else:
        _check_start(first)
        for _ in pieces:
            pass  # the account of the archive counts it


def _check_relations(content: bytes) -> None:
    for _, attributes in elements(content):
        outside = attributes.get("TargetMode", "").lower() == "external"
        if outside and _FOLLOWED.search(attributes.get("Type", "")):
            raise Refused(refusal.FETCHES)


def _check_markup(pieces: Iterator[bytes]) -> None:
    """XML without definitions (they inflate, or fetch), without fields that call another programme."""
    orders = _Orders()
    try:
        for piece in pieces:
            orders.parser.Parse(piece, False)
        orders.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused(refusal.BROKEN) from error
    _refuse(_FETCHING, "".join(orders.told[_ORDERS]))
    _refuse(_CALLING, "".join(orders.told[_FORMULAS]))


class _Orders:
    """What a part asks of the programme that opens it, as that programme reads it: whatever the encoding, whole
    though it is cut in several.
    """

    def __init__(self) -> None:
        self.parser, self._heard = _parser(), ""
        self.told: dict[str, list[str]] = {_ORDERS: [], _FORMULAS: []}
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self._read

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2].lower()
        if tag.startswith("dde"):
            raise Refused(refusal.FETCHES)
        if tag == "event-listener":
            raise Refused(refusal.MACROS)
        self._heard = tag if tag in self.told else ""
        if tag == "fldchar":
            self.told[_ORDERS].append(_BEGINS)
        for key, value in attributes.items():
            _check_attribute(tag, key, value)

    def _end(self, name: str) -> None:
        self._heard = ""

    def _read(self, text: str) -> None:
        if self._heard:
            self.told[self._heard].append(text)


def _check_attribute(tag: str, key: str, value: str) -> None:
    prefix, _, key = key.lower().rpartition(":")
    if key == "instr":
        _refuse(_FETCHING, f"{_BEGINS}{value}")
    elif key == "formula":
        _refuse(_CALLING, value)
    elif prefix and key == "href" and tag not in _CLICKED and _OUTSIDE.match(value):
        raise Refused(refusal.FETCHES)


def _refuse(calls: re.Pattern[str], order: str) -> None:
    if calls.search(order):
        raise Refused(refusal.FETCHES)


def _check_start(first: bytes) -> None:
    """A picture or a font, never an archive nor a programme under another name."""
    if first.startswith((b"PK\x03\x04", b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"%PDF", b"Rar!")):
        raise Refused(refusal.EMBEDS)


def elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    """The elements of a small part with their attributes."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, attributes: found.append((name, attributes))
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Refused(refusal.BROKEN) from error
    return found


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse_definitions
    return parser


def _refuse_definitions(*_: object) -> None:
    raise Refused(refusal.BROKEN)
