"""A paper that would do something once opened, however its order is written: elsewhere, in a field, in a formula."""

import pytest
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from tests.core import made_files as made
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
