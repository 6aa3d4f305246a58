"""What a link opens to a service without an account: one orientation to write, then where it stands. Nothing else."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule.choices import HELD_ENDS, HeldState, ReferralState
from cellule.forms.referral_acts import AnswerForm, WithdrawForm
from cellule.forms.referral_door import DangerForm
from cellule.link_intake import LINK_BY_SLUG, LINK_STEPS, LinkIntake
from cellule.models import HeldReferral
from cellule.permissions import is_withdrawable
from cellule.services import answer_complement, link_deposits
from cellule.services import held as held_services
from cellule.tracker import LinkProgress
from cellule.wizard import Step, Unfinished
from veille.core import drafts, reads, submissions
from veille.core.links import bearer, opened_by_link
from veille.core.models import ExternalLink
from veille.core.pages import whole_number
from veille.core.sending import add_refusal, require_form, submission_key
from veille.core.transitions import ForbiddenMove

_OF_THE_PAGE = {"csrfmiddlewaretoken", "submission_key", "draft_version", "page_key", "action", "text_checked"}
_STALE = "Cette étape a été modifiée dans une autre fenêtre : votre texte est ici, enregistrez de nouveau."


def _of_its_row(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The row behind the link, found by it alone."""

    @opened_by_link(link_deposits.PURPOSE)
    @wraps(view)
    def page(request: HttpRequest, link: ExternalLink, **kwargs) -> HttpResponse:
        rows = HeldReferral.objects.opened_by(link).select_related("dispositif", "instance", "organisation", "referral")
        held = rows.first()
        if held is None:
            raise Http404
        if request.method == "GET":  # who gave the link sees when it was last opened
            reads.record([], section="held")
        return view(request, link, held, **kwargs)

    return page


def _home(link: ExternalLink) -> str:
    return reverse("cellule:link_home", args=[link.pk])


@require_safe
@_of_its_row
def link_home(request: HttpRequest, link: ExternalLink, held: HeldReferral) -> HttpResponse:
    """Where it was left while it is written; where it stands once it is sent."""
    intake = LinkIntake(held)
    if not intake.is_writable:
        return _status(request, link, held)
    if not intake.danger:
        return render(request, "cellule/link_danger.html", _context(link, intake, form=DangerForm()))
    return redirect("cellule:link_step", link.pk, intake.first_unfinished().slug)


def _context(link: ExternalLink, intake: LinkIntake, **more) -> dict:
    return {"link": link, "held": intake.held, "intake": intake, "withdraw_form": WithdrawForm(), **more}


def _status(request: HttpRequest, link: ExternalLink, held: HeldReferral, status: int = 200, **wrong) -> HttpResponse:
    referral = held.referral
    progress = LinkProgress(bearer(link), referral) if referral else None
    if progress is not None:
        for section in ("state", "decision") if progress.decision else ("state",):
            reads.record([referral.case_id], section=section)
    asks = referral is not None and referral.state == ReferralState.INCOMPLETE
    context = {
        "link": link,
        "held": held,
        "referral": referral,
        "progress": progress,
        "asks": asks,
        "form": wrong.get("answer_form") or AnswerForm(),
        "can_withdraw": _can_withdraw(held),
        "withdraw_form": wrong.get("withdraw_form") or WithdrawForm(),
    }
    return render(request, "cellule/link_status.html", context, status=status)


def _can_withdraw(held: HeldReferral) -> bool:
    return held.state not in HELD_ENDS if held.referral is None else is_withdrawable(held.referral)


@require_POST
@_of_its_row
def link_danger(request: HttpRequest, link: ExternalLink, held: HeldReferral) -> HttpResponse:
    form = DangerForm(request.POST)
    if not form.is_valid():
        return render(request, "cellule/link_danger.html", _context(link, LinkIntake(held), form=form), status=422)
    with suppress(held_services.NotWritable):  # sent from another window: its page says where it stands
        held_services.keep_danger(held=held, danger=form.cleaned_data["danger"])
    return redirect(_home(link))


@require_form
@_of_its_row
def link_step(request: HttpRequest, link: ExternalLink, held: HeldReferral, step: str) -> HttpResponse:
    intake, current = LinkIntake(held), _step(step)
    if not intake.is_writable or not intake.danger:
        return redirect(_home(link))
    if request.method == "POST":
        return _sent(request, link, intake, current)
    form = intake.form(current, intake.data(current) or QueryDict()) if "verifier" in request.GET else None
    if form is None:
        form = intake.form(current)
        form.silence()
    return _show(request, link, intake, current, form)


def _step(slug: str) -> Step:
    if slug not in LINK_BY_SLUG:
        raise Http404
    return LINK_BY_SLUG[slug]


