"""Pages of the results: the dashboard, the indicators and what stands behind them, the documents."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from households.models import Case
from partners.models import Dispositif
from partners.object_rights import may
from partners.roles import Section
from reports import services
from reports.answers import answer, answers
from reports.cohort import can_read_cohort
from reports.dashboard import dashboard, trend
from reports.drawings import mix_chart
from reports.facts import declared, money
from reports.forms import FicheForm, PublicationForm, ScopeForm
from reports.indicators import INDICATORS, Scope, whole_scope
from reports.models import Document, DocumentKind, FicheProjet
from reports.permissions import (
    Audience,
    audience,
    can_ask,
    can_edit_fiche,
    can_publish,
    dispositifs_counted_by,
    reads_own_cases,
    reads_pseudonyms,
)
from reports.texts import SECTIONS, texts
from veille.core import reads
from veille.core.forms import stands_beside
from veille.core.models import AccessKind, Run, RunState
from veille.core.pages import page_of
from veille.core.pdf import pdf_response
from veille.core.reads import confidential
from veille.core.sending import once, require_form, send, show


def dispositif_of(request: HttpRequest, pk: UUID) -> Dispositif:
    return get_object_or_404(dispositifs_counted_by(request.actor), pk=pk)


def frame_of(request: HttpRequest, dispositif: Dispositif, tab: str) -> tuple[dict, Scope, Audience]:
    """What every page of a dispositif shares: its scope as filtered, and how its reader reads."""
    reader = audience(request.actor, dispositif)
    form = ScopeForm(request.GET, dispositif=dispositif, door_only=reader.masks_activity)
    scope = form.narrowed(whole_scope(request.actor, dispositif))
    context = {
        "dispositif": dispositif,
        "dispositifs": dispositifs_counted_by(request.actor),
        "tab": tab,
        "scope": scope,
        "reader": reader,
        "filter_form": form,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "can_edit_fiche": can_edit_fiche(request.actor, dispositif),
        "can_read_cohort": can_read_cohort(request.actor, dispositif),
    }
    return context, scope, reader


@require_GET
@confidential
def dashboard_first(request: HttpRequest) -> HttpResponse:
    """The dispositif she acts in; the first one when there are several."""
    if not may(request.actor, "indicators_activity", "N"):
        raise PermissionDenied
    first = dispositifs_counted_by(request.actor).first()
    if first is None:
        return render(request, "reports/dashboard_empty.html")
    return _dashboard(request, first)


@require_GET
@confidential
def dashboard_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _dashboard(request, dispositif_of(request, pk))


def _dashboard(request: HttpRequest, dispositif: Dispositif) -> HttpResponse:
    context, scope, reader = frame_of(request, dispositif, "overview")
    context |= dashboard(scope, reader)
    for figure in context["key_figures"]:
        figure["url"] = reverse("reports:indicator_detail", args=[dispositif.pk, figure["code"].lower()])
    context |= {"money": money(scope)} | _documents(request, dispositif)
    return render(request, "reports/dashboard.html", context)


def _documents(request: HttpRequest, dispositif: Dispositif) -> dict:
    """The documents she opens, her runs still under way or failed, and what she may ask for."""
    runs = Run.objects.filter(
        task=services.TASK,
        requested_by=request.actor.user_id,
        organisation=request.actor.organisation_id,
        parameters__dispositif=str(dispositif.pk),
        state__in=[RunState.QUEUED, RunState.RUNNING, RunState.FAILED],
    )
    documents = Document.objects.visible_to(request.actor).filter(dispositif=dispositif).with_list_data()
    return {
        "runs": runs.order_by("-created_at")[:3],
        "documents": documents[:10],
        "kinds": [kind for kind in DocumentKind if can_ask(request.actor, dispositif, kind)],
        "can_publish": can_publish(request.actor, dispositif),
    }


@require_GET
@confidential
def indicator_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every indicator that says something, by theme."""
    context, scope, reader = frame_of(request, dispositif_of(request, pk), "indicators")
    context["themes"] = answers(scope, reader)
    return render(request, "reports/indicator_list.html", context)


