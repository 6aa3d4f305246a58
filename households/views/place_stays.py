"""Entering a place and leaving it, from the file alone."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from households import services
from households.forms.places import StayEnterForm, StayLeaveForm
from households.pages import CasePage, open_page
from households.place_board import free_places
from households.views.housing import visible_period
from households.views.writing import Writing, answer
from partners.roles import Section
from veille.core import clock
from veille.core.reads import confidential
from veille.core.sending import require_form

_READERS = "Lu par qui lit le logement dans ce dossier. L’inventaire montre la place occupée, sans dire par qui."
# What a household is, in a place of this kind, when nothing else is said.
_SITUATIONS = {
    "sublease": "subletting",
    "shared_sublease": "subletting",
    "iml_sublet": "subletting",
    "bridging_dwelling": "bridging",
    "social_residence": "adapted_housing",
    "family_pension": "adapted_housing",
}


@require_form
@confidential
def stay_enter(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(page.writes(Section.HOUSING))
    places = free_places(page.actor, page.case.rules.dispositif_id)
    present = page.people.present_on(clock.today()).count() if page.reads(Section.IDENTITY) else 1
    first = places.first()
    initial = {"people_count": present or 1, "situation": _SITUATIONS.get(first.modality, "") if first else ""}
    form = StayEnterForm(request.POST or None, places=places, initial=initial)

    def act() -> None:
        services.enter_place(case=page.case, by=page.actor, **form.cleaned_data)

    done = "L’entrée est notée. Notez le terme du séjour quand le contrat est signé."
    words = Writing("Entrer dans une place", "Noter l’entrée", _back(page), done, _READERS)
    template = "households/case_form.html" if first or request.method == "POST" else "households/stay_no_place.html"
    return answer(request, page, form, act, words, template=template)


def _back(page: CasePage) -> str:
    return reverse("households:case_housing", args=[page.case.pk])


@require_form
@confidential
def stay_leave(request: HttpRequest, pk: UUID, period_pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    period = visible_period(page, period_pk)
    page.require(page.writes(Section.HOUSING))
    if period.place_held_id is None:
        raise Http404
    form = StayLeaveForm(request.POST or None)

    def act() -> None:
        services.leave_place(period=period, on=form.cleaned_data["ends_on"], by=page.actor)

    done = "La sortie est notée. Notez maintenant où vit le ménage."
    words = Writing("Sortir de la place", "Noter la sortie", _back(page), done, _READERS)
    return answer(request, page, form, act, words)
