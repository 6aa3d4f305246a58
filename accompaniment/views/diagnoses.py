"""The diagnosis: read in two parts, rendered in two parts."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accompaniment.models import Diagnosis
from accompaniment.permissions import can_read_detail, can_report_diagnosis
from accompaniment.readers import case_readers, section_readers
from households.pages import CasePage, open_page
from partners.roles import Right, Section
from veille.core.reads import confidential


@confidential
@require_safe
def diagnosis_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    diagnosis, page = open_diagnosis_page(request, pk)
    page.require(page.reads(Section.RECOMMENDATION))
    page.record(Section.RECOMMENDATION, Section.DIAGNOSIS)
    context = {
        "page": page,
        "diagnosis": diagnosis,
        "reads_detail": can_read_detail(page.rights),
        "may_report": can_report_diagnosis(page.actor, diagnosis, page.rights),
        **diagnosis_readers(page),
    }
    return render(request, "accompaniment/diagnosis_detail.html", context)


def open_diagnosis_page(request: HttpRequest, pk: UUID) -> tuple[Diagnosis, CasePage]:
    """The diagnosis and its case; 404 when it is not seen."""
    seen = Diagnosis.objects.visible_to(request.actor, Right.STATE)
    diagnosis = get_object_or_404(seen.select_related("operator", "author"), pk=pk)
    return diagnosis, open_page(request, diagnosis.case_id)


def diagnosis_readers(page: CasePage) -> dict:
    """Who reads each part, in words."""
    everybody = case_readers(page.case)
    return {
        "shared_readers": [section_readers(Section.RECOMMENDATION, page.case, page.actor, among=everybody)],
        "inner_readers": [section_readers(Section.DIAGNOSIS, page.case, page.actor, among=everybody)],
    }
