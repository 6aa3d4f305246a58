"""Meetings about a household: planned, moved, given up, held."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment import guards
from accompaniment.coordination import notices
from accompaniment.coordination.choices import (
    MEETING_MOVES,
    NOTED_AS,
    GuestAnswer,
    GuestKind,
    HouseholdPart,
    MeetingKind,
    MeetingState,
)
from accompaniment.coordination.rules import invitable_organisations, is_told_to_landlords
from accompaniment.models import CaseMeeting, MeetingGuest
from accompaniment.services.interventions import record_intervention
from accompaniment.services.meeting_guests import invite_again, take_back
from accompaniment.team.people import team_on
from households.models import Case
from partners.models import Organisation, OrganisationKind, User
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move
from veille.core.versions import lock_version

_FURTHEST = timedelta(days=366)
# What makes it another appointment for who wrote it in an agenda.
_TOLD = ("held_on", "starts_at", "minutes", "way", "place")


@transaction.atomic
def plan_meeting(
    *, case: Case, team: Iterable[User], organisations: Iterable[Organisation], by: Actor, **fields
) -> CaseMeeting:
    """Fix the day and ask those who open the file; people without an account are invited one by one.

    `fields`: kind, held_on, starts_at, minutes, way, place, agenda, household_part, represented_by, worker.
    """
    _check(case, fields["kind"], fields["held_on"], organisations)
    meeting = CaseMeeting(case=case, organisation=by.organisation, **fields)
    meeting.full_clean()
    meeting.save()
    _invite(meeting, team, organisations, by)
    audit.record("meeting.planned", meeting, by=by, changes={"kind": meeting.kind, "held_on": str(meeting.held_on)})
    return meeting


@transaction.atomic
def change_meeting(
    *,
    meeting: CaseMeeting,
    version: str,
    team: Iterable[User],
    organisations: Iterable[Organisation],
    by: Actor,
    **fields,
) -> CaseMeeting:
    """Another day, place or people. When it moves, those expected learn it and answer again."""
    stored = _planned(lock_version(meeting, version))
    _check(stored.case, fields["kind"], fields["held_on"], organisations)
    before = [getattr(stored, name) for name in _TOLD]
    for name, value in fields.items():
        setattr(stored, name, value)
    is_moved = before != [getattr(stored, name) for name in _TOLD]
    stored.sequence += is_moved
    stored.full_clean()
    stored.save()
    known = list(stored.guests.select_related("user", "organisation"))
    _invite(stored, team, organisations, by)
    if is_moved:
        _tell_moved(stored, by, known)
    audit.record("meeting.changed", stored, by=by, changes={"held_on": [str(before[0]), str(stored.held_on)]})
    return stored


@transaction.atomic
def cancel_meeting(*, meeting: CaseMeeting, by: Actor) -> CaseMeeting:
    """It will not take place: those expected learn it, the addresses given close."""
    before = move(meeting, MeetingState.CANCELLED, allowed=MEETING_MOVES, sequence=meeting.sequence + 1)
    guests = list(meeting.guests.select_related("user", "organisation"))
    notices.tell(meeting, guests, notices.say_cancelled, by)
    for guest in guests:
        if guest.invited_at and guest.email:
            notices.tell_one(meeting, guest.email, "", notices.say_cancelled)
        take_back(guest, by)
    audit.record("meeting.cancelled", meeting, by=by, changes={"state": [before, meeting.state]})
    return meeting


@transaction.atomic
def hold_meeting(
    *,
    meeting: CaseMeeting,
    held_on: date,
    minutes: int,
    household_part: str,
    by: Actor,
    represented_by: str = "",
    household_word: str = "",
    people_met: int = 0,
    attended: Iterable[UUID] = (),
    text: str = "",
    level: str = "",
) -> CaseMeeting:
    """It took place: who was there, the household's word, what was said. The file reads it as an intervention.

    A landlord reads its day and nature when it was invited: one that was not hides it from the others. Raises
    ValidationError when a household that was there, or somebody for it, is given no word.
    """
    stored = _planned(CaseMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk))
    guards.check_day(held_on, not_before=stored.case.opened_on, what="Jour de la réunion")
    _check_household(household_part, represented_by, household_word)
    intervention = record_intervention(
        case=stored.case,
        kind=NOTED_AS[stored.kind],
        happened_on=held_on,
        started_at=stored.starts_at,
        minutes=minutes,
        people_met=people_met if household_part == HouseholdPart.PRESENT else 0,
        is_shared=is_told_to_landlords(stored),
        text=text,
        level=level,
        by=by,
    )
    told = {"household_part": household_part, "represented_by": represented_by, "household_word": household_word}
    told |= {"intervention": intervention, "held_on": held_on, "minutes": minutes}
    before = move(stored, MeetingState.HELD, allowed=MEETING_MOVES, **told)
    _note_attendance(stored, frozenset(attended))
    audit.record("meeting.held", stored, by=by, changes={"state": [before, stored.state]})
    return stored


def _check_household(part: str, represented_by: str, word: str) -> None:
    if part == HouseholdPart.REPRESENTED and not represented_by:
        raise ValidationError({"represented_by": "Dites qui représente le ménage."})
    if part != HouseholdPart.ABSENT and not word.strip():
        raise ValidationError({"household_word": "Écrivez ce que le ménage en dit, avec ses mots à lui."})


def _note_attendance(meeting: CaseMeeting, attended: frozenset[UUID]) -> None:
    meeting.guests.filter(pk__in=attended).update(attended=True)
    meeting.guests.exclude(pk__in=attended).update(attended=False)


def _planned(meeting: CaseMeeting) -> CaseMeeting:
    if meeting.state != MeetingState.PLANNED:
        raise ValidationError("Cette réunion a déjà eu lieu, ou elle est annulée : prévoyez-en une autre.")
    return meeting


def _check(case: Case, kind: str, held_on: date, organisations: Iterable[Organisation]) -> None:
    if case.closed_on:
        raise ValidationError("Ce dossier est clos : rouvrez-le avant de réunir autour de lui.")
    if not clock.today() <= held_on <= clock.today() + _FURTHEST:
        raise ValidationError({"held_on": "Indiquez un jour à venir, dans l’année."})
    landlords = [one for one in organisations if one.kind == OrganisationKind.LANDLORD]
    if kind == MeetingKind.TRIPARTITE and not landlords:
        raise ValidationError({"organisations": "Une rencontre tripartite réunit aussi le bailleur : invitez-le."})


def _invite(meeting: CaseMeeting, team: Iterable[User], organisations: Iterable[Organisation], by: Actor) -> None:
    """Those chosen among who may come to a meeting of this organisation, and no longer those who were and are not."""
    case, caller = meeting.case, meeting.organisation
    wanted_team = set(team_on(case, caller).filter(pk__in=[one.pk for one in team]))
    wanted = set(invitable_organisations(case, caller).filter(pk__in=[one.pk for one in organisations]))
    known = list(meeting.guests.exclude(kind=GuestKind.OUTSIDE).select_related("user", "organisation"))
    gone = [one for one in known if one.user not in wanted_team and one.organisation not in wanted]
    notices.tell(meeting, gone, notices.say_cancelled, by)
    MeetingGuest.objects.filter(pk__in=[one.pk for one in gone]).delete()
    common = {"case": meeting.case, "meeting": meeting, "invited_at": clock.now()}
    new = [MeetingGuest(**common, kind=GuestKind.TEAM, user=u) for u in wanted_team - {one.user for one in known}]
    new += [
        MeetingGuest(**common, kind=GuestKind.ORGANISATION, organisation=one)
        for one in wanted - {guest.organisation for guest in known}
    ]
    for guest in sorted(new, key=str):
        # Who calls comes: nobody asks her.
        guest.answer = GuestAnswer.PRESENT if guest.user_id == by.user_id else ""
        guest.full_clean()
        guest.save()
    notices.tell(meeting, new, notices.say_invited, by)


def _tell_moved(meeting: CaseMeeting, by: Actor, known: Iterable[MeetingGuest]) -> None:
    """The answers of before are for another day."""
    meeting.guests.exclude(user=by.user_id).update(answer="", answered_at=None)
    standing = set(meeting.guests.values_list("pk", flat=True))
    kept = [guest for guest in known if guest.pk in standing]
    notices.tell(meeting, kept, notices.say_moved, by)
    for guest in kept:
        if guest.kind == GuestKind.OUTSIDE and guest.invited_at:
            invite_again(guest, by)
