"""The pages in use: plan, tap, count, end, assess; forms sent twice, refused, or by somebody else."""

from datetime import date, time
from uuid import uuid4

import pytest
from django.urls import reverse

from accompaniment.collective.days import events_for
from accompaniment.ics import events_of
from accompaniment.models import (
    CollectiveAction,
    CollectiveAttendance,
    CollectiveParticipant,
    CollectiveSession,
    CooperativeLoan,
    CooperativeMember,
    ResidentCooperative,
)
from funding.models import BudgetLine, FundingPlan, Volet
from tests.accompaniment.collective import scenes
from veille.core import clock
from veille.core.todo import LATE, TODAY, WEEK
from veille.core.versions import version_of

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"accompaniment:{name}", args=args)


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.worker)


def plan_data(world, **changes):
    told = {
        "title": "Atelier cuisine",
        "theme": "cooking",
        "dispositif": world.dispositif.pk,
        "held_on": "2018-12-19",
        "starts_at": "14:00",
        "minutes": "120",
        "expected": "10",
        "times": "2",
        "weeks": "2",
        "beside": [world.landlord.pk],
    }
    return told | changes


class TestPlanning:
    def test_leads_to_the_action_with_its_sessions(self, client, world):
        answer = client.post(url("collective_plan"), plan_data(world), follow=True)
        action = CollectiveAction.objects.get()
        assert answer.redirect_chain[-1][0] == url("collective_detail", action.pk)
        assert list(action.sessions.values_list("held_on", flat=True)) == [date(2018, 12, 19), date(2019, 1, 2)]

    def test_sent_twice_is_planned_once(self, client, world):
        data = plan_data(world, submission_key=str(uuid4()))
        assert [client.post(url("collective_plan"), data).status_code for _ in range(2)] == [302, 302]
        assert CollectiveAction.objects.count() == 1

    def test_unfinished_comes_back_with_what_was_typed(self, client, world):
        answer = client.post(url("collective_plan"), plan_data(world, minutes="0"))
        assert answer.status_code == 422 and "Atelier cuisine" in answer.content.decode()

    def test_goes_on_a_line_that_its_organisation_carries_and_no_other(self, client, world, cast):
        plan = FundingPlan.objects.create(
            dispositif=world.dispositif,
            state="validated",
            version=1,
            starts_on=date(2018, 1, 1),
            years=2,
            costed_households=100,
        )
        volet = Volet.objects.create(plan=plan, code="III", label="Coopérative")
        told = {"volet": volet, "kind": "collective_action", "calculation": "lump_sum", "lump_sum": 100}
        mine = BudgetLine.objects.create(code="3.1", label="Ateliers", carrier=world.association, **told)
        theirs = BudgetLine.objects.create(code="3.2", label="Autres", carrier=world.landlord, **told)
        assert client.post(url("collective_plan"), plan_data(world, budget_line=theirs.pk)).status_code == 422
        client.post(url("collective_plan"), plan_data(world, budget_line=mine.pk))
        assert CollectiveAction.objects.get().budget_line == mine
        page = client.get(url("collective_plan")).content.decode()
        assert "3.1 Ateliers" in page and "Autres" not in page and "100,00" not in page


