"""Astreinte et urgences: the rota, and files opened in an emergency, asked then reviewed."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from households import hours_panel, permissions, services
from households.forms import EmergencyForm, ReviewForm, ShiftForm
from households.models import EmergencyAccess
from partners import services as partners
from partners.models import DutyShift
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show

_ASKED = (
    "Votre demande est enregistrée. Si ce numéro est celui d’un dossier de votre organisme, il figure maintenant "
    "dans « Ménages », et une autre personne en est prévenue."
)


@require_safe
@confidential
def duty_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    asks, reviews = permissions.can_ask_emergency(actor), permissions.can_inspect_emergencies(actor)
    if not (asks or reviews or permissions.can_read_duty(actor)):
        raise PermissionDenied
    page = page_of(hours_panel.emergencies(actor), request)
    lines = hours_panel.lines_of(actor, list(page.object_list))
    reads.record([line.case_id for line in lines if line.case_id], section="emergency", kind=AccessKind.LIST)
    context = {
        "shifts": hours_panel.shifts(actor) if permissions.can_read_duty(actor) else None,
        "page": page,
        "lines": lines,
        "total": page.paginator.in_words("accès d’urgence", "accès d’urgence"),
        "can_plan": permissions.can_plan_duty(actor),
        "can_ask": asks,
    }
    return render(request, "households/duty_list.html", context)


@require_form
def duty_add(request: HttpRequest) -> HttpResponse:
    if not permissions.can_plan_duty(request.actor):
        raise PermissionDenied
    colleagues = partners.possible_on_duty(request.actor.organisation).exclude(pk=request.actor.user_id)
    form = ShiftForm(request.POST or None, people=colleagues)

    def act() -> str:
        partners.plan_shift(by=request.actor, **form.cleaned_data)
        return reverse("households:duty_list")

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "L’astreinte est prévue.")
        return sent
    return show(request, "households/duty_form.html", {"title": "Prévoir une astreinte", "verb": "Prévoir"}, form=form)


@require_POST
def duty_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    shift = get_object_or_404(DutyShift.objects.to_come(), pk=pk, organisation=request.actor.organisation)
    if not permissions.can_plan_duty(request.actor):
        raise PermissionDenied
    partners.end_shift(shift=shift, by=request.actor)
    messages.success(request, "L’astreinte a pris fin.")
    return redirect("households:duty_list")


@require_form
@never_cache
@confidential
def emergency_ask(request: HttpRequest) -> HttpResponse:
    """Whatever the number, the same page, the same words, the same status."""
    if not permissions.can_ask_emergency(request.actor):
        raise PermissionDenied
    form = EmergencyForm(request.POST or None)

    def act() -> str:
        services.open_emergency(by=request.actor, **form.cleaned_data)
        return reverse("households:duty_list")

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, _ASKED)
        return sent
    context = {"title": "Accès d’urgence motivé", "verb": "Demander l’accès", "is_emergency": True}
    return show(request, "households/duty_form.html", context, form=form)


def _found(request: HttpRequest, pk: UUID) -> EmergencyAccess:
    return get_object_or_404(EmergencyAccess.objects.visible_to(request.actor).select_related("case"), pk=pk)


@require_form
@confidential
def emergency_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    access = _found(request, pk)
    if not permissions.can_review(request.actor, access):
        raise PermissionDenied
    reads.record([access.case_id], section="emergency")
    form = ReviewForm(request.POST or None)

    def act() -> str:
        services.review_emergency(access=access, by=request.actor, **form.cleaned_data)
        return reverse("households:duty_list")

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "Votre avis est enregistré.")
        return sent
    context = {"line": hours_panel.lines_of(request.actor, [access])[0]}
    return show(request, "households/emergency_review.html", context, form=form)


@require_POST
@confidential
def emergency_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whoever opened it closes it as soon as she no longer needs it; whoever reviews it may do so too."""
    services.close_emergency(access=_found(request, pk), by=request.actor)
    messages.success(request, "L’accès d’urgence est refermé.")
    return redirect("households:duty_list")
