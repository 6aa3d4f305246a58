"""Pages shown when something fails: what failed, what is kept, what to do, and a reference for whoever helps."""

import logging
from secrets import token_hex

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

logger = logging.getLogger("veille.errors")


def _reference(request: HttpRequest, status: int) -> str:
    """A short number written in the log with the page's name, never its address nor who asked."""
    reference = token_hex(4).upper()
    name = request.resolver_match.view_name if request.resolver_match else "-"
    logger.warning("%s %s %s", reference, status, name)
    return reference


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", {"reference": _reference(request, 400)}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Seen, but not hers to do: the sentence of the exception says who may, when there is one."""
    context = {"reference": _reference(request, 403), "reason": str(exception)}
    return render(request, "403.html", context, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same page for what does not exist and for what she may not see."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Made without the database nor the frame: either may be what failed."""
    return HttpResponse(render_to_string("500.html", {"reference": _reference(request, 500)}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token has expired."""
    return render(request, "403_csrf.html", status=403)
