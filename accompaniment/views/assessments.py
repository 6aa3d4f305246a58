"""The assessment grid of an accompaniment: its moments side by side, one to fill, one to correct."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accompaniment import services
from accompaniment.assessment_panel import GridPanel, grid_panel, grids_of, panels
from accompaniment.forms.assessments import AssessmentForm, typed_marks
from accompaniment.models import Assessment, AssessmentMark, Measure
from accompaniment.permissions import can_assess
from accompaniment.views.diagnoses import diagnoses_of
from accompaniment.views.typed import find_draft
from households.models import Case
from households.pages import CasePage, open_page
from households.readers import case_readers, section_readers
from partners.roles import Right, Section
from veille.core import drafts
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show
from veille.core.versions import version_of

DRAFT = "grille"
_READ_BY = (Section.DIAGNOSIS, Section.SUMMARY)


@confidential
@require_safe
def diagnosis_fragment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the tab « Diagnostic » loads: the diagnoses, the grids, and for the others what was shared of these."""
    page = open_page(request, pk)
    page.require(page.reads(*_READ_BY) or page.rights[Section.RECOMMENDATION] >= Right.STATE)
    page.record(Section.RECOMMENDATION, *_READ_BY)
    context = {
        "page": page,
        "diagnoses": diagnoses_of(page),
        "panels": panels(page.actor, page.case) if page.reads(Section.DIAGNOSIS) else [],
        "shared": Assessment.objects.told_to(page.actor).filter(case=page.case).order_by("-assessed_on", "pk"),
        "may_assess": can_assess(page.rights),
    }
    template = "accompaniment/_diagnosis_fragment.html" if request.htmx else "accompaniment/case_diagnosis.html"
    return render(request, template, context)


@confidential
@require_safe
def assessment_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every moment of the measure, two of them compared: the first and the last unless two others are asked for."""
    measure, page = _open_measure(request, pk)
    page.require(page.reads(Section.DIAGNOSIS))
    page.record(Section.DIAGNOSIS)
    chosen = (request.GET.get("avant", ""), request.GET.get("apres", ""))
    panel = grid_panel(measure, grids_of(page.actor, [measure]), chosen=chosen)
    context = {"page": page, "panel": panel, "may_assess": can_assess(page.rights)}
    return render(request, "accompaniment/assessment_list.html", context)


def _open_measure(request: HttpRequest, pk: UUID) -> tuple[Measure, CasePage]:
    measure = get_object_or_404(Measure.objects.visible_to(request.actor, Right.STATE), pk=pk)
    page = open_page(request, measure.case_id)
    measure.case = page.case
    return measure, page


@confidential
@require_form
def assessment_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    measure, page = _open_measure(request, pk)
    page.require(can_assess(page.rights))
    page.record(Section.DIAGNOSIS)
    panel = grid_panel(measure, grids_of(page.actor, [measure]))
    form, draft = _empty_form(request, panel)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            wave = form.cleaned_data["wave"]
            services.record_assessment(measure=measure, wave=wave, by=page.actor, **form.answer())
            drafts.discard(by=page.actor, form=DRAFT, object_id=measure.pk)
            return _list_address(measure)

        if sent := send(request, form, act, name=DRAFT):
            return sent
    context = {"page": page, "object_id": measure.pk, "draft": draft, "draft_name": DRAFT, "version": ""}
    return _show(request, page, context, form, "Remplir la grille")


def _empty_form(request: HttpRequest, panel: GridPanel):
    """With the moment that is due, the moments left, and what the last grid said of each area.

    A form sent twice speaks of a moment that is filled by now: the sending knows it, not the form.
    """
    former = {mark.area: mark for mark in panel.grids[-1].shown_marks} if panel.grids else {}
    options = {"areas": panel.measure.case.configuration.assessment.areas, "former": former}
    if request.method == "POST":
        return AssessmentForm(request.POST, waves=panel.waves, **options), None
    options["waves"] = [wave for wave in panel.waves if wave.assessment is None]
    first = {"wave": panel.due.code if panel.due else ""}
    draft, kept = find_draft(request.actor, DRAFT, panel.measure.pk, AssessmentForm(**options))
    return AssessmentForm(initial={**first, **kept}, **options), draft


@confidential
@require_form
def assessment_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a grid right: its moment stays."""
    seen = Assessment.objects.visible_to(request.actor)
    grid = get_object_or_404(seen.select_related("measure", "case__rules"), pk=pk)
    page = open_page(request, grid.case_id)
    page.require(can_assess(page.rights))
    page.record(Section.DIAGNOSIS)
    form = _filled_form(request, page, grid)
    version = request.POST.get("version") or version_of(grid)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            services.correct_assessment(assessment=grid, version=version, by=page.actor, **form.answer())
            return _list_address(grid.measure)

        if sent := send(request, form, act):
            return sent
    context = {"page": page, "draft": None, "draft_name": "", "version": version}
    return _show(request, page, context, form, "Corriger la grille")


def _filled_form(request: HttpRequest, page: CasePage, grid: Assessment) -> AssessmentForm:
    panel = grid_panel(grid.measure, grids_of(page.actor, [grid.measure]))
    mine = next(wave for wave in panel.waves if wave.code == grid.wave)
    marks = AssessmentMark.objects.visible_to(page.actor).filter(assessment=grid)
    options = {
        "waves": [replace(mine, assessment=grid)],
        "areas": grid.case.configuration.assessment.areas,
        "former": {},
    }
    if request.method == "POST":
        return AssessmentForm(request.POST, **options)
    names = ("wave", "assessed_on", "with_household", "household_word", "observation", "shared_line")
    return AssessmentForm(initial={**{n: getattr(grid, n) for n in names}, **typed_marks(marks)}, **options)


def _show(request: HttpRequest, page: CasePage, context: dict, form: AssessmentForm, heading: str) -> HttpResponse:
    readers = dict(zip(("inner_readers", "shared_readers"), _readers(page.actor, page.case), strict=True))
    return show(request, "accompaniment/assessment_form.html", {**context, **readers, "heading": heading}, form=form)


def _readers(actor, case: Case) -> list[list]:
    """Who reads the grid, and who reads its shareable line, in words."""
    everybody = case_readers(case, _READ_BY)
    return [[section_readers(section, case, actor, among=everybody)] for section in _READ_BY]


def _list_address(measure: Measure) -> str:
    return reverse("accompaniment:assessment_list", args=[measure.pk])
