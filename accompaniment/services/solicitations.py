"""What is asked of a team: received, answered, without object, taken up again."""

from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment import promises, solicited
from accompaniment.choices import CONTACT_KINDS, IN_PERSON_KINDS, InterventionOutcome
from accompaniment.models import Intervention, Solicitation
from accompaniment.solicitation_choices import SOLICITATION_MOVES, SolicitationOrigin, SolicitationState
from households.models import Case
from partners.configuration import SatisfiedBy
from partners.models import Organisation
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import clock_time, far_date
from veille.core.transitions import move

_STATES = SolicitationState


@transaction.atomic
def record_solicitation(
    *,
    case: Case,
    by: Actor,
    origin: str = SolicitationOrigin.HOUSEHOLD,
    received_at: datetime | None = None,
    organisation: Organisation | None = None,
    asker: str = "",
    about: str = "",
    is_urgent: bool = False,
) -> Solicitation:
    """Somebody asked: now unless said otherwise, of her own organisation unless another one must answer."""
    received_at = received_at or clock.now()
    _check_reception(case, received_at)
    asked = organisation or by.organisation
    if asked not in solicited.organisations(by, case):
        raise ValidationError(
            {"organisation": "Cet organisme n’accompagne pas ce ménage : il ne lirait pas la demande."}
        )
    solicitation = Solicitation(
        case=case,
        organisation=asked,
        noted_by=by.user,
        noted_for=by.organisation,
        origin=origin,
        asker=asker,
        about=about,
        is_urgent=is_urgent,
        is_shared=not solicited.stays_inside(by, case, asked),
        received_at=received_at,
        **promises.delays(case, received_at),
    )
    solicitation.full_clean()
    solicitation.save()
    audit.record(
        "solicitation.received", solicitation, by=by, changes={"origin": origin, "organisation": str(asked.pk)}
    )
    if asked != by.organisation:
        solicited.tell_soon(solicitation)
    return solicitation


def _check_reception(case: Case, received_at: datetime) -> None:
    if received_at > clock.now():
        raise ValidationError({"received_time": "Indiquez une heure passée."})
    if received_at.astimezone(clock.PARIS).date() < case.opened_on:
        raise ValidationError({"received_on": f"Indiquez une date à partir du {far_date(case.opened_on)}."})


@transaction.atomic
def answer_solicitation(
    *, solicitation: Solicitation, by: Actor, at: datetime | None = None, intervention: Intervention | None = None
) -> Solicitation:
    """Say what answered and when. Raises ValidationError when it does not keep what the dispositif promises."""
    at = at or (moment_of(intervention) if intervention else None) or clock.now()
    if at > clock.now():
        raise ValidationError({"answered_time": "Indiquez une heure passée."})
    if at < solicitation.received_at:
        received = solicitation.received_at.astimezone(clock.PARIS)
        when = f"{far_date(received)} à {clock_time(received)}"
        raise ValidationError({"answered_time": f"La demande est venue le {when} : la réponse la suit."})
    if intervention is not None:
        _check_intervention(solicitation, intervention)
    elif solicitation.satisfied_by == SatisfiedBy.INTERVENTION:
        raise ValidationError(
            {"intervention": "Dans ce dispositif, c’est une intervention qui répond : choisissez-la."}
        )
    _answer(solicitation, by, at, intervention)
    return solicitation


def _check_intervention(solicitation: Solicitation, intervention: Intervention) -> None:
    if intervention.case_id != solicitation.case_id or not answers(solicitation, intervention):
        raise ValidationError({"intervention": "Choisissez une intervention qui a abouti, de ce dossier."})


def answers(solicitation: Solicitation, intervention: Intervention) -> bool:
    """Whether this contact is one that the promise speaks of: an absence answers nothing."""
    if intervention.outcome != InterventionOutcome.EFFECTIVE:
        return False
    if solicitation.satisfied_by == SatisfiedBy.INTERVENTION:
        return intervention.kind in IN_PERSON_KINDS
    return intervention.kind in CONTACT_KINDS or solicitation.origin != SolicitationOrigin.HOUSEHOLD


def _answer(solicitation: Solicitation, by: Actor, at: datetime, intervention: Intervention | None) -> None:
    by_visit = intervention is not None
    before = move(
        solicitation,
        _STATES.ANSWERED,
        allowed=SOLICITATION_MOVES,
        answered_at=at,
        answered_by=by.user,
        answered_with=SatisfiedBy.INTERVENTION if by_visit else SatisfiedBy.ANSWER,
        intervention=intervention,
    )
    changes = {"state": [before, solicitation.state], "with": solicitation.answered_with}
    audit.record("solicitation.answered", solicitation, by=by, changes=changes)


@transaction.atomic
def answer_by_contact(*, intervention: Intervention, by: Actor) -> list[Solicitation]:
    """What the household still asked of this team when it was met: the contact answers, nobody has to say it.

    A contact of another day whose hour nobody noted answers nothing by itself: its hour is what the promise asks.
    Nor does one kept from the landlord answer what the landlord reads: its day would be told there.
    """
    at = moment_of(intervention)
    if at is None or at > clock.now():
        return []
    waiting = Solicitation.objects.select_for_update().filter(
        case=intervention.case_id,
        organisation=intervention.organisation_id,
        origin=SolicitationOrigin.HOUSEHOLD,
        state=_STATES.OPEN,
        received_at__lte=at,
    )
    if not intervention.is_shared:
        waiting = waiting.filter(is_shared=False)
    answered = [row for row in waiting.order_by("received_at", "pk") if answers(row, intervention)]
    for row in answered:
        _answer(row, by, at, intervention)
    return answered


def moment_of(intervention: Intervention) -> datetime | None:
    """When it began; noted the same day without an hour, now; of another day, nobody knows."""
    if intervention.started_at is not None:
        start: time = intervention.started_at
        return clock.at(intervention.happened_on, start.hour, start.minute)
    return clock.now() if intervention.happened_on == clock.today() else None


@transaction.atomic
def drop_solicitation(*, solicitation: Solicitation, reason: str, by: Actor) -> Solicitation:
    """Nobody waits for an answer any more."""
    before = move(solicitation, _STATES.DROPPED, allowed=SOLICITATION_MOVES, drop_reason=reason)
    changes = {"state": [before, solicitation.state], "reason": reason}
    audit.record("solicitation.voided", solicitation, by=by, changes=changes)
    return solicitation


@transaction.atomic
def reopen_solicitation(*, solicitation: Solicitation, by: Actor) -> Solicitation:
    """It was noted too fast: somebody waits after all, since the moment she asked."""
    nothing = {"answered_at": None, "answered_by": None, "answered_with": "", "intervention": None, "drop_reason": ""}
    before = move(solicitation, _STATES.OPEN, allowed=SOLICITATION_MOVES, **nothing)
    audit.record("solicitation.reopened", solicitation, by=by, changes={"state": [before, solicitation.state]})
    return solicitation
