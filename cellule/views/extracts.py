"""An entry of a compte rendu: returned to its file, handed over by a link, made general for all to learn from."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule.capitalised_rights import rereads
from cellule.expertise_choices import CapitalisedSource
from cellule.forms.capitalised import CapitaliseForm
from cellule.forms.minutes import ExtractForm
from cellule.minutes_documents import extract_pdf
from cellule.minutes_permissions import can_hand_over
from cellule.models import MinutesEntry, MinutesExtract
from cellule.permissions import keeps_session
from cellule.services.capitalising import capitalise
from cellule.services.extracts import PURPOSE, close_extract, extract_of, give_extract
from cellule.services.minutes import mark_outdated
from cellule.views.identifying import Warned
from veille.core import links, reads
from veille.core.links import opened_by_link
from veille.core.models import AccessKind, ExternalLink
from veille.core.pdf import pdf_response
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show

SECTION = "minutes"
FILE_NAME = "extrait-de-compte-rendu.pdf"


@require_safe
@confidential
def case_extract(request: HttpRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """What a session said of this file, for whom its decisions are open."""
    entries = MinutesEntry.objects.returned_to_file(request.actor).select_related("minutes", "session__instance")
    found = get_object_or_404(entries, pk=entry, case=pk)
    reads.record([found.case_id], section=SECTION, kind=AccessKind.EXPORT)
    mark_outdated([found])
    return pdf_response(extract_pdf(found), FILE_NAME)


def _entry(request: HttpRequest, pk: UUID) -> MinutesEntry:
    """An entry of a session she keeps."""
    entries = MinutesEntry.objects.visible_to(request.actor).select_related("minutes", "agenda_item", "case")
    found = get_object_or_404(entries.select_related("session__instance__dispositif"), pk=pk)
    if not keeps_session(request.actor, found.session):
        raise PermissionDenied
    if found.case_id:
        reads.record([found.case_id], section=SECTION)
    return found


@require_form
@confidential
def extract_give(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand an entry over; the address is shown on the answer of the sending, once: nothing keeps it."""
    entry = _entry(request, pk)
    if not can_hand_over(request.actor, entry):
        raise PermissionDenied
    form = ExtractForm(request.POST or None)
    told: dict = {}

    def act() -> str:
        told["extract"], told["address"] = give_extract(entry=entry, by=request.actor, **form.cleaned_data)
        return reverse("cellule:extract_give", args=[entry.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return render(request, "cellule/extract_given.html", {"entry": entry, **told}) if told else sent
    given = MinutesExtract.objects.visible_to(request.actor).filter(entry=entry).select_related("given_by")
    rows = [(extract, links.of(PURPOSE, extract.pk).first()) for extract in given.order_by("-given_at", "id")]
    return show(request, "cellule/extract_give.html", {"entry": entry, "rows": rows}, form=form)


@require_POST
@confidential
def extract_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    extract = get_object_or_404(MinutesExtract.objects.visible_to(request.actor).select_related("entry"), pk=pk)
    close_extract(extract=extract, by=request.actor)
    messages.success(request, "Cet extrait n’est plus ouvert.")
    return redirect("cellule:extract_give", pk=extract.entry_id)


def _handed(link: ExternalLink) -> MinutesExtract:
    extract = extract_of(link)
    if extract is None:
        raise Http404
    mark_outdated([extract.entry])
    return extract


@require_safe
@opened_by_link(PURPOSE)
def extract_page(request: HttpRequest, link: ExternalLink) -> HttpResponse:
    """What somebody without an account reads: one situation, no name, until the day it closes."""
    extract = _handed(link)
    reads.record([extract.case_id], section=SECTION)
    context = {"link": link, "entry": extract.entry, "session": extract.entry.session}
    return render(request, "cellule/extract_page.html", context)


@require_safe
@opened_by_link(PURPOSE)
def extract_document(request: HttpRequest, link: ExternalLink) -> HttpResponse:
    extract = _handed(link)
    reads.record([extract.case_id], section=SECTION, kind=AccessKind.EXPORT)
    return pdf_response(extract_pdf(extract.entry), FILE_NAME)


@require_form
@confidential
def entry_capitalise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose what a session said for everybody to learn from; another person rereads it before it is read."""
    entry = _entry(request, pk)
    if not rereads(request.actor):
        raise PermissionDenied
    form = CapitaliseForm(request.POST or None, initial={"title": _topic(entry), "answer": entry.text})
    warned = Warned(request)

    def act(confirmed: bool) -> str:
        proposed = capitalise(
            dispositif=entry.session.instance.dispositif,
            source=CapitalisedSource.RECOMMENDATION if entry.case_id else CapitalisedSource.PRACTICE_EXCHANGE,
            agenda_item=entry.agenda_item,
            by=request.actor,
            confirmed=confirmed,
            **form.cleaned_data,
        )
        messages.success(request, "C’est proposé : une autre personne va relire avant publication.")
        return reverse("cellule:capitalised_detail", args=[proposed.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, warned.guard(act))):
        return sent
    return show(request, "cellule/entry_capitalise.html", {"entry": entry, "warned": warned}, form=form)


def _topic(entry: MinutesEntry) -> str:
    """The subject of an exchange of practice; the pseudonym of a situation would tell nothing to others."""
    return "" if entry.case_id else entry.title[:160]
