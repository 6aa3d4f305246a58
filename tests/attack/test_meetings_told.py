"""What a meeting sends and shows without being asked: to nobody who no longer opens it, nothing that was not agreed."""

from datetime import time
from io import BytesIO

import pytest
from django.core import mail
from django.urls import reverse
from pypdf import PdfReader

from accompaniment.coordination.documents import who_was_there
from accompaniment.coordination.rules import INVITATION
from accompaniment.models import Intervention, MeetingDecision, MeetingGuest
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


def test_who_leads_moves_the_meeting_of_a_partner_and_sends_nobody_away(case, world, cast, sign_in):
    partner = cast.partner(Role.ASSOCIATION_WORKER)
    factories.grant(case, partner.organisation, GrantLevel.PARTNER_ASSOCIATION)
    factories.put_in_team(case, partner)
    told = {
        "kind": "synthesis", "held_on": in_days(7), "starts_at": time(14), "minutes": 60, "way": "in_person",
        "place": "Dans nos locaux", "agenda": "Point", "household_part": "present", "represented_by": "",
    }  # fmt: skip
    meeting = services.plan_meeting(
        case=case, worker=partner.user, team=[partner.user], organisations=[world.association], by=partner, **told
    )
    change = reverse("accompaniment:meeting_change", args=[meeting.pk])
    form = sign_in(cast.worker).get(change).context["form"]
    assert partner.user in form.fields["team"].queryset
    sent = told | {"held_on": str(in_days(9)), "starts_at": "14:00", "worker": partner.user_id}
    sent |= {"team": [partner.user_id], "organisations": [world.association.pk], "version": form.version}
    assert sign_in(cast.worker).post(change, sent).status_code == 302
    guests = {guest.user or guest.organisation for guest in meeting.guests.all()}
    assert guests == {partner.user, world.association}


def test_printed_about_a_household_in_danger_conclusions_name_no_organisation(case, world, cast, sign_in):
    meeting = held(planned(case, cast), cast)
    conclude(meeting, cast)
    page = reverse("accompaniment:conclusions_print", args=[meeting.pk])
    assert world.association.name in _words(sign_in(cast.worker).get(page))
    factories.restrict(case, cast.worker)
    assert world.association.name not in _words(sign_in(cast.worker).post(page, {"release_reason": "agreed"}))


def test_the_landlord_reads_of_nobody_that_the_household_does_not_want_there(case, world, cast, sign_in):
    meeting = planned(case, cast, [world.landlord], kind="tripartite")
    guest = name_guest(meeting, cast, agreed=False)
    page = reverse("accompaniment:meeting_detail", args=[meeting.pk])
    assert guest.name not in sign_in(cast.referent).get(page).content.decode()
    assert guest.name in sign_in(cast.worker).get(page).content.decode()
    inviting.note_agreement(guest=guest, agreed_on=clock.today(), by=cast.worker)
    assert guest.name in sign_in(cast.referent).get(page).content.decode()
    held(meeting, cast, attended=[guest.pk])
    assert any(guest.body in one for one in who_was_there(meeting))
    inviting.note_agreement(guest=guest, agreed_on=None, by=cast.worker)
    assert not MeetingGuest.objects.visible_to(cast.referent).filter(pk=guest.pk).exists()
    assert not any(guest.body in one for one in who_was_there(meeting))


def _words(answer) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    return " ".join(text.split())
