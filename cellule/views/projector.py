"""The screen of the room: the sheet alone, what was decided, who is there; an end screen once the session is over."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cellule.choices import AgendaState, SessionState
from cellule.instance_rules import rules_of
from cellule.live import earlier_answers, is_examining, timer_of
from cellule.models import AgendaItem, Session
from cellule.naming import names_for_room
from cellule.opinions import presence_at
from cellule.services.closing import standing_decisions
from cellule.views.polling import UNCHANGED, answer, is_up_to_date, seen_value, shows
from cellule.views.sessions import find_session
from partners.roles import Section
from veille.core import reads
from veille.core.reads import confidential

_ENDED = (SessionState.CLOSED, SessionState.CANCELLED)


@require_safe
@confidential
def session_projector(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page itself; it asks every second what to show."""
    session = find_session(request, pk, to_keep=True)
    context = {**_screen(request, session), **_around(session)}
    context["seen"] = seen_value(session.revision, context["mark"])
    return render(request, "cellule/session_projector.html", context)


@require_safe
@confidential
def session_projector_fragment(request: HttpRequest, pk: UUID) -> HttpResponse:
    if is_up_to_date(request, Session.objects.kept_by(request.actor), pk):
        return HttpResponse(status=UNCHANGED)
    session = find_session(request, pk, to_keep=True)
    mark = _shown(request, session)[-1]
    seen = seen_value(session.revision, mark)
    if shows(request, mark):
        return answer(request, "cellule/_room.html", _around(session), seen=seen)
    context = {**_screen(request, session), **_around(session)}
    return answer(request, "cellule/_projector_now.html", context, seen=seen)


def _shown(request: HttpRequest, session: Session) -> tuple:
    """The item, the decision that stands on it, the name the room may read, and the mark of the three."""
    items = AgendaItem.objects.visible_to(request.actor).exclude(state=AgendaState.HIDDEN)
    item = items.filter(pk=session.current_item_id).with_list_data().first()
    decision = standing_decisions(session).filter(agenda_item=item).first() if item else None
    name = names_for_room(session, [item.case_id], request.actor).get(item.case_id, "") if item and item.case_id else ""
    keys = (item.pk if item else "", decision.pk if decision else "", "named" if name else "")
    return item, decision, name, "-".join(map(str, (session.state, *keys)))


def _screen(request: HttpRequest, session: Session) -> dict:
    item, decision, name, mark = _shown(request, session)
    if item and item.case_id:
        for section in ("sheet", Section.IDENTITY) if name else ("sheet",):
            reads.record([item.case_id], section=section)
    return {
        "session": session,
        "item": item,
        "decision": decision,
        "earlier": earlier_answers(item),
        "name": name,
        "mark": mark,
        "is_over": session.state in _ENDED,
        "is_hidden": item is None and is_examining(session),
    }


def _around(session: Session) -> dict:
    """Time and presence, which move without the sheet."""
    examined = session.current_item if session.state == SessionState.OPEN else None
    presence = presence_at(session, rules_of(session.instance), examined)
    return {"session": session, "timer": timer_of(session, examined), "presence": presence}
