"""A session changes its day or is cancelled, with its reason; members are told."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cellule.forms.calendar import CancelForm, MoveForm
from cellule.models import Session
from cellule.services.moving import MOVABLE, cancel_session, move_session, next_after
from cellule.views.sessions import find_session
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show


def _movable(request: HttpRequest, pk: UUID) -> Session:
    session = find_session(request, pk, to_keep=True)
    if request.method != "POST" and session.state not in MOVABLE:
        raise PermissionDenied
    return session


@require_form
@confidential
def session_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = _movable(request, pk)
    usual = {name: getattr(session, name) for name in ("held_on", "starts_at", "place")}
    form = MoveForm(request.POST or None, initial=usual)

    def act() -> str:
        move_session(session=session, by=request.actor, **form.cleaned_data)
        return reverse("cellule:session_detail", args=[session.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "La séance est déplacée ; les membres sont prévenus.")
        return sent
    return show(request, "cellule/session_move.html", {"session": session}, form=form)


@require_form
@confidential
def session_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = _movable(request, pk)
    form = CancelForm(request.POST or None, following=next_after(session))

    def act() -> str:
        to_next = bool(form.cleaned_data["to_next"])
        cancel_session(session=session, by=request.actor, reason=form.cleaned_data["reason"], to_next=to_next)
        return reverse("cellule:session_detail", args=[session.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "La séance est annulée ; les membres sont prévenus.")
        return sent
    return show(request, "cellule/session_cancel.html", {"session": session}, form=form)
