"""Who is invited: named, agreed to by the household, invited, answering, withdrawn."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from accompaniment.coordination.choices import GuestAnswer, GuestKind, MeetingState
from accompaniment.coordination.permissions import can_answer, can_change_meeting
from accompaniment.forms.meetings import AgreementForm, GuestForm, InviteForm
from accompaniment.models import MeetingGuest
from accompaniment.services import meeting_guests as services
from accompaniment.views.meetings import address_of, own_meeting
from accompaniment.views.tapped import tapped
from households import safety
from households.pages import CasePage, open_page
from households.views.writing import Writing, answer
from partners.roles import Section
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show


@confidential
@require_form
def guest_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting, page = own_meeting(request, pk, MeetingState.PLANNED, MeetingState.HELD)
    form = GuestForm(request.POST or None)
    writing = Writing(
        "Une personne sans compte",
        "Ajouter cette personne",
        address_of(meeting),
        "La personne est ajoutée. Rien ne lui est encore envoyé.",
        "Son nom est lu par l’équipe et par les organismes invités ; son courriel, par l’équipe seule.",
    )

    def act() -> None:
        services.name_guest(meeting=meeting, by=page.actor, **form.cleaned_data)

    return answer(request, page, form, act, writing)


def _guest(request: HttpRequest, pk: UUID) -> tuple[MeetingGuest, CasePage]:
    seen = MeetingGuest.objects.visible_to(request.actor).select_related("meeting", "case", "user", "organisation")
    guest = get_object_or_404(seen, pk=pk)
    page = open_page(request, guest.case_id)
    page.record(Section.INTERVENTIONS, Section.SUMMARY)
    return guest, page


def _outside(request: HttpRequest, pk: UUID) -> tuple[MeetingGuest, CasePage]:
    """Somebody without an account, in a meeting she may change."""
    guest, page = _guest(request, pk)
    page.require(can_change_meeting(page.actor, guest.meeting, page.rights) and guest.kind == GuestKind.OUTSIDE)
    return guest, page


@confidential
@require_form
def guest_agree(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the household said of this person being there."""
    guest, page = _outside(request, pk)
    form = AgreementForm(request.POST or None)

    def act() -> None:
        services.note_agreement(guest=guest, by=page.actor, **form.cleaned_data)

    title = "L’accord du ménage pour cette personne"
    return answer(request, page, form, act, Writing(title, "Enregistrer", address_of(guest.meeting), "C’est noté."))


@confidential
@require_POST
def guest_refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The household takes its agreement back."""
    guest, page = _outside(request, pk)

    def act() -> None:
        services.note_agreement(guest=guest, agreed_on=None, by=page.actor)

    done = "L’accord est retiré : ce qui lui était ouvert est fermé."
    return tapped(request, act, address_of(guest.meeting), done=done)


@confidential
@require_form
def guest_invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the invitation; without a mail, its address is shown on the answer of the sending, once."""
    guest, page = _outside(request, pk)
    page.require(request.method == "POST" or (guest.agreed_on is not None and guest.meeting.state == "planned"))
    form = InviteForm(
        request.POST if request.method == "POST" else None, must_confirm=safety.must_confirm(page.case, page.actor)
    )
    told: dict = {}
    back = address_of(guest.meeting)

    def act() -> str:
        told["address"] = services.invite_guest(guest=guest, by=page.actor, **form.cleaned_data)
        return back

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        if not told.get("address"):
            return sent
        context = {"page": page, "guest": guest, "back": back, "what": "l’invitation", **told}
        return render(request, "accompaniment/address_given.html", context)
    writing = Writing(f"Inviter {guest.name}", "Envoyer l’invitation", back, "")
    return show(
        request, "accompaniment/guest_invite.html", {"page": page, "guest": guest, "writing": writing}, form=form
    )


@confidential
@require_POST
def guest_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    guest, page = _outside(request, pk)
    back = address_of(guest.meeting)

    def act() -> None:
        services.withdraw_guest(guest=guest, by=page.actor)

    return tapped(request, act, back, done="Cette personne n’est plus invitée.")


@confidential
@require_POST
def guest_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    guest, page = _guest(request, pk)
    if not can_answer(page.actor, guest, page.rights):
        raise PermissionDenied
    answered = GuestAnswer.PRESENT if "present" in request.POST else GuestAnswer.ABSENT

    def act() -> None:
        services.answer_meeting(guest=guest, answer=answered, by=page.actor)

    return tapped(request, act, address_of(guest.meeting), done="La réponse est notée.")
