"""À faire: what awaits the person who signs in, gathered from each package."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from veille.core.reads import confidential


@require_safe
@confidential
def todo(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html", {})
