"""Acts on a request to the experts, each refused to who stands on the other side."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accompaniment.views.typed import find_draft
from cellule.forms.experts import AdviceForm, MessageForm, SupportForm
from cellule.models import ExpertRequest
from cellule.services.experts import (
    close_request,
    give_advice,
    read_expert_answer,
    support_on_field,
    take_request,
    withdraw_request,
    write_message,
)
from cellule.views.experts import detail, find_request
from veille.core import clock, drafts
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form, send, show

ADVICE_DRAFT = "expert_advice"


def _page(found: ExpertRequest) -> str:
    return reverse("cellule:expert_detail", args=[found.pk])


def _act(request: HttpRequest, pk: UUID, right: str, act: Callable, told: str) -> HttpResponse:
    """One button: allowed on her side and at this step, done once, said."""
    found, sides = find_request(request, pk)
    if not getattr(sides, right):
        raise PermissionDenied
    try:
        sent = do_once(request, lambda: act(request=found, by=request.actor), _page(found))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(_page(found))
    messages.success(request, told)
    return sent


@require_POST
@confidential
def expert_take(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _act(request, pk, "can_take", take_request, "Vous suivez cette demande.")


@require_POST
@confidential
def expert_read(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _act(request, pk, "can_read_answer", read_expert_answer, "C’est noté : vous avez lu la réponse.")


@require_POST
@confidential
def expert_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _act(request, pk, "can_close", close_request, "La demande est close.")


@require_POST
@confidential
def expert_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _act(request, pk, "can_withdraw", withdraw_request, "La demande est retirée.")


@require_POST
@confidential
def expert_message(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, sides = find_request(request, pk)
    if not sides.can_write:
        raise PermissionDenied
    form = MessageForm(request.POST)

    def act() -> str:
        write_message(request=found, from_expert=sides.answers, by=request.actor, **form.cleaned_data)
        return _page(found)

    if form.is_valid() and (sent := send(request, form, act)):
        return sent
    return detail(request, found, sides, message_form=form)


@require_form
@confidential
def expert_advise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The answer, on a page of its own beside the question."""
    found, sides = find_request(request, pk)
    if not sides.can_advise:
        raise PermissionDenied
    form, draft = _advice_form(request, found)

    def act() -> str:
        give_advice(request=found, by=request.actor, **form.cleaned_data)
        drafts.discard(by=request.actor, form=ADVICE_DRAFT, object_id=found.pk)
        messages.success(request, "Votre réponse est envoyée.")
        return _page(found)

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    context = {"asked": found, "draft": draft, "draft_name": ADVICE_DRAFT}
    return show(request, "cellule/expert_advise.html", context, form=form)


def _advice_form(request: HttpRequest, found: ExpertRequest):
    """A second advice starts from the first, which it replaces; refused, the page goes on from its draft."""
    draft, kept = find_draft(request.actor, ADVICE_DRAFT, found.pk, AdviceForm)
    if request.method == "POST":
        return AdviceForm(request.POST), draft
    return AdviceForm(initial={"answer": found.answer, "recommendation": found.recommendation, **kept}), draft


@require_form
@confidential
def expert_support(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, sides = find_request(request, pk)
    if not sides.can_support:
        raise PermissionDenied
    form = SupportForm(request.POST or None, initial={"said_on": clock.today()})

    def act() -> str:
        support_on_field(request=found, by=request.actor, **form.cleaned_data)
        messages.success(request, "L’appui sur le terrain est noté.")
        return _page(found)

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    return show(request, "cellule/expert_support.html", {"asked": found}, form=form)
