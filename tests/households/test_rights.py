"""What a person asks of her rights: who hands it on, who answers, by when, and what the answer does."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from households import rights, rights_choices, services
from households.answers import letter
from households.grants import GrantLevel
from households.models import (
    Case,
    CaseAccess,
    RightsRequest,
    SharingAgreement,
)
from households.rights_choices import RightsKind, RightsState, SharingCategory, SharingState
from partners.roles import Right, Role, Section
from tests import factories
from tests.households.rights_requests import TODAY, ask, person_of, running
from veille.core.models import AccessEvent, AuditEvent
from veille.core.transitions import ForbiddenMove, move


@pytest.fixture
def case(world, cast):
    case = factories.make_case(world)
    factories.grant(case, world.association, GrantLevel.LEAD)
    factories.put_in_team(case, cast.worker)
    return case


@pytest.fixture
def officer(world, cast):
    return cast.play(Role.DPO, world.association)


class TestDays:
    """A month, three with a reason told within the first."""

    @pytest.mark.parametrize(
        ("received_on", "due", "extended"),
        [
            (date(2018, 1, 31), date(2018, 2, 28), date(2018, 4, 30)),
            (date(2016, 1, 31), date(2016, 2, 29), date(2016, 4, 30)),
            (date(2018, 11, 30), date(2018, 12, 30), date(2019, 2, 28)),
            (date(2018, 12, 14), date(2019, 1, 14), date(2019, 3, 14)),
        ],
    )
    def test_ends_of_months(self, received_on, due, extended):
        assert rights.due_on(received_on) == due
        assert rights.due_on(received_on, is_extended=True) == extended

    @given(st.dates(date(2014, 1, 1), date(2040, 1, 1)))
    def test_a_month_is_never_less_than_28_days_nor_more_than_31(self, received_on):
        assert 28 <= (rights.due_on(received_on) - received_on).days <= 31
        assert 89 <= (rights.due_on(received_on, is_extended=True) - received_on).days <= 92

    @given(st.dates(date(2014, 1, 1), date(2040, 1, 1)), st.integers(0, 400))
    def test_who_asks_later_is_not_answered_sooner(self, received_on, days):
        assert rights.due_on(received_on + timedelta(days=days)) >= rights.due_on(received_on)

    def test_more_time_is_told_within_the_month(self, case, cast, officer):
        request = running(case, cast.worker, officer, received_on=TODAY - timedelta(days=10))
        services.extend_request(request=request, reason="Un fonds à rouvrir.", by=officer)
        assert request.due_on == rights.due_on(request.received_on, is_extended=True)
        assert "Un fonds à rouvrir." in " ".join(letter(request))

    def test_after_the_month_it_is_too_late(self, case, cast, officer):
        request = running(case, cast.worker, officer, received_on=TODAY - timedelta(days=40))
        with pytest.raises(ValidationError, match="premier mois"):
            services.extend_request(request=request, reason="…", by=officer)

    def test_more_time_is_offered_only_while_it_can_be_told(self, case, cast, officer, sign_in):
        client = sign_in(officer)
        offered = []
        for days in (10, 40):
            request = running(case, cast.worker, officer, received_on=TODAY - timedelta(days=days))
            extend = reverse("households:rights_extend", args=[request.pk])
            page = client.get(reverse("households:rights_detail", args=[request.pk])).content.decode()
            offered.append((extend in page, client.get(extend).status_code))
        assert offered == [(True, 200), (False, 403)]


@pytest.mark.parametrize("state", RightsState)
@pytest.mark.parametrize("to", RightsState)
def test_a_request_moves_along_its_table_only(case, cast, state, to):
    closed = state in rights_choices.RIGHTS_CLOSED
    request = RightsRequest.objects.create(
        case=case,
        organisation=cast.worker.organisation,
        kind=RightsKind.ACCESS,
        state=state,
        received_on=TODAY,
        due_on=TODAY,
        asked_by=cast.worker.user,
        answered_on=TODAY if closed else None,
        refusal_ground="repeated",
    )
    changes = {"answered_on": TODAY} if to in rights_choices.RIGHTS_CLOSED else {}
    if to in rights_choices.RIGHTS_MOVES[state]:
        move(request, to, allowed=rights_choices.RIGHTS_MOVES, **changes)
        assert request.state == to
    else:
        with pytest.raises(ForbiddenMove):
            move(request, to, allowed=rights_choices.RIGHTS_MOVES, **changes)


class TestWhoAsksAndWhoAnswers:
    """The team hands on; the officer of the organisation answers, and reaches the file by no other way."""

    def test_the_officer_sees_the_request_and_not_the_file(self, case, cast, officer, sign_in):
        request = ask(case, cast.worker)
        client = sign_in(officer)
        page = client.get(reverse("households:rights_detail", args=[request.pk]))
        assert person_of(case).last_name in page.content.decode()
        assert client.get(reverse("households:case_detail", args=[case.pk])).status_code == 404
        assert AccessEvent.objects.filter(section="rights", user=officer.user_id, cases__contains=[case.pk]).exists()

    def test_once_answered_the_name_is_gone(self, case, cast, officer, sign_in):
        request = running(case, cast.worker, officer, RightsKind.COMPLAINT)
        services.answer_request(request=request, outcome=RightsState.ANSWERED, by=officer)
        page = sign_in(officer).get(reverse("households:rights_detail", args=[request.pk])).content.decode()
        assert person_of(case).last_name not in page
        assert case.number not in page

    def test_the_officer_of_another_organisation_sees_nothing(self, case, cast, world, sign_in):
        request = ask(case, cast.worker)
        stranger = cast.play(Role.DPO, world.landlord)
        assert sign_in(stranger).get(reverse("households:rights_detail", args=[request.pk])).status_code == 404

    def test_who_does_not_follow_the_household_sees_nothing(self, case, cast, sign_in):
        request = ask(case, cast.worker)
        assert sign_in(cast.other_worker).get(reverse("households:rights_detail", args=[request.pk])).status_code == 404

    def test_a_worker_hands_on_and_does_not_answer(self, case, cast, officer, sign_in):
        request = running(case, cast.worker, officer)
        client = sign_in(cast.worker)
        assert client.get(reverse("households:rights_detail", args=[request.pk])).status_code == 200
        assert client.get(reverse("households:rights_answer", args=[request.pk])).status_code == 403

    def test_the_letter_is_offered_to_who_sends_it(self, case, cast, officer, sign_in):
        request = running(case, cast.worker, officer)
        services.extend_request(request=request, reason="Dossier ancien.", by=officer)
        page, letter_page = (
            reverse(f"households:{name}", args=[request.pk]) for name in ("rights_detail", "rights_letter")
        )
        assert letter_page in sign_in(officer).get(page).content.decode()
        client = sign_in(cast.worker)
        assert letter_page not in client.get(page).content.decode()
        assert client.get(letter_page).status_code == 403

    def test_a_child_does_not_ask(self, case, cast):
        child = factories.PersonFactory(household=case.household, role="child", birth_date=date(2010, 5, 4))
        with pytest.raises(ValidationError):
            ask(case, cast.worker, person=child)

    def test_somebody_of_another_household_does_not_ask(self, case, cast, world):
        with pytest.raises(ValidationError):
            ask(case, cast.worker, person=person_of(factories.make_case(world)))

    def test_the_page_notes_what_she_asks(self, case, cast, sign_in):
        data = {"person": person_of(case).pk, "kind": "access", "wish": "", "received_on": "2018-12-01"}
        answer = sign_in(cast.worker).post(reverse("households:rights_add", args=[case.pk]), data)
        assert answer.status_code == 302
        assert RightsRequest.objects.get().due_on == date(2019, 1, 1)

    def test_a_day_to_come_is_refused(self, case, cast, sign_in):
        data = {"person": person_of(case).pk, "kind": "access", "received_on": "2018-12-20"}
        answer = sign_in(cast.worker).post(reverse("households:rights_add", args=[case.pk]), data)
        assert answer.status_code == 422


class TestAnObjection:
    """What the agreement opened is closed at once, until the answer."""

    @pytest.fixture
    def shared(self, case, cast, world):
        services.record_sharing(
            case=case,
            organisation=world.other_association,
            category=SharingCategory.FILE,
            state=SharingState.AGREED,
            on=TODAY,
            by=cast.worker,
        )
        return case

    def opens(self, case, cast) -> bool:
        return Case.objects.visible_to(cast.partner(Role.ASSOCIATION_MANAGER)).filter(pk=case.pk).exists()

    def test_it_stops_what_is_shared(self, shared, cast):
        assert self.opens(shared, cast)
        ask(shared, cast.worker, RightsKind.OBJECTION)
        assert not self.opens(shared, cast)
        assert Case.objects.visible_to(cast.worker).filter(pk=shared.pk).exists()

    def test_nothing_new_is_shared_meanwhile(self, shared, cast, world):
        ask(shared, cast.worker, RightsKind.OBJECTION)
        with pytest.raises(ValidationError, match="opposition"):
            services.record_sharing(
                case=shared,
                organisation=world.shelter,
                category=SharingCategory.SUMMARY,
                state=SharingState.AGREED,
                on=TODAY,
                by=cast.worker,
            )

    def test_it_leaves_the_exports(self, shared, cast):
        assert rights.without_objection(Case.objects.filter(pk=shared.pk)).exists()
        ask(shared, cast.worker, RightsKind.OBJECTION)
        assert not rights.without_objection(Case.objects.filter(pk=shared.pk)).exists()

    def test_the_page_of_the_export_says_that_a_file_stays(self, shared, cast, sign_in):
        ask(shared, cast.worker, RightsKind.OBJECTION)
        page = sign_in(cast.worker).get(reverse("core:export_new", args=["menages"])).content.decode()
        assert "1\u00a0dossier reste hors du fichier" in page

    def test_upheld_it_withdraws_the_agreements(self, shared, cast, officer):
        request = running(shared, cast.worker, officer, RightsKind.OBJECTION)
        services.answer_request(request=request, outcome=RightsState.ANSWERED, by=officer)
        assert not self.opens(shared, cast)
        assert SharingAgreement.objects.get(case=shared).state == SharingState.WITHDRAWN

    def test_refused_it_lets_sharing_take_up_again(self, shared, cast, officer):
        request = running(shared, cast.worker, officer, RightsKind.OBJECTION)
        services.answer_request(
            request=request, outcome=RightsState.REFUSED, refusal_ground="public_interest", by=officer
        )
        assert self.opens(shared, cast)
        assert not CaseAccess.objects.filter(is_paused=True).exists()


class TestALimitation:
    """Kept, read, no longer written."""

    def test_the_file_is_read_only_until_it_is_lifted(self, case, cast, officer, sign_in):
        request = running(case, cast.worker, officer, RightsKind.RESTRICTION)
        services.answer_request(request=request, outcome=RightsState.ANSWERED, by=officer)
        client = sign_in(cast.worker)
        address = reverse("households:contact_add", args=[case.pk])
        assert client.get(reverse("households:case_detail", args=[case.pk])).status_code == 200
        assert client.get(address).status_code == 403
        assert not Case.objects.visible_to(cast.worker, Section.CONTACT, Right.WRITE).filter(pk=case.pk).exists()
        case.refresh_from_db()
        services.lift_limitation(case=case, by=officer)
        assert client.get(address).status_code == 200


class TestARectification:
    """Who knows the household corrects; both values leave a print, none its words."""

    def test_both_values_leave_a_print_and_no_word(self, case, cast, officer):
        request = running(case, cast.worker, officer, RightsKind.RECTIFICATION)
        services.name_reader(request=request, reader=cast.worker.user, by=officer)
        before = person_of(case).last_name
        services.rectify_person(request=request, by=cast.worker, last_name="Delannoy")
        told = AuditEvent.objects.get(name="person.rectified").changes
        assert len(told["fields"]["last_name"]) == 2
        assert before not in str(told)
        assert "Delannoy" not in str(told)
        assert person_of(case).search_name.startswith("mireille delannoy")

    def test_the_reader_corrects_on_her_page(self, case, cast, officer, sign_in):
        request = running(case, cast.worker, officer, RightsKind.RECTIFICATION)
        services.name_reader(request=request, reader=cast.worker.user, by=officer)
        data = {"first_name": "Mireille", "last_name": "Delannoy", "alias": "", "birth_date": "", "gender": ""}
        address = reverse("households:rights_rectify", args=[request.pk])
        assert sign_in(officer).post(address, data).status_code == 403
        assert sign_in(cast.worker).post(address, data).status_code == 302
        assert person_of(case).last_name == "Delannoy"


def test_a_refusal_says_why(case, cast, officer):
    request = running(case, cast.worker, officer, RightsKind.COMPLAINT)
    with pytest.raises(ValidationError):
        services.answer_request(request=request, outcome=RightsState.REFUSED, by=officer)


@pytest.mark.parametrize("kind", RightsKind)
def test_every_answer_is_a_letter_in_plain_words(case, cast, officer, kind):
    request = ask(case, cast.worker, kind)
    request.state, request.answered_on = RightsState.PARTLY_REFUSED, TODAY
    request.refusal_ground = "others_rights"
    paragraphs = letter(request)
    assert "CNIL" in paragraphs[-1]
    assert any("Motif" in paragraph for paragraph in paragraphs)


def test_what_waits_is_on_the_first_page(case, cast, officer, sign_in):
    request = ask(case, cast.worker)
    page = sign_in(officer).get(reverse("home")).content.decode()
    assert reverse("households:rights_detail", args=[request.pk]) in page
