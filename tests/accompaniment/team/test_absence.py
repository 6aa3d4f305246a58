"""Somebody is away: her files open to who stands in, on the days said, and close by themselves."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accompaniment.ics import events_for
from accompaniment.services import plan_visit
from accompaniment.visit_calendar import week_of
from households.models import Case, CaseTeamMember, NamedPerson, TeamPart
from households.services import add_team_member, declare_absence, end_absence
from partners.models import Absence
from partners.services.purging import forget
from tests import factories
from tests.accompaniment.team.conftest import at_day
from veille.core import clock
from veille.core.formats import of_name
from veille.core.models import AuditEvent

TODAY = clock.today


def away(cast, *, by=None, start=0, days=9, **told):
    first = TODAY() + timedelta(days=start)
    told = {"stand_in": cast.other_worker.user} | told
    return declare_absence(
        user=cast.worker.user, starts_on=first, ends_on=first + timedelta(days=days), by=by or cast.manager, **told
    )


def opens(actor, case, day=None):
    with at_day(day or TODAY()):
        return Case.objects.visible_to(actor).filter(pk=case.pk).exists()


def test_the_files_she_leads_open_and_close_by_themselves(files, cast):
    away(cast, start=3, days=4)
    first = TODAY() + timedelta(days=3)
    assert [opens(cast.other_worker, files[0], first + timedelta(days=n)) for n in (-1, 0, 4, 5)] == [
        False,
        True,
        True,
        False,
    ]
    assert opens(cast.worker, files[0], first)


def test_a_file_she_only_shares_waits_for_her(files, cast):
    away(cast)
    assert not opens(cast.other_worker, files[2])


def test_another_takes_some_of_the_files_and_nobody_the_rest(files, cast, third):
    away(cast, chosen={files[0].pk: third.user, files[1].pk: None})
    assert opens(third, files[0]) and not opens(cast.other_worker, files[0])
    assert not opens(cast.other_worker, files[1]) and not opens(third, files[1])


def test_a_file_given_to_her_meanwhile_goes_to_her_stand_in_too(world, files, cast):
    away(cast)
    new = factories.make_case(world)
    factories.grant(new, world.association, "lead")
    add_team_member(case=new, user=cast.worker.user, organisation=world.association, by=cast.manager, part="lead")
    assert opens(cast.other_worker, new)


def test_who_stood_in_leaves_the_file_that_somebody_else_leads_now(world, files, cast, third):
    away(cast)
    add_team_member(case=files[0], user=third.user, organisation=world.association, by=cast.manager, part="lead")
    assert not opens(cast.other_worker, files[0]) and opens(cast.other_worker, files[1])


def test_she_is_back_sooner(files, cast):
    absence = away(cast)
    CaseTeamMember.objects.filter(absence=absence).update(starts_on=TODAY() - timedelta(days=3))
    Absence.objects.filter(pk=absence.pk).update(starts_on=TODAY() - timedelta(days=3))
    end_absence(absence=absence, by=cast.worker)
    assert not opens(cast.other_worker, files[0])
    ended = CaseTeamMember.objects.filter(part=TeamPart.STAND_IN).values_list("ends_on", flat=True)
    assert set(ended) == {TODAY() - timedelta(days=1)}


def test_an_absence_that_will_not_be_leaves_nothing_but_the_journal(files, cast):
    end_absence(absence=away(cast, start=3), by=cast.manager)
    assert not CaseTeamMember.objects.filter(part=TeamPart.STAND_IN).exists()
    assert not Absence.objects.exists()
    assert set(AuditEvent.objects.filter(name__startswith="absence").values_list("name", flat=True)) == {
        "absence.declared",
        "absence.ended",
    }


def test_why_is_written_nowhere():
    columns = {field.name for field in Absence._meta.get_fields()} - {"id", "stand_ins", "names"}
    assert columns == {"organisation", "user", "starts_on", "ends_on", "stand_in", "declared_by"}


def test_it_is_forgotten_a_year_later(files, cast):
    away(cast)
    with at_day(TODAY() + timedelta(days=400)):
        assert forget() >= 1
    assert not Absence.objects.exists()
    assert CaseTeamMember.objects.filter(part=TeamPart.STAND_IN, absence=None).count() == 2


# What is refused.


@pytest.mark.parametrize(
    ("start", "days", "match"), [(3, -1, "précéder"), (-9, 2, "en cours ou à venir"), (0, 400, "un an")]
)
def test_days_that_make_no_sense(files, cast, start, days, match):
    with pytest.raises(ValidationError, match=match):
        away(cast, start=start, days=days)


def test_twice_on_the_same_days(files, cast):
    away(cast)
    with pytest.raises(ValidationError, match="déjà absente"):
        away(cast, start=9, days=3)


def test_one_after_the_other_is_how_it_is_prolonged(files, cast):
    away(cast)
    away(cast, start=10, days=3)
    assert opens(cast.other_worker, files[0], TODAY() + timedelta(days=12))


def test_who_is_away_too_stands_in_for_nobody(files, cast, third):
    declare_absence(user=cast.other_worker.user, starts_on=TODAY(), ends_on=TODAY(), by=cast.manager)
    with pytest.raises(ValidationError, match="est aussi absente"):
        away(cast)


def test_nobody_opens_files_to_herself_nor_to_a_stranger(files, cast):
    with pytest.raises(ValidationError, match="ne peut pas tenir ce remplacement"):
        away(cast, stand_in=cast.manager.user)
    with pytest.raises(ValidationError, match="ne peut pas tenir ce remplacement"):
        away(cast, stand_in=cast.partner("association_worker").user)


# Restricted files.


def test_on_a_restricted_file_nobody_stands_in_by_the_way(files, cast):
    factories.restrict(files[0], cast.worker, cast.manager)
    away(cast)
    assert not opens(cast.other_worker, files[0]) and opens(cast.other_worker, files[1])
    assert not CaseTeamMember.objects.filter(case=files[0], part=TeamPart.STAND_IN).exists()


def test_on_a_restricted_file_she_is_named_for_these_days_by_who_may(files, cast):
    factories.restrict(files[0], cast.worker)
    absence = away(cast, by=cast.worker, chosen={files[0].pk: cast.other_worker.user})
    named = NamedPerson.objects.get(user=cast.other_worker.user)
    assert (named.starts_on, named.ends_on) == (absence.starts_on, absence.ends_on)
    assert opens(cast.other_worker, files[0])
    assert not opens(cast.other_worker, files[0], absence.ends_on + timedelta(days=1))
    end_absence(absence=absence, by=cast.worker)
    assert not opens(cast.other_worker, files[0])


def test_a_manager_who_is_not_named_gives_a_restricted_file_to_nobody(files, cast):
    factories.restrict(files[0], cast.worker)
    away(cast, chosen={files[0].pk: cast.other_worker.user})
    assert not opens(cast.other_worker, files[0])


# What the stand-in sees.


def test_her_lines_and_her_visits_say_whom_she_replaces(files, cast, sign_in):
    plan_visit(case=files[0], on=TODAY() + timedelta(days=1), by=cast.worker)
    plan_visit(case=files[1], on=TODAY() + timedelta(days=20), by=cast.worker)
    away(cast)
    page = sign_in(cast.other_worker).get(reverse("home")).content.decode()
    assert page.count(f"en remplacement {of_name(cast.worker.user)}") >= 2
    first = TODAY() - timedelta(days=TODAY().weekday())
    week = [entry for day in week_of(cast.other_worker, cast.other_worker.user, first) for entry in day.entries]
    assert [entry.title for entry in week] == [f"Rendez-vous – en remplacement {of_name(cast.worker.user)}"]
    assert len(list(events_for(cast.other_worker))) == 1
    calendar = sign_in(cast.other_worker).get(reverse("accompaniment:visit_calendar")).content.decode()
    assert calendar.count(f"en remplacement {of_name(cast.worker.user)}") >= 2


# The pages.


def form_of(cast, **told):
    return {
        "starts_on": TODAY().isoformat(),
        "ends_on": (TODAY() + timedelta(days=5)).isoformat(),
        "stand_in": str(cast.other_worker.user_id),
        **told,
    }


@pytest.mark.parametrize("who", ["manager", "worker"])
def test_a_manager_and_the_worker_herself_say_it(files, cast, sign_in, who):
    address = reverse("accompaniment:absence_create", args=[cast.worker.user_id])
    client = sign_in(getattr(cast, who))
    assert files[0].number in client.get(address).content.decode()
    told = form_of(cast, **{f"to_{files[1].pk}": "-"})
    answer = client.post(address, told)
    assert answer.status_code == 302
    assert opens(cast.other_worker, files[0]) and not opens(cast.other_worker, files[1])
    listed = client.get(reverse("accompaniment:absence_list")).content.decode()
    assert str(cast.other_worker.user) in listed and "De retour" in listed


def test_a_colleague_says_it_for_nobody_else(files, cast, sign_in):
    cast.other_worker
    address = reverse("accompaniment:absence_create", args=[cast.worker.user_id])
    assert sign_in(cast.other_worker).get(address).status_code == 404


def test_what_is_refused_comes_back_with_what_was_typed(files, cast, sign_in):
    address = reverse("accompaniment:absence_create", args=[cast.worker.user_id])
    told = form_of(cast, ends_on=(TODAY() - timedelta(days=1)).isoformat())
    answer = sign_in(cast.manager).post(address, told)
    assert answer.status_code == 422
    assert "précéder" in answer.content.decode()


def test_the_end_is_one_act(files, cast, sign_in):
    absence = away(cast)
    address = reverse("accompaniment:absence_end", args=[absence.pk])
    assert sign_in(cast.other_worker).post(address).status_code == 404
    assert sign_in(cast.worker).post(address).status_code == 302
    assert not opens(cast.other_worker, files[0])
