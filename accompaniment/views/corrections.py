"""A rendered diagnosis put right, and what it said before."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accompaniment import services
from accompaniment.diagnosis_panel import (
    answered,
    former_areas,
    former_criteria,
    found_areas,
    found_kept,
    labelled,
    recommended,
)
from accompaniment.forms.diagnoses import CorrectionForm, standing
from accompaniment.models import Diagnosis, FormerDiagnosis
from accompaniment.permissions import can_correct_diagnosis, can_read_detail
from accompaniment.views.diagnoses import DiagnosisPage, diagnosis_readers, open_diagnosis_page
from partners.roles import Section
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show
from veille.core.versions import version_of


@confidential
@require_form
def diagnosis_correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    diagnosis, page = open_diagnosis_page(request, pk)
    page.require(can_correct_diagnosis(page.actor, diagnosis, page.rights))
    page.record(Section.RECOMMENDATION, Section.DIAGNOSIS)
    form, read = _form(request, diagnosis), request.POST.get("version") or version_of(diagnosis)
    if request.method == "POST" and form.is_valid():
        if sent := send(request, form, lambda: _correct(diagnosis, page, form, read)):
            return sent
        read = version_of(diagnosis)  # the page now shows what stands beside what she typed
    context = {
        "page": page,
        "diagnosis": diagnosis,
        "version": read,
        "lines": recommended(diagnosis),
        "criteria": answered(page.actor, diagnosis),
        "areas": found_areas(page.actor, diagnosis),
        **diagnosis_readers(page, diagnosis),
    }
    return show(request, "accompaniment/diagnosis_correct.html", context, form=form)


def _form(request: HttpRequest, diagnosis: Diagnosis) -> CorrectionForm:
    found = found_kept(diagnosis)
    options = {"case": diagnosis.case, "known": dict(found["difficulties"]), "held": found["strengths"]}
    return CorrectionForm(request.POST or None, initial=standing(diagnosis), **options)


def _correct(diagnosis: Diagnosis, page: DiagnosisPage, form: CorrectionForm, read: str) -> str:
    services.correct_diagnosis(diagnosis=diagnosis, version=read, by=page.actor, **form.answer())
    return reverse("accompaniment:diagnosis_detail", args=[diagnosis.pk])


@confidential
@require_safe
def diagnosis_former(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read by whom the diagnosis is, each part by the same people; nothing is done on it."""
    seen = FormerDiagnosis.objects.visible_to(request.actor).select_related("replaced_by")
    former = get_object_or_404(seen, pk=pk)
    diagnosis, page = open_diagnosis_page(request, former.diagnosis_id)
    former.diagnosis = diagnosis
    page.require(page.reads(Section.RECOMMENDATION))
    page.record(Section.RECOMMENDATION, Section.DIAGNOSIS)
    reads_detail = can_read_detail(page.rights)
    context = {
        "page": page,
        "former": former,
        "reads_detail": reads_detail,
        "lines": recommended(former),
        "criteria": labelled(former_criteria(former), diagnosis.case.configuration),
        "areas": former_areas(former) if reads_detail else [],
        **diagnosis_readers(page, diagnosis),
    }
    return render(request, "accompaniment/diagnosis_former.html", context)
