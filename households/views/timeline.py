"""The life of the file, drawn and told: everything the reader may see, filterable."""

from collections.abc import Iterable
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from households.forms.timeline import TimelineForm
from households.pages import CasePage, open_page
from households.timeline_drawing import LIFE, drawing_of, life_of
from veille.core import clock
from veille.core.coming import next_step_of
from veille.core.reads import confidential
from veille.core.timeline import Event, events_of, narrowed

_PER_PAGE = 50


@require_safe
@confidential
def case_timeline(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    events = events_of(page.actor, page.case)
    form = TimelineForm(request.GET, tracks={event.track for event in events})
    filters = form.values()
    shown = narrowed(events, **filters)
    rows = Paginator(shown, _PER_PAGE).get_page(request.GET.get("page"))
    _record(page, events)
    context = {
        "page": page,
        "form": form,
        "drawing": drawing_of(shown, opened_on=filters.get("since") or page.case.opened_on),
        "events": rows,
        "is_narrowed": any(filters.values()),
    }
    return render(request, "households/case_timeline.html", context)


@require_safe
@confidential
def case_strip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first lines of the drawing, loaded beside the summary; without JavaScript, the whole page."""
    page = open_page(request, pk)
    if not request.htmx:
        return case_timeline(request, pk)
    events = life_of(page.actor, page.case)
    _record(page, events)
    context = {"page": page, "drawing": drawing_of(events, opened_on=page.case.opened_on, tracks=LIFE)}
    return render(request, "households/_timeline_strip.html", context)


@require_safe
@confidential
def case_next(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What comes next, for the banner; a page of its own without JavaScript."""
    page = open_page(request, pk)
    step = next_step_of(page.actor, page.case)
    if step:
        page.record(step.section)
    context = {"page": page, "step": step, "is_late": step is not None and step.day < clock.today()}
    return render(request, "households/_next.html" if request.htmx else "households/case_next.html", context)


def _record(page: CasePage, events: Iterable[Event]) -> None:
    """The drawing shows every event, whatever page of the list is open."""
    page.record(*dict.fromkeys(event.section for event in events))
