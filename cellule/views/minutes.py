"""The compte rendu: written and given out by the secretary, read by each organisation in its part."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule.forms.minutes import MinutesForm
from cellule.minutes_documents import minutes_pdf, parts_by_organisation
from cellule.minutes_permissions import can_read_minutes, can_write_minutes
from cellule.models import Minutes, MinutesEntry, Session
from cellule.outside_choices import MinutesState
from cellule.services.minutes import begin_minutes, give_minutes, identifying_in, mark_outdated, write_minutes
from cellule.views.identifying import Warned
from cellule.views.sessions import find_session
from partners.models import Organisation
from veille.core import drafts, reads
from veille.core.models import AccessKind, Draft
from veille.core.pdf import pdf_response
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form, send, show

SECTION = "minutes"
DRAFT = "minutes"
FILE_NAME = "compte-rendu.pdf"


def _session(request: HttpRequest, pk: UUID, *, to_write: bool = False) -> Session:
    session = find_session(request, pk)
    allowed = can_write_minutes if to_write else can_read_minutes
    if not allowed(request.actor, session):
        raise PermissionDenied
    return session


def given_of(request: HttpRequest, session: Session) -> Minutes | None:
    """The version that stands."""
    return Minutes.objects.visible_to(request.actor).filter(session=session, state=MinutesState.FROZEN).first()


def _entries(request: HttpRequest, minutes: Minutes, kind: str = AccessKind.PAGE) -> list[MinutesEntry]:
    """Those she may read, in the order of the meeting, said to the journal."""
    found = MinutesEntry.objects.visible_to(request.actor).filter(minutes=minutes).in_meeting_order()
    entries = list(found.select_related("minutes", "session__instance", "case", "agenda_item__referral"))
    cases = [entry.case_id for entry in entries if entry.case_id]
    if cases:
        reads.record(cases, section=SECTION, kind=kind)
    return mark_outdated(entries)


@require_safe
@confidential
def minutes_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was given out, in her part; for the secretary, where the writing stands."""
    session = _session(request, pk)
    minutes = given_of(request, session)
    writes = can_write_minutes(request.actor, session)
    drafts = Minutes.objects.visible_to(request.actor).filter(session=session, state=MinutesState.DRAFT)
    entries = _entries(request, minutes) if minutes else []
    context = {
        "session": session,
        "minutes": minutes,
        "entries": entries,
        "is_outdated": any(entry.is_outdated for entry in entries),
        "writes": writes,
        "draft": drafts.first() if writes else None,
    }
    return render(request, "cellule/minutes_detail.html", context)


@require_POST
@confidential
def minutes_begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = _session(request, pk, to_write=True)
    target = reverse("cellule:minutes_write", args=[session.pk])
    return do_once(request, lambda: begin_minutes(session=session, by=request.actor), target)


def _draft(request: HttpRequest, session: Session) -> Minutes:
    drafts = Minutes.objects.visible_to(request.actor).filter(session=session, state=MinutesState.DRAFT)
    return get_object_or_404(drafts.select_related("session__instance"))


@require_form
@confidential
def minutes_write(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = _session(request, pk, to_write=True)
    minutes = _draft(request, session)
    entries = _entries(request, minutes)
    form = MinutesForm(request.POST or None, minutes=minutes, entries=entries)
    draft = _take_up(request, form, minutes)

    def act() -> str:
        data = form.cleaned_data
        write_minutes(
            minutes=minutes, edition=data["edition"], general=data["general"], texts=form.texts, by=request.actor
        )
        drafts.discard(by=request.actor, form=DRAFT, object_id=minutes.pk)
        leads = "minutes_give" if "give" in request.POST else "minutes_write"
        return reverse(f"cellule:{leads}", args=[session.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "Le compte rendu est enregistré ; personne ne le lit avant sa diffusion.")
        return sent
    if form.is_bound and form.errors:
        _follow_stored(form, minutes)
    context = {"session": session, "minutes": minutes, "draft": draft, "draft_name": DRAFT}
    return show(request, "cellule/minutes_write.html", context, form=form)


def _take_up(request: HttpRequest, form: MinutesForm, minutes: Minutes) -> Draft | None:
    """What she was typing, from the edition she had read: if a later one stands, sending will say so."""
    draft = drafts.find(by=request.actor, form=DRAFT, object_id=minutes.pk)
    if draft:
        kept = drafts.open_draft(draft)
        form.initial |= {name: values[-1] for name, values in kept.items() if name in form.fields and values}
    return draft


def _follow_stored(form: MinutesForm, minutes: Minutes) -> None:
    """What she typed stays; the next sending starts from what is stored now."""
    minutes.refresh_from_db(fields=["edition"])
    form.data = form.data.copy()
    form.data["edition"] = minutes.edition


@require_form
@confidential
def minutes_give(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What goes to whom, what should be read again, then the act."""
    session = _session(request, pk, to_write=True)
    minutes = _draft(request, session)
    warned = Warned(request)
    entries = _entries(request, minutes)
    warned.parts = identifying_in(minutes, entries)
    if request.method == "POST":
        try:
            return do_once(
                request,
                lambda: give_minutes(minutes=minutes, by=request.actor, confirmed=warned.confirmed),
                reverse("cellule:minutes_detail", args=[session.pk]),
            )
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("cellule:minutes_give", pk=session.pk)
    context = {
        "session": session,
        "minutes": minutes,
        "parts": parts_by_organisation(session, entries),
        "warned": warned,
    }
    return render(request, "cellule/minutes_give.html", context)


@require_safe
@confidential
def minutes_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Her part, as a PDF: the right is asked again at each download."""
    session = _session(request, pk)
    minutes = given_of(request, session)
    if minutes is None:
        raise Http404
    entries = _entries(request, minutes, kind=AccessKind.EXPORT)
    return pdf_response(minutes_pdf(minutes, entries), FILE_NAME)


@require_safe
@confidential
def minutes_part(request: HttpRequest, pk: UUID, organisation: UUID) -> HttpResponse:
    """What one organisation reads, as its own people get it: for the secretary, before or after sending."""
    session = _session(request, pk, to_write=True)
    minutes = given_of(request, session)
    if minutes is None:
        raise Http404
    named = get_object_or_404(Organisation, pk=organisation)
    parts = parts_by_organisation(session, _entries(request, minutes, kind=AccessKind.EXPORT))
    part = next((part for part in parts if part.organisation == named), None)
    if part is None:
        raise Http404
    return pdf_response(minutes_pdf(minutes, part.entries, organisation=named), FILE_NAME)
