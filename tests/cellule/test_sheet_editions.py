"""Two people correct one sheet: the second is told, sees both texts and chooses; nothing is overwritten unseen."""

import pytest
from django.urls import reverse

from cellule.models import PresentationSheet
from cellule.services.sheets import StaleSheet, freeze_sheet, write_sheet
from tests.cellule import scenes
from tests.cellule.scenes import edition_in
from veille.core import drafts
from veille.core.models import AuditEvent

HERS, OTHERS = "Elle a repris contact en novembre.", "La dette a doublé depuis juin."


@pytest.fixture
def sheet(world, cast):
    return scenes.drafted(world, cast)


@pytest.fixture
def url(sheet):
    return reverse("cellule:sheet_detail", args=[sheet.pk])


def typed(sheet, **changes) -> dict:
    """The form as a browser sends it."""
    names = ("composition", "age_bands", "profile", "facts", "tried", "question", "proposal")
    return {name: getattr(sheet, name) for name in names} | {"act": "save"} | changes


def stored(sheet) -> PresentationSheet:
    return PresentationSheet.objects.get(pk=sheet.pk)


def test_the_second_is_told_and_loses_nothing(cast, sign_in, sheet, url):
    referent, secretary = sign_in(cast.referent), sign_in(cast.secretary)
    first, second = (edition_in(client.get(url)) for client in (referent, secretary))
    assert referent.post(url, typed(sheet, facts=OTHERS, edition=first)).status_code == 302
    answer = secretary.post(url, typed(sheet, facts=HERS, edition=second))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"Cette fiche a été modifiée entre-temps par {cast.referent.user}" in page
    assert HERS in page
    assert OTHERS in page
    assert stored(sheet).facts == OTHERS
    assert "Garder mon texte" in page


def test_she_may_keep_hers_once_she_has_seen_the_other(cast, sign_in, sheet, url):
    referent, secretary = sign_in(cast.referent), sign_in(cast.secretary)
    opened = edition_in(secretary.get(url))
    referent.post(url, typed(sheet, facts=OTHERS, edition=opened))
    refused = secretary.post(url, typed(sheet, facts=HERS, edition=opened))
    assert secretary.post(url, typed(sheet, facts=HERS, edition=edition_in(refused))).status_code == 302
    assert stored(sheet).facts == HERS
    third = referent.post(url, typed(sheet, facts="Encore", edition=edition_in(refused)))
    assert third.status_code == 409
    assert str(cast.secretary.user) in third.content.decode()


def test_she_may_take_the_other_and_her_draft_is_forgotten(cast, sign_in, sheet, url):
    referent, secretary = sign_in(cast.referent), sign_in(cast.secretary)
    referent.post(url, typed(sheet, facts=OTHERS, edition=sheet.edition))
    drafts.save(by=cast.secretary, form="sheet", object_id=sheet.pk, data={"facts": [HERS]})
    answer = secretary.post(url, typed(sheet, facts=HERS, edition=sheet.edition, act="stored"))
    assert answer.url == url
    page = secretary.get(url).content.decode()
    assert OTHERS in page
    assert HERS not in page


def test_an_old_edition_freezes_nothing(cast, sign_in, sheet, url):
    referent, secretary = sign_in(cast.referent), sign_in(cast.secretary)
    referent.post(url, typed(sheet, facts=OTHERS, edition=sheet.edition))
    late = typed(sheet, facts=HERS, edition=sheet.edition, act="freeze", confirmed="on")
    assert secretary.post(url, late).status_code == 409
    assert (stored(sheet).state, stored(sheet).facts) == ("draft", OTHERS)


@pytest.mark.parametrize("edition", ["", "²", "-1", "0"])
def test_a_form_without_its_edition_is_an_old_one(cast, sign_in, sheet, url, edition):
    answer = sign_in(cast.referent).post(url, typed(sheet, facts=HERS, edition=edition))
    assert answer.status_code == 409
    assert stored(sheet).facts == sheet.facts


def test_a_form_to_correct_keeps_the_edition_it_was_opened_with(cast, sign_in, sheet, url):
    referent, secretary = sign_in(cast.referent), sign_in(cast.secretary)
    opened = edition_in(secretary.get(url))
    referent.post(url, typed(sheet, facts=OTHERS, edition=opened))
    too_long = secretary.post(url, typed(sheet, facts=HERS, question="?" * 601, edition=opened))
    assert (too_long.status_code, edition_in(too_long)) == (422, opened)
    assert secretary.post(url, typed(sheet, facts=HERS, edition=edition_in(too_long))).status_code == 409


def test_a_draft_typed_on_an_old_edition_is_an_old_one(cast, sign_in, sheet, url):
    secretary, opened = sign_in(cast.secretary), sheet.edition
    kept = typed(sheet, facts=HERS, edition=opened) | {"draft_object": str(sheet.pk)}
    secretary.post(reverse("core:draft_save", args=["sheet"]), kept)
    sign_in(cast.referent).post(url, typed(sheet, facts=OTHERS, edition=opened))
    page = secretary.get(url)
    assert HERS in page.content.decode()
    assert secretary.post(url, typed(sheet, facts=HERS, edition=edition_in(page))).status_code == 409


def test_the_same_text_twice_is_no_conflict(cast, sign_in, sheet, url):
    """A double click: nothing to choose between, nothing written twice."""
    client, twice = sign_in(cast.referent), typed(sheet, facts=HERS, edition=sheet.edition)
    before = AuditEvent.objects.filter(name="sheet.written").count()
    assert [client.post(url, twice).status_code for _ in range(2)] == [302, 302]
    assert AuditEvent.objects.filter(name="sheet.written").count() == before + 1


def test_only_what_differs_is_shown_beside(cast, sheet):
    write_sheet(sheet=stored(sheet), by=cast.referent, edition=sheet.edition, facts=OTHERS)
    with pytest.raises(StaleSheet) as refusal:
        write_sheet(
            sheet=stored(sheet), by=cast.secretary, edition=sheet.edition, facts=HERS, question=f"{sheet.question}\r\n"
        )
    assert refusal.value.differing == ["facts"]
    assert refusal.value.stored.facts == OTHERS


def test_what_is_frozen_is_what_was_read(cast, sheet):
    """Corrected by somebody else between her saving and her freezing."""
    read = stored(sheet)
    write_sheet(sheet=stored(sheet), by=cast.referent, edition=sheet.edition, facts=OTHERS)
    with pytest.raises(StaleSheet):
        freeze_sheet(sheet=read, by=cast.secretary, confirmed=True)
    assert stored(sheet).state == "draft"
