"""One entry for several households: each file tells its own, nobody reads the list but who was there."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accompaniment import services
from accompaniment.models import GroupEntry, Intervention
from accompaniment.services.groups import share_of
from partners.models import Site
from tests import factories
from veille.core import clock


@pytest.fixture
def cases(world, cast):
    found = [factories.make_accompanied_case(world, cast) for _ in range(3)]
    for case in found:
        factories.make_measure(case, world.association)
    return found


@pytest.fixture
def site(world):
    site = Site.objects.create(
        dispositif=world.dispositif, landlord=world.landlord, territory=world.territory, dwellings=10
    )
    site.communes.add(world.commune)
    return site


def record(world, cast, cases, **fields):
    fields = {"kind": "collective", "happened_on": clock.today(), "minutes": 120, **fields}
    return services.record_group(dispositif=world.dispositif, cases=cases, by=cast.worker, **fields)


def test_each_file_says_its_household_was_there_with_its_share_of_the_time(world, cast, cases):
    entry = record(world, cast, cases, others_met=2, themes=["budget"])
    told = Intervention.objects.filter(group=entry)
    assert {row.case for row in told} == set(cases)
    assert {(row.kind, row.minutes, row.is_shared, row.themes[0]) for row in told} == {
        ("collective_session", 40, False, "budget")
    }
    assert entry.people_met == 5


@pytest.mark.parametrize(("minutes", "households", "share"), [(120, 8, 15), (120, 7, 17), (5, 12, 1)])
def test_the_time_of_a_session_is_spent_once(minutes, households, share):
    assert share_of(minutes, households) == share


def test_a_visit_to_a_site_is_noted_with_or_without_households(world, cast, cases, site):
    assert record(world, cast, [], kind="site", site=site).interventions.count() == 0
    entry = record(world, cast, cases[:1], kind="site", site=site)
    assert entry.interventions.get().kind == "home_visit"


def test_a_site_goes_with_a_visit_to_a_site_alone(world, cast, cases, site):
    for fields in ({"kind": "site"}, {"kind": "collective", "site": site}):
        with pytest.raises(ValidationError, match="Un passage sur un site"):
            record(world, cast, cases, **fields)
    entry = record(world, cast, cases)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupEntry.objects.filter(pk=entry.pk).update(site=site)


def test_nothing_is_noted_for_anybody_when_one_cannot_be(world, cast, cases):
    cases[2].opened_on = cases[2].admitted_on
    cases[2].save()
    with pytest.raises(ValidationError):
        record(world, cast, cases, happened_on=cases[2].opened_on - timedelta(days=1))
    assert not Intervention.objects.exists() and not GroupEntry.objects.exists()


def test_she_ticks_those_who_were_there(world, cast, cases, site, sign_in):
    client = sign_in(cast.worker)
    address = reverse("accompaniment:group_create")
    page = client.get(address)
    assert len(page.context["form"].fields["households"].choices) == 3
    sent = {
        "kind": "collective",
        "dispositif": str(world.dispositif.pk),
        "households": [str(case.pk) for case in cases[:2]],
        "happened_on": "2018-12-13",
        "minutes": "90",
        "submission_key": "11111111-1111-4111-8111-111111111111",
    }
    first, again = (client.post(address, sent) for _ in range(2))
    assert first.status_code == again.status_code == 302
    entry = GroupEntry.objects.get()
    assert Intervention.objects.count() == 2
    shown = client.get(reverse("accompaniment:group_detail", args=[entry.pk])).content.decode()
    assert cases[0].number in shown and cases[2].number not in shown


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"households": []}, "Cochez les ménages présents"),
        ({"kind": "site"}, "Dites sur quel site"),
        ({"minutes": ""}, "obligatoire"),
    ],
)
def test_what_is_missing_is_said(world, cast, cases, site, sign_in, missing, sentence):
    sent = {
        "kind": "collective",
        "dispositif": str(world.dispositif.pk),
        "households": [str(cases[0].pk)],
        "happened_on": "2018-12-13",
        "minutes": "90",
    }
    answer = sign_in(cast.worker).post(reverse("accompaniment:group_create"), sent | missing)
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_a_file_of_somebody_else_cannot_be_ticked(world, cast, cases, sign_in):
    stranger = factories.make_case(world)
    sent = {"kind": "collective", "households": [str(stranger.pk)], "happened_on": "2018-12-13", "minutes": "90"}
    answer = sign_in(cast.worker).post(reverse("accompaniment:group_create"), sent)
    assert answer.status_code == 422
    assert not GroupEntry.objects.exists()


def test_who_reads_the_list(world, cast, cases, sign_in):
    entry = record(world, cast, cases)
    address = reverse("accompaniment:group_detail", args=[entry.pk])
    statuses = {
        cast.worker: 200,
        cast.manager: 200,
        cast.other_worker: 404,
        cast.referent: 404,
        cast.pilot: 404,
    }
    assert {actor: sign_in(actor).get(address).status_code for actor in statuses} == statuses


def test_the_landlord_is_told_of_no_session(world, cast, cases, sign_in):
    record(world, cast, cases)
    page = sign_in(cast.referent).get(reverse("accompaniment:case_fragment", args=[cases[0].pk])).content.decode()
    assert "Séance collective" not in page
