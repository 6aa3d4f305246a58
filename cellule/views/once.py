"""An act asked by a form is done once; a second click is sent to the same page."""

from collections.abc import Callable
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from veille.core import submissions


def submission_key(request: HttpRequest) -> UUID:
    """The one-time key of the form; a form without one is a new sending."""
    try:
        return UUID(request.POST.get("submission_key", ""))
    except ValueError:
        return uuid4()


def do_once(request: HttpRequest, act: Callable[[], object], target: str) -> HttpResponse:
    """Do `act` unless this very form was already received. Raises what the act raises."""

    def done() -> str:
        act()
        return target

    name = request.resolver_match.view_name
    return redirect(submissions.once(by=request.actor, form=name, key=submission_key(request), act=done))
