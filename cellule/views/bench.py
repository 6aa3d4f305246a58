"""What moves on the page of the secretary while a situation is examined: opinions, advice, time, who has left."""

from uuid import UUID

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cellule.instance_rules import rules_of
from cellule.live import timer_of, withdrawn_from
from cellule.live_permissions import can_lift_withdrawal, can_withdraw
from cellule.models import AgendaItem, Opinion, Session, SessionAdvice, Withdrawal
from cellule.opinions import presence_at, tally
from cellule.views.agenda import find_item
from cellule.views.polling import UNCHANGED, answer, is_up_to_date, seen_value, shows
from cellule.views.sessions import find_session
from partners.configuration import Opinions
from veille.core import reads
from veille.core.reads import confidential


@require_safe
@confidential
def bench_now(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Asked every second by the page of an item."""
    if is_up_to_date(request, Session.objects.kept_by(request.actor), pk):
        return HttpResponse(status=UNCHANGED)
    session = find_session(request, pk, to_keep=True)
    found = find_item(request, session, item)
    mark = _mark(request, found)
    if shows(request, mark):
        return answer(request, "cellule/_bench_room.html", _around(request, session, found), session=session, mark=mark)
    context = bench_context(request, session, found)
    return answer(request, "cellule/_bench_now.html", context, session=session, mark=mark)


def bench_context(request: HttpRequest, session: Session, item: AgendaItem) -> dict:
    """For the page of an item and for its fragment alike."""
    opinions = Opinion.objects.visible_to(request.actor).filter(item=item)
    rules = rules_of(session.instance)
    if item.case_id:
        reads.record([item.case_id], section="sheet")
    return {
        **_around(request, session, item),
        "rules": rules,
        "tally": tally(opinions) if item.case_id and rules.opinions != Opinions.NONE else [],
        "advice": SessionAdvice.objects.visible_to(request.actor).filter(item=item),
        "seen": seen_value(session, _mark(request, item)),
    }


def _mark(request: HttpRequest, item: AgendaItem) -> str:
    """What was said around the item, and whether it is decided."""
    said = [
        rows.objects.visible_to(request.actor).filter(item=item).order_by().aggregate(last=Max("given_at"))["last"]
        for rows in (Opinion, SessionAdvice)
    ]
    counts = [rows.objects.visible_to(request.actor).filter(item=item).count() for rows in (Opinion, SessionAdvice)]
    times = [f"{at.timestamp():.6f}" if at else "" for at in said]
    return "-".join([item.state, *times, *map(str, counts)])


def _around(request: HttpRequest, session: Session, item: AgendaItem) -> dict:
    return {
        "session": session,
        "item": item,
        "timer": timer_of(session, item),
        "presence": presence_at(session, rules_of(session.instance)),
        "withdrawn": withdrawn_from(item),
        "withdrawals": Withdrawal.objects.visible_to(request.actor).standing().filter(item=item),
        "can_lift": can_lift_withdrawal(request.actor, session),
        "can_withdraw": can_withdraw(request.actor, item),
    }
