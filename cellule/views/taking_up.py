"""The operator's acts that move the orientation: start the accompaniment, render the diagnosis or say why not."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accompaniment.choices import DiagnosisState, MeasureState
from accompaniment.forms.diagnoses import NotDoneForm, ReportForm
from accompaniment.forms.measures import StartForm
from accompaniment.guards import has_agreed
from accompaniment.models import Diagnosis
from accompaniment.permissions import can_order_again, can_report_diagnosis
from accompaniment.views.diagnoses import already_found, diagnosis_readers, open_diagnosis_page
from accompaniment.views.measures import open_measure_page
from accompaniment.views.refused import refused
from accompaniment.views.typed import find_draft
from cellule.services import taking_up
from households.pages import CasePage
from partners.roles import Section
from veille.core import drafts
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show

DRAFT = "diagnostic"


@confidential
@require_form
def measure_start(request: HttpRequest, pk: UUID) -> HttpResponse:
    measure, page = open_measure_page(request, pk, (MeasureState.NOT_STARTED,))
    sent_data = request.POST if request.method == "POST" else None
    form = StartForm(sent_data, measure=measure, has_agreed=has_agreed(page.case))
    if request.method == "POST" and form.is_valid():
        sent = send(request, form, name="measure-start", act=lambda: _start(measure, page, form))
        if sent:
            return sent
    context = {"page": page, "heading": "Démarrer l’accompagnement", "verb": "Démarrer", "lead": _start_lead(page)}
    return show(request, "accompaniment/act_form.html", context, form=form)


def _start_lead(page: CasePage) -> str:
    months = page.case.configuration.preparation_months
    return f"Il commence par une préparation de {months} mois." if months else ""


def _start(measure, page: CasePage, form: StartForm) -> str:
    taking_up.take_up(measure=measure, by=page.actor, **form.answer())
    return reverse("households:case_followup", args=[page.case.pk])


@confidential
@require_form
def diagnosis_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    diagnosis, page = _open(request, pk)
    form, draft = _form(request, diagnosis, page)
    if request.method == "POST" and form.is_valid():
        sent = send(request, form, name=DRAFT, act=lambda: _report(diagnosis, page, form))
        if sent:
            return sent
    context = {
        "page": page,
        "diagnosis": diagnosis,
        "draft": draft,
        "draft_name": DRAFT,
        **diagnosis_readers(page, diagnosis),
    }
    return show(request, "accompaniment/diagnosis_form.html", context, form=form)


def _open(request: HttpRequest, pk: UUID) -> tuple[Diagnosis, CasePage]:
    """403 for who sees the diagnosis without having to make it; who sends it too late is told so with her text."""
    diagnosis, page = open_diagnosis_page(request, pk)
    page.require(can_report_diagnosis(page.actor, diagnosis, page.rights))
    page.require(request.method == "POST" or diagnosis.state == DiagnosisState.ORDERED)
    page.record(Section.RECOMMENDATION, Section.DIAGNOSIS)
    return diagnosis, page


def _form(request: HttpRequest, diagnosis: Diagnosis, page: CasePage):
    page.record(Section.FINDINGS_LANDLORD, Section.FINDINGS_SUPPORT)
    options = {"case": page.case, **already_found(page)}
    draft, kept = find_draft(page.actor, DRAFT, diagnosis.pk, ReportForm(**options))
    if request.method == "POST":
        return ReportForm(request.POST, **options), draft
    return ReportForm(initial=kept, **options), draft


def _report(diagnosis: Diagnosis, page: CasePage, form: ReportForm) -> str:
    taking_up.render_diagnosis(diagnosis=diagnosis, by=page.actor, **form.answer())
    drafts.discard(by=page.actor, form=DRAFT, object_id=diagnosis.pk)
    return reverse("accompaniment:diagnosis_detail", args=[diagnosis.pk])


@confidential
@require_form
def diagnosis_not_done(request: HttpRequest, pk: UUID) -> HttpResponse:
    diagnosis, page = _open(request, pk)
    form = NotDoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        sent = send(request, form, name="diagnostic-non-realise", act=lambda: _give_up(diagnosis, page, form))
        if sent:
            return sent
    lead = "Personne n’a à s’en excuser : l’instance décidera avec ce qu’elle sait, et l’ordre peut être repris."
    words = {"heading": "Diagnostic non réalisé", "verb": "Enregistrer", "lead": lead}
    return show(request, "accompaniment/act_form.html", {"page": page, **words}, form=form)


def _give_up(diagnosis: Diagnosis, page: CasePage, form: NotDoneForm) -> str:
    taking_up.give_up_diagnosis(diagnosis=diagnosis, by=page.actor, **form.cleaned_data)
    return reverse("accompaniment:diagnosis_detail", args=[diagnosis.pk])


@confidential
@require_POST
def diagnosis_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    diagnosis, page = open_diagnosis_page(request, pk)
    page.require(can_order_again(page.actor, diagnosis, page.rights))
    page.record(Section.RECOMMENDATION, Section.DIAGNOSIS)
    try:
        taking_up.resume_diagnosis(diagnosis=diagnosis, by=page.actor)
    except ValidationError as error:
        return refused(request, page, error.messages)
    return redirect("accompaniment:diagnosis_detail", pk=diagnosis.pk)
