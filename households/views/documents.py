"""Documents of a file: the tab, one document with its versions, and the acts on it."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from households import document_permissions as permissions
from households import services
from households.forms.documents import (
    DocumentFilterForm,
    DocumentForm,
    VersionForm,
    WithdrawForm,
)
from households.forms.levels import ReadersChangeForm
from households.letters.kinds import letters_of
from households.models import Document, DocumentFile, DocumentLevelChange, ProcedureStep
from households.note_writing import default_level, reading_options
from households.pages import CasePage, open_page
from households.readers import readers_of
from households.views.writing import Writing, answer
from veille.core import reads
from veille.core.downloads import attachment, run_nowhere
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import require_form
from veille.core.uploads import FileKind

SECTION = "document"
_FORM_PAGE = "households/document_form.html"


def _open(request: HttpRequest, pk: UUID) -> CasePage:
    page = open_page(request, pk)
    page.require(permissions.can_open_documents(page.actor))
    reads.record([page.case.pk], section=SECTION)
    return page


def _documents(page: CasePage) -> QuerySet[Document]:
    return Document.objects.visible_to(page.actor).filter(case=page.case)


def _one(page: CasePage, pk: UUID) -> Document:
    return get_object_or_404(_documents(page).select_related("case", "organisation", "author", "step"), pk=pk)


@require_safe
@confidential
def case_documents(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = _open(request, pk)
    form = DocumentFilterForm(request.GET)
    listed = page_of(_narrowed(_documents(page), form).with_list_data(), request)
    context = {
        "page": page,
        "form": form,
        "listed": listed,
        "total": listed.paginator.in_words("document"),
        "is_narrowed": bool(request.GET.get("kind")),
        "can_write_letters": bool(letters_of(page.actor, page.case, page.rights)),
        "can_add": permissions.can_add_document(page.actor, page.case),
    }
    return render(request, "households/case_documents.html", context)


def _narrowed(documents: QuerySet[Document], form: DocumentFilterForm) -> QuerySet[Document]:
    wanted = form.values()
    if wanted.get("kind"):
        documents = documents.filter(kind=wanted["kind"])
    return documents if wanted.get("withdrawn") else documents.standing()


@require_safe
@confidential
def document_detail(request: HttpRequest, pk: UUID, document_pk: UUID) -> HttpResponse:
    page = _open(request, pk)
    document = _one(page, document_pk)
    context = {
        "page": page,
        "document": document,
        "readers": [readers_of(document.level, page.case, page.actor)],
        "named": document.readers.select_related("user").order_by("user__last_name", "pk"),
        "files": DocumentFile.objects.visible_to(page.actor).filter(document=document).select_related("added_by"),
        "changes": _changes(page, document),
        "can_change": permissions.can_change_document(page.actor, document),
    }
    return render(request, "households/document_detail.html", context)


def _changes(page: CasePage, document: Document) -> QuerySet[DocumentLevelChange]:
    """Why the readers changed is for the organisation that decided so."""
    changes = DocumentLevelChange.objects.visible_to(page.actor).filter(document=document)
    return changes.filter(document__organisation=page.actor.organisation).select_related("changed_by")


@require_safe
@confidential
def document_download(request: HttpRequest, pk: UUID, document_pk: UUID, file_pk: UUID) -> HttpResponse:
    """Always an attachment under a neutral name, and never a page of ours: the browser runs nothing of it."""
    page = _open(request, pk)
    document = get_object_or_404(_documents(page).standing(), pk=document_pk)
    file = get_object_or_404(DocumentFile.objects.visible_to(page.actor), pk=file_pk, document=document)
    page.require(file.is_openable)
    try:
        content = services.read_file(file)
    except FileNotFoundError:
        raise Http404 from None
    kind = FileKind(file.kind)
    name = f"document-{file.pk.hex[:8]}.{kind.extension}"
    return run_nowhere(attachment(content, name, media_type=kind.media_type))


@require_form
@confidential
def document_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = _open(request, pk)
    page.require(permissions.can_add_document(page.actor, page.case))
    steps = ProcedureStep.objects.visible_to(page.actor).filter(case=page.case).order_by("-starts_on", "pk")
    options = {**reading_options(page.actor, page.case), "steps": steps}
    initial = {"level": default_level(page.actor, page.case)}
    form = DocumentForm(request.POST or None, request.FILES or None, initial=initial, **options)

    def act():
        services.add_documents(case=page.case, by=page.actor, **form.values())

    back = reverse("households:case_documents", args=[page.case.pk])
    words = Writing("Déposer des documents", "Déposer", back, "Déposé.")
    return answer(request, page, form, act, words, _FORM_PAGE)


def _changeable(request: HttpRequest, pk: UUID, document_pk: UUID) -> tuple[CasePage, Document]:
    page = _open(request, pk)
    document = _one(page, document_pk)
    page.require(permissions.can_change_document(page.actor, document))
    return page, document


def _words(document: Document, title: str, verb: str, done: str) -> Writing:
    back = reverse("households:document_detail", args=[document.case_id, document.pk])
    return Writing(title, verb, back, done)


@require_form
@confidential
def document_replace(request: HttpRequest, pk: UUID, document_pk: UUID) -> HttpResponse:
    page, document = _changeable(request, pk, document_pk)
    form = VersionForm(request.POST or None, request.FILES or None)

    def act():
        services.replace_document(document=document, received=form.cleaned_data["files"][0], by=page.actor)

    words = _words(document, "Remplacer le document", "Remplacer", "La nouvelle version est déposée.")
    return answer(request, page, form, act, words, _FORM_PAGE)


@require_form
@confidential
def document_level(request: HttpRequest, pk: UUID, document_pk: UUID) -> HttpResponse:
    page, document = _changeable(request, pk, document_pk)
    options = reading_options(page.actor, page.case)
    options["readers"] = [row for row in options["readers"] if row.value != document.level]
    form = ReadersChangeForm(request.POST or None, **options)

    def act():
        cleaned = form.cleaned_data
        services.change_document_level(
            document=document, level=cleaned["level"], reason=cleaned["reason"], readers=form.people(), by=page.actor
        )

    words = _words(document, "Changer les lecteurs d’un document", "Changer les lecteurs", "Les lecteurs ont changé.")
    return answer(request, page, form, act, words, _FORM_PAGE)


@require_form
@confidential
def document_withdraw(request: HttpRequest, pk: UUID, document_pk: UUID) -> HttpResponse:
    page, document = _changeable(request, pk, document_pk)
    form = WithdrawForm(request.POST or None)

    def act():
        services.withdraw_document(document=document, reason=form.cleaned_data["reason"], by=page.actor)

    back = reverse("households:case_documents", args=[page.case.pk])
    words = Writing("Retirer le document", "Retirer", back, "Le document est retiré.")
    return answer(request, page, form, act, words, _FORM_PAGE)
