"""Taking a list away: choose, follow, download."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from veille.core import clock, formats
from veille.core.actor import ActingRequest
from veille.core.downloads import attachment
from veille.core.exports import making
from veille.core.exports.forms import ExportForm
from veille.core.exports.listings import Listing, columns_for, listing_named
from veille.core.models import ExportFormat, ExportRequest, Run
from veille.core.pages import COUNT_CAP
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show


@require_form
@confidential
def export_new(request: ActingRequest, name: str) -> HttpResponse:
    """The list as it is narrowed on its page: which columns of it leave, in which format, and why."""
    listing = listing_named(name)
    if listing is None:
        raise Http404
    if not listing.may(request.actor):
        raise PermissionDenied
    state = listing.state(request)
    if not columns_for(listing, request.actor, state):
        raise PermissionDenied
    form = ExportForm(request.POST or None, listing=listing, actor=request.actor, state=state)

    def ask() -> str:
        export = making.ask(
            listing=listing,
            state=state | form.answers(),
            columns=form.cleaned_data["columns"],
            format=form.cleaned_data["format"],
            reason=form.cleaned_data.get("reason", ""),
            by=request.actor,
        )
        return reverse("core:export_detail", args=[export.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, ask)):
        return sent
    return show(request, "core/export_form.html", _page(request, listing, state), form=form)


def _page(request: ActingRequest, listing: Listing, state: dict) -> dict:
    count = listing.count(request.actor, state)
    is_many = count > COUNT_CAP
    words = formats.counted(min(count, COUNT_CAP), listing.one, listing.many)
    left_out = listing.left_out(request.actor, state)
    return {
        "listing": listing,
        "left_out": left_out,
        "total": f"plus de {words}" if is_many else words,
        "is_long": count > making.AT_ONCE,
    }


def _own(request: ActingRequest, pk: UUID) -> ExportRequest:
    return get_object_or_404(
        ExportRequest, pk=pk, owner=request.actor.user_id, organisation=request.actor.organisation_id
    )


@require_safe
@confidential
def export_detail(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Where the file stands: being made, ready, or forgotten since."""
    export = _own(request, pk)
    listing = listing_named(export.listing)
    run = Run.objects.filter(pk=export.run).first() if export.run and export.content is None else None
    is_kept = export.content is not None and export.expires_at > timezone.now()
    is_ready = is_kept and making.is_still_hers(export, request.actor)
    kept_until = clock.told(export.expires_at)
    context = {
        "export": export,
        "listing": listing,
        "run": run,
        "is_ready": is_ready,
        "is_outdated": is_kept and not is_ready,
        "kept_until": kept_until,
    }
    return render(request, "core/export_detail.html", context)


@require_safe
@confidential
def export_download(request: ActingRequest, pk: UUID) -> HttpResponse:
    """The file, as an attachment, once its rights were asked again."""
    export = _own(request, pk)
    if export.content is None or export.expires_at <= timezone.now():
        raise Http404
    content = making.content_of(export, request.actor)
    kind = ExportFormat(export.format)
    name = f"{export.listing}-{clock.today():%Y-%m-%d}.{kind.value}"
    return attachment(content, name, media_type=making.CONTENT_TYPES[kind])
