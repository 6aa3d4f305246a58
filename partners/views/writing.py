"""How the forms of the network are answered: one page, one act, then back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from veille.core.sending import send, show

TEMPLATE = "partners/network_form.html"


def write(
    request: HttpRequest, form: forms.BaseForm, act: Callable[[], str], *, done: str, **words: Any
) -> HttpResponse:
    """GET shows the form; POST does `act` once and goes where it says.

    `words`: the `title`, the `verb`, where « Annuler » leads (`back`), and what to say above (`lead`).
    """
    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, done)
        return sent
    return show(request, TEMPLATE, {"lead": "", **words}, form=form)
