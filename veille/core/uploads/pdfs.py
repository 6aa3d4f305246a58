"""PDF: everything reachable is walked, then the document is written anew; what was not walked is not kept."""

import logging
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from veille.core.uploads import bounds, images, refusal
from veille.core.uploads.refusal import Refused

# pypdf quotes what it reads: nothing of a paper reaches a log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_ACTING_KEYS = {"/JS", "/JavaScript", "/AA", "/XFA", "/RichMedia", "/RichMediaContent", "/Launch"}
_GUEST_KEYS = {"/EmbeddedFiles", "/EmbeddedFile", "/EF", "/AF", "/Collection"}
# A link to a page or to a site waits for a click; these do something, or lead to another file.
_LOUD_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/ResetForm",
    "/GoToE",
    "/GoToR",
    "/Thread",
} | {"/Rendition", "/Movie", "/Sound", "/Hide", "/SetOCGState", "/Trans", "/GoTo3DView", "/RichMediaExecute"}
_QUIET_ACTIONS = {None, "/GoTo", "/Named"}
_FLATE = {"/FlateDecode", "/Fl"}
_INFLATING = _FLATE | {"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
_SPELLING = {"/ASCIIHexDecode", "/AHx", "/ASCII85Decode", "/A85"}
_PICTURES = {"/DCTDecode", "/DCT", "/JPXDecode", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode"}
_NOTES = ("/Metadata", "/PieceInfo", "/LastModified")
_JPEG = {"/DCTDecode", "/DCT"}
_GUEST_TYPES = {"/EmbeddedFile", "/Filespec"}
_LOUD_NOTES = {"/FileAttachment", "/Movie", "/Sound", "/Screen", "/3D", "/RichMedia"}


def clean(content: bytes) -> bytes:
    """The same pages, without author, history, programme nor guest."""
    try:
        return _rewrite(content)
    except Refused:
        raise
    except Exception as error:  # a broken or hostile PDF makes its reader raise nearly anything
        raise Refused(refusal.BROKEN) from error


def _rewrite(content: bytes) -> bytes:
    reader = PdfReader(BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused(refusal.PROTECTED)
    if not 0 < len(reader.pages) <= bounds.PDF_PAGES:
        raise Refused(refusal.TOO_LONG if reader.pages else refusal.BROKEN)
    writer = PdfWriter(clone_from=reader)
    _check(writer)
    _forget_notes(writer)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _forget_notes(writer: PdfWriter) -> None:
    """Author, history, and what a telephone wrote in the pictures of a scan; nothing of it stays unattached."""
    writer.metadata = None
    for item in _walk(writer.root_object):
        for key in _NOTES:
            item.pop(key, None)
        if isinstance(item, StreamObject) and set(_filters(item)) <= _JPEG:
            item._data = images.without_notes(item._data)
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)


def _filters(item: StreamObject) -> list[str]:
    filters: Any = _said(item, "/Filter")
    return [str(one.get_object()) for one in filters] if isinstance(filters, ArrayObject) else [str(filters)]


def _said(item: DictionaryObject, key: str) -> Any:
    """What a key says, in its place or written elsewhere: a reader follows it there."""
    value = item.get(key)
    return None if value is None else value.get_object()


def _check(writer: PdfWriter) -> None:
    inflated = 0
    _check_opening(writer.root_object)
    for count, item in enumerate(_walk(writer.root_object)):
        if count > bounds.PDF_OBJECTS:
            raise Refused(refusal.INFLATES)
        _check_dictionary(item)
        if isinstance(item, StreamObject):
            inflated += _inflated(item, bounds.PDF_INFLATED - inflated)


def _walk(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every dictionary reachable from the root, once, without recursion."""
    seen: set[int] = set()
    waiting: list[Any] = [root]
    while waiting:
        item = waiting.pop().get_object()
        if id(item) in seen or not isinstance(item, DictionaryObject | ArrayObject):
            continue
        seen.add(id(item))
        if isinstance(item, DictionaryObject):
            yield item
            waiting.extend(item.values())
        else:
            waiting.extend(item)


def _check_dictionary(item: DictionaryObject) -> None:
    keys = set(item)
    if keys & _ACTING_KEYS:
        raise Refused(refusal.ACTS)
    if keys & _GUEST_KEYS or _said(item, "/Type") in _GUEST_TYPES:
        raise Refused(refusal.EMBEDS)
    if _said(item, "/Subtype") in _LOUD_NOTES or _said(item, "/S") in _LOUD_ACTIONS:
        raise Refused(refusal.ACTS)
    if isinstance(item, StreamObject) and "/F" in keys:  # its bytes would be fetched from another file
        raise Refused(refusal.EMBEDS)
    _check_picture(item)


def _check_opening(root: DictionaryObject) -> None:
    """What happens as soon as the document opens, before any click: it shows a page, and calls nobody."""
    opening = _said(root, "/OpenAction")
    if isinstance(opening, DictionaryObject) and _said(opening, "/S") not in _QUIET_ACTIONS:
        raise Refused(refusal.ACTS)


def _check_picture(item: DictionaryObject) -> None:
    if _said(item, "/Subtype") != "/Image":
        return
    width, height = (int(_said(item, key) or 0) for key in ("/Width", "/Height"))
    if width * height > bounds.PIXELS or max(width, height) > bounds.SIDE:
        raise Refused(refusal.TOO_LARGE_IMAGE)


def _inflated(item: StreamObject, left: int) -> int:
    """How much a stream inflates to; the plain case is counted without keeping anything."""
    names = _filters(item)
    inflating = [name for name in names if name in _INFLATING]
    if not inflating:
        return 0
    if len(inflating) > 1 or not set(names) <= _INFLATING | _SPELLING | _PICTURES:
        raise Refused(refusal.INFLATES)
    if names[0] in _FLATE:
        return _count(item._data, left)
    return len(item.get_data())  # the reader stops by itself at 75 MB a stream


def _count(data: bytes, left: int) -> int:
    total, inflater, pending = 0, zlib.decompressobj(), data
    try:
        while pending and not inflater.eof:
            total += len(inflater.decompress(pending, bounds.MEGABYTE))
            pending = inflater.unconsumed_tail
            if total > left:
                raise Refused(refusal.INFLATES)
    except zlib.error:
        return total  # what cannot be inflated shows nothing: a reader leaves it out
    return total
