"""Orientations as their sender follows them, and as the secretariat receives them."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule import permissions, referral_lists
from cellule.forms.referral_acts import AnswerForm, ReceivedFilter, SentFilter, WithdrawForm
from cellule.models import Referral
from cellule.querysets import instances_kept_by
from cellule.services import answer_complement, read_answer, withdraw_referral
from cellule.services.resubmission import can_be_taken_up
from cellule.tracker import Progress, state_chip, with_told_state
from cellule.wizard import unsent
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import INVALID, add_refusal, do_once


@require_safe
@confidential
def referral_mine(request: HttpRequest) -> HttpResponse:
    """Sent ones with their states, unsent ones above."""
    if not permissions.can_refer(request.actor):
        raise PermissionDenied
    form = SentFilter(request.GET)
    chosen = form.values()
    page = page_of(referral_lists.sent_by(request.actor, chosen), request)
    for referral in page:
        referral.chip = state_chip(referral.told)
    reads.record([referral.case_id for referral in page], section="state", kind=AccessKind.LIST)
    context = {
        "page": page,
        "total": page.paginator.in_words("orientation"),
        "form": form,
        "is_filtered": any(chosen.values()),
        "drafts": unsent(request.actor),
    }
    return render(request, "cellule/referral_mine.html", context)


@require_safe
@confidential
def referral_list(request: HttpRequest) -> HttpResponse:
    """Orientations received by the instances she keeps; urgent first, then the oldest."""
    if not instances_kept_by(request.actor).exists():
        raise PermissionDenied
    form = ReceivedFilter(request.GET)
    chosen = form.values()
    page = page_of(referral_lists.received_by(request.actor, chosen), request)
    for referral in page:
        referral.chip = state_chip(referral.state)
    reads.record([referral.case_id for referral in page], section="state", kind=AccessKind.LIST)
    context = {
        "page": page,
        "total": page.paginator.in_words("orientation"),
        "form": form,
        "is_filtered": any(chosen.values()),
    }
    return render(request, "cellule/referral_list.html", context)


def _followed(request: HttpRequest, pk: UUID) -> Referral:
    """An orientation of her organisation: another one she sees is not hers to follow (403)."""
    seen = Referral.objects.visible_to(request.actor).with_list_data().select_related("referrer_organisation")
    referral = get_object_or_404(seen, pk=pk)
    if not permissions.sent_by_own(request.actor, referral):
        raise PermissionDenied
    return referral


def _history(request: HttpRequest, referral: Referral) -> list[Referral]:
    """The other orientations of the same file that her organisation sent, the last first."""
    own = referral_lists.own_referrals(request.actor).filter(case=referral.case_id).exclude(pk=referral.pk)
    return list(with_told_state(own).order_by("-submitted_at", "pk"))


@require_safe
@confidential
def referral_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« Où en est mon orientation ? »."""
    return _show(request, _followed(request, pk))


def _show(request: HttpRequest, referral: Referral, status: int = 200, **forms) -> HttpResponse:
    progress = Progress(request.actor, referral)
    for section in ("state", "decision") if progress.decision else ("state",):
        reads.record([referral.case_id], section=section)
    context = {
        "referral": referral,
        "progress": progress,
        "can_answer": permissions.can_answer_complement(request.actor, referral),
        "can_withdraw": permissions.can_withdraw(request.actor, referral),
        "can_take_up": can_be_taken_up(referral),
        "history": _history(request, referral),
        "answer_form": forms.get("answer_form") or AnswerForm(),
        "withdraw_form": forms.get("withdraw_form") or WithdrawForm(),
        "withdraw_is_open": "withdraw_form" in forms,
    }
    return render(request, "cellule/referral_detail.html", context, status=status)


@require_POST
@confidential
def referral_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the complement."""
    referral, form = _followed(request, pk), AnswerForm(request.POST)

    def act() -> None:
        if not permissions.can_answer_complement(request.actor, referral):
            raise PermissionDenied
        answer_complement(referral=referral, text=form.cleaned_data["text"], by=request.actor)

    return _act(request, referral, form, act, "answer_form")


@require_POST
@confidential
def referral_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it back, with a reason."""
    referral, form = _followed(request, pk), WithdrawForm(request.POST)

    def act() -> None:
        if not permissions.can_withdraw(request.actor, referral):
            raise PermissionDenied
        withdraw_referral(referral=referral, reason=form.cleaned_data["reason"], by=request.actor)

    return _act(request, referral, form, act, "withdraw_form")


def _act(request: HttpRequest, referral: Referral, form, act: Callable[[], None], name: str) -> HttpResponse:
    """What is refused comes back beside what was typed."""
    if form.is_valid():
        try:
            return do_once(request, act, reverse("cellule:referral_detail", args=[referral.pk]))
        except ValidationError as error:
            add_refusal(form, error)
    return _show(request, referral, INVALID, **{name: form})


@require_POST
@confidential
def referral_read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """She has read the answer."""
    referral = _followed(request, pk)
    if not Progress(request.actor, referral).is_answered:
        raise PermissionDenied
    read_answer(referral=referral, by=request.actor)
    return redirect("cellule:referral_mine")
