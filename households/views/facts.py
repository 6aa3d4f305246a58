"""What the household was told, and what it agrees to."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from households import permissions, services
from households.forms import AdhesionForm, InformationForm
from households.pages import CasePage, open_page
from households.views.writing import Writing, answer
from partners.roles import Right, Section
from veille.core.reads import confidential
from veille.core.sending import require_form


def _words(page: CasePage, tab: str, title: str, done: str) -> Writing:
    return Writing(title, "Enregistrer", reverse(f"households:{tab}", args=[page.case.pk]), done)


@require_form
@confidential
def information_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(permissions.can_note_information(page.rights))
    form = InformationForm(request.POST or None)

    def act():
        services.record_information(case=page.case, by=page.actor, **form.cleaned_data)

    words = _words(page, "case_household", "Noter l’information du ménage", "L’information du ménage est notée.")
    return answer(request, page, form, act, words)


@require_form
@confidential
def adhesion_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(page.rights[Section.MEASURE] >= Right.WRITE)
    form = AdhesionForm(request.POST or None)

    def act():
        services.record_adhesion(case=page.case, by=page.actor, **form.cleaned_data)

    words = _words(page, "case_household", "Noter l’accord du ménage", "L’accord du ménage est noté.")
    return answer(request, page, form, act, words)
