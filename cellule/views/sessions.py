"""Sessions: the calendar, preparing one, holding it, the screen of the room."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule.agenda import agenda_parts, situations_of
from cellule.choices import AgendaState, SessionState, SheetState
from cellule.documents import record_lines
from cellule.forms.sessions import AttendanceForm, SessionForm
from cellule.live import operators_at_work
from cellule.models import AgendaItem, PresentationSheet, Session, SessionDocument
from cellule.naming import names_told, own_names
from cellule.outside_permissions import takes_part_outside
from cellule.permissions import can_read_record, keeps_session
from cellule.querysets import instances_kept_by
from cellule.reading_windows import last_day_of_reading
from cellule.services.outside import bring_pending
from cellule.services.sessions import (
    UNDER_WAY,
    open_session,
    plan_session,
    record_attendance,
)
from cellule.views.preparation import items_of, preparation
from cellule.views.room import room_now
from partners.object_rights import may
from partners.partnerships import partners_of
from veille.core.actor import Actor
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show


def find_session(request: HttpRequest, pk: UUID, *, to_keep: bool = False) -> Session:
    """A session she sees; 403 when the page is for who keeps it."""
    sessions = Session.objects.visible_to(request.actor).select_related("instance__dispositif", "current_item")
    session = get_object_or_404(sessions, pk=pk)
    if to_keep and not keeps_session(request.actor, session):
        raise PermissionDenied
    return session


@require_safe
@confidential
def session_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    sessions = Session.objects.visible_to(actor).with_list_data()
    upcoming = sessions.filter(state__in=UNDER_WAY).order_by("held_on", "id")
    past = sessions.exclude(state__in=UNDER_WAY)
    page = page_of(past, request)
    kept = list(instances_kept_by(actor).order_by("label", "id"))
    context = {
        "upcoming": _with_items(actor, upcoming),
        "past": _with_items(actor, page.object_list),
        "page": page,
        "kept": kept,
        "takes_part": takes_part_outside(actor),
        "can_plan": may(actor, "session_agenda", "W") and bool(kept),
    }
    return render(request, "cellule/session_list.html", context)


def _with_items(actor: Actor, sessions) -> list[tuple[Session, int]]:
    """Each session with how many situations of it she may see."""
    counts = situations_of(sessions, actor)
    return [(session, counts.get(session.pk, 0)) for session in sessions]


@require_form
@confidential
def session_plan(request: HttpRequest) -> HttpResponse:
    if not may(request.actor, "session_agenda", "W"):
        raise PermissionDenied
    form = SessionForm(request.POST or None, actor=request.actor)

    def act() -> str:
        return reverse("cellule:session_detail", args=[plan_session(by=request.actor, **form.cleaned_data).pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    return show(request, "cellule/session_form.html", {}, form=form)


@require_safe
@confidential
def session_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = find_session(request, pk)
    items = items_of(request, session)
    if keeps_session(request.actor, session):
        return render(request, "cellule/session_prepare.html", preparation(request, session, items))
    return render(request, "cellule/session_member.html", _membership(request, session, items))


def _membership(request: HttpRequest, session: Session, items: list[AgendaItem]) -> dict:
    """A member reads frozen sheets, the subjects of practice if the agenda is open to her role.

    On her own screen only, she recognises the files that her organisation already has.
    """
    actor = request.actor
    reads_agenda = may(actor, "session_agenda", "R")
    shown = [item for item in items if item.state != AgendaState.HIDDEN]
    shown = [item for item in shown if (item.sheet if item.case_id else reads_agenda)]
    opens_record = can_read_record(actor, session)
    cases = [item.case_id for item in shown if item.case_id]
    readable = PresentationSheet.objects.visible_to(actor).filter(session=session, state=SheetState.FROZEN)
    return {
        "session": session,
        "parts": agenda_parts(shown, decisions={}),
        "record_lines": record_lines(session, actor) if opens_record else [],
        "opens_record": opens_record,
        "known": own_names(cases, actor),
        "named": names_told(session, cases, actor),
        "readable": set(readable.order_by("pk").values_list("pk", flat=True)),
        "documents": SessionDocument.objects.visible_to(actor).filter(session=session).defer("content"),
        "may_print": may(actor, "session_bundle", "R"),
        "last_day": last_day_of_reading(session),
        "operators": operators_at_work(shown),
        "can_withdraw": session.state in (SessionState.CONVENED, SessionState.OPEN),
        "room": room_now(request, session),
    }


def _act(request: HttpRequest, pk: UUID, act, sentence: str) -> HttpResponse:
    """One act of the secretary on a session, then back to its page."""
    session = find_session(request, pk, to_keep=True)
    try:
        act(session=session, by=request.actor)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, sentence)
    return redirect("cellule:session_detail", pk=session.pk)


@require_POST
@confidential
def session_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    response = _act(request, pk, _open, "La séance est ouverte.")
    session = find_session(request, pk, to_keep=True)
    if session.state == SessionState.OPEN and session.current_item_id:
        return redirect("cellule:session_at", pk=session.pk, item=session.current_item_id)
    return response


def _open(*, session: Session, by: Actor) -> None:
    """What was decided without the session is on its agenda when it begins."""
    bring_pending(session=session, by=by)
    open_session(session=session, by=by)


@require_form
@confidential
def session_attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = find_session(request, pk, to_keep=True)
    organisations = partners_of(session.instance.dispositif_id)
    form = AttendanceForm(request.POST or None, session=session, organisations=organisations)

    def act() -> str:
        record_attendance(session=session, present=form.present, by=request.actor)
        return reverse("cellule:session_detail", args=[session.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "Les présences sont notées.")
        return sent
    return show(request, "cellule/session_attendance.html", {"session": session}, form=form)
