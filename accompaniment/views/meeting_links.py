"""What somebody without an account opens: an invitation to answer, conclusions to read. Never the household's name."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accompaniment.coordination.agenda import file_of
from accompaniment.coordination.choices import GuestAnswer, MeetingState
from accompaniment.coordination.documents import conclusions_pdf, who_was_there
from accompaniment.coordination.rules import CONCLUSIONS, INVITATION, guest_of, handed_by
from accompaniment.models import HandedConclusions, MeetingConclusions, MeetingDecision, MeetingGuest
from accompaniment.services.meeting_guests import answer_meeting
from partners.roles import Section
from veille.core import links, reads
from veille.core.agenda import CONTENT_TYPE
from veille.core.downloads import attachment
from veille.core.links import opened_by_link
from veille.core.models import AccessKind, ExternalLink
from veille.core.pdf import pdf_response


def _guest(link: ExternalLink) -> MeetingGuest:
    guest = guest_of(link)
    if guest is None:
        raise Http404
    reads.record([guest.case_id], section=Section.SUMMARY)
    return guest


@require_safe
@opened_by_link(INVITATION)
def invitation_page(request: HttpRequest, link: ExternalLink) -> HttpResponse:
    guest = _guest(link)
    meeting = guest.meeting
    context = {"link": link, "guest": guest, "meeting": meeting, "is_open": meeting.state == MeetingState.PLANNED}
    return render(request, "accompaniment/invitation_page.html", context)


@require_POST
@opened_by_link(INVITATION)
def invitation_answer(request: HttpRequest, link: ExternalLink) -> HttpResponse:
    """She comes or not; sent twice, it is the same answer."""
    guest = _guest(link)
    if guest.meeting.state != MeetingState.PLANNED:
        raise Http404
    answered = GuestAnswer.PRESENT if "present" in request.POST else GuestAnswer.ABSENT
    answer_meeting(guest=guest, answer=answered, by=links.bearer(link))
    return redirect("accompaniment:invitation_page", pk=link.pk)


@require_safe
@opened_by_link(INVITATION)
def invitation_file(request: HttpRequest, link: ExternalLink) -> HttpResponse:
    """For her own agenda: an hour under a neutral title."""
    return attachment(file_of([_guest(link).meeting]), "reunion.ics", media_type=CONTENT_TYPE)


def _handed(link: ExternalLink, kind: str = AccessKind.PAGE) -> tuple[HandedConclusions, MeetingConclusions, list]:
    """What was handed, the version that stands, and what was decided with it."""
    handed = handed_by(link)
    standing = handed.guest.meeting.conclusions.filter(is_current=True, is_agreed=True).first() if handed else None
    if handed is None or standing is None:
        raise Http404
    reads.record([handed.case_id], section=Section.SUMMARY, kind=kind)
    decisions: list[MeetingDecision] = list(handed.guest.meeting.decisions.filter(is_shared=True))
    return handed, standing, decisions


@require_safe
@opened_by_link(CONCLUSIONS)
def handed_page(request: HttpRequest, link: ExternalLink) -> HttpResponse:
    handed, standing, decisions = _handed(link)
    meeting = handed.guest.meeting
    context = {
        "link": link,
        "meeting": meeting,
        "conclusions": standing,
        "is_corrected": standing.version > handed.version,
        "decisions": decisions,
        "attended": who_was_there(meeting),
    }
    return render(request, "accompaniment/handed_page.html", context)


@require_safe
@opened_by_link(CONCLUSIONS)
def handed_document(request: HttpRequest, link: ExternalLink) -> HttpResponse:
    _, standing, decisions = _handed(link, AccessKind.EXPORT)
    return pdf_response(conclusions_pdf(standing, decisions), "conclusions.pdf")
