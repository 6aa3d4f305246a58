"""The pages of the data protection officer: requests with their days, and the register of her organisation."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from households import rights, terms
from households.forms.retention import PurposeForm
from households.models import ProcessingPurpose, RightsRequest
from households.rights_choices import RIGHTS_OPEN
from households.services.register import record_purpose
from households.views.writing import Writing, answer_on
from partners.object_rights import may
from veille.core import clock, reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import require_form

OFFICER_FORM = "households/officer_form.html"


def require_officer(request: HttpRequest) -> None:
    """others.csv, retention: the officer keeps the end of the files of her organisation."""
    if not may(request.actor, "retention", "W"):
        raise PermissionDenied


@require_safe
@confidential
def request_list(request: HttpRequest) -> HttpResponse:
    """Open requests first, the nearest day on top; those that are answered keep their dates and lose their names."""
    actor = request.actor
    if not (rights.is_officer(actor) or rights.can_ask(actor)):
        raise PermissionDenied
    found = RightsRequest.objects.visible_to(actor).select_related("case", "person", "asked_by")
    requests = list(found.filter(state__in=RIGHTS_OPEN).order_by("due_on", "received_on", "pk"))
    if requests:
        reads.record([one.case_id for one in requests], section="rights", kind=AccessKind.LIST)
    answered = page_of(found.exclude(state__in=RIGHTS_OPEN).order_by("-answered_on", "pk"), request)
    context = {"requests": requests, "answered": answered, "today": clock.today(), "total": len(requests)}
    return render(request, "households/rights_list.html", context)


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    require_officer(request)
    context = {
        "purposes": ProcessingPurpose.objects.visible_to(request.actor).select_related("recorded_by"),
        "warning_days": terms.WARNING_DAYS,
        "archive_months": terms.ARCHIVE_MONTHS,
        "never_admitted_months": terms.NEVER_ADMITTED_MONTHS,
    }
    return render(request, "households/register.html", context)


@require_form
def purpose_add(request: HttpRequest) -> HttpResponse:
    require_officer(request)
    form = PurposeForm(request.POST or None)

    def act():
        record_purpose(by=request.actor, **form.cleaned_data)

    back = reverse("households:register")
    writing = Writing("Inscrire une finalité", "Inscrire", back, "Le registre est à jour.")
    return answer_on(request, OFFICER_FORM, {}, form, act, writing)
