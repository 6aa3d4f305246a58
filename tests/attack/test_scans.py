"""A paper photographed by telephone and wrapped in a PDF says no more than its pixels."""

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from veille.core.uploads import images, pdfs

PLACE = "50.44 N 2.91 E"


def photo() -> bytes:
    picture, written = Image.new("RGB", (24, 24), "navy"), BytesIO()
    notes = picture.getexif()
    notes[0x010F] = PLACE
    picture.save(written, "JPEG", exif=notes, comment=PLACE.encode())
    return written.getvalue()


def _stream(writer, data, **keys):
    stream = DecodedStreamObject()
    stream.set_data(data)
    for key, value in keys.items():
        stream[NameObject(f"/{key}")] = NumberObject(value) if isinstance(value, int) else NameObject(f"/{value}")
    return writer._add_object(stream)


@pytest.fixture
def scan() -> bytes:
    writer, written = PdfWriter(), BytesIO()
    page = writer.add_blank_page(200, 200)
    picture = _stream(
        writer, photo(), Type="XObject", Subtype="Image", ColorSpace="DeviceRGB", Filter="DCTDecode",
        Width=24, Height=24, BitsPerComponent=8,
    )  # fmt: skip
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/I"): picture})}
    )
    for holder in (page, writer.root_object):
        holder[NameObject("/Metadata")] = _stream(writer, b"<xmp>Mireille</xmp>", Type="Metadata", Subtype="XML")
    writer.write(written)
    return written.getvalue()


def test_the_place_and_the_author_are_nowhere_in_its_bytes(scan):
    assert PLACE.encode() in scan and b"Mireille" in scan
    cleaned = pdfs.clean(scan)
    assert PLACE.encode() not in cleaned
    assert b"Mireille" not in cleaned


def test_its_page_and_its_pixels_stay(scan):
    reader = PdfReader(BytesIO(pdfs.clean(scan)))
    (kept,) = reader.pages[0].images
    assert kept.image.getpixel((5, 5)) == Image.open(BytesIO(photo())).getpixel((5, 5))


@pytest.mark.parametrize("broken", [b"", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\x00\x00", b"no photo"])
def test_what_is_no_photo_ends_too(broken):
    assert isinstance(images.without_notes(broken), bytes)
