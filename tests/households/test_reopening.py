"""Droit au recommencement: the same number, one stay more, nothing overwritten."""

from uuid import uuid4

import pytest
from django.urls import reverse

from households import services
from tests import factories
from veille.core import clock
from veille.core.models import AuditEvent


@pytest.fixture
def case(world, cast):
    """Accompanied, then closed."""
    case = factories.make_accompanied_case(world, cast)
    return services.close_case(case=case, by=cast.worker, reason="Fin de l’accompagnement")


def reopen(client, case, reason="Le ménage est revenu vers nous"):
    data = {"reason": reason, "submission_key": str(uuid4())}
    return client.post(reverse("households:case_reopen", args=[case.pk]), data)


def test_the_file_goes_on_under_its_number_with_one_stay_more(case, cast, sign_in):
    client = sign_in(cast.worker)
    assert "Rouvrir le dossier" in client.get(reverse("households:case_household", args=[case.pk])).content.decode()
    admitted = case.admitted_on
    assert reopen(client, case).status_code == 302
    case.refresh_from_db()
    assert (case.closed_on, case.admitted_on) == (None, admitted)
    former, present = case.spells.order_by("starts_on", "ends_on")
    assert (former.ends_on, former.reason) == (clock.today(), "Fin de l’accompagnement")
    assert (present.ends_on, present.reason) == (None, "Le ménage est revenu vers nous")


def test_both_stays_are_shown(case, cast, sign_in):
    client = sign_in(cast.worker)
    reopen(client, case)
    page = client.get(reverse("households:case_household", args=[case.pk])).content.decode()
    assert "Passages dans le dispositif" in page
    assert "Fin de l’accompagnement" in page
    assert "Le ménage est revenu vers nous" in page
    assert "Rouvrir le dossier" not in page


def test_a_reason_is_needed_and_the_journal_does_not_hold_it(case, cast, sign_in):
    assert reopen(sign_in(cast.worker), case, reason="").status_code == 422
    reopen(sign_in(cast.worker), case)
    assert "revenu" not in str(AuditEvent.objects.get(name="case.reopened").changes)


def test_an_open_file_is_not_reopened(world, cast, sign_in):
    assert reopen(sign_in(cast.worker), factories.make_accompanied_case(world, cast)).status_code == 403


def test_who_only_follows_the_state_orients_anew_instead(case, cast, sign_in):
    assert reopen(sign_in(cast.referent), case).status_code == 403
    page = sign_in(cast.referent).get(reverse("households:case_household", args=[case.pk])).content.decode()
    assert "Rouvrir le dossier" not in page
