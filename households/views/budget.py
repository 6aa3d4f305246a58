"""Budget: figures with their lines, the grid that notes them, the months of the rent account."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from households import services
from households.arrears import arrears_series
from households.budget_reading import former_lines, month_budget, months_of_change, standing_lines
from households.forms import ArrearsForm, BudgetForm
from households.models import MoneyLine, Person
from households.pages import CasePage, open_page
from households.services.budget import lines_version
from households.views.writing import Writing, answer
from partners.models import OrganisationKind
from partners.roles import Section
from veille.core import clock
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show


@require_safe
@confidential
def case_budget(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require_tab()
    page.record(Section.ARREARS)
    context = {"page": page, "account": arrears_series(page), "budget": None, "may_note": _keeps_account(page)}
    if page.reads(Section.MONEY):
        context |= _budget(request, page)
    return render(request, "households/case_budget.html", context)


def _budget(request: HttpRequest, page: CasePage) -> dict:
    """The rent and the names are shown beside the lines: they are read too."""
    page.record(Section.MONEY, Section.IDENTITY, Section.CONFIDED, Section.HOUSING)
    months = months_of_change(standing_lines(page), clock.today())
    month = _month(request.GET.get("mois", "")) or months[0]
    return {"months": months, "budget": month_budget(page, month), "former": former_lines(page, month)}


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _keeps_account(page: CasePage) -> bool:
    """A month of the account is told by the landlord who keeps it."""
    return page.writes(Section.ARREARS) and page.actor.organisation.kind == OrganisationKind.LANDLORD


@require_form
@confidential
def budget_edit(request: HttpRequest, pk: UUID, person_pk: UUID | None = None) -> HttpResponse:
    """The grid of one person, or of the whole household."""
    page = open_page(request, pk)
    page.require(page.writes(Section.MONEY))
    people = page.people
    person = get_object_or_404(people, pk=person_pk) if person_pk else None
    page.record(Section.MONEY, Section.IDENTITY, Section.CONFIDED)
    form = _grid(request, page, person)

    def act() -> str:
        fields = {"month": form.cleaned_data["month"], "entries": form.entries(), "version": form.version}
        services.record_budget(case=page.case, person=person, by=page.actor, **fields)
        return reverse("households:case_budget", args=[page.case.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "Le budget est noté.")
        return sent
    context = {"page": page, "person": person, "people": people.present_on(clock.today())}
    return show(request, "households/case_budget_edit.html", context, form=form)


def _grid(request: HttpRequest, page: CasePage, person: Person | None) -> BudgetForm:
    rows = MoneyLine.objects.visible_to(page.actor).filter(case=page.case, person=person)
    lines = list(rows.filter(ends_on=None, corrected_on=None).order_by("pk"))
    form = BudgetForm(request.POST or None, lines=lines)
    form.version = request.POST.get("version") or lines_version(lines)
    return form


@require_form
@confidential
def arrears_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(_keeps_account(page))
    form = ArrearsForm(request.POST or None)

    def act():
        landlord = page.actor.organisation
        services.record_arrears(case=page.case, landlord=landlord, account=form.account(), by=page.actor)

    writing = Writing(
        "Noter un mois du compte locataire",
        "Enregistrer",
        reverse("households:case_budget", args=[page.case.pk]),
        "Le mois est noté.",
        "Lu par votre organisme, l’instance qui décide et l’équipe d’accompagnement. "
        "Un mois déjà noté est remplacé ; l’ancien montant reste dans l’historique.",
    )
    return answer(request, page, form, act, writing)
