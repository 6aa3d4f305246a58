"""Protected details: each is a button, never a text; opening one asks a reason and a fresh authentication."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache

from households import permissions, services
from households.forms import ProtectForm, ReasonForm
from households.models import ProtectedDetail
from households.pages import CasePage, open_page
from households.views.identity import not_confirmed
from households.views.writing import Writing, answer
from partners.roles import Section
from veille.core import reads
from veille.core.reads import confidential
from veille.core.sending import once, require_form, show

_SECTION = "protected"
_PAGE = "households/protected_read.html"
_SHOWN_SECONDS = 120


def _open_named(request: HttpRequest, pk: UUID) -> CasePage:
    page = open_page(request, pk)
    page.require(permissions.is_named(page.actor, page.case))
    return page


@require_form
@never_cache
@confidential
def protected_read(request: HttpRequest, pk: UUID, detail_pk: UUID) -> HttpResponse:
    """GET asks the reason; POST shows the detail once."""
    page = _open_named(request, pk)
    detail = get_object_or_404(ProtectedDetail.objects.visible_to(page.actor).filter(case=page.case), pk=detail_pk)
    if asked := not_confirmed(request):
        return asked
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _shown_once(request, page, detail, form)
    return show(request, _PAGE, {"page": page, "detail": detail, "value": ""}, form=form)


def _shown_once(request: HttpRequest, page: CasePage, detail: ProtectedDetail, form: ReasonForm) -> HttpResponse:
    """The detail, for two minutes; the same form sent again (reload, back button) asks the reason again."""
    opened: list[str] = []

    def read() -> str:
        opened.append(services.read_protected(detail=detail, reason=form.cleaned_data["reason"], by=page.actor))
        return request.path

    again = once(request, read)
    if not opened:
        return again
    reads.record([page.case.pk], section=_SECTION)
    answer = show(request, _PAGE, {"page": page, "detail": detail, "value": opened[0]}, form=form)
    answer["Refresh"] = f"{_SHOWN_SECONDS}; url={reverse('households:case_household', args=[page.case.pk])}"
    return answer


@require_form
@never_cache
@confidential
def protected_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = _open_named(request, pk)
    page.require(page.writes(Section.CONTACT))
    form = ProtectForm(request.POST or None)

    def act():
        services.protect_detail(case=page.case, by=page.actor, **form.cleaned_data)

    words = Writing(
        "Protéger une donnée",
        "Protéger",
        reverse("households:case_household", args=[page.case.pk]),
        "La donnée est protégée.",
        "Lu par les personnes nommées seulement, une par une, avec un motif et leur mot de passe. Jamais imprimé.",
    )
    return answer(request, page, form, act, words)
