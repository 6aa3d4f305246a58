"""What moves on the page of the secretary while a situation is examined: opinions, advice, time, who has left."""

from uuid import UUID

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cellule.agenda import Part, agenda_parts
from cellule.choices import AgendaState
from cellule.instance_rules import rules_of
from cellule.live import timer_of, withdrawn_from
from cellule.live_permissions import can_lift_withdrawal, can_withdraw
from cellule.models import AgendaItem, Decision, Opinion, Session, SessionAdvice, Withdrawal
from cellule.opinions import presence_at, tally
from cellule.services.closing import standing_decisions
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
    seen, listed = seen_value(session.revision, mark), {"parts": bench_parts(request, session)}
    if shows(request, mark):
        return answer(request, "cellule/_bench_around.html", _around(request, session, found) | listed, seen=seen)
    context = bench_context(request, session, found) | listed
    return answer(request, "cellule/_bench_now.html", context | {"told": _told(session, found)}, seen=seen)


def bench_items(request: HttpRequest, session: Session) -> list[AgendaItem]:
    """The agenda as she keeps it, in the order of the meeting."""
    items = AgendaItem.objects.visible_to(request.actor).filter(session=session).exclude(state=AgendaState.HIDDEN)
    return list(items.with_list_data().select_related("case"))


def bench_parts(request: HttpRequest, session: Session) -> list[Part]:
    """The list on the left: what each item came to, whoever recorded it."""
    decisions = {decision.agenda_item_id: decision for decision in standing_decisions(session)}
    return agenda_parts(bench_items(request, session), decisions)


def _told(session: Session, item: AgendaItem) -> Decision | None:
    """The decision that somebody else recorded while the form of this page was open."""
    return standing_decisions(session).filter(agenda_item=item).select_related("recorded_by").first()


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
        "seen": seen_value(session.revision, _mark(request, item)),
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
        "presence": presence_at(session, rules_of(session.instance), item),
        "withdrawn": withdrawn_from(item),
        "withdrawals": Withdrawal.objects.visible_to(request.actor).standing().filter(item=item),
        "can_lift": can_lift_withdrawal(request.actor, session),
        "can_withdraw": can_withdraw(request.actor, item),
    }
