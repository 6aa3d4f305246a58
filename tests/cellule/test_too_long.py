"""What has waited too long rises for the secretary and the pilot, and names nobody."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cellule.models import AgendaItem, Assignment, Session
from cellule.services.closing import close_session
from cellule.services.decisions import record_decision
from cellule.services.minutes import begin_minutes, give_minutes
from cellule.todo import work_items
from cellule.too_long import kinds
from households.models import CaseAccess, Exclusion
from partners.actors import actor_of
from partners.models import Instance, Membership
from partners.roles import Role
from tests import factories
from tests.cellule import minutes_scenes, outside_scenes, scenes
from tests.cellule.reading import reading
from veille.core import clock


def _keys(actor) -> dict[str, int]:
    return {kind.key: len(kind.rows) for kind in kinds(actor)}


def _admitted(world, cast) -> AgendaItem:
    item = scenes.in_session(world, cast)
    record_decision(item=item, by=cast.secretary, **scenes.admission(world, cast))
    close_session(session=item.session, by=cast.secretary)
    return item


def test_nobody_waits_on_the_day_of_the_decision(world, cast):
    _admitted(world, cast)
    assert _keys(cast.secretary) == _keys(cast.pilot) == {}


def test_admitted_and_nobody_has_met_the_household(world, cast, settings):
    item = _admitted(world, cast)
    delay = item.case.configuration.first_contact_days
    settings.VEILLE_TODAY = clock.today() + timedelta(days=delay)
    assert "sans-contact" not in _keys(cast.secretary)
    settings.VEILLE_TODAY = clock.today() + timedelta(days=1)
    assert _keys(cast.secretary)["sans-contact"] == _keys(cast.pilot)["sans-contact"] == 1
    measure = item.case.measures.get()
    factories.InterventionFactory(
        case=item.case,
        measure=measure,
        author=cast.worker.user,
        organisation=world.association,
        happened_on=clock.today(),
    )
    assert "sans-contact" not in _keys(cast.secretary)


def test_admitted_and_nobody_leads(world, cast):
    item = _admitted(world, cast)
    CaseAccess.objects.filter(case=item.case, level="lead").update(
        ends_on=date(2018, 12, 13), starts_on=date(2018, 12, 1)
    )
    assert _keys(cast.secretary)["sans-operateur"] == _keys(cast.pilot)["sans-operateur"] == 1


@pytest.mark.parametrize(("times", "rises"), [(2, False), (3, True)])
def test_presented_three_times_without_solution(world, cast, times, rises):
    referral = factories.make_referred_case(world, cast, state="deferred")
    for month in range(1, times + 1):
        session = Session.objects.create(
            instance=world.instance, held_on=date(2018, month, 15), starts_at=world.session.starts_at, state="closed"
        )
        factories.AgendaItemFactory(session=session, case=referral.case, referral=referral, state="postponed")
    assert ("sans-solution" in _keys(cast.secretary)) is rises
    assert ("sans-solution" in _keys(cast.pilot)) is rises
    type(referral).objects.update(state="refused")
    assert "sans-solution" not in _keys(cast.secretary)


def test_a_consultation_past_its_deadline(world, cast, settings):
    consultation = outside_scenes.consulted(world, cast)
    assert "consultations" not in _keys(cast.secretary)
    settings.VEILLE_TODAY = consultation.answer_before + timedelta(days=1)
    assert _keys(cast.secretary)["consultations"] == 1


def test_a_task_that_nobody_did(world, cast, settings):
    _admitted(world, cast)
    settings.VEILLE_TODAY = Assignment.objects.get().due_on + timedelta(days=1)
    assert _keys(cast.secretary)["taches"] == _keys(cast.pilot)["taches"] == 1


def test_a_compte_rendu_that_was_not_given_out(world, cast, settings):
    minutes_scenes.closed(world, cast)
    settings.VEILLE_TODAY = world.session.held_on + timedelta(days=16)
    assert _keys(cast.secretary)["comptes-rendus"] == 1
    give_minutes(minutes=begin_minutes(session=world.session, by=cast.secretary), by=cast.secretary)
    assert "comptes-rendus" not in _keys(cast.secretary)


def test_the_page_and_the_lines_hold_no_name_and_no_number(world, cast, sign_in, settings):
    item = _admitted(world, cast)
    settings.VEILLE_TODAY = clock.today() + timedelta(days=60)
    url = reverse("cellule:too_long")
    for actor in (cast.secretary, cast.pilot):
        page = sign_in(actor).get(url).content.decode()
        assert item.case.number not in page
        assert item.case.household.people.first().last_name not in page
    assert item.sheet.pseudonym in sign_in(cast.secretary).get(url).content.decode()
    assert item.sheet.pseudonym not in sign_in(cast.pilot).get(url).content.decode()
    with reading(cast.pilot):
        titles = [line.title for line in work_items(cast.pilot)]
    assert "1\u00a0situation admise sans premier contact" in titles
    for actor in (cast.referent, cast.worker, cast.member, cast[Role.EVALUATOR]):
        assert sign_in(actor).get(url).status_code == 403


def test_another_instance_a_conflict_and_a_restricted_file_are_not_counted(world, cast, settings):
    item = _admitted(world, cast)
    settings.VEILLE_TODAY = clock.today() + timedelta(days=60)
    assert "sans-contact" in _keys(cast.stand_in)
    Exclusion.objects.create(case=item.case, user=cast.stand_in.user, declared_on=clock.today())
    assert "sans-contact" not in _keys(cast.stand_in)
    type(item.case).objects.filter(pk=item.case_id).update(is_restricted=True)
    assert "sans-contact" not in _keys(cast.secretary)
    assert "sans-contact" not in _keys(cast.pilot)


def test_what_is_asked_of_her_is_in_her_list(world, cast):
    consultation = outside_scenes.consulted(world, cast)
    actor = outside_scenes.entitled(world, cast)
    with reading(cast.member):
        asked = [line.title for line in work_items(cast.member)]
    with reading(actor):
        waits = [line.title for line in work_items(actor)]
    assert f"{consultation.name} : votre avis est attendu" in asked
    assert not any(consultation.name in title for title in waits)  # she decides once it is answered


def test_who_keeps_one_instance_and_sits_in_another_is_told_of_her_own(world, cast, settings):
    item = _admitted(world, cast)
    settings.VEILLE_TODAY = clock.today() + timedelta(days=item.case.configuration.first_contact_days + 1)
    assert "sans-contact" in _keys(cast.secretary)
    neighbour = cast.play(Role.INSTANCE_SECRETARY, world.organiser, "Zélie")
    south = Instance.objects.get(territory=world.other_territory)
    Membership.objects.filter(user=neighbour.user).update(instance=south)
    seat = {"instance": world.instance, "starts_on": date(2018, 1, 1)}
    Membership.objects.create(user=neighbour.user, organisation=world.organiser, role=Role.INSTANCE_MEMBER, **seat)
    assert _keys(actor_of(neighbour.user, world.organiser.pk)) == {}
