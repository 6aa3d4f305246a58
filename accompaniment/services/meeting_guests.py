"""People without an account: named, agreed to by the household, invited by a link that expires, heard, forgotten."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accompaniment.coordination import notices
from accompaniment.coordination.choices import GuestKind, MeetingState
from accompaniment.coordination.rules import AFTER_MEETING, CONCLUSIONS, INVITATION, LONGEST_DAYS, may_be_told
from accompaniment.models import CaseMeeting, HandedConclusions, MeetingGuest
from households import safety
from households.models import Case
from households.versions import hold_case
from veille.core import audit, clock, links
from veille.core.actor import Actor
from veille.core.models import ExternalLink

NOT_AGREED = "Notez d’abord l’accord du ménage pour cette personne : rien ne part sans lui."
STOPPED = "Le ménage s’y oppose, ou a retiré son accord : rien de nouveau ne part vers l’extérieur."
# The address serves the meeting and the conclusions that follow it.
ADDRESS_KEPT = timedelta(days=90)


@transaction.atomic
def name_guest(*, meeting: CaseMeeting, agreed_on: date | None, by: Actor, **fields) -> MeetingGuest:
    """Name somebody without an account; she learns nothing by that. `fields`: name, function, body, email."""
    stored = CaseMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if stored.state == MeetingState.CANCELLED:
        raise ValidationError("Cette réunion est annulée.")
    _check_agreement(agreed_on)
    guest = MeetingGuest(case=stored.case, meeting=stored, kind=GuestKind.OUTSIDE, agreed_on=agreed_on, **fields)
    guest.full_clean()
    guest.save()
    audit.record("meeting_guest.named", guest, by=by, changes={"agreed": agreed_on is not None})
    return guest


@transaction.atomic
def note_agreement(*, guest: MeetingGuest, agreed_on: date | None, by: Actor) -> MeetingGuest:
    """The household agrees that this person is told, or takes it back: what she was given closes at once."""
    _check_agreement(agreed_on)
    stored = _lock(guest)
    stored.agreed_on = agreed_on
    if agreed_on is None:
        stored.invited_at = None
        take_back(stored, by)
    stored.full_clean()
    stored.save(update_fields=["agreed_on", "invited_at"])
    audit.record("meeting_guest.agreed" if agreed_on else "meeting_guest.refused", stored, by=by)
    return stored


def _check_agreement(agreed_on: date | None) -> None:
    if agreed_on and agreed_on > clock.today():
        raise ValidationError({"agreed_on": "L’accord du ménage est déjà recueilli : indiquez un jour passé."})


@transaction.atomic
def invite_guest(*, guest: MeetingGuest, by: Actor, release_reason: str = "") -> str:
    """Open the page of the meeting to her; the address goes by mail, or is returned to be told once.

    Raises ValidationError without the household's agreement, when it objects, or when the meeting is over.
    """
    hold_case(guest.case_id)  # somebody who closes the file closes what leaves at the same instant
    stored = _lock(guest)
    if stored.agreed_on is None:
        raise ValidationError(NOT_AGREED)
    if stored.meeting.state != MeetingState.PLANNED or stored.meeting.held_on < clock.today():
        raise ValidationError("Cette réunion est passée ou annulée : il n’y a plus à y inviter.")
    check_told(stored.case)
    safety.release(case=stored.case, what=safety.Outgoing.EXPORT, reason=release_reason, by=by)
    stored.invited_at = clock.now()
    stored.full_clean()
    stored.save(update_fields=["invited_at"])
    audit.record("meeting_guest.invited", stored, by=by)
    return _give_invitation(stored, by, notices.say_invited)


def invite_again(guest: MeetingGuest, by: Actor) -> None:
    """The meeting moves: another address, for another time; without a mail, who invites calls.

    About a household in danger nothing leaves by itself: what was confirmed was another sending.
    """
    case = hold_case(guest.case_id)
    if guest.email and may_be_told(case) and not safety.must_confirm(case, by):
        _give_invitation(guest, by, notices.say_moved)


def _give_invitation(guest: MeetingGuest, by: Actor, say: notices.Say) -> str:
    links.close(purpose=INVITATION, object_id=guest.pk, by=by)
    days = min((guest.meeting.held_on - clock.today()).days + AFTER_MEETING, LONGEST_DAYS)
    _, address = links.give(purpose=INVITATION, object_id=guest.pk, days=days, by=by)
    if not guest.email:
        return address
    notices.tell_one(guest.meeting, guest.email, address, say)
    return ""


def check_told(case: Case) -> None:
    if not may_be_told(case):
        raise ValidationError(STOPPED)


@transaction.atomic
def answer_meeting(*, guest: MeetingGuest, answer: str, by: Actor) -> MeetingGuest:
    """She comes or not; she may change her mind until the meeting is over."""
    stored = _lock(guest)
    if stored.meeting.state != MeetingState.PLANNED:
        raise ValidationError("Cette réunion a déjà eu lieu, ou elle est annulée.")
    stored.answer, stored.answered_at = answer, clock.now()
    stored.full_clean()
    stored.save(update_fields=["answer", "answered_at"])
    audit.record("meeting_guest.answered", stored, by=by, changes={"answer": answer})
    return stored


@transaction.atomic
def withdraw_guest(*, guest: MeetingGuest, by: Actor) -> None:
    """She is no longer invited: nothing she was given opens, and her name leaves the file."""
    stored = _lock(guest)
    if stored.meeting.state != MeetingState.PLANNED:
        raise ValidationError("La réunion est passée : qui y était invité reste écrit.")
    take_back(stored, by)
    if stored.invited_at and stored.email:
        notices.tell_one(stored.meeting, stored.email, "", notices.say_cancelled)
    audit.record("meeting_guest.withdrawn", stored, by=by)
    stored.delete()


def take_back(guest: MeetingGuest, by: Actor) -> None:
    """Close everything she was given."""
    links.close(purpose=INVITATION, object_id=guest.pk, by=by)
    for handed in guest.handed.all():
        links.close(purpose=CONCLUSIONS, object_id=handed.pk, by=by)


def close_handed_of(case: Case) -> None:
    """A file that becomes restricted takes back what was handed outside; whoever needs it asks again."""
    guests = MeetingGuest.objects.filter(case=case, kind=GuestKind.OUTSIDE).values_list("pk", flat=True)
    handed = HandedConclusions.objects.filter(case=case).values_list("pk", flat=True)
    for purpose, keys in ((INVITATION, guests), (CONCLUSIONS, handed)):
        opened = ExternalLink.objects.filter(purpose=purpose, object_id__in=list(keys), revoked_at=None)
        opened.update(revoked_at=timezone.now())


def _lock(guest: MeetingGuest) -> MeetingGuest:
    rows = MeetingGuest.objects.select_for_update(of=("self", "meeting"))
    return rows.select_related("meeting__case", "user", "organisation").get(pk=guest.pk)


def forget_addresses() -> int:
    """Erase the addresses of people without an account ninety days after their meeting; returns how many."""
    old = MeetingGuest.objects.filter(meeting__held_on__lt=clock.today() - ADDRESS_KEPT).exclude(email="")
    return old.update(email="")
