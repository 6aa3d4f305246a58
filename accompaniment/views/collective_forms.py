"""What every form and every act about collective actions and cooperatives shares."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from veille.core.sending import do_once, send, show

ACTIONS, COOPERATIVES = "Actions collectives", "Coopératives d’habitants"
_PARENTS = {ACTIONS: "accompaniment:collective_list", COOPERATIVES: "accompaniment:cooperative_list"}


@dataclass(frozen=True)
class Writing:
    """The words of a page that is one form; `back` is where one goes without sending it, and after."""

    title: str
    act: str
    back: str
    said: str
    parent: str = ACTIONS
    lead: str = ""

    @property
    def parent_url(self) -> str:
        return _PARENTS[self.parent]


def answer(
    request: HttpRequest, form: BaseForm, act: Callable[[], object], writing: Writing, **context: Any
) -> HttpResponse:
    """The form, or what it does; an act that answers an address is followed there."""

    def done() -> str:
        where = act()
        return where if isinstance(where, str) else writing.back

    if request.method == "POST" and form.is_valid():
        sent = send(request, form, done)
        if sent:
            messages.success(request, writing.said)
            return sent
    return show(request, "accompaniment/collective_form.html", {"writing": writing, **context}, form=form)


def acted(request: HttpRequest, act: Callable[[], object], back: str, said: str, *, refused: str = "") -> HttpResponse:
    """A button: done once, and said; refused, the reason is told on the page it came from."""
    try:
        sent = do_once(request, act, back)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(refused or back)
    messages.success(request, said)
    return sent


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
