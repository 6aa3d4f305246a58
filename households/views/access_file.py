"""The file gathered for a person: listed by a job, read over line by line, handed over, taken within thirty days."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from households import handed_over, rights
from households.forms.rights import ReadingForm
from households.models import AccessItem, RightsRequest
from households.rights_choices import Reading
from households.services import access_file
from households.views.rights import open_request, require
from veille.core import audit, reads
from veille.core.downloads import attachment
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.pdf import pdf_response
from veille.core.reads import confidential
from veille.core.sending import do_once, once, require_form, send, show


@require_POST
@confidential
def file_gather(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for the lines to be listed; the page of the run shows how far it is."""
    one, acts = open_request(request, pk)
    require(acts.gather)

    def ask() -> str:
        run = access_file.ask_to_gather(request=one, by=request.actor)
        return reverse("core:run_detail", args=[run.pk])

    return once(request, ask)


def _items(request: HttpRequest, one: RightsRequest):
    return AccessItem.objects.visible_to(request.actor).filter(request=one).order_by("position", "pk")


@require_safe
@confidential
def file_read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Fifty lines a page, those to read first asked for."""
    one, acts = open_request(request, pk)
    require(acts.read)
    items = _items(request, one)
    if request.GET.get("a-relire"):
        items = items.filter(reading=Reading.TO_READ)
    page = page_of(items, request)
    context = {
        "request_row": one,
        "page": page,
        "lines": access_file.lines_of(one, page.object_list, to=request.actor),
        "unread": one.items.filter(reading=Reading.TO_READ).count(),
        "is_reader": rights.is_reader(request.actor, one),
        "only_unread": bool(request.GET.get("a-relire")),
    }
    return render(request, "households/rights_file.html", context)


def _reading(request: HttpRequest, pk: UUID) -> RightsRequest:
    """The request, for the one who reads it over."""
    one, acts = open_request(request, pk)
    require(acts.read and rights.is_reader(request.actor, one) and one.released_on is None)
    return one


@require_form
@confidential
def item_read(request: HttpRequest, pk: UUID, item_pk: UUID) -> HttpResponse:
    """One line and what becomes of it."""
    one, acts = open_request(request, pk)
    item = get_object_or_404(_items(request, one), pk=item_pk)
    require(acts.read and rights.is_reader(request.actor, one) and one.released_on is None)
    line = access_file.line_of(item, to=request.actor)
    if line is None:
        raise Http404
    told = {
        "reading": item.reading,
        "ground": item.ground,
        "passages": "\n".join(access_file.passages_of(item)),
    }
    form = ReadingForm(request.POST or None, initial=told)

    def act() -> str:
        access_file.read_item(item=item, by=request.actor, **form.decided())
        return reverse("households:rights_file", args=[one.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    return show(request, "households/rights_item.html", {"request_row": one, "item": item, "line": line}, form=form)


@require_POST
@confidential
def page_keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand over the lines of the page she has just read."""
    one = _reading(request, pk)
    prints = dict(word.split(" ", 1) for word in request.POST.getlist("item") if " " in word)
    items = _items(request, one).filter(pk__in=[key for key in prints if _is_key(key)])
    shown = {item: prints[str(item.pk)] for item in items}
    target = f"{reverse('households:rights_file', args=[one.pk])}?a-relire=1"
    return do_once(request, lambda: access_file.keep_items(request=one, shown=shown, by=request.actor), target)


def _is_key(word: str) -> bool:
    try:
        UUID(word)
    except ValueError:
        return False
    return True


@require_POST
@confidential
def file_done(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = _reading(request, pk)
    try:
        access_file.finish_reading(request=one, by=request.actor)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("households:rights_file", pk=one.pk)
    messages.success(request, "La relecture est terminée : la protection des données peut remettre le dossier.")
    return redirect("households:rights_detail", pk=one.pk)


@require_POST
@confidential
def file_release(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, acts = open_request(request, pk)
    require(acts.release)
    access_file.release_file(request=one, by=request.actor)
    if one.released_on:
        messages.success(request, "Le dossier peut être téléchargé pendant trente jours.")
    else:
        messages.error(request, "Des textes ont changé depuis la relecture : ils sont à relire avant la remise.")
    return redirect("households:rights_detail", pk=one.pk)


def _taken(request: HttpRequest, pk: UUID) -> RightsRequest:
    """The right is asked again each time; past its days the file is no longer there."""
    one, acts = open_request(request, pk)
    if not acts.download:
        if rights.is_officer(request.actor) or rights.is_reader(request.actor, one):
            raise Http404
        raise PermissionDenied
    reads.record([one.case_id], section="rights", kind=AccessKind.EXPORT)
    audit.record("rights.taken", one, by=request.actor)
    return one


@require_POST
@confidential
def file_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    return pdf_response(handed_over.document(_taken(request, pk)), "dossier.pdf")


@require_POST
@confidential
def file_data(request: HttpRequest, pk: UUID) -> HttpResponse:
    return attachment(handed_over.data(_taken(request, pk)), "dossier.zip", media_type="application/zip")
