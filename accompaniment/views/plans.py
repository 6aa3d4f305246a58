"""The plan: written with the household, agreed, followed, replaced."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accompaniment import services
from accompaniment.choices import CLOSED_STATES, PlanState
from accompaniment.forms.plans import AgreeForm, PlanForm, PlanReviewForm, VersionForm
from accompaniment.models import Measure, Objective, Plan
from accompaniment.permissions import can_write_plan
from accompaniment.views.refused import refused
from accompaniment.views.typed import find_draft
from households.pages import CasePage, open_page
from partners.roles import Right, Section
from veille.core import drafts
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show

DRAFT = "plan"


def plan_tab(case_id: UUID) -> str:
    return reverse("households:case_plan", args=[case_id])


def plan_url(plan: Plan) -> str:
    return plan_tab(plan.case_id)


def open_plan_page(request: HttpRequest, pk: UUID, *, state: str = "") -> tuple[Plan, CasePage]:
    """The plan and its case: 404 unseen, 403 when writing it is not hers or not for its state."""
    plan = get_object_or_404(Plan.objects.visible_to(request.actor).select_related("case", "measure"), pk=pk)
    page = open_page(request, plan.case_id)
    page.require(can_write_plan(page.rights))
    page.require(request.method == "POST" or not state or plan.state == state)
    page.record(Section.PLAN)
    return plan, page


@confidential
@require_form
def plan_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    seen = Measure.objects.visible_to(request.actor, Right.STATE)
    measure = get_object_or_404(seen.select_related("case"), pk=pk)
    page = open_page(request, measure.case_id)
    page.require(can_write_plan(page.rights))
    page.require(request.method == "POST" or measure.state not in CLOSED_STATES)
    page.record(Section.PLAN)
    form, draft = _new_plan_form(request, page, measure)
    if request.method == "POST" and form.is_valid():
        sent = send(request, form, name=DRAFT, act=lambda: _draft(measure, page, form))
        if sent:
            return sent
    context = {"page": page, "measure": measure, "draft": draft, "draft_name": DRAFT}
    return show(request, "accompaniment/plan_form.html", context, form=form)


def _new_plan_form(request: HttpRequest, page: CasePage, measure: Measure):
    """Refused, the page goes on from the draft as it stands: what is typed next is kept over it."""
    draft, kept = find_draft(page.actor, DRAFT, measure.pk, PlanForm)
    if request.method == "POST":
        return PlanForm(request.POST), draft
    return PlanForm(initial=kept), draft


def _draft(measure: Measure, page: CasePage, form: PlanForm) -> str:
    plan = services.draft_plan(measure=measure, by=page.actor, **form.cleaned_data)
    drafts.discard(by=page.actor, form=DRAFT, object_id=measure.pk)
    return reverse("accompaniment:objective_create", args=[plan.pk])


@confidential
@require_form
def plan_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    plan, page = open_plan_page(request, pk, state=PlanState.DRAFT)
    initial = {"priorities": plan.priorities, "review_on": plan.review_on}
    form = PlanForm(request.POST if request.method == "POST" else None, initial=initial)
    return _act(
        request,
        page,
        form,
        act=lambda: services.change_plan(plan=plan, by=page.actor, **form.cleaned_data),
        target=plan_url(plan),
        words={"name": "plan-modifier", "heading": "Modifier le plan", "verb": "Enregistrer", "lead": ""},
    )


@confidential
@require_form
def plan_agree(request: HttpRequest, pk: UUID) -> HttpResponse:
    plan, page = open_plan_page(request, pk, state=PlanState.DRAFT)
    form = AgreeForm(request.POST if request.method == "POST" else None)
    lead = "Convenu, le plan ne se récrit plus : une nouvelle version le remplace. Les objectifs partagés s’ouvrent."
    return _act(
        request,
        page,
        form,
        act=lambda: services.agree_plan(plan=plan, by=page.actor, **form.cleaned_data),
        target=plan_url(plan),
        words={"name": "plan-convenir", "heading": "Convenir du plan", "verb": "Le plan est convenu", "lead": lead},
    )


@confidential
@require_form
def plan_version(request: HttpRequest, pk: UUID) -> HttpResponse:
    plan, page = open_plan_page(request, pk, state=PlanState.AGREED)
    form = VersionForm(request.POST if request.method == "POST" else None)
    lead = "Le plan actuel est clos et gardé. Le nouveau reprend ses objectifs et les actions qui restent à faire."
    return _act(
        request,
        page,
        form,
        act=lambda: services.new_plan_version(plan=plan, by=page.actor, **form.cleaned_data),
        target=plan_url(plan),
        words={"name": "plan-version", "heading": "Nouvelle version du plan", "verb": "Préparer", "lead": lead},
    )


@confidential
@require_form
def plan_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look at the plan again with the household: each objective, then the next day."""
    plan, page = open_plan_page(request, pk, state=PlanState.AGREED)
    objectives = list(Objective.objects.visible_to(page.actor).filter(plan=plan).order_by("position", "pk"))
    form = PlanReviewForm(request.POST if request.method == "POST" else None, objectives=objectives)

    def act():
        told = {name: form.cleaned_data[name] for name in ("reviewed_on", "next_on", "with_household")}
        services.review_plan(plan=plan, outcomes=form.outcomes(), by=page.actor, **told)

    lead = "Dites où en est chaque objectif. Le texte convenu ne change pas : une nouvelle version le remplace."
    words = {"name": "plan-revoir", "heading": "Revoir le plan", "verb": "Le plan est revu", "lead": lead}
    return _act(request, page, form, act=act, target=plan_url(plan), words=words)


def _act(request: HttpRequest, page: CasePage, form, *, act, target: str, words: dict) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        sent = send(request, form, name=words["name"], act=lambda: (act(), target)[1])
        if sent:
            return sent
    return show(request, "accompaniment/act_form.html", {"page": page, **words}, form=form)


@confidential
@require_POST
def plan_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    plan, page = open_plan_page(request, pk)
    try:
        services.close_plan(plan=plan, by=page.actor)
    except ValidationError as error:
        return refused(request, page, error.messages)
    return redirect(plan_url(plan))
