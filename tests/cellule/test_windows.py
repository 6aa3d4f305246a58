"""Who reads the papers of a session, from when to when; what a frozen sheet keeps; who is named and where."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cellule.choices import SessionState
from cellule.models import AgendaItem, Attendance, PresentationSheet, Session, SessionInvitation
from cellule.naming import is_nominative, names_told, own_names
from cellule.reading_windows import last_day_of_reading
from cellule.services.sessions import record_attendance, take_off_agenda
from households.models import (
    ContactDetail,
    Exclusion,
    Finding,
    HousingPeriod,
    Person,
    RightsRequest,
    SharingAgreement,
)
from partners.models import DispositifVersion
from partners.roles import Role
from tests import factories
from tests.cellule import scenes
from tests.support.pdf_reading import count_pages, inflated
from veille.core import clock
from veille.core.models import AccessEvent


def convened(world, cast, **fields) -> PresentationSheet:
    sheet = scenes.frozen(world, cast, **fields)
    Session.objects.filter(pk=world.session.pk).update(state=SessionState.CONVENED)
    return sheet


def close(world, days_ago: int) -> None:
    closed = clock.at(clock.today() - timedelta(days=days_ago), 17)
    Session.objects.filter(pk=world.session.pk).update(state=SessionState.CLOSED, closed_at=closed)


def configure(world, **rules) -> None:
    """A new version of the rules of the instance, as a pilot would publish it."""
    last = world.dispositif.rules
    data = {**last.data}
    data["instances"] = [{**one, **(rules if one["code"] == world.instance.code else {})} for one in data["instances"]]
    DispositifVersion.objects.create(
        dispositif=world.dispositif, number=last.number + 1, data=data, published_on=clock.today()
    )


def addresses(world, sheet) -> list[str]:
    return [
        reverse("cellule:sheet_detail", args=[sheet.pk]),
        reverse("cellule:sheet_document", args=[sheet.pk]),
        reverse("cellule:session_bundle", args=[world.session.pk]),
    ]


# From when to when


@pytest.mark.parametrize(("days_ago", "status"), [(0, 200), (30, 200), (31, 404), (400, 404)])
def test_a_member_reads_the_sheets_for_thirty_days_after_the_closing(world, cast, sign_in, days_ago, status):
    sheet = convened(world, cast)
    close(world, days_ago)
    client = sign_in(cast.member)
    assert [client.get(url).status_code for url in addresses(world, sheet)] == [status] * 3
    page = client.get(reverse("cellule:session_detail", args=[world.session.pk]))
    assert page.status_code == 200
    assert ("Lire la fiche" in page.content.decode()) is (status == 200)


def test_the_dispositif_says_how_long(world, cast, sign_in):
    sheet = convened(world, cast)
    close(world, 5)
    configure(world, sheet_days_after=4)
    assert sign_in(cast.member).get(addresses(world, sheet)[0]).status_code == 404
    session = Session.objects.get(pk=world.session.pk)
    assert last_day_of_reading(session) == clock.today() - timedelta(days=1)
    configure(world, sheet_days_after=6)
    assert sign_in(cast.member).get(addresses(world, sheet)[0]).status_code == 200


@pytest.mark.parametrize("state", [SessionState.CONVENED, SessionState.OPEN, SessionState.CLOSED])
def test_the_sheet_of_a_situation_taken_off_the_agenda_is_the_secretary_s(world, cast, sign_in, state):
    sheet, item = convened(world, cast), AgendaItem.objects.get()
    take_off_agenda(item=item, by=cast.secretary)
    Session.objects.filter(pk=world.session.pk).update(state=state, closed_at=clock.now())
    client = sign_in(cast.member)
    assert {client.get(url).status_code for url in addresses(world, sheet)} == {404}
    assert not PresentationSheet.objects.visible_to(cast.member).exists()
    assert [sign_in(cast.secretary).get(url).status_code for url in addresses(world, sheet)[:2]] == [200, 200]
    AgendaItem.objects.filter(pk=item.pk).update(state="listed")
    assert client.get(addresses(world, sheet)[0]).status_code == 200


def test_who_keeps_and_who_presents_are_not_bound_by_it(world, cast, sign_in):
    sheet = convened(world, cast)
    close(world, 400)
    for actor in (cast.secretary, cast.referent):
        assert sign_in(actor).get(addresses(world, sheet)[0]).status_code == 200


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_a_member_reads_nothing_of_a_session_not_convened_or_cancelled(world, cast, sign_in, state):
    sheet = scenes.frozen(world, cast)
    Session.objects.filter(pk=world.session.pk).update(state=state)
    assert {sign_in(cast.member).get(url).status_code for url in addresses(world, sheet)} == {404}


def test_a_member_of_another_instance_and_a_removed_one_read_nothing(world, cast, sign_in):
    sheet = convened(world, cast)
    elsewhere = cast.play(Role.INSTANCE_MEMBER, world.association, "Ailleurs")
    membership = elsewhere.memberships[0]
    membership.instance = world.dispositif.instances.get(territory=world.other_territory)
    membership.save()
    assert {sign_in(elsewhere).get(url).status_code for url in addresses(world, sheet)} == {404}
    removed = cast.member
    client = sign_in(removed)
    assert {client.get(url).status_code for url in addresses(world, sheet)} == {200}
    type(removed.memberships[0]).objects.filter(pk=removed.memberships[0].pk).update(ends_on="2018-12-01")
    assert {client.get(url).status_code for url in addresses(world, sheet)} <= {403, 404}


# The bundle


def test_the_bundle_holds_one_page_a_sheet_in_the_order_of_the_meeting(world, cast, sign_in):
    first, second = convened(world, cast), scenes.frozen(world, cast)
    hidden, kept = scenes.frozen(world, cast), scenes.frozen(world, cast)
    AgendaItem.objects.filter(sheet=hidden).update(state="hidden")
    Exclusion.objects.create(case=kept.case, user=cast.member.user, declared_on="2018-12-14")
    answer = sign_in(cast.member).get(addresses(world, first)[2])
    assert (answer.status_code, count_pages(answer.content)) == (200, 2)
    text = inflated(answer.content)
    assert b"Mireille" not in text
    event = AccessEvent.objects.filter(url_name="cellule:session_bundle").get()
    assert (event.section, event.kind, set(event.cases)) == ("sheet", "export", {first.case_id, second.case_id})


def test_who_presents_one_sheet_does_not_print_them_all(world, cast, sign_in):
    sheet = convened(world, cast)
    assert sign_in(cast.referent).get(addresses(world, sheet)[2]).status_code == 404


def test_sheets_follow_each_other_in_order(world, cast, sign_in):
    first, second = convened(world, cast), scenes.frozen(world, cast)
    page = sign_in(cast.member).get(addresses(world, first)[0])
    assert (page.context["former"], page.context["following"]) == (None, second)
    page = sign_in(cast.member).get(addresses(world, second)[0])
    assert (page.context["former"], page.context["following"]) == (first, None)


# Frozen is frozen


def _change_everything(case, world, cast) -> None:
    """Every field of the file that a sheet is drafted from, and those around it."""
    Person.objects.filter(household=case.household).update(
        first_name="Autre", last_name="Nom", alias="Surnom", birth_date=date(1950, 1, 1), birth_year=1950,
        gender="man", role="spouse_partner",
    )  # fmt: skip
    factories.PersonFactory(household=case.household, first_name="Nouveau", role="child", birth_year=2018)
    ContactDetail.objects.create(case=case, kind="phone", value="06 39 98 00 00")
    HousingPeriod.objects.filter(case=case).update(situation="homeless")
    Finding.objects.filter(case=case).update(severity=0)
    factories.FindingFactory(case=case, organisation=world.landlord, author=cast.referent.user, severity=4)
    case.target_profile, case.door, case.main_reason = "young", "access", "other"
    case.territory = world.other_territory
    case.save()
    case.referrals.update(
        situation="Tout autre chose", tried_text="Rien", expectation="Une autre question", already_tried=["letter"]
    )


def test_a_frozen_sheet_never_changes_when_the_file_does(world, cast, sign_in):
    item = scenes.scheduled(world, cast)
    factories.FindingFactory(case=item.case, organisation=world.landlord, author=cast.referent.user)
    sheet = scenes.draft_sheet(referral=item.referral, session=item.session, by=cast.referent)
    sheet = scenes.write_sheet(sheet=sheet, by=cast.referent, edition=sheet.edition, question="Que faire ?")
    scenes.freeze_sheet(sheet=sheet, by=cast.referent, confirmed=True)
    Session.objects.filter(pk=world.session.pk).update(state=SessionState.CONVENED)
    client = sign_in(cast.member)
    before_rows = PresentationSheet.objects.filter(pk=sheet.pk).values().get()
    before = [_read(client, url) for url in addresses(world, sheet)]
    _change_everything(item.case, world, cast)
    assert PresentationSheet.objects.filter(pk=sheet.pk).values().get() == before_rows
    assert [_read(client, url) for url in addresses(world, sheet)] == before


def _read(client, url: str) -> str:
    """The sheet on the page, without what changes at each request; the words of a PDF."""
    answer = client.get(url)
    if "pdf" in url:
        return str(inflated(answer.content).count(b"Tj")) + str(len(inflated(answer.content)))
    return answer.content.decode().split('<article class="sheet"')[1].split("</article>")[0]


# Named or not


def agree(case, world, cast, **fields) -> SharingAgreement:
    given = {"category": "examination", "state": "agreed", "starts_on": date(2018, 1, 1), **fields}
    return SharingAgreement.objects.create(
        case=case, organisation=world.instance.organiser, noted_by=cast.referent.user, **given
    )


def told(world, sheet, actor) -> dict:
    return names_told(
        Session.objects.select_related("instance__dispositif").get(pk=world.session.pk), [sheet.case_id], actor
    )


def test_an_anonymous_instance_names_nobody_even_with_an_agreement(world, cast):
    sheet = convened(world, cast)
    agree(sheet.case, world, cast)
    assert not is_nominative(world.instance)
    assert told(world, sheet, cast.member) == {}


def test_the_screen_and_the_bench_of_a_nominative_instance_say_the_name(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    name = Person.objects.get(household=item.case.household).full_name
    pages = [
        (cast.secretary, reverse("cellule:session_projector", args=[world.session.pk])),
        (cast.secretary, reverse("cellule:session_at", args=[world.session.pk, item.pk])),
        (cast.member, reverse("cellule:seat_item", args=[world.session.pk, item.pk])),
    ]
    agree(item.case, world, cast)
    assert [name in sign_in(who).get(url).content.decode() for who, url in pages] == [False] * 3
    configure(world, anonymous=False)
    assert [name in sign_in(who).get(url).content.decode() for who, url in pages] == [True] * 3


@pytest.mark.parametrize("guest", ["organisation", "person", "present"])
def test_the_screen_of_the_room_names_nobody_before_who_is_not_of_the_closed_list(world, cast, sign_in, guest):
    item = scenes.in_session(world, cast)
    agree(item.case, world, cast)
    configure(world, anonymous=False)
    name = Person.objects.get(household=item.case.household).full_name
    come = {"session": world.session}
    if guest == "present":
        Attendance.objects.create(**come, organisation=world.other_association)
        assert screen_names(world, cast, sign_in, name) == [False, True]
        assert cast.member.organisation == world.other_association  # from now on it has a seat
        assert screen_names(world, cast, sign_in, name) == [True, True]
        return
    who = {"organisation": world.association} if guest == "organisation" else {"body": "Mairie", "function": "Élue"}
    invitation = SessionInvitation.objects.create(**come, **who)
    assert screen_names(world, cast, sign_in, name) == [False, True]
    SessionInvitation.objects.filter(pk=invitation.pk).update(answer="absent", answered_at=clock.now())
    assert screen_names(world, cast, sign_in, name) == [True, True]


def screen_names(world, cast, sign_in, name: str) -> list[bool]:
    """Whether the wall says the name, and whether the secretary's own page does."""
    item, client = AgendaItem.objects.get(), sign_in(cast.secretary)
    urls = [
        reverse("cellule:session_projector", args=[world.session.pk]),
        reverse("cellule:session_at", args=[world.session.pk, item.pk]),
    ]
    return [name in client.get(url).content.decode() for url in urls]


