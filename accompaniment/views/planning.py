"""The calendar of a worker, and the visits agreed with a household."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accompaniment import services
from accompaniment.choices import VisitReason, VisitState
from accompaniment.forms.planning import CalendarFilter, VisitForm
from accompaniment.groups import can_note_groups
from accompaniment.ics import events_for
from accompaniment.models import PlannedVisit
from accompaniment.permissions import can_change_visit, can_plan_visit
from accompaniment.preparation.sessions import can_read_programme
from accompaniment.team.people import team_on
from accompaniment.visit_calendar import (
    DAYS_A_WEEK,
    colleagues,
    followed,
    monday_of,
    owed,
    week_of,
    whose,
)
from households.pages import CasePage, open_page
from households.views.writing import Writing, answer, answer_on
from partners.roles import MANAGER_ROLES, Section
from veille.core import clock, reads
from veille.core.agenda import CONTENT_TYPE, calendar_of
from veille.core.downloads import attachment
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form


@require_safe
@confidential
def visit_calendar(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    manages = actor.has_role(*MANAGER_ROLES)
    form = CalendarFilter(request.GET, people=colleagues(actor), may_choose=manages)
    chosen = form.values()
    worker = whose(actor, chosen.get("personne"))
    first = monday_of(chosen.get("semaine") or clock.today())
    days = week_of(actor, worker, first)
    page = page_of(followed(actor, worker), request)
    lines = owed(actor, page)
    cases = [entry.case for day in days for entry in day.entries if entry.case]
    cases += [line.measure.case for line in lines]
    reads.record([case.pk for case in cases], section="interventions", kind=AccessKind.LIST)
    context = {
        "form": form if manages else None,
        "days": days,
        "first": first,
        "last": first + timedelta(days=DAYS_A_WEEK - 1),
        "before": first - timedelta(days=DAYS_A_WEEK),
        "after": first + timedelta(days=DAYS_A_WEEK),
        "lines": lines,
        "page": page,
        "shows_who": worker is None,
        "may_group": can_note_groups(actor),
        "reads_programme": can_read_programme(actor),
    }
    return render(request, "accompaniment/visit_calendar.html", context)


@require_safe
@confidential
def visit_file(request: HttpRequest) -> HttpResponse:
    """Her appointments to come, taken away: hours under a neutral title, no file is told of."""
    return attachment(calendar_of(events_for(request.actor)), "rendez-vous.ics", media_type=CONTENT_TYPE)


@confidential
@require_form
def visit_plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(can_plan_visit(page.rights))
    page.record(Section.STATE)
    asked = "rythme" in request.GET
    form = _form(request, page, {"due_on": request.GET.get("le", ""), "worker": page.actor.user_id})

    def plan() -> None:
        reason = VisitReason.RHYTHM if asked else VisitReason.APPOINTMENT
        services.plan_visit(case=page.case, by=page.actor, reason=reason, **form.answer())

    return answer(request, page, form, plan, _writing(page, "Prévoir une visite", "Prévoir", "La visite est prévue."))


@confidential
@require_form
def visit_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    visit, page = _visit(request, pk)
    page.require(can_change_visit(page.actor, visit, page.rights) and visit.state != VisitState.DONE)
    page.record(Section.INTERVENTIONS)
    told = {"due_on": visit.due_on, "starts_at": visit.starts_at, "minutes": visit.minutes, "worker": visit.worker_id}
    form = _form(request, page, told)

    def change() -> None:
        services.move_visit(visit=visit, by=page.actor, **form.answer())

    writing = _writing(page, "Visite prévue", "Enregistrer", "La visite est modifiée.")
    context = {"page": page, "visit": visit}
    return answer_on(request, "accompaniment/visit_change.html", context, form, change, writing)


@confidential
@require_POST
def visit_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    visit, page = _visit(request, pk)
    page.require(can_change_visit(page.actor, visit, page.rights))
    back = reverse("households:case_followup", args=[page.case.pk])

    def act() -> None:
        services.cancel_visit(visit=visit, by=page.actor)
        messages.success(request, "La visite est annulée.")

    try:
        return do_once(request, act, back)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(back)


def _visit(request: HttpRequest, pk: UUID) -> tuple[PlannedVisit, CasePage]:
    visit = get_object_or_404(PlannedVisit.objects.visible_to(request.actor).select_related("case", "worker"), pk=pk)
    return visit, open_page(request, visit.case_id)


def _form(request: HttpRequest, page: CasePage, told: dict) -> VisitForm:
    people = team_on(page.case, page.actor.organisation)
    if request.method == "POST":
        return VisitForm(request.POST, people=people)
    return VisitForm(initial={name: value for name, value in told.items() if value}, people=people)


def _writing(page: CasePage, title: str, verb: str, done: str) -> Writing:
    return Writing(title, verb, reverse("households:case_followup", args=[page.case.pk]), done)
