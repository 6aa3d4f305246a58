"""Closing a file to all but named persons, opening it again; the place where a household lives; the rota."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from households import access_panel, permissions, protection_panel, services
from households.forms import LiftForm, RestrictForm
from households.models import DutyCase
from households.pages import CasePage
from households.views.access import open_panel, panel_words
from households.views.identity import not_confirmed
from households.views.writing import Writing, answer
from veille.core.reads import confidential
from veille.core.sending import require_form


@require_form
@never_cache
@confidential
def case_restrict(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_panel(request, pk)
    page.require(permissions.can_restrict(page.actor, page.case, page.rights))
    stays = services.may_name_others(page.case, page.actor)
    people = access_panel.possible_named(page, but=services.keepers(page.case, page.actor))
    form = RestrictForm(
        request.POST or None,
        people=people if stays else people.none(),
        contacts=protection_panel.open_contacts(page),
        initial={"people": protection_panel.proposed(page)},
    )

    def act():
        data = form.cleaned_data
        services.restrict_case(
            case=page.case,
            reason=data["reason"],
            people=data["people"],
            kept=form.kept(),
            hides_place=data["hides_place"],
            by=page.actor,
        )

    words = panel_words(page, "Restreindre l’accès au dossier", "Voir ce qui va changer", "L’accès est restreint.")
    words = words if stays else replace(words, back=reverse("households:case_list"))
    return _in_two_steps(request, page, form, act, words, lambda: protection_panel.before_restricting(page, form))


@require_form
@never_cache
@confidential
def case_lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Opening a restricted file again asks who she is, why, and once more after saying who will see it."""
    page = open_panel(request, pk)
    page.require(permissions.can_lift(page.actor, page.case, page.rights))
    if asked := not_confirmed(request):
        return asked
    form = LiftForm(request.POST or None)

    def act():
        services.lift_restriction(case=page.case, by=page.actor, **form.cleaned_data)

    words = panel_words(page, "Lever la restriction", "Voir ce qui va changer", "Le dossier n’est plus restreint.")
    return _in_two_steps(request, page, form, act, words, lambda: protection_panel.before_lifting(page, form))


def _in_two_steps(
    request: HttpRequest,
    page: CasePage,
    form: forms.Form,
    act: Callable[[], object],
    words: Writing,
    preview: Callable[[], dict],
) -> HttpResponse:
    """The form, then what it will change, then the act."""
    if request.method == "POST" and "confirmed" not in request.POST and form.is_valid():
        sent = [(name, value) for name in form.fields for value in request.POST.getlist(name)]
        context = {"page": page, "writing": words, "sent": sent, **preview()}
        return render(request, "households/restriction_preview.html", context)
    return answer(request, page, form, act, words)


@require_POST
@confidential
def place_hide(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_panel(request, pk)
    page.require(permissions.can_hide_place(page.actor, page.case, page.rights))
    hidden = services.hide_place(case=page.case, by=page.actor)
    said = "Le lieu est tenu secret." if hidden else "Aucun lieu n’était noté."
    messages.success(request, said)
    return redirect("households:case_access", pk=page.case.pk)


@require_POST
@confidential
def duty_case_put(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_panel(request, pk)
    page.require(permissions.can_put_on_duty(page.actor, page.case))
    services.put_on_duty(case=page.case, by=page.actor)
    messages.success(request, "La personne d’astreinte ouvrira ce dossier pendant son astreinte seulement.")
    return redirect("households:case_access", pk=page.case.pk)


@require_POST
@confidential
def duty_case_take(request: HttpRequest, pk: UUID, row_pk: UUID) -> HttpResponse:
    page = open_panel(request, pk)
    row = get_object_or_404(DutyCase.objects.visible_to(page.actor).current().filter(case=page.case), pk=row_pk)
    page.require(
        permissions.can_put_on_duty(page.actor, page.case) and row.organisation_id == page.actor.organisation_id
    )
    services.take_off_duty(row=row, by=page.actor)
    messages.success(request, "Ce dossier n’est plus confié à l’astreinte.")
    return redirect("households:case_access", pk=page.case.pk)
