"""The sessions of a collective action: planned, noted, who was there in one tap, the sheet to sign in on paper."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accompaniment.collective.attendance import Listed, counted, listed_at, one_of, sheet_of
from accompaniment.collective.choices import CollectiveSessionState, CollectiveState
from accompaniment.collective.lists import place_words, session_chip
from accompaniment.collective.querysets import keeps_lists
from accompaniment.collective.rights import can_keep, counts_whole
from accompaniment.forms.collective import HeadcountForm, SessionForm
from accompaniment.models import CollectiveAnimator, CollectiveSession
from accompaniment.services import collective_people as people
from accompaniment.services import collective_sessions as services
from accompaniment.views.collective import address_of, kept
from accompaniment.views.collective_forms import Writing, acted, answer, require
from veille.core import clock, reads
from veille.core.formats import far_date
from veille.core.models import AccessKind
from veille.core.pdf import make_pdf, pdf_response
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form, send, show
from veille.core.versions import version_of

_SECTION = "collective_list"


def _found(request: HttpRequest, pk: UUID) -> CollectiveSession:
    sessions = CollectiveSession.objects.visible_to(request.actor)
    return get_object_or_404(
        sessions.select_related("action__dispositif", "action__organisation", "action__site", "action__commune"), pk=pk
    )


def _kept(request: HttpRequest, pk: UUID) -> CollectiveSession:
    """Written by who keeps the action, as long as it runs."""
    session = _found(request, pk)
    require(can_keep(request.actor, session.action))
    return session


def _page_of(session: CollectiveSession) -> str:
    return reverse("accompaniment:collective_session", args=[session.pk])


def _people(request: HttpRequest, session: CollectiveSession, kind: str = AccessKind.LIST) -> list[Listed]:
    """Who is on her list, journalled; nobody for a landlord."""
    if not keeps_lists(request.actor):
        return []
    found = listed_at(request.actor, session)
    if found:
        reads.record((), section=_SECTION, kind=kind)
    return found


@confidential
@require_form
def collective_session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who was there, then how many: the numbers are proposed from the list."""
    session = _found(request, pk)
    notes = can_keep(request.actor, session.action) and _is_open(session)
    if request.method == "POST":
        require(notes)
    listed = _people(request, session)
    form = HeadcountForm(request.POST or None, actor=request.actor, initial=_proposed(request, session, listed))

    def note() -> str:
        services.note_session(session=session, by=request.actor, **form.answer())
        return address_of(session.action)

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, note)):
        return sent
    return show(request, "accompaniment/collective_session.html", _context(request, session, listed, notes), form=form)


def _is_open(session: CollectiveSession) -> bool:
    running = session.action.state == CollectiveState.PLANNED
    return running and session.state != CollectiveSessionState.CANCELLED and session.held_on <= clock.today()


def _context(request: HttpRequest, session: CollectiveSession, listed: list[Listed], notes: bool) -> dict:
    actor, mine = request.actor, False
    colleagues, others = [], []
    for row in CollectiveAnimator.objects.visible_to(actor).filter(session=session).select_related("user"):
        mine = mine or (row.user_id == actor.user_id and row.organisation_id == actor.organisation_id)
        (colleagues if row.organisation_id == actor.organisation_id else others).append(row)
    return {
        "session": session,
        "action": session.action,
        "chip": session_chip(session),
        "place": place_words(session.action),
        "listed": listed,
        "ticked": counted(listed),
        "notes": notes,
        "keeps": can_keep(actor, session.action),
        "keeps_lists": keeps_lists(actor),
        "counts_whole": counts_whole(actor, session.action),
        "is_past": session.held_on <= clock.today() and session.state != CollectiveSessionState.CANCELLED,
        "colleagues": [row.user for row in colleagues],
        "others": sorted({str(row.organisation) for row in others}),
        "was_there": mine,
    }


