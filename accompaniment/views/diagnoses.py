"""The diagnosis: read in two parts, rendered in two parts, by its operator even when the file is no longer open."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accompaniment import readers
from accompaniment.models import Diagnosis
from accompaniment.permissions import can_order_again, can_read_detail, can_report_diagnosis
from households.models import Case
from households.pages import CasePage
from households.permissions import Rights, section_rights
from households.readers import section_readers
from partners.roles import Right, Section
from veille.core.actor import Actor
from veille.core.reads import confidential


@dataclass(frozen=True)
class DiagnosisPage(CasePage):
    """A page of the file; `stands_alone` when the diagnosis is all that is left of it to the actor."""

    stands_alone: bool = False


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
        "may_order_again": can_order_again(page.actor, diagnosis, page.rights),
        **diagnosis_readers(page, diagnosis),
    }
    return render(request, "accompaniment/diagnosis_detail.html", context)


def open_diagnosis_page(request: HttpRequest, pk: UUID) -> tuple[Diagnosis, DiagnosisPage]:
    """The diagnosis and its page; 404 when it is not seen."""
    actor = request.actor
    seen = Diagnosis.objects.visible_to(actor, Right.STATE)
    diagnosis = get_object_or_404(seen.select_related("operator", "author", "case"), pk=pk)
    file = Case.objects.visible_to(actor).with_list_data().filter(pk=diagnosis.case_id).first()
    page = DiagnosisPage(
        actor,
        file or diagnosis.case,
        _rights(actor, diagnosis),
        request.resolver_match.view_name,
        stands_alone=file is None,
    )
    return diagnosis, page


def _rights(actor: Actor, diagnosis: Diagnosis) -> Rights:
    """Those on the file, and on a diagnosis made by her organisation what her role does with such a text."""
    rights = section_rights(actor, diagnosis.case)
    for right in (Right.READ, Right.WRITE):
        if Diagnosis.objects.kept_by(actor, right).filter(pk=diagnosis.pk).exists():
            kept = {Section.STATE: Right.READ, Section.RECOMMENDATION: right, Section.DIAGNOSIS: right}
            rights |= {section: max(rights[section], more) for section, more in kept.items()}
    return rights


def diagnosis_readers(page: CasePage, diagnosis: Diagnosis) -> dict:
    """Who reads each part, in words."""
    everybody = readers.diagnosis_readers(diagnosis)
    said = {"shared_readers": Section.RECOMMENDATION, "inner_readers": Section.DIAGNOSIS}
    return {name: [section_readers(section, page.case, page.actor, among=everybody)] for name, section in said.items()}