@require_GET
@confidential
def indicator_detail(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """One figure: its definition, its course, and the cases behind it for who may open them."""
    indicator = next((one for key, one in INDICATORS.items() if key.lower() == code), None)
    if indicator is None:
        raise Http404
    context, scope, reader = frame_of(request, dispositif_of(request, pk), "indicators")
    if indicator.is_profile and not reader.reads_profile:
        raise PermissionDenied
    found = answer(indicator.code, scope, reader)
    context |= {"indicator": indicator, "figure": found.figure, "chart": mix_chart(indicator.label, found.figure)}
    context["declared"] = declared(scope, indicator.code)
    context["trend"] = trend(indicator.code, scope, reader)
    context |= _cases_behind(request, found.figure.cases, scope)
    return render(request, "reports/indicator_detail.html", context)


def _cases_behind(request: HttpRequest, cases, scope: Scope) -> dict:
    """Her own files by number, or the pseudonymised list; never both, nothing for the others."""
    if cases is None:
        return {"own": None, "pseudonyms": None}
    if reads_pseudonyms(request.actor, scope.dispositif):
        rows = Case.objects.pseudonymised_for(request.actor).filter(pk__in=cases.order_by().values("pk"))
        return {"own": None, "pseudonyms": page_of(rows, request)}
    if not reads_own_cases(request.actor):
        return {"own": None, "pseudonyms": None}
    visible = Case.objects.visible_to(request.actor).filter(pk__in=cases.order_by().values("pk"))
    page = page_of(visible.with_list_data(), request)
    reads.record([case.pk for case in page], section=Section.STATE, kind=AccessKind.LIST)
    return {"own": page, "pseudonyms": None}


@require_POST
def document_ask(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Ask for a document; the page of the run shows how far it is."""
    dispositif = dispositif_of(request, pk)
    if kind not in DocumentKind.values:
        raise Http404
    if not can_ask(request.actor, dispositif, kind):
        raise PermissionDenied

    def ask() -> str:
        run = services.ask_document(dispositif=dispositif, kind=kind, by=request.actor)
        return reverse("core:run_detail", args=[run.pk])

    return once(request, ask)


@require_GET
def document_download(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The PDF, as an attachment, once its right is asked."""
    document = get_object_or_404(Document.objects.visible_to(request.actor), pk=pk)
    name = f"{document.kind.replace('_', '-')}-{document.data_on:%Y-%m-%d}.pdf"
    with document.file.open("rb") as source:
        return pdf_response(source.read(), name)


@require_form
def document_publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a document to the partners, with a reason."""
    document = get_object_or_404(Document.objects.visible_to(request.actor).select_related("dispositif"), pk=pk)
    if document.published_at or not can_publish(request.actor, document.dispositif):
        raise PermissionDenied
    form = PublicationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.publish_document(document=document, because=form.cleaned_data["because"], by=request.actor)
        messages.success(request, "Le document est publié.")
        return redirect("reports:dashboard_detail", pk=document.dispositif_id)
    return show(request, "reports/document_publish.html", {"document": document}, form=form)


@require_form
@confidential
def fiche_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The texts of the fiche projet; its figures stand beside, computed."""
    dispositif = dispositif_of(request, pk)
    if not can_edit_fiche(request.actor, dispositif):
        raise PermissionDenied
    context, scope, reader = frame_of(request, dispositif, "fiche")
    fresh = services.fiche_version(FicheProjet.objects.filter(dispositif=dispositif).first())
    read = request.POST.get("version", fresh)
    form = FicheForm(request.POST or None, initial=texts(scope))

    def act() -> str:
        services.save_fiche(dispositif=dispositif, sections=form.cleaned_data, version=read, by=request.actor)
        return reverse("reports:fiche_edit", args=[dispositif.pk])

    if request.method == "POST" and form.is_valid():
        if sent := send(request, form, act):
            messages.success(request, "Les textes de la fiche projet sont enregistrés.")
            return sent
        read = fresh  # the page now shows what stands beside what she typed
    context |= {"sections": SECTIONS, "version": read, "standing": stands_beside(form)} | dashboard(scope, reader)
    return show(request, "reports/fiche_edit.html", context, form=form)
