"""Pages shown when something fails."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token has expired: say so in French, with a way out."""
    return render(request, "403_csrf.html", status=403)
