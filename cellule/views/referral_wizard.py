"""« Orienter un ménage »: the first question alone, five steps in any order, one sending."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from cellule.commune_search import commune_label, communes_matching
from cellule.forms.referral_door import DangerForm
from cellule.forms.referral_tenant import CHOSEN, FIELD, TAKE_TENANT, answers_of
from cellule.intake import dispositifs_open_to
from cellule.permissions import can_refer
from cellule.services import referral_drafts, submit_referral
from cellule.services.alerts import attach_alert
from cellule.services.approvals import ask_for_approval, needs_approval
from cellule.summary import summary_of
from cellule.wizard import BY_SLUG, STEPS, Intake, Step, Unfinished, unsent
from households.tenant_picking import tenant_of
from veille.core import drafts
from veille.core.pages import whole_number
from veille.core.reads import confidential
from veille.core.sending import once, require_form, reread

# What the page adds to a step and nobody typed.
_OF_THE_PAGE = {"csrfmiddlewaretoken", "acting_organisation", "submission_key", "draft_version", "page_key", "action"}
# Without JavaScript, one more line of the household is asked from the server.
ADD_MEMBER = "add-member"
_MEMBERS_TOTAL = "members-TOTAL_FORMS"
STALE = (
    "Cette étape a été modifiée dans une autre fenêtre. Votre texte est ici : enregistrez de nouveau pour le garder."
)


def _check_may_refer(request: HttpRequest) -> None:
    if not can_refer(request.actor):
        raise PermissionDenied


def _of_a_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of her own draft; once it was sent all its pages lead to the tracker, any other draft is a missing one."""

    @wraps(view)
    def page(request: HttpRequest, draft: UUID, **kwargs) -> HttpResponse:
        _check_may_refer(request)
        try:
            return view(request, draft, **kwargs)
        except referral_drafts.NoDraft:
            sent_to = referral_drafts.sent_to(by=request.actor, draft_id=draft)
        if sent_to is None:
            raise Http404
        messages.info(request, "Cette orientation est déjà transmise.")
        return redirect(sent_to)

    return page


def _intake(request: HttpRequest, draft: UUID) -> Intake:
    """Her own draft, for the organisation she acts for; any other raises NoDraft."""
    return Intake.load(request.actor, draft)


def _step(slug: str) -> Step:
    try:
        return BY_SLUG[slug]
    except KeyError:
        raise Http404 from None


@require_form
@confidential
def referral_start(request: HttpRequest) -> HttpResponse:
    """The danger question, before anything that could name somebody."""
    _check_may_refer(request)
    form = DangerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        draft = referral_drafts.start(by=request.actor, danger=form.cleaned_data["danger"])
        return redirect("cellule:referral_step", draft, STEPS[0].slug)
    dispositifs = list(dispositifs_open_to(request.actor))
    context = {
        "form": form,
        "drafts": unsent(request.actor),
        "can_send": bool(dispositifs),
        "dispositifs": dispositifs,
        "draft": None,
    }
    return render(request, "cellule/referral_start.html", context, status=422 if form.is_bound else 200)