class TestASession:
    @pytest.fixture
    def session(self, world, cast):
        action = scenes.action_of(world, cast.worker)
        scenes.participant_of(action, cast.worker, "Awa")
        scenes.participant_of(action, cast.worker, "Tom", is_child=True)
        return scenes.session_of(action)

    def tap(self, client, session, person, present="1", **headers):
        data = {"who": person.pk, "present": present}
        return client.post(url("collective_session_tick", session.pk), data, **headers)

    def test_one_tap_ticks_and_proposes_the_numbers(self, client, session):
        for person in CollectiveParticipant.objects.all():
            answer = self.tap(client, session, person, headers={"HX-Request": "true"})
        assert 'aria-pressed="true"' in answer.content.decode()
        form = client.get(url("collective_session", session.pk)).context["form"]
        assert (form["adults"].value(), form["children"].value()) == (1, 1)

    def test_a_tap_works_without_javascript(self, client, session):
        answer = self.tap(client, session, CollectiveParticipant.objects.first())
        assert answer.url == url("collective_session", session.pk)
        assert CollectiveAttendance.objects.count() == 1

    def test_nobody_taps_somebody_of_another_list(self, client, session, world, cast):
        stranger = scenes.participant_of(scenes.action_of(world, cast.worker), cast.worker)
        assert self.tap(client, session, stranger).status_code == 404

    def test_a_tap_before_the_day_says_why_not(self, client, session):
        CollectiveSession.objects.filter(pk=session.pk).update(held_on=date(2018, 12, 20))
        answer = self.tap(client, session, CollectiveParticipant.objects.first(), headers={"HX-Request": "true"})
        assert "à partir du jour" in answer.content.decode()

    def test_is_counted_then_the_action_ends_and_is_assessed(self, client, session):
        data = {"adults": "8", "children": "1", "version": version_of(session), "animators": []}
        client.post(url("collective_session", session.pk), data)
        client.post(url("collective_end", session.action_id))
        client.post(url("collective_assess", session.action_id), {"assessment": "À refaire."})
        action = CollectiveAction.objects.get()
        assert (action.state, action.assessment) == ("assessed", "À refaire.")
        told = client.get(url("collective_detail", action.pk)).content.decode()
        assert "À refaire." in told and url("collective_session_add", action.pk) not in told

    def test_ending_too_soon_says_what_is_missing(self, client, session):
        answer = client.post(url("collective_end", session.action_id), follow=True)
        assert "Notez ou annulez d’abord" in answer.content.decode()

    def test_two_who_count_at_once_keep_the_first_and_the_second_reads_why(self, client, session):
        version = version_of(session)
        for adults in ("8", "9"):
            data = {"adults": adults, "children": "0", "version": version}
            answer = client.post(url("collective_session", session.pk), data)
        assert answer.status_code == 422 and "modifié" in answer.content.decode()
        assert CollectiveSession.objects.get().adults == 8


class TestTheList:
    def test_takes_a_contact_with_agreement_only(self, client, world, cast):
        action = scenes.action_of(world, cast.worker)
        told = {"first_name": "Awa", "contact": "06 00 00 00 00"}
        assert client.post(url("collective_people", action.pk), told).status_code == 422
        client.post(url("collective_people", action.pk), told | {"agrees": "on"})
        assert CollectiveParticipant.objects.get().agreed_on == clock.today()

    def test_forgets_who_asks(self, client, world, cast):
        person = scenes.participant_of(scenes.action_of(world, cast.worker), cast.worker)
        client.post(url("collective_person_remove", person.pk))
        assert not CollectiveParticipant.objects.exists()


class TestACooperative:
    def test_opens_adopts_a_charter_takes_a_member_and_a_land(self, client, world):
        told = {"name": "Les Voisins", "dispositif": world.dispositif.pk, "starts_on": "2018-01-10"}
        client.post(url("cooperative_open"), told)
        cooperative = ResidentCooperative.objects.get()
        charter = {"text": "Ensemble.", "adopted_on": "2018-02-01", "adopted_by": "12"}
        client.post(url("cooperative_charter", cooperative.pk), charter)
        member = {"first_name": "Ana", "part": "member", "has_signed": "on", "joined_on": "2018-02-02"}
        client.post(url("cooperative_member_add", cooperative.pk), member)
        loan = {
            "kind": "land",
            "label": "Terrain",
            "lender": world.landlord.pk,
            "area": "200",
            "starts_on": "2018-02-01",
        }
        client.post(url("cooperative_loan_add", cooperative.pk), loan)
        assert CooperativeMember.objects.get().charter.number == 1
        assert CooperativeLoan.objects.get().lender == world.landlord
        told = client.get(url("cooperative_detail", cooperative.pk)).content.decode()
        assert all(word in told for word in ("Ana", "version 1", "200", "adoptée le"))

    def test_its_last_charter_is_where_the_next_one_starts(self, client, world, cast):
        cooperative = scenes.cooperative_of(world, cast.worker)
        cooperative.charters.create(number=1, text="Premier texte.", adopted_on=date(2017, 5, 1), adopted_by=9)
        assert (
            client.get(url("cooperative_charter", cooperative.pk)).context["form"]["text"].value() == "Premier texte."
        )


