"""What opens a file for some hours opens nothing for longer: not to her, not to a friend, not to everybody."""

from datetime import timedelta

import pytest
from django.urls import reverse

from households import permissions, services
from households.models import NamedPerson
from households.permissions import section_rights
from partners.actors import actor_of
from partners.models import DutyShift
from tests import factories
from veille.core import clock

ASKED = {"reason": "danger", "explanation": "Elle appelle, son voisin menace de forcer la porte."}


@pytest.fixture
def case(world, cast):
    case = factories.make_accompanied_case(world, cast)
    return factories.restrict(case, cast.worker)


@pytest.fixture(params=["emergency", "duty"])
def passing(request, case, cast):
    """Another worker of the association, in whom the file is trusted for some hours."""
    worker = cast.other_worker
    if request.param == "emergency":
        services.open_emergency(number=case.number, by=worker, **ASKED)
    else:
        services.put_on_duty(case=case, by=cast.worker)
        hours = {"starts_at": clock.now() - timedelta(hours=1), "ends_at": clock.now() + timedelta(hours=8)}
        DutyShift.objects.create(user=worker.user, organisation=worker.organisation, planned_by=None, **hours)
    return actor_of(worker.user, worker.organisation_id)


def test_she_reads_the_file_and_names_nobody_on_it(case, passing, sign_in):
    client = sign_in(passing)
    assert client.get(reverse("households:case_access", args=[case.pk])).status_code == 200
    adding = reverse("households:named_add", args=[case.pk])
    assert adding not in client.get(reverse("households:case_access", args=[case.pk])).content.decode()
    assert client.post(adding, {"user": str(passing.user_id)}).status_code == 403
    assert not NamedPerson.objects.filter(case=case, user=passing.user_id).exists()


def test_she_does_not_take_off_who_is_named(case, passing, sign_in):
    named = NamedPerson.objects.get(case=case)
    assert sign_in(passing).post(reverse("households:named_end", args=[case.pk, named.pk])).status_code == 403


def test_she_neither_lifts_the_restriction_nor_parts_the_household(case, passing, sign_in):
    client = sign_in(passing)
    for name in ("case_lift", "separation_prepare"):
        assert client.get(reverse(f"households:{name}", args=[case.pk])).status_code == 403


def test_she_lets_no_other_organisation_in(case, passing, sign_in):
    client = sign_in(passing)
    letting_in = reverse("households:partner_add", args=[case.pk])
    assert letting_in not in client.get(reverse("households:case_access", args=[case.pk])).content.decode()
    assert client.get(letting_in).status_code == 403


def test_who_is_named_does_all_of_it(case, cast):
    rights = section_rights(cast.worker, case)
    assert permissions.can_name(cast.worker, case, rights)
    assert permissions.can_lift(cast.worker, case, rights)
    assert permissions.can_recompose(cast.worker, case, rights)
    assert permissions.can_open_to_partner(cast.worker, case, rights)
