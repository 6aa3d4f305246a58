"""Relays to another service: proposed, their first appointment asked after, confirmed or taken back."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accompaniment.choices import CLOSED_STATES, MeasureState
from accompaniment.coordination.choices import APPOINTMENT_MOVES, FirstAppointment, RelayState
from accompaniment.coordination.panel import relay_row
from accompaniment.coordination.permissions import can_relay
from accompaniment.forms.relays import MoveForm, RelayForm
from accompaniment.models import CaseRelay, Measure
from accompaniment.services import relays as services
from accompaniment.views.tapped import tapped
from households.pages import CasePage, open_page
from households.views.writing import Writing, answer
from partners.network import known_services
from partners.roles import Section
from veille.core import clock
from veille.core.reads import confidential
from veille.core.sending import require_form

# The buttons of the question « le premier rendez-vous a-t-il eu lieu ? ».
_FIRST = {
    "kept": FirstAppointment.KEPT,
    "not_kept": FirstAppointment.NOT_KEPT,
    "unknown": FirstAppointment.UNKNOWN,
}
_ANSWERS = {"kept": "Il a eu lieu", "not_kept": "Il n’a pas eu lieu", "unknown": "On ne sait pas"}


@confidential
@require_form
def relay_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(can_relay(page.rights))
    page.record(Section.MEASURE)
    measure = Measure.objects.visible_to(page.actor).filter(case=page.case).exclude(state__in=CLOSED_STATES).first()
    may_carry = measure is not None and measure.state in (
        MeasureState.ACTIVE,
        MeasureState.SUSPENDED,
        MeasureState.RELAY,
    )
    form = RelayForm(request.POST or None, services=known_services(page.actor), may_carry=may_carry)
    writing = Writing(
        "Passer un relais",
        "Enregistrer le relais",
        reverse("accompaniment:coordination", args=[page.case.pk]),
        "Le relais est noté. Le lendemain du rendez-vous, on vous demandera s’il a eu lieu.",
        "Lu par l’équipe d’accompagnement ; aucun dossier n’est ouvert à ce service.",
    )

    def act() -> None:
        services.propose_relay(case=page.case, by=page.actor, **form.cleaned_data)

    return answer(request, page, form, act, writing)


def _relay(request: HttpRequest, pk: UUID, *, to_change: bool = True) -> tuple[CaseRelay, CasePage]:
    rows = CaseRelay.objects.visible_to(request.actor).select_related("organisation", "author", "measure")
    relay = get_object_or_404(rows, pk=pk)
    page = open_page(request, relay.case_id)
    page.require(not to_change or can_relay(page.rights))
    page.record(Section.MEASURE)
    return relay, page


def _address(relay: CaseRelay) -> str:
    return reverse("accompaniment:relay_detail", args=[relay.pk])


@confidential
@require_safe
def relay_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    relay, page = _relay(request, pk, to_change=False)
    may_change = can_relay(page.rights) and relay.state == RelayState.UNDER_WAY
    ends = relay.measure if relay.carries_measure and relay.state == RelayState.CONFIRMED else None
    context = {
        "page": page,
        "row": relay_row(relay),
        "relay": relay,
        "may_change": may_change,
        "answers": _answers(relay) if may_change and relay.first_on <= clock.today() else [],
        "is_answered": relay.first in (FirstAppointment.KEPT, FirstAppointment.NOT_KEPT),
        "may_confirm": may_change and relay.first == FirstAppointment.KEPT,
        "ends": ends if ends and ends.state == MeasureState.RELAY and can_relay(page.rights) else None,
    }
    return render(request, "accompaniment/relay_detail.html", context)


def _answers(relay: CaseRelay) -> list[tuple[str, str]]:
    """What may be said of its first appointment from what was said: once told, only another answer."""
    return [(name, word) for name, word in _ANSWERS.items() if _FIRST[name] in APPOINTMENT_MOVES[relay.first]]


@confidential
@require_POST
def relay_first(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One tap."""
    relay, page = _relay(request, pk)
    noted = next((first for name, first in _FIRST.items() if name in request.POST), FirstAppointment.UNKNOWN)

    def act() -> None:
        services.note_first_appointment(relay=relay, first=noted, by=page.actor)

    return tapped(request, act, _address(relay), done="C’est noté.")


@confidential
@require_form
def relay_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    relay, page = _relay(request, pk)
    page.require(request.method == "POST" or relay.state == RelayState.UNDER_WAY)
    form = MoveForm(request.POST or None)
    writing = Writing("Le premier rendez-vous est déplacé", "Enregistrer", _address(relay), "Le jour est changé.")

    def act() -> None:
        services.move_first_appointment(relay=relay, by=page.actor, **form.cleaned_data)

    return answer(request, page, form, act, writing)


def _closing(perform: Callable[..., object], done: str) -> Callable[[HttpRequest, UUID], HttpResponse]:
    @confidential
    @require_POST
    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        relay, page = _relay(request, pk)
        return tapped(request, lambda: perform(relay=relay, by=page.actor), _address(relay), done=done)

    return view


relay_confirm = _closing(services.confirm_relay, "Le relais est confirmé.")
relay_take_back = _closing(services.take_relay_back, "L’équipe reprend la suite.")
