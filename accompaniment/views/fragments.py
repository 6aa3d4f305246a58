"""What the file loads from this package: the follow-up, the plan. Without htmx each is a page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accompaniment.choices import InterventionKind
from accompaniment.coordination.panel import coordination_of, reads_coordination
from accompaniment.feed import Filters, feed
from accompaniment.measure_panel import measure_panels
from accompaniment.models import PlannedVisit
from accompaniment.named_operator import names_operator
from accompaniment.papers import papers_of
from accompaniment.permissions import can_change_visit, can_plan_visit, can_record_intervention
from accompaniment.plan_panel import plan_panel
from accompaniment.preparation.panel import preparation_of
from accompaniment.solicitation_panel import solicitation_panel
from accompaniment.views.diagnoses import diagnoses_of
from accompaniment.visit_calendar import visits_of_case
from households.note_writing import writable_levels
from households.pages import CasePage, open_page
from partners.roles import Right, Section
from veille.core.pages import whole_number
from veille.core.reads import confidential

_KINDS = {"": "Tout", InterventionKind.HOME_VISIT: "Visites", InterventionKind.PHONE_CALL: "Appels", "notes": "Notes"}
_AUTHORS = {"": "Tous", "own": "Mon organisme", "me": "Moi"}
_FEED_SECTIONS = (Section.INTERVENTIONS, Section.INTERVENTIONS_SHARED)


@confidential
@require_safe
def case_fragment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The follow-up: quick entry, measure, diagnosis, feed."""
    page = open_page(request, pk)
    page.require(page.reads(*_FEED_SECTIONS) or page.rights[Section.MEASURE] >= Right.STATE)
    page.record(*_FEED_SECTIONS, Section.MEASURE, Section.RECOMMENDATION, Section.SUMMARY)
    context = {"page": page, **_followup(page), **_feed(request, page)}
    return _answer(request, "accompaniment/_case_fragment.html", "accompaniment/case_support.html", context)


def _followup(page: CasePage) -> dict:
    return {
        "measures": measure_panels(page.actor, page.case, page.rights),
        "diagnoses": diagnoses_of(page),
        "may_record": can_record_intervention(page.rights),
        "visits": _visits(page) if page.reads(Section.INTERVENTIONS) else None,
        "may_plan": can_plan_visit(page.rights),
        "preparation": preparation_of(page.actor, page.case, page.rights),
        "coordination": coordination_of(page) if reads_coordination(page) else None,
        **solicitation_panel(page),
    }


def _visits(page: CasePage) -> list[tuple[PlannedVisit, bool]]:
    """Each with whether she may move it."""
    rows = visits_of_case(page.actor, page.case)
    return [(visit, can_change_visit(page.actor, visit, page.rights)) for visit in rows]


def _feed(request: HttpRequest, page: CasePage) -> dict:
    offset = whole_number(request.GET.get("depuis", "")) or 0
    filters = Filters(_known(request, "nature", _KINDS), _known(request, "auteur", _AUTHORS))
    shown = feed(page.actor, page.case, offset=offset, filters=filters)
    return {"feed": shown, "filters": filters, "kinds": _KINDS, "authors": _AUTHORS, **_levels(page)}


def _levels(page: CasePage) -> dict:
    """Where she may write, she may also change the readers of what her organisation wrote."""
    levels = writable_levels(page.actor, page.case)
    return {"writable": levels, "may_note": bool(levels)}


def _known(request: HttpRequest, name: str, values: dict) -> str:
    value = request.GET.get(name, "")
    return value if value in values else ""


@confidential
@require_safe
def feed_fragment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Older entries, or the same under other filters."""
    page = open_page(request, pk)
    page.require(page.reads(*_FEED_SECTIONS))
    page.record(*_FEED_SECTIONS)
    context = {"page": page, **_feed(request, page)}
    template = "accompaniment/_feed_page.html" if "depuis" in request.GET else "accompaniment/_feed.html"
    return _answer(request, template, "accompaniment/case_feed.html", context)


@confidential
@require_safe
def state_fragment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sentence of the latest measure, for the banner of the file."""
    page = open_page(request, pk)
    page.require(page.rights[Section.MEASURE] >= Right.STATE)
    page.record(Section.MEASURE)
    context = {"page": page, "panel": next(iter(measure_panels(page.actor, page.case, page.rights)), None)}
    return _answer(request, "accompaniment/_state.html", "accompaniment/case_state.html", context)


@confidential
@require_safe
def plan_fragment(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(page.reads(Section.PLAN, Section.PLAN_SHARED))
    page.record(Section.PLAN, Section.PLAN_SHARED, Section.SUMMARY)
    panel = plan_panel(page.actor, page.case, page.rights)
    papers = papers_of(page.actor, page.case, page.rights, panel.plan)
    named = papers.agreement is not None and names_operator(papers.agreement, page.actor)
    context = {"page": page, "panel": panel, "papers": papers, "names_operator": named}
    return _answer(request, "accompaniment/_plan_fragment.html", "accompaniment/case_plan.html", context)


def _answer(request: HttpRequest, fragment: str, full: str, context: dict) -> HttpResponse:
    return render(request, fragment if request.htmx else full, context)
