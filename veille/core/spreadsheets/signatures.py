"""What a file is, from its bytes: its name and its declared type are never believed."""

from enum import Enum

from veille.core.spreadsheets import refusal
from veille.core.spreadsheets.archives import Archive
from veille.core.spreadsheets.refusal import Refused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Pictures, programs, documents and other archives that were given a name of table.
_OTHERS = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"{\\rtf", b"Rar!", b"7z\xbc\xaf",
    b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x00\x00\x01\x00", b"II*\x00", b"MM\x00*", b"RIFF", b"ID3", b"#!",
)  # fmt: skip
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<body", b"<svg", b"<script", b"<meta", b"<style")
_ODS_MIME = b"application/vnd.oasis.opendocument.spreadsheet"


class Kind(Enum):
    """What can be read."""

    XLSX = "xlsx"
    ODS = "ods"
    TEXT = "text"


def is_archive(content: bytes) -> bool:
    return content.startswith(_ZIP)


def check_text(content: bytes) -> None:
    """Refuse what is no text of columns, each with its own sentence."""
    if content.startswith(_OLE):
        raise Refused(refusal.PROTECTED if _ENCRYPTED_PACKAGE in content else refusal.OLD_EXCEL)
    if content.startswith(_OTHERS):
        raise Refused(refusal.UNKNOWN)
    start = content[:1_000].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"").lower()
    if start.startswith(_MARKUP):
        raise Refused(refusal.WEB_PAGE)


def kind_of(archive: Archive) -> Kind:
    """Excel's or LibreOffice's; refused when it holds programs, or is neither."""
    names = {name.lower() for name in archive.names}
    if any(name.endswith("vbaproject.bin") for name in names) or _holds_basic(names):
        raise Refused(refusal.MACROS)
    if "xl/workbook.bin" in names:
        raise Refused(refusal.BINARY_EXCEL)
    if "xl/workbook.xml" in archive:
        return Kind.XLSX
    if "content.xml" in archive and "mimetype" in archive and archive.small_part("mimetype").startswith(_ODS_MIME):
        return Kind.ODS
    raise Refused(refusal.UNKNOWN)


def _holds_basic(names: set[str]) -> bool:
    """LibreOffice writes empty libraries beside a workbook; a module in one of them is a program."""
    written = {name for name in names if name.startswith(("basic/", "scripts/")) and not name.endswith("/")}
    return any(not name.endswith(("script-lc.xml", "script-lb.xml")) for name in written)
