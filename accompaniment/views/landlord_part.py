"""Side by side: what the landlord does, what who accompanies does."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accompaniment.landlord_part import can_note_part, parts, time_by_line
from accompaniment.permissions import can_record_intervention
from households.pages import open_page
from partners.roles import Section
from veille.core.reads import confidential

# On each side; the older ones are in the feed.
_SHOWN = 15
_SECTIONS = (Section.INTERVENTIONS, Section.INTERVENTIONS_SHARED)


@confidential
@require_safe
def case_parts(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(page.reads(*_SECTIONS))
    page.record(*_SECTIONS)
    context = {
        "page": page,
        "parts": parts(page.actor, page.case, whole=page.reads(Section.INTERVENTIONS), shown=_SHOWN),
        "lines": time_by_line(page.actor, [page.case.pk]),
        "may_note_part": can_record_intervention(page.rights) and can_note_part(page.actor, page.case),
    }
    return render(request, "accompaniment/case_parts.html", context)
