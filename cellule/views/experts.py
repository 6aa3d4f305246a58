"""Ask the experts, follow a request, answer it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accompaniment.views.typed import find_draft
from cellule.expert_lists import is_late, seen_by, state_chip
from cellule.expertise import Sides, can_answer, can_ask, works_with_experts
from cellule.expertise_querysets import dispositifs_asked_in
from cellule.forms.experts import AskForm, MessageForm, RequestFilter
from cellule.models import ExpertMessage, ExpertRequest
from cellule.services.experts import ask_experts
from cellule.views.identifying import Warned
from households.models import Case
from veille.core import drafts, reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show

DRAFT = "expert_request"
SECTION = "expertise"


@require_safe
@confidential
def expert_list(request: HttpRequest) -> HttpResponse:
    """Asked by her organisation or addressed to her; running ones first."""
    if not works_with_experts(request.actor):
        raise PermissionDenied
    form = RequestFilter(request.GET)
    chosen = form.values()
    page = page_of(seen_by(request.actor, chosen), request)
    for row in page:
        row.chip, row.is_late = state_chip(row), is_late(row)
    record(page, kind=AccessKind.LIST)
    context = {
        "page": page,
        "total": page.paginator.in_words("demande"),
        "form": form,
        "is_filtered": any(chosen.values()),
        "can_ask": can_ask(request.actor),
        "can_answer": can_answer(request.actor),
    }
    return render(request, "cellule/expert_list.html", context)


def record(rows, *, kind: str = AccessKind.PAGE) -> None:
    """Journal the files behind these requests, when there are some."""
    cases = [row.case_id for row in rows if row.case_id]
    if cases:
        reads.record(cases, section=SECTION, kind=kind)


@require_form
@confidential
def expert_ask(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """A question about no file, or about one she sees and that the experts will never be shown."""
    case = _case(request, pk) if pk else None
    dispositifs = dispositifs_asked_in(request.actor)
    if case:
        dispositifs = dispositifs.filter(pk=case.rules.dispositif_id)
    if not can_ask(request.actor) or not dispositifs.exists():
        raise PermissionDenied
    form, draft = _ask_form(request, case, dispositifs)
    warned = Warned(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and (sent := send(request, form, warned.guard(_asking(request, case, form))))
    ):
        return sent
    context = {"case": case, "draft": draft, "draft_name": DRAFT, "warned": warned}
    return show(request, "cellule/expert_ask.html", context, form=form)


def _case(request: HttpRequest, pk: UUID) -> Case:
    case = get_object_or_404(Case.objects.visible_to(request.actor).select_related("rules__dispositif"), pk=pk)
    reads.record([case.pk], section="state")
    return case


def _ask_form(request: HttpRequest, case: Case | None, dispositifs):
    """Refused, the page goes on from the draft as it stands: what is typed next is kept over it."""
    draft, kept = find_draft(request.actor, DRAFT, case.pk if case else None, AskForm)
    if request.method == "POST":
        return AskForm(request.POST, dispositifs=dispositifs), draft
    return AskForm(initial=kept, dispositifs=dispositifs), draft


def _asking(request: HttpRequest, case: Case | None, form: AskForm):
    def act(confirmed: bool) -> str:
        asked = ask_experts(case=case, by=request.actor, confirmed=confirmed, **form.cleaned_data)
        drafts.discard(by=request.actor, form=DRAFT, object_id=case.pk if case else None)
        messages.success(request, "Votre demande est envoyée à l’expertise.")
        return reverse("cellule:expert_detail", args=[asked.pk])

    return act


def find_request(request: HttpRequest, pk: UUID) -> tuple[ExpertRequest, Sides]:
    """A request she sees, its file journalled."""
    rows = ExpertRequest.objects.visible_to(request.actor).with_list_data()
    found = get_object_or_404(rows.select_related("taken_organisation", "case"), pk=pk)
    record([found])
    return found, Sides(request.actor, found)


@require_safe
@confidential
def expert_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, sides = find_request(request, pk)
    return detail(request, found, sides)


def detail(
    request: HttpRequest, found: ExpertRequest, sides: Sides, *, message_form: MessageForm | None = None
) -> HttpResponse:
    """The page of a request; 422 with the message that must be corrected."""
    exchange = ExpertMessage.objects.visible_to(request.actor).filter(request=found)
    context = {
        "asked": found,
        "sides": sides,
        "chip": state_chip(found),
        "is_late": is_late(found),
        "steps": _steps(found),
        "exchange": exchange.select_related("author", "organisation").order_by("said_on", "written_at", "id"),
        "own_case": _own_case(request, found, sides),
    }
    return show(request, "cellule/expert_detail.html", context, form=message_form or MessageForm())


def _own_case(request: HttpRequest, found: ExpertRequest, sides: Sides) -> Case | None:
    """The file it is about: on the side that asked, and nowhere else."""
    if not sides.asks or not found.case_id:
        return None
    return Case.objects.visible_to(request.actor).filter(pk=found.case_id).first()


def _steps(found: ExpertRequest) -> list[dict]:
    """The way of a request, each step with its day."""
    passed = [
        ("Sollicitation", found.asked_on),
        ("Analyse", found.analysed_on),
        ("Préconisation", found.advised_on),
        ("Appui sur le terrain", found.supported_on),
        ("Retirée" if found.state == "withdrawn" else "Clôture", found.ended_on),
    ]
    steps = [{"label": label, "date": day, "state": "done" if day else "todo", "detail": ""} for label, day in passed]
    if not found.ended_on:
        last = max(index for index, step in enumerate(steps) if step["date"])
        steps[last]["state"] = "current"
    return steps
