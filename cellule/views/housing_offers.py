"""Dwellings proposed to a household, one page an act; and what became of the conditions of an admission."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from cellule import candidature_permissions as permissions
from cellule.forms.candidatures import ConditionForm, EndOfferForm, LeaseForm, OfferForm
from cellule.models import DecisionCondition, HousingOffer
from cellule.services import conditions, housing_offers
from cellule.views.candidatures import find_candidature
from households.models import Case
from households.pages import open_page
from households.views.writing import Writing, answer
from partners.roles import Section
from partners.views.writing import write
from veille.core import reads
from veille.core.reads import confidential
from veille.core.sending import require_form


def _back(offer: HousingOffer) -> str:
    return reverse("cellule:candidature_detail", args=[offer.candidature_id])


def _find(request: HttpRequest, pk: UUID) -> HousingOffer:
    rows = HousingOffer.objects.visible_to(request.actor)
    rows = rows.select_related("candidature__case__rules", "candidature__landlord", "case__rules", "commune")
    offer = get_object_or_404(rows, pk=pk)
    reads.record([offer.case_id], section=Section.CANDIDATURE)
    return offer


@require_form
@confidential
def offer_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    candidature = find_candidature(request, pk)
    if not permissions.can_propose(request.actor, candidature):
        raise PermissionDenied
    form = OfferForm(request.POST or None, candidature=candidature)
    back = reverse("cellule:candidature_detail", args=[pk])

    def act() -> str:
        housing_offers.propose_dwelling(candidature=candidature, by=request.actor, **form.cleaned_data)
        return back

    words = {"title": "Proposer un logement", "verb": "Enregistrer la proposition", "back": back}
    lead = "Une commune, un type, un loyer : l’accompagnement en parle au ménage et note sa réponse."
    return write(request, form, act, done="Le logement est proposé.", lead=lead, **words)


@require_POST
@confidential
def offer_accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    offer = _find(request, pk)
    if not permissions.can_say_household_answer(request.actor, offer):
        raise PermissionDenied
    try:
        housing_offers.accept_offer(offer=offer, by=request.actor)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, "L’accord du ménage est noté.")
    return redirect(_back(offer))


@require_form
@confidential
def offer_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    offer = _find(request, pk)
    parties = permissions.who_may_end(request.actor, offer)
    if not parties:
        raise PermissionDenied
    form = EndOfferForm(request.POST or None, parties=parties)

    def act() -> str:
        housing_offers.end_offer(offer=offer, by=request.actor, **form.cleaned_data)
        return _back(offer)

    words = {"title": "La proposition n’a pas de suite", "verb": "Enregistrer", "back": _back(offer)}
    lead = "Ce n’est pas une fin : un autre logement peut être proposé."
    return write(request, form, act, done="La suite de la proposition est notée.", lead=lead, **words)


@require_form
@confidential
def offer_lease(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The lease signed: the situation of the household, and the end of the other searches."""
    offer = _find(request, pk)
    page = open_page(request, offer.case_id) if _opens(request, offer) else None
    if page is None or not permissions.can_sign(request.actor, offer, page.rights):
        raise PermissionDenied
    page.record(Section.HOUSING)
    form = LeaseForm(request.POST or None, case=page.case)

    def act() -> None:
        housing_offers.sign_lease(offer=offer, by=page.actor, **form.cleaned_data)

    back = reverse("households:case_housing", args=[page.case.pk])
    readers = f"À partir de la signature, {offer.candidature.landlord.name} lit la partie « Logement » de ce dossier."
    return answer(
        request, page, form, act, Writing("Bail signé", "Enregistrer le bail", back, "Le bail est noté.", readers)
    )


def _opens(request: HttpRequest, offer: HousingOffer) -> bool:
    return Case.objects.visible_to(request.actor).filter(pk=offer.case_id).exists()


@require_form
@confidential
def condition_settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Met or not, by who was to meet it, who leads the accompaniment, or the secretary."""
    condition = _condition(request, pk)
    if not permissions.can_settle(request.actor, condition):
        raise PermissionDenied
    form, back = ConditionForm(request.POST or None), reverse("home")

    def act() -> str:
        conditions.settle_condition(condition=condition, by=request.actor, **form.said())
        return back

    words = {"title": "Condition de l’admission", "verb": "Enregistrer", "back": back}
    return write(request, form, act, done="C’est noté.", lead=f"« {condition.what} »", **words)


def _condition(request: HttpRequest, pk: UUID) -> DecisionCondition:
    rows = DecisionCondition.objects.visible_to(request.actor)
    condition = get_object_or_404(rows.select_related("case__rules", "decision", "organisation", "task"), pk=pk)
    reads.record([condition.case_id], section=Section.DECISION)
    return condition
