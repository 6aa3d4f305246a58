"""The landlord's own step: what waits for approval, approved or sent back by those who may."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule import held_permissions as permissions
from cellule.choices import HeldState, HeldWay
from cellule.forms.held import WordsForm
from cellule.held_summary import intake_of, parts_of
from cellule.models import HeldReferral
from cellule.services import approvals
from cellule.wizard import Unfinished
from veille.core import reads
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import INVALID, add_refusal, do_once, once

_LIST = "cellule:approval_list"


@require_safe
@confidential
def approval_list(request: HttpRequest) -> HttpResponse:
    """What waits first, then what was answered."""
    actor = request.actor
    if not permissions.follows_approvals(actor):
        raise PermissionDenied
    rows = HeldReferral.objects.visible_to(actor).filter(way=HeldWay.VALIDATION)
    page = page_of(rows.with_list_data(), request)
    reads.record([held.case_id for held in page if held.case_id], section="state", kind="list")
    can_set = permissions.can_set_approval(actor)
    context = {
        "page": page,
        "total": page.paginator.in_words("orientation"),
        "can_set": can_set,
        "rule": approvals.rule_of(actor.organisation_id),
    }
    return render(request, "cellule/approval_list.html", context)


@require_POST
@confidential
def approval_setting(request: HttpRequest) -> HttpResponse:
    """Begin or end the step, from today on."""
    if not permissions.can_set_approval(request.actor):
        raise PermissionDenied
    organisation, begins = request.actor.organisation, request.POST.get("wanted") == "yes"
    change = approvals.begin_approving if begins else approvals.stop_approving
    done = (
        "Les orientations attendent maintenant une validation." if begins else "Les orientations partent sans attendre."
    )
    try:
        sent = do_once(request, lambda: change(organisation=organisation, by=request.actor), reverse(_LIST))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(_LIST)
    messages.success(request, done)
    return sent


def _find(request: HttpRequest, pk: UUID) -> HeldReferral:
    seen = HeldReferral.objects.visible_to(request.actor).filter(way=HeldWay.VALIDATION)
    related = ("dispositif", "instance__dispositif", "organisation", "author", "referral__case", "answered_by")
    return get_object_or_404(seen.select_related(*related), pk=pk)


@require_safe
@confidential
def approval_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show(request, _find(request, pk))


def _show(request: HttpRequest, held: HeldReferral, status: int = 200, form=None, refusal: str = "") -> HttpResponse:
    may_approve = permissions.can_approve(request.actor, held)
    waits = held.state in (HeldState.SENT, HeldState.RETURNED)
    intake = None
    try:
        intake = intake_of(held) if waits else None
    except ValidationError as error:
        refusal = refusal or error.messages[0]
    if intake is not None:
        reads.record([], section="held")
    context = {
        "held": held,
        "may_approve": may_approve,
        "may_take_back": permissions.can_take_back(request.actor, held),
        "is_author": held.author_id == request.actor.user_id,
        "is_protected": intake.is_protected if intake else False,
        "parts": parts_of(held, intake) if intake else [],
        "form": form or WordsForm(),
        "refusal": refusal,
    }
    return render(request, "cellule/approval_detail.html", context, status=status)


def _to_answer(request: HttpRequest, pk: UUID) -> HeldReferral:
    held = _find(request, pk)
    if not permissions.can_approve(request.actor, held):
        raise PermissionDenied
    return held


@require_POST
@confidential
def approval_give(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It leaves in the name of who wrote it."""
    held = _to_answer(request, pk)

    def act() -> str:
        approvals.approve(held=held, new=intake_of(held).whole(), by=request.actor)
        return reverse("cellule:approval_detail", args=[held.pk])

    try:
        sent = once(request, act)
    except Unfinished as unfinished:
        refusal = f"Une réponse ne convient plus : {unfinished.step.title}. Renvoyez-la à qui l’a écrite."
        return _show(request, held, INVALID, refusal=refusal)
    except ValidationError as error:
        return _show(request, held, INVALID, refusal=error.messages[0])
    messages.success(request, "Orientation approuvée et transmise.")
    return sent


@require_POST
@confidential
def approval_return(request: HttpRequest, pk: UUID) -> HttpResponse:
    held, form = _to_answer(request, pk), WordsForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            sent = do_once(
                request, lambda: approvals.send_back(held=held, words=words, by=request.actor), reverse(_LIST)
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, "Renvoyée : qui l’a écrite la retrouve dans ses brouillons, avec vos mots.")
            return sent
    return _show(request, held, INVALID, form=form)


@require_POST
@confidential
def approval_take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    held = _find(request, pk)
    if not permissions.can_take_back(request.actor, held):
        raise PermissionDenied
    try:
        sent = do_once(request, lambda: approvals.take_back(held=held, by=request.actor), reverse(_LIST))
    except ValidationError as error:
        return _show(request, held, INVALID, refusal=error.messages[0])
    messages.success(request, "Orientation retirée ; ce qui était écrit est effacé.")
    return sent
