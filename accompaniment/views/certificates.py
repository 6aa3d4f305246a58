"""The attestation of a preparation: made with the agreement of the household, printed for who it is meant for."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accompaniment.choices import RUNNING_STATES
from accompaniment.forms.preparation import CertificateForm
from accompaniment.models import PreparationCertificate
from accompaniment.services.certificates import attest_preparation, what_it_says
from accompaniment.views.measures import open_measure_page
from accompaniment.views.printed import released
from households.pages import open_page
from households.views.writing import Writing, answer_on
from partners.roles import Section
from veille.core.formats import far_date
from veille.core.pdf import pdf_response
from veille.core.reads import confidential
from veille.core.sending import require_form


@confidential
@require_form
def certificate_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    measure, page = open_measure_page(request, pk, RUNNING_STATES)
    page.record(Section.INTERVENTIONS)
    form = CertificateForm(request.POST or None)

    def act() -> None:
        attest_preparation(measure=measure, by=page.actor, **form.answer())

    readers = "Vous la remettez sur papier : dans l’application, seuls ceux qui accompagnent le ménage la lisent."
    back = reverse("households:case_followup", args=[page.case.pk])
    done = "L’attestation est établie : imprimez-la depuis le suivi."
    writing = Writing("Attestation de préparation", "Établir", back, done, readers)
    context = {"page": page, "text": what_it_says(measure)}
    return answer_on(request, "accompaniment/certificate_form.html", context, form, act, writing)


@confidential
@require_form
def certificate_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """As it was made: what was followed since is in another one."""
    certificate = get_object_or_404(PreparationCertificate.objects.visible_to(request.actor), pk=pk)
    page = open_page(request, certificate.case_id)
    paper = {
        "title": "Attestation de préparation au logement",
        "dated": f"Établie le {far_date(certificate.made_on)}",
        "note": f"Pour : {certificate.get_reader_display()}. {_agreed(certificate)}",
        "text": certificate.content,
    }
    return released(
        request, page, paper, lambda content: pdf_response(content, "attestation.pdf"), Section.INTERVENTIONS
    )


def _agreed(certificate: PreparationCertificate) -> str:
    return f"Remise avec l’accord du ménage, donné le {far_date(certificate.agreed_on)}."
