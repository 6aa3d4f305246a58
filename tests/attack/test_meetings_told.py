"""What a meeting sends and shows without being asked: to nobody who no longer opens it, nothing that was not agreed."""

import pytest
from django.core import mail
from django.urls import reverse

from accompaniment.coordination.rules import INVITATION
from accompaniment.models import Intervention, MeetingDecision
from accompaniment.services import conclusions as concluding
from accompaniment.services import meeting_guests as inviting
from accompaniment.services import meetings as services
from households.grants import GrantLevel
from households.models import Exclusion
from partners.roles import Role
from tests import factories
from tests.accompaniment.coordination.acts import conclude, held, in_days, name_guest, planned
from veille.core import clock, links
from veille.core.versions import version_of


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


def _moved(meeting, cast, team, organisations=()):
    fields = {name: getattr(meeting, name) for name in (*services._TOLD, "kind", "agenda", "household_part")}
    told = fields | {"held_on": in_days(9), "represented_by": "", "worker": cast.worker.user}
    version = version_of(meeting)
    services.change_meeting(
        meeting=meeting, version=version, team=team, organisations=organisations, by=cast.worker, **told
    )


def test_moved_about_a_household_in_danger_no_new_address_leaves_by_itself(
    case, cast, django_capture_on_commit_callbacks
):
    meeting = planned(case, cast)
    guest = name_guest(meeting, cast)
    inviting.invite_guest(guest=guest, by=cast.worker)
    factories.restrict(case, cast.worker)
    inviting.close_handed_of(case)
    with django_capture_on_commit_callbacks(execute=True):
        _moved(meeting, cast, [cast.worker.user])
    assert not links.of(INVITATION, guest.pk).filter(revoked_at=None).exists()
    assert not mail.outbox


def test_no_mail_reaches_a_manager_who_is_not_named_on_a_restricted_file(
    case, world, cast, django_capture_on_commit_callbacks
):
    manager = cast[Role.LANDLORD_MANAGER]
    factories.restrict(case, cast.worker, cast.referent)
    with django_capture_on_commit_callbacks(execute=True):
        planned(case, cast, [world.landlord], kind="tripartite")
    assert manager.user.email not in [address for told in mail.outbox for address in told.to]


def test_no_mail_reaches_a_colleague_kept_away_for_a_conflict(case, world, cast, django_capture_on_commit_callbacks):
    other = cast.play(Role.ASSOCIATION_WORKER, world.association, "Camille")
    factories.put_in_team(case, other)
    team = [cast.worker.user, other.user]
    meeting = planned(case, cast, team=team)
    Exclusion.objects.create(case=case, user=other.user, declared_on=clock.today())
    with django_capture_on_commit_callbacks(execute=True):
        _moved(meeting, cast, team)
        services.cancel_meeting(meeting=meeting, by=cast.worker)
    assert not mail.outbox


def test_what_was_decided_waits_like_the_conclusions_for_the_household_to_agree(case, world, cast, sign_in):
    meeting = held(planned(case, cast, [world.landlord], kind="tripartite"), cast)
    concluding.add_decision(
        meeting=meeting, label="Appeler la CAF", who="La référente", due_on=in_days(5), is_shared=True, by=cast.worker
    )
    conclude(meeting, cast, is_agreed=False)
    page = reverse("accompaniment:meeting_detail", args=[meeting.pk])
    assert "Appeler la CAF" not in sign_in(cast.referent).get(page).content.decode()
    assert not MeetingDecision.objects.visible_to(cast.referent).exists()
    conclude(meeting, cast, former=1)
    assert "Appeler la CAF" in sign_in(cast.referent).get(page).content.decode()


def test_a_landlord_that_was_not_invited_does_not_read_that_another_was(case, world, cast):
    factories.grant(case, world.other_landlord, GrantLevel.CANDIDATURE)
    held(planned(case, cast, [world.other_landlord], kind="tripartite"), cast)
    assert not Intervention.objects.visible_to(cast.referent).exists()
    assert Intervention.objects.visible_to(cast.worker).exists()
