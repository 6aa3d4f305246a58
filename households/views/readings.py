"""Who looked: at one file, for its lead person; in an organisation, for its DPO; how often, for the platform."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from households import permissions, readings
from households.forms import JournalFilterForm
from households.views.access import open_panel
from partners.object_rights import may
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential


@require_safe
@confidential
def reading_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_panel(request, pk)
    page.require(permissions.can_read_readings(page.actor, page.case))
    reads.record([page.case.pk], section="readings")
    found = page_of(readings.of_case(page.case.pk), request)
    context = {
        "page": page,
        "found": found,
        "lines": readings.lines(page.actor, found.object_list),
        "total": found.paginator.in_words("lecture"),
    }
    return render(request, "households/reading_list.html", context)


@require_safe
@confidential
def journal_list(request: HttpRequest) -> HttpResponse:
    """Never a name nor a number of a file: whoever reads this journal opens no file."""
    if not may(request.actor, "journal", "R"):
        raise PermissionDenied
    form = JournalFilterForm(request.GET, people=readings.people_of(request.actor))
    filters = form.values()
    found = page_of(readings.of_organisation(request.actor, filters), request)
    reads.record([], section="journal")
    context = {
        "form": form,
        "found": found,
        "lines": readings.lines(request.actor, found.object_list),
        "total": found.paginator.in_words("lecture"),
    }
    return render(request, "households/journal_list.html", context)


@require_safe
@confidential
def journal_acts(request: HttpRequest) -> HttpResponse:
    if not may(request.actor, "journal", "R"):
        raise PermissionDenied
    form = JournalFilterForm(request.GET, people=readings.people_of(request.actor), with_kinds=False)
    found = page_of(readings.acts_of_organisation(request.actor, form.values()), request)
    reads.record([], section="journal")
    context = {
        "form": form,
        "found": found,
        "lines": readings.act_lines(request.actor, found.object_list),
        "total": found.paginator.in_words("acte"),
    }
    return render(request, "households/journal_acts.html", context)


@require_safe
def journal_numbers(request: HttpRequest) -> HttpResponse:
    """How many lines a month: nothing of who, nothing of which file."""
    if not may(request.actor, "journal", "N") or may(request.actor, "journal", "R"):
        raise PermissionDenied
    context = {"kinds": [*AccessKind.labels, "Actes"], "months": readings.by_month()}
    return render(request, "households/journal_numbers.html", context)
