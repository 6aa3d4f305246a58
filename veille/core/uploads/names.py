"""What the name of a file may be. It is shown back to people, and never used as a path."""

import unicodedata

from veille.core.uploads import bounds, refusal
from veille.core.uploads.kinds import FileKind
from veille.core.uploads.refusal import Refused

_EXTENSIONS = {
    FileKind.PDF: {"pdf", ""},
    FileKind.JPEG: {"jpg", "jpeg", "jfif", "png", ""},  # telephones and messengers mix the two up
    FileKind.PNG: {"jpg", "jpeg", "jfif", "png", ""},
    FileKind.DOCX: {"docx", ""},
    FileKind.XLSX: {"xlsx", ""},
    FileKind.ODT: {"odt", ""},
    FileKind.ODS: {"ods", ""},
    FileKind.TEXT: {"txt"},
    FileKind.CSV: {"csv"},
}
# What a system runs or a browser shows, wherever it stands in the name: « facture.pdf.exe », « facture.exe.pdf ».
_RUNNING = frozenset(
    {
        "exe",
        "com",
        "bat",
        "cmd",
        "scr",
        "pif",
        "msi",
        "dll",
        "jar",
        "js",
        "mjs",
        "vbs",
        "vbe",
        "wsf",
        "hta",
        "ps1",
        "sh",
    }
    | {"py", "php", "lnk", "url", "reg", "html", "htm", "xhtml", "shtml", "mht", "mhtml", "svg", "svgz", "xml", "xsl"}
    | {"swf", "docm", "dotm", "xlsm", "xltm", "xlsb", "pptm", "apk", "dmg", "iso", "img", "app", "desktop"}
)
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
_LONGEST_EXTENSION = 5


def check(name: str) -> str:
    """The name as it is kept; refused when it lies about itself."""
    name = unicodedata.normalize("NFC", name).strip()
    if not name or len(name) > bounds.NAME_LENGTH:
        raise Refused(refusal.BAD_NAME)
    if any(unicodedata.category(character) in _INVISIBLE for character in name):
        raise Refused(refusal.BAD_NAME)
    if any(mark in name for mark in "/\\:<>|") or name.startswith(".") or ".." in name:
        raise Refused(refusal.BAD_NAME)
    if _RUNNING & {part.strip().lower() for part in name.split(".")[1:]}:
        raise Refused(refusal.RUNS)
    return name


def extension(name: str) -> str:
    """What follows the last full stop, when it looks like an extension (« M. Dupont » has none)."""
    last = name.rpartition(".")[2].lower() if "." in name else ""
    return last if last.isascii() and last.isalnum() and len(last) <= _LONGEST_EXTENSION else ""


def agree(name: str, kind: str) -> bool:
    """Whether the name announces what was found."""
    return extension(name) in _EXTENSIONS[FileKind(kind)]
