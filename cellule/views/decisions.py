"""In session: one situation after another, its decision, and the closing that sends the answers."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule.agenda import agenda_parts
from cellule.choices import ADMITTING, AgendaKind, SessionState
from cellule.documents import record_lines, record_pdf
from cellule.forms.decisions import FORM, DecisionForm, initial_of
from cellule.models import AgendaItem, Candidature, Decision, Session
from cellule.permissions import can_read_record, can_record_decision
from cellule.services.closing import close_session, closing_preview, standing_decisions
from cellule.services.decisions import (
    AlreadyDecided,
    correct_decision,
    decision_label,
    note_practice_exchange,
    offered_codes,
    record_decision,
)
from cellule.services.sessions import next_item, show_item
from cellule.views.agenda import find_item
from cellule.views.bench import bench_context, bench_items
from cellule.views.naming import named_here
from cellule.views.sessions import find_session
from partners.roles import Section
from veille.core import drafts, reads
from veille.core.models import AccessKind, Draft
from veille.core.pdf import pdf_response
from veille.core.reads import confidential
from veille.core.sending import INVALID, add_refusal, once, require_form, send, show


@require_form
@confidential
def session_at(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """The secretary's page on one item: list, sheet, decision."""
    session = find_session(request, pk, to_keep=True)
    found = find_item(request, session, item)
    if found.kind == AgendaKind.RATIFICATION:
        return redirect("cellule:item_noting", pk=session.pk, item=found.pk)
    if request.method == "POST":
        if not can_record_decision(request.actor, found):
            raise PermissionDenied
        return _record(request, session, found)
    draft = drafts.find(by=request.actor, form=FORM, object_id=found.pk)
    return _bench(request, session, found, _form_of(found, draft), draft=draft)


def _form_of(item: AgendaItem, draft: Draft | None) -> DecisionForm | None:
    """The form of an item, with what she was typing when she left; a subject of practice has none."""
    if item.case_id is None:
        return None
    typed = drafts.open_draft(draft) if draft else {}
    several = DecisionForm.MULTIPLE
    initial = {n: values if n in several else values[-1] for n, values in typed.items() if values and values[-1]}
    return DecisionForm(item=item, initial=initial)


def _record(request: HttpRequest, session: Session, item: AgendaItem) -> HttpResponse:
    form = DecisionForm(request.POST, item=item) if item.case_id else None
    if form and not form.is_valid():
        return _bench(request, session, item, form, status=INVALID)

    def act() -> str:
        if form:
            record_decision(item=item, by=request.actor, **form.decided)
        else:
            note_practice_exchange(item=item, by=request.actor)
        drafts.discard(by=request.actor, form=FORM, object_id=item.pk)
        return reverse("cellule:session_at", args=[session.pk, item.pk])

    try:
        return once(request, act)
    except AlreadyDecided as faster:
        return _bench(request, session, item, form, status=409, refusal=faster.messages[0])
    except ValidationError as error:
        if form is None:
            return _bench(request, session, item, form, status=409, refusal=error.messages[0])
        add_refusal(form, error)
        return _bench(request, session, item, form, status=INVALID)


def _bench(request, session, item, form, *, draft=None, status: int = 200, refusal: str = "") -> HttpResponse:
    items = bench_items(request, session)
    standing = standing_decisions(session).prefetch_related(None)
    told = standing.prefetch_related("conditions__organisation", _landlords(request))
    decisions = {decision.agenda_item_id: decision for decision in told}
    if item.case_id:
        for section in ("sheet", Section.DECISION_RESERVED):
            reads.record([item.case_id], section=section)
    context = {
        "session": session,
        "item": item,
        "form": form,
        "parts": agenda_parts(items, decisions),
        "decision": decisions.get(item.pk),
        "earlier": _earlier(request, item),
        "next": next_item(items, item),
        "is_open": session.state == SessionState.OPEN,
        "is_shown": session.current_item_id == item.pk,
        "refusal": refusal,
        "draft": draft,
        "name": named_here(request, item),
        **bench_context(request, session, item),
    }
    return render(request, "cellule/session_bench.html", context, status=status)


def _earlier(request: HttpRequest, item: AgendaItem):
    """What the instance decided on this case before, corrections included."""
    if item.case_id is None:
        return ()
    decisions = Decision.objects.recordable_by(request.actor).filter(case=item.case_id)
    decisions = decisions.exclude(agenda_item=item, corrected_by=None).select_related(
        "case__rules", "operator", "agenda_item__session"
    )
    return decisions.prefetch_related("conditions__organisation", _landlords(request))


def _landlords(request: HttpRequest) -> Prefetch:
    """Those asked that she may know: none, once a search led to a dwelling kept secret."""
    return Prefetch("candidatures", Candidature.objects.visible_to(request.actor).select_related("landlord"))


@require_POST
@confidential
def session_show(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Send an item to the screen and open it."""
    session = find_session(request, pk, to_keep=True)
    found = find_item(request, session, item)
    try:
        show_item(session=session, item=found, by=request.actor)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("cellule:session_at", pk=session.pk, item=found.pk)


@require_form
@confidential
def decision_correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    decisions = Decision.objects.recordable_by(request.actor).exclude(case__exclusions__user=request.actor.user_id)
    decision = get_object_or_404(
        decisions.select_related("agenda_item__session__instance", "case__rules", "operator"), pk=pk
    )
    item = decision.agenda_item
    if not can_record_decision(request.actor, item):
        raise PermissionDenied
    codes = [*offered_codes(item), decision.code]
    codes = [code for code in codes if decision.code not in ADMITTING or code in ADMITTING]
    form = DecisionForm(request.POST or None, item=item, codes=codes, initial=initial_of(decision))
    reads.record([decision.case_id], section="decision")

    def act() -> str:
        correct_decision(decision=decision, by=request.actor, **form.decided)
        return reverse("cellule:session_at", args=[item.session_id, item.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    context = {"decision": decision, "label": decision_label(decision), "item": item}
    return show(request, "cellule/decision_correct.html", context, form=form)


@require_form
@confidential
def session_closing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What will be sent to whom, then the act."""
    session = find_session(request, pk, to_keep=True)
    if request.method == "POST":
        try:
            close_session(session=session, by=request.actor)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, "La séance est close : les réponses et les tâches sont parties.")
        return redirect("cellule:session_detail", pk=session.pk)
    if session.state != SessionState.OPEN:
        messages.info(request, "Seule une séance en cours peut être close.")
        return redirect("cellule:session_detail", pk=session.pk)
    visible = set(AgendaItem.objects.visible_to(request.actor).filter(session=session).values_list("pk", flat=True))
    sendings = [sending for sending in closing_preview(session) if sending.item.pk in visible]
    reads.record([sending.item.case_id for sending in sendings if sending.item.case_id], section=Section.DECISION)
    return render(request, "cellule/session_closing.html", {"session": session, "sendings": sendings})


@require_safe
@confidential
def session_record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The relevé de décisions: asked right again at each download."""
    session = find_session(request, pk)
    if not can_read_record(request.actor, session):
        raise PermissionDenied
    lines = record_lines(session, request.actor)
    reads.record([line.case_id for line in lines], section="decision", kind=AccessKind.EXPORT)
    return pdf_response(record_pdf(session, lines), "releve-de-decisions.pdf")
