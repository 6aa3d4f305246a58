"""Closing an admitted file: what to settle first, what goes along, then the act."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accompaniment.models import Measure
from cellule.ending import goes_along, obstacles
from cellule.forms.ending import EndFileForm
from cellule.services.ending import end_file
from households.pages import CasePage, open_page
from households.permissions import can_close
from households.views.writing import Writing, answer_on
from partners.roles import Section
from veille.core import reference
from veille.core.reads import confidential
from veille.core.sending import require_form


@require_form
@confidential
def case_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(can_close(page.case, page.rights))
    page.record(Section.MEASURE)
    form = EndFileForm(request.POST or None)

    def act() -> None:
        end_file(case=page.case, reason=form.cleaned_data["reason"], by=page.actor)

    writing = Writing(
        "Clore le dossier",
        "Clore le dossier",
        reverse("households:case_household", args=[page.case.pk]),
        "Le dossier est clos. Si le ménage revient, rouvrez-le : même numéro, toute son histoire.",
        "Le motif est lu par tous ceux qui suivent l’état du dossier, l’orienteur compris.",
    )
    context = {"page": page, "obstacles": obstacles(page.case), "along": goes_along(page.case), "ends": _ends(page)}
    return answer_on(request, "cellule/case_close.html", context, form, act, writing)


def _ends(page: CasePage) -> list[tuple[Measure, str, str]]:
    """How each accompaniment ended: why, and where the household lived."""
    rows = Measure.objects.visible_to(page.actor).filter(case=page.case, ended_on__isnull=False)
    return [
        (row, reference.label("exit_reason", row.exit_reason), reference.label("exit_outcome", row.exit_outcome))
        for row in rows.order_by("-ended_on", "pk")
    ]
