"""The screen of the room: the sheet alone, what was decided, who is there; an end screen once the session is over."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cellule.choices import SessionState
from cellule.instance_rules import rules_of
from cellule.live import earlier_answers, timer_of
from cellule.models import AgendaItem, Session
from cellule.opinions import presence_at
from cellule.services.closing import standing_decisions
from cellule.views.naming import named_here
from cellule.views.polling import UNCHANGED, answer, is_up_to_date, seen_value, shows
from cellule.views.sessions import find_session
from veille.core import reads
from veille.core.reads import confidential

_ENDED = (SessionState.CLOSED, SessionState.CANCELLED)


@require_safe
@confidential
def session_projector(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page itself; it asks every second what to show."""
    session = find_session(request, pk, to_keep=True)
    context = {**_screen(request, session), **_around(session)}
    context["seen"] = seen_value(session, context["mark"])
    return render(request, "cellule/session_projector.html", context)


@require_safe
@confidential
def session_projector_fragment(request: HttpRequest, pk: UUID) -> HttpResponse:
    if is_up_to_date(request, Session.objects.kept_by(request.actor), pk):
        return HttpResponse(status=UNCHANGED)
    session = find_session(request, pk, to_keep=True)
    mark = _shown(request, session)[-1]
    if shows(request, mark):
        return answer(request, "cellule/_room.html", _around(session), session=session, mark=mark)
    context = {**_screen(request, session), **_around(session)}
    return answer(request, "cellule/_projector_now.html", context, session=session, mark=mark)


def _shown(request: HttpRequest, session: Session) -> tuple:
    """The item, the decision that stands on it, and the mark of both."""
    item = AgendaItem.objects.visible_to(request.actor).filter(pk=session.current_item_id).with_list_data().first()
    decision = standing_decisions(session).filter(agenda_item=item).first() if item else None
    return item, decision, f"{session.state}-{item.pk if item else ''}-{decision.pk if decision else ''}"


def _screen(request: HttpRequest, session: Session) -> dict:
    item, decision, mark = _shown(request, session)
    if item and item.case_id:
        reads.record([item.case_id], section="sheet")
    return {
        "session": session,
        "item": item,
        "decision": decision,
        "earlier": earlier_answers(item),
        "name": named_here(request, item),
        "mark": mark,
        "is_over": session.state in _ENDED,
        "is_hidden": item is None and session.current_item_id is not None,
    }


def _around(session: Session) -> dict:
    """Time and presence, which move without the sheet."""
    rules = rules_of(session.instance)
    timer = timer_of(session, session.current_item) if session.state == SessionState.OPEN else None
    return {"session": session, "timer": timer, "presence": presence_at(session, rules)}
