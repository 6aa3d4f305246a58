"""What opens only to somebody who has just given her password (or second factor) again."""

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


@reauthentication_required
def _confirm(request: HttpRequest) -> None:
    """Raises ReauthenticationRequired unless she has."""


def not_confirmed(request: HttpRequest) -> HttpResponse | None:
    """None when she has. Raises ReauthenticationRequired where the page may ask; of a sending, back to the page.

    A sending kept aside while she answers would run without its actor.
    """
    try:
        _confirm(request)
    except ReauthenticationRequired:
        if request.method != "POST":
            raise
        return redirect(request.path)
    return None
