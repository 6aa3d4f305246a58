"""What a meeting concludes: written, printed, handed over by a link, followed by decisions."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from accompaniment.choices import PlanState
from accompaniment.coordination.choices import Audience, GuestKind, MeetingState
from accompaniment.coordination.documents import conclusions_pdf
from accompaniment.coordination.permissions import can_change_meeting
from accompaniment.forms.meetings import ConclusionsForm, DecisionForm, HandForm, IntoPlanForm
from accompaniment.models import (
    CaseMeeting,
    HandedConclusions,
    MeetingConclusions,
    MeetingDecision,
    MeetingGuest,
    Objective,
)
from accompaniment.permissions import can_write_plan
from accompaniment.services import conclusions as services
from accompaniment.views.meetings import address_of, open_meeting, own_meeting
from accompaniment.views.refused import refused
from accompaniment.views.tapped import tapped
from accompaniment.views.typed import find_draft
from households import safety
from households.forms.synthesis import ReleaseForm
from households.pages import CasePage, open_page
from households.readers import Readers, case_readers, section_readers
from households.views.writing import Writing, answer
from partners.roles import Section
from veille.core import drafts, reads
from veille.core.models import AccessKind
from veille.core.pdf import pdf_response
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show

DRAFT = "conclusions"


@confidential
@require_form
def conclusions_write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who will read is said before anything is kept; over former conclusions, it is a correction that says so."""
    meeting, page = own_meeting(request, pk, MeetingState.HELD)
    standing = MeetingConclusions.objects.visible_to(page.actor).filter(meeting=meeting, is_current=True).first()
    form, draft = _conclusions_form(request, page, meeting, standing)

    def write() -> str:
        services.write_conclusions(meeting=meeting, by=page.actor, **form.cleaned_data)
        return address_of(meeting)

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, write, name=DRAFT)):
        drafts.discard(by=page.actor, form=DRAFT, object_id=meeting.pk)
        return sent
    title = "Corriger les conclusions" if standing else "Écrire les conclusions"
    context = {
        "page": page,
        "meeting": meeting,
        "writing": Writing(title, "Enregistrer les conclusions", address_of(meeting), ""),
        "readers": _readers(page, meeting),
        "draft": draft,
        "draft_name": DRAFT,
        "draft_object": meeting.pk,
    }
    return show(request, "accompaniment/typed_form.html", context, form=form)


def _conclusions_form(request: HttpRequest, page: CasePage, meeting: CaseMeeting, standing: MeetingConclusions | None):
    draft, kept = find_draft(page.actor, DRAFT, meeting.pk, ConclusionsForm)
    if request.method == "POST":
        return ConclusionsForm(request.POST), draft
    told: dict = {"former": 0}
    if standing:
        told = {"text": standing.text, "audience": standing.audience, "is_agreed": standing.is_agreed}
        told["former"] = standing.version
    return ConclusionsForm(initial=told | kept | {"former": told["former"]}), draft


def _readers(page: CasePage, meeting: CaseMeeting) -> list[Readers]:
    """For each answer, those of the team and of the organisations invited who would read."""
    guests = MeetingGuest.objects.visible_to(page.actor).filter(meeting=meeting, organisation__isnull=False)
    invited = {guest.organisation_id for guest in guests}
    everybody = case_readers(page.case, (Section.INTERVENTIONS, *(Section(value) for value in Audience.values)))
    among = [r for r in everybody if Section.INTERVENTIONS in r.sections or r.actor.organisation_id in invited]
    return [
        replace(section_readers(audience, page.case, page.actor, among=among), label="") for audience in Audience.values
    ]


