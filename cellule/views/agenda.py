"""Acts on the agenda of a session; each comes back to the page it was made on, or to its moving part."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cellule.agenda import ready_referrals
from cellule.forms.preparation import MinutesForm, OrderForm, PlaceForm, SubjectForm
from cellule.models import AgendaItem, Session
from cellule.reviews import due_measures
from cellule.services.agenda_order import StaleOrder, order_agenda, order_version, part_of, place_item
from cellule.services.referrals import schedule_referral
from cellule.services.reviews import bring_back
from cellule.services.sessions import (
    add_subject,
    move_item,
    plan_minutes,
    put_back_on_agenda,
    take_off_agenda,
)
from cellule.views.preparation import items_of, preparation
from cellule.views.sessions import find_session
from veille.core.formats import counted
from veille.core.reads import confidential
from veille.core.sending import CONFLICT, INVALID, do_once

FRAGMENT = "cellule/_preparation.html"


def find_item(request: HttpRequest, session: Session, pk: UUID) -> AgendaItem:
    """An item of a session she keeps, unless she is excluded from its case."""
    items = AgendaItem.objects.visible_to(request.actor).filter(session=session)
    return get_object_or_404(items.select_related("session__instance", "case__rules", "referral", "sheet"), pk=pk)


def _back(request: HttpRequest, session: Session, act: Callable[[], object]) -> HttpResponse:
    """Do it once and come back; what is refused is said there."""
    target = reverse("cellule:session_detail", args=[session.pk]) + "#agenda"
    try:
        answer = do_once(request, act, target)
    except ValidationError as error:
        return _refused(request, session, target, error.messages[0])
    return _fragment(request, session) if request.htmx else answer


def _refused(request: HttpRequest, session: Session, target: str, sentence: str) -> HttpResponse:
    if request.htmx:
        return _fragment(request, session, refusal=sentence, status=INVALID)
    messages.error(request, sentence)
    return redirect(target)


def _fragment(request: HttpRequest, session: Session, status: int = 200, **told) -> HttpResponse:
    context = preparation(request, session, items_of(request, session), **told)
    return render(request, FRAGMENT, context, status=status)


@require_POST
@confidential
def item_move(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    session = find_session(request, pk, to_keep=True)
    found = find_item(request, session, item)
    upwards = request.POST.get("direction") == "up"
    return _back(request, session, lambda: move_item(item=found, upwards=upwards, by=request.actor))


@require_POST
@confidential
def agenda_order(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A part in the order she dragged it into; when it moved meanwhile, both orders are shown and hers waits."""
    session = find_session(request, pk, to_keep=True)
    form = OrderForm(request.POST)
    target = reverse("cellule:session_detail", args=[session.pk]) + "#agenda"
    if not form.is_valid():
        return _refused(request, session, target, "Cet ordre n’est pas lisible : rechargez la page.")
    try:
        order_agenda(session=session, by=request.actor, **form.cleaned_data)
    except StaleOrder as stale:
        return _both_orders(request, session, form.cleaned_data, stale.messages[0])
    except ValidationError as error:
        return _refused(request, session, target, error.messages[0])
    return _fragment(request, session) if request.htmx else redirect(target)


def _both_orders(request: HttpRequest, session: Session, sent: dict, sentence: str) -> HttpResponse:
    """The stored order in the page, hers beside it, ready to be sent again over the stored one."""
    items = items_of(request, session)
    known = {item.pk: item for item in items if item.kind == sent["kind"]}
    hers = [known[pk] for pk in sent["order"] if pk in known]
    version = order_version(part_of(session, sent["kind"]))
    told = {"stale": sentence, "hers": hers, "kind": sent["kind"], "version": version}
    template = FRAGMENT if request.htmx else "cellule/session_prepare.html"
    return render(request, template, preparation(request, session, items, **told), status=CONFLICT)


@require_POST
@confidential
def agenda_place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An orientation that was ready joins the entries, where she put it."""
    session, form = find_session(request, pk, to_keep=True), PlaceForm(request.POST)
    if not form.is_valid():
        return _back(request, session, lambda: None)
    referral = get_object_or_404(ready_referrals(session, request.actor), pk=form.cleaned_data["referral"])

    def act() -> None:
        item = schedule_referral(referral=referral, session=session, by=request.actor)
        if form.cleaned_data["before"]:
            place_item(item=item, before=form.cleaned_data["before"], by=request.actor)

    return _back(request, session, act)


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
    session = find_session(request, pk, to_keep=True)
    form = SubjectForm(request.POST, session=session)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
        return _back(request, session, lambda: None)
    return _back(request, session, lambda: add_subject(session=session, by=request.actor, **form.cleaned_data))


@require_POST
@confidential
def follow_up_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One situation that was due, or all of them when none is named."""
    session = find_session(request, pk, to_keep=True)
    measures = due_measures(session, request.actor)
    if request.POST.get("measure"):
        measures = measures.filter(pk=_uuid(request.POST["measure"]))
    measures = list(measures)
    if not measures:
        messages.error(request, "Cette situation n’est plus à ajouter.")
        return _back(request, session, lambda: None)

    def act() -> None:
        bring_back(session=session, measures=measures, by=request.actor)
        added = counted(len(measures), "situation revient", "situations reviennent")
        messages.success(request, f"{added} à l’ordre du jour : leur fiche attend l’opérateur.")

    return _back(request, session, act)


def _uuid(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None
