"""What each person carries, against the maximum of her post at one employer; opened down to the files by who may."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from accompaniment.models import Measure, MeasureLevel
from accompaniment.team.load import Weight, loads
from households.models import TeamPart
from households.services import declare_absence
from partners.actors import actor_of
from partners.models import Membership, RegisteredWorker, WorkerEmployment
from partners.roles import Role
from tests import factories
from veille.core import clock


def register(actor, maximum, *shares):
    worker = RegisteredWorker.objects.create(
        organisation=actor.organisation,
        user=actor.user,
        function="case_worker",
        profile="social_worker",
        maximum_weight=maximum,
    )
    for organisation, percent in shares or [(actor.organisation, 100)]:
        WorkerEmployment.objects.create(worker=worker, organisation=organisation, percent=percent)


def load_of(actor, worker):
    (found,) = [load for load in loads(actor) if load.worker == worker.user]
    return found


def detail(actor):
    return reverse("accompaniment:caseload_detail", args=[actor.user_id])


@pytest.mark.parametrize(
    ("carried", "maximum", "label"),
    [
        ("5", None, "Sans maximum inscrit"),
        ("8.9", "10", "En deçà du maximum"),
        ("9", "10", "Proche du maximum"),
        ("10", "10", "Proche du maximum"),
        ("10.25", "10", "Au-delà du maximum"),
    ],
)
def test_a_load_is_said_in_words(carried, maximum, label):
    assert Weight(Decimal(carried), maximum and Decimal(maximum)).label == label


def test_the_weights_of_the_files_she_leads(files, cast):
    register(cast.worker, 2)
    MeasureLevel.objects.filter(measure__case=files[0]).update(weight="1.5")
    load = load_of(cast.manager, cast.worker)
    assert (load.weight.carried, load.weight.left, load.weight.tone) == (Decimal("2.5"), Decimal("-0.5"), "danger")
    assert (len(load.led), len(load.shared)) == (2, 1)


def test_what_is_suspended_weighs_nothing_and_what_waits_weighs_already(files, cast):
    Measure.objects.filter(case=files[0]).update(state="suspended")
    Measure.objects.filter(case=files[1]).update(state="not_started", started_on=None, activated_on=None)
    load = load_of(cast.manager, cast.worker)
    assert (load.weight.carried, load.to_start) == (1, 1)


def test_who_stands_in_carries_no_more(files, cast):
    factories.put_in_team(files[0], cast.other_worker, TeamPart.STAND_IN)
    load = load_of(cast.manager, cast.other_worker)
    assert (load.weight.carried, len(load.standing_in)) == (0, 1)


def test_a_restricted_file_counts_for_named_people_only(files, cast):
    factories.restrict(files[0], cast.worker)
    assert load_of(cast.manager, cast.worker).weight.carried == 1
    assert load_of(cast.worker, cast.worker).weight.carried == 2


def test_a_worker_reads_her_own_and_no_other(files, cast, sign_in):
    client = sign_in(cast.worker)
    assert client.get(reverse("accompaniment:caseload_list")).url == detail(cast.worker)
    page = client.get(detail(cast.worker)).content.decode()
    assert files[0].number in page and "Prévoir une absence" in page and "Passer ses dossiers" not in page
    assert client.get(detail(cast.other_worker)).status_code == 404


def test_a_manager_opens_each_down_to_its_files(files, cast, sign_in):
    register(cast.worker, 4)
    client = sign_in(cast.manager)
    listed = client.get(reverse("accompaniment:caseload_list")).content.decode()
    assert detail(cast.worker) in listed and "En deçà du maximum" in listed
    assert files[0].number in client.get(detail(cast.worker)).content.decode()
    assert sign_in(cast.partner(Role.ASSOCIATION_MANAGER)).get(detail(cast.worker)).status_code == 404


def test_the_files_where_she_only_takes_part_or_stands_in_are_named_too(files, world, cast, sign_in):
    lent = factories.make_case(world)
    factories.grant(lent, world.association, "lead")
    factories.put_in_team(lent, cast.worker, TeamPart.STAND_IN)
    shown = sign_in(cast.worker).get(detail(cast.worker))
    for place, case in (("shared", files[2]), ("standing_in", lent)):
        ((member, name),) = shown.context[place]
        assert member.case == case and name
        assert f'{case.number}</a> <span class="quiet">{name}</span>' in shown.content.decode()


def test_a_landlord_reads_its_case_workers_and_nobody_of_the_association(world, files, cast, sign_in):
    mine = cast[Role.LANDLORD_CASE_WORKER]
    led = factories.make_case(world, admitted_on=clock.today())
    factories.grant(led, world.landlord, "lead")
    factories.put_in_team(led, mine, TeamPart.LEAD)
    factories.make_measure(led, world.landlord)
    client = sign_in(cast[Role.LANDLORD_MANAGER])
    listed = client.get(reverse("accompaniment:caseload_list")).content.decode()
    assert str(mine.user) in listed and str(cast.worker.user) not in listed and str(cast.referent.user) not in listed
    assert led.number in client.get(detail(mine)).content.decode()


# Several employers.


@pytest.fixture
def shared_worker(world, cast):
    """Six tenths for one association, four for the other, with a file at each."""
    Membership.objects.create(user=cast.worker.user, organisation=world.other_association, role="association_worker")
    register(cast.worker, 10, (world.association, 60), (world.other_association, 40))
    elsewhere = actor_of(cast.worker.user, world.other_association.pk)
    case = factories.make_case(world, admitted_on=clock.today())
    factories.grant(case, world.other_association, "lead")
    factories.put_in_team(case, elsewhere, TeamPart.LEAD)
    factories.make_measure(case, world.other_association)
    return elsewhere, case


def test_each_employer_reads_its_own_files_against_its_own_share(files, cast, world, shared_worker, sign_in):
    elsewhere, other_file = shared_worker
    here = load_of(cast.manager, cast.worker)
    assert (here.maximum, here.weight.carried) == (6, 2)
    partner = cast.partner(Role.ASSOCIATION_MANAGER)
    there = load_of(partner, elsewhere)
    assert (there.maximum, there.weight.carried) == (4, 1)
    page = sign_in(cast.manager).get(detail(cast.worker)).content.decode()
    assert "40 %" in re.sub(r"[\u00a0\u202f]|&nbsp;", " ", page)
    assert other_file.number not in page and files[0].number in page


def test_she_switches_from_one_to_the_other(files, cast, world, shared_worker, sign_in):
    _, other_file = shared_worker
    client = sign_in(cast.worker)
    page = client.get(detail(cast.worker)).content.decode()
    assert "changez « Vous agissez pour »" in page and other_file.number not in page
    told = {"organisation": str(world.other_association.pk), "acting_organisation": str(world.association.pk)}
    client.post(reverse("partners:organisation_switch"), told)
    page = client.get(detail(cast.worker)).content.decode()
    assert other_file.number in page and files[0].number not in page


def test_an_absence_from_one_employer_is_unknown_to_the_other(files, cast, world, shared_worker, sign_in):
    declare_absence(user=cast.worker.user, starts_on=clock.today(), ends_on=clock.today(), by=cast.manager)
    assert load_of(cast.partner(Role.ASSOCIATION_MANAGER), cast.worker).absence is None
    page = sign_in(cast.partner(Role.ASSOCIATION_MANAGER)).get(reverse("accompaniment:absence_list"))
    assert str(cast.worker.user) not in page.content.decode()
