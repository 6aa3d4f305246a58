"""Who sits in an instance: given and withdrawn by its secretary or the pilot."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule.forms.seats import SeatForm
from cellule.naming import is_nominative
from cellule.querysets import instances_kept_by
from cellule.seats import can_end_seat, fills, instances_seen_by, seats_of
from partners import services
from partners.models import Instance
from partners.partnerships import partners_of
from partners.roles import Role
from veille.core.pages import page_of
from veille.core.sending import require_form, send, show


def find_instance(request: HttpRequest, pk: UUID) -> Instance:
    instance = get_object_or_404(instances_seen_by(request.actor).select_related("dispositif"), pk=pk)
    if not fills(request.actor, instance):
        raise PermissionDenied
    return instance


@require_safe
def seat_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    instance = find_instance(request, pk)
    page = page_of(seats_of(instance), request)
    context = {
        "instance": instance,
        "page": page,
        "seats": [(seat, can_end_seat(request.actor, seat)) for seat in page],
        "is_nominative": is_nominative(instance),
        "keeps": instances_kept_by(request.actor).filter(pk=instance.pk).exists(),
    }
    return render(request, "cellule/seat_list.html", context)


@require_form
def seat_give(request: HttpRequest, pk: UUID) -> HttpResponse:
    instance = find_instance(request, pk)
    if not instance.is_active:
        raise PermissionDenied
    form = SeatForm(request.POST or None, organisations=partners_of(instance.dispositif_id))

    def act() -> str:
        services.invite(by=request.actor, role=Role.INSTANCE_MEMBER, instance=instance, **form.cleaned_data)
        return reverse("cellule:seat_list", args=[instance.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "Le siège est donné ; la personne reçoit un courriel.")
        return sent
    return show(request, "cellule/seat_give.html", {"instance": instance}, form=form)


@require_POST
def seat_end(request: HttpRequest, pk: UUID, seat: UUID) -> HttpResponse:
    instance = find_instance(request, pk)
    found = get_object_or_404(seats_of(instance), pk=seat)
    if not can_end_seat(request.actor, found):
        raise PermissionDenied
    services.end_membership(membership=found, by=request.actor)
    messages.success(request, "Le siège est retiré.")
    return redirect("cellule:seat_list", pk=instance.pk)
