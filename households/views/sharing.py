"""What the household said of sharing, and what closes when it changes its mind: shown before, done in one act."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from households import access_panel, permissions, services
from households.forms.sharing import SharingForm, WithdrawalForm
from households.models import AdhesionState, CaseAccess, SharingAgreement
from households.pages import CasePage, open_page
from households.rights_choices import SharingState
from households.services.sharing import Closing, closing
from households.views.access import open_panel, panel_words
from households.views.writing import Writing, answer, answer_on
from partners.roles import Section
from veille.core.reads import confidential
from veille.core.sending import require_form


@require_form
@confidential
def partner_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_panel(request, pk)
    page.require(permissions.can_open_to_partner(page.actor, page.case, page.rights))
    form = SharingForm(request.POST or None, organisations=access_panel.possible_partners(page))

    def act():
        services.record_sharing(case=page.case, by=page.actor, **form.said())

    words = panel_words(page, "Noter un accord de partage", "Enregistrer", "Ce que le ménage a dit est noté.")
    return answer(request, page, form, act, words)


@require_POST
@confidential
def access_stop(request: HttpRequest, pk: UUID, access_pk: UUID) -> HttpResponse:
    page = open_panel(request, pk)
    access = get_object_or_404(CaseAccess.objects.visible_to(page.actor).current().filter(case=page.case), pk=access_pk)
    page.require(permissions.can_share(page.rights) and access.level in services.SHARED_LEVELS)
    services.stop_sharing(access=access, by=page.actor)
    messages.success(request, "L’accès est retiré.")
    return redirect("households:case_access", pk=page.case.pk)


@require_form
@confidential
def sharing_withdraw(request: HttpRequest, pk: UUID, agreement_pk: UUID) -> HttpResponse:
    """The household withdraws one agreement: what closes is shown first."""
    page = open_panel(request, pk)
    agreed = SharingAgreement.objects.visible_to(page.actor).filter(case=page.case, state=SharingState.AGREED)
    agreement = get_object_or_404(agreed, pk=agreement_pk)
    page.require(permissions.can_share(page.rights))
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    form.fields.pop("reason")

    def act():
        services.withdraw_sharing(agreement=agreement, by=page.actor)

    words = panel_words(page, "Retirer un accord de partage", "Retirer l’accord", "L’accord est retiré.")
    return _preview(request, page, form, act, words, closing(page.case, agreement))


@require_form
@confidential
def adhesion_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The household no longer wishes to be accompanied: all that rested on its agreement closes with it."""
    page = open_page(request, pk)
    page.require(page.writes(Section.MEASURE))
    form = WithdrawalForm(request.POST if request.method == "POST" else None)

    def act():
        services.record_adhesion(
            case=page.case, state=AdhesionState.WITHDRAWN, reason=form.cleaned_data["reason"], by=page.actor
        )

    words = Writing(
        "Noter que le ménage retire son accord",
        "Noter le retrait",
        reverse("households:case_household", args=[page.case.pk]),
        "Le retrait est noté.",
    )
    return _preview(request, page, form, act, words, closing(page.case))


def _preview(
    request: HttpRequest, page: CasePage, form: WithdrawalForm, act, writing: Writing, closed: Closing
) -> HttpResponse:
    return answer_on(request, "households/withdrawal.html", {"page": page, "closing": closed}, form, act, writing)
