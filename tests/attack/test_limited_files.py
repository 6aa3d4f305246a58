"""A limitation stops all that is written of a person, nothing of what protects her. An archive stays shut."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accompaniment.models import Diagnosis, FormerDiagnosis
from households import services
from households.models import Case, EmergencyAccess, NextStep
from households.services.waiting_lines import put_off
from tests import factories
from veille.core import clock
from veille.core.models import AuditEvent
from veille.core.todo import KINDS, WorkItem


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


def test_a_diagnosis_is_not_put_right(world, cast, sign_in):
    case = factories.make_accompanied_case(world, cast)
    diagnosis = Diagnosis.objects.create(
        case=case,
        operator=world.association,
        ordered_on=case.opened_on,
        ordered_by="Comité",
        state="done",
        done_on=clock.today(),
        result="support_recommended",
        author=cast.worker.user,
    )
    client, address = sign_in(cast.worker), reverse("accompaniment:diagnosis_correct", args=[diagnosis.pk])
    assert client.get(address).status_code == 200
    Case.objects.filter(pk=case.pk).update(frozen_on=clock.today())
    assert client.get(address).status_code == 403
    told = {"reason": "Une erreur.", "result": "support_recommended", "source": "observed", "detail": "Elle boit."}
    assert client.post(address, told).status_code == 403
    assert address not in client.get(reverse("accompaniment:diagnosis_detail", args=[diagnosis.pk])).content.decode()
    assert not FormerDiagnosis.objects.exists()


def test_no_word_is_added_to_a_line_about_her(limited, cast, sign_in):
    sign_in(cast.worker).get(reverse("home"))  # the kinds of lines are made
    told = {"title": "Informer le ménage", "since": clock.today(), "url": "/", "action_label": "Noter"}
    row = WorkItem(kind=KINDS["information"], about=str(limited.pk), case=limited.pk, group="today", **told)
    until = clock.today() + timedelta(days=3)
    with pytest.raises(ValidationError, match="limiter"):
        put_off(line=row, until=until, reason="partner", words="Elle a rechuté.", by=cast.worker)
    assert put_off(line=row, until=until, reason="partner", by=cast.worker).words == ""
