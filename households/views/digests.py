"""The page where one chooses what a mail counts, and the one that stops it without signing in."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from households.digests import is_sealed
from households.forms.digests import DigestForm
from households.services import digests as services
from households.views.writing import Writing, answer_on
from partners.models import Digest
from veille.core import links
from veille.core.reads import confidential
from veille.core.sending import require_form

_WRITING = Writing(
    title="Récapitulatif par courriel",
    verb="Enregistrer",
    back="",
    done="Vos choix sont enregistrés.",
)


@require_form
@confidential
def digest_edit(request: HttpRequest) -> HttpResponse:
    digest = Digest.objects.visible_to(request.actor).first()
    form = DigestForm(request.POST or None, digest=digest)
    writing = Writing(_WRITING.title, _WRITING.verb, reverse("households:digest_edit"), _WRITING.done)

    def act() -> None:
        services.choose_digest(by=request.actor, **form.chosen())

    return answer_on(request, "households/digest_edit.html", {}, form, act, writing)


@csrf_exempt  # a mailbox posts there by itself (RFC 8058): the seal of the address is what it shows
@require_form
def digest_stop(request: HttpRequest, pk: UUID, seal: str) -> HttpResponse:
    """One click stops it; opening the address only asks."""
    links.refuse_after_tries(request, "digest")
    if not is_sealed(pk, seal):
        links.count_a_try(request, "digest")
        raise Http404
    digest = get_object_or_404(Digest, pk=pk)
    is_sent = request.method == "POST"
    if is_sent:
        services.stop_digest(digest=digest)
    return links.sealed(render(request, "households/digest_stop.html", {"is_sent": is_sent}))
