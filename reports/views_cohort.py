"""The page of the cohort: what evaluation keeps of households whose files are erased."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reports import cohort
from reports.views import dispositif_of, frame_of
from veille.core.reads import confidential


@require_GET
@confidential
def cohort_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    dispositif = dispositif_of(request, pk)
    if not cohort.can_read_cohort(request.actor, dispositif):
        raise PermissionDenied
    context, _, _ = frame_of(request, dispositif, "cohort")
    context |= {"columns": cohort.columns(dispositif), "size": cohort.size(dispositif)}
    return render(request, "reports/cohort_detail.html", context)
