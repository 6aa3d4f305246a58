"""Objectives and their actions."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accompaniment import services
from accompaniment.choices import PlanState
from accompaniment.forms.plans import ACTION_FIELDS, ActionFormSet, ObjectiveForm, ResultForm, actions_of
from accompaniment.models import Action, Objective, Plan
from accompaniment.permissions import can_move_action, can_write_plan
from accompaniment.plan_panel import action_row
from accompaniment.views.plans import open_plan_page, plan_url
from accompaniment.views.refused import refused
from households.pages import CasePage, open_page
from partners.roles import Section
from veille.core.reads import confidential
from veille.core.sending import INVALID, require_form, send, show

_PREFIX = "actions"


@confidential
@require_form
def objective_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    plan, page = open_plan_page(request, pk, state=PlanState.DRAFT)
    return _write(request, page, plan, None)


@confidential
@require_form
def objective_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    objective, page = _open(request, pk)
    page.require(request.method == "POST" or objective.plan.state == PlanState.DRAFT)
    return _write(request, page, objective.plan, objective)


def _open(request: HttpRequest, pk: UUID) -> tuple[Objective, CasePage]:
    seen = Objective.objects.visible_to(request.actor).select_related("plan__case", "plan__measure")
    objective = get_object_or_404(seen, pk=pk)
    page = open_page(request, objective.case_id)
    page.require(can_write_plan(page.rights))
    page.record(Section.PLAN)
    return objective, page


def _write(request: HttpRequest, page: CasePage, plan: Plan, objective: Objective | None) -> HttpResponse:
    form, formset = _forms(request, plan, objective)
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        sent = send(request, form, name="objectif", act=lambda: _save(request, page, plan, objective, form, formset))
        if sent:
            return sent
    context = {"page": page, "plan": plan, "objective": objective, "form": form, "formset": formset}
    refused = form.errors or formset.total_error_count()
    return render(request, "accompaniment/objective_form.html", context, status=INVALID if refused else 200)


def _forms(request: HttpRequest, plan: Plan, objective: Objective | None):
    offered = {"prefix": _PREFIX, "form_kwargs": {"kinds": plan.case.configuration.action_kinds}}
    if request.method == "POST":
        return ObjectiveForm(request.POST), ActionFormSet(request.POST, **offered)
    if objective is None:
        return ObjectiveForm(), ActionFormSet(**offered)
    initial = {"label": objective.label, "theme": objective.theme, "is_shared": objective.is_shared}
    actions = list(objective.actions.order_by("position").values(*ACTION_FIELDS))
    return ObjectiveForm(initial=initial), ActionFormSet(initial=actions, **offered)


def _save(request: HttpRequest, page: CasePage, plan: Plan, objective: Objective | None, form, formset) -> str:
    services.save_objective(
        plan=plan, objective=objective, actions=actions_of(formset), by=page.actor, **form.cleaned_data
    )
    if "another" in request.POST:
        return reverse("accompaniment:objective_create", args=[plan.pk])
    return plan_url(plan)


@confidential
@require_POST
def objective_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    objective, page = _open(request, pk)
    try:
        services.remove_objective(objective=objective, by=page.actor)
    except ValidationError as error:
        return refused(request, page, error.messages)
    return redirect(plan_url(objective.plan))


@confidential
@require_form
def objective_result(request: HttpRequest, pk: UUID) -> HttpResponse:
    objective, page = _open(request, pk)
    page.require(request.method == "POST" or objective.plan.state == PlanState.AGREED)
    known = {"initial": {"result": objective.result}, "is_shared": objective.is_shared}
    form = ResultForm(request.POST if request.method == "POST" else None, **known)
    if request.method == "POST" and form.is_valid():
        sent = send(request, form, name="resultat", act=lambda: _note(page, objective, form))
        if sent:
            return sent
    words = {"heading": "Résultat de l’objectif", "verb": "Enregistrer", "lead": objective.label}
    return show(request, "accompaniment/act_form.html", {"page": page, **words}, form=form)


def _note(page: CasePage, objective: Objective, form: ResultForm) -> str:
    services.note_result(objective=objective, by=page.actor, **form.cleaned_data)
    return plan_url(objective.plan)


@confidential
@require_POST
def action_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The row with its new state for htmx, the plan otherwise."""
    seen = Action.objects.visible_to(request.actor).select_related("objective__plan")
    action = get_object_or_404(seen, pk=pk)
    page = open_page(request, action.case_id)
    page.require(can_move_action(page.rights, action))
    page.record(Section.PLAN, Section.PLAN_SHARED)
    try:
        services.move_action(action=action, to=request.POST.get("state", ""), by=page.actor)
    except ValidationError as error:
        return refused(request, page, error.messages)
    if request.htmx:
        return render(request, "accompaniment/_action_row.html", {"row": action_row(action, may_move=True)})
    return redirect(plan_url(action.objective.plan))
