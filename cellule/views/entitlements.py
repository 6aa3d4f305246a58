"""Who may decide for an instance between two sessions: named and ended by who gives its seats."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule.forms.outside import EntitleForm
from cellule.outside_permissions import entitled_roles_of
from cellule.querysets import instances_kept_by
from cellule.services.entitlements import end_entitlement, entitle
from cellule.views.seats import find_instance
from veille.core.pages import page_of
from veille.core.sending import require_form, send, show


@require_safe
def entitlement_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    instance = find_instance(request, pk)
    found = instance.entitlements.current().select_related("user", "organisation")
    page = page_of(found.order_by("organisation__sort_name", "user__last_name", "id"), request)
    keeps = instances_kept_by(request.actor).filter(pk=instance.pk).exists()
    return render(request, "cellule/entitlement_list.html", {"instance": instance, "page": page, "keeps": keeps})


@require_form
def entitlement_give(request: HttpRequest, pk: UUID) -> HttpResponse:
    instance = find_instance(request, pk)
    people = entitled_roles_of(instance).exclude(user=request.actor.user_id)
    form = EntitleForm(request.POST or None, people=people)

    def act() -> str:
        entitle(instance=instance, membership=form.membership, by=request.actor)
        return reverse("cellule:entitlement_list", args=[instance.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "Cette personne peut désormais décider entre deux séances.")
        return sent
    return show(request, "cellule/entitlement_give.html", {"instance": instance}, form=form)


@require_POST
def entitlement_end(request: HttpRequest, pk: UUID, entitlement: UUID) -> HttpResponse:
    instance = find_instance(request, pk)
    found = get_object_or_404(instance.entitlements.current(), pk=entitlement)
    end_entitlement(entitlement=found, by=request.actor)
    messages.success(request, "L’habilitation est terminée.")
    return redirect("cellule:entitlement_list", pk=instance.pk)
