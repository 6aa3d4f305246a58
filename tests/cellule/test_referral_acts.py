"""What happens to an orientation between its arrival and the session."""

from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accompaniment.models import Diagnosis
from cellule import services
from cellule.choices import REFERRAL_ENDS, REFERRAL_MOVES, AgendaState, ReferralState
from cellule.models import AgendaItem, Session
from households.grants import GrantLevel
from households.models import CaseAccess
from partners.configuration import parse
from partners.models import DispositifVersion, Instance
from partners.roles import Role
from tests.factories import grant, make_referred_case, restrict
from tests.templates import template
from veille.core.transitions import ForbiddenMove, move

pytestmark = pytest.mark.django_db

STATES = list(ReferralState)


@pytest.mark.parametrize("to", STATES)
@pytest.mark.parametrize("start", STATES)
def test_every_state_leads_where_the_table_says_and_nowhere_else(world, cast, start, to):
    referral = make_referred_case(world, cast)
    type(referral).objects.filter(pk=referral.pk).update(state=start, complement_asked="La dette.")
    if to in REFERRAL_MOVES[start]:
        assert move(referral, to, allowed=REFERRAL_MOVES) == start
    else:
        with pytest.raises(ForbiddenMove):
            move(referral, to, allowed=REFERRAL_MOVES)
        referral.refresh_from_db()
        assert referral.state == start


def test_ends_lead_nowhere():
    assert all(not REFERRAL_MOVES[state] for state in REFERRAL_ENDS)


def test_asking_a_complement_marks_it_seen_and_tells_nothing_in_the_mail(
    world, cast, django_capture_on_commit_callbacks
):
    referral = make_referred_case(world, cast)
    with django_capture_on_commit_callbacks(execute=True):
        services.request_complement(referral=referral, text="Le montant de la dette.", by=cast.secretary)
    assert referral.seen_by == cast.secretary.user
    (message,) = mail.outbox
    assert message.to == [cast.referent.user.email]
    assert message.subject == "Veille sociale : une réponse vous attend"
    person = referral.case.household.people.get()
    for told in (referral.case.number, person.last_name, person.first_name, str(referral.pk), "dette"):
        assert told not in message.body + message.subject


def test_no_mail_to_somebody_whose_rights_have_ended(world, cast, django_capture_on_commit_callbacks):
    referral = make_referred_case(world, cast)
    cast.referent.user.memberships.update(ends_on="2018-12-01")
    with django_capture_on_commit_callbacks(execute=True):
        services.request_complement(referral=referral, text="La dette.", by=cast.secretary)
    assert not mail.outbox


def test_the_managers_are_told_when_the_author_has_left(world, cast, django_capture_on_commit_callbacks):
    referral, manager = make_referred_case(world, cast), cast[Role.LANDLORD_MANAGER]
    cast.referent.user.memberships.update(ends_on="2018-12-01")
    with django_capture_on_commit_callbacks(execute=True):
        services.request_complement(referral=referral, text="La dette.", by=cast.secretary)
    assert [message.to for message in mail.outbox] == [[manager.user.email]]


def test_a_complement_goes_back_and_forth_without_losing_a_word(world, cast):
    referral = make_referred_case(world, cast, state="incomplete")
    services.answer_complement(referral=referral, text="1 240 €.", by=cast.referent)
    services.request_complement(referral=referral, text="Et le loyer ?", by=cast.secretary)
    services.answer_complement(referral=referral, text="512 €.", by=cast.referent)
    assert referral.state == ReferralState.SUBMITTED
    assert referral.complement_answer == "1 240 €.\n\n512 €."


def test_who_cannot_present_is_replaced_by_who_the_secretary_names(world, cast):
    referral = make_referred_case(world, cast)
    CaseAccess.objects.filter(case=referral.case, level=GrantLevel.PRESENTING).delete()
    with pytest.raises(ValidationError, match="Nommez l’organisme"):
        services.complete_referral(referral=referral, by=cast.secretary)
    services.complete_referral(referral=referral, presenter=world.association, by=cast.secretary)
    assert referral.state == ReferralState.COMPLETE
    assert referral.presenter == world.association
    assert CaseAccess.objects.filter(organisation=world.association, level=GrantLevel.PRESENTING).exists()


