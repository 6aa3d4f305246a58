"""How every form of a file is answered: shown, refused with what was typed, or done once and left."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from households.pages import CasePage
from veille.core.sending import send, show


@dataclass(frozen=True)
class Writing:
    """The words of a form page, and where it leads back to."""

    title: str
    verb: str
    back: str
    done: str
    readers: str = ""


def answer(
    request: HttpRequest,
    page: CasePage,
    form: forms.Form,
    act: Callable[[], object],
    writing: Writing,
    template: str = "households/case_form.html",
) -> HttpResponse:
    """The same for a page of a file, with its banner and its tabs."""
    return answer_on(request, template, {"page": page}, form, act, writing)


def answer_on(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    form: forms.BaseForm,
    act: Callable[[], object],
    writing: Writing,
) -> HttpResponse:
    """GET shows the form; POST does `act` once; what the service refuses comes back beside what was typed."""

    def done() -> str:
        act()
        return writing.back

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, done)):
        messages.success(request, writing.done)
        return sent
    return show(request, template, {**context, "writing": writing}, form=form)
