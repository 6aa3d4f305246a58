"""One button, one act: done once, refused in a sentence, and back to the page it came from."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from veille.core.sending import do_once


def tapped(request: HttpRequest, act: Callable[[], object], back: str, *, done: str) -> HttpResponse:
    def act_and_say() -> None:
        act()
        messages.success(request, done)

    try:
        return do_once(request, act_and_say, back)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(back)
