"""Links given to services without an account, and what comes by them, taken in by who keeps the instance."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule import held_permissions as permissions
from cellule.choices import HeldState, HeldWay
from cellule.forms.held import LinkForm, WordsForm
from cellule.held_summary import intake_of, parts_of
from cellule.models import HeldReferral, Referral
from cellule.permissions import sent_by_own
from cellule.services import held as held_services
from cellule.services import link_deposits, resubmission
from cellule.wizard import Unfinished
from veille.core import clock, links, reads
from veille.core.models import ExternalLink
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import INVALID, add_refusal, do_once, once, require_form, send, show

_LINKS = "cellule:held_list"


def _check_gives(request: HttpRequest) -> None:
    if not permissions.can_give_links(request.actor):
        raise PermissionDenied


@require_safe
@confidential
def held_list(request: HttpRequest) -> HttpResponse:
    """The links given, what came by them, until when they open."""
    _check_gives(request)
    rows = HeldReferral.objects.visible_to(request.actor).filter(way=HeldWay.LINK).with_list_data()
    page = page_of(rows, request)
    reads.record([held.case_id for held in page if held.case_id], section="state", kind="list")
    link_deposits.attach_links(page.object_list)
    context = {"page": page, "total": page.paginator.in_words("lien remis", "liens remis")}
    return render(request, "cellule/held_list.html", context)


@require_form
@confidential
def link_give(request: HttpRequest) -> HttpResponse:
    """The address goes by mail; without one it is shown on the answer of the sending, once: nothing keeps it."""
    _check_gives(request)
    instances = permissions.receiving_instances(request.actor)
    form = LinkForm(request.POST or None, instances=instances, must_send=partial(permissions.must_send, request.actor))
    given: dict = {"is_renewed": False}

    def act() -> str:
        held, address = link_deposits.give_deposit_link(**form.cleaned_data, by=request.actor)
        given.update(held=held, address=address if permissions.reads_address(held) else "")
        return reverse("cellule:held_detail", args=[held.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return _hand_over(request, sent, given)
    return show(request, "cellule/link_give.html", {"can_give": instances.exists()}, form=form)


def _hand_over(request: HttpRequest, sent: HttpResponse, given: dict) -> HttpResponse:
    """A second click gets the page of the link, without its address."""
    if "address" not in given:
        return sent
    return render(request, "cellule/link_given.html", given)


def _find(request: HttpRequest, pk: UUID) -> HeldReferral:
    seen = HeldReferral.objects.visible_to(request.actor).filter(way=HeldWay.LINK)
    related = ("dispositif", "instance__dispositif", "organisation", "referral__case", "answered_by")
    return get_object_or_404(seen.select_related(*related), pk=pk)


@require_safe
@confidential
def held_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show(request, _find(request, pk))


def _show(request: HttpRequest, held: HeldReferral, status: int = 200, **wrong) -> HttpResponse:
    may_receive = permissions.can_receive(request.actor, held)
    intake = intake_of(held) if may_receive else None
    if may_receive:
        reads.record([], section="held")
    link = link_deposits.link_of(held)
    context = {
        "held": held,
        "link": link,
        "link_is_open": link is not None and link.opens,
        "last_read": _last_read(link),
        "may_receive": may_receive,
        "is_protected": intake.is_protected if intake else False,
        "parts": parts_of(held, intake) if intake else [],
        "words": held.words if permissions.reads_words(request.actor, held) else "",
        "keeps_link": permissions.keeps_link(request.actor, held),
        "can_renew": permissions.can_renew(request.actor, held),
        "ended_unsent": held.state in (HeldState.DECLINED, HeldState.WITHDRAWN),
        "return_form": wrong.get("return_form") or WordsForm(prefix="return"),
        "decline_form": wrong.get("decline_form") or WordsForm(prefix="decline"),
        "refusal": wrong.get("refusal", ""),
        "wrong": next(iter(wrong), ""),
    }
    return render(request, "cellule/held_detail.html", context, status=status)


def _last_read(link: ExternalLink | None) -> datetime | None:
    """The journal keeps real time; the page tells it as the others."""
    moment = links.last_read_at(link) if link else None
    return clock.told(moment) if moment else None


def _received(request: HttpRequest, pk: UUID) -> HeldReferral:
    held = _find(request, pk)
    if not permissions.can_receive(request.actor, held):
        raise PermissionDenied
    return held


@require_POST
@confidential
def held_receive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its file is made; what is missing is asked on its own page from then on."""
    held = _received(request, pk)

    def act() -> str:
        referral = link_deposits.receive_deposit(held=held, new=intake_of(held).whole(), by=request.actor)
        return reverse("cellule:referral_examine", args=[referral.pk])

    try:
        sent = once(request, act)
    except Unfinished as unfinished:
        return _show(request, held, INVALID, refusal=f"Il manque une réponse : {unfinished.step.title}.")
    except ValidationError as error:
        return _show(request, held, INVALID, refusal=error.messages[0])
    messages.success(request, "Orientation reçue : son dossier est ouvert, et le service qui l’a envoyée le voit.")
    return sent