class TestWhatAwaitsHer:
    def lines(self, client):
        items = [item for group in client.get(reverse("home")).context["groups"] for item in group.items]
        return {
            item.kind.key: item for item in items if item.kind and item.kind.key.startswith(("collective", "cooper"))
        }

    def session(self, world, cast, on, **fields):
        session = scenes.session_of(scenes.action_of(world, cast.worker, title="Jardin", **fields), on=on)
        session.animators.create(user=cast.worker.user, organisation=world.association)
        return session

    @pytest.mark.parametrize(
        ("day", "kind", "group"),
        [
            (date(2018, 12, 18), "collective_to_hold", WEEK),
            (date(2018, 12, 14), "collective_to_note", TODAY),
            (date(2018, 12, 10), "collective_to_note", LATE),
        ],
    )
    def test_a_session_to_hold_then_to_count(self, client, world, cast, day, kind, group):
        session = self.session(world, cast, day)
        found = self.lines(client)
        assert set(found) == {kind}
        assert (found[kind].group, found[kind].url) == (group, url("collective_session", session.pk))

    def test_an_action_over_for_two_weeks_is_to_end(self, client, world, cast):
        action = scenes.action_of(world, cast.worker)
        scenes.session_of(action, on=date(2018, 11, 20), adults=8)
        assert set(self.lines(client)) == {"collective_to_end"}

    def test_an_action_that_ended_is_to_assess(self, client, world, cast):
        action = scenes.action_in(world, cast, "held")
        assert self.lines(client)["collective_to_assess"].url == url("collective_assess", action.pk)

    def test_a_land_whose_loan_ends_is_to_renew(self, client, world, cast):
        CooperativeLoan.objects.create(
            cooperative=scenes.cooperative_of(world, cast.worker),
            kind="land",
            label="Terrain",
            lender=world.landlord,
            starts_on=date(2017, 1, 1),
            ends_on=date(2019, 1, 31),
        )
        assert set(self.lines(client)) == {"cooperative_loan_ends"}

    def test_a_colleague_who_animates_nothing_is_left_alone(self, world, cast, sign_in):
        self.session(world, cast, date(2018, 12, 10))
        assert self.lines(sign_in(cast.other_worker)) == {}

    def test_the_landlord_beside_is_asked_nothing(self, world, cast, sign_in):
        scenes.session_of(scenes.action_of(world, cast.worker, beside=(world.landlord,)))
        assert self.lines(sign_in(cast.referent)) == {}


class TestHerDays:
    def test_the_calendar_shows_the_session_she_animates(self, client, world, cast):
        session = TestWhatAwaitsHer().session(world, cast, date(2018, 12, 12))
        told = client.get(reverse("accompaniment:visit_calendar")).content.decode()
        assert url("collective_session", session.pk) in told

    def test_her_agenda_holds_an_hour_under_a_neutral_title(self, world, cast):
        session = TestWhatAwaitsHer().session(world, cast, date(2018, 12, 18), place="Foyer de la Deûle")
        CollectiveSession.objects.filter(pk=session.pk).update(starts_at=time(14))
        (event,) = events_for(cast.worker)
        told = event.to_ical().decode()
        assert "Séance collective" in told and "Jardin" not in told and "Foyer" not in told

    def test_a_referent_who_animates_has_an_agenda_too(self, world, cast):
        session = scenes.session_of(scenes.action_of(world, cast.referent), on=date(2018, 12, 18))
        session.animators.create(user=cast.referent.user, organisation=world.landlord)
        assert len(events_of(cast.referent.user)) == 1

    def test_a_cancelled_session_leaves_it(self, world, cast):
        session = TestWhatAwaitsHer().session(world, cast, date(2018, 12, 18))
        CollectiveSession.objects.filter(pk=session.pk).update(state="cancelled")
        assert list(events_for(cast.worker)) == []
