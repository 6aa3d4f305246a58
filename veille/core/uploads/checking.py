"""A file from outside, recognised by its bytes, cleaned, and only then received."""

import hashlib
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile

from veille.core.uploads import bounds, images, names, office, office_notes, pdfs, refusal, texts
from veille.core.uploads.kinds import FileKind
from veille.core.uploads.refusal import Refused

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif"}
_OTHER_STARTS = (
    ((b"\xd0\xcf\x11\xe0",), refusal.OLD_OFFICE),
    ((b"{\\rtf",), refusal.RTF),
    ((b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*", b"BM", b"\x00\x00\x01\x00"), refusal.OTHER_IMAGE),
)


@dataclass(frozen=True)
class Received:
    """What is kept of a file: its cleaned bytes, what they are, the name it came under."""

    content: bytes
    kind: FileKind
    original_name: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def receive(upload: UploadedFile) -> Received:
    """Check and clean a file; raises Refused with the sentence its sender reads."""
    if upload.size is None or upload.size > bounds.FILE_BYTES:
        raise Refused(refusal.TOO_BIG)
    return check(upload.name or "", upload.read(bounds.FILE_BYTES + 1))


def check(name: str, content: bytes) -> Received:
    """The same, from a name and bytes."""
    name = names.check(name)
    if len(content) > bounds.FILE_BYTES:
        raise Refused(refusal.TOO_BIG)
    if not content:
        raise Refused(refusal.EMPTY)
    kind, cleaned = _clean(name, content)
    if not names.agree(name, kind):
        raise Refused(refusal.NOT_ITS_NAME)
    return Received(cleaned, kind, name)


def _clean(name: str, content: bytes) -> tuple[FileKind, bytes]:
    if content.startswith(b"%PDF-"):
        return FileKind.PDF, pdfs.clean(content)
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG, images.clean(content, FileKind.JPEG)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG, images.clean(content, FileKind.PNG)
    if content.startswith(b"PK\x03\x04"):
        kind, checked = office.clean(content)
        return kind, office_notes.without_notes(checked)
    _refuse_known(content)
    return _text(name, content)


def _refuse_known(content: bytes) -> None:
    """What is recognised and not accepted is refused by its own name, so that she knows what to do."""
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise Refused(refusal.HEIC)
    for starts, sentence in _OTHER_STARTS:
        if content.startswith(starts):
            raise Refused(sentence)


def _text(name: str, content: bytes) -> tuple[FileKind, bytes]:
    kind = {"txt": FileKind.TEXT, "csv": FileKind.CSV}.get(names.extension(name))
    if kind is None:
        raise Refused(refusal.UNKNOWN if names.extension(name) == "" else refusal.NOT_ITS_NAME)
    return kind, texts.clean(content)
