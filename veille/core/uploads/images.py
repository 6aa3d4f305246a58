"""Photos: opened within bounds, turned upright, written anew without anything but their pixels."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, ImageFile, ImageOps

from veille.core.uploads import bounds, refusal
from veille.core.uploads.kinds import FileKind
from veille.core.uploads.refusal import Refused

_FORMATS = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG"}
_QUALITY = 88
# A damaged or hostile picture makes Pillow raise nearly anything.
_FAULTS = (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError, OverflowError, MemoryError)


def clean(content: bytes, kind: str) -> bytes:
    """The picture alone: where and when it was taken, by which telephone, and anything put behind it are gone."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _whole_only():
                return _rewrite(content, _FORMATS[FileKind(kind)])
    except Image.DecompressionBombError as error:
        raise Refused(refusal.TOO_LARGE_IMAGE) from error
    except _FAULTS as error:
        raise Refused(refusal.BROKEN) from error


@contextmanager
def _whole_only() -> Iterator[None]:
    """A picture that stops half-way is refused: WeasyPrint, in the same process, tells Pillow to take them."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _rewrite(content: bytes, name: str) -> bytes:
    with Image.open(BytesIO(content), formats=[name]) as picture:
        width, height = picture.size
        if width * height > bounds.PIXELS or max(width, height) > bounds.SIDE:
            raise Refused(refusal.TOO_LARGE_IMAGE)
        picture.load()
        ImageOps.exif_transpose(picture, in_place=True)  # each copy of a large photo weighs two hundred megabytes
        mode = _plain_mode(picture, name)
        plain = picture if picture.mode == mode else picture.convert(mode)
        plain.info = {}  # comments, profiles and dates are written from there
        written = BytesIO()
        plain.save(written, name, **({"quality": _QUALITY} if name == "JPEG" else {}))
    return written.getvalue()


def _plain_mode(picture: Image.Image, name: str) -> str:
    """Plain colours, with what can be seen through where the format keeps it."""
    if name == "JPEG":
        return "L" if picture.mode == "L" else "RGB"
    return "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"


_START, _SCAN = 0xD8, 0xDA
# Exif and XMP, Photoshop's, comments: what tells where, when and by what a photo was taken. Colours stay.
_TELLING = {0xE1, 0xED, 0xFE}


def without_notes(jpeg: bytes) -> bytes:
    """A JPEG with its very pixels and none of its notes; what is not one is left as it is."""
    if jpeg[:2] != bytes((0xFF, _START)):
        return jpeg
    kept, place = [jpeg[:2]], 2
    while jpeg[place : place + 1] == b"\xff" and jpeg[place + 1 : place + 2] not in (b"", bytes((_SCAN,))):
        end = place + 2 + int.from_bytes(jpeg[place + 2 : place + 4])
        if jpeg[place + 1] not in _TELLING:
            kept.append(jpeg[place:end])
        place = end
    return b"".join([*kept, jpeg[place:]])


PNG = b"\x89PNG\r\n\x1a\n"
_TELLING_CHUNKS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}


def png_without_notes(png: bytes) -> bytes:
    """The same for a PNG: a chunk is its length, its name, its bytes and their sum."""
    kept, place = [png[: len(PNG)]], len(PNG)
    while len(name := png[place + 4 : place + 8]) == 4:
        end = place + 12 + int.from_bytes(png[place : place + 4])
        if name not in _TELLING_CHUNKS:
            kept.append(png[place:end])
        place = end
    return b"".join([*kept, png[place:]])
