"""The end of files, for the data protection officer: what is due and why, what is held, what was erased."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from households import retention, services
from households.forms.retention import ArchiveForm, HoldForm
from households.models import ArchiveAccess, Case, ErasureCertificate, LegalHold
from households.retention_job import ask_now, files_of
from households.services.retention import FixedClock, is_day_fixed, rows_in_words
from households.views.officer import OFFICER_FORM, require_officer
from households.views.writing import Writing, answer_on
from partners.models import Membership, User
from partners.roles import MANAGER_ROLES
from veille.core import clock, reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.pdf import make_pdf, pdf_response
from veille.core.reads import confidential
from veille.core.sending import require_form

_SHOWN = 200


@require_safe
@confidential
def preview(request: HttpRequest) -> HttpResponse:
    """What the coming nights archive and erase, file by file and why; numbers of files, no name."""
    require_officer(request)
    found = sorted(retention.to_do(files_of(request.actor.organisation_id)), key=_order)
    archived = files_of(request.actor.organisation_id).filter(archived_on__isnull=False, anonymised_on=None)
    kept = list(archived.order_by("-archived_on", "pk")[:_SHOWN])
    shown = [due.case.pk for due in found[:_SHOWN]] + [case.pk for case in kept]
    if shown:
        reads.record(shown, section="retention", kind=AccessKind.LIST)
    context = {
        "found": found[:_SHOWN],
        "total": len(found),
        "counts": _counts(found),
        "archived": kept,
        "holds": LegalHold.objects.visible_to(request.actor).current().select_related("case", "placed_by"),
        "openings": ArchiveAccess.objects.visible_to(request.actor).current().select_related("case", "user"),
        "is_fixed": is_day_fixed(),
        "today": clock.today(),
    }
    return render(request, "households/retention_list.html", context)


def _order(due: retention.Due) -> tuple:
    """What is erased first, then what is archived, told, held; the oldest first."""
    rank = list(retention.STEP_LABELS)
    return -rank.index(due.step) if due.step == "erase" else rank.index(due.step), due.terms.begins_on, due.case.number


def _counts(found: list[retention.Due]) -> list[tuple[str, int]]:
    return [
        (label, sum(1 for due in found if due.step == step))
        for step, label in retention.STEP_LABELS.items()
        if any(due.step == step for due in found)
    ]


@require_POST
def run_now(request: HttpRequest) -> HttpResponse:
    """The night's work at once, for her organisation; refused on a fixed day, with the reason."""
    require_officer(request)
    try:
        run = ask_now(by=request.actor)
    except FixedClock as refusal:
        messages.error(request, str(refusal))
        return redirect("households:retention_list")
    return redirect("core:run_detail", pk=run.pk)


def _file(request: HttpRequest, pk: UUID) -> Case:
    """A file of her organisation near its term or archived; any other does not exist for her."""
    files = files_of(request.actor.organisation_id)
    near = retention.near_their_term(files, clock.today()) | files.filter(
        archived_on__isnull=False, anonymised_on=None
    ).order_by("opened_on", "number")
    case = get_object_or_404(near, pk=pk)
    reads.record([case.pk], section="retention")
    return case


@require_form
@confidential
def hold_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    require_officer(request)
    case = _file(request, pk)
    form = HoldForm(request.POST or None)

    def act():
        services.place_hold(case=case, by=request.actor, **form.cleaned_data)

    writing = _writing(f"Conserver {case.number}", "Imposer la conservation", "La conservation est imposée.")
    return answer_on(request, OFFICER_FORM, {}, form, act, writing)


def _writing(title: str, verb: str, done: str) -> Writing:
    return Writing(title, verb, reverse("households:retention_list"), done)


@require_POST
@confidential
def hold_lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    require_officer(request)
    hold = get_object_or_404(LegalHold.objects.visible_to(request.actor).current(), pk=pk)
    services.lift_hold(hold=hold, by=request.actor)
    messages.success(request, "La conservation n’est plus imposée.")
    return redirect("households:retention_list")


@require_form
@confidential
def archive_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open an archived file to one manager of her organisation."""
    require_officer(request)
    case = _file(request, pk)
    managers = Membership.objects.current().filter(organisation=request.actor.organisation_id, role__in=MANAGER_ROLES)
    people = User.objects.filter(pk__in=managers.values("user"), is_active=True)
    form = ArchiveForm(request.POST or None, people=people.order_by("last_name", "first_name", "pk"))

    def act():
        services.open_archive(case=case, by=request.actor, **form.cleaned_data)

    writing = _writing(f"Ouvrir l’archive {case.number}", "Ouvrir", "L’archive est ouverte à cette personne.")
    return answer_on(request, OFFICER_FORM, {}, form, act, writing)


@require_safe
def certificate_list(request: HttpRequest) -> HttpResponse:
    require_officer(request)
    page = page_of(ErasureCertificate.objects.visible_to(request.actor).order_by("-made_on", "pk"), request)
    return render(request, "households/certificate_list.html", {"page": page})


@require_safe
def certificate_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The certificate as a document: rows by kind, a day, a print."""
    require_officer(request)
    certificate = get_object_or_404(ErasureCertificate.objects.visible_to(request.actor), pk=pk)
    context = {"certificate": certificate, "rows": rows_in_words(certificate), "demo": settings.IS_DEMO}
    return pdf_response(make_pdf("households/certificate_pdf.html", context), "attestation.pdf")
