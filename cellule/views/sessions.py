"""Sessions: the calendar, preparing one, holding it, the screen of the room."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule.agenda import agenda_parts, follow_up_candidates, ready_referrals, situations_of
from cellule.choices import AgendaState, SessionState
from cellule.documents import record_lines
from cellule.forms.sessions import AttendanceForm, SessionForm, SubjectForm
from cellule.models import AgendaItem, Session
from cellule.permissions import can_read_record, keeps_session
from cellule.querysets import instances_kept_by
from cellule.services.closing import standing_decisions
from cellule.services.sessions import (
    UNDER_WAY,
    convene_session,
    open_session,
    plan_session,
    record_attendance,
)
from households.models import Case
from partners.object_rights import may
from partners.partnerships import partners_of
from veille.core import reads
from veille.core.actor import Actor
from veille.core.models import AccessKind
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
    items = AgendaItem.objects.visible_to(request.actor).filter(session=session).with_list_data()
    items = list(items.select_related("case__territory", "referral__presenter"))
    reads.record([item.case_id for item in items if item.case_id], section="agenda", kind=AccessKind.LIST)
    if keeps_session(request.actor, session):
        context = _preparation(request, session, items)
        return render(request, "cellule/session_prepare.html", context)
    return render(request, "cellule/session_member.html", _membership(request, session, items))


def _preparation(request: HttpRequest, session: Session, items: list[AgendaItem]) -> dict:
    return {
        "session": session,
        "parts": agenda_parts(items, decisions={d.agenda_item_id: d for d in standing_decisions(session)}),
        "minutes": sum(item.minutes for item in items if item.state != AgendaState.HIDDEN),
        "ready": ready_referrals(session, request.actor),
        "follow_ups": follow_up_candidates(session, request.actor),
        "subject_form": SubjectForm(),
        "attendances": session.attendances.filter(is_present=True).select_related("organisation"),
        "is_under_way": session.state in UNDER_WAY,
    }


def _membership(request: HttpRequest, session: Session, items: list[AgendaItem]) -> dict:
    """A member reads frozen sheets, the subjects of practice if the agenda is open to her role.

    On her own screen only, she recognises the files that her organisation already has.
    """
    reads_agenda = may(request.actor, "session_agenda", "R")
    shown = [item for item in items if item.state != AgendaState.HIDDEN]
    shown = [item for item in shown if (item.sheet if item.case_id else reads_agenda)]
    opens_record = can_read_record(request.actor, session)
    known = Case.objects.visible_to(request.actor).filter(pk__in=[item.case_id for item in shown if item.case_id])
    return {
        "session": session,
        "parts": agenda_parts(shown, decisions={}),
        "record_lines": record_lines(session, request.actor) if opens_record else [],
        "opens_record": opens_record,
        "known": set(known.order_by("pk").values_list("pk", flat=True)),
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
def session_convene(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _act(request, pk, convene_session, "La convocation est envoyée aux membres de l’instance.")


@require_POST
@confidential
def session_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    response = _act(request, pk, open_session, "La séance est ouverte.")
    session = find_session(request, pk, to_keep=True)
    if session.state == SessionState.OPEN and session.current_item_id:
        return redirect("cellule:session_at", pk=session.pk, item=session.current_item_id)
    return response


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


@require_safe
@confidential
def session_projector(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page of the room: the sheet alone. It asks every two seconds what to show."""
    session = find_session(request, pk, to_keep=True)
    return render(request, "cellule/session_projector.html", {"session": session, **_screen(request, session)})


@require_safe
@confidential
def session_projector_fragment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """204 while nothing has changed: the journal is not filled by a page that waits."""
    session = find_session(request, pk, to_keep=True)
    screen = _screen(request, session, known=request.GET.get("vu", ""))
    if screen is None:
        return HttpResponse(status=204)
    return render(request, "cellule/_projector_sheet.html", {"session": session, **screen})


def _screen(request: HttpRequest, session: Session, known: str | None = None) -> dict | None:
    """What the screen shows; None when it is what it shows already."""
    item = AgendaItem.objects.visible_to(request.actor).filter(pk=session.current_item_id).with_list_data().first()
    decision = standing_decisions(session).filter(agenda_item=item).first() if item else None
    token = f"{session.state}-{item.pk if item else ''}-{decision.pk if decision else ''}"
    if known == token:
        return None
    if item and item.case_id:
        reads.record([item.case_id], section="sheet")
    return {"item": item, "decision": decision, "token": token}
