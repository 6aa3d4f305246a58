"""Who is expected at a session: answers, invitations for the day, reminders; and her own answer."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule.forms.invitations import AnswerForm, OrganisationInvitedForm, PersonInvitedForm
from cellule.instance_rules import rules_of
from cellule.invitations import ANSWERED_IN, expected_at, organisations_coming, seats_held_by
from cellule.models import Session, SessionInvitation
from cellule.services.inviting import (
    answer_as_seat,
    answer_invitation,
    invite_organisation,
    invite_person,
    remind,
    withdraw_invitation,
)
from cellule.services.moving import MOVABLE
from cellule.views.sessions import find_session
from households.models import Case
from partners.partnerships import partners_of
from veille.core import reads
from veille.core.actor import Actor
from veille.core.models import AccessKind
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form, send, show


@require_safe
@confidential
def session_invitations(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = find_session(request, pk, to_keep=True)
    return _page(request, session, OrganisationInvitedForm(organisations=_partners(session)), PersonInvitedForm())


def _partners(session: Session):
    return partners_of(session.instance.dispositif_id)


def _page(request: HttpRequest, session: Session, form, other) -> HttpResponse:
    expected = expected_at(session)
    context = {
        "session": session,
        "expected": expected,
        "coming": organisations_coming(expected),
        "organisations": len({one.body for one in expected}),
        "quorum": rules_of(session.instance).quorum,
        "silent": sum(not one.answer for one in expected),
        "other_form": other,
        "answers": AnswerForm.base_fields["answer"].choices,
        "can_invite": session.state in MOVABLE,
        "can_note": session.state in ANSWERED_IN,
    }
    return show(request, "cellule/session_invitations.html", context, form=form)


@require_POST
@confidential
def invitation_organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = find_session(request, pk, to_keep=True)
    form = OrganisationInvitedForm(request.POST, organisations=_partners(session))

    def act() -> str:
        invite_organisation(session=session, by=request.actor, **form.cleaned_data)
        return reverse("cellule:session_invitations", args=[session.pk])

    if form.is_valid() and (sent := send(request, form, act)):
        return sent
    return _page(request, session, form, PersonInvitedForm())


@require_POST
@confidential
def invitation_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = find_session(request, pk, to_keep=True)
    form = PersonInvitedForm(request.POST)

    def act() -> str:
        invite_person(session=session, by=request.actor, **form.cleaned_data)
        return reverse("cellule:session_invitations", args=[session.pk])

    if form.is_valid() and (sent := send(request, form, act)):
        return sent
    return _page(request, session, form, OrganisationInvitedForm(organisations=_partners(session)))


def _made_for_the_day(request: HttpRequest, session: Session, pk: UUID) -> SessionInvitation:
    rows = SessionInvitation.objects.visible_to(request.actor).filter(session=session, user=None)
    return get_object_or_404(rows.select_related("session"), pk=pk)


def _act(request: HttpRequest, session: Session, act) -> HttpResponse:
    target = reverse("cellule:session_invitations", args=[session.pk])
    try:
        return do_once(request, act, target)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(target)


@require_POST
@confidential
def invitation_withdraw(request: HttpRequest, pk: UUID, invitation: UUID) -> HttpResponse:
    session = find_session(request, pk, to_keep=True)
    found = _made_for_the_day(request, session, invitation)
    return _act(request, session, lambda: withdraw_invitation(invitation=found, by=request.actor))


@require_POST
@confidential
def invitation_note(request: HttpRequest, pk: UUID, invitation: UUID) -> HttpResponse:
    """What somebody without an account said by telephone or by mail."""
    session = find_session(request, pk, to_keep=True)
    found, form = _made_for_the_day(request, session, invitation), AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choisissez la réponse à noter.")
        return redirect("cellule:session_invitations", pk=session.pk)
    answer = form.cleaned_data["answer"]
    return _act(request, session, lambda: answer_invitation(invitation=found, answer=answer, by=request.actor))


@require_POST
@confidential
def invitations_remind(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = find_session(request, pk, to_keep=True)
    return _act(request, session, lambda: remind(session=session, by=request.actor))


@require_form
@confidential
def session_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Her own answer, as a seat or for her organisation; afterwards she reads what she said."""
    actor = request.actor
    session = get_object_or_404(Session.objects.dated_for(actor).select_related("instance"), pk=pk)
    seat, invitation = _expected(actor, session)
    if seat is None and invitation is None:
        raise PermissionDenied if Session.objects.visible_to(actor).filter(pk=pk).exists() else Http404
    form = AnswerForm(request.POST or None, initial={"answer": invitation.answer if invitation else ""})

    def act() -> str:
        answer = form.cleaned_data["answer"]
        if seat is not None:
            answer_as_seat(session=session, seat=seat, answer=answer, by=actor)
        else:
            answer_invitation(invitation=invitation, answer=answer, by=actor)
        return reverse("cellule:session_calendar")

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "Votre réponse est notée ; vous pouvez en changer jusqu’à l’ouverture.")
        return sent
    context = {
        "session": session,
        "can_answer": session.state in ANSWERED_IN,
        "invitation": invitation,
        "seat": seat,
        "case": _known_case(actor, session),
    }
    return show(request, "cellule/session_answer.html", context, form=form)


def _known_case(actor: Actor, session: Session) -> Case | None:
    """The situation of a synthesis, told to whom already has its file."""
    case = Case.objects.visible_to(actor).filter(pk=session.case_id).first() if session.case_id else None
    if case is not None:
        reads.record([case.pk], section="agenda", kind=AccessKind.LIST)
    return case


def _expected(actor: Actor, session: Session) -> tuple:
    """Her seat and what it answered, or the invitation of her organisation."""
    seat = seats_held_by(actor).get(session.instance_id) if session.state != "planned" else None
    rows = SessionInvitation.objects.visible_to(actor).filter(session=session)
    if seat is not None:
        return seat, rows.filter(user=actor.user_id).first()
    return None, rows.addressed_to(actor).select_related("session").first()
