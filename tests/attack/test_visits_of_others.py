"""A visit that another organisation agreed with the household is moved by who leads, never taken by a partner."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accompaniment import services
from accompaniment.models import PlannedVisit
from accompaniment.visit_calendar import visits_of
from households.grants import GrantLevel
from partners.models import OrganisationKind
from partners.roles import Role
from tests import factories
from veille.core import clock
from veille.core.formats import plus_months

ON = plus_months(clock.today(), 1)


@pytest.fixture
def case(world, cast):
    made = factories.make_accompanied_case(world, cast)
    factories.make_measure(made, world.association)
    return made


@pytest.fixture
def visit(cast, case):
    return services.plan_visit(case=case, on=ON, by=cast.worker)


@pytest.fixture
def partner(world, cast, case):
    """A worker of an association that the household agreed to see besides."""
    other = factories.OrganisationFactory(kind=OrganisationKind.ASSOCIATION)
    worker = cast.play(Role.ASSOCIATION_WORKER, other)
    factories.grant(case, other, GrantLevel.PARTNER_ASSOCIATION)
    factories.put_in_team(case, worker)
    return worker


def sent_by(worker) -> dict:
    return {"due_on": plus_months(ON, 1), "minutes": 30, "worker": worker.user_id, "submission_key": uuid4()}


def test_a_partner_reads_it_and_changes_nothing(case, visit, partner, sign_in):
    client = sign_in(partner)
    change = reverse("accompaniment:visit_change", args=[visit.pk])
    shown = client.get(reverse("accompaniment:case_fragment", args=[case.pk])).content.decode()
    assert "Visites prévues" in shown and change not in shown
    assert client.get(change).status_code == 403
    assert client.post(change, sent_by(partner)).status_code == 403
    assert client.post(reverse("accompaniment:visit_cancel", args=[visit.pk])).status_code == 403
    visit.refresh_from_db()
    assert (visit.state, visit.due_on) == ("planned", ON)


def test_who_leads_takes_over_what_another_agreed_into_her_own_calendar(cast, case, partner, sign_in):
    agreed = services.plan_visit(case=case, on=ON, by=partner)
    client, change = sign_in(cast.worker), reverse("accompaniment:visit_change", args=[agreed.pk])
    assert change in client.get(reverse("accompaniment:case_fragment", args=[case.pk])).content.decode()
    assert client.post(change, sent_by(cast.worker)).status_code == 302
    assert list(visits_of(cast.worker, cast.worker.user)) == [PlannedVisit.objects.get(pk=agreed.pk)]


def test_a_visit_cancelled_twice_at_once_is_cancelled_once(cast, visit, sign_in):
    client, url = sign_in(cast.worker), reverse("accompaniment:visit_cancel", args=[visit.pk])
    key = {"submission_key": uuid4()}
    assert [client.post(url, sent).status_code for sent in (key, key, {})] == [302, 302, 302]
    assert PlannedVisit.objects.get().state == "cancelled"