@confidential
@require_form
def conclusions_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One page; about a household in danger, once somebody has said why it may be printed."""
    meeting, page = open_meeting(request, pk)
    rows = MeetingConclusions.objects.visible_to(page.actor).filter(meeting=meeting, is_current=True)
    conclusions = get_object_or_404(rows)
    if careful := safety.must_confirm(page.case, page.actor):
        form = ReleaseForm(request.POST or None, must_confirm=True)
        if request.method != "POST" or not form.is_valid():
            writing = Writing("Imprimer les conclusions", "Imprimer", address_of(meeting), "")
            return show(request, "households/case_form.html", {"page": page, "writing": writing}, form=form)
        reason = form.cleaned_data["release_reason"]
        safety.release(case=page.case, what=safety.Outgoing.EXPORT, reason=reason, by=page.actor)
    decisions = MeetingDecision.objects.visible_to(page.actor).filter(meeting=meeting, is_shared=True)
    reads.record([page.case.pk], section=Section.SUMMARY, kind=AccessKind.EXPORT)
    content = conclusions_pdf(conclusions, list(decisions.order_by("due_on", "pk")), careful=careful)
    return pdf_response(content, "conclusions.pdf")


@confidential
@require_form
def conclusions_hand(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand them over to somebody without an account, by a link that expires and may be closed."""
    meeting, page = own_meeting(request, pk, MeetingState.HELD)
    back = address_of(meeting)
    form = HandForm(
        request.POST or None,
        guests=MeetingGuest.objects.visible_to(page.actor).filter(
            meeting=meeting, kind=GuestKind.OUTSIDE, agreed_on__isnull=False
        ),
        must_confirm=safety.must_confirm(page.case, page.actor),
    )
    told: dict = {}

    def act() -> str:
        told["handed"], told["address"] = services.hand_conclusions(by=page.actor, **form.cleaned_data)
        return back

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        if not told.get("address"):
            return sent
        context = {"page": page, "guest": told["handed"].guest, "back": back, "what": "des conclusions"}
        return render(request, "accompaniment/address_given.html", context | {"address": told["address"]})
    writing = Writing("Remettre les conclusions", "Remettre", back, "")
    return show(request, "households/case_form.html", {"page": page, "writing": writing}, form=form)


@confidential
@require_POST
def handed_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = HandedConclusions.objects.visible_to(request.actor).select_related("guest__meeting")
    handed = get_object_or_404(rows, pk=pk)
    page = open_page(request, handed.case_id)
    page.require(can_change_meeting(page.actor, handed.guest.meeting, page.rights))

    def act() -> None:
        services.close_handed(handed=handed, by=page.actor)

    return tapped(request, act, address_of(handed.guest.meeting), done="Ces conclusions ne sont plus ouvertes.")


@confidential
@require_form
def decision_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting, page = own_meeting(request, pk, MeetingState.HELD)
    form = DecisionForm(request.POST or None)
    writing = Writing("Ce qui est décidé", "Ajouter", address_of(meeting), "La décision est notée.")

    def act() -> None:
        services.add_decision(meeting=meeting, by=page.actor, **form.cleaned_data)

    return answer(request, page, form, act, writing)


def _decision(request: HttpRequest, pk: UUID) -> tuple[MeetingDecision, CasePage]:
    rows = MeetingDecision.objects.visible_to(request.actor).select_related("meeting")
    decision = get_object_or_404(rows, pk=pk)
    return decision, open_page(request, decision.case_id)


@confidential
@require_POST
def decision_done(request: HttpRequest, pk: UUID) -> HttpResponse:
    decision, page = _decision(request, pk)
    page.require(can_change_meeting(page.actor, decision.meeting, page.rights))

    def act() -> None:
        services.finish_decision(decision=decision, by=page.actor)

    return tapped(request, act, address_of(decision.meeting), done="C’est fait.")


@confidential
@require_form
def decision_plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it into the plan that is being written."""
    decision, page = _decision(request, pk)
    page.require(can_change_meeting(page.actor, decision.meeting, page.rights) and can_write_plan(page.rights))
    page.record(Section.PLAN)
    drafted = Objective.objects.visible_to(page.actor).filter(case=page.case, plan__state=PlanState.DRAFT)
    form = IntoPlanForm(request.POST or None, objectives=drafted.order_by("position", "pk"))
    if not drafted:
        return refused(request, page, ["Aucun plan n’est en cours d’écriture : commencez une nouvelle version."])
    writing = Writing("Mettre au plan", "Ajouter au plan", address_of(decision.meeting), "L’action est au plan.")

    def act() -> None:
        services.put_in_plan(decision=decision, by=page.actor, **form.cleaned_data)

    return answer(request, page, form, act, writing)
