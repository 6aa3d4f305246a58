"""The anonymised sheet: what may stand on it, who corrects it, what freezing means."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cellule.choices import SHEET_MOVES, SessionState, SheetState
from cellule.models import AgendaItem, PresentationSheet, Session
from cellule.pseudonyms import draw, pseudonym_of
from cellule.services.sheets import IdentifyingTextLeft, draft_sheet, freeze_sheet, renew_sheet, write_sheet
from cellule.sheet_checker import identifying_parts
from households.models import ContactDetail, Exclusion, Person
from partners.roles import Role
from tests import factories
from tests.cellule import scenes
from tests.support.pdf_reading import count_pages, inflated
from veille.core import drafts
from veille.core.models import AccessEvent
from veille.core.transitions import ForbiddenMove, move


def test_a_sheet_is_drafted_from_the_allow_list(world, cast):
    item = scenes.scheduled(world, cast, target_profile="refugee")
    factories.FindingFactory(case=item.case, organisation=world.landlord, author=cast.referent.user)
    factories.FindingFactory(
        case=item.case, organisation=world.landlord, author=cast.referent.user, difficulty="psychic_distress"
    )
    sheet = draft_sheet(referral=item.referral, session=item.session, by=cast.referent)
    assert sheet.composition == "1\u00a0adulte"
    assert sheet.age_bands == "1\u00a0adulte de 35 à 44 ans"
    assert sheet.territory == "Hauts-de-France"
    assert sheet.profile == ""  # a code with • never stands on a sheet
    assert [entry["code"] for entry in sheet.findings] == ["rent_arrears"]
    assert sheet.facts == item.referral.situation


def test_a_difficulty_that_nobody_weighed_is_said_so(world, cast, sign_in):
    item = scenes.scheduled(world, cast)
    factories.FindingFactory(
        case=item.case, organisation=world.landlord, author=cast.referent.user, severity=None, found_on="2018-12-01"
    )
    sheet = draft_sheet(referral=item.referral, session=item.session, by=cast.referent)
    assert [entry["severity"] for entry in sheet.findings] == [None]
    sheet = write_sheet(sheet=sheet, by=cast.referent, edition=sheet.edition, question="Que faire ?")
    freeze_sheet(sheet=sheet, by=cast.referent, confirmed=True)
    page = sign_in(cast.referent).get(reverse("cellule:sheet_detail", args=[sheet.pk]))
    assert "(non évaluée)" in page.content.decode()


def test_a_restricted_case_brings_no_text_with_it(world, cast):
    item = scenes.scheduled(world, cast)
    factories.restrict(item.case, cast.referent)
    sheet = draft_sheet(referral=item.referral, session=item.session, by=cast.referent)
    assert (sheet.facts, sheet.question) == ("", "")


def test_drafting_twice_gives_the_same_sheet(world, cast):
    item = scenes.scheduled(world, cast)
    first = draft_sheet(referral=item.referral, session=item.session, by=cast.referent)
    assert draft_sheet(referral=item.referral, session=item.session, by=cast.referent) == first


def test_the_pseudonym_is_kept_in_the_instance_and_unique(world, cast):
    first, second = scenes.frozen(world, cast), scenes.frozen(world, cast)
    assert first.pseudonym != second.pseudonym
    assert pseudonym_of(case=first.referral.case, instance=world.instance) == first.pseudonym
    assert len(first.pseudonym) <= 20


def test_pseudonyms_go_on_once_all_pairs_are_taken():
    taken: set[str] = set()
    for _ in range(560):
        taken.add(draw(taken))
    assert len(taken) == 560
    assert max(len(name) for name in taken) <= 20


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Madame est suivie", None),
        ("MIREILLE a parlé", "Nom ou prénom"),
        ("la famille d’Éléonore", "Nom ou prénom"),
        ("sa fille, eleonore, va bien", "Nom ou prénom"),
        ("Mme Durand est venue", "Nom ou initiales"),
        ("M. D. ne répond pas", "Nom ou initiales"),
        ("situation de A. B.", "Initiales"),
        ("appelée au 06 39 98 12 34", "Numéro de téléphone"),
        ("joindre au 0639981235", "Numéro de téléphone"),
        ("écrit à mireille.v@exemple.invalid", "Adresse électronique"),
        ("habite 12 rue des Lilas", "Adresse"),
        ("née le 3 mai 1979", "Date de naissance"),
        ("le 03/05/1979", "Date de naissance"),
        ("logement à HARNES", "Commune"),
        ("dossier VS-2018-12345", "Numéro de dossier"),
    ],
)
def test_the_checker_names_what_identifies(world, cast, text, kind):
    sheet = scenes.drafted(world, cast)
    case = sheet.referral.case
    factories.PersonFactory(household=case.household, first_name="Éléonore", last_name="", role="child")
    ContactDetail.objects.create(case=case, kind="phone", value="06 39 98 12 35")
    sheet.facts = text
    kinds = {part.kind for part in identifying_parts(sheet, case)}
    assert kinds == ({kind} if kind else set()) or kind in kinds


def test_the_checker_quotes_the_sheet_and_not_the_file(world, cast):
    sheet = scenes.drafted(world, cast)
    Person.objects.filter(household=sheet.referral.case.household).update(first_name="Mireille")
    sheet.facts = "mireillé est là"
    assert [part.excerpt for part in identifying_parts(sheet, sheet.referral.case)] == ["mireillé"]


def test_freezing_asks_to_confirm_what_identifies(world, cast):
    sheet = scenes.drafted(world, cast)
    write_sheet(sheet=sheet, by=cast.referent, edition=sheet.edition, facts="Mireille ne répond plus.")
    with pytest.raises(IdentifyingTextLeft):
        freeze_sheet(sheet=sheet, by=cast.referent)
    assert freeze_sheet(sheet=sheet, by=cast.referent, confirmed=True).state == SheetState.FROZEN
    assert AgendaItem.objects.get(referral=sheet.referral).sheet == sheet


def test_a_sheet_without_question_is_not_frozen(world, cast):
    sheet = scenes.drafted(world, cast)
    write_sheet(sheet=sheet, by=cast.referent, edition=sheet.edition, question="")
    with pytest.raises(ValidationError) as refusal:
        freeze_sheet(sheet=sheet, by=cast.referent)
    assert "question" in refusal.value.message_dict


def test_a_frozen_sheet_changes_only_by_a_new_version(world, cast):
    sheet = scenes.frozen(world, cast)
    with pytest.raises(ValidationError, match="figée"):
        write_sheet(sheet=sheet, by=cast.referent, edition=sheet.edition, facts="Autre chose")
    new = renew_sheet(sheet=sheet, by=cast.referent)
    assert (new.version, new.state, new.pseudonym) == (2, SheetState.DRAFT, sheet.pseudonym)
    assert AgendaItem.objects.get(referral=sheet.referral).sheet == sheet  # members still read the first
    freeze_sheet(sheet=new, by=cast.referent, confirmed=True)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.SUPERSEDED
    assert AgendaItem.objects.get(referral=sheet.referral).sheet == new


def test_nothing_changes_once_the_session_has_begun(world, cast):
    sheet, draft = scenes.frozen(world, cast), scenes.drafted(world, cast)
    scenes.begin(world.session)
    with pytest.raises(ValidationError, match="commencé"):
        renew_sheet(sheet=sheet, by=cast.referent)
    with pytest.raises(ValidationError, match="commencé"):
        freeze_sheet(sheet=draft, by=cast.referent, confirmed=True)


@pytest.mark.parametrize("state", SheetState.values)
@pytest.mark.parametrize("to", SheetState.values)
def test_every_move_of_a_sheet(world, cast, state, to):
    sheet = scenes.drafted(world, cast)
    PresentationSheet.objects.filter(pk=sheet.pk).update(state=state)
    if to in SHEET_MOVES[SheetState(state)]:
        move(sheet, to, allowed=SHEET_MOVES)
        assert sheet.state == to
    else:
        with pytest.raises(ForbiddenMove):
            move(sheet, to, allowed=SHEET_MOVES)


# Pages


def test_the_presenter_prepares_corrects_and_freezes(world, cast, sign_in):
    item, client = scenes.scheduled(world, cast), sign_in(cast.referent)
    page = client.get(reverse("cellule:sheet_list"))
    assert item.case.number in page.content.decode()
    client.post(reverse("cellule:sheet_prepare", args=[item.referral.pk]))
    sheet = PresentationSheet.objects.get(referral=item.referral)
    url = reverse("cellule:sheet_detail", args=[sheet.pk])
    assert client.get(url).status_code == 200
    typed = {
        "composition": "1 adulte",
        "age_bands": "35 à 44 ans",
        "facts": "Mireille a une dette.",
        "question": "Que faire ?",
    }
    asked = client.post(url, {**typed, "act": "freeze", "edition": sheet.edition})
    assert asked.status_code == 422
    assert "Mireille" in asked.content.decode()
    again = {**typed, "act": "freeze", "confirmed": "on", "edition": scenes.edition_in(asked)}
    assert client.post(url, again).status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == SheetState.FROZEN
    assert client.get(url).status_code == 200


def test_what_was_typed_is_found_again_and_forgotten_once_saved(world, cast, sign_in):
    sheet, client = scenes.drafted(world, cast), sign_in(cast.referent)
    url = reverse("cellule:sheet_detail", args=[sheet.pk])
    client.post(reverse("core:draft_save", args=["sheet"]), {"facts": "Une phrase commencée", "draft_object": sheet.pk})
    assert "Une phrase commencée" in client.get(url).content.decode()
    client.post(url, {"facts": "Une phrase finie", "act": "save", "edition": sheet.edition})
    assert drafts.find(by=cast.referent, form="sheet", object_id=sheet.pk) is None


def test_the_pdf_holds_on_one_page_whatever_its_length(world, cast, sign_in):
    sheet = scenes.frozen(world, cast)
    fields = {name: PresentationSheet._meta.get_field(name) for name in ("facts", "tried", "question", "proposal")}
    longest = {name: ("Elle ne répond plus. " * 200)[: field.max_length] for name, field in fields.items()}
    PresentationSheet.objects.filter(pk=sheet.pk).update(**longest)
    answer = sign_in(cast.referent).get(reverse("cellule:sheet_document", args=[sheet.pk]))
    assert count_pages(answer.content) == 1
    assert answer["Content-Disposition"] == 'attachment; filename="fiche.pdf"'
    assert b"Mireille" not in inflated(answer.content)


def _pages_of(sheet):
    return [reverse(name, args=[sheet.pk]) for name in ("cellule:sheet_detail", "cellule:sheet_document")]


def test_a_member_reads_the_frozen_sheet_of_her_session_and_no_draft(world, cast, sign_in):
    sheet, draft = scenes.frozen(world, cast), scenes.drafted(world, cast)
    client = sign_in(cast.member)
    assert [client.get(url).status_code for url in _pages_of(sheet)] == [404, 404]  # not convened yet
    Session.objects.update(state=SessionState.CONVENED)
    assert [client.get(url).status_code for url in _pages_of(sheet)] == [200, 200]
    assert [client.get(url).status_code for url in _pages_of(draft)] == [404, 404]
    assert client.post(_pages_of(sheet)[0], {"act": "save"}).status_code == 403


def test_outside_the_seats_a_sheet_does_not_exist(world, cast, sign_in):
    sheet = scenes.frozen(world, cast)
    Session.objects.update(state=SessionState.CONVENED)
    elsewhere = cast.play(Role.INSTANCE_MEMBER, world.association, "Ailleurs")
    membership = elsewhere.memberships[0]
    membership.instance = world.dispositif.instances.get(territory=world.other_territory)
    membership.save()
    removed = cast.member
    removed.memberships[0].__class__.objects.filter(pk=removed.memberships[0].pk).update(ends_on="2018-12-01")
    for actor in (elsewhere, cast.partner(Role.LANDLORD_REFERENT), cast.pilot, cast.colleague):
        assert [sign_in(actor).get(url).status_code for url in _pages_of(sheet)] == [404, 404]
    assert {sign_in(removed).get(url).status_code for url in _pages_of(sheet)} <= {403, 404}


def test_an_excluded_member_no_longer_finds_the_sheet_nor_its_pdf(world, cast, sign_in):
    sheet = scenes.frozen(world, cast)
    Session.objects.update(state=SessionState.CONVENED)
    Exclusion.objects.create(case=sheet.referral.case, user=cast.member.user, declared_on="2018-12-14")
    assert [sign_in(cast.member).get(url).status_code for url in _pages_of(sheet)] == [404, 404]


def test_a_manager_reads_the_draft_of_her_organisation_and_does_not_write_it(world, cast, sign_in):
    sheet = scenes.drafted(world, cast)
    client = sign_in(cast[Role.LANDLORD_MANAGER])
    url = reverse("cellule:sheet_detail", args=[sheet.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"act": "save"}).status_code == 403


def test_reading_a_sheet_leaves_a_trace(world, cast, sign_in):
    sheet = scenes.frozen(world, cast)
    sign_in(cast.referent).get(reverse("cellule:sheet_detail", args=[sheet.pk]))
    event = AccessEvent.objects.filter(url_name="cellule:sheet_detail", section="sheet").get()
    assert event.cases == [sheet.referral.case_id]


def test_a_situation_that_comes_back_without_a_sheet_does_not_break_the_list(world, cast, sign_in):
    """A sheet is asked for by its orientation: a follow-up has none to ask by."""
    case = factories.make_accompanied_case(world, cast)
    AgendaItem.objects.create(session=world.session, case=case, kind="follow_up", owner=world.association, position=1)
    page = sign_in(cast.secretary).get(reverse("cellule:sheet_list"))
    assert page.status_code == 200
    shown = page.content.decode()
    assert "Préparer la fiche" not in shown
    assert "None" not in shown
