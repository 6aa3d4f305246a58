"""A text that orders another programme about, however it is spelled; a letter that only names the DDE."""

import pytest

from tests.core import made_files as made
from veille.core.uploads import FileKind, checking, refusal
from veille.core.uploads.refusal import Refused

ORDER = '<w:instrText xmlns:w="u">DDEAUTO cmd.exe "/k calc"</w:instrText>'
HOSTILE = {
    "dit en UTF-16": f'<?xml version="1.0" encoding="UTF-16"?>{ORDER}'.encode("utf-16"),
    "épelé": ORDER.replace("DDEAUTO", "&#68;DEAUTO"),
    "coupé en deux": '<w:p xmlns:w="u"><w:instrText>DDE</w:instrText><w:instrText>AUTO cmd</w:instrText></w:p>',
    "en attribut": '<w:fldSimple xmlns:w="u" w:instr="&#x49;NCLUDEPICTURE http://exemple.invalid/"/>',
    "d’un tableur": '<ddeLink xmlns="u" ddeService="cmd" ddeTopic="/c calc"/>',
}


@pytest.mark.parametrize("part", HOSTILE.values(), ids=HOSTILE)
def test_an_order_is_refused(part):
    with pytest.raises(Refused) as refused:
        checking.check("courrier.docx", made.docx({"word/footer1.xml": part}))
    assert refusal.FETCHES in refused.value.messages


def test_a_letter_about_the_dde_is_received():
    letter = made.docx(body="La DDE du Pas-de-Calais a rendu son avis.")
    assert checking.check("courrier.docx", letter).kind == FileKind.DOCX
