"""Who opens the results, and what each role finds behind a number."""

from datetime import date

import pytest
from django.urls import reverse

from funding.loading import load_plan_2014
from households.grants import GrantLevel
from partners.object_rights import roles_with
from partners.roles import Role
from reports.indicators import INDICATORS
from tests import factories
from tests.templates import template
from veille.core.models import AccessEvent

FOLLOWERS = (Role.PROJECT_MANAGER, Role.GROUP_COORDINATOR, Role.FUNDER, Role.EVALUATOR, Role.STATE_SERVICE)
COUNTING = roles_with("indicators_activity", "N")


@pytest.fixture
def filled(story, world):
    """Seven admissions by maintien, one by accès, in March 2016."""
    session = story.session(date(2016, 3, 17))
    cases = [story.admitted(session) for _ in range(7)] + [story.admitted(session, door="access")]
    for case in cases:
        factories.grant(case, world.landlord, GrantLevel.LANDLORD_OF_DWELLING)
        story.measure(case, date(2016, 4, 1))
    load_plan_2014(world.dispositif)
    return cases


def dashboard(world):
    return reverse("reports:dashboard_detail", args=[world.dispositif.pk])


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("role", Role)
def test_the_dashboard_opens_to_who_counts_something(role, filled, cast, sign_in):
    status = sign_in(cast[role]).get(reverse("reports:dashboard")).status_code
    assert status == (200 if role in COUNTING else 403)


@pytest.mark.parametrize("role", Role)
def test_every_indicator_opens_or_refuses_without_breaking(role, filled, world, cast, sign_in):
    client = sign_in(cast[role])
    for code in INDICATORS:
        address = reverse("reports:indicator_detail", args=[world.dispositif.pk, code.lower()])
        assert client.get(address).status_code in {200, 403, 404}


def test_the_pilot_sees_targets_with_their_units_and_periods(filled, world, cast, sign_in):
    html = text(sign_in(cast.pilot).get(dashboard(world)))
    for words in ("ménages logés et accompagnés", "sur deux ans", "Déclaré", "3\u202f409,40"):
        assert words in html
    assert "<svg" in html
    assert " style=" not in html


def test_a_funder_does_not_read_a_small_group(filled, world, cast, sign_in):
    html = text(sign_in(cast[Role.FUNDER]).get(dashboard(world)))
    assert "masqué" in html
    assert "3\u202f409,40" not in html


def test_a_landlord_counts_her_own_cases(filled, world, cast, sign_in):
    stranger = factories.make_case(world, admitted_on=date(2018, 12, 1), opened_on=date(2018, 11, 1))
    client = sign_in(cast.referent)
    address = reverse("reports:indicator_detail", args=[world.dispositif.pk, "a-01"])
    response = client.get(address)
    assert response.context["figure"].n == 8
    assert filled[0].number in text(response)
    assert stranger.number not in text(response)
    seen = AccessEvent.objects.filter(kind="list", user=cast.referent.user_id).latest("at")
    assert set(seen.cases) == {case.pk for case in filled}


def test_the_pilot_reads_pseudonyms_and_no_number(filled, world, cast, sign_in):
    address = reverse("reports:indicator_detail", args=[world.dispositif.pk, "a-01"])
    response = sign_in(cast.pilot).get(address)
    assert response.context["pseudonyms"].paginator.count == 8
    assert not any(case.number in text(response) for case in filled)


def test_nothing_stands_behind_a_number_for_a_funder(filled, world, cast, sign_in):
    address = reverse("reports:indicator_detail", args=[world.dispositif.pk, "a-01"])
    response = sign_in(cast[Role.FUNDER]).get(address)
    assert response.context["own"] is None
    assert response.context["pseudonyms"] is None


def test_a_dispositif_without_cases_of_hers_does_not_exist(world, cast, sign_in):
    assert sign_in(cast.referent).get(dashboard(world)).status_code == 404
    assert "Aucun dossier à compter" in text(sign_in(cast.referent).get(reverse("reports:dashboard")))


def test_a_landlord_reads_no_file_of_a_neighbour_behind_a_number(filled, world, cast, sign_in):
    elsewhere = cast.busy_elsewhere(Role.LANDLORD_REFERENT)
    address = reverse("reports:indicator_detail", args=[world.dispositif.pk, "a-02"])
    response = sign_in(elsewhere).get(address)
    assert not any(case.number in text(response) for case in filled)


def test_results_stand_beside_what_was_declared(filled, world, cast, sign_in):
    world.dispositif.versions.create(number=2, data=template("asae"), published_on=date(2016, 1, 1))
    for role in (Role.PROJECT_MANAGER, Role.FUNDER):
        html = text(sign_in(cast[role]).get(dashboard(world)))
        assert "Résultats pour les ménages" in html
        assert html.index("<strong>43</strong>, ménages reçus") < html.index("Autres valeurs déclarées")
        address = reverse("reports:indicator_detail", args=[world.dispositif.pk, "r-04"])
        assert "<strong>6</strong>, mesures, 2016-2018" in text(sign_in(cast[role]).get(address))


def test_no_declared_value_is_lost_behind_a_filter(filled, world, cast, sign_in):
    world.dispositif.versions.create(number=2, data=template("asae"), published_on=date(2016, 1, 1))
    response = sign_in(cast.pilot).get(dashboard(world), {"porte": "access"})
    assert not response.context["targets"]
    assert "<strong>43</strong>, ménages reçus" in text(response)


def test_filters_are_printed_with_the_result(filled, world, cast, sign_in):
    response = sign_in(cast.pilot).get(dashboard(world), {"porte": "access", "du": "2016-01-01", "au": "2016-12-31"})
    assert "du 1er\u00a0janvier 2016 au 31\u00a0décembre 2016, accès" in text(response)
    assert [row.n for row in response.context["targets"]] == [1]


def test_who_reads_masked_numbers_cannot_choose_a_window(filled, world, cast, sign_in):
    response = sign_in(cast[Role.FUNDER]).get(dashboard(world), {"du": "2016-03-17", "au": "2016-03-17"})
    assert "du" not in response.context["filter_form"].fields
    assert response.context["scope"].start.year == 2014
