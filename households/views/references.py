"""Numbers under which the household is known elsewhere."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from households import services
from households.forms import ReferenceForm
from households.models import ExternalReference
from households.pages import open_page
from households.views.writing import Writing, answer
from partners.roles import Right, Section
from veille.core.reads import confidential
from veille.core.sending import require_form


@require_form
@confidential
def reference_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    may_confide, may_tell = page.writes(Section.CONFIDED), page.writes(Section.IDENTITY)
    page.require(may_confide or may_tell)
    form = ReferenceForm(request.POST or None, may_confide=may_confide, may_tell=may_tell)

    def act():
        services.record_reference(case=page.case, by=page.actor, **form.cleaned_data)

    words = Writing(
        "Noter une référence externe",
        "Enregistrer",
        reverse("households:case_household", args=[page.case.pk]),
        "La référence est notée.",
        "Une référence propre à votre organisme n’est lue que par votre organisme.",
    )
    return answer(request, page, form, act, words)


@require_POST
@confidential
def reference_remove(request: HttpRequest, pk: UUID, reference_pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    rows = ExternalReference.objects.visible_to(page.actor).filter(case=page.case)
    reference = get_object_or_404(rows, pk=reference_pk)
    section = ExternalReference.sections_by_source[reference.source]
    page.require(page.rights[section] >= Right.WRITE)
    services.forget_reference(reference=reference, by=page.actor)
    messages.success(request, "La référence est retirée.")
    return redirect("households:case_household", pk=page.case.pk)
