"""Meetings about a household: planned, changed, given up, held, read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accompaniment.coordination.choices import GuestKind, MeetingState
from accompaniment.coordination.panel import coordination_of, meeting_page, reads_coordination
from accompaniment.coordination.permissions import can_change_meeting, can_coordinate
from accompaniment.coordination.rules import invitable_organisations
from accompaniment.forms.meetings import HoldForm, MeetingForm
from accompaniment.models import CaseMeeting, MeetingGuest
from accompaniment.services import meetings as services
from accompaniment.team.people import team_on
from accompaniment.views.tapped import tapped
from accompaniment.views.typed import find_draft
from households.note_levels import is_named_level
from households.note_writing import default_level, writable_levels
from households.pages import CasePage, open_page
from households.readers import case_readers, readers_of
from households.views.writing import Writing, answer
from partners.models import Organisation
from partners.roles import Section
from veille.core import clock, drafts
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show
from veille.core.versions import version_of

HELD_DRAFT = "reunion"
_TOLD = (
    "kind", "held_on", "starts_at", "minutes", "way", "place", "agenda", "household_part", "represented_by", "worker",
)  # fmt: skip


@confidential
@require_safe
def coordination(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The room of a file: its meetings, its relays."""
    page = open_page(request, pk)
    page.require(reads_coordination(page))
    page.record(Section.INTERVENTIONS, Section.SUMMARY, Section.MEASURE)
    return render(request, "accompaniment/coordination.html", {"page": page, **coordination_of(page)})


def open_meeting(request: HttpRequest, pk: UUID) -> tuple[CaseMeeting, CasePage]:
    seen = CaseMeeting.objects.visible_to(request.actor).select_related("case", "organisation", "worker")
    meeting = get_object_or_404(seen, pk=pk)
    page = open_page(request, meeting.case_id)
    page.record(Section.INTERVENTIONS, Section.SUMMARY)
    return meeting, page


def own_meeting(request: HttpRequest, pk: UUID, *states: str) -> tuple[CaseMeeting, CasePage]:
    """One she may change; a form sent after somebody else was faster is answered by the service."""
    meeting, page = open_meeting(request, pk)
    page.require(can_change_meeting(page.actor, meeting, page.rights))
    page.require(request.method == "POST" or not states or meeting.state in states)
    return meeting, page


def address_of(meeting: CaseMeeting) -> str:
    return reverse("accompaniment:meeting_detail", args=[meeting.pk])


@confidential
@require_safe
def meeting_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting, page = open_meeting(request, pk)
    context = meeting_page(page, meeting)
    context["is_due"] = meeting.state == MeetingState.PLANNED and meeting.held_on <= clock.today()
    return render(request, "accompaniment/meeting_detail.html", context)


@confidential
@require_form
def meeting_plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(can_coordinate(page.rights))
    page.record(Section.STATE)
    form = _form(request, page, page.actor.organisation, {"worker": page.actor.user_id, "team": [page.actor.user_id]})
    writing = Writing(
        "Prévoir une réunion",
        "Prévoir la réunion",
        reverse("accompaniment:coordination", args=[page.case.pk]),
        "La réunion est prévue : invitez maintenant les personnes sans compte.",
    )

    def plan() -> str:
        return address_of(services.plan_meeting(case=page.case, by=page.actor, **form.answer()))

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, plan)):
        return sent
    return show(request, "households/case_form.html", {"page": page, "writing": writing}, form=form)


@confidential
@require_form
def meeting_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting, page = own_meeting(request, pk, MeetingState.PLANNED)
    told = {name: getattr(meeting, name) for name in _TOLD if name != "worker"}
    guests = list(MeetingGuest.objects.visible_to(page.actor).filter(meeting=meeting))
    told |= {
        "worker": meeting.worker_id,
        "team": [guest.user_id for guest in guests if guest.kind == GuestKind.TEAM],
        "organisations": [guest.organisation_id for guest in guests if guest.kind == GuestKind.ORGANISATION],
    }
    form = _form(request, page, meeting.organisation, told, request.POST.get("version") or version_of(meeting))
    writing = Writing("Modifier la réunion", "Enregistrer", address_of(meeting), "La réunion est modifiée.")

    def change() -> None:
        services.change_meeting(meeting=meeting, version=form.version, by=page.actor, **form.answer())

    return answer(request, page, form, change, writing)


def _form(request: HttpRequest, page: CasePage, caller: Organisation, told: dict, version: str = "") -> MeetingForm:
    """`caller` calls the meeting: who leads the file changes it without inviting her own team in place of the other."""
    choices = {
        "version": version,
        "people": team_on(page.case, caller),
        "organisations": invitable_organisations(page.case, caller),
    }
    if request.method == "POST":
        return MeetingForm(request.POST, **choices)
    return MeetingForm(initial=told, **choices)


@confidential
@require_POST
def meeting_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting, page = own_meeting(request, pk)

    def act() -> None:
        services.cancel_meeting(meeting=meeting, by=page.actor)

    return tapped(request, act, address_of(meeting), done="La réunion est annulée, les personnes invitées le savent.")


@confidential
@require_form
def meeting_hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It took place: what was said stays under its own level; what may be shared is written after."""
    meeting, page = own_meeting(request, pk, MeetingState.PLANNED)
    levels = [level for level in writable_levels(page.actor, page.case) if not is_named_level(level)]
    form, draft = _hold_form(request, page, meeting, levels)

    def hold() -> str:
        services.hold_meeting(meeting=meeting, by=page.actor, **form.answer())
        return address_of(meeting)

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, hold, name=HELD_DRAFT)):
        drafts.discard(by=page.actor, form=HELD_DRAFT, object_id=meeting.pk)
        return sent
    everybody = case_readers(page.case)
    context = {
        "page": page,
        "meeting": meeting,
        "writing": Writing("Noter la réunion", "Enregistrer", address_of(meeting), ""),
        "readers": [readers_of(level, page.case, page.actor, among=everybody) for level in levels],
        "draft": draft,
        "draft_name": HELD_DRAFT,
        "draft_object": meeting.pk,
    }
    return show(request, "accompaniment/typed_form.html", context, form=form)


def _hold_form(request: HttpRequest, page: CasePage, meeting: CaseMeeting, levels: list[str]):
    guests = MeetingGuest.objects.visible_to(page.actor).filter(meeting=meeting)
    options = {
        "guests": guests.select_related("user", "organisation").order_by("kind", "name", "pk"),
        "levels": levels,
        "default_level": default_level(page.actor, page.case),
    }
    draft, kept = find_draft(page.actor, HELD_DRAFT, meeting.pk, HoldForm(**options))
    if request.method == "POST":
        return HoldForm(request.POST, **options), draft
    told = {
        "held_on": min(meeting.held_on, clock.today()),
        "minutes": meeting.minutes,
        "household_part": meeting.household_part,
        "represented_by": meeting.represented_by,
        "attended": [guest.pk for guest in guests if guest.answer != "absent"],
    }
    return HoldForm(initial=told | kept, **options), draft