def _proposed(request: HttpRequest, session: CollectiveSession, listed: list[Listed]) -> dict:
    """What is noted already, else what the list says."""
    hers = CollectiveAnimator.objects.visible_to(request.actor).filter(
        session=session, organisation=request.actor.organisation_id
    )
    told: dict = {"version": version_of(session), "animators": list(hers.order_by("pk").values_list("user", flat=True))}
    if session.state == CollectiveSessionState.HELD:
        return told | {name: getattr(session, name) for name in ("adults", "children", "not_accompanied")}
    ticked = counted(listed)
    return told | ticked if any(ticked.values()) else told


@confidential
@require_form
def collective_session_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    action = kept(request, pk)
    require(action.state == CollectiveState.PLANNED)
    form = SessionForm(request.POST or None)

    def add() -> None:
        services.add_session(action=action, by=request.actor, **form.answer())

    writing = Writing(f"Ajouter une séance : {action.title}", "Ajouter", address_of(action), "La séance est prévue.")
    return answer(request, form, add, writing)


@confidential
@require_form
def collective_session_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = _kept(request, pk)
    require(session.action.state == CollectiveState.PLANNED)
    told = {name: getattr(session, name) for name in ("held_on", "starts_at", "minutes", "expected")}
    form = SessionForm(request.POST or None, initial=told | {"version": version_of(session)})

    def change() -> None:
        version = form.cleaned_data["version"]
        services.move_session(session=session, version=version, by=request.actor, **form.answer())

    title = f"Séance du {far_date(session.held_on)}"
    writing = Writing(title, "Enregistrer", address_of(session.action), "La séance est modifiée.")
    return answer(request, form, change, writing)


@require_POST
@confidential
def collective_session_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = _kept(request, pk)
    act = partial(services.cancel_session, session=session, by=request.actor)
    return acted(request, act, address_of(session.action), "La séance est annulée.")


@require_POST
@confidential
def collective_session_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = _kept(request, pk)
    act = partial(services.plan_session_again, session=session, by=request.actor)
    return acted(request, act, address_of(session.action), "La séance est de nouveau prévue.")


@require_POST
@confidential
def collective_session_animated(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« J’anime » : in her calendar, then in her hours, for the organisation she acts for."""
    session = _found(request, pk)
    was_there = request.POST.get("was_there") != "0"
    act = partial(services.say_animated, session=session, was_there=was_there, by=request.actor)
    said = "C’est dans votre calendrier." if was_there else "Ce n’est plus dans votre calendrier."
    return acted(request, act, _page_of(session), said)


@require_POST
@confidential
def collective_session_tick(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One tap: the line of somebody, there or not."""
    session = _found(request, pk)
    require(keeps_lists(request.actor))
    somebody = one_of(request.actor, session, request.POST.get("who", ""))
    is_present = request.POST.get("present") == "1"
    act = partial(people.mark_present, session=session, somebody=somebody, is_present=is_present, by=request.actor)
    refusal = ""
    try:
        done = do_once(request, act, _page_of(session))
    except ValidationError as error:
        refusal, done = error.messages[0], redirect(_page_of(session))
    if request.htmx:
        listed = _people(request, session)
        told = {"session": session, "listed": listed, "ticked": counted(listed), "refusal": refusal, "notes": True}
        return render(request, "accompaniment/_collective_people.html", told)
    if refusal:
        messages.error(request, refusal)
    return done


@require_safe
@confidential
def collective_session_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """First names and a column to sign: for the association that keeps the list, on its own paper."""
    session = _found(request, pk)
    require(keeps_lists(request.actor))
    listed = _people(request, session, AccessKind.EXPORT)
    context = sheet_of(session, listed) | {
        "keeper": request.actor.organisation.name,
        "place": place_words(session.action),
        "today": clock.today(),
        "demo": settings.IS_DEMO,
    }
    return pdf_response(make_pdf("accompaniment/collective_sheet_pdf.html", context), "feuille-de-presence.pdf")
