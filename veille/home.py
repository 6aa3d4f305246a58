"""À faire: what awaits the person who signs in, gathered from each package."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accompaniment import todo as accompaniment_todo
from cellule import todo as cellule_todo
from funding import todo as funding_todo
from households import todo as households_todo
from veille.core import todo as work
from veille.core.reads import confidential

_PACKAGES = (cellule_todo, accompaniment_todo, households_todo, funding_todo)


@require_safe
@confidential
def todo(request: HttpRequest) -> HttpResponse:
    items = [item for package in _PACKAGES for item in package.work_items(request.actor)]
    return render(request, "home.html", {"groups": work.grouped(items), "total": len(items)})
