"""A couple separates; a closed file is taken up again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from households import household_panel, permissions, services, summary
from households.forms import ReopenForm
from households.forms.separation import SeparationForm
from households.models import Case, Person, ProtectedDetail
from households.pages import CasePage, open_page
from households.views.writing import Writing, answer
from partners.models import Organisation, OrganisationKind
from partners.partnerships import partners_of
from partners.roles import Section
from veille.core import clock
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show


def _open_whole(request: HttpRequest, pk: UUID) -> CasePage:
    page = open_page(request, pk)
    page.require(permissions.can_recompose(page.actor, page.case, page.rights))
    page.record(Section.IDENTITY, Section.CONTACT, Section.CONFIDED)
    return page


@require_form
@confidential
def separation_prepare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who leaves and what goes with them; the whole is shown before it is done."""
    page = _open_whole(request, pk)
    form = _form(request, page)
    sides = None
    if request.method == "POST" and form.is_valid():
        if form.is_seen and (sent := _separate(request, page, form)):
            return sent
        sides = form.sides() if not form.errors else None
    context = {"page": page, "sides": sides, "seen": form.print_of_answers() if sides else ""}
    return show(request, "households/separation_prepare.html", context, form=form)


def _form(request: HttpRequest, page: CasePage) -> SeparationForm:
    actor, case = page.actor, page.case
    members = Person.objects.visible_to(actor).filter(household=case.household_id).present_on(clock.today())
    form = SeparationForm(
        request.POST if request.method == "POST" else None,
        case=case,
        members=list(members.order_by("birth_year", "search_name", "pk")),
        contacts=summary.contacts(page),
        protected=_protected(page),
        organisations=_organisations(page),
        colleagues=household_panel.colleagues(actor),
        own=actor.organisation,
    )
    form.offer(services.carried_by_others(actor, case, form.said_to_leave()))
    return form


def _protected(page: CasePage) -> list[ProtectedDetail]:
    """Whoever is not named decides nothing of them, and does not learn that there are any."""
    rows = ProtectedDetail.objects.visible_to(page.actor).filter(case=page.case)
    return list(rows.order_by("recorded_at", "pk"))


def _organisations(page: CasePage):
    """Her own, or another association of the dispositif; a landlord comes with its dwelling, never from here."""
    associations = partners_of(page.case.rules.dispositif_id).filter(kind=OrganisationKind.ASSOCIATION).values("pk")
    own = Organisation.objects.filter(pk=page.actor.organisation_id).values("pk")
    return Organisation.objects.filter(pk__in=associations.union(own)).order_by("sort_name", "pk")


def _separate(request: HttpRequest, page: CasePage, form: SeparationForm) -> HttpResponse | None:
    made: list[Case] = []

    def act() -> str:
        made.append(services.separate_household(case=page.case, plan=form.plan(), by=page.actor))
        return reverse("households:case_household", args=[page.case.pk])

    sent = send(request, form, act)
    if sent and made:
        messages.success(request, _told(page, made[0]))
    return sent


def _told(page: CasePage, new: Case) -> str:
    """The number, for who opens the new file herself."""
    if Case.objects.visible_to(page.actor).filter(pk=new.pk).exists():
        return f"Le ménage est séparé. Nouveau dossier : {new.number}, à orienter depuis « Orienter un ménage »."
    return "Le ménage est séparé. L’organisme choisi ouvre le nouveau dossier."


@require_form
@confidential
def case_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Droit au recommencement: the same number, one stay more."""
    page = open_page(request, pk)
    page.require(permissions.can_reopen(page.case, page.rights))
    form = ReopenForm(request.POST or None)

    def act():
        services.reopen_case(case=page.case, by=page.actor, reason=form.cleaned_data["reason"])

    words = Writing(
        "Rouvrir le dossier",
        "Rouvrir le dossier",
        reverse("households:case_household", args=[page.case.pk]),
        "Le dossier est rouvert. Reprenez l’accompagnement depuis « Suivi », ou orientez de nouveau le ménage.",
        "Le motif est lu par tous ceux qui suivent l’état du dossier, l’orienteur compris.",
    )
    return answer(request, page, form, act, words)
