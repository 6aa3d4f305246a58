"""The procedure: its steps and their deadlines, the time it is held."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from households import housing_permissions, services
from households.choices import HoldState
from households.forms import DeadlineForm, HoldAnswerForm, HoldAskForm, HoldDaysForm, StepForm
from households.models import ProcedureHold, ProcedureStep
from households.pages import CasePage, open_page
from households.versions import version_of
from households.views.housing import landlords_for, words
from households.views.writing import answer
from partners.models import Organisation
from partners.roles import Right, Section
from veille.core import clock
from veille.core.reads import confidential
from veille.core.sending import require_form

_WHO_READS = "Lu par le bailleur, son contentieux et l’équipe d’accompagnement."
_RECORDED = (
    "Le bailleur décide : l’application enregistre sa décision et ne produit aucun effet juridique. "
    "Son contentieux verra les dates, jamais qui a demandé ni pourquoi."
)


@require_form
@confidential
def step_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(page.writes(Section.PROCEDURE))
    form = StepForm(request.POST or None, landlords=landlords_for(page))

    def act():
        services.record_step(case=page.case, by=page.actor, **form.cleaned_data)

    writing = words(page, "Noter une étape de la procédure", "L’étape est notée.", readers=_WHO_READS)
    return answer(request, page, form, act, writing)


def _open_step(page: CasePage, step_pk: UUID) -> ProcedureStep:
    steps = ProcedureStep.objects.visible_to(page.actor).filter(case=page.case, ends_on=None)
    return get_object_or_404(steps, pk=step_pk)


@require_form
@confidential
def step_deadline(request: HttpRequest, pk: UUID, step_pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    step = _open_step(page, step_pk)
    page.require(page.writes(Section.PROCEDURE))
    page.record(Section.PROCEDURE)
    form = DeadlineForm(request.POST or None, initial={"due_on": step.due_on})
    form.version = request.POST.get("version") or version_of(step)

    def act():
        services.change_deadline(step=step, version=form.version, by=page.actor, **form.cleaned_data)

    return answer(request, page, form, act, words(page, "Changer la prochaine échéance", "L’échéance est notée."))


@require_POST
@confidential
def step_end(request: HttpRequest, pk: UUID, step_pk: UUID) -> HttpResponse:
    """The step stopped today; with the last one, litigation staff no longer open the file from tomorrow on."""
    page = open_page(request, pk)
    step = _open_step(page, step_pk)
    page.require(page.writes(Section.PROCEDURE))
    services.end_step(step=step, on=clock.today(), by=page.actor)
    return redirect("households:case_housing", pk=page.case.pk)


@require_form
@confidential
def hold_ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(housing_permissions.can_ask_hold(page.actor, page.rights))
    form = HoldAskForm(
        request.POST or None,
        landlords=_landlords_in_procedure(page),
        may_say_why=page.rights[Section.HOLD_REASON] >= Right.WRITE,
    )

    def act():
        services.ask_hold(case=page.case, by=page.actor, **form.cleaned_data)

    done = "La mise en attente est demandée au bailleur."
    return answer(request, page, form, act, words(page, "Demander une mise en attente", done, "Demander", _RECORDED))


def _landlords_in_procedure(page: CasePage):
    steps = ProcedureStep.objects.visible_to(page.actor).filter(case=page.case).current()
    return Organisation.objects.filter(pk__in=steps.values("landlord")).order_by("sort_name", "pk")


@require_form
@confidential
def hold_give(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The landlord's manager holds the procedure without being asked, or renews."""
    page = open_page(request, pk)
    page.require(housing_permissions.can_decide_hold(page.actor, page.rights, page.actor.organisation_id))
    form = HoldDaysForm(request.POST or None, first=_first_free_day(page))

    def act():
        services.give_hold(case=page.case, landlord=page.actor.organisation, by=page.actor, **form.cleaned_data)

    done = "La procédure est mise en attente."
    return answer(request, page, form, act, words(page, "Mettre la procédure en attente", done, readers=_RECORDED))


def _first_free_day(page: CasePage):
    """The day after the hold that runs, so that a renewal is one answer."""
    running = ProcedureHold.objects.visible_to(page.actor).filter(case=page.case, state=HoldState.AGREED)
    last = running.filter(landlord=page.actor.organisation_id).order_by("-ends_on").first()
    return last.ends_on + timedelta(days=1) if last and last.ends_on >= clock.today() else None


def _hold(page: CasePage, hold_pk: UUID, state: str) -> ProcedureHold:
    rows = ProcedureHold.objects.visible_to(page.actor).filter(case=page.case, state=state)
    return get_object_or_404(rows.select_related("landlord", "case"), pk=hold_pk)


@require_form
@confidential
def hold_decide(request: HttpRequest, pk: UUID, hold_pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    hold = _hold(page, hold_pk, HoldState.ASKED)
    page.require(housing_permissions.can_decide_hold(page.actor, page.rights, hold.landlord_id))
    page.record(Section.PROCEDURE)
    form = HoldAnswerForm(request.POST or None)

    def act():
        data = form.cleaned_data
        if data["answer"] == "refuse":
            services.refuse_hold(hold=hold, by=page.actor)
        else:
            services.agree_hold(hold=hold, starts_on=data["starts_on"], ends_on=data["ends_on"], by=page.actor)

    writing = words(page, "Répondre à la demande de mise en attente", "La réponse est notée.", readers=_RECORDED)
    return answer(request, page, form, act, writing)


@require_POST
@confidential
def hold_end(request: HttpRequest, pk: UUID, hold_pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    hold = _hold(page, hold_pk, HoldState.AGREED)
    page.require(housing_permissions.can_decide_hold(page.actor, page.rights, hold.landlord_id))
    services.end_hold(hold=hold, by=page.actor)
    messages.success(request, "La mise en attente est levée.")
    return redirect("households:case_housing", pk=page.case.pk)