def test_a_restricted_case_is_not_given_to_an_organisation_without_a_named_person(world, cast):
    referral = make_referred_case(world, cast)
    restrict(referral.case, cast.referent, cast.secretary)
    with pytest.raises(ValidationError, match="nommez d’abord"):
        services.complete_referral(referral=referral, presenter=world.association, by=cast.secretary)


def test_it_goes_on_the_agenda_of_the_next_session_of_its_instance(world, cast):
    far = Session.objects.create(instance=world.instance, held_on="2019-01-17", starts_at="09:30")
    first, second = (make_referred_case(world, cast, state="complete") for _ in range(2))
    items = [services.schedule_referral(referral=referral, by=cast.secretary) for referral in (first, second)]
    assert [item.session for item in items] == [world.session, world.session]
    assert items[0].position < items[1].position
    assert first.state == ReferralState.SCHEDULED
    assert not far.items.exists()


def test_without_a_session_nothing_is_scheduled(world, cast):
    Session.objects.all().delete()
    referral = make_referred_case(world, cast, state="complete")
    with pytest.raises(ValidationError, match="Aucune séance"):
        services.schedule_referral(referral=referral, by=cast.secretary)
    referral.refresh_from_db()
    assert referral.state == ReferralState.COMPLETE


def test_withdrawing_ends_the_readings_of_the_instance_and_leaves_the_agenda(world, cast):
    referral = make_referred_case(world, cast, state="complete")
    item = services.schedule_referral(referral=referral, by=cast.secretary)
    services.withdraw_referral(referral=referral, reason="Le ménage a trouvé une solution.", by=cast.referent)
    item.refresh_from_db()
    referral.case.refresh_from_db()
    assert item.state == AgendaState.HIDDEN
    assert referral.case.closed_on is not None
    assert not type(referral).objects.visible_to(cast.secretary).exists()
    assert type(referral).objects.visible_to(cast.referent).exists()


def diagnosis_first(world) -> None:
    data = template("veille_sociale") | {"diagnosis": {"when": "before_decision", "separate_operator": False}}
    parse(data)
    world.version = DispositifVersion.objects.create(
        dispositif=world.dispositif, number=2, data=data, published_on="2018-01-01"
    )


def test_the_diagnosis_goes_first_where_the_dispositif_says_so(world, cast, sign_in):
    diagnosis_first(world)
    referral = make_referred_case(world, cast, state="complete")
    client = sign_in(cast.secretary)
    page = client.get(f"/orientations/{referral.pk}/examiner/").content.decode()
    assert "Demander le diagnostic" in page
    assert "Inscrire à l’ordre du jour" not in page
    answer = client.post(f"/orientations/{referral.pk}/examiner/diagnostic/", {"operator": world.association.pk})
    assert answer.status_code == 302
    referral.refresh_from_db()
    assert referral.state == ReferralState.DIAGNOSIS_ORDERED
    assert Diagnosis.objects.get().operator == world.association


def test_elsewhere_no_diagnosis_is_ordered_before_the_decision(world, cast):
    referral = make_referred_case(world, cast, state="complete")
    with pytest.raises(ValidationError):
        services.order_entry_diagnosis(referral=referral, operator=world.association, by=cast.secretary)


