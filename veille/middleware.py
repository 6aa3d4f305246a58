"""Who acts, decided before any view: deny by default."""

from collections.abc import Callable, Iterator

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control

from partners.actors import actor_of

ACTING = "acting_organisation"

# Pages open to nobody in particular; every other one needs an actor.
PUBLIC_NAMES = frozenset(
    {
        "health",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "partners:invitation_accept",
        # Links given to people without an account: `veille.core.links` lets in or answers 404.
        "core:link_enter",
        "cellule:link_home",
        "cellule:link_danger",
        "cellule:link_step",
        "cellule:link_keep",
        "cellule:link_answer",
        "cellule:link_withdraw",
        "cellule:extract_page",
        "cellule:extract_document",
        "accompaniment:invitation_page",
        "accompaniment:invitation_answer",
        "accompaniment:invitation_file",
        "accompaniment:handed_page",
        "accompaniment:handed_document",
        # What a dispositif says of itself: open once its pilot has published it, else one signs in.
        "cellule:prescriber_page",
        "cellule:prescriber_poster",
        # Stops a mail without signing in: the seal of the address opens it, or 404.
        "households:digest_stop",
        # Read by agendas, which sign in nowhere: the secret of the address opens it, or 404.
        "cellule:feed_read",
    }
)
# Pages of the account itself, open to a signed-in person without a role or a second factor yet.
_ACCOUNT_PREFIXES = ("account_", "mfa_", "usersessions_")


class ActorMiddleware:
    """Set `request.actor`; send the others to sign in, to their second factor, or away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None
        if request.user.is_authenticated:
            request.actor = actor_of(request.user, request.session.get(ACTING))
        response = self.get_response(request)
        if request.user.is_authenticated:
            _keep_out_of_caches(response)
        return response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        _refuse_null_characters(request)
        name = request.resolver_match.view_name or ""
        if name in PUBLIC_NAMES:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if name.startswith(_ACCOUNT_PREFIXES):
            return None
        if settings.MFA_REQUIRED and not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        if request.actor is None:
            return render(request, "no_organisation.html", status=403)
        return _refuse_other_organisation(request)


def _keep_out_of_caches(response: HttpResponse) -> None:
    """A page is not shown again from a disk, nor by the back button once she has signed out."""
    patch_cache_control(response, private=True, no_store=True)


def _refuse_null_characters(request: HttpRequest) -> None:
    """No keyboard types U+0000 and PostgreSQL keeps none: a search or a draft holding one could not be opened again."""
    if any("\x00" in value for value in _received(request)):
        raise BadRequest("Caractère nul.")


def _received(request: HttpRequest) -> Iterator[str]:
    for sent in (request.GET, request.POST):
        for name, values in sent.lists():
            yield from (name, *values)


def _refuse_other_organisation(request: HttpRequest) -> HttpResponse | None:
    """A form made for one organisation is not received for another: 409, and the text is kept."""
    if request.method != "POST":
        return None
    stated = request.POST.get(ACTING)
    if stated and stated != str(request.actor.organisation_id):
        return render(request, "409.html", {"kept": _kept_text(request)}, status=409)
    return None


def _kept_text(request: HttpRequest) -> list[str]:
    return [
        value for name, value in request.POST.items() if name not in {ACTING, "csrfmiddlewaretoken"} and " " in value
    ]
