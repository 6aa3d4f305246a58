"""What somebody who sits does from her own device: the sheet of a situation, her opinion, the advice of an expert."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule.choices import AgendaState
from cellule.forms.live import OpinionForm, SessionAdviceForm
from cellule.instance_rules import rules_of
from cellule.live_permissions import can_advise_on, can_withdraw, may_advise, may_give_opinion, sits_at
from cellule.models import AgendaItem, Opinion, PresentationSheet, SessionAdvice
from cellule.opinions import takes_opinions
from cellule.room import room_of
from cellule.services.live import ADVICE, OPINION, give_advice, give_opinion
from cellule.views.identifying import Warned
from cellule.views.naming import named_here
from cellule.views.polling import UNCHANGED, answer, has_seen, shows
from cellule.views.room import around, item_shown, room_now
from cellule.views.sessions import find_session
from partners.competences import competences_of
from partners.object_rights import may
from veille.core import drafts, reads
from veille.core.reads import confidential
from veille.core.sending import INVALID, send


def find_seat_item(request: HttpRequest, pk: UUID, item: UUID) -> AgendaItem:
    """An item of the agenda she reads from her seat, with its sheet; 403 for who keeps the session without sitting."""
    session = find_session(request, pk)
    items = AgendaItem.objects.visible_to(request.actor).filter(session=session).exclude(state=AgendaState.HIDDEN)
    found = get_object_or_404(items.select_related("session__instance__dispositif", "case", "sheet"), pk=item)
    if not sits_at(request.actor, session):
        raise PermissionDenied
    if found.case_id:
        get_object_or_404(PresentationSheet.objects.visible_to(request.actor), pk=found.sheet_id)
    elif not may(request.actor, "session_agenda", "R"):
        raise Http404
    return found


@require_safe
@confidential
def seat_item(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    return _page(request, find_seat_item(request, pk, item))


def _page(request: HttpRequest, item: AgendaItem, *, status: int = 200, opinion=None, advice=None, parts=()):
    actor, session = request.actor, item.session
    if item.case_id:
        reads.record([item.case_id], section="sheet")
    rules = rules_of(session.instance)
    given = Opinion.objects.visible_to(actor).filter(item=item, organisation=actor.organisation_id).first()
    asks = takes_opinions(session, item, rules) and may_give_opinion(actor, session)
    advises = can_advise_on(actor, item)
    drafted = {name: drafts.find(by=actor, form=name, object_id=item.pk) for name in (OPINION, ADVICE)}
    context = {
        **room_now(request, session),
        "item": item,
        "rules": rules,
        "given": given,
        "opinion_form": (opinion or _opinion_form(given, drafted[OPINION])) if asks else None,
        "advice_form": (advice or _advice_form(request, drafted[ADVICE])) if advises else None,
        "advice": SessionAdvice.objects.visible_to(actor).filter(item=item),
        "drafts": drafted,
        "parts": parts,
        "can_withdraw": can_withdraw(actor, item),
        "name": named_here(request, item),
    }
    return render(request, "cellule/seat_item.html", context, status=status)


def _typed(draft) -> dict:
    """What she was typing when she left."""
    typed = drafts.open_draft(draft) if draft else {}
    return {name: values[-1] for name, values in typed.items() if values and values[-1]}


def _opinion_form(given: Opinion | None, draft) -> OpinionForm:
    before = {"value": given.value, "line": given.line} if given else {}
    return OpinionForm(initial=before | _typed(draft))


def _advice_form(request: HttpRequest, draft) -> SessionAdviceForm:
    return SessionAdviceForm(initial=_typed(draft), competences=competences_of(request.actor))


@require_POST
@confidential
def opinion_give(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    found, form = find_seat_item(request, pk, item), OpinionForm(request.POST)
    if not may_give_opinion(request.actor, found.session):
        raise PermissionDenied

    def act() -> str:
        give_opinion(item=found, by=request.actor, **form.cleaned_data)
        return reverse("cellule:seat_item", args=[pk, item])

    if form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "Votre avis est enregistré ; vous pouvez le changer jusqu’à la décision.")
        return sent
    return _page(request, found, opinion=form, status=INVALID)


@require_POST
@confidential
def advice_give(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    found = find_seat_item(request, pk, item)
    if not may_advise(request.actor, found.session):
        raise PermissionDenied
    form, warned = SessionAdviceForm(request.POST, competences=competences_of(request.actor)), Warned(request)

    def act(confirmed: bool) -> str:
        give_advice(item=found, by=request.actor, confirmed=confirmed, **form.cleaned_data)
        return reverse("cellule:seat_item", args=[pk, item])

    if form.is_valid() and (sent := send(request, form, warned.guard(act))):
        messages.success(request, "Votre éclairage est joint à la situation.")
        return sent
    return _page(request, found, advice=form, parts=warned.parts, status=INVALID)


@require_safe
@confidential
def seat_now(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the room is: asked every second by the pages of the seats."""
    room = room_of(request.actor, pk)
    if room and has_seen(request, room.seen):
        return HttpResponse(status=UNCHANGED)
    session = find_session(request, pk)
    if room is None or not sits_at(request.actor, session):
        raise PermissionDenied
    if shows(request, room.mark):
        return answer(request, "cellule/_room.html", around(session, item_shown(request, room)), seen=room.seen)
    return answer(request, "cellule/_seat_now.html", room_now(request, session, room), seen=room.seen)
