"""How every form of a file is answered: shown, refused with what was typed, or done once and left."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from households.pages import CasePage
from veille.core import submissions

UNPROCESSABLE = 422


@dataclass(frozen=True)
class Writing:
    """The words of a form page, and where it leads back to."""

    title: str
    verb: str
    back: str
    done: str
    readers: str = ""


def submission_key(request: HttpRequest) -> UUID:
    """The one-time key of the form; a form without one is a new sending."""
    try:
        return UUID(request.POST.get("submission_key", ""))
    except ValueError:
        return uuid4()


def answer(
    request: HttpRequest, page: CasePage, form: forms.Form, act: Callable[[], object], writing: Writing
) -> HttpResponse:
    """GET shows the form; POST does `act` once; what the service refuses comes back beside what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            target = _do_once(request, page, act, writing)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, writing.done)
            return redirect(target)
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"page": page, "form": form, "writing": writing}
    return render(request, "households/case_form.html", context, status=status)


def _do_once(request: HttpRequest, page: CasePage, act: Callable[[], object], writing: Writing) -> str:
    def done() -> str:
        act()
        return writing.back

    return submissions.once(by=page.actor, form=page.view_name, key=submission_key(request), act=done)
