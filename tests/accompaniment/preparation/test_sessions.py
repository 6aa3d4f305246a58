"""Sessions of the preparation: planned, moved, cancelled; households invited once, as long as there is room."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accompaniment import services
from accompaniment.choices import PREPARATION_MOVES, PreparationState
from accompaniment.ics import events_of
from accompaniment.models import PreparationInvitation, PreparationSession
from accompaniment.preparation.sessions import invitable, modules_of, places_taken
from tests import factories
from tests.accompaniment.rules import configured
from veille.core import clock
from veille.core.transitions import move
from veille.core.versions import version_of

KEY = "11111111-1111-4111-8111-111111111111"


def invite(session, cases, by):
    services.invite_to_preparation(session=session, cases=cases, by=by)


def sent_form(world, cast, **changes):
    return {
        "module": f"{world.dispositif.pk}:rights",
        "kind": "collective",
        "planned_on": (clock.today() + timedelta(days=5)).isoformat(),
        "starts_at": "14:00",
        "minutes": "120",
        "place": "Maison de quartier",
        "animator": str(cast.worker.user_id),
        "places": "8",
        "submission_key": KEY,
        **changes,
    }


@pytest.mark.parametrize("target", PreparationState)
@pytest.mark.parametrize("state", PreparationState)
def test_a_session_moves_as_its_table_says(session, state, target):
    PreparationSession.objects.filter(pk=session.pk).update(state=state)
    if target in PREPARATION_MOVES[state]:
        assert move(session, target, allowed=PREPARATION_MOVES) == state
    else:
        with pytest.raises(ValidationError):
            move(session, target, allowed=PREPARATION_MOVES)


def test_she_plans_a_session_once_and_lands_on_it(world, cast, cases, sign_in):
    client = sign_in(cast.worker)
    address = reverse("accompaniment:preparation_plan")
    assert "Droits et devoirs" in client.get(address).content.decode()
    for _ in range(2):
        answer = client.post(address, sent_form(world, cast))
    session = PreparationSession.objects.get()
    assert answer.url == reverse("accompaniment:preparation_detail", args=[session.pk])
    assert (session.title, session.places, session.is_collective) == ("Droits et devoirs", 8, True)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"place": ""}, "Dites où se tient la séance"),
        ({"planned_on": ""}, "Indiquez un jour"),
        ({"planned_on": "2018-10-01"}, "du mois passé"),
        ({"module": "x:y"}, "Sélectionnez un choix valide"),
        ({"places": "1"}, "supérieure ou égale à 2"),
    ],
)
def test_what_is_missing_is_said(world, cast, cases, sign_in, changes, sentence):
    answer = sign_in(cast.worker).post(reverse("accompaniment:preparation_plan"), sent_form(world, cast, **changes))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not PreparationSession.objects.exists()


def test_a_session_for_one_household_has_one_place(world, cast, cases, sign_in):
    sign_in(cast.worker).post(reverse("accompaniment:preparation_plan"), sent_form(world, cast, kind="individual"))
    session = PreparationSession.objects.get()
    assert session.places == 1
    with pytest.raises(ValidationError, match="Il reste 1"):
        invite(session, cases[:2], cast.worker)


def test_a_module_of_no_rules_is_refused(plan):
    with pytest.raises(ValidationError, match="Ce module"):
        plan(module="unknown")


def test_somebody_from_elsewhere_does_not_animate(plan, cast):
    with pytest.raises(ValidationError, match="de votre organisme"):
        plan(animator=cast.referent.user)


def test_a_module_taken_out_of_the_rules_goes_on_for_the_files_that_follow_it(world, cases):
    configured(cases[0], preparation_modules=[])
    assert world.dispositif.rules.configuration.preparation_modules == ()
    assert [module.code for module in modules_of(world.dispositif)] == ["rights", "moving"]


def test_only_households_in_preparation_whose_follow_up_she_writes_are_offered(world, cast, cases, session):
    factories.make_case(world)
    active = factories.make_accompanied_case(world, cast, door="access")
    active.rules = cases[0].rules
    active.save()
    factories.make_measure(active, world.association, state="active")
    assert set(invitable(cast.worker, session)) == set(cases)
    assert not invitable(cast.manager, session).exists()
    with pytest.raises(ValidationError, match="n’est plus en préparation"):
        invite(session, [active], cast.worker)


def test_nobody_is_invited_twice(cast, cases, session):
    invite(session, cases[:1], cast.worker)
    with pytest.raises(ValidationError, match="déjà invité"):
        invite(session, cases[:1], cast.worker)
    row = PreparationInvitation.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        PreparationInvitation.objects.create(case=row.case, session=session, invited_by=cast.worker.user)


def test_a_session_is_never_fuller_than_its_places(cast, cases, plan):
    session = plan(places=2)
    invite(session, cases[:2], cast.worker)
    with pytest.raises(ValidationError, match="Il ne reste pas de place"):
        invite(session, cases[2:], cast.worker)


def test_a_restricted_household_counts_for_those_it_is_named_to_alone(cast, cases, session):
    invite(session, cases, cast.worker)
    cases[0].is_restricted = True
    cases[0].save()
    assert places_taken(cast.worker, session) == 2


def test_an_invitation_is_taken_back_until_something_is_noted(cast, cases, session, sign_in):
    invite(session, cases[:1], cast.worker)
    row = PreparationInvitation.objects.get()
    answer = sign_in(cast.worker).post(reverse("accompaniment:preparation_uninvite", args=[row.pk]))
    assert answer.status_code == 302 and not PreparationInvitation.objects.exists()


def test_a_session_that_moved_says_both_days_in_the_file(cast, cases, plan, sign_in):
    session = plan(planned_on=clock.today() + timedelta(days=3))
    invite(session, cases[:1], cast.worker)
    day = clock.today() + timedelta(days=10)
    services.change_preparation(session=session, version=version_of(session), planned_on=day, by=cast.worker)
    page = sign_in(cast.worker).get(reverse("accompaniment:case_fragment", args=[cases[0].pk])).content.decode()
    assert "Déplacée" in page and "prévue d’abord" in page


def test_a_cancelled_session_is_told_in_the_file_and_may_be_planned_again(cast, cases, plan, sign_in):
    session = plan(planned_on=clock.today() + timedelta(days=3))
    invite(session, cases[:1], cast.worker)
    client = sign_in(cast.worker)
    client.post(reverse("accompaniment:preparation_cancel", args=[session.pk]))
    page = client.get(reverse("accompaniment:case_fragment", args=[cases[0].pk])).content.decode()
    assert "Annulée" in page and "à prévenir" in page
    client.post(reverse("accompaniment:preparation_restore", args=[session.pk]))
    session.refresh_from_db()
    assert session.state == "planned"


def test_of_two_who_change_it_the_second_reads_it_again(cast, session, sign_in):
    client = sign_in(cast.worker)
    address = reverse("accompaniment:preparation_change", args=[session.pk])
    seen = client.get(address).context["version"]
    services.change_preparation(session=session, version=seen, place="Agence", by=cast.worker)
    sent = {
        "module": f"{session.dispositif_id}:rights",
        "planned_on": clock.today().isoformat(),
        "minutes": "90",
        "place": "Salle du foyer",
        "animator": str(cast.worker.user_id),
        "places": "8",
        "version": seen,
    }
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "Salle du foyer" in answer.content.decode()
    session.refresh_from_db()
    assert session.place == "Agence"


def test_the_list_shows_what_is_to_come_and_what_is_to_be_noted(cast, plan, sign_in):
    plan(), plan(planned_on=clock.today() + timedelta(days=3))
    client = sign_in(cast.worker)
    address = reverse("accompaniment:preparation_list")
    assert len(client.get(address).context["page"].object_list) == 2
    assert not client.get(f"{address}?etat=held").context["page"].object_list


def test_who_reads_the_programme(cast, session, sign_in):
    address = reverse("accompaniment:preparation_detail", args=[session.pk])
    statuses = {cast.worker: 200, cast.manager: 200, cast.other_worker: 200, cast.referent: 404, cast.pilot: 404}
    assert {actor: sign_in(actor).get(address).status_code for actor in statuses} == statuses


def test_a_colleague_reads_the_session_and_none_of_its_households(cast, cases, session, sign_in):
    invite(session, cases[:1], cast.worker)
    page = sign_in(cast.other_worker).get(reverse("accompaniment:preparation_detail", args=[session.pk]))
    assert page.context["taken"] == 1 and cases[0].number not in page.content.decode()


def test_a_session_to_come_is_in_the_calendar_of_who_animates_it(cast, plan, sign_in):
    plan(planned_on=clock.today())
    address = reverse("accompaniment:visit_calendar")
    assert "Préparation : Droits et devoirs" in sign_in(cast.worker).get(address).content.decode()
    assert "Préparation : Droits et devoirs" not in sign_in(cast.other_worker).get(address).content.decode()


def test_her_own_agenda_reads_an_hour_under_a_neutral_title(world, cast, plan):
    plan(planned_on=clock.today() + timedelta(days=2))
    (event,) = events_of(cast.worker.user)
    told = event.to_ical().decode()
    assert world.dispositif.public_name in told and "Droits" not in told and "quartier" not in told
