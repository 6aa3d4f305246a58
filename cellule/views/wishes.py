"""What a household looks for: its panel on the page of its housing, and its form."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cellule.forms.capacity import WishForm
from cellule.models import HousingWish, Reservation
from cellule.services import capacity as services
from households.pages import CasePage, open_page
from households.views.writing import Writing, answer
from partners.roles import Right, Section
from veille.core.reads import confidential
from veille.core.sending import require_form

_READERS = "Lu par qui lit le logement dans ce dossier, bailleur compris, et par le secrétariat de l’instance."


def _page(request: HttpRequest, pk: UUID) -> CasePage:
    """Who knows the file and its housing; a lease alone does not open it."""
    page = open_page(request, pk)
    page.require(page.reads(Section.HOUSING) and page.reads(Section.STATE))
    return page


@require_safe
@confidential
def wish_fragment(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = _page(request, pk)
    page.record(Section.HOUSING)
    wish = HousingWish.objects.visible_to(request.actor).last_of(page.case)
    context = {
        "page": page,
        "wish": wish,
        "reservations": ", ".join(Reservation(code).label for code in wish.reservations) if wish else "",
        "can_note": _may_note(page),
    }
    template = "cellule/_wish_fragment.html" if request.htmx else "cellule/case_wish.html"
    return render(request, template, context)


def _may_note(page: CasePage) -> bool:
    return page.rights[Section.HOUSING] >= Right.WRITE


@require_form
@confidential
def wish_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = _page(request, pk)
    page.require(_may_note(page))
    page.record(Section.HOUSING)
    wish = HousingWish.objects.visible_to(request.actor).last_of(page.case)
    form = WishForm(request.POST or None, case=page.case, wish=wish)
    form.version = request.POST.get("version", "") if request.method == "POST" else services.wish_version(wish)

    def act() -> None:
        services.note_wish(case=page.case, version=form.version, by=request.actor, **form.wish())

    back = reverse("households:case_housing", args=[page.case.pk])
    writing = Writing("Logement recherché", "Enregistrer", back, "Ce que le ménage recherche est noté.", _READERS)
    return answer(request, page, form, act, writing)
