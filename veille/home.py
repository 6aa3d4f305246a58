"""À faire: what awaits the person who signs in, gathered from each package."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accompaniment.visit_calendar import visits_today
from cellule.agenda import situations_of
from cellule.choices import SessionState
from cellule.models import Session
from households.set_aside import desk_of
from veille.core import clock
from veille.core import todo as work
from veille.core.actor import Actor
from veille.core.reads import confidential
from veille.navigation import starting_point

_TO_COME = (SessionState.PLANNED, SessionState.CONVENED, SessionState.OPEN)
_SHOWN_SESSIONS = 3


@require_safe
@confidential
def todo(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request.actor)
    context = {
        "desk": desk,
        "groups": work.grouped(desk.items),
        "total": len(desk.items),
        "start": starting_point(request.actor),
        "sessions": _next_sessions(request.actor),
        "visits": visits_today(request.actor),
    }
    return render(request, "home.html", context)


def _next_sessions(actor: Actor) -> list[tuple[Session, int]]:
    """The sessions to come that she keeps or sits at, with the situations she may see there."""
    sessions = Session.objects.visible_to(actor).filter(held_on__gte=clock.today(), state__in=_TO_COME)
    shown = list(sessions.select_related("instance__territory").order_by("held_on", "pk")[:_SHOWN_SESSIONS])
    counts = situations_of(shown, actor)
    return [(session, counts.get(session.pk, 0)) for session in shown]
