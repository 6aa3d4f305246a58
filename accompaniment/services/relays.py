"""Relays: proposed with the household's agreement, their first appointment kept or not, confirmed or taken back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.choices import CLOSED_STATES, MeasureState
from accompaniment.coordination.choices import APPOINTMENT_MOVES, RELAY_MOVES, FirstAppointment, RelayState
from accompaniment.models import CaseRelay, Measure
from accompaniment.services.measures import activate_measure, begin_relay
from households.models import Case
from partners.models import Organisation
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move


@transaction.atomic
def propose_relay(
    *,
    case: Case,
    kind: str,
    theme: str,
    agreed_on: date,
    first_on: date,
    by: Actor,
    organisation: Organisation | None = None,
    body: str = "",
    contact: str = "",
    carries_measure: bool = False,
) -> CaseRelay:
    """Agree with the household on who takes over, and on the day of the first appointment.

    With `carries_measure`, the accompaniment is in relay from today and ends with it; else it goes on beside it.
    """
    if case.closed_on:
        raise ValidationError("Ce dossier est clos : rouvrez-le avant de passer un relais.")
    if agreed_on > clock.today():
        raise ValidationError({"agreed_on": "L’accord du ménage est déjà recueilli : indiquez un jour passé."})
    measure = Measure.objects.filter(case=case).exclude(state__in=CLOSED_STATES).first()
    if carries_measure:
        _pass_on(measure, by)
    relay = CaseRelay(
        case=case,
        measure=measure,
        by_organisation=by.organisation,
        organisation=organisation,
        body=body,
        contact=contact,
        kind=kind,
        theme=theme,
        agreed_on=agreed_on,
        first_on=first_on,
        carries_measure=carries_measure,
        author=by.user,
    )
    relay.full_clean()
    relay.save()
    changes = {"kind": kind, "first_on": first_on.isoformat(), "carries_measure": carries_measure}
    audit.record("relay.proposed", relay, by=by, changes=changes)
    return relay


def _pass_on(measure: Measure | None, by: Actor) -> None:
    """A measure already in relay stays there: the state came first, the service is named now."""
    if measure is None or measure.state not in (MeasureState.ACTIVE, MeasureState.SUSPENDED, MeasureState.RELAY):
        raise ValidationError({"carries_measure": "Seul un accompagnement actif ou suspendu passe en relais."})
    if measure.state != MeasureState.RELAY:
        begin_relay(measure=measure, by=by)


@transaction.atomic
def note_first_appointment(*, relay: CaseRelay, first: str, by: Actor) -> CaseRelay:
    """What became of it, once its day has come; corrected as long as the relay is under way."""
    stored = _under_way(relay)
    if first != FirstAppointment.EXPECTED and stored.first_on > clock.today():
        raise ValidationError("Ce rendez-vous n’a pas encore eu lieu.")
    if first == stored.first:
        return stored
    before = move(stored, first, allowed=APPOINTMENT_MOVES, field="first")
    audit.record("relay.first_noted", stored, by=by, changes={"first": [before, first]})
    return stored


@transaction.atomic
def move_first_appointment(*, relay: CaseRelay, first_on: date, by: Actor) -> CaseRelay:
    """Another day: it is expected again, and counted as moved."""
    stored = _under_way(relay)
    if first_on < clock.today():
        raise ValidationError({"first_on": "Indiquez un jour à venir."})
    before = stored.first_on
    stored.first_on, stored.first, stored.moved = first_on, FirstAppointment.EXPECTED, stored.moved + 1
    stored.full_clean()
    stored.save(update_fields=["first_on", "first", "moved"])
    audit.record("relay.moved", stored, by=by, changes={"first_on": [before.isoformat(), first_on.isoformat()]})
    return stored


@transaction.atomic
def confirm_relay(*, relay: CaseRelay, by: Actor) -> CaseRelay:
    """The other service has taken over; what ends the accompaniment is another act, with its outcome."""
    stored = _under_way(relay)
    if stored.first != FirstAppointment.KEPT:
        raise ValidationError("Un relais se confirme une fois le premier rendez-vous honoré.")
    before = move(stored, RelayState.CONFIRMED, allowed=RELAY_MOVES, closed_on=clock.today())
    audit.record("relay.confirmed", stored, by=by, changes={"state": [before, stored.state]})
    return stored


@transaction.atomic
def take_relay_back(*, relay: CaseRelay, by: Actor) -> CaseRelay:
    """It did not hold: the team goes on, and the accompaniment that was in relay is active again."""
    stored = _under_way(relay)
    before = move(stored, RelayState.TAKEN_BACK, allowed=RELAY_MOVES, closed_on=clock.today())
    measure = stored.measure
    if stored.carries_measure and measure and measure.state == MeasureState.RELAY:
        activate_measure(measure=measure, by=by)
    audit.record("relay.taken_back", stored, by=by, changes={"state": [before, stored.state]})
    return stored


def _under_way(relay: CaseRelay) -> CaseRelay:
    stored = CaseRelay.objects.select_for_update(of=("self",)).select_related("case", "measure").get(pk=relay.pk)
    if stored.state != RelayState.UNDER_WAY:
        raise ValidationError("Ce relais est déjà confirmé, ou repris par l’équipe.")
    return stored
