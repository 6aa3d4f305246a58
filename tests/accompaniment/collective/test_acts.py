"""Plan, note, end, assess: what each act asks, refuses and leaves."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accompaniment.half_days import proposed
from accompaniment.models import (
    CollectiveAction,
    CollectiveAnimator,
    CollectiveAttendance,
    CollectiveParticipant,
    CollectiveSession,
    CooperativeMember,
)
from accompaniment.services import collective as actions
from accompaniment.services import collective_people as people
from accompaniment.services import collective_sessions as sessions
from accompaniment.services import cooperatives
from accompaniment.services.purging import forget
from partners.actors import actor_of
from partners.models import Membership, Site
from partners.roles import Role
from tests.accompaniment.collective import scenes
from veille.core.versions import version_of

pytestmark = pytest.mark.django_db
FIRST = {"held_on": date(2018, 12, 3), "starts_at": time(14), "minutes": 90, "expected": 12}


def planned(world, by, **fields) -> CollectiveAction:
    told = {"title": "Jardin", "theme": "garden", "dispositif": world.dispositif, "first": FIRST} | fields
    return actions.plan_action(by=by, **told)


def note(session, by, adults=8, children=2, not_accompanied=None, animators=None):
    return sessions.note_session(
        session=session,
        version=version_of(session),
        adults=adults,
        children=children,
        not_accompanied=not_accompanied,
        animators=[by.user] if animators is None else animators,
        by=by,
    )


class TestPlanning:
    def test_a_series_holds_its_sessions_and_who_plans_animates_them(self, world, cast):
        action = planned(world, cast.worker, times=3, weeks=2, beside=[world.landlord])
        days = list(action.sessions.values_list("held_on", flat=True))
        assert days == [date(2018, 12, 3), date(2018, 12, 17), date(2018, 12, 31)]
        assert CollectiveAnimator.objects.filter(user=cast.worker.user, organisation=world.association).count() == 3
        assert [row.organisation for row in action.co_organisers.all()] == [world.landlord]

    def test_its_own_organisation_is_no_other(self, world, cast):
        assert not planned(world, cast.worker, beside=[world.association]).co_organisers.exists()

    def test_a_site_of_another_dispositif_is_refused(self, world, cast, other_dispositif):
        site = Site.objects.create(
            dispositif=other_dispositif, landlord=world.landlord, territory=world.territory, dwellings=20
        )
        with pytest.raises(ValidationError, match="Choisissez un site"):
            planned(world, cast.worker, site=site)

    def test_a_cooperative_of_somebody_else_is_refused(self, world, cast):
        theirs = scenes.cooperative_of(world, cast.referent)
        with pytest.raises(ValidationError, match="coopérative que vous soutenez"):
            planned(world, cast.worker, cooperative=theirs)

    def test_two_people_who_change_it_at_once_lose_nothing(self, world, cast):
        action = planned(world, cast.worker)
        before = version_of(action)
        actions.change_action(action=action, version=before, title="Jardin partagé", by=cast.worker)
        with pytest.raises(ValidationError, match="modifié"):
            actions.change_action(action=action, version=before, title="Potager", by=cast.manager)

    def test_an_association_with_a_list_is_not_taken_out(self, world, cast):
        other = cast.partner(Role.ASSOCIATION_WORKER)
        action = planned(world, cast.worker, beside=[other.organisation])
        scenes.participant_of(action, other)
        with pytest.raises(ValidationError, match="tient encore une liste"):
            actions.change_action(action=action, version=version_of(action), beside=[], by=cast.worker)


class TestNotingASession:
    def test_keeps_how_many_came(self, world, cast):
        session = note(planned(world, cast.worker).sessions.get(), cast.worker, not_accompanied=4)
        assert (session.state, session.reached, session.not_accompanied) == ("held", 10, 4)

    def test_again_it_is_corrected(self, world, cast):
        session = note(planned(world, cast.worker).sessions.get(), cast.worker)
        assert note(session, cast.worker, adults=9).reached == 11

    def test_two_people_who_count_at_once_lose_nothing(self, world, cast):
        session = planned(world, cast.worker).sessions.get()
        note(CollectiveSession.objects.get(pk=session.pk), cast.worker)
        with pytest.raises(ValidationError, match="modifié"):
            note(session, cast.manager, adults=3)

    def test_is_refused_before_its_day(self, world, cast):
        session = scenes.session_of(planned(world, cast.worker), on=date(2018, 12, 15))
        with pytest.raises(ValidationError, match="pas encore eu lieu"):
            note(session, cast.worker)

    def test_more_unaccompanied_than_people_is_refused(self, world, cast):
        with pytest.raises(ValidationError, match="pas plus"):
            note(planned(world, cast.worker).sessions.get(), cast.worker, not_accompanied=11)

    def test_the_database_refuses_it_too(self, world, cast):
        session = note(planned(world, cast.worker).sessions.get(), cast.worker)
        with pytest.raises(IntegrityError), transaction.atomic():
            CollectiveSession.objects.filter(pk=session.pk).update(not_accompanied=99)


class TestTime:
    def span(self, actor):
        return proposed(actor.user, actor.organisation, date(2018, 12, 1), date(2018, 12, 31))

    def test_of_a_session_held_is_proposed_once(self, world, cast):
        session = planned(world, cast.worker).sessions.get()
        assert self.span(cast.worker) == {}
        note(note(session, cast.worker), cast.worker)
        found = self.span(cast.worker)
        assert {key: (half.total, half.entries) for key, half in found.items()} == {
            (date(2018, 12, 3), "afternoon"): (90, 1)
        }

    def test_counts_for_each_who_animated(self, world, cast):
        session = note(
            planned(world, cast.worker).sessions.get(),
            cast.worker,
            animators=[cast.worker.user, cast.other_worker.user],
        )
        sessions.say_animated(session=session, was_there=True, by=cast.referent)
        for actor in (cast.worker, cast.other_worker, cast.referent):
            assert len(self.span(actor)) == 1
        assert self.span(cast.manager) == {}

    def test_of_two_employers_one_counts_it(self, world, cast):
        session = note(planned(world, cast.worker, beside=[world.landlord]).sessions.get(), cast.worker)
        Membership.objects.create(
            user=cast.worker.user, organisation=world.landlord, role=Role.LANDLORD_REFERENT, starts_on=date(2016, 1, 1)
        )
        elsewhere = actor_of(cast.worker.user, world.landlord.pk)
        with pytest.raises(ValidationError, match="autre de vos employeurs"):
            sessions.say_animated(session=session, was_there=True, by=elsewhere)
        assert self.span(elsewhere) == {}

    def test_taken_back_it_is_proposed_no_more(self, world, cast):
        session = note(planned(world, cast.worker).sessions.get(), cast.worker)
        sessions.say_animated(session=session, was_there=False, by=cast.worker)
        assert self.span(cast.worker) == {}


class TestEnding:
    def test_waits_for_every_session(self, world, cast):
        action = planned(world, cast.worker, times=2, weeks=1)
        note(action.sessions.first(), cast.worker)
        with pytest.raises(ValidationError, match="Notez ou annulez"):
            actions.end_action(action=action, by=cast.worker)

    def test_without_a_session_held_is_a_cancellation(self, world, cast):
        action = planned(world, cast.worker)
        sessions.cancel_session(session=action.sessions.get(), by=cast.worker)
        with pytest.raises(ValidationError, match="annulez l’action"):
            actions.end_action(action=action, by=cast.worker)

    def test_counts_the_people_of_the_list_before_it_is_forgotten(self, world, cast):
        action = planned(world, cast.worker, times=3)
        somebody, other = (scenes.participant_of(action, cast.worker, name) for name in ("Awa", "Lina"))
        CollectiveSession.objects.filter(action=action).update(held_on=date(2018, 12, 3))
        for session in action.sessions.all():
            note(session, cast.worker)
            people.mark_present(session=session, somebody=somebody, is_present=True, by=cast.worker)
        people.mark_present(session=action.sessions.first(), somebody=other, is_present=True, by=cast.worker)
        ended = actions.end_action(action=action, by=cast.worker)
        assert (ended.people, ended.regulars) == (2, 1)

    def test_freezes_sessions_and_numbers(self, world, cast):
        action = planned(world, cast.worker)
        session = note(action.sessions.get(), cast.worker)
        actions.end_action(action=action, by=cast.worker)
        for act in (
            lambda: note(session, cast.worker),
            lambda: sessions.add_session(action=action, by=cast.worker, **FIRST),
            lambda: sessions.cancel_session(session=session, by=cast.worker),
        ):
            with pytest.raises(ValidationError, match="plus en cours"):
                act()

    def test_leads_to_an_assessment_that_may_be_corrected(self, world, cast):
        action = scenes.action_in(world, cast, "held")
        actions.assess_action(action=action, words="Bien.", by=cast.worker)
        assert actions.assess_action(action=action, words="Très bien.", by=cast.worker).assessment == "Très bien."
        with pytest.raises(ValidationError, match="en quelques mots"):
            actions.assess_action(action=action, words=" ", by=cast.worker)

    def test_an_action_that_began_is_not_cancelled(self, world, cast):
        with pytest.raises(ValidationError, match="déjà eu lieu"):
            actions.cancel_action(action=scenes.action_in(world, cast, "planned"), by=cast.worker)


class TestThePeople:
    def test_a_contact_without_agreement_is_refused(self, world, cast):
        with pytest.raises(ValidationError, match="accord daté"):
            people.add_participant(
                action=planned(world, cast.worker),
                first_name="Awa",
                is_child=False,
                contact="06",
                agreed_on=None,
                by=cast.worker,
            )

    def test_ticked_twice_is_ticked_once(self, world, cast):
        action = planned(world, cast.worker)
        somebody, session = scenes.participant_of(action, cast.worker), action.sessions.get()
        for _ in range(2):
            people.mark_present(session=session, somebody=somebody, is_present=True, by=cast.worker)
        assert CollectiveAttendance.objects.count() == 1
        people.mark_present(session=session, somebody=somebody, is_present=False, by=cast.worker)
        assert CollectiveAttendance.objects.count() == 0

    def test_forgotten_they_leave_the_numbers(self, world, cast):
        action = scenes.action_in(world, cast, "held", people=9, regulars=2)
        somebody = scenes.participant_of(action, cast.worker)
        people.mark_present(session=action.sessions.get(), somebody=somebody, is_present=True, by=cast.worker)
        people.remove_participant(participant=somebody, by=cast.worker)
        assert not CollectiveParticipant.objects.exists() and not CollectiveAttendance.objects.exists()
        assert CollectiveAction.objects.get().people == 9

    @pytest.mark.parametrize(("last", "kept"), [(date(2018, 6, 13), 0), (date(2018, 6, 14), 1), (date(2018, 12, 1), 1)])
    def test_the_list_goes_six_months_after_the_last_session(self, world, cast, last, kept):
        action = scenes.action_of(world, cast.worker)
        scenes.session_of(action, on=date(2018, 1, 5), adults=6)
        scenes.session_of(action, on=last, adults=6)
        scenes.participant_of(action, cast.worker)
        forget()
        assert CollectiveParticipant.objects.count() == kept
        assert CollectiveSession.objects.count() == 2

    def test_a_member_goes_six_months_after_she_left(self, world, cast):
        cooperative = scenes.cooperative_of(world, cast.worker)
        scenes.member_of(cooperative, "Partie", left_on=date(2018, 6, 1))
        scenes.member_of(cooperative, "Récente", left_on=date(2018, 9, 1))
        scenes.member_of(cooperative, "Présente")
        forget()
        assert set(CooperativeMember.objects.values_list("first_name", flat=True)) == {"Récente", "Présente"}

    def test_those_of_a_cooperative_that_ended_go_with_it(self, world, cast):
        scenes.member_of(scenes.cooperative_of(world, cast.worker, ends_on=date(2018, 5, 1)))
        forget()
        assert not CooperativeMember.objects.exists()


class TestTheCooperative:
    def charter(self, cooperative, by, adopted_on=date(2017, 5, 1), text="Nous partageons."):
        return cooperatives.adopt_charter(
            cooperative=cooperative, text=text, adopted_on=adopted_on, adopted_by=14, by=by
        )

    def test_its_charter_keeps_every_version(self, world, cast):
        cooperative = scenes.cooperative_of(world, cast.worker)
        self.charter(cooperative, cast.worker)
        self.charter(cooperative, cast.worker, date(2018, 3, 1), "Nous partageons et entretenons.")
        told = list(cooperative.charters.values_list("number", "text"))
        assert told == [(2, "Nous partageons et entretenons."), (1, "Nous partageons.")]

    def test_an_older_version_is_not_adopted_after(self, world, cast):
        cooperative = scenes.cooperative_of(world, cast.worker)
        self.charter(cooperative, cast.worker)
        with pytest.raises(ValidationError, match="plus récente"):
            self.charter(cooperative, cast.worker, date(2017, 1, 1))

    def test_a_member_signs_the_version_in_force_and_keeps_it(self, world, cast):
        cooperative = scenes.cooperative_of(world, cast.worker)
        first = self.charter(cooperative, cast.worker)
        told = {"first_name": "Fernanda", "part": "treasurer", "joined_on": date(2017, 6, 1), "left_on": None}
        member = cooperatives.add_member(cooperative=cooperative, has_signed=True, by=cast.worker, **told)
        self.charter(cooperative, cast.worker, date(2018, 3, 1), "Autre.")
        changed = cooperatives.change_member(
            member=member, version=version_of(member), has_signed=True, part="member", by=cast.worker
        )
        assert changed.charter == first and changed.part == "member"

    def test_nobody_signs_before_there_is_a_charter(self, world, cast):
        with pytest.raises(ValidationError, match="Aucune charte"):
            cooperatives.add_member(
                cooperative=scenes.cooperative_of(world, cast.worker),
                has_signed=True,
                first_name="Fernanda",
                joined_on=date(2018, 1, 1),
                by=cast.worker,
            )

    def test_a_landlord_that_supports_one_keeps_no_members(self, world, cast):
        with pytest.raises(ValidationError, match="ne tient pas de liste"):
            cooperatives.add_member(
                cooperative=scenes.cooperative_of(world, cast.referent),
                has_signed=False,
                first_name="Fernanda",
                joined_on=date(2018, 1, 1),
                by=cast.referent,
            )

    def test_members_are_ticked_at_its_activities(self, world, cast):
        cooperative = scenes.cooperative_of(world, cast.worker)
        member = scenes.member_of(cooperative)
        action = planned(world, cast.worker, cooperative=cooperative)
        people.mark_present(session=action.sessions.get(), somebody=member, is_present=True, by=cast.worker)
        note(action.sessions.get(), cast.worker)
        assert actions.end_action(action=action, by=cast.worker).people == 1
