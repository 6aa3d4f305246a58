"""The term of a temporary stay: its first contract, its renewals."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from households import services
from households.forms import StayTermForm
from households.housing_due import is_temporary
from households.models import HousingPeriod, StayTerm
from households.pages import CasePage, open_page
from households.views.housing import visible_period
from households.views.writing import Writing, answer
from partners.roles import Section
from veille.core.formats import counted, far_date, plus_months
from veille.core.reads import confidential
from veille.core.sending import require_form

_READERS = "Lu par qui lit le logement dans ce dossier, bailleur du logement compris."


@require_form
@confidential
def stay_term(request: HttpRequest, pk: UUID, period_pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    period = visible_period(page, period_pk)
    page.require(page.writes(Section.HOUSING) and is_temporary(period, page.case.configuration.stay))
    page.record(Section.HOUSING)
    former = list(StayTerm.objects.visible_to(page.actor).filter(period=period).order_by("rank"))
    form = StayTermForm(
        request.POST or None,
        initial={"term_on": _proposed(page, period, former)},
        is_beyond=len(former) > page.case.configuration.stay.renewals,
    )
    form.version = request.POST.get("version") or services.stay_version(former)

    def act():
        services.set_stay_term(period=period, version=form.version, by=page.actor, **form.cleaned_data)

    return answer(request, page, form, act, _words(page, former), template="households/stay_term.html")


def _proposed(page: CasePage, period: HousingPeriod, former: list[StayTerm]):
    """As long again as the dispositif agrees a stay for, and no longer than the dwelling stands."""
    begins_on = former[-1].term_on if former else period.starts_on
    term_on, until = plus_months(begins_on, page.case.configuration.stay.months), period.place.available_until
    return min(term_on, until) if until else term_on


def _words(page: CasePage, former: list[StayTerm]) -> Writing:
    back = reverse("households:case_housing", args=[page.case.pk])
    if not former:
        return Writing("Noter le terme du séjour", "Enregistrer", back, "Le terme du séjour est noté.", _READERS)
    allowed = counted(page.case.configuration.stay.renewals, "renouvellement")
    rank = f"Terme actuel : {far_date(former[-1].term_on)}, renouvelé {len(former) - 1} fois (prévu : {allowed})."
    return Writing("Renouveler le séjour", "Renouveler", back, "Le séjour est renouvelé.", f"{rank} {_READERS}")