def _show(request: HttpRequest, link: ExternalLink, intake: LinkIntake, step: Step, form, status=200) -> HttpResponse:
    number = LINK_STEPS.index(step) + 1
    context = _context(link, intake, form=form, step=step, number=number, is_last=step is LINK_STEPS[-1])
    context["version"] = intake.version(step)
    return render(request, "cellule/link_step.html", context, status=status)


def _keep(request: HttpRequest, held: HeldReferral, step: Step) -> int:
    return held_services.keep_step(
        held=held,
        step=step.key,
        data={name: values for name, values in request.POST.lists() if name not in _OF_THE_PAGE},
        page=request.POST.get("page_key", ""),
        version=whole_number(request.POST.get("draft_version", "")),
    )


@require_POST
@_of_its_row
def link_keep(request: HttpRequest, link: ExternalLink, held: HeldReferral, step: str) -> HttpResponse:
    """Keep a step while it is typed; 409 when another window wrote it since, or sent it."""
    try:
        version = _keep(request, held, _step(step))
    except (drafts.StaleDraft, held_services.NotWritable):
        return JsonResponse({"error": _STALE}, status=409)
    return JsonResponse({"version": version})


def _sent(request: HttpRequest, link: ExternalLink, intake: LinkIntake, step: Step) -> HttpResponse:
    try:
        _keep(request, intake.held, step)
    except held_services.NotWritable:
        return redirect(_home(link))
    except drafts.StaleDraft:
        form = intake.form(step, request.POST)
        form.full_clean()
        form.add_error(None, _STALE)
        return _show(request, link, intake, step, form, status=409)
    action = request.POST.get("action", "next")
    if action in LINK_BY_SLUG:
        return redirect("cellule:link_step", link.pk, action)
    intake = LinkIntake(HeldReferral.objects.opened_by(link).select_related("dispositif", "organisation").get())
    form = intake.form(step, request.POST)
    if not form.is_valid():
        return _show(request, link, intake, step, form, status=422)
    if action == "send":
        return _submit(request, link, intake, step, form)
    return redirect("cellule:link_step", link.pk, intake.next_step(step).slug)


def _submit(request: HttpRequest, link: ExternalLink, intake: LinkIntake, step: Step, form) -> HttpResponse:
    """Once, whatever the number of clicks and of windows."""

    def act() -> str:
        link_deposits.send_deposit(held=intake.held, new=intake.whole(), by=bearer(link))
        return _home(link)

    try:
        return redirect(_once(request, link, act))
    except Unfinished as unfinished:
        return redirect(f"{reverse('cellule:link_step', args=[link.pk, unfinished.step.slug])}?verifier=1")
    except ForbiddenMove:
        return redirect(_home(link))
    except ValidationError as error:
        add_refusal(form, error)
        return _show(request, link, intake, step, form, status=422)


def _once(request: HttpRequest, link: ExternalLink, act: Callable[[], str]) -> str:
    form = request.resolver_match.view_name
    return submissions.once(by=bearer(link), form=form, key=submission_key(request), act=act)


@require_POST
@_of_its_row
def link_answer(request: HttpRequest, link: ExternalLink, held: HeldReferral) -> HttpResponse:
    """The complement that was asked, once it has its file."""
    form, referral = AnswerForm(request.POST), held.referral
    if referral is None or held.state != HeldState.RECEIVED or referral.state != ReferralState.INCOMPLETE:
        return redirect(_home(link))
    if not form.is_valid():
        return _status(request, link, held, 422, answer_form=form)

    def act() -> str:
        answer_complement(referral=referral, text=form.cleaned_data["text"], by=bearer(link))
        return _home(link)

    try:
        return redirect(_once(request, link, act))
    except ValidationError as error:
        add_refusal(form, error)
        return _status(request, link, held, 422, answer_form=form)


@require_POST
@_of_its_row
def link_withdraw(request: HttpRequest, link: ExternalLink, held: HeldReferral) -> HttpResponse:
    """The service gives up what it wrote, sent or taken in already; the page then says so, and why."""
    form = WithdrawForm(request.POST)
    if not _can_withdraw(held):
        return redirect(_home(link))
    if not form.is_valid():
        return _status(request, link, held, 422, withdraw_form=form)

    def act() -> str:
        link_deposits.withdraw_deposit(held=held, reason=form.cleaned_data["reason"], by=bearer(link))
        return _home(link)

    try:
        return redirect(_once(request, link, act))
    except ForbiddenMove:
        return redirect(_home(link))
    except ValidationError as error:
        add_refusal(form, error)
        return _status(request, link, held, 422, withdraw_form=form)
