"""Where the household lives: the page, a situation noted, inserted, its dates corrected."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from households import services
from households.forms import SEARCH, HousingDatesForm, HousingForm, PastHousingForm
from households.housing_panel import HousingPanel
from households.models import HousingPeriod
from households.pages import CasePage, open_page
from households.place_board import offers_places
from households.procedure_panel import ProcedurePanel
from households.versions import version_of
from households.views.writing import Writing, answer
from partners.models import Organisation, OrganisationKind
from partners.partnerships import partners_of
from partners.roles import Section
from veille.core.reads import confidential
from veille.core.sending import require_form, show


@require_safe
@confidential
def case_housing(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require_tab()
    housing, procedure = HousingPanel(page), ProcedurePanel(page)
    page.record(Section.HOUSING, Section.ARREARS, *procedure.sections)
    periods, leases = housing.periods(), housing.leases()
    context = {
        "page": page,
        "knows_file": housing.knows_file,
        "periods": periods,
        "leases": leases,
        "to_convention": housing.to_convention(periods, leases),
        "stay": housing.stay_to_term(periods),
        "offers_places": offers_places(page),
        "has_stay": any(period.place_held_id for period in periods),
        "procedure": procedure,
    }
    return render(request, "households/case_housing.html", context)


def words(page: CasePage, title: str, done: str, verb: str = "Enregistrer", readers: str = "") -> Writing:
    """The words of a form that comes back to this page."""
    return Writing(title, verb, reverse("households:case_housing", args=[page.case.pk]), done, readers)


def landlords_for(page: CasePage):
    """A landlord's people write about their own dwellings; the others choose among the landlords of the dispositif."""
    if page.actor.organisation.kind == OrganisationKind.LANDLORD:
        return Organisation.objects.filter(pk=page.actor.organisation_id)
    return partners_of(page.case.rules.dispositif_id).filter(kind=OrganisationKind.LANDLORD)


def _form(request: HttpRequest, page: CasePage, form_class: type[HousingForm]) -> HousingForm:
    is_landlord = page.actor.organisation.kind == OrganisationKind.LANDLORD
    return form_class(
        request.POST or None,
        landlords=landlords_for(page),
        may_write_arrears=page.writes(Section.ARREARS),
        own_dwellings=services.own_dwellings(page.actor) if is_landlord else None,
    )


def _searched(request: HttpRequest, page: CasePage, form: HousingForm, writing: Writing) -> HttpResponse:
    """What was typed, with the dwellings found, and nothing said of what is missing yet."""
    form.silence()
    return show(request, "households/case_form.html", {"page": page, "writing": writing}, form=form)


def _write(
    request: HttpRequest, pk: UUID, form_class: type[HousingForm], act: Callable[..., object], *said: str
) -> HttpResponse:
    """A situation with its dwelling; one's own dwellings are searched on the way, and nothing is written then."""
    page = open_page(request, pk)
    page.require(page.writes(Section.HOUSING))
    form, writing = _form(request, page, form_class), words(page, *said)
    if request.POST.get("action") == SEARCH:
        return _searched(request, page, form, writing)
    return answer(request, page, form, lambda: act(case=page.case, by=page.actor, **form.housing()), writing)


@require_form
@confidential
def housing_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    said = ("Noter la situation de logement", "La situation de logement est notée.")
    return _write(request, pk, HousingForm, services.record_housing, *said)


@require_form
@confidential
def housing_insert(request: HttpRequest, pk: UUID) -> HttpResponse:
    said = ("Ajouter une situation passée", "La situation passée est ajoutée.")
    return _write(request, pk, PastHousingForm, services.insert_housing, *said)


def visible_period(page: CasePage, period_pk: UUID) -> HousingPeriod:
    rows = HousingPeriod.objects.visible_to(page.actor).filter(case=page.case)
    return get_object_or_404(rows.select_related("case__rules", "dwelling__landlord"), pk=period_pk)


@require_form
@confidential
def housing_correct(request: HttpRequest, pk: UUID, period_pk: UUID) -> HttpResponse:
    """Dates noted wrong; those of before stay readable under the situation."""
    page = open_page(request, pk)
    period = visible_period(page, period_pk)
    page.require(page.writes(Section.HOUSING))
    page.record(Section.HOUSING)
    dates = ("starts_on", "ends_on", "lease_signed_on")
    form = HousingDatesForm(request.POST or None, initial={name: getattr(period, name) for name in dates})
    form.version = request.POST.get("version") or version_of(period)

    def act():
        services.correct_housing(period=period, version=form.version, by=page.actor, **form.cleaned_data)

    return answer(request, page, form, act, words(page, "Corriger les dates", "Les dates sont corrigées."))