def test_the_name_leaves_the_screen_when_somebody_else_comes_in(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    agree(item.case, world, cast)
    configure(world, anonymous=False)
    name = Person.objects.get(household=item.case.household).full_name
    client, url = sign_in(cast.secretary), reverse("cellule:session_projector_fragment", args=[world.session.pk])
    shown = client.get(url)
    assert name in shown.content.decode()
    record_attendance(session=item.session, present={world.association.pk: 1}, by=cast.secretary)
    changed = client.get(url, {"vu": shown["X-Veille-Seen"]}).content.decode()
    assert item.sheet.pseudonym in changed
    assert name not in changed


def test_an_organisation_invited_for_the_day_reads_no_sheet_and_no_name(world, cast, sign_in):
    sheet = convened(world, cast)
    agree(sheet.case, world, cast)
    configure(world, anonymous=False)
    SessionInvitation.objects.create(session=world.session, organisation=world.association)
    guest = cast.manager
    assert guest.organisation == world.association
    assert told(world, sheet, guest) == {}
    pages = [*addresses(world, sheet), reverse("cellule:session_detail", args=[world.session.pk])]
    assert {sign_in(guest).get(url).status_code for url in pages} == {404}


def test_a_nominative_instance_names_who_agreed_to_its_seats_alone(world, cast, sign_in):
    sheet = convened(world, cast)
    configure(world, anonymous=False)
    assert told(world, sheet, cast.member) == {}  # nothing is recorded yet
    agree(sheet.case, world, cast)
    name = Person.objects.get(household=sheet.case.household).full_name
    assert told(world, sheet, cast.member) == {sheet.case_id: name}
    assert told(world, sheet, cast.secretary) == {sheet.case_id: name}
    for actor in (cast.pilot, cast.partner(Role.LANDLORD_REFERENT), cast.worker):
        assert told(world, sheet, actor) == {}
    client = sign_in(cast.member)
    assert name in client.get(addresses(world, sheet)[0]).content.decode()
    assert name in client.get(reverse("cellule:session_detail", args=[world.session.pk])).content.decode()
    assert AccessEvent.objects.filter(section="identity", url_name="cellule:sheet_detail").exists()
    for url in addresses(world, sheet)[1:]:
        assert name.encode() not in inflated(client.get(url).content)


@pytest.mark.parametrize("way", ["withdrawn", "ended", "later", "other", "restricted", "objected", "excluded"])
def test_an_agreement_that_does_not_stand_names_nobody(world, cast, way):
    sheet = convened(world, cast)
    configure(world, anonymous=False)
    fields = {
        "withdrawn": {"state": "withdrawn"},
        "ended": {"ends_on": date(2018, 12, 1)},
        "later": {"starts_on": date(2019, 1, 1)},
        "other": {"category": "commission"},
    }.get(way, {})
    agree(sheet.case, world, cast, **fields)
    if way == "restricted":
        factories.restrict(sheet.case, cast.secretary)
    elif way == "excluded":
        Exclusion.objects.create(case=sheet.case, user=cast.member.user, declared_on=clock.today())
    elif way == "objected":
        person = Person.objects.filter(household=sheet.case.household).first()
        RightsRequest.objects.create(
            case=sheet.case, person=person, kind="objection", state="received", received_on=clock.today(),
            due_on=date(2019, 1, 14), asked_by=cast.referent.user, organisation=world.landlord,
        )  # fmt: skip
    assert told(world, sheet, cast.member) == {}


def test_in_an_anonymous_instance_she_recognises_the_files_of_her_organisation_on_her_screen(world, cast, sign_in):
    sheet = convened(world, cast)
    name = Person.objects.get(household=sheet.case.household).full_name
    page = sign_in(cast.referent).get(addresses(world, sheet)[0]).content.decode()
    assert name in page
    assert "visible de vous seul" in page
    assert own_names([sheet.case_id], cast.member) == {}
    assert name not in sign_in(cast.member).get(addresses(world, sheet)[0]).content.decode()
    screen = sign_in(cast.secretary).get(reverse("cellule:session_projector", args=[world.session.pk]))
    assert name not in screen.content.decode()
