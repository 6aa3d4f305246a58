"""A limitation stops all that is written of a person, nothing of what protects her. An archive stays shut."""

import pytest
from django.urls import reverse

from households import services
from households.models import Case, EmergencyAccess, NextStep
from tests import factories
from veille.core import clock
from veille.core.models import AuditEvent


@pytest.fixture
def limited(world, cast):
    return factories.make_accompanied_case(world, cast, frozen_on=clock.today())


def test_no_reminder_is_written_of_her(limited, cast, sign_in):
    client = sign_in(cast.worker)
    address = reverse("households:next_step", args=[limited.pk])
    assert client.post(address, {"what": "Passer voir si elle vit seule"}).status_code == 403
    assert not NextStep.objects.exists()
    assert address not in client.get(reverse("households:tracking_list")).content.decode()


def test_a_danger_does_not_wait_for_the_end_of_the_limitation(limited, cast, sign_in):
    client = sign_in(cast.worker)
    assert client.get(reverse("households:case_restrict", args=[limited.pk])).status_code == 200
    assert client.get(reverse("households:contact_add", args=[limited.pk])).status_code == 403


def test_an_archive_is_not_opened_by_an_emergency(world, cast):
    case = factories.make_accompanied_case(world, cast, archived_on=clock.today())
    services.open_emergency(number=case.number, reason="danger", explanation="Elle appelle.", by=cast.other_worker)
    assert not EmergencyAccess.objects.exists()
    assert AuditEvent.objects.filter(name="emergency.refused").count() == 1
    assert not Case.objects.visible_to(cast.other_worker).filter(pk=case.pk).exists()
