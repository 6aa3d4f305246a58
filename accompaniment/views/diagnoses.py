"""The diagnosis: read in two parts, printed; its operator keeps it even when the file is no longer open."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accompaniment import readers
from accompaniment.choices import DiagnosisState
from accompaniment.diagnosis_panel import answered, found_areas, recommended
from accompaniment.models import Diagnosis, FormerDiagnosis
from accompaniment.permissions import (
    can_correct_diagnosis,
    can_order_again,
    can_read_detail,
    can_report_diagnosis,
)
from households import safety
from households.findings_panel import difficulties, strengths
from households.forms.synthesis import ReleaseForm
from households.models import Case
from households.pages import CasePage
from households.permissions import Rights, section_rights
from households.readers import section_readers
from partners.roles import Right, Section
from veille.core import clock, reads
from veille.core.actor import Actor
from veille.core.models import AccessKind
from veille.core.pdf import make_pdf, pdf_response
from veille.core.reads import confidential
from veille.core.sending import require_form, show


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
        "lines": recommended(diagnosis),
        "criteria": answered(page.actor, diagnosis),
        "areas": found_areas(page.actor, diagnosis),
        "may_report": can_report_diagnosis(page.actor, diagnosis, page.rights),
        "may_correct": can_correct_diagnosis(page.actor, diagnosis, page.rights),
        "former": former_versions(page.actor, diagnosis),
        "may_order_again": can_order_again(page.actor, diagnosis, page.rights),
        **diagnosis_readers(page, diagnosis),
    }
    return render(request, "accompaniment/diagnosis_detail.html", context)


@require_form
@confidential
def diagnosis_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The préconisation on paper, without the detail; where there is a danger, once somebody has said why it leaves."""
    diagnosis, page = open_diagnosis_page(request, pk)
    page.require(page.reads(Section.RECOMMENDATION) and diagnosis.state == DiagnosisState.DONE)
    if not safety.must_confirm(page.case, page.actor):
        return _document(diagnosis, page)
    form = ReleaseForm(request.POST or None, must_confirm=True)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["release_reason"]
        safety.release(case=page.case, what=safety.Outgoing.EXPORT, reason=reason, by=page.actor)
        return _document(diagnosis, page)
    words = {"heading": "Imprimer la préconisation", "verb": "Imprimer", "lead": ""}
    return show(request, "accompaniment/act_form.html", {"page": page, **words}, form=form)


def _document(diagnosis: Diagnosis, page: DiagnosisPage) -> HttpResponse:
    reads.record([page.case.pk], section=Section.RECOMMENDATION, kind=AccessKind.EXPORT)
    context = {
        "diagnosis": diagnosis,
        "lines": recommended(diagnosis),
        "criteria": answered(page.actor, diagnosis),
        "today": clock.today(),
        "organisation": page.actor.organisation.name,
        "demo": settings.IS_DEMO,
    }
    return pdf_response(make_pdf("accompaniment/recommendation_pdf.html", context), "preconisation.pdf")


def open_diagnosis_page(request: HttpRequest, pk: UUID) -> tuple[Diagnosis, DiagnosisPage]:
    """The diagnosis and its page; 404 when it is not seen."""
    actor = request.actor
    seen = Diagnosis.objects.visible_to(actor, Right.STATE)
    diagnosis = get_object_or_404(seen.select_related("operator", "orderer", "author", "case__rules"), pk=pk)
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


def already_found(page: CasePage) -> dict:
    """What the file already says, for the form to begin with."""
    known = {one.latest.difficulty: one.weighed[0].severity for one in difficulties(page) if one.weighed}
    return {"known": known, "held": [row.strength for row in strengths(page)]}


def diagnoses_of(page: CasePage) -> QuerySet[Diagnosis]:
    """Those of a file, each with whether its page opens to the reader."""
    read = Exists(Diagnosis.objects.visible_to(page.actor).filter(pk=OuterRef("pk")))
    seen = Diagnosis.objects.visible_to(page.actor, Right.STATE).filter(case=page.case)
    return seen.annotate(is_read=read).select_related("operator").order_by("-ordered_on", "pk")


def former_versions(actor: Actor, diagnosis: Diagnosis) -> QuerySet[FormerDiagnosis]:
    """What it said before each correction, for who reads it."""
    kept = FormerDiagnosis.objects.visible_to(actor).filter(diagnosis=diagnosis)
    return kept.select_related("replaced_by").order_by("-version")


def diagnosis_readers(page: CasePage, diagnosis: Diagnosis) -> dict:
    """Who reads each part, in words."""
    everybody = readers.diagnosis_readers(diagnosis)
    said = {"shared_readers": Section.RECOMMENDATION, "inner_readers": Section.DIAGNOSIS}
    return {name: [section_readers(section, page.case, page.actor, among=everybody)] for name, section in said.items()}
