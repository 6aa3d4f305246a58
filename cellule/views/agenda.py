"""Small acts on the agenda of a session; each comes back to the page it was made on."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from cellule.agenda import follow_up_decisions
from cellule.forms.sessions import FollowUpForm, MinutesForm, SubjectForm
from cellule.models import AgendaItem, Session
from cellule.services.sessions import (
    add_follow_up,
    add_subject,
    move_item,
    plan_minutes,
    put_back_on_agenda,
    take_off_agenda,
)
from cellule.views.sessions import find_session
from veille.core.reads import confidential
from veille.core.sending import do_once


def find_item(request: HttpRequest, session: Session, pk: UUID) -> AgendaItem:
    """An item of a session she keeps, unless she is excluded from its case."""
    items = AgendaItem.objects.visible_to(request.actor).filter(session=session)
    return get_object_or_404(items.select_related("session__instance", "case__rules", "referral", "sheet"), pk=pk)


def _back(request: HttpRequest, session: Session, act: Callable[[], object]) -> HttpResponse:
    """Do it once and come back; what is refused is said there."""
    target = reverse("cellule:session_detail", args=[session.pk]) + "#agenda"
    try:
        return do_once(request, act, target)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(target)


@require_POST
@confidential
def item_move(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    session = find_session(request, pk, to_keep=True)
    found = find_item(request, session, item)
    upwards = request.POST.get("direction") == "up"
    return _back(request, session, lambda: move_item(item=found, upwards=upwards, by=request.actor))


@require_POST
@confidential
def item_minutes(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    session = find_session(request, pk, to_keep=True)
    found, form = find_item(request, session, item), MinutesForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Indiquez une durée entre 1 et 240 minutes.")
        return _back(request, session, lambda: None)
    minutes = form.cleaned_data["minutes"]
    return _back(request, session, lambda: plan_minutes(item=found, minutes=minutes, by=request.actor))


@require_POST
@confidential
def item_hide(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    session = find_session(request, pk, to_keep=True)
    found = find_item(request, session, item)
    return _back(request, session, lambda: take_off_agenda(item=found, by=request.actor))


@require_POST
@confidential
def item_restore(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    session = find_session(request, pk, to_keep=True)
    found = find_item(request, session, item)
    return _back(request, session, lambda: put_back_on_agenda(item=found, by=request.actor))


@require_POST
@confidential
def subject_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    session, form = find_session(request, pk, to_keep=True), SubjectForm(request.POST)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
        return _back(request, session, lambda: None)
    return _back(request, session, lambda: add_subject(session=session, by=request.actor, **form.cleaned_data))


@require_POST
@confidential
def follow_up_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = find_session(request, pk, to_keep=True)
    form = FollowUpForm(request.POST, candidates=follow_up_decisions(session, request.actor))
    if not form.is_valid():
        messages.error(request, "Cette situation n’est plus à ajouter.")
        return _back(request, session, lambda: None)
    decision = form.cleaned_data["decision"]
    return _back(request, session, lambda: add_follow_up(session=session, decision=decision, by=request.actor))
