"""The way to a dwelling, on the page of the housing of a file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cellule.housing_path import opens_path, path_of
from households.pages import open_page
from veille.core import reads
from veille.core.reads import confidential


@require_safe
@confidential
def housing_path(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Each step under its own right; without htmx, a page."""
    page = open_page(request, pk)
    page.require(opens_path(page.rights))
    path = path_of(page.actor, page.case, page.rights)
    for section in path.sections:
        reads.record([page.case.pk], section=section)
    template = "cellule/_housing_path.html" if request.htmx else "cellule/case_housing_path.html"
    return render(request, template, {"page": page, "path": path})