class TestPages:
    ACTS = ("suivre", "complement", "complet", "diagnostic", "seance")

    def test_looking_writes_nothing_and_the_first_act_says_it_was_seen(self, world, cast, sign_in):
        referral = make_referred_case(world, cast)
        client = sign_in(cast.secretary)
        assert client.get(f"/orientations/{referral.pk}/examiner/").status_code == 200
        referral.refresh_from_db()
        assert referral.seen_on is None
        client.post(f"/orientations/{referral.pk}/examiner/suivre/")
        referral.refresh_from_db()
        assert referral.seen_by == cast.secretary.user

    def test_the_secretary_reads_no_name(self, world, cast, sign_in):
        referral = make_referred_case(world, cast)
        person = referral.case.household.people.get()
        client = sign_in(cast.secretary)
        for path in ("/orientations/", f"/orientations/{referral.pk}/examiner/"):
            page = client.get(path).content.decode()
            assert referral.case.number in page
            assert person.last_name not in page
            assert person.first_name not in page

    def test_the_way_to_the_agenda(self, world, cast, sign_in):
        referral = make_referred_case(world, cast)
        client, base = sign_in(cast.secretary), f"/orientations/{referral.pk}/examiner/"
        assert client.post(f"{base}complet/", {"presenter": ""}).status_code == 302
        assert "20\u00a0décembre 2018" in client.get(base).content.decode()
        key = {"submission_key": str(uuid4())}
        assert client.post(f"{base}seance/", key).status_code == 302
        assert client.post(f"{base}seance/", key).status_code == 302
        assert AgendaItem.objects.count() == 1
        too_late = client.post(f"{base}seance/")
        assert too_late.status_code == 422
        assert "on ne peut pas passer" in too_late.content.decode()

    def test_an_empty_complement_is_refused_beside_its_field(self, world, cast, sign_in):
        referral = make_referred_case(world, cast)
        answer = sign_in(cast.secretary).post(f"/orientations/{referral.pk}/examiner/complement/", {"text": ""})
        assert answer.status_code == 422
        assert "Dites ce qui manque" in answer.content.decode()

    def test_strangers_and_missing_are_the_same_404(self, world, cast, sign_in):
        referral = make_referred_case(world, cast)
        for actor in (cast.partner(Role.LANDLORD_REFERENT), cast.busy_elsewhere(Role.LANDLORD_REFERENT), cast.pilot):
            client = sign_in(actor)
            for pk in (referral.pk, uuid4()):
                assert client.get(f"/orientations/{pk}/").status_code == 404
                assert client.get(f"/orientations/{pk}/examiner/").status_code == 404
                for act in self.ACTS:
                    assert client.post(f"/orientations/{pk}/examiner/{act}/").status_code == 404
                for act in ("repondre", "retirer", "lue"):
                    assert client.post(f"/orientations/{pk}/{act}/").status_code == 404

    def test_seeing_it_without_the_right_is_403(self, world, cast, sign_in):
        referral = make_referred_case(world, cast)
        referent, secretary = sign_in(cast.referent), sign_in(cast.secretary)
        assert referent.get(f"/orientations/{referral.pk}/examiner/").status_code == 403
        for act in self.ACTS:
            assert referent.post(f"/orientations/{referral.pk}/examiner/{act}/").status_code == 403
        assert secretary.get(f"/orientations/{referral.pk}/").status_code == 403
        assert referent.get("/orientations/").status_code == 403

    def test_a_landlord_who_did_not_send_it_does_not_follow_it(self, world, cast, sign_in):
        referral = make_referred_case(world, cast)
        grant(referral.case, world.other_landlord, GrantLevel.LANDLORD_OF_DWELLING)
        other = sign_in(cast.partner(Role.LANDLORD_REFERENT))
        assert other.get(f"/orientations/{referral.pk}/").status_code == 403
        assert referral.case.number not in other.get("/mes-orientations/").content.decode()

    def test_the_secretary_of_another_instance_sees_nothing(self, world, cast, sign_in):
        referral = make_referred_case(world, cast)
        elsewhere = Instance.objects.get(territory=world.other_territory)
        cast.secretary.user.memberships.update(instance=elsewhere)
        client = sign_in(cast.secretary)
        assert client.get(f"/orientations/{referral.pk}/examiner/").status_code == 404
        assert referral.case.number not in client.get("/orientations/").content.decode()

    def test_filters_stay_inside_what_she_keeps(self, world, cast, sign_in):
        waiting = make_referred_case(world, cast)
        complete = make_referred_case(world, cast, state="complete")
        client = sign_in(cast.secretary)
        page = client.get(
            "/orientations/", {"state": "complete", "claimed": "no", "door": "retention"}
        ).content.decode()
        assert complete.case.number in page
        assert waiting.case.number not in page

    def test_the_same_number_of_queries_for_two_rows_and_for_twelve(self, world, cast, sign_in):
        clients = {"/orientations/": sign_in(cast.secretary), "/mes-orientations/": sign_in(cast.referent)}
        for _ in range(2):
            make_referred_case(world, cast)
        counts = {path: _queries(client, path) for path, client in clients.items()}
        for _ in range(10):
            make_referred_case(world, cast)
        assert counts == {path: _queries(client, path) for path, client in clients.items()}


def _queries(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
