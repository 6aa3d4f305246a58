"""The charter of a shared dwelling in the file of one of its households: given, read together, signed, printed."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accompaniment import services
from accompaniment.models import CharterAgreement
from accompaniment.papers import signatures_on
from accompaniment.permissions import can_write_plan
from accompaniment.plan_choices import AgreementState
from accompaniment.views.agreements import sign_page
from accompaniment.views.printed import print_agreed
from households.models import DwellingCharter, HousingPeriod
from households.pages import CasePage, open_page
from partners.roles import Section
from veille.core import clock
from veille.core.formats import far_date
from veille.core.pdf import pdf_response
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form


def _stay(page: CasePage) -> HousingPeriod | None:
    """Where the household lives today, when it is a place."""
    periods = HousingPeriod.objects.visible_to(page.actor).current(clock.today()).filter(case=page.case)
    return periods.exclude(place_held=None).order_by("-starts_on", "pk").first()


@confidential
@require_safe
def charters_fragment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What this household was given and signed; of the others who live there, nothing."""
    page = open_page(request, pk)
    page.require(page.reads(Section.PLAN))
    page.record(Section.PLAN)
    stay = _stay(page)
    given = list(CharterAgreement.objects.visible_to(page.actor).filter(case=page.case).order_by("-made_on", "pk"))
    current = next((one for one in given if one.state == AgreementState.CURRENT), None)
    charter = _charter_of(page, stay) if stay else None
    context = {
        "page": page,
        "stay": stay,
        "charter": charter,
        "current": current,
        "signatures": signatures_on(page.actor, current) if current else [],
        "former": [one for one in given if one is not current],
        "may_write": can_write_plan(page.rights),
        "to_give": bool(charter) and (charter.pk, stay.pk) not in {(one.charter_id, one.period_id) for one in given},
    }
    template = "accompaniment/_charters.html" if request.htmx else "accompaniment/case_charters.html"
    return render(request, template, context)


def _charter_of(page: CasePage, stay: HousingPeriod) -> DwellingCharter | None:
    charters = DwellingCharter.objects.visible_to(page.actor).filter(dwelling=stay.dwelling_id)
    return charters.in_force().first()


@confidential
@require_POST
def charter_give(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(can_write_plan(page.rights))
    stay = _stay(page)
    if stay is None or _charter_of(page, stay) is None:
        raise Http404
    back = _back(page.case.pk)
    try:
        return do_once(request, lambda: services.give_charter(period=stay, by=page.actor), back)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(back)


def _back(case: UUID) -> str:
    return reverse("households:case_housing", args=[case])


def _given(request: HttpRequest, pk: UUID) -> CharterAgreement:
    return get_object_or_404(CharterAgreement.objects.visible_to(request.actor), pk=pk)


@confidential
@require_form
def charter_sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    given = _given(request, pk)
    return sign_page(request, given, given.title, given.state == AgreementState.CURRENT)


@confidential
@require_form
def charter_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    given = _given(request, pk)
    paper = {"title": given.title, "dated": f"Remise le {far_date(given.made_on)}"}
    page = open_page(request, given.case_id)
    return print_agreed(request, page, given, paper, lambda content: pdf_response(content, "charte.pdf"))
