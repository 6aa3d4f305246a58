"""Facts of the file: housing, procedure, difficulties, information and agreement."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from households import permissions, services
from households.forms import AdhesionForm, FindingForm, HousingForm, InformationForm, StepForm
from households.models import ProcedureStep
from households.pages import CasePage, open_page
from households.views.writing import Writing, answer
from partners.models import Organisation, OrganisationKind
from partners.partnerships import partners_of
from partners.roles import Right, Section
from veille.core import clock
from veille.core.reads import confidential

_FORM = ["GET", "HEAD", "POST"]


def _words(page: CasePage, tab: str, title: str, done: str) -> Writing:
    return Writing(title, "Enregistrer", reverse(f"households:{tab}", args=[page.case.pk]), done)


def _landlords(page: CasePage):
    """A landlord's people write about their own dwellings; the others choose among the landlords of the dispositif."""
    if page.actor.organisation.kind == OrganisationKind.LANDLORD:
        return Organisation.objects.filter(pk=page.actor.organisation_id)
    return partners_of(page.case.rules.dispositif_id).filter(kind=OrganisationKind.LANDLORD)


@require_http_methods(_FORM)
@confidential
def housing_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(page.writes(Section.HOUSING))
    form = HousingForm(request.POST or None, landlords=_landlords(page), may_write_arrears=page.writes(Section.ARREARS))

    def act():
        services.record_housing(case=page.case, by=page.actor, dwelling_fields=form.dwelling(), **form.period())

    words = _words(page, "case_housing", "Noter la situation de logement", "La situation de logement est notée.")
    return answer(request, page, form, act, words)


@require_http_methods(_FORM)
@confidential
def step_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(page.writes(Section.PROCEDURE))
    form = StepForm(request.POST or None, landlords=_landlords(page))

    def act():
        services.record_step(case=page.case, by=page.actor, **form.cleaned_data)

    words = _words(page, "case_housing", "Noter une étape de la procédure", "L’étape est notée.")
    return answer(request, page, form, act, words)


@require_POST
@confidential
def step_end(request: HttpRequest, pk: UUID, step_pk: UUID) -> HttpResponse:
    """The procedure stopped today: litigation staff no longer open the file from tomorrow on."""
    page = open_page(request, pk)
    steps = ProcedureStep.objects.visible_to(page.actor).filter(case=page.case, ends_on=None)
    step = get_object_or_404(steps, pk=step_pk)
    page.require(page.writes(Section.PROCEDURE))
    services.end_step(step=step, on=clock.today(), by=page.actor)
    return redirect("households:case_housing", pk=page.case.pk)


@require_http_methods(_FORM)
@confidential
def finding_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    may_confide, may_tell = page.writes(Section.FINDINGS_SUPPORT), page.writes(Section.FINDINGS_LANDLORD)
    page.require(may_confide or may_tell)
    form = FindingForm(request.POST or None, may_confide=may_confide, may_tell=may_tell)

    def act():
        services.record_finding(case=page.case, by=page.actor, **form.values())

    words = Writing(
        "Noter une difficulté",
        "Enregistrer",
        reverse("households:case_detail", args=[page.case.pk]),
        "La difficulté est notée.",
        _finding_readers(may_confide, may_tell),
    )
    return answer(request, page, form, act, words)


def _finding_readers(may_confide: bool, may_tell: bool) -> str:
    if may_confide and may_tell:
        return ""
    if may_confide:
        return "Lu par l’équipe d’accompagnement. Non visible par le bailleur."
    return "Lu par le bailleur, l’instance qui décide et l’équipe d’accompagnement."


@require_http_methods(_FORM)
@confidential
def information_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(permissions.can_note_information(page.rights))
    form = InformationForm(request.POST or None)

    def act():
        services.record_information(case=page.case, by=page.actor, **form.cleaned_data)

    words = _words(page, "case_household", "Noter l’information du ménage", "L’information du ménage est notée.")
    return answer(request, page, form, act, words)


@require_http_methods(_FORM)
@confidential
def adhesion_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(page.rights[Section.MEASURE] >= Right.WRITE)
    form = AdhesionForm(request.POST or None)

    def act():
        services.record_adhesion(case=page.case, by=page.actor, **form.cleaned_data)

    words = _words(page, "case_household", "Noter l’accord du ménage", "L’accord du ménage est noté.")
    return answer(request, page, form, act, words)
