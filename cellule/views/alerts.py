"""« Alerter le pôle social », and what the social team makes of it."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule import held_permissions as permissions
from cellule.choices import AlertState
from cellule.forms.alerts import AlertForm, CloseForm, TurnForm
from cellule.models import SocialAlert
from cellule.permissions import can_refer
from cellule.services import alerts
from veille.core import clock, reads
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import INVALID, add_refusal, do_once, once, require_form, send, show

_LIST = "cellule:alert_list"


@require_form
@confidential
def alert_new(request: HttpRequest) -> HttpResponse:
    """Always the same answer: whether a file exists is nobody's business here."""
    if not permissions.can_alert(request.actor):
        raise PermissionDenied
    initial = {"sender_name": request.actor.user.get_full_name(), "happened_on": clock.today()}
    form = AlertForm(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> str:
        alerts.alert_social_team(**form.cleaned_data, by=request.actor)
        return reverse("cellule:alert_sent")

    if form.is_valid() and (sent := send(request, form, act)):
        return sent
    return show(request, "cellule/alert_new.html", {}, form=form)


@require_safe
@confidential
def alert_sent(request: HttpRequest) -> HttpResponse:
    if not permissions.can_alert(request.actor):
        raise PermissionDenied
    return render(request, "cellule/alert_sent.html", {})


@require_safe
@confidential
def alert_list(request: HttpRequest) -> HttpResponse:
    """Those of the landlord, what waits first."""
    if not permissions.handles_alerts(request.actor):
        raise PermissionDenied
    rows = SocialAlert.objects.visible_to(request.actor).select_related("handled_by")
    page = page_of(rows.in_order_of_work(), request)
    reads.record([], section="alert", kind="list")
    context = {"page": page, "total": page.paginator.in_words("alerte")}
    return render(request, "cellule/alert_list.html", context)


def _find(request: HttpRequest, pk: UUID) -> SocialAlert:
    seen = SocialAlert.objects.visible_to(request.actor)
    return get_object_or_404(seen.select_related("handled_by", "author"), pk=pk)


@require_safe
@confidential
def alert_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    alert = _find(request, pk)
    if not permissions.handles_alerts(request.actor):
        raise PermissionDenied
    return _show(request, alert)


def _show(request: HttpRequest, alert: SocialAlert, status: int = 200, **wrong: forms.Form) -> HttpResponse:
    reads.record([alert.case_id] if alert.case_id else [], section="alert")
    waits = permissions.can_handle(request.actor, alert, AlertState.RECEIVED)
    context = {
        "alert": alert,
        "can_turn": waits and can_refer(request.actor),
        "can_close": permissions.can_handle(request.actor, alert, AlertState.RECEIVED, AlertState.TURNED),
        "can_reopen": permissions.can_handle(request.actor, alert, AlertState.CLOSED),
        "turn_form": wrong.get("turn_form") or TurnForm(),
        "close_form": wrong.get("close_form") or CloseForm(),
        "wrong": next(iter(wrong), ""),
    }
    return render(request, "cellule/alert_detail.html", context, status=status)


def _handled(request: HttpRequest, pk: UUID, *states: AlertState) -> SocialAlert:
    alert = _find(request, pk)
    if not permissions.can_handle(request.actor, alert, *states):
        raise PermissionDenied
    return alert


@require_POST
@confidential
def alert_turn(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin an orientation with what it says, after the first question."""
    alert, form = _handled(request, pk, AlertState.RECEIVED), TurnForm(request.POST)
    if not can_refer(request.actor):
        raise PermissionDenied

    def act() -> str:
        draft = alerts.turn_alert(alert=alert, danger=form.cleaned_data["danger"], by=request.actor)
        return reverse("cellule:referral_resume", args=[draft])

    if form.is_valid():
        try:
            return once(request, act)
        except ValidationError as error:
            add_refusal(form, error)
    return _show(request, alert, INVALID, turn_form=form)


@require_POST
@confidential
def alert_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    alert, form = _handled(request, pk, AlertState.RECEIVED, AlertState.TURNED), CloseForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            return _done(request, lambda: alerts.close_alert(alert=alert, reason=reason, by=request.actor), "close")
        except ValidationError as error:
            add_refusal(form, error)
    return _show(request, alert, INVALID, close_form=form)


@require_POST
@confidential
def alert_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    alert = _handled(request, pk, AlertState.CLOSED)
    return _done(request, lambda: alerts.reopen_alert(alert=alert, by=request.actor), "reopen")


def _done(request: HttpRequest, act: Callable[[], object], name: str) -> HttpResponse:
    sent = do_once(request, act, reverse(_LIST))
    messages.success(request, {"close": "Alerte close.", "reopen": "Alerte rouverte."}[name])
    return sent
