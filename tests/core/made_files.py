"""Files made by code: the smallest of each format, to be sent as they are or spoilt."""

import io
import struct
import zipfile
import zlib

import xlsxwriter
from PIL import Image
from pypdf import PdfReader, PdfWriter

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCX_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def picture(form="PNG", mode="RGB", size=(40, 30), **options) -> bytes:
    out = io.BytesIO()
    colour = {"RGB": (180, 90, 40), "RGBA": (180, 90, 40, 120), "CMYK": (10, 60, 90, 0)}.get(mode, 1)
    Image.new(mode, size, colour).save(out, form, **options)
    return out.getvalue()


def located_photo(orientation=6) -> bytes:
    """A telephone's photo: where it was taken, by what, and lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Telephone-de-Mireille"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (50.0, 26.0, 40.0), "E", (2.0, 54.0, 20.0)
    return picture("JPEG", size=(60, 20), exif=exif)


def double_photo() -> bytes:
    """What some telephones send as JPEG: the photo, then a second one behind it."""
    out = io.BytesIO()
    behind = Image.new("RGB", (40, 30), (0, 0, 255))
    Image.new("RGB", (40, 30), (180, 90, 40)).save(out, "MPO", save_all=True, append_images=[behind])
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG of a few bytes that announces any size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def pdf(pages=1, prepare=None, **encryption) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if prepare:
        prepare(writer)
    if encryption:
        writer.encrypt(**encryption)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def raw_pdf(*objects: str, root: str = "<< /Type /Catalog /Pages 2 0 R >>") -> bytes:
    """Written by hand: object 1 is the root, 2 the pages, 3 the page, then what is asked for."""
    bodies = [root, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    bodies.append("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources << >> >>")
    bodies += objects
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body.encode("latin-1") + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def author_of(content: bytes) -> str:
    return str((PdfReader(io.BytesIO(content)).metadata or {}).get("/Author", ""))


def archive(parts: dict[str, bytes | str], *, store=("mimetype",)) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content, zipfile.ZIP_STORED if name in store else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx_parts(body="Bonjour, élève.", main=DOCX_MAIN, relations="") -> dict[str, bytes | str]:
    return {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>'
        f"{body}</w:t></w:r></w:p></w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELS}">{relations}</Relationships>',
    }


def relation(kind: str, target: str, mode="External") -> str:
    return f'<Relationship Id="r9" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def docx(extra: dict[str, bytes | str] | None = None, **changes) -> bytes:
    return archive({**docx_parts(**changes), **(extra or {})})


def xlsx(fill=None) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Février")
    sheet.write_row(0, 0, ["Ménage", "Loyer", "Échéance"])
    sheet.write_formula(1, 1, "=SUM(B3:B9)")
    if fill:
        fill(book, sheet)
    book.close()
    return out.getvalue()


def open_document(mime: str = ODT, extra: dict[str, bytes | str] | None = None) -> bytes:
    content = '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:o"/>'
    manifest = '<manifest:manifest xmlns:manifest="urn:m"/>'
    return archive({"mimetype": mime, "content.xml": content, "META-INF/manifest.xml": manifest, **(extra or {})})


def encrypted_archive(content: bytes) -> bytes:
    """The same archive with the flag of encryption on every part."""
    spoilt = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = spoilt.find(mark)
        while place >= 0:
            spoilt[place + offset] |= 1
            place = spoilt.find(mark, place + 4)
    return bytes(spoilt)
