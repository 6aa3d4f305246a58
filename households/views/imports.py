"""Bringing a table in: choose, relate, check, confirm, follow."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from households import services
from households.forms.imports import ColumnsForm, ConfirmForm, FileForm, SheetForm
from households.importing import Importer, Outcome, importer_for, importers_for
from households.importing.models_to_fill import messages_of, model_of
from households.importing.passes import REFUSED
from households.importing.sealed import report_of
from households.models import Case, ImportBatch, ImportState
from veille.core import reads
from veille.core.downloads import attachment
from veille.core.exports import making
from veille.core.models import AccessKind, ExportFormat, Run
from veille.core.pages import PAGE_SIZE, page_of
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form, send, show

_OPEN = (ImportState.RECEIVED, ImportState.CHECKED, ImportState.FAILED)


def _importer(request: HttpRequest, kind: str) -> Importer:
    """403 for who brings nothing in, 404 for a table that nobody knows."""
    if not importers_for(request.actor):
        raise PermissionDenied
    importer = importer_for(request.actor, kind)
    if importer is None:
        raise Http404
    return importer


def _batch(request: HttpRequest, pk: UUID) -> tuple[ImportBatch, Importer]:
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.actor), pk=pk)
    return batch, services.its_importer(batch, request.actor)


@require_safe
@confidential
def import_list(request: HttpRequest) -> HttpResponse:
    """What may be brought in, and the files she brought."""
    importers = importers_for(request.actor)
    if not importers:
        raise PermissionDenied
    titles = {importer.kind: importer.title for importer in importers}
    batches = ImportBatch.objects.visible_to(request.actor).defer("content", "report").order_by("-dropped_at", "pk")
    page = page_of(batches, request)
    rows = [{"batch": batch, "title": titles.get(batch.kind, batch.kind)} for batch in page]
    context = {"importers": importers, "page": page, "rows": rows, "total": page.paginator.in_words("fichier")}
    return render(request, "households/import_list.html", context)


@require_form
@confidential
def import_new(request: HttpRequest, kind: str) -> HttpResponse:
    importer = _importer(request, kind)
    form = FileForm(request.POST or None, request.FILES or None)

    def drop() -> str:
        batch = services.drop_file(importer=importer, content=form.cleaned_data["file"], by=request.actor)
        return reverse("households:import_columns", args=[batch.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, drop)):
        return sent
    return show(request, "households/import_new.html", {"importer": importer}, form=form)


@require_form
@confidential
def import_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Guessed or remembered, corrected by who knows the table; then the file is tried."""
    batch, importer = _batch(request, pk)
    if batch.state not in _OPEN:
        return redirect("households:import_detail", pk=batch.pk)
    head = report_of(batch)
    form = ColumnsForm(request.POST or None, importer=importer, actor=request.actor, head=head)
    options = importer.options(request.actor, request.POST or None, batch.options or form.kept_options)

    def relate() -> str:
        answers = options.cleaned_data if options else {}
        services.relate_columns(batch=batch, columns=form.columns(), options=answers, by=request.actor)
        return reverse("households:import_detail", args=[batch.pk])

    is_answered = request.method == "POST" and form.is_valid() and (options is None or options.is_valid())
    if is_answered and (sent := send(request, form, relate)):
        return sent
    context = {"batch": batch, "importer": importer, "head": head, "options": options}
    if options is not None and options.errors and not form.errors:
        form.add_error(None, "Répondez aux questions posées pour tout le fichier.")
    return show(request, "households/import_columns.html", context, form=form)


@require_POST
@confidential
def import_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another sheet of the same workbook."""
    batch, _ = _batch(request, pk)
    form = SheetForm(request.POST, sheets=report_of(batch).get("sheets", []))
    back = reverse("households:import_columns", args=[batch.pk])

    def choose() -> str:
        services.choose_sheet(batch=batch, sheet=form.cleaned_data["sheet"], by=request.actor)
        return back

    if batch.state in _OPEN and form.is_valid() and (sent := send(request, form, choose)):
        return sent
    return redirect(back)


@require_safe
@confidential
def import_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The dry run with its messages, the work under way, or the result."""
    return _detail(request, *_batch(request, pk), ConfirmForm())


def _detail(request: HttpRequest, batch: ImportBatch, importer: Importer, form: ConfirmForm) -> HttpResponse:
    lines = _messages(request, batch)
    context = {
        "batch": batch,
        "importer": importer,
        "run": Run.objects.filter(pk=batch.run).first() if batch.run else None,
        "page": Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page")),
        "outcomes": _outcomes(batch),
        "refused": batch.counts.get(REFUSED, 0),
        "stopped_at": batch.counts.get("stopped_at"),
    }
    return show(request, "households/import_detail.html", context, form=form)


def _messages(request: HttpRequest, batch: ImportBatch) -> list[dict]:
    """The messages tell what some files say already: a read of them, journalled each time it is shown.

    Nothing of them is shown any more once she has lost one of these files: the table is to be checked anew.
    """
    report = report_of(batch)
    told = {UUID(key) for key in report.get("cases", [])}
    if Case.objects.visible_to(request.actor).filter(pk__in=told).count() != len(told):
        return []
    if told:
        reads.record(sorted(told), section="import", kind=AccessKind.LIST)
    return report.get("lines", [])


# What the dry run says of the rows, before any is written.
_COMING = {Outcome.NEW: "À ajouter", Outcome.CHANGED: "À compléter", Outcome.SAME: Outcome.SAME.label}


def _outcomes(batch: ImportBatch) -> list[tuple[str, int]]:
    """« Ajouté : 12 », « À ajouter : 12 » as long as it is not, in the order of the enum."""
    is_done = batch.state == ImportState.DONE
    found = [outcome for outcome in Outcome if outcome in batch.counts]
    return [(outcome.label if is_done else _COMING[outcome], batch.counts[outcome]) for outcome in found]


@require_safe
@confidential
def import_messages(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The messages as a table, to correct the file beside them."""
    batch, _ = _batch(request, pk)
    content = messages_of(_messages(request, batch))
    return _file(content, "messages-import.xlsx")


@require_POST
@confidential
def import_apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirmed: a worker writes it, all of it or nothing."""
    batch, importer = _batch(request, pk)
    form = ConfirmForm(request.POST)

    def ask() -> str:
        services.ask_import(batch=batch, by=request.actor)
        return reverse("households:import_detail", args=[batch.pk])

    sent = send(request, form, ask) if form.is_valid() else None
    return sent or _detail(request, batch, importer, form)


@require_POST
@confidential
def import_discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch, _ = _batch(request, pk)
    target = reverse("households:import_list")
    return do_once(request, lambda: services.discard_import(batch=batch, by=request.actor), target)


@require_safe
def import_model(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty table with the right titles, and how to fill each column."""
    importer = _importer(request, kind)
    return _file(model_of(importer), f"modele-{importer.kind.replace('_', '-')}.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    return attachment(content, name, media_type=making.CONTENT_TYPES[ExportFormat.XLSX])
