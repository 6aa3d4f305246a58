"""A text or a workbook that is kept no longer says who wrote it, when, nor where its photos were taken."""

import io
import zipfile

import pytest
from PIL import Image, PngImagePlugin
from python_calamine import CalamineWorkbook

from tests.core import made_files as made
from veille.core.uploads.checking import check

AUTHOR, PLACE = "Agathe Morin", "Harnes, rue des Glycines"
PROPERTIES = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def photo() -> bytes:
    """A JPEG whose Exif tells a place."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010E] = PLACE
    Image.new("RGB", (8, 8), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def screenshot() -> bytes:
    """A PNG with the same words in its margin."""
    told, out = PngImagePlugin.PngInfo(), io.BytesIO()
    told.add_text("Description", PLACE)
    Image.new("RGB", (8, 8), "blue").save(out, "PNG", pnginfo=told)
    return out.getvalue()


def word() -> bytes:
    relation = f'<Relationship Id="r2" Type="{PROPERTIES}" Target="docProps/core.xml"/></Relationships>'
    relations = made.docx_parts()["_rels/.rels"].replace("</Relationships>", relation)
    core = f'<c:coreProperties xmlns:c="urn:c" xmlns:d="urn:d"><d:creator>{AUTHOR}</d:creator></c:coreProperties>'
    photos = {"word/media/image1.jpeg": photo(), "word/media/image2.png": screenshot()}
    return made.docx({"_rels/.rels": relations, "docProps/core.xml": core, **photos})


def workbook() -> bytes:
    def fill(book, sheet):
        book.set_properties({"author": AUTHOR, "company": AUTHOR})
        book.set_custom_property("Suivi par", AUTHOR)
        sheet.insert_image("D4", "photo.jpeg", {"image_data": io.BytesIO(photo())})

    return made.xlsx(fill)


def libre() -> bytes:
    meta = f'<o:document-meta xmlns:o="urn:o" xmlns:d="urn:d"><o:meta><d:creator>{AUTHOR}</d:creator></o:meta>'
    extra = {"meta.xml": meta + "</o:document-meta>", "Pictures/1.jpg": photo(), "Pictures/2.png": screenshot()}
    return made.open_document(extra=extra)


FILES = {"lettre.docx": word, "budget.xlsx": workbook, "courrier.odt": libre}


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", FILES)
def test_neither_the_author_nor_the_place_is_kept(name):
    before, after = parts(FILES[name]()), parts(check(name, FILES[name]()).content)
    told = b"".join(before.values())
    assert AUTHOR.encode() in told
    assert PLACE.encode() in told
    kept = b"".join(after.values())
    assert AUTHOR.encode() not in kept
    assert PLACE.encode() not in kept
    assert list(after) == list(before)


@pytest.mark.parametrize("name", FILES)
def test_what_was_written_is_kept_and_the_pictures_still_open(name):
    before, after = parts(FILES[name]()), parts(check(name, FILES[name]()).content)
    for part, content in before.items():
        if part.endswith((".jpeg", ".jpg", ".png")):
            with Image.open(io.BytesIO(content)) as was, Image.open(io.BytesIO(after[part])) as still:
                assert still.tobytes() == was.tobytes()
        elif "docProps" not in part and part != "meta.xml":
            assert after[part] == content


@pytest.mark.parametrize("name", FILES)
def test_the_day_each_part_was_saved_is_gone(name):
    with zipfile.ZipFile(io.BytesIO(check(name, FILES[name]()).content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_kept_is_received_again_as_it_is():
    for name, made_file in FILES.items():
        once = check(name, made_file()).content
        assert check(name, once).content == once


def test_a_workbook_still_reads():
    kept = CalamineWorkbook.from_filelike(io.BytesIO(check("budget.xlsx", workbook()).content))
    assert kept.get_sheet_by_index(0).to_python()[0] == ["Ménage", "Loyer", "Échéance"]


def test_an_open_document_still_begins_with_its_type_in_clear():
    kept = check("courrier.odt", libre()).content
    assert kept[30:38] == b"mimetype"
    assert kept[38:].startswith(made.ODT.encode() if isinstance(made.ODT, str) else made.ODT)