def _answered(request: HttpRequest, pk: UUID, name: str, act: Callable, done: str) -> HttpResponse:
    held, form = _received(request, pk), WordsForm(request.POST, prefix=name)
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            sent = do_once(request, lambda: act(held=held, words=words, by=request.actor), reverse(_LINKS))
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, done)
            return sent
    return _show(request, held, INVALID, **{f"{name}_form": form})


@require_POST
@confidential
def held_return(request: HttpRequest, pk: UUID) -> HttpResponse:
    done = "Renvoyée : le service la complète par son lien."
    return _answered(request, pk, "return", link_deposits.return_deposit, done)


@require_POST
@confidential
def held_decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    done = "Orientation non reçue : ce qui était écrit est effacé, le service lit votre réponse."
    return _answered(request, pk, "decline", link_deposits.decline_deposit, done)


def _kept_link(request: HttpRequest, pk: UUID) -> HeldReferral:
    held = _find(request, pk)
    if not permissions.keeps_link(request.actor, held):
        raise PermissionDenied
    return held


@require_POST
@confidential
def link_renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another address, shown once or sent to the service; the former one opens nothing any more."""
    held = _kept_link(request, pk)
    if not permissions.can_renew(request.actor, held):
        raise PermissionDenied
    given: dict = {"held": held, "is_renewed": True}

    def act() -> str:
        address = link_deposits.renew_deposit_link(held=held, by=request.actor)
        given["address"] = address if permissions.reads_address(held) else ""
        return reverse("cellule:held_detail", args=[held.pk])

    return _hand_over(request, once(request, act), given)


@require_POST
@confidential
def link_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nobody gets in by it any more; what was never sent is given up."""
    held = _kept_link(request, pk)

    def act() -> None:
        link_deposits.close_links(held=held, by=request.actor)
        if held.state == HeldState.OPEN:
            held_services.withdraw_held(held=held, by=request.actor)

    sent = do_once(request, act, reverse(_LINKS))
    messages.success(request, "Lien fermé.")
    return sent


@require_POST
@confidential
def referral_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take up an orientation that is over: a new draft holding what the former one said, the first question first."""
    seen = Referral.objects.visible_to(request.actor).select_related("case__household", "referrer_organisation")
    referral = get_object_or_404(seen, pk=pk)
    if not sent_by_own(request.actor, referral) or not resubmission.can_be_taken_up(referral):
        raise PermissionDenied

    def act() -> str:
        draft = resubmission.take_up(referral=referral, by=request.actor)
        return reverse("cellule:referral_danger", args=[draft])

    try:
        return once(request, act)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("cellule:referral_detail", referral.pk)