@require_form
@confidential
@_of_a_draft
def referral_danger(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Change the first answer."""
    intake = _intake(request, draft)
    form = DangerForm(request.POST if request.method == "POST" else None, initial={"danger": intake.danger})
    if form.is_valid():
        referral_drafts.start(by=request.actor, danger=form.cleaned_data["danger"], draft_id=draft)
        return redirect("cellule:referral_resume", draft)
    context = {"form": form, "drafts": [], "can_send": True, "dispositifs": [], "draft": draft}
    return render(request, "cellule/referral_start.html", context, status=422 if form.is_bound else 200)


@require_safe
@confidential
@_of_a_draft
def referral_resume(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Where it was left."""
    return redirect("cellule:referral_step", draft, _intake(request, draft).first_unfinished().slug)


@require_form
@confidential
@_of_a_draft
def referral_step(request: HttpRequest, draft: UUID, step: str) -> HttpResponse:
    if request.method == "POST":
        return _sent(request, draft, _step(step))
    intake, current = _intake(request, draft), _step(step)
    checked = "verifier" in request.GET
    return _show(request, intake, current, _form_to_show(intake, current, checked))


def _form_to_show(intake: Intake, step: Step, checked: bool):
    """What was typed; its errors are shown only when she has asked to send or to go on."""
    if checked:
        return intake.form(step, intake.data(step) or QueryDict())
    form = intake.form(step)
    form.silence()
    return form


def _show(request: HttpRequest, intake: Intake, step: Step, form, status: int = 200) -> HttpResponse:
    form.look_around()
    context = {
        "intake": intake,
        "step": step,
        "form": form,
        "number": STEPS.index(step) + 1,
        "version": intake.version(step),
        "is_last": step is STEPS[-1],
        "is_approved_first": needs_approval(request.actor),
        "summary": summary_of(intake) if step is STEPS[-1] else None,
    }
    return render(request, f"cellule/referral_step_{step.key}.html", context, status=status)


def _typed(request: HttpRequest) -> dict[str, list[str]]:
    typed = {name: values for name, values in request.POST.lists() if name not in _OF_THE_PAGE}
    if request.POST.get("action") == ADD_MEMBER:
        total = whole_number(request.POST.get(_MEMBERS_TOTAL, ""))
        typed[_MEMBERS_TOTAL] = [str((total or 0) + 1)]
    return typed


def _keep(request: HttpRequest, draft: UUID, step: Step) -> int:
    return referral_drafts.keep_step(
        by=request.actor,
        draft_id=draft,
        step=step.key,
        data=_typed(request),
        page=request.POST.get("page_key", ""),
        version=whole_number(request.POST.get("draft_version", "")),
    )


@require_POST
@confidential
def referral_keep(request: HttpRequest, draft: UUID, step: str) -> HttpResponse:
    """Keep a step while it is typed; 409 when another window of hers wrote it since."""
    _check_may_refer(request)
    try:
        version = _keep(request, draft, _step(step))
    except referral_drafts.NoDraft:
        raise Http404 from None
    except drafts.StaleDraft:
        return JsonResponse({"error": STALE}, status=409)
    return JsonResponse({"version": version})


def _sent(request: HttpRequest, draft: UUID, step: Step) -> HttpResponse:
    if request.POST.get("action") == "send":
        return _submit(request, draft, step)
    intake = _intake(request, draft)
    try:
        _keep(request, draft, step)
    except drafts.StaleDraft:
        return _stale(request, intake, step)
    return _go_on(request, draft, step)


def _stale(request: HttpRequest, intake: Intake, step: Step) -> HttpResponse:
    form = intake.form(step, request.POST)
    form.full_clean()
    form.add_error(None, STALE)
    return _show(request, intake, step, form, status=409)


def _go_on(request: HttpRequest, draft: UUID, step: Step) -> HttpResponse:
    """To the next step when this one is whole; an incomplete one is kept, and says what it lacks."""
    action = request.POST.get("action", "next")
    if action == "leave":
        return redirect("cellule:referral_mine")
    if action == TAKE_TENANT:
        _take_tenant(request, draft)
    if action in {"search", ADD_MEMBER, TAKE_TENANT}:
        return redirect("cellule:referral_step", draft, step.slug)
    if action in BY_SLUG:
        return redirect("cellule:referral_step", draft, action)
    intake = _intake(request, draft)
    form = intake.form(step, request.POST)
    if not form.is_valid():
        return _show(request, intake, step, form, status=422)
    reread(request, form)
    following = step if form.has_to_ask() else intake.next_step(step)
    return redirect("cellule:referral_step", draft, following.slug)


def _take_tenant(request: HttpRequest, draft: UUID) -> None:
    """Take up what the landlord's file says of the tenant she chose; what is typed already stands."""
    actor = request.actor
    tenancy = tenant_of(actor, request.POST.get(FIELD, ""))
    if tenancy is None:
        return
    former = tenant_of(actor, _intake(request, draft).tenancy)
    referral_drafts.prefill(
        by=actor,
        draft_id=draft,
        answers=answers_of(actor, tenancy),
        former=answers_of(actor, former) if former else None,
        chosen=CHOSEN,
    )


def _submit(request: HttpRequest, draft: UUID, step: Step) -> HttpResponse:
    """Send once, whatever the number of clicks; what is refused stays in the draft."""
    try:
        sent = once(request, lambda: _send(request, draft, step))
    except Unfinished as unfinished:
        _keep_unsent(request, draft, step)
        address = reverse("cellule:referral_step", args=[draft, unfinished.step.slug])
        return redirect(f"{address}?verifier=1")
    except drafts.StaleDraft:
        return _stale(request, _intake(request, draft), step)
    except ValidationError as error:
        _keep_unsent(request, draft, step)
        intake = _intake(request, draft)
        form = intake.form(step, request.POST)
        form.full_clean()
        form.add_error(None, error.messages)
        return _show(request, intake, step, form, status=422)
    return sent


def _keep_unsent(request: HttpRequest, draft: UUID, step: Step) -> None:
    """The refusal took the last step's answers back with it: keep them again."""
    _keep(request, draft, step)


def _send(request: HttpRequest, draft: UUID, step: Step) -> str:
    _keep(request, draft, step)
    intake = _intake(request, draft)
    target = _leave(request, intake)
    referral_drafts.mark_sent(by=request.actor, draft_id=draft, target=target)
    return target


def _leave(request: HttpRequest, intake: Intake) -> str:
    """To the instance, or first to those of her own organisation who approve."""
    actor, new = request.actor, intake.whole()
    if needs_approval(actor):
        held = ask_for_approval(by=actor, draft=intake.stored, new=new)
        messages.success(request, "Orientation envoyée pour validation dans votre organisme.")
        return reverse("cellule:approval_detail", args=[held.pk])
    referral = submit_referral(by=actor, new=new)
    if intake.stored.content.get("alert"):
        attach_alert(key=intake.stored.content["alert"], case=referral.case, by=actor)
    messages.success(request, "Orientation transmise.")
    return reverse("cellule:referral_detail", args=[referral.pk])


@require_form
@confidential
@_of_a_draft
def referral_discard(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Forget a draft for good, once she has said so on a page of its own."""
    intake = _intake(request, draft)
    if request.method != "POST":
        return render(request, "cellule/referral_discard.html", {"intake": intake})
    referral_drafts.discard(by=request.actor, draft_id=draft)
    return redirect("cellule:referral_mine")


@require_GET
def commune_search(request: HttpRequest) -> HttpResponse:
    """Suggestions for a few letters; communes are public, nothing is journalled."""
    _check_may_refer(request)
    found = communes_matching(request.GET.get("q", "")[:80])
    return JsonResponse([{"value": c.code, "text": commune_label(c)} for c in found], safe=False)
