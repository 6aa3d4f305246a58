"""A right or a number that ends: the page where À faire leads."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from households import services
from households.budget_reading import line_label
from households.forms import ReferenceEndForm, RightEndForm
from households.models import ExternalReference, MoneyKind, MoneyLine
from households.pages import open_page
from households.versions import version_of
from households.views.writing import Writing, answer
from partners.roles import Right, Section
from veille.core.formats import far_date
from veille.core.reads import confidential
from veille.core.sending import require_form

_READERS = "Lu par qui lit le budget de ce dossier. Être le bailleur du logement n’y donne pas accès."


@require_form
@confidential
def right_end(request: HttpRequest, pk: UUID, line_pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    rows = MoneyLine.objects.visible_to(page.actor).filter(case=page.case, kind=MoneyKind.RESOURCE)
    line = get_object_or_404(rows, pk=line_pk)
    page.require(page.writes(Section.MONEY))
    page.record(Section.MONEY)
    form = RightEndForm(request.POST or None)
    form.version = request.POST.get("version") or version_of(line)

    def act():
        said, common = form.cleaned_data, {"line": line, "version": form.version, "by": page.actor}
        if form.is_renewed:
            services.renew_right(until=said["until"], **common)
        else:
            services.end_right(month=said["month"], **common)

    back = reverse("households:case_budget", args=[page.case.pk])
    told = _told(line_label(line), line.granted_until)
    return answer(request, page, form, act, Writing("Droit à renouveler", "Enregistrer", back, "C’est noté.", told))


def _told(name: str, until) -> str:
    return f"{name}{f', ouvert jusqu’au {far_date(until)}' if until else ''}. {_READERS}"


@require_form
@confidential
def reference_end(request: HttpRequest, pk: UUID, reference_pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    rows = ExternalReference.objects.visible_to(page.actor).filter(case=page.case)
    reference = get_object_or_404(rows, pk=reference_pk)
    section = ExternalReference.sections_by_source[reference.source]
    page.require(page.rights[section] >= Right.WRITE)
    page.record(section)
    form = ReferenceEndForm(request.POST or None)
    form.version = request.POST.get("version") or version_of(reference)

    def act():
        common = {"reference": reference, "version": form.version, "by": page.actor}
        if form.is_renewed:
            services.renew_reference(until=form.cleaned_data["until"], **common)
        else:
            services.end_reference(**common)

    back = reverse("households:case_household", args=[page.case.pk])
    until = f", valable jusqu’au {far_date(reference.valid_until)}" if reference.valid_until else ""
    told = f"{reference.get_kind_display()}{until}. Lu par qui lit ce numéro dans ce dossier."
    return answer(request, page, form, act, Writing("Numéro à renouveler", "Enregistrer", back, "C’est noté.", told))
