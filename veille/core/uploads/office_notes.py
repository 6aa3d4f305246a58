"""What a text or a workbook tells of who wrote it, on which day, with what: left out of the file that is kept.

Called once the document has been checked: its parts are few, counted, and none is a twin of another.
"""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from veille.core.uploads import images
from veille.core.uploads.office import elements

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPEN_XML = "http://schemas.openxmlformats.org"
# Last word of the relation → the part, valid and empty.
_EMPTY_PROPERTIES = {
    "core-properties": f'<coreProperties xmlns="{_OPEN_XML}/package/2006/metadata/core-properties"/>',
    "extended-properties": f'<Properties xmlns="{_OPEN_XML}/officeDocument/2006/extended-properties"/>',
    "custom-properties": f'<Properties xmlns="{_OPEN_XML}/officeDocument/2006/custom-properties"/>',
}
_OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_EMPTY_META = (
    f'<office:document-meta xmlns:office="{_OPEN_DOCUMENT}" office:version="1.2"><office:meta/></office:document-meta>'
)
_RELATIONS, _META, _MIMETYPE = "_rels/.rels", "meta.xml", "mimetype"


def without_notes(content: bytes) -> bytes:
    """The same document, without its author, its company, its dates, nor what a telephone wrote in its photos."""
    written = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(written, "w") as target:
        emptied = _emptied(source)
        for info in source.infolist():
            part = emptied.get(info.filename) or _plain(source.read(info))
            target.writestr(_undated(info), part)
    return written.getvalue()


def _emptied(source: ZipFile) -> dict[str, bytes]:
    """Part → what stands in its place."""
    names = source.namelist()
    if _MIMETYPE in names:
        return {_META: (_HEAD + _EMPTY_META).encode()}
    return dict(_properties(source.read(_RELATIONS))) if _RELATIONS in names else {}


def _properties(relations: bytes) -> Iterator[tuple[str, bytes]]:
    for _, attributes in elements(relations):
        empty = _EMPTY_PROPERTIES.get(attributes.get("Type", "").rpartition("/")[2])
        if empty:
            yield attributes.get("Target", "").lstrip("/"), (_HEAD + empty).encode()


def _plain(part: bytes) -> bytes:
    """A photo without its notes; what is no picture as it is."""
    return images.png_without_notes(part) if part.startswith(images.PNG) else images.without_notes(part)


def _undated(info: ZipInfo) -> ZipInfo:
    """The same place in the archive, on no particular day; the first part of an open document stays as it must be."""
    plain = ZipInfo(info.filename)
    plain.compress_type = ZIP_STORED if info.filename == _MIMETYPE or info.is_dir() else ZIP_DEFLATED
    return plain
