"""A job that failed is asked again by who may still ask it: not by who has left the role since."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from households import retention_job
from partners.models import Membership
from partners.roles import Role
from veille.core import runs
from veille.core.models import Run, RunState


@pytest.fixture
def officer(world, cast, monkeypatch):
    monkeypatch.setattr(retention_job, "refuse_fixed_clock", lambda: None)
    return cast.play(Role.DPO, world.association)


def asked_again(officer, sign_in):
    run = retention_job.ask_now(by=officer)
    Run.objects.filter(pk=run.pk).update(state=RunState.FAILED)
    assert sign_in(officer).post(reverse("core:run_again", args=[run.pk])).status_code == 302
    return runs.claim(Run.objects.exclude(pk=run.pk).get(task=run.task).pk)


def test_files_are_not_erased_for_who_was_the_officer(officer, sign_in):
    Membership.objects.filter(user=officer.user_id).update(role=Role.ASSOCIATION_WORKER)
    with pytest.raises(PermissionDenied):
        retention_job.apply(asked_again(officer, sign_in))


def test_they_are_for_the_officer(officer, sign_in):
    assert retention_job.apply(asked_again(officer, sign_in))["erased"] == 0
